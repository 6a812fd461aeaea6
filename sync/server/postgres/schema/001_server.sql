-- The centre's tables (sync.md 3.1): the same names as in sync/server/sqlite/schema, in PostgreSQL's types. Every key
-- begins with the organisation, so that the schema can be spread by it. Stamps are 48 bits of milliseconds since 1970
-- and 16 of counter; times are milliseconds since 1970. What is marked "derived" can be rebuilt from the rest. Words
-- (reason, kind …) stand as the numbers of their C++ enums.

-- One row for each organisation: the lock and the order of all its writes.
CREATE TABLE org (
  id UUID NOT NULL PRIMARY KEY,
  epoch UUID NOT NULL,              -- another one after every restore
  mac_key BYTEA NOT NULL,           -- 32 bytes
  created_ms BIGINT NOT NULL,
  seq BIGINT NOT NULL,              -- of the last row of the feed
  hlc BIGINT NOT NULL,              -- no stamp is above it
  min_seq BIGINT NOT NULL,          -- older cursors have to start anew
  backup_seq BIGINT NOT NULL        -- in a verified backup up to here
);

-- One row for each transaction that made the feed grow. The nonce tells a restored history from this one.
CREATE TABLE commit_log (
  org UUID NOT NULL, seq_hi BIGINT NOT NULL, nonce BYTEA NOT NULL, at_ms BIGINT NOT NULL,
  PRIMARY KEY (org, seq_hi)
);

