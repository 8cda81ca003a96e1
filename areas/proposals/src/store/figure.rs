//! The rows that figures count: one a matter, from `proposal_fact`.

use kernel::statistics::Source;

/// All matters of the area. A commitment grows out of a reply and is none of them.
pub const SOURCE: Source = Source(
    "SELECT p.matter_id AS row_id, p.matter_id, p.organ_id, p.confidentiality, p.received_on, p.filed_on, p.assigned_on, \
     p.replied_on, p.not_filed, p.solved, p.standing, p.standing IN ('satisfied', 'basically') AS satisfied, \
     p.standing = 'dissatisfied' AS dissatisfied, p.standing <> 'unrated' AS is_rated, p.reworks > 0 AS reworked, \
     p.unit, p.committee, p.proposer, p.session, p.category, p.kind, p.class \
     FROM proposal_fact p WHERE p.kind <> 'commitment'",
);

/// Those whose limit ran here: never rows of past years.
pub const PUNCTUAL: Source = Source(
    "SELECT p.matter_id AS row_id, p.matter_id, p.organ_id, p.confidentiality, p.replied_on, p.on_time, \
     NOT p.on_time AS late, p.standing, p.unit, p.committee, p.proposer, p.session, p.category, p.kind, p.class \
     FROM proposal_fact p WHERE p.kind <> 'commitment' AND NOT p.historic AND p.on_time IS NOT NULL",
);
