-- Photos of a manuscript with their captions, in their order.
CREATE TABLE publicity_photo (
  file_id      BIGINT PRIMARY KEY REFERENCES file (id),
  matter_id    BIGINT NOT NULL REFERENCES publicity_manuscript (matter_id),
  sort         BIGINT NOT NULL,
  caption      TEXT NOT NULL
);
CREATE INDEX publicity_photo_matter ON publicity_photo (matter_id, sort);

-- An outlet that has a piece was told of its correction: which version it knows by, when, and how.
ALTER TABLE publicity_submission ADD COLUMN told_version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE publicity_submission ADD COLUMN told_on DATE;
ALTER TABLE publicity_submission ADD COLUMN told_how TEXT NOT NULL DEFAULT '';
