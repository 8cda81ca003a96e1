-- Outlets (媒体、刊物) and what belongs to them.
CREATE TABLE publicity_outlet (
  id           BIGINT PRIMARY KEY,
  organ_id     BIGINT NOT NULL REFERENCES organ (id),
  name         TEXT NOT NULL,
  initials     TEXT NOT NULL,
  level        TEXT NOT NULL,
  medium       TEXT NOT NULL,
  outward      BOOLEAN NOT NULL,
  major        BOOLEAN NOT NULL,
  note         TEXT NOT NULL,
  ended_on     DATE,
  created_at   BIGINT NOT NULL,
  UNIQUE (organ_id, name)
);

-- Columns (专栏) an outlet runs for us; `every_days` between two items, none where there is no rhythm.
CREATE TABLE publicity_column (
  id           BIGINT PRIMARY KEY,
  outlet_id    BIGINT NOT NULL REFERENCES publicity_outlet (id),
  name         TEXT NOT NULL,
  every_days   BIGINT,
  ended_on     DATE,
  UNIQUE (outlet_id, name)
);

-- Contact reporters, from a day to a day.
CREATE TABLE publicity_reporter (
  id           BIGINT PRIMARY KEY,
  outlet_id    BIGINT NOT NULL REFERENCES publicity_outlet (id),
  name         TEXT NOT NULL,
  phone        TEXT NOT NULL,
  from_on      DATE NOT NULL,
  to_on        DATE
);
CREATE INDEX publicity_reporter_outlet ON publicity_reporter (outlet_id, from_on);

-- Groups (宣传小组) and their members, with history.
CREATE TABLE publicity_group (
  id           BIGINT PRIMARY KEY,
  organ_id     BIGINT NOT NULL REFERENCES organ (id),
  name         TEXT NOT NULL,
  ended_on     DATE,
  created_at   BIGINT NOT NULL,
  UNIQUE (organ_id, name)
);

CREATE TABLE publicity_member (
  id           BIGINT PRIMARY KEY,
  group_id     BIGINT NOT NULL REFERENCES publicity_group (id),
  person_id    BIGINT NOT NULL REFERENCES person (id),
  lead         BOOLEAN NOT NULL,
  from_on      DATE NOT NULL,
  to_on        DATE
);
CREATE INDEX publicity_member_group ON publicity_member (group_id, from_on);
CREATE INDEX publicity_member_person ON publicity_member (person_id);

-- What a manuscript has beside the matter. Its text is that of its last version.
CREATE TABLE publicity_manuscript (
  matter_id    BIGINT PRIMARY KEY REFERENCES matter (id),
  organ_id     BIGINT NOT NULL REFERENCES organ (id),
  genre        TEXT NOT NULL,
  group_id     BIGINT REFERENCES publicity_group (id),
  event_on     DATE,
  field        TEXT,
  setting      TEXT,
  nature       TEXT,
  aspect       TEXT,
  place        TEXT,
  content      TEXT NOT NULL,
  version      BIGINT NOT NULL,
  characters   BIGINT NOT NULL,
  seconds      BIGINT NOT NULL,
  photos       BIGINT NOT NULL,
  submitted_on DATE,
  released_on  DATE,
  created_at   BIGINT NOT NULL
);
CREATE INDEX publicity_manuscript_organ ON publicity_manuscript (organ_id);
CREATE INDEX publicity_manuscript_group ON publicity_manuscript (group_id);

-- Authors in the order of the byline; one who is in no register is a name.
CREATE TABLE publicity_author (
  matter_id    BIGINT NOT NULL REFERENCES publicity_manuscript (matter_id),
  sort         BIGINT NOT NULL,
  person_id    BIGINT REFERENCES person (id),
  name         TEXT NOT NULL,
  parts        BIGINT NOT NULL,
  PRIMARY KEY (matter_id, sort)
);
CREATE INDEX publicity_author_person ON publicity_author (person_id);

