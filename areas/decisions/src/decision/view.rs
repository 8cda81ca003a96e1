//! What is read before an act on a decision, and what the API shows of one.

use kernel::access::Actor;
use kernel::id::Id;
use serde_json::{Value as Json, json};
use text::{Lang, t};

use super::Held;

/// The text somebody is asked about, and the question.
pub(super) fn in_view(
    held: &Held,
    lang: Lang,
    act: &str,
    unit: Option<Id>,
) -> Vec<(String, String)> {
    let case = &held.case;
    let mut out = Vec::new();
    let mut line = |key: &str, words: &str| {
        if !words.is_empty() {
            out.push((t(lang, key), words.to_owned()));
        }
    };
    match act {
        "give_opinion" | "enter_opinion" => {
            if let Some(asked) = unit.and_then(|u| case.asked_unit(u)) {
                line("decisions-ask-question", &asked.question);
                let sent = case.version(asked.version).map(|v| v.content.as_str());
                line("decisions-text", sent.unwrap_or_default());
            }
        }
        "put_to_vote" | "submit" => {
            let now = case.newest().map(|v| v.content.as_str());
            line("decisions-text", now.unwrap_or_default());
        }
        "admit" | "refuse" => {
            line("decisions-bringer", &case.decision.bringer);
            line("decisions-ask-reason", &case.decision.reason);
        }
        "publish" => {
            let adopted = case.adopted().map(|v| v.content.as_str());
            line("decisions-text", adopted.unwrap_or_default());
        }
        _ => {}
    }
    out
}

/// As far as `actor` may read it.
pub(super) fn detail(held: &Held, actor: &Actor) -> Json {
    let case = &held.case;
    let d = &case.decision;
    let all = held.reads_all(actor);
    let consultations: Vec<Json> = held
        .consultations(actor)
        .into_iter()
        .map(|c| {
            json!({
                "who": c.name(), "unit": c.unit_id.map(|u| u.to_string()), "version": c.version,
                "asked_on": c.asked_on, "due_on": c.due_on, "answered_on": c.answered_on,
                "stance": c.stance.map(|s| s.code()), "opinion": c.opinion,
                "taken": c.taken.map(|t| t.code()), "taken_reason": c.taken_reason,
            })
        })
        .collect();
    let versions: Vec<Json> = held
        .versions(actor)
        .into_iter()
        .map(|v| {
            json!({"version": v.version, "stage": v.stage.code(), "title": v.title, "content": v.content})
        })
        .collect();
    let vote = case.vote().filter(|v| v.passed.is_some()).map(|v| {
        json!({
            "on": v.closed_on, "members": v.members, "present": v.present, "for": v.in_favour,
            "against": v.against, "abstain": v.abstained, "invalid": v.invalid, "not_voted": v.not_voted,
            "needed": v.needed, "passed": v.passed,
        })
    });
    let demands: Vec<Json> = case
        .demands
        .iter()
        .filter(|i| all || actor.narrow().contains(&i.unit_id))
        .map(|i| {
            json!({
                "id": i.matter_id.to_string(), "title": i.title, "unit": i.unit, "due_on": i.due_on,
                "reported_on": i.reported_on, "ended_on": i.ended_on, "result": i.result.map(|r| r.code()),
                "met_by": i.met_by.map(|m| m.code()),
            })
        })
        .collect();
    let corrections: Vec<Json> = case
        .corrections
        .iter()
        .map(|c| json!({"on": c.on_date, "wrong": c.wrong, "right": c.correct, "reason": c.reason}))
        .collect();
    json!({
        "corrections": corrections,
        "form": d.form.code(), "body": d.body.code(), "subject": d.subject.code(),
        "brought_by": d.brought_by.code(), "bringer": d.bringer, "names": d.names,
        "reason": all.then_some(&d.reason), "ground": d.ground, "adopted_on": d.adopted_on,
        "effective_on": d.effective_on, "published_on": d.published_on, "ended_on": d.ended_on,
        "ended_how": d.ended_how.map(|e| e.code()),
        "versions": versions, "consultations": consultations, "vote": vote, "demands": demands,
    })
}
