-- Contacts that would go from the tablet's screen, of how many, and how many somebody has confirmed.
ALTER TABLE device ADD COLUMN removal bigint NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN removal_of bigint NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN removal_confirmed bigint NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN removal_confirmed_ms bigint NOT NULL DEFAULT 0;
