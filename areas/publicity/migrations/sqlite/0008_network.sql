-- The network of correspondents and liaisons (通讯员、信息联络员): who stands for which unit, and what is asked of each.
CREATE TABLE publicity_correspondent (
  id           INTEGER PRIMARY KEY,
  organ_id     BIGINT NOT NULL REFERENCES organ (id),
  unit_id      BIGINT NOT NULL REFERENCES unit (id),
  person_id    BIGINT NOT NULL REFERENCES person (id),
  duty         TEXT NOT NULL,
  asked        BIGINT NOT NULL,
  asked_taken  BIGINT NOT NULL,
  from_on      DATE NOT NULL,
  to_on        DATE
);
CREATE INDEX publicity_correspondent_organ ON publicity_correspondent (organ_id, to_on);
CREATE INDEX publicity_correspondent_unit ON publicity_correspondent (unit_id);
CREATE INDEX publicity_correspondent_person ON publicity_correspondent (person_id);

-- Training sessions, and who came.
CREATE TABLE publicity_training (
  id           INTEGER PRIMARY KEY,
  organ_id     BIGINT NOT NULL REFERENCES organ (id),
  on_date      DATE NOT NULL,
  title        TEXT NOT NULL,
  place        TEXT NOT NULL,
  note         TEXT NOT NULL,
  created_at   BIGINT NOT NULL
);
CREATE INDEX publicity_training_organ ON publicity_training (organ_id, on_date);

CREATE TABLE publicity_attendance (
  training_id  BIGINT NOT NULL REFERENCES publicity_training (id),
  person_id    BIGINT NOT NULL REFERENCES person (id),
  state        TEXT NOT NULL,
  PRIMARY KEY (training_id, person_id)
);
CREATE INDEX publicity_attendance_person ON publicity_attendance (person_id);

-- The newsroom's calendar with the media: joint meetings (联席会议), interview assignments (采访任务), the next items of columns.
CREATE TABLE publicity_engagement (
  id           INTEGER PRIMARY KEY,
  organ_id     BIGINT NOT NULL REFERENCES organ (id),
  kind         TEXT NOT NULL,
  title        TEXT NOT NULL,
  on_date      DATE NOT NULL,
  at_time      TEXT NOT NULL,
  place        TEXT NOT NULL,
  outlet_id    BIGINT REFERENCES publicity_outlet (id),
  column_id    BIGINT REFERENCES publicity_column (id),
  note         TEXT NOT NULL,
  state        TEXT NOT NULL,
  outcome      TEXT NOT NULL,
  changed_at   BIGINT NOT NULL,
  created_at   BIGINT NOT NULL
);
CREATE INDEX publicity_engagement_day ON publicity_engagement (organ_id, on_date);
CREATE INDEX publicity_engagement_outlet ON publicity_engagement (outlet_id);
CREATE INDEX publicity_engagement_column ON publicity_engagement (column_id, on_date);

-- Who goes: the people assigned, in the order given.
CREATE TABLE publicity_assigned (
  engagement_id BIGINT NOT NULL REFERENCES publicity_engagement (id),
  person_id     BIGINT NOT NULL REFERENCES person (id),
  sort          BIGINT NOT NULL,
  PRIMARY KEY (engagement_id, person_id)
);
CREATE INDEX publicity_assigned_person ON publicity_assigned (person_id);
