//! Bringing in a decision; correcting the text of one that is published.

use chrono::{Days, NaiveDate};
use kernel::Kernel;
use kernel::access::{Actor, Permission};
use kernel::error::{Error, FieldError, Message, Result};
use kernel::history::Audience;
use kernel::id::Id;
use kernel::matter::{Confidentiality, Standing, open};
use kernel::organ;
use serde_json::{Map, json};

use crate::decision::{DECISION, Held};
use crate::model::decision::{Body, BroughtBy, Form, Subject, heads};
use crate::model::text::Stage;
use crate::store::correction::{self, Correction};
use crate::store::decision::{self, Decision};
use crate::store::version::{self, Version};

/// Days back something may have come in: further is a typing error.
const FAR: u64 = 3_660;

/// What is brought in, as typed.
#[derive(Debug, Clone)]
pub struct Proposal {
    pub title: String,
    pub form: Form,
    pub body: Body,
    pub subject: Subject,
    pub brought_by: BroughtBy,
    pub bringer: String,
    /// The unit that brings it in, where it is one of the register.
    pub unit: Option<Id>,
    /// Whoever leads those who sign.
    pub person: Option<Id>,
    /// How many sign, the first included.
    pub names: i64,
    pub reason: String,
    pub ground: String,
    /// The draft that came with it, where one did.
    pub draft: String,
    pub received_on: NaiveDate,
    pub confidential: bool,
}

/// Whether it may be brought in so, of an organ of `level`; every fault at once.
fn check(new: &Proposal, level: &str, today: NaiveDate) -> Result<()> {
    let mut wrong = Vec::new();
    let mut fault = |field: &str, message: Message| {
        wrong.push(FieldError {
            field: field.to_owned(),
            message,
        });
    };
    if new.body == Body::StandingCommittee && level == "township" {
        fault("body", Message::new("decisions-township-body"));
    }
    if !new.brought_by.may(new.body) {
        fault("brought_by", Message::new("decisions-not-entitled"));
    } else if let Some(rule) = new.brought_by.names_rule(new.body, level) {
        let least = heads(&rule);
        if new.names < i64::from(least) {
            let few = Message::new("decisions-too-few")
                .arg("least", i64::from(least))
                .arg("article", rule.source.article);
            fault("names", few);
        }
    }
    if new.received_on > today || new.received_on < today - Days::new(FAR) {
        fault("received_on", Message::new("decisions-received-day"));
    }
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(Error::Invalid(wrong)),
    }
}

/// Enters what was brought in; its id.
pub async fn propose(kernel: &Kernel, actor: &Actor, new: Proposal) -> Result<Id> {
    let mut act = kernel.act(actor, Permission::Register).await?;
    let organ = organ::organ(&mut act, actor.organ).await?;
    check(&new, &organ.level, actor.today)?;
    if let Some(unit) = new.unit {
        let units = kernel.directory.of(&kernel.db, actor.organ).await?;
        if !units.iter().any(|u| u.id == unit) {
            return Err(Error::field("unit", Message::new("invalid-choice")));
        }
    }
    let opening = open::begin(
        kernel,
        &mut act,
        open::NewMatter {
            kind: DECISION.to_owned(),
            procedure: None,
            title: new.title.clone(),
            confidentiality: match new.confidential {
                true => Confidentiality::Confidential,
                false => Confidentiality::Internal,
            },
            category: Some(new.subject.code().to_owned()),
            session: None,
            proposer: new.person,
            received_on: new.received_on,
        },
    )
    .await?;
    let id = opening.matter.id;
    let row = Decision {
        form: new.form,
        body: new.body,
        subject: new.subject,
        brought_by: new.brought_by,
        bringer: new.bringer,
        unit_id: new.unit,
        names: new.names,
        reason: new.reason,
        ground: new.ground,
        ..Decision::new(id, actor.organ)
    };
    decision::put(&mut act, &row).await?;
    if !new.draft.trim().is_empty() {
        let draft = Version {
            version: 1,
            stage: Stage::Draft,
            title: new.title,
            content: new.draft,
            note: String::new(),
            saved_at: act.at.0,
            by_name: None,
        };
        version::save(&mut act, id, &draft).await?;
    }
    let mut data = Map::new();
    data.insert("brought_by".to_owned(), json!(new.brought_by.code()));
    open::finish(kernel, &mut act, opening, data).await?;
    act.commit().await?;
    Ok(id)
}

/// A correction as typed.
#[derive(Debug, Clone)]
pub struct Wrong {
    /// As it stands in the text.
    pub wrong: String,
    pub right: String,
    pub reason: String,
}

/// Corrects a published text: the text that was adopted stays as it is, and the correction stands beside it for everybody.
/// What the body itself would have to decide is no correction.
///
/// # Errors
/// A refusal for what is not published; an invalid field where the words do not stand in the text.
pub async fn correct(kernel: &Kernel, actor: &Actor, matter: Id, typed: Wrong) -> Result<()> {
    let standing = Standing::read(kernel, actor, matter).await?;
    let case = &Held::of(&standing)?.case;
    let Some(text) = case.adopted().filter(|_| case.is_public()) else {
        return Err(Error::refused("decisions-correct-early"));
    };
    if !text.content.contains(typed.wrong.as_str()) {
        return Err(Error::field(
            "wrong",
            Message::new("decisions-correct-not-there"),
        ));
    }
    if typed.wrong == typed.right {
        return Err(Error::field(
            "right",
            Message::new("decisions-correct-same"),
        ));
    }
    let mut act = kernel.act(actor, Permission::Register).await?;
    let row = Correction {
        id: Id::new(act.at),
        on_date: actor.today,
        wrong: typed.wrong,
        correct: typed.right,
        reason: typed.reason,
    };
    correction::add(&mut act, matter, &row).await?;
    let mut data = Map::new();
    data.insert("said".to_owned(), json!(row.reason));
    data.insert(
        "changes".to_owned(),
        json!([["content", row.wrong, row.correct]]),
    );
    data.insert("grave".to_owned(), json!(true));
    let kind = "decision_corrected";
    open::tell(kernel, &mut act, matter, kind, Audience::Parties, &data).await?;
    act.commit().await
}
