-- What an erasure looks for, and who was erased: compared with the ledger of erasures (core/erasure_keeper.h).
CREATE INDEX op_receipt_by_cid ON op_receipt (org, cid) WHERE cid IS NOT NULL;
CREATE INDEX contact_node_erased ON contact_node (org, cid) WHERE erased_at IS NOT NULL;
