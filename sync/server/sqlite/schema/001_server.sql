-- The centre's tables (sync.md 3.1). Ids are 16 bytes; every key begins with the organisation, so that the schema can be
-- spread by it. Stamps are 48 bits of milliseconds since 1970 and 16 of counter; times are milliseconds since 1970. What
-- is marked "derived" can be rebuilt from the rest. Words (reason, kind …) stand as the numbers of their C++ enums.

-- One row for each organisation: the lock and the order of all its writes.
CREATE TABLE org (
  id BLOB NOT NULL PRIMARY KEY,
  epoch BLOB NOT NULL,              -- another one after every restore
  mac_key BLOB NOT NULL,            -- 32 bytes
  created_ms INTEGER NOT NULL,
  seq INTEGER NOT NULL,             -- of the last row of the feed
  hlc INTEGER NOT NULL,             -- no stamp is above it
  min_seq INTEGER NOT NULL,         -- older cursors have to start anew
  backup_seq INTEGER NOT NULL       -- in a verified backup up to here
) WITHOUT ROWID;

-- One row for each transaction that made the feed grow. The nonce tells a restored history from this one.
CREATE TABLE commit_log (
  org BLOB NOT NULL, seq_hi INTEGER NOT NULL, nonce BLOB NOT NULL, at_ms INTEGER NOT NULL,
  PRIMARY KEY (org, seq_hi)
) WITHOUT ROWID;

