-- Something that staff are asked to look at (core/review.h); it takes the place of `conflict`, which was never filled.
-- kind: 0 name_mismatch, 1 suggestion, 2 overdraft, 3 staff_request. state: 0 open, 1 settled, 2 withdrawn. detail:
-- JSON, empty unless it is open. contact: the root of whom it is about; derived.
DROP TABLE conflict;
CREATE TABLE review (
  org UUID NOT NULL, id UUID NOT NULL, kind SMALLINT NOT NULL, state SMALLINT NOT NULL, contact UUID,
  subject UUID NOT NULL, since_ms BIGINT NOT NULL, detail TEXT NOT NULL,
  decision TEXT NOT NULL, settled_by UUID, settled_ms BIGINT NOT NULL, seq BIGINT NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE INDEX review_open ON review (org, seq) WHERE state = 0;
CREATE INDEX review_by_contact ON review (org, contact) WHERE contact IS NOT NULL;
