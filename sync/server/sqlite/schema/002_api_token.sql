-- Tokens of staff and of other systems. role: 0 staff, 1 admin.
CREATE TABLE api_token (
  org BLOB NOT NULL, id BLOB NOT NULL,
  name TEXT NOT NULL, role INTEGER NOT NULL,
  token_mac BLOB NOT NULL,          -- SHA-256 of the token
  created_ms INTEGER NOT NULL, revoked_ms INTEGER,
  PRIMARY KEY (org, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX api_token_by_token ON api_token (org, token_mac);
