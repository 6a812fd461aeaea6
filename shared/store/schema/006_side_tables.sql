-- A snapshot of the centre on its way in, a chunk at a time. When it is whole these tables and those of the same name
-- with s_ change places; what was in the others is deleted from here in small steps.
CREATE TABLE n_contact (
  root      BLOB PRIMARY KEY,
  email_key TEXT,
  d         TEXT NOT NULL,
  seq       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX n_contact_email ON n_contact (email_key) WHERE email_key IS NOT NULL;

CREATE TABLE n_alias (
  cid  BLOB PRIMARY KEY,
  root BLOB NOT NULL,
  seq  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX n_alias_root ON n_alias (root);

CREATE TABLE n_visit (
  id             BLOB PRIMARY KEY,
  contact        BLOB,
  checked_in_at  INTEGER NOT NULL,
  checked_out_at INTEGER,
  voided         INTEGER NOT NULL,
  d              TEXT NOT NULL,
  seq            INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX n_visit_contact ON n_visit (contact) WHERE contact IS NOT NULL;
CREATE INDEX n_visit_open ON n_visit (checked_in_at) WHERE checked_out_at IS NULL AND voided = 0;

CREATE TABLE n_document (
  id   BLOB PRIMARY KEY,
  kind TEXT NOT NULL,
  d    TEXT NOT NULL,
  seq  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX n_document_kind ON n_document (kind);

CREATE TABLE n_raw (
  kind   TEXT NOT NULL,
  entity TEXT NOT NULL,
  seq    INTEGER NOT NULL,
  json   TEXT NOT NULL,
  error  TEXT NOT NULL,
  PRIMARY KEY (kind, entity)
) STRICT, WITHOUT ROWID;

-- The snapshot's `erased` rows: there is no table for them elsewhere, they are carried out when it takes over.
CREATE TABLE n_erased (
  root BLOB PRIMARY KEY,
  d    TEXT NOT NULL,
  seq  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
