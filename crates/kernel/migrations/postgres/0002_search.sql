-- Search. One document per matter and group of readers who read the same text of it. Ids rise with the day of
-- receipt.
CREATE TABLE search_document (
  id         BIGINT PRIMARY KEY,
  matter_id  BIGINT NOT NULL REFERENCES matter (id),
  number     TEXT NOT NULL,
  title      TEXT NOT NULL,
  text       TEXT NOT NULL,
  readers    TEXT NOT NULL,
  grams      TSVECTOR NOT NULL
);
CREATE INDEX search_document_matter ON search_document (matter_id);
CREATE INDEX search_document_grams ON search_document USING GIN (grams);
ALTER TABLE search_document ALTER COLUMN grams SET STATISTICS 1000;
CREATE SEQUENCE search_place;