CREATE TABLE device (
  org UUID NOT NULL, id UUID NOT NULL,
  name TEXT NOT NULL, site TEXT NOT NULL, status SMALLINT NOT NULL,
  token_mac BYTEA NOT NULL,         -- SHA-256 of the token
  enrolled_ms BIGINT NOT NULL, last_seen_ms BIGINT NOT NULL,
  push_n BIGINT NOT NULL, push_id UUID NOT NULL, push_answer TEXT NOT NULL,
  stamp_last BIGINT NOT NULL, cursor_seq BIGINT NOT NULL,
  app_version TEXT NOT NULL, proto BIGINT NOT NULL, lease_until_ms BIGINT,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX device_by_token ON device (org, token_mac);

CREATE TABLE enrol_code (
  org UUID NOT NULL, code_mac BYTEA NOT NULL, kiosk TEXT NOT NULL, site TEXT NOT NULL, expires_ms BIGINT NOT NULL,
  PRIMARY KEY (org, code_mac)
);

CREATE TABLE clock_anchor (
  org UUID NOT NULL, device UUID NOT NULL, boot UUID NOT NULL,
  mono_ms BIGINT NOT NULL, wall_ms BIGINT NOT NULL, server_ms BIGINT NOT NULL,
  PRIMARY KEY (org, device, boot)
);

CREATE TABLE op_receipt (
  org UUID NOT NULL, op_id UUID NOT NULL,
  device UUID NOT NULL,
  body_mac BYTEA NOT NULL,          -- keyed: a plain hash of a form can be guessed after an erasure
  stamp BIGINT NOT NULL, time_quality SMALLINT NOT NULL, anonymised BOOLEAN NOT NULL,
  cid UUID, seq BIGINT NOT NULL, received_ms BIGINT NOT NULL,
  PRIMARY KEY (org, op_id)
);

-- Contact ids as a union-find forest. root is derived from the parents.
CREATE TABLE contact_node (
  org UUID NOT NULL, cid UUID NOT NULL,
  parent UUID, root UUID NOT NULL,
  erased_at BIGINT, erase_id UUID, born BIGINT NOT NULL, created_seq BIGINT NOT NULL,
  PRIMARY KEY (org, cid)
);
CREATE INDEX contact_node_joined ON contact_node (org, root) WHERE parent IS NOT NULL;

-- The last write of each field under the id that wrote it. kind: 0 set, 1 clear.
CREATE TABLE contact_reg (
  org UUID NOT NULL, cid UUID NOT NULL, field TEXT COLLATE "C" NOT NULL,
  kind SMALLINT NOT NULL, value TEXT NOT NULL, stamp BIGINT NOT NULL, op_id UUID NOT NULL,
  PRIMARY KEY (org, cid, field)
);

-- Who owned a key from from_stamp (included) to to_stamp (excluded). root is derived.
CREATE TABLE email_owner (
  org UUID NOT NULL, email_key TEXT COLLATE "C" NOT NULL, from_stamp BIGINT NOT NULL, to_stamp BIGINT NOT NULL,
  cid UUID NOT NULL, root UUID NOT NULL, is_primary BOOLEAN NOT NULL,
  PRIMARY KEY (org, email_key, from_stamp)
);
CREATE UNIQUE INDEX email_owner_open ON email_owner (org, email_key) WHERE to_stamp = 9223372036854775807;
CREATE INDEX email_owner_by_root ON email_owner (org, root);

CREATE TABLE erased_key (
  org UUID NOT NULL, key_mac BYTEA NOT NULL, from_stamp BIGINT NOT NULL, to_stamp BIGINT NOT NULL,
  erased_at BIGINT NOT NULL, erase_id UUID NOT NULL, root UUID NOT NULL, keep_until_ms BIGINT NOT NULL,
  PRIMARY KEY (org, key_mac, from_stamp)
);

-- Derived: a contact as everyone sees it. fields: see view_fields.h.
CREATE TABLE contact_view (
  org UUID NOT NULL, root UUID NOT NULL,
  email_key TEXT COLLATE "C", fields BYTEA NOT NULL, visits BIGINT NOT NULL, created_ms BIGINT NOT NULL,
  PRIMARY KEY (org, root)
);

-- Written once; only root, closed_* and voided_by change. closed_stamp is 2^63 - 1 while the visit is open.
CREATE TABLE visit (
  org UUID NOT NULL, id UUID NOT NULL,
  cid UUID, root UUID, email_key TEXT COLLATE "C", device UUID NOT NULL, site TEXT NOT NULL,
  reason SMALLINT NOT NULL, host TEXT, pass UUID, snapshot TEXT NOT NULL,
  op_id UUID NOT NULL, stamp BIGINT NOT NULL, occurred_ms BIGINT NOT NULL, time_quality SMALLINT NOT NULL,
  closed_stamp BIGINT NOT NULL, closed_by UUID, closed_ms BIGINT, voided_by UUID,
  PRIMARY KEY (org, id)
);
CREATE INDEX visit_by_root ON visit (org, root, closed_stamp) WHERE root IS NOT NULL;

-- What was said about a visit that may still be on its way. kind: 0 check_out, 1 check_out by email, 2 void.
CREATE TABLE visit_fact (
  org UUID NOT NULL, op_id UUID NOT NULL, kind SMALLINT NOT NULL,
  visit_id UUID, email_key TEXT COLLATE "C", site TEXT NOT NULL, stamp BIGINT NOT NULL, occurred_ms BIGINT NOT NULL,
  PRIMARY KEY (org, op_id)
);
CREATE INDEX visit_fact_by_visit ON visit_fact (org, visit_id) WHERE visit_id IS NOT NULL;
CREATE INDEX visit_fact_by_email ON visit_fact (org, email_key, stamp) WHERE email_key IS NOT NULL;

-- The latest seq of each changed entity. kind: 1 contact, 2 alias, 3 visit, 4 erased.
CREATE TABLE feed (
  org UUID NOT NULL, kind SMALLINT NOT NULL, entity UUID NOT NULL, seq BIGINT NOT NULL,
  PRIMARY KEY (org, kind, entity)
);
CREATE UNIQUE INDEX feed_by_seq ON feed (org, seq);

-- What a tablet could not get accepted, as it came.
CREATE TABLE dead_letter (
  org UUID NOT NULL, device UUID NOT NULL, at_ms BIGINT NOT NULL, body_mac BYTEA NOT NULL, raw BYTEA NOT NULL,
  PRIMARY KEY (org, device, body_mac)
);

-- Kept empty until the programs that fill them arrive; ops and rows above already refer to them by id.
CREATE TABLE pass (
  org UUID NOT NULL, id UUID NOT NULL, cid UUID NOT NULL, credits BIGINT NOT NULL,
  valid_from_ms BIGINT, valid_to_ms BIGINT, seq BIGINT NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE TABLE redemption (
  org UUID NOT NULL, id UUID NOT NULL, pass_id UUID NOT NULL, visit_id UUID, device UUID NOT NULL,
  stamp BIGINT NOT NULL, is_offline BOOLEAN NOT NULL, resolution SMALLINT, seq BIGINT NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE TABLE conflict (
  org UUID NOT NULL, id UUID NOT NULL, kind SMALLINT NOT NULL, subject UUID NOT NULL, detail TEXT NOT NULL,
  opened_seq BIGINT NOT NULL, closed_by UUID, seq BIGINT NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE TABLE merge_log (
  org UUID NOT NULL, id UUID NOT NULL, loser UUID NOT NULL, winner UUID NOT NULL, reason SMALLINT NOT NULL,
  actor UUID, at_ms BIGINT NOT NULL, undone_ms BIGINT,
  PRIMARY KEY (org, id)
);
