//! A decision that grows out of a matter of another area: the chairpersons' meeting, a sitting, takes it up.

use kernel::Kernel;
use kernel::access::Act;
use kernel::error::{Error, Message, Result};
use kernel::id::Id;
use kernel::matter::open::Wanted;
use kernel::matter::{Confidentiality, link, load, open};
use kernel::organ;
use serde_json::Map;

use super::DECISION;
use crate::model::decision::{Body, BroughtBy, Form, Subject};
use crate::store::decision::{self, Decision};

/// The link from a decision to the matter it grows out of.
pub const OF: &str = "decision_of";

/// Opens it as what the chairpersons' meeting (in a township the presidium) brings in.
pub(super) async fn give(kernel: &Kernel, act: &mut Act, wanted: Wanted) -> Result<Id> {
    let title = wanted.title.trim().to_owned();
    if title.is_empty() {
        return Err(Error::field("title", Message::new("decisions-no-title")));
    }
    let organ_id = act.organ();
    let from = load::matters(&mut *act, &[wanted.from]).await?;
    let from = from
        .into_iter()
        .find(|m| m.organ_id == organ_id)
        .ok_or(Error::NotFound)?;
    let level = organ::organ(&mut *act, organ_id).await?.level;
    let (body, brought_by) = match level.as_str() {
        "township" => (Body::Congress, BroughtBy::Presidium),
        _ => (Body::StandingCommittee, BroughtBy::Chairpersons),
    };
    let new = open::NewMatter {
        kind: DECISION.to_owned(),
        procedure: None,
        title: title.clone(),
        confidentiality: match from.confidentiality().hides() {
            true => Confidentiality::Confidential,
            false => Confidentiality::Internal,
        },
        category: Some(Subject::Other.code().to_owned()),
        session: None,
        proposer: None,
        received_on: act.actor.today,
    };
    let opening = open::begin(kernel, act, new).await?;
    let id = opening.matter.id;
    let row = Decision {
        form: match title.ends_with("决议") {
            true => Form::Resolution,
            false => Form::Decision,
        },
        body,
        brought_by,
        bringer: from.title,
        unit_id: wanted.unit,
        reason: wanted.text.trim().to_owned(),
        ..Decision::new(id, organ_id)
    };
    decision::put(act, &row).await?;
    link::add(act, id, OF, wanted.from).await?;
    open::finish(kernel, act, opening, Map::new()).await?;
    Ok(id)
}
