//! Writing the rows: matters as they will stand, table by table.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kernel::access::{Act, Role};
use kernel::error::{Error, Result};
use kernel::history::{self, Audience, Event, Stream};
use kernel::id::Id;
use kernel::import::{Ground, Row};
use kernel::matter::listing::{self, Reader};
use kernel::matter::{Case as _, Matter, Task, load, settle, task};
use kernel::search::{self, Document};
use kernel::{numbering, organ};
use procedure::Shape;
use serde_json::json;
use workday::Clock;

use super::WITHIN;
use super::entry::{Entry, entry};
use crate::model::matter::MatterKind;
use crate::model::number::{Number, Within};
use crate::store::case::{Handling, Paper, Party};
use crate::store::fact::Fact;
use crate::store::import as store;

pub(super) async fn write(ground: &Ground<'_>, act: &mut Act, rows: &[Row]) -> Result<()> {
    let kernel = ground.kernel;
    let organ = act.organ();
    let level = organ::organ(&mut *act, organ).await?.level;
    let calendar = kernel.calendars.current(&kernel.db, kernel.now()).await?;
    let names: BTreeSet<String> = rows
        .iter()
        .filter_map(|r| r.value("proposer"))
        .flat_map(|typed| typed.split('、'))
        .map(str::to_owned)
        .collect();
    let names: Vec<String> = names.into_iter().collect();
    let mut people: HashMap<String, Vec<Id>> = HashMap::new();
    for (id, name) in store::proposers(&mut *act, organ, &names).await? {
        people.entry(name).or_default().push(id);
    }
    let mut entries = Vec::with_capacity(rows.len());
    let mut used: BTreeMap<String, i64> = BTreeMap::new();
    for row in rows {
        let kind = row
            .value("kind")
            .and_then(MatterKind::parse)
            .ok_or_else(|| Error::internal("a row without its kind"))?;
        let declared = kernel.kind(kind.code())?.clone();
        let pinned = kernel
            .procedures
            .current(&mut *act, &*declared, organ, None)
            .await?;
        let mut entry = entry(ground, act, row, kind, &people, &pinned.pack, &level)?;
        entry.matter.procedure.clone_from(&pinned.definition.name);
        entry.matter.procedure_version = pinned.version;
        if entry.matter.open {
            let step = pinned
                .definition
                .step("assign")
                .or_else(|| pinned.definition.step("presidium"))
                .filter(|s| s.shape == Shape::Main)
                .ok_or_else(|| Error::refused("proposals-import-no-running"))?;
            entry.matter.state.clone_from(&step.id);
            let limit = pinned.definition.limit_of(step, &pinned.pack);
            let clock = limit.map(|(limit, _)| Clock::new(act.at.day(), limit));
            let dates = match &clock {
                Some(clock) => settle::dates(clock, &calendar)?,
                None => settle::Dates::default(),
            };
            let clock = clock.map(|c| serde_json::to_string(&c).map_err(Error::internal));
            entry.matter.due_on = dates.due_on;
            entry.matter.amber_on = dates.amber_on;
            entry.matter.red_on = dates.red_on;
            entry.task = Some(Task {
                id: Id::new(act.at),
                matter_id: entry.matter.id,
                organ_id: organ,
                step: step.id.clone(),
                branch_unit: None,
                branch_role: None,
                side: false,
                beside: None,
                holder: organ,
                role: match Role::parse(&step.owner) {
                    Some(role) => role.code().to_owned(),
                    None => Role::Office.code().to_owned(),
                },
                state: "open".to_owned(),
                round: 1,
                clock: clock.transpose()?.unwrap_or_default(),
                opened_at: act.at.0,
                due_on: dates.due_on,
                amber_on: dates.amber_on,
                red_on: dates.red_on,
                provisional: dates.provisional,
                closed_at: None,
                closed_by: None,
                outcome: None,
            });
        }
        let within = row.value(WITHIN).and_then(Within::parse);
        let serial: Option<i64> = row.value("number").and_then(|n| n.parse().ok());
        if let (Some(within), Some(serial)) = (within, serial) {
            let last = used.entry(Number::series(kind, within, false)).or_default();
            *last = serial.max(*last);
        }
        entries.push(entry);
    }
    save(act, &entries).await?;
    for (series, last) in used {
        numbering::advance_to(act, &series, last).await?;
    }
    Ok(())
}

/// Writes everything the rows are, table by table.
async fn save(act: &mut Act, entries: &[Entry]) -> Result<()> {
    let matters: Vec<Matter> = entries.iter().map(|e| e.matter.clone()).collect();
    load::insert(act, &matters).await?;
    let papers: Vec<Paper> = entries.iter().map(|e| e.held.case.paper.clone()).collect();
    store::papers(act, &papers).await?;
    let parties: Vec<(Id, Party)> = entries
        .iter()
        .flat_map(|e| e.held.case.parties.iter().map(|p| (e.matter.id, p.clone())))
        .collect();
    store::parties(act, &parties).await?;
    let handlings: Vec<(Id, Handling)> = entries
        .iter()
        .flat_map(|e| {
            e.held
                .case
                .handlings
                .iter()
                .map(|h| (e.matter.id, h.clone()))
        })
        .collect();
    store::handlings(act, &handlings).await?;
    let facts: Vec<Fact> = entries.iter().map(|e| e.fact.clone()).collect();
    store::facts(act, &facts).await?;
    let tasks: Vec<Task> = entries.iter().filter_map(|e| e.task.clone()).collect();
    task::insert(act, &tasks).await?;
    let mut events = Vec::with_capacity(entries.len());
    for e in entries {
        let data = json!({
            "number": e.matter.number,
            "title": e.matter.title,
            "state": e.matter.state,
            "historic": e.matter.historic,
        });
        let event = Event::new("imported", Audience::Parties, &data)?;
        events.push((Stream::Matter(e.matter.id), event));
    }
    history::append_many(act, events).await?;
    let readers: Vec<(Id, Reader)> = entries
        .iter()
        .flat_map(|e| {
            let mut readers = e.held.readers(&e.matter);
            readers.sort_by_key(|r| r.principal);
            readers.dedup_by(|later, first| {
                let same = later.principal == first.principal;
                if same {
                    first.why |= later.why;
                    first.wide |= later.wide;
                }
                same
            });
            readers.into_iter().map(|r| (e.matter.id, r))
        })
        .collect();
    listing::insert(act, &readers).await?;
    let documents: Vec<Vec<Document>> = entries
        .iter()
        .map(|e| e.held.documents(&e.matter))
        .collect();
    let all: Vec<(&Matter, &[Document])> = entries
        .iter()
        .map(|e| &e.matter)
        .zip(documents.iter().map(Vec::as_slice))
        .collect();
    search::index_many(act, &all).await
}
