-- What a meeting or an activity has beside the matter.
CREATE TABLE event_day (
  matter_id    INTEGER PRIMARY KEY REFERENCES matter (id),
  from_on      DATE NOT NULL,
  to_on        DATE NOT NULL,
  place        TEXT NOT NULL,
  note         TEXT NOT NULL
);
