-- Briefings (情况简报文字): a text with the marks of its counted numbers, and those changed by hand.
CREATE TABLE publicity_briefing (
  id           BIGINT PRIMARY KEY,
  organ_id     BIGINT NOT NULL REFERENCES organ (id),
  title        TEXT NOT NULL,
  lang         TEXT NOT NULL,
  from_on      DATE NOT NULL,
  to_on        DATE NOT NULL,
  content      TEXT NOT NULL,
  marks        TEXT NOT NULL,
  changed      TEXT NOT NULL,
  rev          BIGINT NOT NULL,
  counted_at   BIGINT NOT NULL,
  made_by      BIGINT REFERENCES person (id),
  made_at      BIGINT NOT NULL,
  edited_by    BIGINT REFERENCES person (id),
  edited_at    BIGINT NOT NULL
);
CREATE INDEX publicity_briefing_organ ON publicity_briefing (organ_id, made_at);
CREATE INDEX publicity_briefing_made_by ON publicity_briefing (made_by);
CREATE INDEX publicity_briefing_edited_by ON publicity_briefing (edited_by);

-- The unit each author belonged to on the day his piece appeared.
ALTER TABLE publicity_byline ADD COLUMN unit_id BIGINT REFERENCES unit (id);
CREATE INDEX publicity_byline_unit ON publicity_byline (unit_id);
UPDATE publicity_byline SET unit_id = (
  SELECT p.unit_id FROM publicity_adoption a JOIN post p ON p.person_id = publicity_byline.person_id
  WHERE a.id = publicity_byline.adoption_id AND p.unit_id IS NOT NULL
    AND p.from_on <= a.on_date AND (p.to_on IS NULL OR p.to_on >= a.on_date)
  ORDER BY CASE WHEN p.role IN ('deputy', 'member') THEN 1 ELSE 0 END, p.from_on DESC, p.id LIMIT 1);
