//! Reading the cells of a row, and holding it against what is there.

use std::collections::{BTreeMap, HashMap};

use chrono::Datelike;
use kernel::error::Message;
use kernel::id::Id;
use kernel::import::{Ground, Row};
use papers::table::Cell;
use papers::table::cell;
use text::numeral::SessionNumber;

use super::handlers;
use super::{HELPING, KINDS, LABEL, MOST, SECRET, STANDINGS, UNIT, WITHIN};
use crate::model::category;
use crate::model::matter::MatterKind;
use crate::model::number::{self, Number, Within};
use crate::store::import::Known;

/// The kind of rows that don't say it: as the title above the table says, else as the organ's.
pub(super) fn usual_kind(title: &str, organ: &str) -> MatterKind {
    let said = [
        ("议案", MatterKind::Bill),
        ("提案", MatterKind::Proposal),
        ("建议", MatterKind::Suggestion),
    ];
    said.into_iter()
        .find(|(word, _)| title.contains(word))
        .map_or_else(
            || match organ {
                "cppcc" => MatterKind::Proposal,
                _ => MatterKind::Suggestion,
            },
            |(_, kind)| kind,
        )
}

/// A session as typed, with or without the number in it.
fn session(typed: &str) -> Option<(Within, Option<u32>)> {
    let n = SessionNumber::parse(typed)?;
    let within = Within::Session {
        term: n.term,
        ordinal: n.session,
    };
    Some((within, n.serial))
}

/// The session a title names: 某县政协第八届三次会议提案登记表.
fn session_in(title: &str) -> Option<Within> {
    let term = title.find('届')?;
    let end = term + title[term..].find("次会议")? + "次会议".len();
    // 第 and the number of the term are at most six characters; the longest reading that makes sense is meant.
    let mut starts: Vec<usize> = title[..term]
        .char_indices()
        .rev()
        .take(6)
        .map(|(i, _)| i)
        .collect();
    starts.reverse();
    let mut readings = starts.into_iter().map(|start| session(&title[start..end]));
    readings.find_map(|read| read.map(|(within, _)| within))
}

pub(super) fn read(row: &mut Row, ground: &Ground<'_>, usual: MatterKind) {
    let typed = row.code("number");
    row.must("number");
    row.text("title", MOST.0);
    row.must("title");
    row.names("proposer");
    if let Some(typed) = row.text("category", 40) {
        row.set("category", category::read(&typed).unwrap_or_default());
    }
    let day = row.date("received_on", ground.dates());
    row.must("received_on");
    if day.is_some_and(|d| d > ground.actor.today) {
        row.refuse("received_on", Message::new("proposals-import-day-ahead"));
    }
    if let Some(typed) = row.text("unit", 200) {
        let mut all = handlers::read(&typed);
        if all.leads.len() + all.helping.len() > 1 {
            let said = Message::new("proposals-import-several-units")
                .arg("lead", all.leads.join("、"))
                .arg("helping", all.helping.join("、"));
            row.warn("unit", said);
        }
        row.set("unit", all.leads.pop().unwrap_or_default());
        row.set("helping", all.helping.join("、"));
    }
    if let Some(typed) = row.text("helping", 200).filter(|t| !t.is_empty()) {
        let named = handlers::read(&format!("会办：{typed}"));
        let before = row.value("unit").map(str::to_owned).unwrap_or_default();
        let all: Vec<String> = handlers::read(&row.typed("unit"))
            .helping
            .into_iter()
            .chain(named.helping)
            .filter(|name| *name != before)
            .collect();
        row.set("helping", all.join("、"));
    }
    row.text("text", MOST.1);
    row.choice("kind", &KINDS);
    row.code("class");
    if let Some(replied) = row.date("replied_on", ground.dates())
        && (replied > ground.actor.today || day.is_some_and(|d| d > replied))
    {
        row.refuse(
            "replied_on",
            Message::new("proposals-import-replied-before"),
        );
    }
    row.choice("standing", &STANDINGS);
    let kind = row
        .value("kind")
        .and_then(MatterKind::parse)
        .unwrap_or(usual);
    row.set("kind", kind.code());
    let mut within = None;
    if let Some(typed) = row.text("session", 40) {
        within = session(&typed).map(|(w, _)| w);
        if within.is_none() {
            let message = Message::new("proposals-import-no-session").arg("typed", typed);
            row.refuse("session", message);
        }
    }
    let Some(typed) = typed else { return };
    let secret = typed.contains(number::SECRET);
    // Whoever imports is shown what a row meets; that there is a confidential matter is for those it exists for.
    if secret && !ground.actor.system {
        row.refuse("number", Message::new("proposals-import-secret"));
        return;
    }
    let plain = typed.replacen(number::SECRET, "", 1);
    let (inside, serial) = match session(&plain) {
        Some((w, serial)) => (Some(w), serial),
        None => number::of_year(&plain),
    };
    let Some(serial) = serial else {
        let message = Message::new("proposals-import-no-number").arg("typed", typed);
        row.refuse("number", message);
        return;
    };
    let above = session_in(ground.title);
    let year = ground.year.or(day.map(|d| d.year())).map(Within::Year);
    let Some(within) = inside.or(within).or(above).or(year) else {
        return;
    };
    let number = Number {
        within,
        serial,
        secret,
    };
    row.set("number", serial.to_string());
    if secret {
        row.set(SECRET, "yes");
    }
    row.set(LABEL, number.label());
    row.set(WITHIN, within.code());
    row.identity = Some(format!("{kind} {} {serial} {secret}", within.code()));
}

