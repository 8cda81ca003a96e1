//! The papers a matter leaves behind: the reply as an official letter, and the filed volume as one package (BagIt) with
//! every paper, the letters, the register and the history, each with its digest.

use std::io::Cursor;

use kernel::Kernel;
use kernel::access::Actor;
use kernel::error::{Error, Result};
use kernel::history;
use kernel::matter::{Case as _, Standing};
use kernel::{file, organ};
use papers::bag::{Bag, Info, safe};
use papers::letter::{Class, Letter, docx, html};
use serde_json::{Value as Json, json};
use text::{Lang, t};

use crate::kind::Held;
use crate::model::matter::MatterKind;
use crate::model::party::PartyState;
use crate::store::case::{Case, Reply};

/// Events read at a time.
const PAGE: usize = 100;

/// How a letter to the proposers begins, before anybody wrote a word of it.
pub fn opening(title: &str, number: Option<&str>, kind: MatterKind) -> String {
    let kind = t(Lang::Zh, &kind.key());
    let number = number.map(|n| format!("（{n}）")).unwrap_or_default();
    format!("您提出的《{title}》{kind}{number}收悉，现答复如下。")
}

/// A reply as it leaves: to every proposer, with a copy to the organ it came through.
pub fn letter(standing: &Standing, case: &Case, reply: &Reply, through: &str) -> Letter {
    let matter = &standing.matter;
    let kind = case.paper.kind;
    let honour = match kind {
        MatterKind::Proposal => "委员",
        _ => "代表",
    };
    let what = t(Lang::Zh, &kind.key());
    let number = matter.number.clone().unwrap_or_default();
    let title = match number.is_empty() {
        true => format!("关于《{}》{what}的答复", matter.title),
        false => format!("对{number}{what}的答复"),
    };
    let people = case
        .parties
        .iter()
        .filter(|p| p.state == PartyState::Signed);
    let mut to: Vec<String> = people.map(|p| format!("{}{honour}", p.name)).collect();
    if to.is_empty() {
        to.extend(case.paper.body_name.clone());
    }
    let answer = reply.answer().unwrap_or_default();
    let paragraphs = reply.letter.lines().map(str::trim);
    Letter {
        class: match reply.class.as_str() {
            "A" => Some(Class::A),
            "B" => Some(Class::B),
            "C" => Some(Class::C),
            "D" => Some(Class::D),
            _ => None,
        },
        to,
        body: paragraphs
            .filter(|p| !p.is_empty())
            .map(str::to_owned)
            .collect(),
        issuers: vec![reply.unit.clone()],
        copies: vec![through.to_owned()],
        attachments: answer
            .papers
            .iter()
            .map(|name| {
                name.rsplit_once('.')
                    .map_or(name.as_str(), |(stem, _)| stem)
            })
            .map(str::to_owned)
            .collect(),
        printed_by: Some(reply.unit.clone()),
        ..Letter::new(
            &format!("{}文件", reply.unit),
            reply.number.clone(),
            &title,
            reply.issued_on,
        )
    }
}

