//! What whoever does an act reads first, above its form: the paper for those who take it up, the draft for those who
//! review it, the reply for those who rate it.

use kernel::id::Id;
use text::{Arg, Lang, t, ta};

use crate::store::case::Case;

/// Label and words, line by line; empty where the act says everything itself.
pub(crate) fn in_view(
    case: &Case,
    lang: Lang,
    act: &str,
    unit: Option<Id>,
) -> Vec<(String, String)> {
    let mut out = match act {
        "rate" | "rate_late" | "enter_rating" => replies(case, lang),
        "pass" | "approve" | "agree" | "send_back" | "issue_reply" | "submit_draft" => {
            unit.map(|u| draft(case, lang, u)).unwrap_or_default()
        }
        "sign" | "decline" | "register" | "file" | "not_file" | "instruct" | "assign"
        | "accept" | "give_opinion" | "save_draft" => paper(case, lang),
        _ => Vec::new(),
    };
    out.retain(|(_, words)| !words.trim().is_empty());
    out
}

fn paper(case: &Case, lang: Lang) -> Vec<(String, String)> {
    let p = &case.paper;
    vec![
        (t(lang, "proposals-field-background"), p.background.clone()),
        (t(lang, "proposals-field-demand"), p.demand.clone()),
    ]
}

fn draft(case: &Case, lang: Lang, unit: Id) -> Vec<(String, String)> {
    let Some(answer) = case.draft_of(unit).and_then(|d| d.answer().ok()) else {
        return Vec::new();
    };
    vec![
        (t(lang, "proposals-field-demand"), case.paper.demand.clone()),
        (t(lang, "proposals-field-class"), answer.class),
        (t(lang, "proposals-field-gist"), answer.gist),
        (
            t(lang, "proposals-field-promises"),
            crate::effects::promise::written(&answer.promises),
        ),
        (t(lang, "proposals-field-letter"), answer.letter),
    ]
}

fn replies(case: &Case, lang: Lang) -> Vec<(String, String)> {
    case.replies_now()
        .flat_map(|r| {
            let of = ta(lang, "proposals-reply-of", &[("unit", Arg::Str(&r.unit))]);
            let class = format!("{} {}", r.class, t(lang, &r.meaning.key()));
            [
                (t(lang, "proposals-field-class"), class),
                (of, r.letter.clone()),
            ]
        })
        .collect()
}
