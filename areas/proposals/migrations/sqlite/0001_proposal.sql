-- What a proposal, suggestion, bill or commitment has beside the matter. Dates and states of steps stand in task.
CREATE TABLE proposal (
  matter_id    INTEGER PRIMARY KEY REFERENCES matter (id),
  organ_id     BIGINT NOT NULL REFERENCES organ (id),
  kind         TEXT NOT NULL,
  form         TEXT NOT NULL,
  body_name    TEXT,
  background   TEXT NOT NULL,
  demand       TEXT NOT NULL,
  plan         TEXT,
  instruction  TEXT,
  lesson       TEXT,
  not_filed    TEXT,
  filing_note  TEXT,
  merged_into  BIGINT REFERENCES matter (id),
  source_id    BIGINT REFERENCES matter (id),
  round        BIGINT NOT NULL DEFAULT 1,
  redone       BIGINT NOT NULL DEFAULT 0,
  counting     TEXT NOT NULL,
  created_at   BIGINT NOT NULL
);
CREATE INDEX proposal_organ ON proposal (organ_id, kind);
CREATE INDEX proposal_merged_into ON proposal (merged_into);
CREATE INDEX proposal_source ON proposal (source_id);

-- Who stands behind it: lead, co-signers, proposers of merged matters, supporters.
CREATE TABLE proposal_party (
  matter_id    BIGINT NOT NULL REFERENCES proposal (matter_id),
  person_id    BIGINT NOT NULL REFERENCES person (id),
  role         TEXT NOT NULL,
  state        TEXT NOT NULL,
  sort         BIGINT NOT NULL,
  from_matter  BIGINT REFERENCES matter (id),
  invited_at   BIGINT NOT NULL,
  answered_at  BIGINT,
  PRIMARY KEY (matter_id, person_id)
);
CREATE INDEX proposal_party_person ON proposal_party (person_id, state);
CREATE INDEX proposal_party_from ON proposal_party (from_matter);

-- One rating of one person in one round; a missing row is silence.
CREATE TABLE proposal_verdict (
  matter_id    BIGINT NOT NULL REFERENCES proposal (matter_id),
  round        BIGINT NOT NULL,
  person_id    BIGINT NOT NULL REFERENCES person (id),
  attitude     TEXT NOT NULL,
  result       TEXT NOT NULL,
  half_solved  BOOLEAN NOT NULL,
  reason       TEXT,
  entered_by   BIGINT REFERENCES person (id),
  at           BIGINT NOT NULL,
  PRIMARY KEY (matter_id, round, person_id)
);
CREATE INDEX proposal_verdict_person ON proposal_verdict (person_id);
CREATE INDEX proposal_verdict_entered_by ON proposal_verdict (entered_by);

-- A unit's part, one row a round; what a unit had before a send-back or a re-assignment stays.
CREATE TABLE proposal_handling (
  matter_id    BIGINT NOT NULL REFERENCES proposal (matter_id),
  round        BIGINT NOT NULL,
  unit_id      BIGINT NOT NULL REFERENCES unit (id),
  part         TEXT NOT NULL,
  state        TEXT NOT NULL,
  section_id   BIGINT REFERENCES unit (id),
  responsible  BIGINT REFERENCES person (id),
  assigned_on  DATE NOT NULL,
  accepted_on  DATE,
  replied_on   DATE,
  opinion      TEXT,
  opinion_by   BIGINT REFERENCES person (id),
  opinion_at   BIGINT,
  note         TEXT,
  PRIMARY KEY (matter_id, round, unit_id)
);
CREATE INDEX proposal_handling_unit ON proposal_handling (unit_id, part);
CREATE INDEX proposal_handling_section ON proposal_handling (section_id);
CREATE INDEX proposal_handling_responsible ON proposal_handling (responsible);
CREATE INDEX proposal_handling_opinion_by ON proposal_handling (opinion_by);

CREATE TABLE proposal_contact (
  id           INTEGER PRIMARY KEY,
  matter_id    BIGINT NOT NULL REFERENCES proposal (matter_id),
  round        BIGINT NOT NULL,
  unit_id      BIGINT NOT NULL REFERENCES unit (id),
  person_id    BIGINT REFERENCES person (id),
  way          TEXT NOT NULL,
  on_date      DATE NOT NULL,
  place        TEXT,
  note         TEXT NOT NULL,
  entered_by   BIGINT REFERENCES person (id),
  at           BIGINT NOT NULL
);
CREATE INDEX proposal_contact_matter ON proposal_contact (matter_id, on_date);
CREATE INDEX proposal_contact_unit ON proposal_contact (unit_id);
CREATE INDEX proposal_contact_person ON proposal_contact (person_id);
CREATE INDEX proposal_contact_entered_by ON proposal_contact (entered_by);

-- What a unit asked of the office, and what the office said.
CREATE TABLE proposal_request (
  id           INTEGER PRIMARY KEY,
  matter_id    BIGINT NOT NULL REFERENCES proposal (matter_id),
  round        BIGINT NOT NULL,
  unit_id      BIGINT NOT NULL REFERENCES unit (id),
  kind         TEXT NOT NULL,
  suggested    BIGINT REFERENCES unit (id),
  until_on     DATE,
  reason       TEXT NOT NULL,
  asked_by     BIGINT REFERENCES person (id),
  asked_at     BIGINT NOT NULL,
  ruling       TEXT,
  ruled_by     BIGINT REFERENCES person (id),
  ruled_at     BIGINT,
  ruling_note  TEXT
);
CREATE INDEX proposal_request_matter ON proposal_request (matter_id, asked_at);
CREATE INDEX proposal_request_unit ON proposal_request (unit_id);
CREATE INDEX proposal_request_suggested ON proposal_request (suggested);
CREATE INDEX proposal_request_asked_by ON proposal_request (asked_by);
CREATE INDEX proposal_request_ruled_by ON proposal_request (ruled_by);

