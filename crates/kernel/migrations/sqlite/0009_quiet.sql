-- Until such an instant nothing is written of when who uses the program: a secret ballot runs (kernel::session).
CREATE TABLE quiet (
  reason  INTEGER PRIMARY KEY,
  until   BIGINT NOT NULL
);
