-- Where a paper belongs within its matter, and the unit whose paper it is.
ALTER TABLE file ADD COLUMN place TEXT NOT NULL DEFAULT 'paper';
ALTER TABLE file ADD COLUMN unit_id BIGINT REFERENCES unit (id);
CREATE INDEX file_unit ON file (unit_id);

-- Files handed in for an act that is not done yet: an account's own, for a day.
CREATE TABLE file_held (
  id          BIGINT PRIMARY KEY,
  account_id  BIGINT NOT NULL REFERENCES account (id),
  digest      BYTEA NOT NULL,
  name        TEXT NOT NULL,
  size        BIGINT NOT NULL,
  mime        TEXT NOT NULL,
  created_at  BIGINT NOT NULL
);
CREATE INDEX file_held_account ON file_held (account_id, created_at);
CREATE INDEX file_held_created ON file_held (created_at);
