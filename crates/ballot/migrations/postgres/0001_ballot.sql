-- A ballot (表决): what is voted on, by whom, how it stands.
CREATE TABLE ballot (
  id          BIGINT PRIMARY KEY,
  organ_id    BIGINT NOT NULL REFERENCES organ (id),
  matter_id   BIGINT NOT NULL REFERENCES matter (id),
  meeting_id  BIGINT REFERENCES matter (id),
  title       TEXT NOT NULL,
  body        TEXT NOT NULL,
  secret      BOOLEAN NOT NULL,
  trial       BOOLEAN NOT NULL,
  majority    TEXT NOT NULL,
  at_most     BIGINT,
  state       TEXT NOT NULL,
  round       BIGINT NOT NULL,
  version     BIGINT NOT NULL,
  spoiled     BIGINT NOT NULL,
  asked_at    BIGINT NOT NULL,
  opened_at   BIGINT,
  closed_at   BIGINT,
  outcome     TEXT,
  roll        TEXT
);
CREATE INDEX ballot_organ ON ballot (organ_id, state);
CREATE INDEX ballot_matter ON ballot (matter_id);
CREATE INDEX ballot_meeting ON ballot (meeting_id);

-- What stands on its paper, line by line.
CREATE TABLE ballot_line (
  ballot_id   BIGINT NOT NULL REFERENCES ballot (id),
  place       BIGINT NOT NULL,
  code        TEXT NOT NULL,
  title       TEXT NOT NULL,
  PRIMARY KEY (ballot_id, place)
);

-- Who may vote, and what he took: nothing yet, a paper of the program, one of paper. Never what he voted.
CREATE TABLE ballot_roll (
  ballot_id   BIGINT NOT NULL REFERENCES ballot (id),
  person_id   BIGINT NOT NULL REFERENCES person (id),
  place       BIGINT NOT NULL,
  name        TEXT NOT NULL,
  taken       TEXT NOT NULL,
  PRIMARY KEY (ballot_id, person_id)
);
CREATE INDEX ballot_roll_person ON ballot_roll (person_id);

-- An open ballot: who voted what (记名或公开表决).
CREATE TABLE ballot_vote (
  ballot_id   BIGINT NOT NULL REFERENCES ballot (id),
  person_id   BIGINT NOT NULL REFERENCES person (id),
  choices     TEXT NOT NULL,
  PRIMARY KEY (ballot_id, person_id)
);
CREATE INDEX ballot_vote_person ON ballot_vote (person_id);

-- A secret ballot: papers under their digests. No person, no time, and no order but that of the digests.
CREATE TABLE ballot_paper (
  ballot_id   BIGINT NOT NULL REFERENCES ballot (id),
  digest      BYTEA NOT NULL,
  choices     TEXT,
  PRIMARY KEY (ballot_id, digest)
);

-- Papers of paper, counted by two tellers, each for himself.
CREATE TABLE ballot_count (
  ballot_id   BIGINT NOT NULL REFERENCES ballot (id),
  account_id  BIGINT NOT NULL REFERENCES account (id),
  teller      TEXT NOT NULL,
  returned    BIGINT NOT NULL,
  lines       TEXT NOT NULL,
  counted_at  BIGINT NOT NULL,
  PRIMARY KEY (ballot_id, account_id)
);
CREATE INDEX ballot_count_account ON ballot_count (account_id);
