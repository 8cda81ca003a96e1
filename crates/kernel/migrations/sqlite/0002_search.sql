-- Search. One document per matter and group of readers who read the same text of it. Ids rise with the day of
-- receipt (day * 65536 + place in the day), so that newest first is the postings walked backwards.
CREATE TABLE search_document (
  id         INTEGER PRIMARY KEY,
  matter_id  BIGINT NOT NULL REFERENCES matter (id),
  number     TEXT NOT NULL,
  title      TEXT NOT NULL,
  text       TEXT NOT NULL,
  readers    TEXT NOT NULL
);
CREATE INDEX search_document_matter ON search_document (matter_id);
-- Own grams, separated by blanks; the text itself stands in search_document.
CREATE VIRTUAL TABLE search_index USING fts5(grams, content='', contentless_delete=1, detail=none, tokenize='ascii');
