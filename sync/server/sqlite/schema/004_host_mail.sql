-- "The host is told" (core/host_mail.h). host_told is derived from host_mail: 0 none, 1 waiting, 2 sent, 3 failed.
ALTER TABLE visit ADD COLUMN host_id BLOB;
ALTER TABLE visit ADD COLUMN host_told INTEGER NOT NULL DEFAULT 0;

-- One row for each visit whose host is to be told, made with the visit. state: 0 waiting, 1 sent, 2 failed, 3 too_old,
-- 4 dropped (voided, or the person was erased). Whoever sends it moves next_try_ms behind its lease first.
CREATE TABLE host_mail (
  org BLOB NOT NULL, visit_id BLOB NOT NULL, host_id BLOB NOT NULL, received_ms INTEGER NOT NULL,
  state INTEGER NOT NULL, attempts INTEGER NOT NULL, next_try_ms INTEGER NOT NULL,
  smtp_code INTEGER NOT NULL,       -- the mail server's last answer, 0: none
  done_ms INTEGER NOT NULL,         -- 0: not yet
  PRIMARY KEY (org, visit_id)
) WITHOUT ROWID;
CREATE INDEX host_mail_waiting ON host_mail (org, next_try_ms) WHERE state = 0;
