-- What each op and each act of staff wrote to a contact id, the losing writes too; gone when the person is erased. fields:
-- core/contact_history.h. by_whom: the tablet or the token of staff, where it is known.
CREATE TABLE contact_history (
  org UUID NOT NULL, cid UUID NOT NULL, stamp BIGINT NOT NULL, op_id UUID NOT NULL,
  by_whom UUID, fields TEXT NOT NULL,
  PRIMARY KEY (org, cid, stamp, op_id)
);
-- Of what was written before, the writes that won are still known.
INSERT INTO contact_history (org, cid, stamp, op_id, by_whom, fields)
  SELECT r.org, r.cid, r.stamp, r.op_id,
    COALESCE((SELECT p.device FROM op_receipt p WHERE p.org = r.org AND p.op_id = r.op_id),
             (SELECT a.actor FROM staff_act a WHERE a.org = r.org AND a.id = r.op_id)),
    json_object_agg(r.field, CASE WHEN r.kind = 0 THEN r.value END)::text
  FROM contact_reg r GROUP BY r.org, r.cid, r.stamp, r.op_id;