CREATE TABLE device (
  org BLOB NOT NULL, id BLOB NOT NULL,
  name TEXT NOT NULL, site TEXT NOT NULL, status INTEGER NOT NULL,
  token_mac BLOB NOT NULL,          -- SHA-256 of the token
  enrolled_ms INTEGER NOT NULL, last_seen_ms INTEGER NOT NULL,
  push_n INTEGER NOT NULL, push_id BLOB NOT NULL, push_answer TEXT NOT NULL,
  stamp_last INTEGER NOT NULL, cursor_seq INTEGER NOT NULL,
  app_version TEXT NOT NULL, proto INTEGER NOT NULL, lease_until_ms INTEGER,
  PRIMARY KEY (org, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX device_by_token ON device (org, token_mac);

CREATE TABLE enrol_code (
  org BLOB NOT NULL, code_mac BLOB NOT NULL, kiosk TEXT NOT NULL, site TEXT NOT NULL, expires_ms INTEGER NOT NULL,
  PRIMARY KEY (org, code_mac)
) WITHOUT ROWID;

CREATE TABLE clock_anchor (
  org BLOB NOT NULL, device BLOB NOT NULL, boot BLOB NOT NULL,
  mono_ms INTEGER NOT NULL, wall_ms INTEGER NOT NULL, server_ms INTEGER NOT NULL,
  PRIMARY KEY (org, device, boot)
) WITHOUT ROWID;

CREATE TABLE op_receipt (
  org BLOB NOT NULL, op_id BLOB NOT NULL,
  device BLOB NOT NULL,
  body_mac BLOB NOT NULL,           -- keyed: a plain hash of a form can be guessed after an erasure
  stamp INTEGER NOT NULL, time_quality INTEGER NOT NULL, anonymised INTEGER NOT NULL,
  cid BLOB, seq INTEGER NOT NULL, received_ms INTEGER NOT NULL,
  PRIMARY KEY (org, op_id)
) WITHOUT ROWID;

-- Contact ids as a union-find forest. root is derived from the parents.
CREATE TABLE contact_node (
  org BLOB NOT NULL, cid BLOB NOT NULL,
  parent BLOB, root BLOB NOT NULL,
  erased_at INTEGER, erase_id BLOB, born INTEGER NOT NULL, created_seq INTEGER NOT NULL,
  PRIMARY KEY (org, cid)
) WITHOUT ROWID;
CREATE INDEX contact_node_joined ON contact_node (org, root) WHERE parent IS NOT NULL;

-- The last write of each field under the id that wrote it. kind: 0 set, 1 clear.
CREATE TABLE contact_reg (
  org BLOB NOT NULL, cid BLOB NOT NULL, field TEXT NOT NULL,
  kind INTEGER NOT NULL, value TEXT NOT NULL, stamp INTEGER NOT NULL, op_id BLOB NOT NULL,
  PRIMARY KEY (org, cid, field)
) WITHOUT ROWID;

-- Who owned a key from from_stamp (included) to to_stamp (excluded). root is derived.
CREATE TABLE email_owner (
  org BLOB NOT NULL, email_key TEXT NOT NULL, from_stamp INTEGER NOT NULL, to_stamp INTEGER NOT NULL,
  cid BLOB NOT NULL, root BLOB NOT NULL, is_primary INTEGER NOT NULL,
  PRIMARY KEY (org, email_key, from_stamp)
) WITHOUT ROWID;
CREATE UNIQUE INDEX email_owner_open ON email_owner (org, email_key) WHERE to_stamp = 9223372036854775807;
CREATE INDEX email_owner_by_root ON email_owner (org, root);

CREATE TABLE erased_key (
  org BLOB NOT NULL, key_mac BLOB NOT NULL, from_stamp INTEGER NOT NULL, to_stamp INTEGER NOT NULL,
  erased_at INTEGER NOT NULL, erase_id BLOB NOT NULL, root BLOB NOT NULL, keep_until_ms INTEGER NOT NULL,
  PRIMARY KEY (org, key_mac, from_stamp)
) WITHOUT ROWID;

-- Derived: a contact as everyone sees it. fields: see view_fields.h.
CREATE TABLE contact_view (
  org BLOB NOT NULL, root BLOB NOT NULL,
  email_key TEXT, fields BLOB NOT NULL, visits INTEGER NOT NULL, created_ms INTEGER NOT NULL,
  PRIMARY KEY (org, root)
) WITHOUT ROWID;

-- Written once; only root, closed_* and voided_by change. closed_stamp is 2^63 - 1 while the visit is open.
CREATE TABLE visit (
  org BLOB NOT NULL, id BLOB NOT NULL,
  cid BLOB, root BLOB, email_key TEXT, device BLOB NOT NULL, site TEXT NOT NULL,
  reason INTEGER NOT NULL, host TEXT, pass BLOB, snapshot TEXT NOT NULL,
  op_id BLOB NOT NULL, stamp INTEGER NOT NULL, occurred_ms INTEGER NOT NULL, time_quality INTEGER NOT NULL,
  closed_stamp INTEGER NOT NULL, closed_by BLOB, closed_ms INTEGER, voided_by BLOB,
  PRIMARY KEY (org, id)
) WITHOUT ROWID;
CREATE INDEX visit_by_root ON visit (org, root, closed_stamp) WHERE root IS NOT NULL;

-- What was said about a visit that may still be on its way. kind: 0 check_out, 1 check_out by email, 2 void.
CREATE TABLE visit_fact (
  org BLOB NOT NULL, op_id BLOB NOT NULL, kind INTEGER NOT NULL,
  visit_id BLOB, email_key TEXT, site TEXT NOT NULL, stamp INTEGER NOT NULL, occurred_ms INTEGER NOT NULL,
  PRIMARY KEY (org, op_id)
) WITHOUT ROWID;
CREATE INDEX visit_fact_by_visit ON visit_fact (org, visit_id) WHERE visit_id IS NOT NULL;
CREATE INDEX visit_fact_by_email ON visit_fact (org, email_key, stamp) WHERE email_key IS NOT NULL;

-- The latest seq of each changed entity. kind: 1 contact, 2 alias, 3 visit, 4 erased.
CREATE TABLE feed (
  org BLOB NOT NULL, kind INTEGER NOT NULL, entity BLOB NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (org, kind, entity)
) WITHOUT ROWID;
CREATE UNIQUE INDEX feed_by_seq ON feed (org, seq);

-- What a tablet could not get accepted, as it came.
CREATE TABLE dead_letter (
  org BLOB NOT NULL, device BLOB NOT NULL, at_ms INTEGER NOT NULL, body_mac BLOB NOT NULL, raw BLOB NOT NULL,
  PRIMARY KEY (org, device, body_mac)
) WITHOUT ROWID;

-- Kept empty until the programs that fill them arrive; ops and rows above already refer to them by id.
CREATE TABLE pass (
  org BLOB NOT NULL, id BLOB NOT NULL, cid BLOB NOT NULL, credits INTEGER NOT NULL,
  valid_from_ms INTEGER, valid_to_ms INTEGER, seq INTEGER NOT NULL,
  PRIMARY KEY (org, id)
) WITHOUT ROWID;
CREATE TABLE redemption (
  org BLOB NOT NULL, id BLOB NOT NULL, pass_id BLOB NOT NULL, visit_id BLOB, device BLOB NOT NULL,
  stamp INTEGER NOT NULL, is_offline INTEGER NOT NULL, resolution INTEGER, seq INTEGER NOT NULL,
  PRIMARY KEY (org, id)
) WITHOUT ROWID;
CREATE TABLE conflict (
  org BLOB NOT NULL, id BLOB NOT NULL, kind INTEGER NOT NULL, subject BLOB NOT NULL, detail TEXT NOT NULL,
  opened_seq INTEGER NOT NULL, closed_by BLOB, seq INTEGER NOT NULL,
  PRIMARY KEY (org, id)
) WITHOUT ROWID;
CREATE TABLE merge_log (
  org BLOB NOT NULL, id BLOB NOT NULL, loser BLOB NOT NULL, winner BLOB NOT NULL, reason INTEGER NOT NULL,
  actor BLOB, at_ms INTEGER NOT NULL, undone_ms INTEGER,
  PRIMARY KEY (org, id)
) WITHOUT ROWID;
