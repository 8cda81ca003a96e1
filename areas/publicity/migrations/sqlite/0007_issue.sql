-- What the office publishes itself: bulletins (简报、信息) and its journal (机关刊物).
CREATE TABLE publicity_series (
  id              INTEGER PRIMARY KEY,
  organ_id        BIGINT NOT NULL REFERENCES organ (id),
  shape           TEXT NOT NULL,
  name            TEXT NOT NULL,
  issuer          TEXT NOT NULL,
  secrecy         TEXT NOT NULL,
  columns         TEXT NOT NULL,
  pages           BIGINT NOT NULL,
  page_characters BIGINT NOT NULL,
  ended_on        DATE,
  created_at      BIGINT NOT NULL,
  UNIQUE (organ_id, name)
);

-- Whom issues go to: upward, across, downward. One of the organ's units and another organ here sign for them in the program.
CREATE TABLE publicity_addressee (
  id              INTEGER PRIMARY KEY,
  organ_id        BIGINT NOT NULL REFERENCES organ (id),
  name            TEXT NOT NULL,
  way             TEXT NOT NULL,
  unit_id         BIGINT REFERENCES unit (id),
  other_id        BIGINT REFERENCES organ (id),
  ended_on        DATE,
  UNIQUE (organ_id, name)
);
CREATE INDEX publicity_addressee_unit ON publicity_addressee (unit_id);
CREATE INDEX publicity_addressee_other ON publicity_addressee (other_id);

-- What an issue has beside the matter. Its numbers are given when it is issued.
CREATE TABLE publicity_issue (
  matter_id       INTEGER PRIMARY KEY REFERENCES matter (id),
  organ_id        BIGINT NOT NULL REFERENCES organ (id),
  series_id       BIGINT NOT NULL REFERENCES publicity_series (id),
  out_on          DATE NOT NULL,
  gather_by       DATE,
  edit_by         DATE,
  sign_by         DATE,
  year            BIGINT,
  number          BIGINT,
  total           BIGINT,
  issued_on       DATE,
  copies          BIGINT,
  created_at      BIGINT NOT NULL,
  UNIQUE (series_id, year, number)
);
CREATE INDEX publicity_issue_organ ON publicity_issue (organ_id, issued_on);

-- Its items in their order; `source_id` is the matter an item was taken from.
CREATE TABLE publicity_item (
  id              INTEGER PRIMARY KEY,
  matter_id       BIGINT NOT NULL REFERENCES publicity_issue (matter_id),
  sort            BIGINT NOT NULL,
  title           TEXT NOT NULL,
  content         TEXT NOT NULL,
  column_name     TEXT NOT NULL,
  page            BIGINT,
  sender          TEXT NOT NULL,
  source_id       BIGINT REFERENCES matter (id),
  characters      BIGINT NOT NULL,
  UNIQUE (matter_id, sort)
);
CREATE INDEX publicity_item_source ON publicity_item (source_id);

-- To whom an issue was sent, when it was first opened there, who signed for it and when.
CREATE TABLE publicity_sent (
  id              INTEGER PRIMARY KEY,
  matter_id       BIGINT NOT NULL REFERENCES publicity_issue (matter_id),
  addressee_id    BIGINT NOT NULL REFERENCES publicity_addressee (id),
  name            TEXT NOT NULL,
  way             TEXT NOT NULL,
  unit_id         BIGINT REFERENCES unit (id),
  other_id        BIGINT REFERENCES organ (id),
  sent_at         BIGINT NOT NULL,
  read_at         BIGINT,
  received_at     BIGINT,
  receiver        TEXT NOT NULL,
  UNIQUE (matter_id, addressee_id)
);
CREATE INDEX publicity_sent_addressee ON publicity_sent (addressee_id);
CREATE INDEX publicity_sent_unit ON publicity_sent (unit_id);
CREATE INDEX publicity_sent_other ON publicity_sent (other_id);

-- An item a superior took over: the entry of the ledger that counts it.
CREATE TABLE publicity_taken (
  adoption_id     INTEGER PRIMARY KEY REFERENCES publicity_adoption (id),
  item_id         BIGINT NOT NULL REFERENCES publicity_item (id)
);
CREATE INDEX publicity_taken_item ON publicity_taken (item_id);
