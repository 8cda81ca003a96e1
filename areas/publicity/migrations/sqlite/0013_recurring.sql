-- Topics that recur: how often (empty for once), the one before, and who planned the first where the system planned this.
ALTER TABLE publicity_topic ADD COLUMN every TEXT NOT NULL DEFAULT '';
ALTER TABLE publicity_topic ADD COLUMN previous_id BIGINT REFERENCES publicity_topic (matter_id);
ALTER TABLE publicity_topic ADD COLUMN planner_id BIGINT REFERENCES person (id);
-- One is followed by one.
CREATE UNIQUE INDEX publicity_topic_previous ON publicity_topic (previous_id);
CREATE INDEX publicity_topic_planner ON publicity_topic (planner_id);
