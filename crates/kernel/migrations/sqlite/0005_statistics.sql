-- Figures as they were given out on a day: the answer with its definition, never changed afterwards.
CREATE TABLE statistics_snapshot (
  id          INTEGER PRIMARY KEY,
  organ_id    BIGINT NOT NULL REFERENCES organ (id),
  figure      TEXT NOT NULL,
  title       TEXT NOT NULL,
  question    TEXT NOT NULL,
  definition  TEXT NOT NULL,
  answer      TEXT NOT NULL,
  made_by     BIGINT REFERENCES person (id),
  made_at     BIGINT NOT NULL
);
CREATE INDEX statistics_snapshot_organ ON statistics_snapshot (organ_id, figure, made_at);
CREATE INDEX statistics_snapshot_made_by ON statistics_snapshot (made_by);
