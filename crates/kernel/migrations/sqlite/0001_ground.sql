-- Organs, units, people, posts.
CREATE TABLE organ (
  id          INTEGER PRIMARY KEY,
  parent_id   BIGINT REFERENCES organ (id),
  level       TEXT NOT NULL,
  kind        TEXT NOT NULL,
  name        TEXT NOT NULL,
  short_name  TEXT NOT NULL,
  code        TEXT NOT NULL UNIQUE,
  authority   BIGINT NOT NULL DEFAULT 1,
  created_at  BIGINT NOT NULL
);
CREATE INDEX organ_parent ON organ (parent_id);

CREATE TABLE unit (
  id          INTEGER PRIMARY KEY,
  organ_id    BIGINT NOT NULL REFERENCES organ (id),
  parent_id   BIGINT REFERENCES unit (id),
  kind        TEXT NOT NULL,
  name        TEXT NOT NULL,
  short_name  TEXT NOT NULL,
  initials    TEXT NOT NULL,
  sort        BIGINT NOT NULL,
  from_on     DATE NOT NULL,
  to_on       DATE
);
CREATE INDEX unit_organ ON unit (organ_id, sort);
CREATE INDEX unit_parent ON unit (parent_id);

-- Names a unit bore before; its present name stands in unit.
CREATE TABLE unit_name (
  unit_id     BIGINT NOT NULL REFERENCES unit (id),
  from_on     DATE NOT NULL,
  to_on       DATE NOT NULL,
  name        TEXT NOT NULL,
  PRIMARY KEY (unit_id, from_on)
);

CREATE TABLE person (
  id          INTEGER PRIMARY KEY,
  organ_id    BIGINT NOT NULL REFERENCES organ (id),
  name        TEXT NOT NULL,
  initials    TEXT NOT NULL,
  number      TEXT,
  gender      TEXT,
  born_on     DATE,
  ethnicity   TEXT,
  party       TEXT,
  occupation  TEXT,
  phone       TEXT,
  email       TEXT,
  note        TEXT,
  created_at  BIGINT NOT NULL,
  erased_at   BIGINT
);
CREATE INDEX person_organ ON person (organ_id, name);
CREATE UNIQUE INDEX person_number ON person (organ_id, number);

CREATE TABLE post (
  id          INTEGER PRIMARY KEY,
  organ_id    BIGINT NOT NULL REFERENCES organ (id),
  person_id   BIGINT NOT NULL REFERENCES person (id),
  unit_id     BIGINT REFERENCES unit (id),
  role        TEXT NOT NULL,
  title       TEXT NOT NULL,
  term        BIGINT,
  from_on     DATE NOT NULL,
  to_on       DATE
);
CREATE INDEX post_person ON post (person_id);
CREATE INDEX post_unit ON post (unit_id, role);
CREATE INDEX post_organ ON post (organ_id, role);

-- Who acts for whom, while the one is away.
CREATE TABLE substitute (
  id            INTEGER PRIMARY KEY,
  organ_id      BIGINT NOT NULL REFERENCES organ (id),
  person_id     BIGINT NOT NULL REFERENCES person (id),
  by_person_id  BIGINT NOT NULL REFERENCES person (id),
  from_on       DATE NOT NULL,
  to_on         DATE NOT NULL,
  reason        TEXT NOT NULL,
  created_at    BIGINT NOT NULL
);
CREATE INDEX substitute_organ ON substitute (organ_id);
CREATE INDEX substitute_person ON substitute (person_id);
CREATE INDEX substitute_by ON substitute (by_person_id);

-- 第八届第四次会议: the sessions of a congress or committee.
CREATE TABLE term_session (
  id          INTEGER PRIMARY KEY,
  organ_id    BIGINT NOT NULL REFERENCES organ (id),
  code        TEXT NOT NULL,
  term        BIGINT NOT NULL,
  ordinal     BIGINT NOT NULL,
  opened_on   DATE NOT NULL,
  closed_on   DATE NOT NULL
);
CREATE UNIQUE INDEX term_session_code ON term_session (organ_id, code);

