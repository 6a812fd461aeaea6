-- What the organisation says (shared/domain/organisation.h), by the centre's feed. kind: the feed's word; d and seq: as of
-- the other s_ tables. A deleted one is gone.
CREATE TABLE s_document (
  id   BLOB PRIMARY KEY,
  kind TEXT NOT NULL,
  d    TEXT NOT NULL,
  seq  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX s_document_kind ON s_document (kind);
