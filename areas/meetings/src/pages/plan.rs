//! Dates counted back from the sitting, each with why it is that day; and where a rule stands.

use chrono::NaiveDate;
use frame::SignedIn;
use frame::ui::{Facts, Lamp, Light};
use kernel::clock::Instant;
use kernel::matter::Standing;
use text::date::date;
use threshold::{Source, Verdict};

use super::ta;
use crate::kind::Held;
use crate::model::item::ItemState;
use crate::model::period::{self, Asked, Period, What};
use crate::store::item::Paper;

/// 《组织法》第五十一条, with how sure it is.
pub(super) fn source(visit: &SignedIn, source: &Source) -> String {
    let args = [
        ("act", source.act.as_str().into()),
        ("article", source.article.as_str().into()),
    ];
    let named = ta(visit, "meetings-source", &args);
    match source.mark.code() {
        "verified" => named,
        mark => format!("{named}{}", visit.t(&format!("meetings-mark-{mark}"))),
    }
}

/// A verdict in a sentence: how many of how many, how many are needed.
pub(super) fn verdict(visit: &SignedIn, v: &Verdict) -> String {
    let key = match v.passed {
        true => "meetings-quorum-yes",
        false => "meetings-quorum-no",
    };
    ta(
        visit,
        key,
        &[
            ("base", v.base.into()),
            ("yes", v.yes.into()),
            ("needed", v.needed.into()),
            ("missing", v.missing().into()),
        ],
    )
}

/// The quorum as a lamp: reached or not.
pub(super) fn quorum_lamp(visit: &SignedIn, v: &Verdict) -> Lamp {
    let (light, key) = match v.passed {
        true => (Light::Green, "meetings-reached"),
        false => (Light::Red, "meetings-not-reached"),
    };
    Lamp::saying(visit.lang, light, visit.t(key))
}

/// The quorum as it stands, with its article; before the day only how many are needed.
pub(super) fn quorum(visit: &SignedIn, held: &Held) -> Option<Facts> {
    let v = held.quorum()?;
    let label = visit.t("meetings-quorum");
    let facts = Facts::new(visit);
    let facts = match held.event.from_on > visit.actor().today {
        true => {
            let args = [("base", v.base.into()), ("needed", v.needed.into())];
            facts.line(label, ta(visit, "meetings-quorum-ahead", &args))
        }
        false => facts
            .html(label, quorum_lamp(visit, &v))
            .line(visit.t("meetings-presence"), verdict(visit, &v)),
    };
    Some(facts.why(source(visit, &v.source)))
}

/// The hour of a day and the day, in a few characters.
pub(super) fn moment(at: i64) -> String {
    text::date::local(at).map_or_else(String::new, |t| t.format("%m-%d %H:%M").to_string())
}

/// Which sitting is asked about.
pub(super) fn asked<'a>(standing: &'a Standing, held: &'a Held) -> Option<Asked<'a>> {
    let sitting = held.sitting.as_ref()?;
    Some(Asked {
        pack: &standing.pinned.pack.name,
        body: sitting.kind.code(),
        level: &sitting.level,
    })
}

/// Why a period ends on its day.
fn why(visit: &SignedIn, p: &Period, first: NaiveDate, working: bool) -> String {
    let day = date(visit.lang, first);
    let counted = match p.months {
        0 => ta(
            visit,
            "meetings-why-days",
            &[("n", p.days.into()), ("day", day.into())],
        ),
        n => ta(
            visit,
            "meetings-why-months",
            &[("n", n.into()), ("day", day.into())],
        ),
    };
    let off = match working {
        true => String::new(),
        false => visit.t("meetings-why-off"),
    };
    format!("{counted}{}{off}", source(visit, &p.source))
}

/// How a day stands: kept, missed, ahead.
fn stands(visit: &SignedIn, due: NaiveDate, done: Option<NaiveDate>) -> String {
    let key = match done {
        Some(day) if day <= due => "meetings-kept",
        Some(_) => "meetings-kept-late",
        None if due < visit.actor().today => "meetings-missed",
        None => return date(visit.lang, due),
    };
    let day = date(visit.lang, due);
    ta(visit, key, &[("day", day.into())])
}

/// Every day counted back from the sitting, the earliest first.
pub(super) fn schedule(
    visit: &SignedIn,
    standing: &Standing,
    held: &Held,
    papers: &[Paper],
) -> Option<Facts> {
    let asked = asked(standing, held)?;
    let sitting = held.sitting.as_ref()?;
    let first = held.event.from_on;
    let mut lines: Vec<(NaiveDate, String, String, String)> = Vec::new();
    let mut push = |label: String, p: &Period, done: Option<NaiveDate>| {
        let due = p.due(first);
        let why = why(visit, p, first, standing.calendar.is_working(due));
        lines.push((due, label, stands(visit, due, done), why));
    };
    if let Some(p) = period::notice(asked) {
        let told = sitting.told_at.map(|at| Instant(at).day());
        push(visit.t(&What::Notice.key()), &p, told);
    }
    let open = held
        .items
        .iter()
        .filter(|i| i.state != ItemState::Withdrawn);
    for (n, item) in open.enumerate() {
        let last = papers
            .iter()
            .filter(|p| p.item_id == item.id)
            .map(|p| p.came_on)
            .min();
        for p in period::papers(asked, item.kind) {
            let done = last.filter(|_| p.what != What::Draft);
            let kind = visit.t(&item.kind.key());
            let args = [
                ("n", (n + 1).into()),
                ("kind", kind.into()),
                ("what", visit.t(&p.what.key()).into()),
            ];
            push(ta(visit, "meetings-plan-line", &args), &p, done);
        }
    }
    lines.sort_by_key(|l| l.0);
    let facts = lines
        .into_iter()
        .fold(Facts::new(visit), |facts, (_, label, words, why)| {
            facts.line(label, words).why(why)
        });
    Some(facts).filter(|f| !f.all.is_empty())
}
