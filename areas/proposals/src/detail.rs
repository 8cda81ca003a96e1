//! What the API shows of a matter of this area besides what every matter has, as far as the reader may read it.

use kernel::access::Actor;
use serde_json::{Value as Json, json};

use crate::store::Case;

pub(crate) fn of(case: &Case, actor: &Actor) -> Json {
    let office = actor.wide().is_some() || actor.system;
    json!({
        "form": case.paper.form.code(),
        "background": case.paper.background,
        "demand": case.paper.demand,
        "body_name": case.paper.body_name,
        "plan": office.then_some(&case.paper.plan),
        "instruction": office.then_some(&case.paper.instruction),
        "class": case.paper.class,
        "replied_on": case.paper.replied_on,
        "round": case.paper.round,
        "merged_into": case.paper.merged_into.map(|id| id.to_string()),
        "parties": case.parties.iter().map(|p| json!({
            "person": p.person_id.to_string(), "name": p.name,
            "role": p.role.code(), "state": p.state.code(),
        })).collect::<Vec<_>>(),
        "handling": case.handlings.iter().map(|h| json!({
            "round": h.round, "unit": h.unit, "part": h.part.code(), "state": h.state.code(),
            "section": h.section, "responsible": h.responsible_name,
            "assigned_on": h.assigned_on, "accepted_on": h.accepted_on, "replied_on": h.replied_on,
        })).collect::<Vec<_>>(),
        "contacts": case.contacts.iter().map(|c| json!({
            "unit": c.unit, "way": c.way.code(), "on": c.on_date, "person": c.person,
        })).collect::<Vec<_>>(),
        "replies": case.replies.iter().map(|r| json!({
            "round": r.round, "unit": r.unit, "number": r.number, "class": r.class,
            "meaning": r.meaning.code(), "letter": r.letter, "issued_on": r.issued_on,
            "papers": r.answer().map(|a| a.papers).unwrap_or_default(),
        })).collect::<Vec<_>>(),
        "verdicts": case.verdicts.iter().map(|v| json!({
            "round": v.round, "person": v.person_id.to_string(), "attitude": v.attitude.code(),
            "result": v.result.code(), "half_solved": v.half_solved, "reason": v.reason,
        })).collect::<Vec<_>>(),
        "commitments": case.stages.iter().map(|s| json!({
            "matter": s.matter_id.to_string(), "stage": s.stage.code(), "what": s.what,
            "due_on": s.due_on, "delivered_on": s.delivered_on,
            "late": s.delivered_on.is_some_and(|day| day > s.due_on),
        })).collect::<Vec<_>>(),
    })
}