-- The adoption ledger (采用台账). Level, medium, group and first author are those of the day: the past keeps its answer.
CREATE TABLE publicity_adoption (
  id           BIGINT PRIMARY KEY,
  organ_id     BIGINT NOT NULL REFERENCES organ (id),
  matter_id    BIGINT NOT NULL REFERENCES publicity_manuscript (matter_id),
  outlet_id    BIGINT NOT NULL REFERENCES publicity_outlet (id),
  column_id    BIGINT REFERENCES publicity_column (id),
  on_date      DATE NOT NULL,
  title        TEXT NOT NULL,
  nth          BIGINT NOT NULL,
  outlet       TEXT NOT NULL,
  level        TEXT NOT NULL,
  medium       TEXT NOT NULL,
  outward      BOOLEAN NOT NULL,
  major        BOOLEAN NOT NULL,
  genre        TEXT NOT NULL,
  group_name   TEXT,
  person       TEXT NOT NULL,
  field        TEXT,
  setting      TEXT,
  nature       TEXT,
  aspect       TEXT,
  place        TEXT,
  said_place   TEXT NOT NULL,
  position     TEXT,
  size         TEXT,
  characters   BIGINT NOT NULL,
  seconds      BIGINT NOT NULL,
  photos       BIGINT NOT NULL,
  reprint      BOOLEAN NOT NULL,
  link         TEXT,
  proof        BIGINT REFERENCES file (id),
  struck_at    BIGINT,
  struck_why   TEXT,
  entered_by   BIGINT REFERENCES person (id),
  entered_at   BIGINT NOT NULL
);
CREATE INDEX publicity_adoption_day ON publicity_adoption (organ_id, on_date, level, group_name);
CREATE INDEX publicity_adoption_matter ON publicity_adoption (matter_id);
CREATE INDEX publicity_adoption_outlet ON publicity_adoption (outlet_id, on_date);
CREATE INDEX publicity_adoption_column ON publicity_adoption (column_id);
CREATE INDEX publicity_adoption_proof ON publicity_adoption (proof);
CREATE INDEX publicity_adoption_entered_by ON publicity_adoption (entered_by);

-- The authors of an appearance as the byline stood that day: what figures and settlements count.
CREATE TABLE publicity_byline (
  id           BIGINT PRIMARY KEY,
  adoption_id  BIGINT NOT NULL REFERENCES publicity_adoption (id),
  sort         BIGINT NOT NULL,
  person_id    BIGINT REFERENCES person (id),
  name         TEXT NOT NULL,
  parts        BIGINT NOT NULL,
  UNIQUE (adoption_id, sort)
);
CREATE INDEX publicity_byline_person ON publicity_byline (person_id);

-- Versions of a text; none is overwritten.
CREATE TABLE publicity_version (
  matter_id    BIGINT NOT NULL REFERENCES publicity_manuscript (matter_id),
  version      BIGINT NOT NULL,
  title        TEXT NOT NULL,
  content      TEXT NOT NULL,
  characters   BIGINT NOT NULL,
  saved_by     BIGINT REFERENCES person (id),
  saved_at     BIGINT NOT NULL,
  PRIMARY KEY (matter_id, version)
);
CREATE INDEX publicity_version_saved_by ON publicity_version (saved_by);

-- What somebody is typing and has not kept as a version yet: one row a writer.
CREATE TABLE publicity_typing (
  matter_id    BIGINT NOT NULL REFERENCES publicity_manuscript (matter_id),
  account_id   BIGINT NOT NULL REFERENCES account (id),
  version      BIGINT NOT NULL,
  title        TEXT NOT NULL,
  content      TEXT NOT NULL,
  saved_at     BIGINT NOT NULL,
  PRIMARY KEY (matter_id, account_id)
);
CREATE INDEX publicity_typing_account ON publicity_typing (account_id);

-- The group's discussion beside the text (一个人提出问题，多个人进行研究).
CREATE TABLE publicity_remark (
  id           BIGINT PRIMARY KEY,
  matter_id    BIGINT NOT NULL REFERENCES publicity_manuscript (matter_id),
  version      BIGINT NOT NULL,
  quote        TEXT NOT NULL,
  note         TEXT NOT NULL,
  by_person    BIGINT REFERENCES person (id),
  at           BIGINT NOT NULL
);
CREATE INDEX publicity_remark_matter ON publicity_remark (matter_id, at);
CREATE INDEX publicity_remark_by ON publicity_remark (by_person);

-- What a reviewer found: passed with the four-part score, or returned with reasons.
CREATE TABLE publicity_review (
  id           BIGINT PRIMARY KEY,
  matter_id    BIGINT NOT NULL REFERENCES publicity_manuscript (matter_id),
  version      BIGINT NOT NULL,
  step         TEXT NOT NULL,
  passed       BOOLEAN NOT NULL,
  fast         BIGINT,
  lively       BIGINT NOT NULL,
  deep         BIGINT NOT NULL,
  solid        BIGINT NOT NULL,
  reason       TEXT NOT NULL,
  note         TEXT NOT NULL,
  by_person    BIGINT REFERENCES person (id),
  at           BIGINT NOT NULL
);
CREATE INDEX publicity_review_matter ON publicity_review (matter_id, at);
CREATE INDEX publicity_review_by ON publicity_review (by_person);

-- A manuscript sent to one outlet, and what came of it.
CREATE TABLE publicity_submission (
  id           BIGINT PRIMARY KEY,
  matter_id    BIGINT NOT NULL REFERENCES publicity_manuscript (matter_id),
  outlet_id    BIGINT NOT NULL REFERENCES publicity_outlet (id),
  version      BIGINT NOT NULL,
  sent_on      DATE NOT NULL,
  state        TEXT NOT NULL,
  answered_on  DATE,
  note         TEXT NOT NULL,
  UNIQUE (matter_id, outlet_id)
);
CREATE INDEX publicity_submission_outlet ON publicity_submission (outlet_id, sent_on);
