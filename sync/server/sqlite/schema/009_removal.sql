-- Contacts that would go from the tablet's screen, of how many, and how many somebody has confirmed.
ALTER TABLE device ADD COLUMN removal INTEGER NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN removal_of INTEGER NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN removal_confirmed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN removal_confirmed_ms INTEGER NOT NULL DEFAULT 0;
