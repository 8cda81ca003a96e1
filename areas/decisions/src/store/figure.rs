//! The rows that figures count.

use kernel::statistics::Source;

/// Decisions, one a matter.
pub const DECISIONS: Source = Source(
    "SELECT d.matter_id AS row_id, d.matter_id, d.organ_id, m.confidentiality, m.received_on, d.adopted_on, d.failed_on, \
     d.published_on, d.form, d.subject, d.brought_by, d.body, d.unit_id AS unit \
     FROM decision d JOIN matter m ON m.id = d.matter_id",
);

/// Demands, one a matter; late where it was reported done after its day.
pub const DEMANDS: Source = Source(
    "SELECT i.matter_id AS row_id, i.matter_id, i.organ_id, m.confidentiality, i.given_on, i.due_on, i.reported_on, \
     i.ended_on, i.unit_id AS unit, COALESCE(i.result, 'open') AS result, COALESCE(i.result, '') = 'met' AS met, \
     COALESCE(i.result, '') = 'not_met' AS not_met, COALESCE(i.reported_on > i.due_on, FALSE) AS late, \
     COALESCE(i.result, '') = 'met' AND COALESCE(i.met_by, 'deed') <> 'deed' AS hollow, i.ended_on IS NULL AS running \
     FROM instruction i JOIN matter m ON m.id = i.matter_id",
);
