-- The running step a notice asks for: once it is done, whoever did it, nobody is asked any more.
ALTER TABLE notice ADD COLUMN task_id BIGINT;
CREATE INDEX notice_task ON notice (task_id) WHERE read_at IS NULL;