/// The volume of a closed matter, for those who read for the organ; whoever does not finds none.
///
/// # Errors
/// [`Error::Refused`] while the matter runs.
pub async fn volume(kernel: &Kernel, actor: &Actor, standing: &Standing) -> Result<Vec<u8>> {
    let matter = &standing.matter;
    if actor.wide() != Some(matter.organ_id) && !actor.system {
        return Err(Error::NotFound);
    }
    if matter.open {
        return Err(Error::refused("proposals-volume-still-open"));
    }
    let held = Held::of(standing)?;
    let organ = organ::organ(&kernel.db, matter.organ_id).await?;
    let root = safe(matter.number.as_deref().unwrap_or(&matter.title));
    let mut bag = Bag::new(Cursor::new(Vec::new()), &root).map_err(Error::internal)?;
    let mut add = |path: String, bytes: &[u8]| {
        bag.add(&path, &mut Cursor::new(bytes))
            .map_err(Error::internal)
    };
    let register = json!({
        "id": matter.id.to_string(),
        "kind": matter.kind,
        "number": matter.number,
        "session": matter.session,
        "title": matter.title,
        "state": matter.state,
        "category": matter.category,
        "confidentiality": matter.confidentiality,
        "received_on": matter.received_on,
        "closed_on": matter.closed_on,
        "procedure": matter.procedure,
        "procedure_version": matter.procedure_version,
        "historic": matter.historic,
        "detail": held.detail(actor),
    });
    add("register.json".to_owned(), &pretty(&register)?)?;
    add(
        "paper.txt".to_owned(),
        paper(standing, &held.case).as_bytes(),
    )?;
    for (n, reply) in (1..).zip(&held.case.replies) {
        let letter = letter(standing, &held.case, reply, &organ.name);
        let name = format!("letters/{n:02}-{}", safe(&reply.unit));
        add(format!("{name}.docx"), &docx(&letter))?;
        add(format!("{name}.html"), html(&letter).as_bytes())?;
    }
    for (n, paper) in (1..).zip(file::of_matter(&kernel.db, actor, matter.id).await?) {
        let (paper, bytes) = file::read(kernel, actor, paper.id).await?;
        add(
            format!("papers/{}/{n:03}-{}", paper.place, safe(&paper.name)),
            &bytes,
        )?;
    }
    add(
        "history.json".to_owned(),
        &pretty(&events(kernel, actor, standing).await?)?,
    )?;
    let info = Info {
        source_organization: organ.name,
        bagging_date: Some(actor.today),
        external_identifier: matter
            .number
            .clone()
            .unwrap_or_else(|| matter.id.to_string()),
        external_description: matter.title.replace(['\r', '\n'], " "),
        more: Vec::new(),
    };
    let out = bag.finish(&info).map_err(Error::internal)?;
    Ok(out.into_inner())
}

fn pretty(value: &Json) -> Result<Vec<u8>> {
    serde_json::to_vec_pretty(value).map_err(Error::internal)
}

/// The paper as it was brought in, to be read without this program.
fn paper(standing: &Standing, case: &Case) -> String {
    let names: Vec<&str> = case
        .parties
        .iter()
        .filter(|p| p.state == PartyState::Signed)
        .map(|p| p.name.as_str())
        .collect();
    let mut out = format!("{}\n", standing.matter.title);
    for line in standing.matter.number.iter().chain(&case.paper.body_name) {
        out.push_str(&format!("{line}\n"));
    }
    out.push_str(&format!(
        "{}\n\n{}\n\n{}\n",
        names.join("、"),
        case.paper.background,
        case.paper.demand
    ));
    out
}

/// Everything that happened, oldest first.
async fn events(kernel: &Kernel, actor: &Actor, standing: &Standing) -> Result<Json> {
    let mut all = Vec::new();
    let mut before = None;
    loop {
        let page = history::of_matter(&kernel.db, actor, standing.matter.id, before, PAGE).await?;
        for e in &page.rows {
            let data: Option<Json> = e.data.as_deref().and_then(|d| serde_json::from_str(d).ok());
            all.push(json!({
                "seq": e.seq,
                "at": e.at().local().to_rfc3339(),
                "kind": e.kind,
                "account": e.account,
                "person": e.person,
                "instead_of": e.instead_of,
                "data": data,
            }));
        }
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    all.reverse();
    Ok(Json::Array(all))
}

/// The reply of `unit` in `round`.
///
/// # Errors
/// [`Error::NotFound`] where none left.
pub fn reply_of(case: &Case, unit: kernel::id::Id, round: i64) -> Result<&Reply> {
    case.replies
        .iter()
        .find(|r| r.unit_id == unit && r.round == round)
        .ok_or(Error::NotFound)
}
