-- Contacts over time: which of two addresses is shown, and what staff did.
ALTER TABLE email_owner DROP COLUMN is_primary;
-- When staff made it the address to write to (a stamp); of a contact's open keys the latest is shown.
ALTER TABLE email_owner ADD COLUMN primary_at BIGINT NOT NULL DEFAULT 0;

CREATE INDEX merge_log_by_loser ON merge_log (org, loser) WHERE undone_ms IS NULL;

-- The memory of one act of staff, as op_receipt is of an op. answer: JSON with ids only.
CREATE TABLE staff_act (
  org UUID NOT NULL, id UUID NOT NULL,
  body_mac BYTEA NOT NULL, actor UUID NOT NULL, stamp BIGINT NOT NULL, at_ms BIGINT NOT NULL, answer TEXT NOT NULL,
  PRIMARY KEY (org, id)
);

-- Whom a dead letter is about, as far as it can be read: so that it goes when the person is erased.
ALTER TABLE dead_letter ADD COLUMN cid UUID;
ALTER TABLE dead_letter ADD COLUMN key_mac BYTEA;
