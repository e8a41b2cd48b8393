-- The state stands in indexes of its own: each step of an operation would otherwise move its entry here too.
DROP INDEX operation_by_job;
CREATE INDEX operation_by_job ON operation (job);
