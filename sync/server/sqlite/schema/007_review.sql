-- Something that staff are asked to look at (core/review.h); it takes the place of `conflict`, which was never filled.
-- kind: 0 name_mismatch, 1 suggestion, 2 overdraft, 3 staff_request. state: 0 open, 1 settled, 2 withdrawn. detail:
-- JSON, empty unless it is open. contact: the root of whom it is about; derived.
DROP TABLE conflict;
CREATE TABLE review (
  org BLOB NOT NULL, id BLOB NOT NULL, kind INTEGER NOT NULL, state INTEGER NOT NULL, contact BLOB,
  subject BLOB NOT NULL, since_ms INTEGER NOT NULL, detail TEXT NOT NULL,
  decision TEXT NOT NULL, settled_by BLOB, settled_ms INTEGER NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (org, id)
) WITHOUT ROWID;
CREATE INDEX review_open ON review (org, seq) WHERE state = 0;
CREATE INDEX review_by_contact ON review (org, contact) WHERE contact IS NOT NULL;
