//! Who is told of an act on a decision, besides whoever holds its next step.

use kernel::access::Role;
use kernel::id::Id;
use kernel::matter::act::Doing;
use kernel::notice::{Letter, To};

use crate::store::case::DecisionCase;

fn liaison(unit: Id) -> To {
    To::Role {
        holder: unit,
        role: Role::UnitLiaison.code().to_owned(),
    }
}

pub(super) fn letters(case: &DecisionCase, doing: &Doing) -> Vec<Letter> {
    let names = |effect: &str| doing.decision.effects.iter().any(|e| e.name == effect);
    let bringers = || -> Vec<To> {
        let person = doing.matter.proposer.map(To::Person);
        let unit = case.decision.unit_id.map(liaison);
        person.into_iter().chain(unit).collect()
    };
    let mut out = Vec::new();
    let mut send = |kind: &str, to: Vec<To>, urgent: bool| {
        if !to.is_empty() {
            let letter = Letter::new(kind, to).about(doing.matter.id);
            out.push(if urgent { letter.urgent() } else { letter });
        }
    };
    if names("consult") || names("ask_people") {
        let waiting = case.consultations.iter();
        let asked = waiting
            .filter(|c| c.answered_on.is_none() && c.asked_on == doing.today)
            .filter_map(|c| c.person_id.map(To::Person));
        send("notice-decision-asked", asked.collect(), true);
    }
    for (effect, kind) in [
        ("admit", "notice-decision-admitted"),
        ("refuse", "notice-decision-refused"),
        ("defer", "notice-decision-deferred"),
        ("adopt", "notice-decision-adopted"),
        ("not_adopt", "notice-decision-not-adopted"),
        ("terminate", "notice-decision-terminated"),
    ] {
        if names(effect) {
            send(kind, bringers(), false);
        }
    }
    if names("publish") {
        let units = case.demands.iter().map(|d| liaison(d.unit_id));
        send(
            "notice-decision-published",
            bringers().into_iter().chain(units).collect(),
            false,
        );
    }
    if names("urge") {
        let holders = doing.left().iter().map(|t| To::Role {
            holder: t.holder,
            role: t.role.clone(),
        });
        send("notice-urged", holders.collect(), true);
    }
    out
}

/// The act a notice asks for.
pub(super) fn asked_by(notice: &str) -> Option<&'static str> {
    (notice == "notice-decision-asked").then_some("speak")
}