-- Versions of a unit's draft reply; none is overwritten.
CREATE TABLE proposal_draft (
  matter_id    BIGINT NOT NULL REFERENCES proposal (matter_id),
  round        BIGINT NOT NULL,
  unit_id      BIGINT NOT NULL REFERENCES unit (id),
  version      BIGINT NOT NULL,
  content      TEXT NOT NULL,
  saved_by     BIGINT REFERENCES person (id),
  saved_at     BIGINT NOT NULL,
  PRIMARY KEY (matter_id, round, unit_id, version)
);
CREATE INDEX proposal_draft_unit ON proposal_draft (unit_id);
CREATE INDEX proposal_draft_saved_by ON proposal_draft (saved_by);

-- What a reviewer wrote: a draft passed, or sent back with reasons.
CREATE TABLE proposal_review (
  id           INTEGER PRIMARY KEY,
  matter_id    BIGINT NOT NULL REFERENCES proposal (matter_id),
  round        BIGINT NOT NULL,
  unit_id      BIGINT NOT NULL REFERENCES unit (id),
  step         TEXT NOT NULL,
  passed       BOOLEAN NOT NULL,
  reason       TEXT,
  note         TEXT,
  by_person    BIGINT REFERENCES person (id),
  at           BIGINT NOT NULL
);
CREATE INDEX proposal_review_matter ON proposal_review (matter_id, at);
CREATE INDEX proposal_review_unit ON proposal_review (unit_id);
CREATE INDEX proposal_review_by ON proposal_review (by_person);

-- Replies that left.
CREATE TABLE proposal_reply (
  matter_id    BIGINT NOT NULL REFERENCES proposal (matter_id),
  round        BIGINT NOT NULL,
  unit_id      BIGINT NOT NULL REFERENCES unit (id),
  number       TEXT NOT NULL,
  class        TEXT NOT NULL,
  meaning      TEXT NOT NULL,
  content      TEXT NOT NULL,
  letter       TEXT NOT NULL,
  issued_by    BIGINT REFERENCES person (id),
  issued_on    DATE NOT NULL,
  issued_at    BIGINT NOT NULL,
  PRIMARY KEY (matter_id, round, unit_id)
);
CREATE INDEX proposal_reply_unit ON proposal_reply (unit_id, issued_on);
CREATE INDEX proposal_reply_issued_by ON proposal_reply (issued_by);

-- A commitment is a matter of its own; its source is the answered one.
CREATE TABLE commitment (
  matter_id    INTEGER PRIMARY KEY REFERENCES proposal (matter_id),
  source_id    BIGINT NOT NULL REFERENCES matter (id),
  unit_id      BIGINT NOT NULL REFERENCES unit (id),
  round        BIGINT NOT NULL,
  promised_on  DATE NOT NULL
);
CREATE INDEX commitment_source ON commitment (source_id);
CREATE INDEX commitment_unit ON commitment (unit_id);

CREATE TABLE commitment_stage (
  matter_id     BIGINT NOT NULL REFERENCES commitment (matter_id),
  sort          BIGINT NOT NULL,
  stage         TEXT NOT NULL,
  what          TEXT NOT NULL,
  due_on        DATE NOT NULL,
  delivered_on  DATE,
  note          TEXT,
  PRIMARY KEY (matter_id, sort)
);
CREATE INDEX commitment_stage_due ON commitment_stage (due_on) WHERE delivered_on IS NULL;

-- One row a matter, for figures: written with every act that changes one of them.
CREATE TABLE proposal_fact (
  matter_id        INTEGER PRIMARY KEY REFERENCES matter (id),
  organ_id         BIGINT NOT NULL REFERENCES organ (id),
  kind             TEXT NOT NULL,
  confidentiality  TEXT NOT NULL,
  historic         BOOLEAN NOT NULL,
  session          TEXT,
  category         TEXT,
  unit             BIGINT REFERENCES unit (id),
  committee        BIGINT REFERENCES unit (id),
  proposer         BIGINT REFERENCES person (id),
  key_matter       BOOLEAN NOT NULL,
  received_on      DATE NOT NULL,
  filed_on         DATE,
  not_filed        BOOLEAN NOT NULL,
  assigned_on      DATE,
  due_on           DATE,
  replied_on       DATE,
  on_time          BOOLEAN,
  class            TEXT,
  meaning          TEXT,
  solved           BOOLEAN NOT NULL,
  standing         TEXT NOT NULL,
  attitude         TEXT,
  half_solved      BOOLEAN NOT NULL,
  rated            BIGINT NOT NULL,
  asked            BIGINT NOT NULL,
  reworks          BIGINT NOT NULL,
  redone           BIGINT NOT NULL
);
CREATE INDEX proposal_fact_received ON proposal_fact (organ_id, received_on);
CREATE INDEX proposal_fact_filed ON proposal_fact (organ_id, filed_on);
CREATE INDEX proposal_fact_assigned ON proposal_fact (organ_id, assigned_on);
CREATE INDEX proposal_fact_replied ON proposal_fact (organ_id, replied_on);
CREATE INDEX proposal_fact_unit ON proposal_fact (unit);
CREATE INDEX proposal_fact_committee ON proposal_fact (committee);
CREATE INDEX proposal_fact_proposer ON proposal_fact (proposer);
