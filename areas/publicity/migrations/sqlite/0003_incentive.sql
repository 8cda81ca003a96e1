-- Versions of the incentive rules (奖惩办法); none is changed once it stands.
CREATE TABLE publicity_rules (
  id           INTEGER PRIMARY KEY,
  organ_id     BIGINT NOT NULL REFERENCES organ (id),
  version      BIGINT NOT NULL,
  from_on      DATE NOT NULL,
  definition   TEXT NOT NULL,
  why          TEXT NOT NULL,
  made_by      BIGINT REFERENCES person (id),
  made_at      BIGINT NOT NULL,
  UNIQUE (organ_id, version)
);
CREATE INDEX publicity_rules_made_by ON publicity_rules (made_by);

-- A period settled and locked. Money in fen, points in hundredths.
CREATE TABLE publicity_settlement (
  id           INTEGER PRIMARY KEY,
  organ_id     BIGINT NOT NULL REFERENCES organ (id),
  rules_id     BIGINT NOT NULL REFERENCES publicity_rules (id),
  title        TEXT NOT NULL,
  from_on      DATE NOT NULL,
  to_on        DATE NOT NULL,
  made_by      BIGINT REFERENCES person (id),
  made_at      BIGINT NOT NULL
);
CREATE INDEX publicity_settlement_organ ON publicity_settlement (organ_id, from_on);
CREATE INDEX publicity_settlement_rules ON publicity_settlement (rules_id);
CREATE INDEX publicity_settlement_made_by ON publicity_settlement (made_by);

-- What somebody got; `shares` holds the parts it is made of, as they stood.
CREATE TABLE publicity_settled (
  settlement_id BIGINT NOT NULL REFERENCES publicity_settlement (id),
  name         TEXT NOT NULL,
  pieces       BIGINT NOT NULL,
  points       BIGINT NOT NULL,
  earned       BIGINT NOT NULL,
  capped       BIGINT NOT NULL,
  penalty      BIGINT NOT NULL,
  shares       TEXT NOT NULL,
  PRIMARY KEY (settlement_id, name)
);

-- What a later settlement makes good of an earlier one, because the ledger was corrected since.
CREATE TABLE publicity_adjustment (
  settlement_id BIGINT NOT NULL REFERENCES publicity_settlement (id),
  of_id        BIGINT NOT NULL REFERENCES publicity_settlement (id),
  name         TEXT NOT NULL,
  points       BIGINT NOT NULL,
  fen          BIGINT NOT NULL,
  why          TEXT NOT NULL,
  PRIMARY KEY (settlement_id, of_id, name)
);
CREATE INDEX publicity_adjustment_of ON publicity_adjustment (of_id);