/// Units by every name they bear or bore.
pub(super) fn units(names: Vec<(Id, String)>) -> HashMap<String, Id> {
    names.into_iter().map(|(id, name)| (name, id)).collect()
}

/// The unit of a name as registers write it: 县水利局 is this county's 水利局.
fn unit_named(units: &HashMap<String, Id>, typed: &str) -> Option<Id> {
    let first = typed.split(['、', '，', ',', ';', '；']).next()?.trim();
    let bare = first
        .strip_prefix(['县', '市', '区', '省', '旗'])
        .unwrap_or(first);
    units.get(first).or_else(|| units.get(bare)).copied()
}

/// Holds a row against what is there.
pub(super) fn meet(
    row: &mut Row,
    known: &HashMap<(&str, &str, &str), &Known>,
    units: &HashMap<String, Id>,
) {
    if let Some(typed) = row
        .value("unit")
        .filter(|t| !t.is_empty())
        .map(str::to_owned)
    {
        match unit_named(units, &typed) {
            Some(unit) => row.set(UNIT, unit.to_string()),
            None => row.warn(
                "unit",
                Message::new("proposals-import-no-unit").arg("typed", typed),
            ),
        }
    }
    let mut helping: Vec<String> = Vec::new();
    let named = row.value("helping").unwrap_or_default().to_owned();
    for typed in named.split('、').filter(|t| !t.is_empty()) {
        match unit_named(units, typed) {
            Some(unit) if !helping.contains(&unit.to_string()) => helping.push(unit.to_string()),
            Some(_) => {}
            None => row.warn(
                "helping",
                Message::new("proposals-import-no-helping").arg("typed", typed),
            ),
        }
    }
    row.set(HELPING, helping.join(","));
    let key = (
        row.value("kind").unwrap_or_default(),
        row.value(WITHIN).unwrap_or_default(),
        row.value(LABEL).unwrap_or_default(),
    );
    let Some(known) = known.get(&key) else {
        if row.value(SECRET).is_some() {
            row.refuse("number", Message::new("proposals-import-secret"));
        }
        return;
    };
    let ids = |names: &[String]| -> Vec<String> {
        let all = names.iter().filter_map(|n| unit_named(units, n));
        let mut all: Vec<String> = all.map(|id| id.to_string()).collect();
        all.sort();
        all
    };
    helping.sort();
    // What waits to be assigned has no units yet, whatever the register planned.
    let helping_alike = !known.assigned || ids(&known.helping) == helping;
    let helps = match helping_alike {
        true => named,
        false => known.helping.join("、"),
    };
    let unit_alike = match (row.value("unit"), &known.unit) {
        (Some(typed), Some(_)) => {
            row.value(UNIT).map(str::to_owned)
                == known
                    .unit
                    .as_deref()
                    .and_then(|name| unit_named(units, name))
                    .map(|id| id.to_string())
                || known.unit.as_deref() == Some(typed)
        }
        // A unit nobody knows was left out when the row came in.
        (Some(_), None) => row.value(UNIT).is_none(),
        (None, _) => true,
    };
    let text = |t: &str| t.to_owned();
    let proposer = known
        .body_name
        .as_deref()
        .and_then(|typed| cell::names(&Cell::Text(typed.to_owned())).value)
        .map(|names| names.listed.join("、"))
        .unwrap_or_else(|| known.people.join("、"));
    let unit = match (unit_alike, row.value("unit")) {
        (true, Some(typed)) => typed.to_owned(),
        _ => known.unit.clone().unwrap_or_default(),
    };
    let whole = [known.background.as_str(), known.demand.as_str()];
    let whole: Vec<&str> = whole.into_iter().filter(|t| !t.is_empty()).collect();
    row.standing = Some(BTreeMap::from([
        (text("title"), known.title.clone()),
        (text("proposer"), proposer),
        (text("category"), known.category.clone().unwrap_or_default()),
        (text("received_on"), known.received_on.to_string()),
        (text("unit"), unit),
        (text("helping"), helps),
        (text("text"), whole.join("\n")),
        (text("class"), known.class.clone().unwrap_or_default()),
        (
            text("replied_on"),
            known.replied_on.map(|d| d.to_string()).unwrap_or_default(),
        ),
        (text("standing"), known.standing.code().to_owned()),
    ]));
}
