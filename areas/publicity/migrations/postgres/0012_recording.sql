-- Sound and film of a manuscript with their captions, in their order. `seconds` is 0 where nobody knows it yet.
CREATE TABLE publicity_recording (
  file_id      BIGINT PRIMARY KEY REFERENCES file (id),
  matter_id    BIGINT NOT NULL REFERENCES publicity_manuscript (matter_id),
  sort         BIGINT NOT NULL,
  caption      TEXT NOT NULL,
  seconds      BIGINT NOT NULL
);
CREATE INDEX publicity_recording_matter ON publicity_recording (matter_id, sort);
