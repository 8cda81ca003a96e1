-- The session by its full name, as notice and certificates have it.
ALTER TABLE appointment_election ADD COLUMN meeting TEXT NOT NULL DEFAULT '';
ALTER TABLE appointment_candidate ADD COLUMN certificate TEXT NOT NULL DEFAULT '';
-- What he got in the primary (预选), where there was one.
ALTER TABLE appointment_candidate ADD COLUMN primary_yes BIGINT;
ALTER TABLE appointment_election ADD COLUMN primary_id BIGINT;

-- The year a yearly report is of.
ALTER TABLE appointment_entry ADD COLUMN for_year BIGINT;

-- What the office was reminded of, once each: yearly reports that are due, or late.
CREATE TABLE appointment_reminder (
  organ_id  BIGINT NOT NULL REFERENCES organ (id),
  year      BIGINT NOT NULL,
  stage     TEXT NOT NULL,
  sent_at   BIGINT NOT NULL,
  PRIMARY KEY (organ_id, year, stage)
);
