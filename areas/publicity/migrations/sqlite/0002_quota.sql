-- What a group owes a week (任务量), from a Monday on until the next row; `each` is what every member owes.
CREATE TABLE publicity_quota (
  id           INTEGER PRIMARY KEY,
  group_id     BIGINT NOT NULL REFERENCES publicity_group (id),
  from_on      DATE NOT NULL,
  per_week     BIGINT NOT NULL,
  each         BIGINT NOT NULL,
  counts       TEXT NOT NULL,
  set_by       BIGINT REFERENCES person (id),
  set_at       BIGINT NOT NULL,
  UNIQUE (group_id, from_on)
);
CREATE INDEX publicity_quota_set_by ON publicity_quota (set_by);

-- Days somebody is away (出差、休假、培训) and owes nothing.
CREATE TABLE publicity_away (
  id           INTEGER PRIMARY KEY,
  organ_id     BIGINT NOT NULL REFERENCES organ (id),
  person_id    BIGINT NOT NULL REFERENCES person (id),
  from_on      DATE NOT NULL,
  to_on        DATE NOT NULL,
  why          TEXT NOT NULL,
  entered_by   BIGINT REFERENCES person (id),
  entered_at   BIGINT NOT NULL
);
CREATE INDEX publicity_away_organ ON publicity_away (organ_id, to_on);
CREATE INDEX publicity_away_person ON publicity_away (person_id);
CREATE INDEX publicity_away_entered_by ON publicity_away (entered_by);
