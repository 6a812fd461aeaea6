-- kiosk.db, the tablet's database. Ids are 16 bytes, times are milliseconds since 1970 UTC, JSON is text. There are no
-- foreign keys: rows of the centre's feed may arrive before what they point to.

-- One value per name; the names stand in meta.h.
CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value ANY
) STRICT, WITHOUT ROWID;

-- What was done on this tablet: the outbox, and the overlay of the tablet's view. `n` is the order of capture.
CREATE TABLE op (
  n         INTEGER PRIMARY KEY,
  op_id     BLOB NOT NULL UNIQUE,
  chain     BLOB NOT NULL,
  type      TEXT NOT NULL,
  v         INTEGER NOT NULL,
  boot      BLOB NOT NULL,     -- captured at: boot, its milliseconds, wall clock
  mono_ms   INTEGER NOT NULL,
  wall_ms   INTEGER NOT NULL,
  body      TEXT NOT NULL,     -- JSON as sent
  crc       INTEGER NOT NULL,  -- CRC-32 of the columns above, see op_row.h
  state     TEXT NOT NULL,     -- pending inflight acked retained held dead
  push_n    INTEGER,           -- of the push under way that it is part of
  acked_seq INTEGER,
  acked_at  INTEGER,
  stamp     INTEGER,           -- as the centre assigned it
  min_proto INTEGER,           -- held until a centre speaks this
  code      TEXT,              -- why it is dead or held
  cid       BLOB,              -- of a check_in or contact_edit
  email_key TEXT,              -- as this tablet normalises it
  visit_id  BLOB               -- of a check_in, check_out or void
) STRICT;
CREATE INDEX op_state ON op (state, n);
CREATE INDEX op_chain ON op (chain, n);
CREATE INDEX op_email ON op (email_key) WHERE email_key IS NOT NULL;
CREATE INDEX op_visit ON op (visit_id) WHERE visit_id IS NOT NULL;

-- Visits opened on this tablet, for as long as their op is kept.
CREATE TABLE local_visit (
  id            BLOB PRIMARY KEY,
  op_n          INTEGER NOT NULL,
  cid           BLOB NOT NULL,
  email_key     TEXT,
  reason        TEXT NOT NULL,
  host          TEXT,
  checked_in_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX local_visit_op ON local_visit (op_n);

-- What the centre said, by its feed. `d` is the row as received, so that members this version does not know are kept.
-- `seq` 0 marks rows of an earlier run of the feed, dropped when the new run has reached the head.
CREATE TABLE s_contact (
  root      BLOB PRIMARY KEY,
  email_key TEXT,
  d         TEXT NOT NULL,
  seq       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX s_contact_email ON s_contact (email_key) WHERE email_key IS NOT NULL;

CREATE TABLE s_alias (
  cid  BLOB PRIMARY KEY,
  root BLOB NOT NULL,
  seq  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX s_alias_root ON s_alias (root);

CREATE TABLE s_visit (
  id             BLOB PRIMARY KEY,
  contact        BLOB,
  checked_in_at  INTEGER NOT NULL,
  checked_out_at INTEGER,
  voided         INTEGER NOT NULL,
  d              TEXT NOT NULL,
  seq            INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX s_visit_contact ON s_visit (contact) WHERE contact IS NOT NULL;
CREATE INDEX s_visit_open ON s_visit (checked_in_at) WHERE checked_out_at IS NULL AND voided = 0;

-- Rows of kinds that this version does not know, and rows that it could not read: a newer version reads them again.
CREATE TABLE s_raw (
  kind   TEXT NOT NULL,
  entity TEXT NOT NULL,
  seq    INTEGER NOT NULL,
  json   TEXT NOT NULL,
  error  TEXT NOT NULL,
  PRIMARY KEY (kind, entity)
) STRICT, WITHOUT ROWID;
