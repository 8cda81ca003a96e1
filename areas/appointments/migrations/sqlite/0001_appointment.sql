-- What an appointment has beside the matter: the person, and what became of the case step by step.
CREATE TABLE appointment (
  matter_id    INTEGER PRIMARY KEY REFERENCES matter (id),
  organ_id     BIGINT NOT NULL REFERENCES organ (id),
  action       TEXT NOT NULL,
  name         TEXT NOT NULL,
  gender       TEXT NOT NULL,
  present      TEXT NOT NULL,
  about        TEXT NOT NULL,
  meeting_on   DATE,
  -- '', 'agreed' or 'not_yet'
  opinion      TEXT NOT NULL,
  opinion_on   DATE,
  deferred     TEXT NOT NULL,
  nominator    TEXT NOT NULL,
  signed_by    TEXT NOT NULL,
  nominated_on DATE,
  term         BIGINT,
  complete_on  DATE,
  -- '', 'passed', 'failed' or 'excused'
  exam         TEXT NOT NULL,
  statement    TEXT NOT NULL,
  agenda_on    DATE,
  ballot_id    BIGINT,
  announced_on DATE,
  decree       TEXT NOT NULL,
  decreed_on   DATE,
  certificate  TEXT NOT NULL,
  sworn_on     DATE,
  sworn_at     TEXT NOT NULL,
  sworn_led    TEXT NOT NULL,
  published_at BIGINT
);
CREATE INDEX appointment_organ ON appointment (organ_id, published_at);
CREATE INDEX appointment_name ON appointment (organ_id, name);

-- One office of a case, and what the ballot said of it.
CREATE TABLE appointment_line (
  matter_id  BIGINT NOT NULL REFERENCES matter (id),
  n          BIGINT NOT NULL,
  action     TEXT NOT NULL,
  class      TEXT NOT NULL,
  office     TEXT NOT NULL,
  members    BIGINT,
  yes        BIGINT,
  no         BIGINT,
  abstain    BIGINT,
  invalid    BIGINT,
  not_voted  BIGINT,
  needed     BIGINT,
  passed     BOOLEAN,
  PRIMARY KEY (matter_id, n)
);

-- The bank of questions for the law examination.
CREATE TABLE appointment_question (
  id          INTEGER PRIMARY KEY,
  organ_id    BIGINT NOT NULL REFERENCES organ (id),
  subject     TEXT NOT NULL,
  asked       TEXT NOT NULL,
  -- Answers to choose from, a line each; the right ones by their letters.
  choices     TEXT NOT NULL,
  answer      TEXT NOT NULL,
  retired_on  DATE,
  created_at  BIGINT NOT NULL
);
CREATE INDEX appointment_question_organ ON appointment_question (organ_id, retired_on);

-- One sitting of the examination: the paper as it was drawn, and what was answered.
CREATE TABLE appointment_sitting (
  id         INTEGER PRIMARY KEY,
  organ_id   BIGINT NOT NULL REFERENCES organ (id),
  matter_id  BIGINT NOT NULL REFERENCES matter (id),
  round      BIGINT NOT NULL,
  -- What opens it, while it is open; none where the clerk enters the mark.
  code       TEXT,
  minutes    BIGINT NOT NULL,
  paper      TEXT NOT NULL,
  answers    TEXT NOT NULL,
  drawn_at   BIGINT NOT NULL,
  begun_at   BIGINT,
  ended_at   BIGINT,
  mark       BIGINT,
  note       TEXT NOT NULL
);
CREATE UNIQUE INDEX appointment_sitting_code ON appointment_sitting (code);
CREATE UNIQUE INDEX appointment_sitting_matter ON appointment_sitting (matter_id, round);
CREATE INDEX appointment_sitting_organ ON appointment_sitting (organ_id);

-- The register of office holders: who held which office from when to when, by which decree.
CREATE TABLE appointment_holding (
  id          INTEGER PRIMARY KEY,
  organ_id    BIGINT NOT NULL REFERENCES organ (id),
  name        TEXT NOT NULL,
  office      TEXT NOT NULL,
  class       TEXT NOT NULL,
  how         TEXT NOT NULL,
  from_on     DATE NOT NULL,
  to_on       DATE,
  decree      TEXT NOT NULL,
  end_how     TEXT NOT NULL,
  end_decree  TEXT NOT NULL,
  matter_id   BIGINT REFERENCES matter (id),
  end_matter_id BIGINT REFERENCES matter (id),
  note        TEXT NOT NULL,
  created_at  BIGINT NOT NULL
);
CREATE INDEX appointment_holding_organ ON appointment_holding (organ_id, from_on);
CREATE INDEX appointment_holding_matter ON appointment_holding (matter_id);
CREATE INDEX appointment_holding_end ON appointment_holding (end_matter_id);

-- What is kept of a holder after he took office: yearly reports, evaluations, training.
CREATE TABLE appointment_entry (
  id          INTEGER PRIMARY KEY,
  holding_id  BIGINT NOT NULL REFERENCES appointment_holding (id),
  kind        TEXT NOT NULL,
  on_date     DATE NOT NULL,
  result      TEXT NOT NULL,
  note        TEXT NOT NULL,
  person_id   BIGINT REFERENCES person (id),
  created_at  BIGINT NOT NULL
);
CREATE INDEX appointment_entry_holding ON appointment_entry (holding_id, on_date);
CREATE INDEX appointment_entry_person ON appointment_entry (person_id);
