//! Drafts on a matter's page: for the unit that writes them and whoever reviews them, until the reply leaves.

use frame::SignedIn;
use frame::ui::Facts;
use kernel::matter::Standing;
use text::{Arg, t, ta};

use crate::store::case::Case;

/// A class with what it means in the rule pack of the matter: `B 正在解决或列入计划解决`.
fn class_words(visit: &SignedIn, standing: &Standing, code: &str) -> String {
    let lang = match visit.lang {
        text::Lang::Zh => procedure::Lang::Zh,
        text::Lang::En => procedure::Lang::En,
    };
    let classes = &standing.pinned.pack.classes;
    match classes.iter().find(|c| c.code == code) {
        Some(class) => format!("{code} {}", class.title.of(lang)),
        None => code.to_owned(),
    }
}

/// The drafts of the reader's own unit, and those he holds a step for: a reviewer reads what he reviews.
pub(super) fn drafts(visit: &SignedIn, standing: &Standing, case: &Case) -> Option<Facts> {
    let narrow = visit.actor().narrow();
    let holdings = visit.actor().holdings();
    let mut facts = Facts::new(visit);
    let mut any = false;
    for h in case.handling_now() {
        let holds = standing
            .tasks
            .iter()
            .any(|t| t.branch_unit == Some(h.unit_id) && !t.side && t.is_held_by(&holdings));
        let own = holds
            || narrow.contains(&h.unit_id)
            || h.section_id.is_some_and(|s| narrow.contains(&s));
        let gone = case.replies_now().any(|r| r.unit_id == h.unit_id);
        if !own || gone {
            continue;
        }
        let Some(draft) = case.draft_of(h.unit_id) else {
            continue;
        };
        let Ok(answer) = draft.answer() else { continue };
        any = true;
        let class = class_words(visit, standing, &answer.class);
        facts = facts
            .line(visit.t("proposals-field-class"), class)
            .line(visit.t("proposals-field-gist"), answer.gist)
            .line(
                visit.t("proposals-field-promises"),
                crate::effects::promise::written(&answer.promises),
            )
            .line(visit.t("proposals-field-letter"), answer.letter)
            .line(
                visit.t("proposals-draft-version"),
                ta(
                    visit.lang,
                    "proposals-draft-saved",
                    &[
                        ("n", draft.version.into()),
                        (
                            "date",
                            Arg::String(text::date::instant(visit.lang, draft.saved_at)),
                        ),
                    ],
                ),
            );
        for review in case
            .reviews
            .iter()
            .filter(|r| r.unit_id == h.unit_id && r.round == case.paper.round && !r.passed)
        {
            let reasons: Vec<String> = review
                .reason
                .as_deref()
                .unwrap_or_default()
                .split_whitespace()
                .filter_map(crate::model::filing::Reviewed::parse)
                .map(|r| t(visit.lang, &r.key()))
                .collect();
            let note = review.note.clone().unwrap_or_default();
            facts = facts.line(
                ta(
                    visit.lang,
                    "proposals-sent-back-by",
                    &[(
                        "name",
                        Arg::String(review.by_name.clone().unwrap_or_default()),
                    )],
                ),
                format!("{} {note}", reasons.join("、")),
            );
        }
    }
    any.then_some(facts)
}
