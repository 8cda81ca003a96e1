-- Events that no seal covers yet: the newest of each append, taken away by the seal that covers it.
CREATE TABLE unsealed (
  stream    BIGINT NOT NULL,
  seq       BIGINT NOT NULL,
  organ_id  BIGINT NOT NULL REFERENCES organ (id),
  PRIMARY KEY (stream, seq)
);
CREATE INDEX unsealed_organ ON unsealed (organ_id, stream);

-- Notices: one row for each account that is told. `mail` is what is still owed by mail: now, digest or none.
CREATE TABLE notice (
  id          BIGINT PRIMARY KEY,
  organ_id    BIGINT NOT NULL REFERENCES organ (id),
  account_id  BIGINT NOT NULL REFERENCES account (id),
  matter_id   BIGINT REFERENCES matter (id),
  kind        TEXT NOT NULL,
  args        TEXT NOT NULL,
  urgent      BOOLEAN NOT NULL,
  at          BIGINT NOT NULL,
  read_at     BIGINT,
  mail        TEXT NOT NULL
);
CREATE INDEX notice_account ON notice (account_id, id);
CREATE INDEX notice_unread ON notice (account_id, id) WHERE read_at IS NULL;
CREATE INDEX notice_now ON notice (account_id, id) WHERE mail = 'now';
CREATE INDEX notice_digest ON notice (account_id, id) WHERE mail = 'digest';
CREATE INDEX notice_matter ON notice (matter_id);
CREATE INDEX notice_organ ON notice (organ_id);

-- How an account wants its notices by mail; without a row, as a digest.
CREATE TABLE notice_preference (
  account_id  BIGINT PRIMARY KEY REFERENCES account (id),
  mail        TEXT NOT NULL,
  muted       TEXT NOT NULL,
  updated_at  BIGINT NOT NULL
);

-- Outgoing mail. It stays here until a server took it or it was given up.
CREATE TABLE mail (
  id           BIGINT PRIMARY KEY,
  organ_id     BIGINT NOT NULL REFERENCES organ (id),
  recipient    TEXT NOT NULL,
  subject      TEXT NOT NULL,
  body         TEXT NOT NULL,
  state        TEXT NOT NULL,
  tries        BIGINT NOT NULL,
  next_at      BIGINT NOT NULL,
  lease        BIGINT,
  created_at   BIGINT NOT NULL,
  ended_at     BIGINT,
  trouble      TEXT
);
CREATE INDEX mail_waiting ON mail (next_at) WHERE state = 'waiting';
CREATE INDEX mail_organ ON mail (organ_id, created_at);

-- Work to be done later. (name, key) is asked for once, however often it is asked.
CREATE TABLE job (
  id          BIGINT PRIMARY KEY,
  name        TEXT NOT NULL,
  key         TEXT NOT NULL,
  organ_id    BIGINT REFERENCES organ (id),
  args        TEXT NOT NULL,
  state       TEXT NOT NULL,
  tries       BIGINT NOT NULL,
  run_at      BIGINT NOT NULL,
  lease       BIGINT,
  created_at  BIGINT NOT NULL,
  ended_at    BIGINT,
  trouble     TEXT,
  UNIQUE (name, key)
);
CREATE INDEX job_waiting ON job (run_at) WHERE state = 'waiting';
CREATE INDEX job_organ ON job (organ_id);
CREATE INDEX job_ended ON job (ended_at) WHERE state <> 'waiting';

-- Papers: what they are, by their content; the bytes lie in the data folder under their digest.
CREATE TABLE file_body (
  digest      BYTEA NOT NULL PRIMARY KEY,
  size        BIGINT NOT NULL,
  mime        TEXT NOT NULL,
  created_at  BIGINT NOT NULL
);
CREATE TABLE file (
  id          BIGINT PRIMARY KEY,
  organ_id    BIGINT NOT NULL REFERENCES organ (id),
  matter_id   BIGINT NOT NULL REFERENCES matter (id),
  digest      BYTEA NOT NULL REFERENCES file_body (digest),
  name        TEXT NOT NULL,
  audience    TEXT NOT NULL,
  created_by  BIGINT REFERENCES person (id),
  created_at  BIGINT NOT NULL,
  removed_at  BIGINT
);
CREATE INDEX file_matter ON file (matter_id, id);
CREATE INDEX file_digest ON file (digest);
CREATE INDEX file_organ ON file (organ_id);
CREATE INDEX file_created_by ON file (created_by);
