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

/// One row an issue released.
pub const ISSUES: Source = Source(
    "SELECT p.matter_id AS row_id, p.matter_id, p.organ_id, m.confidentiality, p.issued_on AS on_date, \
     s.name AS series, s.shape FROM publicity_issue p JOIN publicity_series s ON s.id = p.series_id \
     JOIN matter m ON m.id = p.matter_id WHERE p.issued_on IS NOT NULL",
);

/// One row an item of an issue released.
pub const ITEMS: Source = Source(
    "SELECT i.id AS row_id, p.matter_id, p.organ_id, m.confidentiality, p.issued_on AS on_date, s.name AS series, \
     s.shape FROM publicity_item i JOIN publicity_issue p ON p.matter_id = i.matter_id \
     JOIN publicity_series s ON s.id = p.series_id JOIN matter m ON m.id = p.matter_id WHERE p.issued_on IS NOT NULL",
);

/// One row an item taken over by a superior; its day is that of the appearance there.
pub const TAKEN: Source = Source(
    "SELECT t.adoption_id AS row_id, p.matter_id, p.organ_id, m.confidentiality, a.on_date, s.name AS series, s.shape, \
     a.level, a.outlet FROM publicity_taken t JOIN publicity_adoption a ON a.id = t.adoption_id \
     JOIN publicity_item i ON i.id = t.item_id JOIN publicity_issue p ON p.matter_id = i.matter_id \
     JOIN publicity_series s ON s.id = p.series_id JOIN matter m ON m.id = p.matter_id WHERE a.struck_at IS NULL",
);
