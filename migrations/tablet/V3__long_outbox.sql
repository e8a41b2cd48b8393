-- A day offline leaves thousands of operations: what is on its way, and what was answered and is not shown yet, are found
-- without reading them all.
CREATE INDEX operation_sent ON operation (dev_seq) WHERE state = 'sent';
CREATE INDEX operation_answered ON operation (n) WHERE state = 'acknowledged' AND shown = 0;
