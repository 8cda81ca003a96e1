-- Bodies that sit (机构): their seats and members by dates; meetings of a body with roll, agenda, papers and record.
CREATE TABLE meeting_body (
  id           INTEGER PRIMARY KEY,
  organ_id     BIGINT NOT NULL REFERENCES organ (id),
  kind         TEXT NOT NULL,
  level        TEXT NOT NULL,
  name         TEXT NOT NULL,
  ended_on     DATE,
  created_at   BIGINT NOT NULL,
  UNIQUE (organ_id, name)
);

-- Seats (定数) from a day on.
CREATE TABLE meeting_body_seats (
  body_id      BIGINT NOT NULL REFERENCES meeting_body (id),
  from_on      DATE NOT NULL,
  seats        BIGINT NOT NULL,
  PRIMARY KEY (body_id, from_on)
);

CREATE TABLE meeting_member (
  id           INTEGER PRIMARY KEY,
  body_id      BIGINT NOT NULL REFERENCES meeting_body (id),
  person_id    BIGINT NOT NULL REFERENCES person (id),
  duty         TEXT NOT NULL,
  sort         BIGINT NOT NULL,
  from_on      DATE NOT NULL,
  to_on        DATE
);
CREATE INDEX meeting_member_body ON meeting_member (body_id, from_on);
CREATE INDEX meeting_member_person ON meeting_member (person_id);

-- A meeting of a body: what it has beside its days. The counts are frozen when it closes.
CREATE TABLE meeting_sitting (
  matter_id    INTEGER PRIMARY KEY REFERENCES matter (id),
  body_id      BIGINT NOT NULL REFERENCES meeting_body (id),
  at_time      TEXT NOT NULL,
  chair_id     BIGINT REFERENCES person (id),
  code         TEXT NOT NULL,
  told_at      BIGINT,
  opened_at    BIGINT,
  closed_at    BIGINT,
  item_id      BIGINT,
  seats        BIGINT,
  members      BIGINT,
  present      BIGINT
);
CREATE INDEX meeting_sitting_body ON meeting_sitting (body_id);

-- The roll: members entitled to vote, and those who sit in.
CREATE TABLE meeting_attendee (
  id           INTEGER PRIMARY KEY,
  meeting_id   BIGINT NOT NULL REFERENCES matter (id),
  person_id    BIGINT REFERENCES person (id),
  name         TEXT NOT NULL,
  duty         TEXT NOT NULL,
  part         TEXT NOT NULL,
  sort         BIGINT NOT NULL,
  told_at      BIGINT,
  signed_at    BIGINT,
  leave_state  TEXT,
  leave_reason TEXT NOT NULL,
  leave_said   TEXT NOT NULL,
  present_at   BIGINT,
  present_by   TEXT,
  left_at      BIGINT
);
CREATE UNIQUE INDEX meeting_attendee_once ON meeting_attendee (meeting_id, person_id);
CREATE INDEX meeting_attendee_person ON meeting_attendee (person_id);

CREATE TABLE meeting_item (
  id           INTEGER PRIMARY KEY,
  meeting_id   BIGINT NOT NULL REFERENCES matter (id),
  place        BIGINT NOT NULL,
  kind         TEXT NOT NULL,
  title        TEXT NOT NULL,
  matter_id    BIGINT REFERENCES matter (id),
  rapporteur   TEXT NOT NULL,
  minutes      BIGINT NOT NULL,
  state        TEXT NOT NULL,
  outcome      TEXT NOT NULL
);
CREATE INDEX meeting_item_meeting ON meeting_item (meeting_id, place);
CREATE INDEX meeting_item_matter ON meeting_item (matter_id);

-- Papers of items: files of the meeting, each with the day it came and the day it was due.
CREATE TABLE meeting_paper (
  file_id      INTEGER PRIMARY KEY REFERENCES file (id),
  item_id      BIGINT NOT NULL REFERENCES meeting_item (id),
  came_on      DATE NOT NULL,
  due_on       DATE
);
CREATE INDEX meeting_paper_item ON meeting_paper (item_id);

-- Who stays out of one item (回避) or is away for it.
CREATE TABLE meeting_recusal (
  item_id      BIGINT NOT NULL REFERENCES meeting_item (id),
  person_id    BIGINT NOT NULL REFERENCES person (id),
  kind         TEXT NOT NULL,
  reason       TEXT NOT NULL,
  PRIMARY KEY (item_id, person_id)
);

-- Who asked to speak, spoke, and what was said.
CREATE TABLE meeting_speech (
  id           INTEGER PRIMARY KEY,
  meeting_id   BIGINT NOT NULL REFERENCES matter (id),
  item_id      BIGINT REFERENCES meeting_item (id),
  person_id    BIGINT REFERENCES person (id),
  name         TEXT NOT NULL,
  state        TEXT NOT NULL,
  most_minutes BIGINT NOT NULL,
  asked_at     BIGINT NOT NULL,
  started_at   BIGINT,
  ended_at     BIGINT,
  said         TEXT NOT NULL
);
CREATE INDEX meeting_speech_meeting ON meeting_speech (meeting_id, asked_at);

-- Matters opened from an item: what was decided or asked for.
CREATE TABLE meeting_flow (
  matter_id    INTEGER PRIMARY KEY REFERENCES matter (id),
  item_id      BIGINT NOT NULL REFERENCES meeting_item (id)
);
CREATE INDEX meeting_flow_item ON meeting_flow (item_id);

-- Corrections of a closed meeting.
CREATE TABLE meeting_correction (
  id           INTEGER PRIMARY KEY,
  meeting_id   BIGINT NOT NULL REFERENCES matter (id),
  item_id      BIGINT REFERENCES meeting_item (id),
  wrong        TEXT NOT NULL,
  correct      TEXT NOT NULL,
  reason       TEXT NOT NULL,
  name         TEXT NOT NULL,
  at           BIGINT NOT NULL
);
CREATE INDEX meeting_correction_meeting ON meeting_correction (meeting_id);
