-- The board of a week asks what was sent in on its days.

CREATE INDEX publicity_manuscript_submitted ON publicity_manuscript (organ_id, submitted_on);
