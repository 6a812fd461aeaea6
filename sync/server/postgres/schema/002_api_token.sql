-- Tokens of staff and of other systems. role: 0 staff, 1 admin.
CREATE TABLE api_token (
  org UUID NOT NULL, id UUID NOT NULL,
  name TEXT NOT NULL, role SMALLINT NOT NULL,
  token_mac BYTEA NOT NULL,         -- SHA-256 of the token
  created_ms BIGINT NOT NULL, revoked_ms BIGINT,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX api_token_by_token ON api_token (org, token_mac);
