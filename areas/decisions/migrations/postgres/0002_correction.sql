-- A correction of a published text: what stands in it, what is right, and why. The text that was adopted is never changed.
CREATE TABLE decision_correction (
  id            BIGINT PRIMARY KEY,
  matter_id     BIGINT NOT NULL REFERENCES decision (matter_id),
  on_date       DATE NOT NULL,
  wrong         TEXT NOT NULL,
  correct       TEXT NOT NULL,
  reason        TEXT NOT NULL,
  entered_by    BIGINT REFERENCES person (id),
  at            BIGINT NOT NULL
);
CREATE INDEX decision_correction_matter ON decision_correction (matter_id, at);
CREATE INDEX decision_correction_entered_by ON decision_correction (entered_by);
