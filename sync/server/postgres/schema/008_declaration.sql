-- A reopen takes one check-out back (visit_fact.kind 3). takes_back: the op of that check-out.
ALTER TABLE visit_fact ADD COLUMN takes_back UUID;

-- What people said yes or no to, or signed (core/declarations.h); gone with the person. kind: 0 consent, 1 agreement.
-- signature: SHA-256 of its picture in hexadecimal digits; empty: none.
CREATE TABLE declaration (
  org UUID NOT NULL, op_id UUID NOT NULL, cid UUID NOT NULL, kind SMALLINT NOT NULL,
  about TEXT NOT NULL, given BOOLEAN NOT NULL, wording TEXT NOT NULL, signature TEXT NOT NULL,
  stamp BIGINT NOT NULL, time_quality SMALLINT NOT NULL, device UUID NOT NULL,
  PRIMARY KEY (org, op_id)
);
CREATE INDEX declaration_by_contact ON declaration (org, cid);
