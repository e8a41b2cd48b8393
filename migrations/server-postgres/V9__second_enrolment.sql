-- A tablet that was enrolled again: which name it had before. Its unsent operations come under the new name, some of them
-- a second time; they are known by their own ids.
ALTER TABLE tablet ADD COLUMN follows UUID;
CREATE INDEX tablet_by_follows ON tablet (company_id, follows) WHERE follows IS NOT NULL;
CREATE INDEX operation_result_by_op ON operation_result (company_id, op_id);
