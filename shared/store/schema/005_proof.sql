-- What the centre sealed when it first answered the op: gives the op its stamp back when the centre was restored.
ALTER TABLE op ADD COLUMN proof TEXT;
