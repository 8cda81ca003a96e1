//! What the figures count: appearances that stand, and their authors.

use kernel::statistics::Source;

/// What every source about appearances `a` tells beside its own rows. Unit, township and topic are looked up by row, so
/// that they cost nothing where nobody asks for them; a topic that is not public has no name here.
macro_rules! about {
    ($unit:literal) => {
        concat!(
            $unit,
            " AS unit, (SELECT u.id FROM unit u WHERE u.id = ",
            $unit,
            " AND u.kind = 'township') AS township, \
             (SELECT t.title FROM publicity_manuscript p JOIN matter t ON t.id = p.topic_id \
              WHERE p.matter_id = a.matter_id AND t.confidentiality NOT IN ('confidential', 'embargo')) AS topic"
        )
    };
}

/// One row an appearance. What was published is no secret, whatever its manuscript was before.
pub const ADOPTIONS: Source = Source(concat!(
    "SELECT a.id AS row_id, a.matter_id, a.organ_id, 'open' AS confidentiality, a.on_date, a.outlet, a.level, \
     a.medium, a.genre, a.group_name AS \"group\", a.person, a.field, a.setting, a.nature, a.aspect, a.place, a.size, \
     CASE WHEN a.outward THEN 'outward' ELSE 'inward' END AS direction, a.characters, a.seconds, a.photos, a.major, ",
    about!("a.unit_id"),
    " FROM publicity_adoption a WHERE a.struck_at IS NULL AND NOT a.reprint"
));

/// Reprints too.
pub const APPEARANCES: Source = Source(concat!(
    "SELECT a.id AS row_id, a.matter_id, a.organ_id, 'open' AS confidentiality, a.on_date, a.outlet, a.level, \
     a.medium, a.genre, a.group_name AS \"group\", a.person, a.field, a.setting, a.nature, a.aspect, a.place, a.size, \
     CASE WHEN a.outward THEN 'outward' ELSE 'inward' END AS direction, a.reprint, ",
    about!("a.unit_id"),
    " FROM publicity_adoption a WHERE a.struck_at IS NULL"
));

/// One row an author of an appearance: everybody whose name stood over it.
pub const BYLINES: Source = Source(concat!(
    "SELECT b.id AS row_id, a.matter_id, a.organ_id, 'open' AS confidentiality, a.on_date, a.outlet, a.level, \
     a.medium, a.genre, a.group_name AS \"group\", b.name AS person, a.field, a.setting, a.nature, a.aspect, a.place, \
     a.size, CASE WHEN a.outward THEN 'outward' ELSE 'inward' END AS direction, ",
    about!("b.unit_id"),
    " FROM publicity_byline b JOIN publicity_adoption a ON a.id = b.adoption_id \
     WHERE a.struck_at IS NULL AND NOT a.reprint"
));

/// What every source about manuscripts sent out tells of the manuscript `a`; its unit is the first author's on the day
/// it was sent. A piece that is only sent is as secret as its manuscript.
macro_rules! sent {
    ($day:literal) => {
        concat!(
            "a.genre, g.name AS \"group\", \
             (SELECT w.name FROM publicity_author w WHERE w.matter_id = a.matter_id AND w.sort = 0) AS person, \
             a.field, a.setting, a.nature, a.aspect, a.place, ",
            about!(
                "(SELECT p.unit_id FROM publicity_author w JOIN post p ON p.person_id = w.person_id \
                  WHERE w.matter_id = a.matter_id AND w.sort = 0 AND p.unit_id IS NOT NULL AND p.to_on IS NULL \
                  ORDER BY CASE WHEN p.role IN ('deputy', 'member') THEN 1 ELSE 0 END, p.from_on DESC, p.id LIMIT 1)"
            ),
            ", ",
            $day,
            " AS on_date"
        )
    };
}

/// One row a submission to an outlet, and whether that took it.
pub const SUBMISSIONS: Source = Source(concat!(
    "SELECT s.id AS row_id, s.matter_id, a.organ_id, m.confidentiality, o.name AS outlet, o.level, o.medium, \
     CASE WHEN o.outward THEN 'outward' ELSE 'inward' END AS direction, (s.state = 'adopted') AS adopted, ",
    sent!("s.sent_on"),
    " FROM publicity_submission s JOIN publicity_manuscript a ON a.matter_id = s.matter_id \
     JOIN matter m ON m.id = s.matter_id JOIN publicity_outlet o ON o.id = s.outlet_id \
     LEFT JOIN publicity_group g ON g.id = a.group_id"
));

/// One row a manuscript that was sent to any outlet, on the day it first was, and whether any took it.
pub const SENT: Source = Source(concat!(
    "SELECT a.matter_id AS row_id, a.matter_id, a.organ_id, m.confidentiality, \
     EXISTS (SELECT 1 FROM publicity_submission s WHERE s.matter_id = a.matter_id AND s.state = 'adopted') AS adopted, ",
    sent!("(SELECT MIN(s.sent_on) FROM publicity_submission s WHERE s.matter_id = a.matter_id)"),
    " FROM publicity_manuscript a JOIN matter m ON m.id = a.matter_id \
     LEFT JOIN publicity_group g ON g.id = a.group_id \
     WHERE EXISTS (SELECT 1 FROM publicity_submission s WHERE s.matter_id = a.matter_id)"
));

/// One row a topic, on the day it was planned.
pub const TOPICS: Source = Source(
    "SELECT t.matter_id AS row_id, t.matter_id, t.organ_id, m.confidentiality, m.received_on AS on_date, m.state, \
     g.name AS \"group\" FROM publicity_topic t JOIN matter m ON m.id = t.matter_id \
     LEFT JOIN publicity_group g ON g.id = t.group_id",
);

/// One row an issue sent to an addressee, on the day it was released, and whether he signed for it.
pub const RECEIPTS: Source = Source(
    "SELECT t.id AS row_id, t.matter_id, p.organ_id, m.confidentiality, p.issued_on AS on_date, s.name AS series, \
     s.shape, t.way, t.name AS addressee, (t.received_at IS NOT NULL) AS received FROM publicity_sent t \
     JOIN publicity_issue p ON p.matter_id = t.matter_id JOIN publicity_series s ON s.id = p.series_id \
     JOIN matter m ON m.id = p.matter_id WHERE p.issued_on IS NOT NULL",
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
