-- How long an op waits before it is sent again, and how often the centre has refused it. A wait counts while
-- tried_at <= now < next_try, both by the tablet's wall clock: a clock that was set back ends it.
ALTER TABLE op ADD COLUMN tried_at INTEGER;
ALTER TABLE op ADD COLUMN next_try INTEGER;
ALTER TABLE op ADD COLUMN refusals INTEGER NOT NULL DEFAULT 0;  -- of a push with this op alone
ALTER TABLE op ADD COLUMN refused_since INTEGER;                -- the first of them
ALTER TABLE op ADD COLUMN reported INTEGER;                     -- 1: the centre has got this dead op raw
