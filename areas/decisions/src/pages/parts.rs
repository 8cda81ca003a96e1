//! Parts several pages of this area share.

use std::sync::Arc;

use askama::Template;
use frame::Visit;
use frame::matter::lamp_of;
use frame::ui::{Bars, Cell, Choice, Facts, Series, Tab, Tabs};
use kernel::Kernel;
use kernel::access::Actor;
use kernel::error::Result;
use kernel::matter::Kind;
use kernel::matter::listing::Row as Listed;
use kernel::procedures::Pinned;
use procedure::Words;
use text::{Arg, Lang, ta};
use workday::Calendar;

use crate::model::decision::{Body, Force};
use crate::store::vote::Vote;

/// Words in the reader's language.
pub(super) fn words(lang: Lang, words: &Words) -> String {
    match lang {
        Lang::Zh => words.zh.clone(),
        Lang::En => words.en.clone(),
    }
}

/// The procedure in force for a kind, for the names of its states.
pub(super) async fn in_force(
    kernel: &Kernel,
    actor: &Actor,
    kind: &dyn Kind,
) -> Result<Option<Arc<Pinned>>> {
    let all = kernel
        .procedures
        .in_force(&kernel.db, &[kind], actor.organ)
        .await?;
    Ok(all.into_iter().next())
}

/// Its steps and ends, to narrow a list by.
pub(super) fn states(lang: Lang, pinned: Option<&Pinned>) -> Vec<Choice> {
    let Some(pinned) = pinned else {
        return Vec::new();
    };
    let def = &pinned.definition;
    let steps = def.steps.iter().map(|s| (s.id.as_str(), &s.title));
    let ends = def.ends.iter().map(|e| (e.id.as_str(), &e.title));
    steps
        .chain(ends)
        .map(|(id, title)| Choice::new(id, words(lang, title)))
        .collect()
}

/// The state of a matter in words.
pub(super) fn state(lang: Lang, pinned: Option<&Pinned>, state: &str) -> String {
    match pinned {
        Some(p) => words(lang, &p.definition.state_title(state)),
        None => state.to_owned(),
    }
}

/// The lamp of a running matter with its day.
pub(super) fn due(visit: &Visit, calendar: &Calendar, m: &Listed) -> Cell {
    let today = visit.now.day();
    match m.due_on.filter(|_| m.open) {
        Some(day) => Cell::Due {
            lamp: lamp_of(visit.lang, today, calendar, Some(day), m.lamp(today)),
            day,
        },
        None => Cell::Nothing,
    }
}

/// A text as it will be printed: paragraph by paragraph.
#[derive(Debug, Template)]
#[template(ext = "html", source = r#"<div class="typed">{{ words }}</div>"#)]
pub(super) struct Prose {
    pub(super) words: String,
}

impl askama::filters::HtmlSafe for Prose {}

/// Decisions, demands and what is published, beside each other.
pub(super) fn tabs(visit: &Visit, here: &str) -> Tabs {
    let tab = |href: &str, key: &str| Tab {
        href: href.to_owned(),
        words: visit.t(key),
        count: None,
        here: here == href,
    };
    Tabs {
        label: visit.t("decisions-nav"),
        all: vec![
            tab("/decisions", "decisions-tab-all"),
            tab("/decisions/demands", "decisions-tab-demands"),
            tab("/public/decisions", "decisions-tab-public"),
        ],
    }
}

fn n(value: Option<i64>) -> i64 {
    value.unwrap_or(0)
}

/// The result in one sentence, with how many were missing where it failed.
pub(super) fn result_sentence(visit: &Visit, vote: &Vote, body: Body) -> String {
    let article = body.majority_article();
    let missing = (n(vote.needed) - n(vote.in_favour)).max(0);
    let key = match vote.passed {
        Some(true) => "decisions-vote-passed",
        _ => "decisions-vote-failed",
    };
    ta(
        visit.lang,
        key,
        &[
            ("members", n(vote.members).into()),
            ("present", n(vote.present).into()),
            ("yes", n(vote.in_favour).into()),
            ("needed", n(vote.needed).into()),
            ("missing", missing.into()),
            ("article", Arg::Str(article)),
        ],
    )
}

/// The votes as bars, with their numbers as a table.
pub(super) fn bars(visit: &Visit, vote: &Vote) -> Bars {
    let lines = [
        ("decisions-vote-yes", vote.in_favour),
        ("decisions-vote-no", vote.against),
        ("decisions-vote-abstain", vote.abstained),
        ("decisions-vote-not-voted", vote.not_voted),
        ("decisions-vote-invalid", vote.invalid),
    ];
    let shown: Vec<(&str, i64)> = lines
        .into_iter()
        .map(|(key, value)| (key, n(value)))
        .filter(|(key, value)| *value > 0 || *key != "decisions-vote-invalid")
        .collect();
    let rows: Vec<(String, String)> = shown
        .iter()
        .map(|(key, _)| (visit.t(key), String::new()))
        .collect();
    let values = shown.iter().map(|(_, value)| *value).collect();
    let series = [Series::new(visit.t("decisions-votes"), 0, values)];
    Bars::new(
        visit,
        &visit.t("decisions-vote-result"),
        &visit.t("decisions-vote-way"),
        &rows,
        &series,
    )
}

/// Who counted, how many were needed, and by which article.
pub(super) fn counted(visit: &Visit, vote: &Vote, body: Body) -> Facts {
    let count = |value: Option<i64>| text::number::count(n(value));
    Facts::new(visit)
        .line(
            visit.t("decisions-vote-on"),
            vote.closed_on
                .map(|d| text::date::date(visit.lang, d))
                .unwrap_or_default(),
        )
        .line(visit.t("decisions-members"), count(vote.members))
        .line(visit.t("decisions-present"), count(vote.present))
        .line(visit.t("decisions-needed"), count(vote.needed))
        .line(
            visit.t("decisions-rests-on"),
            ta(
                visit.lang,
                "decisions-organic-law",
                &[("article", Arg::Str(body.majority_article()))],
            ),
        )
}

/// How a published decision stands, in words.
pub(super) fn force_words(visit: &Visit, force: Force) -> String {
    visit.t(&force.key())
}