-- Accounts, sessions, tokens.
CREATE TABLE account (
  id            INTEGER PRIMARY KEY,
  organ_id      BIGINT NOT NULL REFERENCES organ (id),
  person_id     BIGINT REFERENCES person (id),
  name          TEXT NOT NULL UNIQUE,
  password      TEXT NOT NULL,
  totp_secret   TEXT,
  totp_step     BIGINT NOT NULL DEFAULT 0,
  disabled      BOOLEAN NOT NULL DEFAULT FALSE,
  must_change   BOOLEAN NOT NULL DEFAULT FALSE,
  failures      BIGINT NOT NULL DEFAULT 0,
  locked_until  BIGINT NOT NULL DEFAULT 0,
  lang          TEXT,
  preferences   TEXT NOT NULL DEFAULT '{}',
  created_at    BIGINT NOT NULL
);
CREATE INDEX account_organ ON account (organ_id);
CREATE INDEX account_person ON account (person_id);

-- Administrative roles stand with the account: 三员 are accounts, not posts.
CREATE TABLE account_role (
  account_id  BIGINT NOT NULL REFERENCES account (id),
  role        TEXT NOT NULL,
  PRIMARY KEY (account_id, role)
);

CREATE TABLE session (
  id          INTEGER PRIMARY KEY,
  secret      BLOB NOT NULL UNIQUE,
  account_id  BIGINT NOT NULL REFERENCES account (id),
  csrf        TEXT NOT NULL,
  passed      BOOLEAN NOT NULL,
  address     TEXT NOT NULL,
  agent       TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  seen_at     BIGINT NOT NULL,
  expires_at  BIGINT NOT NULL
);
CREATE INDEX session_account ON session (account_id);

CREATE TABLE api_token (
  id          INTEGER PRIMARY KEY,
  secret      BLOB NOT NULL UNIQUE,
  account_id  BIGINT NOT NULL REFERENCES account (id),
  title       TEXT NOT NULL,
  may_write   BOOLEAN NOT NULL,
  created_at  BIGINT NOT NULL,
  expires_at  BIGINT NOT NULL,
  used_at     BIGINT
);
CREATE INDEX api_token_account ON api_token (account_id);

-- Matters.
CREATE TABLE matter (
  id                 INTEGER PRIMARY KEY,
  organ_id           BIGINT NOT NULL REFERENCES organ (id),
  kind               TEXT NOT NULL,
  number             TEXT,
  number_sort        TEXT NOT NULL DEFAULT '',
  title              TEXT NOT NULL,
  state              TEXT NOT NULL,
  procedure          TEXT NOT NULL,
  procedure_version  BIGINT NOT NULL,
  confidentiality    TEXT NOT NULL,
  lead_unit          BIGINT REFERENCES unit (id),
  category           TEXT,
  session            TEXT,
  proposer           BIGINT REFERENCES person (id),
  key_leader         BIGINT REFERENCES person (id),
  received_on        DATE NOT NULL,
  due_on             DATE,
  amber_on           DATE,
  red_on             DATE,
  closed_on          DATE,
  clock              TEXT,
  term               BOOLEAN NOT NULL DEFAULT FALSE,
  open               BOOLEAN NOT NULL,
  historic           BOOLEAN NOT NULL,
  rev                BIGINT NOT NULL,
  events             BIGINT NOT NULL,
  head               BLOB NOT NULL,
  created_by         BIGINT REFERENCES person (id),
  created_at         BIGINT NOT NULL,
  updated_at         BIGINT NOT NULL
);
CREATE INDEX matter_organ ON matter (organ_id, kind, received_on);
CREATE UNIQUE INDEX matter_number ON matter (organ_id, kind, session, number);
CREATE INDEX matter_unit ON matter (lead_unit);
CREATE INDEX matter_proposer ON matter (proposer);
CREATE INDEX matter_key_leader ON matter (key_leader);
CREATE INDEX matter_created_by ON matter (created_by);
CREATE INDEX matter_running ON matter (organ_id, due_on) WHERE open;

