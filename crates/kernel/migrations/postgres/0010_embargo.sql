-- Matters under embargo: who is named on each, and every time somebody read one.
CREATE TABLE embargo (
  matter_id   BIGINT PRIMARY KEY REFERENCES matter (id),
  organ_id    BIGINT NOT NULL REFERENCES organ (id),
  -- What the case is called before those who may not know what it is about.
  code        TEXT NOT NULL,
  since       BIGINT NOT NULL,
  lifted_at   BIGINT
);
CREATE UNIQUE INDEX embargo_code ON embargo (organ_id, code);

CREATE TABLE embargo_reader (
  matter_id   BIGINT NOT NULL REFERENCES matter (id),
  person_id   BIGINT NOT NULL REFERENCES person (id),
  capacity    TEXT NOT NULL,
  added_at    BIGINT NOT NULL,
  removed_at  BIGINT,
  PRIMARY KEY (matter_id, person_id)
);
CREATE INDEX embargo_reader_person ON embargo_reader (person_id, matter_id);

CREATE TABLE embargo_reading (
  id          BIGINT PRIMARY KEY,
  matter_id   BIGINT NOT NULL REFERENCES matter (id),
  organ_id    BIGINT NOT NULL REFERENCES organ (id),
  person_id   BIGINT REFERENCES person (id),
  account_id  BIGINT REFERENCES account (id),
  at          BIGINT NOT NULL,
  -- page, api or program
  door        TEXT NOT NULL,
  file_id     BIGINT REFERENCES file (id)
);
CREATE INDEX embargo_reading_matter ON embargo_reading (matter_id, id);
CREATE INDEX embargo_reading_organ ON embargo_reading (organ_id, id);
CREATE INDEX embargo_reading_person ON embargo_reading (person_id);
CREATE INDEX embargo_reading_account ON embargo_reading (account_id);
CREATE INDEX embargo_reading_file ON embargo_reading (file_id);
