-- Settlements of long ledgers on their way: what was asked for, how far it is, and what came of it.
CREATE TABLE publicity_settling (
  id            BIGINT PRIMARY KEY,
  organ_id      BIGINT NOT NULL REFERENCES organ (id),
  account_id    BIGINT NOT NULL REFERENCES account (id),
  from_on       DATE NOT NULL,
  to_on         DATE NOT NULL,
  title         TEXT NOT NULL,
  done          BIGINT NOT NULL,
  steps         BIGINT NOT NULL,
  settlement_id BIGINT REFERENCES publicity_settlement (id),
  trouble       TEXT,
  asked_at      BIGINT NOT NULL
);
CREATE INDEX publicity_settling_organ ON publicity_settling (organ_id, asked_at);
CREATE INDEX publicity_settling_account ON publicity_settling (account_id);
CREATE INDEX publicity_settling_settlement ON publicity_settling (settlement_id);