-- Who may read a matter: one row per reader's principal (an organ, a unit, a person), with everything lists filter
-- and sort by, so that a page of a list is one walk along one index (kernel::matter::listing). `why` is the set
-- of reasons as bits; due_on is 9999-12-31 where no limit runs, so that sorting needs no nulls.
CREATE TABLE listing (
  principal        BIGINT NOT NULL,
  received_on      DATE NOT NULL,
  matter_id        BIGINT NOT NULL REFERENCES matter (id),
  wide             BOOLEAN NOT NULL,
  why              BIGINT NOT NULL,
  kind             TEXT NOT NULL,
  state            TEXT NOT NULL,
  unit             BIGINT,
  category         TEXT,
  session          TEXT,
  proposer         BIGINT,
  open             BOOLEAN NOT NULL,
  confidentiality  TEXT NOT NULL,
  due_on           DATE NOT NULL,
  amber_on         DATE,
  number_sort      TEXT NOT NULL,
  updated_at       BIGINT NOT NULL,
  PRIMARY KEY (principal, received_on, matter_id)
) WITHOUT ROWID;
CREATE INDEX listing_matter ON listing (matter_id, principal);
-- The sorts, for every reader.
CREATE INDEX listing_due ON listing (principal, due_on, matter_id, kind, state, unit, category, session, proposer, open, confidentiality, amber_on);
CREATE INDEX listing_number ON listing (principal, number_sort, matter_id, kind, state, unit, category, session, proposer, open, confidentiality, due_on, amber_on);
CREATE INDEX listing_updated ON listing (principal, updated_at, matter_id, kind, state, unit, category, session, proposer, open, confidentiality, due_on, amber_on);
CREATE INDEX listing_open ON listing (principal, due_on, matter_id, kind, state, unit, category, session, proposer, open, confidentiality, amber_on, received_on, number_sort, updated_at) WHERE open;
-- The facets; only organ-wide readers have so many rows that these pay. SQLite takes an index as covering only
-- where it also holds the column of its own condition.
CREATE INDEX listing_kind ON listing (principal, kind, received_on, matter_id, state, unit, category, session, proposer, open, confidentiality, due_on, amber_on, number_sort, updated_at, wide) WHERE wide;
CREATE INDEX listing_state ON listing (principal, state, received_on, matter_id, kind, unit, category, session, proposer, open, confidentiality, due_on, amber_on, number_sort, updated_at, wide) WHERE wide;
CREATE INDEX listing_unit ON listing (principal, unit, received_on, matter_id, kind, state, category, session, proposer, open, confidentiality, due_on, amber_on, number_sort, updated_at, wide) WHERE wide;
CREATE INDEX listing_category ON listing (principal, category, received_on, matter_id, kind, state, unit, session, proposer, open, confidentiality, due_on, amber_on, number_sort, updated_at, wide) WHERE wide;
CREATE INDEX listing_session ON listing (principal, session, received_on, matter_id, kind, state, unit, category, proposer, open, confidentiality, due_on, amber_on, number_sort, updated_at, wide) WHERE wide;
CREATE INDEX listing_proposer ON listing (principal, proposer, received_on, matter_id, kind, state, unit, category, session, open, confidentiality, due_on, amber_on, number_sort, updated_at, wide) WHERE wide;
-- Sessions follow one another in time, so within one the other sorts need an order of their own.
CREATE INDEX listing_session_due ON listing (principal, session, due_on, matter_id, kind, state, unit, category, proposer, open, confidentiality, amber_on, wide) WHERE wide;
CREATE INDEX listing_session_number ON listing (principal, session, number_sort, matter_id, kind, state, unit, category, proposer, open, confidentiality, due_on, amber_on, wide) WHERE wide;
CREATE INDEX listing_session_updated ON listing (principal, session, updated_at, matter_id, kind, state, unit, category, proposer, open, confidentiality, due_on, amber_on, wide) WHERE wide;

CREATE TABLE matter_link (
  from_id     BIGINT NOT NULL REFERENCES matter (id),
  relation    TEXT NOT NULL,
  to_id       BIGINT NOT NULL REFERENCES matter (id),
  created_at  BIGINT NOT NULL,
  PRIMARY KEY (from_id, relation, to_id)
);
CREATE INDEX matter_link_to ON matter_link (to_id, relation);

-- A running step is a task: what one person or body owes on a matter, by a date.
CREATE TABLE task (
  id           INTEGER PRIMARY KEY,
  matter_id    BIGINT NOT NULL REFERENCES matter (id),
  organ_id     BIGINT NOT NULL REFERENCES organ (id),
  step         TEXT NOT NULL,
  branch_unit  BIGINT REFERENCES unit (id),
  branch_role  TEXT,
  side         BOOLEAN NOT NULL,
  beside       BIGINT,
  holder       BIGINT NOT NULL,
  role         TEXT NOT NULL,
  state        TEXT NOT NULL,
  round        BIGINT NOT NULL,
  clock        TEXT NOT NULL,
  opened_at    BIGINT NOT NULL,
  due_on       DATE,
  amber_on     DATE,
  red_on       DATE,
  provisional  BOOLEAN NOT NULL,
  closed_at    BIGINT,
  closed_by    BIGINT REFERENCES person (id),
  outcome      TEXT
);
CREATE INDEX task_matter ON task (matter_id, state);
CREATE INDEX task_holder ON task (holder, role, due_on, amber_on) WHERE state = 'open';
CREATE INDEX task_organ_due ON task (organ_id, due_on) WHERE state = 'open';
CREATE INDEX task_branch_unit ON task (branch_unit);
CREATE INDEX task_closed_by ON task (closed_by);

