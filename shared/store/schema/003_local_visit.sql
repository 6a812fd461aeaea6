-- Nothing looks local visits up by their op; every check-in wrote a page for this index.
DROP INDEX local_visit_op;
