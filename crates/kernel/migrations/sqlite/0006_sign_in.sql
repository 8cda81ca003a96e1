-- Every sign-in and every failure at a name that exists: the auditor's log.
CREATE TABLE sign_in (
  id          INTEGER PRIMARY KEY,
  organ_id    BIGINT NOT NULL REFERENCES organ (id),
  account_id  BIGINT NOT NULL REFERENCES account (id),
  at          BIGINT NOT NULL,
  outcome     TEXT NOT NULL,
  address     TEXT NOT NULL,
  agent       TEXT NOT NULL
);
CREATE INDEX sign_in_organ ON sign_in (organ_id, id);
CREATE INDEX sign_in_account ON sign_in (account_id, at);
