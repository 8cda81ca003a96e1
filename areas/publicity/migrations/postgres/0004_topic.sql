-- What a topic (选题) has beside the matter; what it reports is the matter its link `topic_of` leads to.
CREATE TABLE publicity_topic (
  matter_id    BIGINT PRIMARY KEY REFERENCES matter (id),
  organ_id     BIGINT NOT NULL REFERENCES organ (id),
  genres       TEXT NOT NULL,
  group_id     BIGINT REFERENCES publicity_group (id),
  person_id    BIGINT REFERENCES person (id),
  event_on     DATE,
  due_on       DATE NOT NULL,
  brief        TEXT NOT NULL
);
CREATE INDEX publicity_topic_organ ON publicity_topic (organ_id, due_on);
CREATE INDEX publicity_topic_group ON publicity_topic (group_id);
CREATE INDEX publicity_topic_person ON publicity_topic (person_id);

-- The topic a manuscript was begun from, or was put to.
ALTER TABLE publicity_manuscript ADD COLUMN topic_id BIGINT REFERENCES publicity_topic (matter_id);
CREATE INDEX publicity_manuscript_topic ON publicity_manuscript (topic_id);

-- The unit the first author belonged to on the day it appeared.
ALTER TABLE publicity_adoption ADD COLUMN unit_id BIGINT REFERENCES unit (id);
CREATE INDEX publicity_adoption_unit ON publicity_adoption (unit_id);
UPDATE publicity_adoption SET unit_id = (
  SELECT p.unit_id FROM publicity_byline b JOIN post p ON p.person_id = b.person_id
  WHERE b.adoption_id = publicity_adoption.id AND b.sort = 0 AND p.unit_id IS NOT NULL
    AND p.from_on <= publicity_adoption.on_date AND (p.to_on IS NULL OR p.to_on >= publicity_adoption.on_date)
  ORDER BY CASE WHEN p.role IN ('deputy', 'member') THEN 1 ELSE 0 END, p.from_on DESC, p.id LIMIT 1);
