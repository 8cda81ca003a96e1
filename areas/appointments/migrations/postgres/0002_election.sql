-- What an election by the congress has beside the matter: the office, the seats, and what became of it.
CREATE TABLE appointment_election (
  matter_id    BIGINT PRIMARY KEY REFERENCES matter (id),
  organ_id     BIGINT NOT NULL REFERENCES organ (id),
  office       TEXT NOT NULL,
  class        TEXT NOT NULL,
  post         TEXT NOT NULL,
  seats        BIGINT NOT NULL,
  -- At the change of terms (换届) nomination lasts two days at least.
  turnover     BOOLEAN NOT NULL,
  opened_on    DATE NOT NULL,
  ballot_id    BIGINT,
  announced_on DATE,
  notice       TEXT NOT NULL,
  certified_on DATE,
  published_at BIGINT
);
CREATE INDEX appointment_election_organ ON appointment_election (organ_id, published_at);

-- One candidate: by whom nominated, and what the ballot said.
CREATE TABLE appointment_candidate (
  matter_id    BIGINT NOT NULL REFERENCES matter (id),
  n            BIGINT NOT NULL,
  name         TEXT NOT NULL,
  present      TEXT NOT NULL,
  nominated_by TEXT NOT NULL,
  signers      BIGINT NOT NULL,
  -- Why he stands no more; empty while he does.
  dropped      TEXT NOT NULL,
  yes          BIGINT,
  no           BIGINT,
  abstain      BIGINT,
  needed       BIGINT,
  passed       BOOLEAN,
  elected      BOOLEAN,
  PRIMARY KEY (matter_id, n)
);
