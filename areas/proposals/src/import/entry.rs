//! A row as the matter it becomes.

use std::collections::HashMap;

use chrono::Datelike;
use kernel::access::Act;
use kernel::error::{Error, Result};
use kernel::id::Id;
use kernel::import::{Ground, Row};
use kernel::matter::{Confidentiality, Matter, Task};
use procedure::RulePack;

use super::{HELPING, UNIT, WITHIN};
use crate::kind::Held;
use crate::model::handling::{HandlingState, Part};
use crate::model::matter::{Form, MatterKind};
use crate::model::number::{Number, Within};
use crate::model::party::{PartyRole, PartyState};
use crate::model::reply::{Meaning, is_solved};
use crate::model::verdict::{CountingRule, Standing};
use crate::store::case::{Case, Handling, Paper, Party};
use crate::store::fact::Fact;

/// One row as it will stand.
pub(super) struct Entry {
    pub(super) matter: Matter,
    pub(super) held: Held,
    pub(super) fact: Fact,
    pub(super) task: Option<Task>,
}

/// What `row` says, as it will stand. Its procedure and task are the writer's to fill in.
pub(super) fn entry(
    ground: &Ground<'_>,
    act: &Act,
    row: &Row,
    kind: MatterKind,
    people: &HashMap<String, Vec<Id>>,
    pack: &RulePack,
    level: &str,
) -> Result<Entry> {
    let own = |key: &str| row.value(key).filter(|v| !v.is_empty()).map(str::to_owned);
    let missing = |what: &str| Error::internal(format!("a row without its {what}"));
    let received_on = row
        .day("received_on")
        .ok_or_else(|| missing("received_on"))?;
    let within = row
        .value(WITHIN)
        .and_then(Within::parse)
        .ok_or_else(|| missing("session"))?;
    let serial = row
        .value("number")
        .and_then(|n| n.parse().ok())
        .ok_or_else(|| missing("number"))?;
    let number = Number {
        within,
        serial,
        secret: false,
    };
    let past = received_on.year() < ground.actor.today.year();
    let running = ground.running || !past;
    let id = Id::new(act.at);
    let title = own("title").unwrap_or_default();
    let unit: Option<Id> = row.value(UNIT).and_then(|u| u.parse().ok());
    let listed: Vec<String> = own("proposer")
        .map(|p| p.split('、').map(str::to_owned).collect())
        .unwrap_or_default();
    // A name two people bear is nobody's.
    let known = |name: &String| match people.get(name).map(Vec::as_slice) {
        Some([one]) => Some(*one),
        _ => None,
    };
    let ids: Vec<Option<Id>> = listed.iter().map(known).collect();
    let typed = row.typed("proposer");
    let alone = listed.len() == 1 && typed.trim() == listed[0];
    let lead = ids.first().copied().flatten();
    let body_name = Some(typed).filter(|t| !(t.trim().is_empty() || alone && lead.is_some()));
    let parties: Vec<Party> = ids
        .iter()
        .zip(&listed)
        .enumerate()
        .filter_map(|(i, (id, name))| {
            Some(Party {
                person_id: (*id)?,
                name: name.clone(),
                role: if i == 0 {
                    PartyRole::Lead
                } else {
                    PartyRole::CoSigner
                },
                state: PartyState::Signed,
                from_matter: None,
                answered_at: Some(act.at.0),
            })
        })
        .collect();
    let form = match (kind, alone, lead) {
        (_, false, _) if !listed.is_empty() => Form::Joint,
        (MatterKind::Proposal, _, None) if !listed.is_empty() => Form::Party,
        (MatterKind::Bill, ..) => Form::Joint,
        _ => Form::Single,
    };
    let replied_on = row.day("replied_on").filter(|_| !running);
    let class = own("class").filter(|_| !running);
    let standing = row
        .value("standing")
        .and_then(Standing::parse)
        .filter(|_| !running)
        .unwrap_or(Standing::Unrated);
    let helping: Vec<Id> = row
        .value(HELPING)
        .unwrap_or_default()
        .split(',')
        .filter_map(|id| id.parse().ok())
        .filter(|id| !running && Some(*id) != unit)
        .collect();
    let handlings: Vec<Handling> = unit
        .filter(|_| !running)
        .map(|unit_id| Handling {
            round: 1,
            unit_id,
            unit: own("unit").unwrap_or_default(),
            part: Part::Lead,
            state: HandlingState::Replied,
            section_id: None,
            section: None,
            responsible: None,
            responsible_name: None,
            assigned_on: received_on,
            accepted_on: None,
            replied_on,
            opinion: None,
            opinion_at: None,
            note: None,
        })
        .into_iter()
        .chain(helping.into_iter().map(|unit_id| Handling {
            round: 1,
            unit_id,
            unit: String::new(),
            part: Part::Co,
            state: HandlingState::OpinionGiven,
            section_id: None,
            section: None,
            responsible: None,
            responsible_name: None,
            assigned_on: received_on,
            accepted_on: None,
            replied_on: None,
            opinion: None,
            opinion_at: None,
            note: None,
        }))
        .collect();
    let organ_id = act.organ();
    let matter = Matter {
        id,
        organ_id,
        kind: kind.code().to_owned(),
        number: Some(number.label()),
        number_sort: number.sort(),
        title: title.clone(),
        state: "archived".to_owned(),
        procedure: String::new(),
        procedure_version: 0,
        confidentiality: Confidentiality::Internal.code().to_owned(),
        lead_unit: unit,
        category: own("category"),
        session: Some(within.code()),
        proposer: lead,
        key_leader: None,
        received_on,
        due_on: None,
        amber_on: None,
        red_on: None,
        closed_on: (!running).then(|| replied_on.unwrap_or(received_on)),
        clock: None,
        term: false,
        open: running,
        historic: !running,
        rev: 0,
        events: 0,
        head: Vec::new(),
        created_by: act.actor.person,
        created_at: act.at.0,
        updated_at: act.at.0,
    };
    let case = Case {
        paper: Paper {
            matter_id: id,
            organ_id,
            kind,
            form,
            body_name,
            background: own("text").unwrap_or_default(),
            demand: String::new(),
            plan: None,
            instruction: None,
            lesson: None,
            not_filed: None,
            filing_note: None,
            merged_into: None,
            source_id: None,
            round: 1,
            redone: 0,
            counting: CountingRule::parse(&pack.rules.counting).unwrap_or(CountingRule::Lead),
            class: class.clone(),
            meaning: None,
            replied_on,
            standing: Some(standing),
        },
        parties,
        handlings,
        contacts: Vec::new(),
        requests: Vec::new(),
        drafts: Vec::new(),
        reviews: Vec::new(),
        replies: Vec::new(),
        verdicts: Vec::new(),
        stages: Vec::new(),
        papers: Vec::new(),
    };
    let meaning = class
        .as_deref()
        .and_then(|code| pack.class(code))
        .and_then(|class| Meaning::parse(&class.meaning));
    let rated = i64::from(standing.is_rated());
    let fact = Fact {
        filed_on: Some(received_on),
        replied_on,
        class,
        meaning,
        solved: meaning.is_some_and(|m| is_solved(m, standing, false, false)),
        standing,
        rated,
        asked: rated.max(i64::from(!running)),
        ..Fact::of(&matter, &case, None)
    };
    Ok(Entry {
        matter,
        held: Held {
            case,
            title,
            level: level.to_owned(),
        },
        fact,
        task: None,
    })
}
