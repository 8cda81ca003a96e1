//! What waits for the people of the demo: matters that stand today at one's step since so many working days, so that
//! each who signs in finds something in time, something due and something late.
//!
//! They go their way with all others ([`super::course`]), but without chance: each step a day, the one before the step
//! they stand at on the day they shall stand there since.

use chrono::NaiveDate;
use fastrand::Rng;
use proposals::model::matter::MatterKind;
use workday::Calendar;

use super::course::{Course, Walk};
use super::places::{TOWNSHIPS, VILLAGES};
use super::words::TOPICS;
use kernel::clock::Instant;

/// Where a matter stands.
#[derive(Debug, Clone)]
pub struct Stand {
    /// The step, and the one whose end begins it; none where the paper's coming in does.
    pub step: &'static str,
    before: Option<&'static str>,
    since: NaiveDate,
    pub kind: MatterKind,
    /// The account of who brings it in, and of who is asked to sign it.
    pub by: &'static str,
    pub asked: Option<&'static str>,
    /// Codes of the bureaus.
    pub lead: &'static str,
    pub co: Option<&'static str>,
    /// The day of the first stage the reply promises.
    pub promise: Option<NaiveDate>,
}

impl Stand {
    /// Whether it stays at this step.
    pub fn stays(&self, step: &str) -> bool {
        self.step == step
    }

    /// When a step is done that is none of the last two.
    pub fn at(&self, step: &str) -> Option<Instant> {
        (self.before == Some(step)).then(|| Instant::at(self.since, 10))
    }
}

/// How many there are.
pub const WAITING: usize = 33;

/// `(step, the step before, kind, by, since how many working days)`: beside each the limit of the national pack.
const STANDS: [(&str, &str, MatterKind, &str, i64); WAITING] = [
    // The office: 7 working days to register or file, 7 to assign.
    ("register", "", MatterKind::Suggestion, "deputy3", 9),
    ("register", "", MatterKind::Suggestion, "deputy2", 5),
    ("filing", "", MatterKind::Proposal, "member2", 1),
    ("assign", "register", MatterKind::Suggestion, "deputy2", 6),
    // The principal leader: 3 working days.
    ("instruct", "filing", MatterKind::Proposal, "member", 5),
    ("instruct", "filing", MatterKind::Proposal, "member2", 2),
    ("instruct", "filing", MatterKind::Proposal, "member", 0),
    // The unit's liaison: 5 to accept, a month for an opinion, 2 to issue.
    ("accept", "assign", MatterKind::Suggestion, "deputy3", 7),
    ("accept", "assign", MatterKind::Suggestion, "deputy2", 4),
    ("accept", "assign", MatterKind::Suggestion, "deputy3", 0),
    ("opinion", "assign", MatterKind::Suggestion, "deputy2", 19),
    (
        "issue",
        "county_review",
        MatterKind::Suggestion,
        "deputy",
        1,
    ),
    // The section: 30 to draft.
    ("handle", "accept", MatterKind::Suggestion, "deputy2", 33),
    ("handle", "accept", MatterKind::Suggestion, "deputy3", 27),
    ("handle", "accept", MatterKind::Suggestion, "deputy", 6),
    // Deputy head and head of the bureau: 3 each; the county's leader: 5.
    (
        "unit_review",
        "handle",
        MatterKind::Suggestion,
        "deputy3",
        5,
    ),
    (
        "unit_review",
        "handle",
        MatterKind::Suggestion,
        "deputy2",
        2,
    ),
    ("unit_review", "handle", MatterKind::Suggestion, "deputy", 0),
    (
        "unit_approve",
        "unit_review",
        MatterKind::Suggestion,
        "deputy3",
        4,
    ),
    (
        "unit_approve",
        "unit_review",
        MatterKind::Suggestion,
        "deputy2",
        1,
    ),
    (
        "county_review",
        "unit_approve",
        MatterKind::Suggestion,
        "deputy",
        7,
    ),
    (
        "county_review",
        "unit_approve",
        MatterKind::Suggestion,
        "deputy2",
        4,
    ),
    (
        "county_review",
        "unit_approve",
        MatterKind::Suggestion,
        "deputy3",
        1,
    ),
    // The proposers: 15 to rate a reply, 10 to gather names.
    ("verdict", "issue", MatterKind::Suggestion, "deputy", 18),
    ("verdict", "issue", MatterKind::Suggestion, "deputy", 12),
    ("verdict", "issue", MatterKind::Suggestion, "deputy", 3),
    ("verdict", "issue", MatterKind::Proposal, "member", 12),
    ("verdict", "issue", MatterKind::Proposal, "member", 2),
    ("cosign", "", MatterKind::Suggestion, "deputy", 8),
    ("cosign", "", MatterKind::Suggestion, "deputy2", 2),
    ("cosign", "", MatterKind::Proposal, "member2", 4),
    // What was promised: due in some days, and some days ago.
    ("deliver", "issue", MatterKind::Suggestion, "deputy", 60),
    ("deliver", "issue", MatterKind::Suggestion, "deputy2", 62),
];

/// Adds these matters to a course that ends today.
pub fn add(course: &mut Course<'_>, calendar: &Calendar, rng: &mut Rng, today: NaiveDate) {
    let back = |days: i64| calendar.offset(today, -days).unwrap_or(today);
    let own: Vec<_> = TOPICS
        .iter()
        .filter(|t| t.lead == "water" && t.is_local())
        .collect();
    let mut promises = [today + chrono::Days::new(4), today - chrono::Days::new(6)].into_iter();
    for (at, (step, before, kind, by, days)) in STANDS.into_iter().enumerate() {
        let topic = own[at % own.len()];
        let village = VILLAGES[(at * 5 + 3) % VILLAGES.len()];
        let place = format!("{}{village}", TOWNSHIPS[(at * 3 + 1) % TOWNSHIPS.len()]);
        let helps = step == "opinion";
        let stand = Stand {
            step,
            before: (!before.is_empty()).then_some(before),
            // A step begun today would begin after its end.
            since: back(days.max(1)),
            kind,
            by,
            asked: match (step, by) {
                ("cosign", "deputy") => Some("deputy3"),
                ("cosign", "member2") => Some("member"),
                ("cosign", _) => Some("deputy"),
                _ => None,
            },
            lead: if helps { "transport" } else { "water" },
            co: helps.then_some("water"),
            promise: if step == "deliver" {
                promises.next()
            } else {
                None
            },
        };
        // A day for each step before, and some to spare.
        let comes = match stand.before {
            Some(_) => back(days.max(1) + 16),
            None => stand.since,
        };
        let mut walk = Walk::new(topic, topic.at(&place), Rng::with_seed(rng.u64(..)));
        walk.stand = Some(stand);
        course.add(walk, Instant::at(comes, 9).plus_seconds(at as i64 * 60));
    }
}
