-- While a row stands here nothing is written of when who uses the program: a secret ballot runs (kernel::session).
CREATE TABLE quiet (
  reason  INTEGER PRIMARY KEY
);
