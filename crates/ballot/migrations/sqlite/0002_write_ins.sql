-- An election in which a name may be written in (另选他人), and what the tellers read of such names on sheets of paper.
ALTER TABLE ballot ADD COLUMN write_ins BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE ballot_count ADD COLUMN written TEXT NOT NULL DEFAULT '[]';
