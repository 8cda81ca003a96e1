//! The use cases that begin outside a running matter: bringing one in.

use chrono::NaiveDate;
use kernel::Kernel;
use kernel::access::{Act, Actor, Permission};
use kernel::error::{Error, Message, Result};
use kernel::file;
use kernel::history::Audience;
use kernel::id::Id;
use kernel::matter::{Confidentiality, Request, Standing, link, listing, open, perform};
use serde_json::{Map, json};

use crate::model::draft;
use crate::model::matter::{Form, MatterKind};
use crate::model::party::{PartyRole, PartyState};
use crate::model::verdict::CountingRule;
use crate::store::{paper, party, people, register};

/// What somebody brings in.
#[derive(Debug, Clone)]
pub struct Submission {
    pub kind: MatterKind,
    pub form: Form,
    pub title: String,
    pub background: String,
    pub demand: String,
    /// The organisation, for a collective form.
    pub body_name: Option<String>,
    pub category: Option<String>,
    pub cosigners: Vec<Id>,
    /// The lead proposer: oneself, or whoever the office registers it for.
    pub proposer: Option<Id>,
    pub confidentiality: Confidentiality,
    pub received_on: Option<NaiveDate>,
    /// Files that belong to it, taken in beforehand.
    pub papers: Vec<file::Body>,
    /// A matter it grew out of (a hot item of a bulletin), which is linked and told.
    pub from: Option<Id>,
    /// Sent in at once, where no signature is owed; otherwise it waits as a draft.
    pub send: bool,
}

/// Brings a matter in, and sends it on to the office where it needs no further signature. Returns its id.
///
/// # Errors
/// Invalid fields; [`Error::Forbidden`] for whoever may not bring in matters of the kind.
pub async fn submit(kernel: &Kernel, actor: &Actor, new: Submission) -> Result<Id> {
    let registers = actor.may(Permission::Register);
    let permission = if registers {
        Permission::Register
    } else {
        Permission::Submit
    };
    let mut act = kernel.act(actor, permission).await?;
    let organ = act.organ();
    let today = actor.today;
    let received_on = new.received_on.unwrap_or(today);
    let mut faults = draft::faults(
        new.kind,
        &draft::Paper {
            title: &new.title,
            background: &new.background,
            demand: &new.demand,
        },
    );
    let mut fault = |field: &str, key: &str| {
        faults.push(kernel::error::FieldError {
            field: field.to_owned(),
            message: Message::new(key),
        });
    };
    if received_on > today {
        fault("received_on", "proposals-day-ahead");
    }
    if !Form::of(new.kind).contains(&new.form) {
        fault("form", "frame-field-choose");
    }
    if new.form.is_collective() && new.body_name.as_deref().is_none_or(|b| b.trim().is_empty()) {
        fault("body_name", "proposals-body-missing");
    }
    if let Some(from) = new.from
        && !listing::visible(&mut act, actor, from).await?
    {
        return Err(Error::NotFound);
    }
    let known = people::proposers(&mut act, organ, new.kind, today).await?;
    let may_propose = |id: Id| known.iter().any(|p| p.id == id);
    let proposer = new.proposer.filter(|id| may_propose(*id));
    if proposer.is_none() {
        if !registers {
            return Err(Error::Forbidden(Message::new("proposals-not-a-proposer")));
        }
        fault("proposer", "proposals-proposer-unknown");
    }
    let cosigners: Vec<Id> = new
        .cosigners
        .iter()
        .copied()
        .filter(|id| Some(*id) != proposer)
        .collect();
    if cosigners.iter().any(|id| !may_propose(*id)) {
        fault("cosigners", "proposals-cosigner-unknown");
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let session = register::session_on(&mut act, organ, received_on).await?;
    let opening = open::begin(
        kernel,
        &mut act,
        open::NewMatter {
            kind: new.kind.code().to_owned(),
            procedure: None,
            title: new.title.clone(),
            confidentiality: new.confidentiality,
            category: new.category.clone(),
            session,
            proposer,
            received_on,
        },
    )
    .await?;
    let id = opening.matter.id;
    let counting =
        CountingRule::parse(&opening.pinned.pack.rules.counting).unwrap_or(CountingRule::Lead);
    paper::insert(
        &mut act,
        id,
        &paper::NewPaper {
            kind: new.kind,
            form: new.form,
            body_name: new.body_name.clone(),
            background: new.background.clone(),
            demand: new.demand.clone(),
            source_id: None,
            counting,
        },
    )
    .await?;
    let lead = proposer.ok_or_else(|| Error::internal("a paper without its proposer"))?;
    party::add(
        &mut act,
        id,
        lead,
        PartyRole::Lead,
        PartyState::Signed,
        None,
    )
    .await?;
    // On paper the names stand already; on a phone each signs for himself.
    let state = if registers {
        PartyState::Signed
    } else {
        PartyState::Invited
    };
    for person in &cosigners {
        party::add(&mut act, id, *person, PartyRole::CoSigner, state, None).await?;
    }
    let mut data = Map::new();
    if !new.papers.is_empty() {
        let place = file::Place::new("paper", Audience::Parties);
        let kept = file::attach_all(&mut act, id, &new.papers, &place).await?;
        data.insert("papers".to_owned(), json!(kept));
    }
    data.insert("form".to_owned(), json!(new.form.code()));
    let standing = open::finish(kernel, &mut act, opening, data).await?;
    if let Some(from) = new.from {
        raised(kernel, &mut act, from, &standing).await?;
    }
    act.commit().await?;
    let waits = !registers && !cosigners.is_empty();
    if new.send && !waits {
        let offers = standing.offers(actor);
        let open = offers.iter().any(|o| o.act == "submit" && o.result.is_ok());
        if open {
            let request = Request::new("submit").rev(standing.matter.rev);
            perform(kernel, actor, id, request).await?;
        }
    }
    Ok(id)
}

/// Links a new matter with the one it grew out of, and tells that one's history, where the new one is no secret.
async fn raised(kernel: &Kernel, act: &mut Act, from: Id, standing: &Standing) -> Result<()> {
    let matter = &standing.matter;
    link::add(act, matter.id, "raised_from", from).await?;
    if !matches!(matter.confidentiality.as_str(), "open" | "internal") {
        return Ok(());
    }
    let mut data = Map::new();
    data.insert("said".to_owned(), json!(matter.title));
    open::tell(kernel, act, from, "raised", Audience::Office, &data).await
}
