//! Who is told of an act, besides whoever holds its next task.

use kernel::access::Role;
use kernel::matter::act::Doing;
use kernel::notice::{Letter, To};

use crate::model::party::PartyState;
use crate::store::Case;

/// The letters of an act: to the parties, to those it urges, to the unit it rules for.
pub(crate) fn letters(case: &Case, doing: &Doing) -> Vec<Letter> {
    let raters = || {
        case.raters()
            .map(|p| To::Person(p.person_id))
            .collect::<Vec<To>>()
    };
    let everybody = || {
        case.parties
            .iter()
            .filter(|p| p.state != PartyState::Declined)
            .map(|p| To::Person(p.person_id))
            .collect::<Vec<To>>()
    };
    let letter = |kind: &str, to: Vec<To>, urgent: bool| Letter {
        to,
        matter: Some(doing.matter.id),
        task: None,
        kind: kind.to_owned(),
        args: Vec::new(),
        urgent,
    };
    let names = |effect: &str| doing.decision.effects.iter().any(|e| e.name == effect);
    let mut out = Vec::new();
    if names("issue") {
        out.push(letter("notice-reply", raters(), true));
    }
    if names("tell_delivered") {
        out.push(letter("notice-delivered", raters(), true));
    }
    if names("not_file") || names("return_form") || names("merge") || names("treat_as_suggestion") {
        out.push(letter("notice-filing", everybody(), false));
    }
    if names("register") {
        out.push(letter("notice-registered", everybody(), false));
    }
    if names("sign") || names("decline") {
        let lead = case.lead().map(|p| To::Person(p.person_id));
        out.push(letter("notice-signed", lead.into_iter().collect(), false));
    }
    if doing.decision.act == "open" || names("invite") {
        let invited: Vec<To> = case
            .parties
            .iter()
            .filter(|p| p.state == PartyState::Invited)
            .map(|p| To::Person(p.person_id))
            .collect();
        if !invited.is_empty() {
            out.push(letter("notice-invited", invited, true));
        }
    }
    if names("handle_again") {
        out.push(letter("notice-handled-again", everybody(), false));
    }
    if names("urge") {
        let holders = doing
            .left()
            .iter()
            .map(|t| To::Role {
                holder: t.holder,
                role: t.role.clone(),
            })
            .collect();
        out.push(letter("notice-urged", holders, true));
    }
    if names("rule")
        && let Some(unit) = doing.unit()
    {
        let to = To::Role {
            holder: unit,
            role: Role::UnitLiaison.code().to_owned(),
        };
        out.push(letter("notice-ruled", vec![to], false));
    }
    out.retain(|l| !l.to.is_empty());
    out
}

/// The act a notice asks for: its form is one tap away.
pub(crate) fn asked_by(notice: &str) -> Option<&'static str> {
    match notice {
        "notice-reply" | "notice-delivered" => Some("rate"),
        "notice-invited" => Some("sign"),
        _ => None,
    }
}
