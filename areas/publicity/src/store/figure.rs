//! What the figures count: appearances that stand, and their authors.

use kernel::statistics::Source;

/// One row an appearance. What was published is no secret, whatever its manuscript was before.
pub const ADOPTIONS: Source = Source(
    "SELECT a.id AS row_id, a.matter_id, a.organ_id, 'open' AS confidentiality, a.on_date, a.outlet, a.level, \
     a.medium, a.genre, a.group_name AS \"group\", a.person, a.field, a.setting, a.nature, a.aspect, a.place, a.size, \
     CASE WHEN a.outward THEN 'outward' ELSE 'inward' END AS direction, a.characters, a.seconds, a.photos, a.major \
     FROM publicity_adoption a WHERE a.struck_at IS NULL AND NOT a.reprint",
);

/// Reprints too.
pub const APPEARANCES: Source = Source(
    "SELECT a.id AS row_id, a.matter_id, a.organ_id, 'open' AS confidentiality, a.on_date, a.outlet, a.level, \
     a.medium, a.genre, a.group_name AS \"group\", a.person, a.field, a.setting, a.nature, a.aspect, a.place, a.size, \
     CASE WHEN a.outward THEN 'outward' ELSE 'inward' END AS direction, a.reprint \
     FROM publicity_adoption a WHERE a.struck_at IS NULL",
);

/// One row an author of an appearance: everybody whose name stood over it.
pub const BYLINES: Source = Source(
    "SELECT b.id AS row_id, a.matter_id, a.organ_id, 'open' AS confidentiality, a.on_date, a.outlet, a.level, \
     a.medium, a.genre, a.group_name AS \"group\", b.name AS person, a.field, a.setting, a.nature, a.aspect, a.place, \
     a.size, CASE WHEN a.outward THEN 'outward' ELSE 'inward' END AS direction \
     FROM publicity_byline b JOIN publicity_adoption a ON a.id = b.adoption_id \
     WHERE a.struck_at IS NULL AND NOT a.reprint",
);
