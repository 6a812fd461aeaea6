-- A reopen takes one check-out back (visit_fact.kind 3). takes_back: the op of that check-out.
ALTER TABLE visit_fact ADD COLUMN takes_back BLOB;

-- What people said yes or no to, or signed (core/declarations.h); gone with the person. kind: 0 consent, 1 agreement.
-- signature: SHA-256 of its picture in hexadecimal digits; empty: none.
CREATE TABLE declaration (
  org BLOB NOT NULL, op_id BLOB NOT NULL, cid BLOB NOT NULL, kind INTEGER NOT NULL,
  about TEXT NOT NULL, given INTEGER NOT NULL, wording TEXT NOT NULL, signature TEXT NOT NULL,
  stamp INTEGER NOT NULL, time_quality INTEGER NOT NULL, device BLOB NOT NULL,
  PRIMARY KEY (org, op_id)
) WITHOUT ROWID;
CREATE INDEX declaration_by_contact ON declaration (org, cid);
