-- As sync/server/sqlite/schema/004_host_mail.sql.
ALTER TABLE visit ADD COLUMN host_id UUID;
ALTER TABLE visit ADD COLUMN host_told BIGINT NOT NULL DEFAULT 0;

CREATE TABLE host_mail (
  org UUID NOT NULL, visit_id UUID NOT NULL, host_id UUID NOT NULL, received_ms BIGINT NOT NULL,
  state BIGINT NOT NULL, attempts BIGINT NOT NULL, next_try_ms BIGINT NOT NULL,
  smtp_code BIGINT NOT NULL, done_ms BIGINT NOT NULL,
  PRIMARY KEY (org, visit_id)
);
CREATE INDEX host_mail_waiting ON host_mail (org, next_try_ms) WHERE state = 0;
