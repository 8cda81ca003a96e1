//! Opening a case, under embargo from its first line.

use chrono::NaiveDate;
use kernel::Kernel;
use kernel::access::{Actor, Permission};
use kernel::embargo;
use kernel::error::{Error, Message, Result};
use kernel::id::Id;
use kernel::matter::{Confidentiality, open};
use serde_json::{Map, json};

use crate::kind::{APPOINTMENT, title};
use crate::model::office::{Action, Class, common};
use crate::store::case::{self, Appointment, Line};

/// A case as typed.
#[derive(Debug, Clone)]
pub struct New {
    pub name: String,
    pub gender: String,
    pub present: String,
    pub about: String,
    pub meeting_on: Option<NaiveDate>,
    /// What it does with which offices; at least one.
    pub lines: Vec<(Action, Class, String)>,
    /// Others named on it, with their capacity; whoever opens it keeps it.
    pub named: Vec<(Id, &'static str)>,
}

/// Opens a case; its id.
pub async fn begin(kernel: &Kernel, actor: &Actor, new: New) -> Result<Id> {
    let mut act = kernel.act(actor, Permission::Register).await?;
    let pairs: Vec<(Action, Class)> = new.lines.iter().map(|(a, c, _)| (*a, *c)).collect();
    let Some((first, ..)) = new.lines.first() else {
        return Err(Error::field(
            "office",
            Message::new("appointments-no-office"),
        ));
    };
    if common(&pairs).is_empty() {
        return Err(Error::field(
            "office",
            Message::new("appointments-no-common-nominator"),
        ));
    }
    let mut of = Appointment::new(*first, &new.name, &new.present);
    let lines: Vec<Line> = (1..)
        .zip(&new.lines)
        .map(|(n, (action, class, office))| Line::new(n, *action, *class, office))
        .collect();
    let opening = open::begin(
        kernel,
        &mut act,
        open::NewMatter {
            kind: APPOINTMENT.to_owned(),
            procedure: None,
            title: title(&lines, &new.name),
            confidentiality: Confidentiality::Embargo,
            category: None,
            session: None,
            proposer: None,
            received_on: actor.today,
        },
    )
    .await?;
    of.matter_id = opening.matter.id;
    of.organ_id = opening.matter.organ_id;
    of.gender = new.gender;
    of.about = new.about;
    of.meeting_on = new.meeting_on;
    case::insert(&mut act, &of, &lines).await?;
    for (person, capacity) in new.named {
        if Some(person) != actor.person {
            embargo::name(&mut act, of.matter_id, person, capacity).await?;
        }
    }
    let mut data = Map::new();
    data.insert("lines".to_owned(), json!(lines.len()));
    open::finish(kernel, &mut act, opening, data).await?;
    act.commit().await?;
    Ok(of.matter_id)
}
