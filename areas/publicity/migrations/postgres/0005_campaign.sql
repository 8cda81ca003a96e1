-- What a campaign (专项宣传) has beside the matter; its events are the matters whose link `part_of` leads to it.
CREATE TABLE publicity_campaign (
  matter_id    BIGINT PRIMARY KEY REFERENCES matter (id),
  organ_id     BIGINT NOT NULL REFERENCES organ (id),
  theme        TEXT NOT NULL,
  from_on      DATE NOT NULL,
  to_on        DATE NOT NULL,
  goal         TEXT NOT NULL
);
CREATE INDEX publicity_campaign_organ ON publicity_campaign (organ_id, from_on);
