-- A number every change of what the figures count raises: answers kept in memory stand under it.
CREATE TABLE publicity_change (
  organ_id     BIGINT PRIMARY KEY REFERENCES organ (id),
  n            BIGINT NOT NULL
);
-- Everything a figure of appearances asks, so that a year is counted without opening its rows.
CREATE INDEX publicity_adoption_counted ON publicity_adoption (organ_id, on_date, struck_at, reprint, level, outlet, medium, genre, group_name, person, field, setting, nature, aspect, place, size, outward, major, characters, seconds, photos, unit_id);
DROP INDEX publicity_adoption_day;
