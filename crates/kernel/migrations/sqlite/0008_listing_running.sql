-- What is open, oldest first or by number: the lists an office works from. Without these each was read whole and
-- sorted, or found at the far end of everything that has long been closed.
CREATE INDEX listing_open_received ON listing (principal, received_on, matter_id, kind, state, unit, category, session, proposer, open, confidentiality, due_on, amber_on) WHERE open;
CREATE INDEX listing_open_number ON listing (principal, number_sort, matter_id, kind, state, unit, category, session, proposer, open, confidentiality, due_on, amber_on, received_on) WHERE open;