-- History: a chain per stream. A stream is a matter, or an organ for its settings.
CREATE TABLE event (
  stream       BIGINT NOT NULL,
  seq          BIGINT NOT NULL,
  organ_id     BIGINT NOT NULL REFERENCES organ (id),
  at           BIGINT NOT NULL,
  account_id   BIGINT REFERENCES account (id),
  person_id    BIGINT REFERENCES person (id),
  for_person   BIGINT REFERENCES person (id),
  kind         TEXT NOT NULL,
  audience     TEXT NOT NULL,
  data         TEXT,
  salt         BLOB,
  digest       BLOB NOT NULL,
  hash         BLOB NOT NULL,
  PRIMARY KEY (stream, seq)
);
CREATE INDEX event_organ ON event (organ_id, at);
CREATE INDEX event_account ON event (account_id);
CREATE INDEX event_person ON event (person_id);
CREATE INDEX event_for_person ON event (for_person);

-- The newest link of a chain that is no matter's (matters keep theirs in their row).
CREATE TABLE stream_head (
  stream    INTEGER PRIMARY KEY,
  organ_id  BIGINT NOT NULL REFERENCES organ (id),
  events    BIGINT NOT NULL,
  head      BLOB NOT NULL
);
CREATE INDEX stream_head_organ ON stream_head (organ_id);

CREATE TABLE seal (
  organ_id  BIGINT NOT NULL REFERENCES organ (id),
  seq       BIGINT NOT NULL,
  at        BIGINT NOT NULL,
  hash      BLOB NOT NULL,
  PRIMARY KEY (organ_id, seq)
);
CREATE TABLE seal_head (
  organ_id  BIGINT NOT NULL,
  seal_seq  BIGINT NOT NULL,
  stream    BIGINT NOT NULL,
  seq       BIGINT NOT NULL,
  hash      BLOB NOT NULL,
  PRIMARY KEY (organ_id, seal_seq, stream),
  FOREIGN KEY (organ_id, seal_seq) REFERENCES seal (organ_id, seq)
);
CREATE INDEX seal_head_stream ON seal_head (stream);

-- Numbers without gaps, one counter a series.
CREATE TABLE number_series (
  organ_id  BIGINT NOT NULL REFERENCES organ (id),
  series    TEXT NOT NULL,
  next      BIGINT NOT NULL,
  PRIMARY KEY (organ_id, series)
);

-- Procedures put in force; a used version is never edited.
CREATE TABLE procedure_version (
  organ_id    BIGINT NOT NULL REFERENCES organ (id),
  id          TEXT NOT NULL,
  version     BIGINT NOT NULL,
  kind        TEXT NOT NULL,
  pack        TEXT NOT NULL,
  state       TEXT NOT NULL,
  definition  TEXT NOT NULL,
  note        TEXT NOT NULL,
  rev         BIGINT NOT NULL,
  created_at  BIGINT NOT NULL,
  in_force_at BIGINT,
  PRIMARY KEY (organ_id, id, version)
);

-- Calendar years an administrator imported or edited; the shipped ones need no row.
CREATE TABLE calendar_year (
  year        INTEGER PRIMARY KEY,
  definition  TEXT NOT NULL,
  rev         BIGINT NOT NULL,
  updated_at  BIGINT NOT NULL
);

CREATE TABLE setting (
  organ_id  BIGINT NOT NULL REFERENCES organ (id),
  name      TEXT NOT NULL,
  value     TEXT NOT NULL,
  PRIMARY KEY (organ_id, name)
);

-- A POST repeated with the same key answers as the first time.
CREATE TABLE idempotency (
  account_id  BIGINT NOT NULL REFERENCES account (id),
  key         TEXT NOT NULL,
  digest      BLOB NOT NULL,
  status      BIGINT NOT NULL,
  body        TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  PRIMARY KEY (account_id, key)
);
CREATE INDEX idempotency_age ON idempotency (created_at);
