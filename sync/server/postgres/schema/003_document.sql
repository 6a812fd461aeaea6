-- What the organisation tells its tablets. id is made from kind and name (shared/domain/organisation.h). kind: 0 settings,
-- 1 site, 2 reason, 3 host, 4 staff, 5 resource, 6 booking, 7 pass, 8 event, 9 text. A deleted one keeps its row, with
-- neither name nor body, for tablets that have yet to hear of it. In the feed: kind 32 and above.
CREATE TABLE document (
  org UUID NOT NULL, id UUID NOT NULL, kind SMALLINT NOT NULL,
  name TEXT COLLATE "C" NOT NULL,   -- the operator's own
  body TEXT NOT NULL,               -- JSON; empty: deleted
  PRIMARY KEY (org, id)
);
