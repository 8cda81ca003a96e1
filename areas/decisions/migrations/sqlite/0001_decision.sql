-- What a decision or resolution has beside the matter. Dates and states of steps stand in task.
CREATE TABLE decision (
  matter_id     INTEGER PRIMARY KEY REFERENCES matter (id),
  organ_id      BIGINT NOT NULL REFERENCES organ (id),
  form          TEXT NOT NULL,
  body          TEXT NOT NULL,
  subject       TEXT NOT NULL,
  brought_by    TEXT NOT NULL,
  bringer       TEXT NOT NULL,
  unit_id       BIGINT REFERENCES unit (id),
  names         BIGINT NOT NULL,
  reason        TEXT NOT NULL,
  ground        TEXT NOT NULL,
  refused       TEXT,
  round         BIGINT NOT NULL DEFAULT 1,
  adopted_on    DATE,
  failed_on     DATE,
  adopted_text  BIGINT,
  effective_on  DATE,
  numbered_on   DATE,
  code_word     TEXT,
  published_on  DATE,
  published_at  TEXT,
  kept_back     TEXT,
  ended_on      DATE,
  ended_how     TEXT,
  ended_by      BIGINT REFERENCES matter (id),
  lesson        TEXT
);
CREATE INDEX decision_organ ON decision (organ_id, published_on);
CREATE INDEX decision_published ON decision (published_on);
CREATE INDEX decision_unit ON decision (unit_id);
CREATE INDEX decision_ended_by ON decision (ended_by);

-- The text through its stages; a version is never changed.
CREATE TABLE decision_version (
  matter_id     BIGINT NOT NULL REFERENCES decision (matter_id),
  version       BIGINT NOT NULL,
  stage         TEXT NOT NULL,
  title         TEXT NOT NULL,
  content       TEXT NOT NULL,
  note          TEXT NOT NULL,
  saved_at      BIGINT NOT NULL,
  saved_by      BIGINT REFERENCES person (id),
  PRIMARY KEY (matter_id, version)
);
CREATE INDEX decision_version_saved_by ON decision_version (saved_by);

-- Who was asked for an opinion on which version, what was answered, and what became of it.
CREATE TABLE decision_consultation (
  id            INTEGER PRIMARY KEY,
  matter_id     BIGINT NOT NULL REFERENCES decision (matter_id),
  round         BIGINT NOT NULL,
  unit_id       BIGINT REFERENCES unit (id),
  person_id     BIGINT REFERENCES person (id),
  name          TEXT NOT NULL,
  version       BIGINT NOT NULL,
  question      TEXT NOT NULL,
  asked_on      DATE NOT NULL,
  due_on        DATE NOT NULL,
  answered_on   DATE,
  stance        TEXT,
  opinion       TEXT NOT NULL,
  entered_by    BIGINT REFERENCES person (id),
  taken         TEXT,
  taken_reason  TEXT NOT NULL,
  taken_on      DATE
);
CREATE INDEX decision_consultation_matter ON decision_consultation (matter_id, round);
CREATE INDEX decision_consultation_unit ON decision_consultation (unit_id);
CREATE INDEX decision_consultation_person ON decision_consultation (person_id);
CREATE INDEX decision_consultation_entered_by ON decision_consultation (entered_by);

-- What was said of it in deliberation (审议意见), and what was made of that.
CREATE TABLE decision_deliberation (
  id            INTEGER PRIMARY KEY,
  matter_id     BIGINT NOT NULL REFERENCES decision (matter_id),
  round         BIGINT NOT NULL,
  on_date       DATE NOT NULL,
  speaker       TEXT NOT NULL,
  said          TEXT NOT NULL,
  heeded        TEXT NOT NULL,
  entered_by    BIGINT REFERENCES person (id),
  at            BIGINT NOT NULL
);
CREATE INDEX decision_deliberation_matter ON decision_deliberation (matter_id, on_date);
CREATE INDEX decision_deliberation_entered_by ON decision_deliberation (entered_by);

-- A ballot asked for, and its result as it was frozen. Taken back: it counts for nothing any more.
CREATE TABLE decision_ballot (
  ballot_id     INTEGER PRIMARY KEY,
  matter_id     BIGINT NOT NULL REFERENCES decision (matter_id),
  version       BIGINT NOT NULL,
  asked_at      BIGINT NOT NULL,
  taken_back    BOOLEAN NOT NULL,
  closed_on     DATE,
  seats         BIGINT,
  members       BIGINT,
  present       BIGINT,
  in_favour     BIGINT,
  against       BIGINT,
  abstained     BIGINT,
  invalid       BIGINT,
  not_voted     BIGINT,
  needed        BIGINT,
  passed        BOOLEAN
);
CREATE INDEX decision_ballot_matter ON decision_ballot (matter_id, asked_at);

-- A demand made of one unit, by a decision or by a matter of another area.
CREATE TABLE instruction (
  matter_id     INTEGER PRIMARY KEY REFERENCES matter (id),
  organ_id      BIGINT NOT NULL REFERENCES organ (id),
  source_id     BIGINT NOT NULL REFERENCES matter (id),
  unit_id       BIGINT NOT NULL REFERENCES unit (id),
  detail        TEXT NOT NULL,
  given_on      DATE NOT NULL,
  due_on        DATE NOT NULL,
  accepted_on   DATE,
  responsible   TEXT NOT NULL,
  plan          TEXT NOT NULL,
  round         BIGINT NOT NULL DEFAULT 1,
  reported_on   DATE,
  ended_on      DATE,
  result        TEXT,
  met_by        TEXT,
  closing       TEXT NOT NULL
);
CREATE INDEX instruction_organ ON instruction (organ_id, due_on);
CREATE INDEX instruction_source ON instruction (source_id);
CREATE INDEX instruction_unit ON instruction (unit_id);

CREATE TABLE instruction_report (
  id            INTEGER PRIMARY KEY,
  matter_id     BIGINT NOT NULL REFERENCES instruction (matter_id),
  round         BIGINT NOT NULL,
  on_date       DATE NOT NULL,
  means         TEXT NOT NULL,
  said          TEXT NOT NULL,
  is_final      BOOLEAN NOT NULL,
  entered_by    BIGINT REFERENCES person (id),
  at            BIGINT NOT NULL
);
CREATE INDEX instruction_report_matter ON instruction_report (matter_id, at);
CREATE INDEX instruction_report_entered_by ON instruction_report (entered_by);

CREATE TABLE instruction_inspection (
  id            INTEGER PRIMARY KEY,
  matter_id     BIGINT NOT NULL REFERENCES instruction (matter_id),
  round         BIGINT NOT NULL,
  on_date       DATE NOT NULL,
  way           TEXT NOT NULL,
  finding       TEXT NOT NULL,
  entered_by    BIGINT REFERENCES person (id),
  at            BIGINT NOT NULL
);
CREATE INDEX instruction_inspection_matter ON instruction_inspection (matter_id, at);
CREATE INDEX instruction_inspection_entered_by ON instruction_inspection (entered_by);
