-- Imports: a file's preview and what became of it, with its rows.
CREATE TABLE import_job (
  id          BIGINT PRIMARY KEY,
  organ_id    BIGINT NOT NULL REFERENCES organ (id),
  kind        TEXT NOT NULL,
  file        TEXT NOT NULL,
  digest      BYTEA NOT NULL,
  state       TEXT NOT NULL,
  title       TEXT NOT NULL,
  header      TEXT NOT NULL,
  year        BIGINT,
  running     BOOLEAN NOT NULL,
  total       BIGINT NOT NULL,
  fresh       BIGINT NOT NULL,
  warned      BIGINT NOT NULL,
  same        BIGINT NOT NULL,
  differs     BIGINT NOT NULL,
  refused     BIGINT NOT NULL,
  written     BIGINT NOT NULL,
  trouble     TEXT,
  by_account  BIGINT REFERENCES account (id),
  by_name     TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  updated_at  BIGINT NOT NULL
);
CREATE INDEX import_job_organ ON import_job (organ_id, created_at);
CREATE INDEX import_job_account ON import_job (by_account);

-- One row of a file: its cells as typed, what was understood and what is to be said, as JSON.
CREATE TABLE import_row (
  job_id    BIGINT NOT NULL REFERENCES import_job (id),
  number    BIGINT NOT NULL,
  state     TEXT NOT NULL,
  warned    BOOLEAN NOT NULL,
  cells     TEXT NOT NULL,
  outcome   TEXT NOT NULL,
  PRIMARY KEY (job_id, number)
);
CREATE INDEX import_row_state ON import_row (job_id, state, number);
