//! One act on one matter: begin, load, decide, carry out, settle, commit. Everything a person or a job does to a
//! running matter goes through [`perform`]; there is no other way to change one.

use std::sync::Arc;

use chrono::NaiveDate;
use procedure::{Decision, Refusal, RefusalKind};
use serde_json::{Map, Value as Json, json};
use workday::Calendar;

use super::kind::{Case, Kind};
use super::request::Request;
use super::standing::Standing;
use super::{Matter, Task, listing, load, settle, task};
use crate::access::{Act, Actor, Authorized, Role};
use crate::db::Source;
use crate::error::{Arg, Error, FieldError, Message, Result};
use crate::history::{self, Audience, Event, Stream};
use crate::id::Id;
use crate::notice::Letter;
use crate::procedures::Pinned;
use crate::{Kernel, embargo, file, search};

/// How many acts of the system may follow one act in its transaction.
const FOLLOWING: usize = 6;

/// An act in progress, as the area's effects see it.
pub struct Doing {
    pub matter: Matter,
    pub request: Request,
    pub decision: Decision,
    /// The step the act is done on, where it is done on one.
    pub task: Option<Task>,
    pub today: NaiveDate,
    pub calendar: Arc<Calendar>,
    pub pinned: Arc<Pinned>,
    /// What the history keeps of this act; effects add what is worth keeping.
    pub data: Map<String, Json>,
    /// Who of those who read the matter sees the event.
    pub audience: Audience,
    /// Letters to send when the act is done.
    pub letters: Vec<Letter>,
    /// The tasks this act opened.
    pub opened: Vec<Task>,
    /// All tasks open after it.
    pub(crate) left: Vec<Task>,
    /// The matter's own limit runs.
    pub(crate) running: bool,
    /// The step that ends the limit was done on one branch.
    pub(crate) answered_branch: bool,
    /// It was answered before and is handled again, within a limit of its own.
    pub again: bool,
    /// The working days this act gains for the matter, and why: the steps of the unit that asked gain as many.
    pub(crate) gained: Option<(u16, String)>,
}

impl Doing {
    pub(crate) fn new(
        matter: Matter,
        request: Request,
        decision: Decision,
        task: Option<Task>,
        today: NaiveDate,
        calendar: Arc<Calendar>,
        pinned: Arc<Pinned>,
    ) -> Doing {
        Doing {
            running: matter.term,
            matter,
            request,
            decision,
            task,
            today,
            calendar,
            pinned,
            data: Map::new(),
            audience: Audience::Parties,
            letters: Vec::new(),
            opened: Vec::new(),
            left: Vec::new(),
            answered_branch: false,
            again: false,
            gained: None,
        }
    }

    /// The unit of the branch the act is done on.
    pub fn unit(&self) -> Option<Id> {
        self.task.as_ref().and_then(|t| t.branch_unit)
    }

    /// Handled again after an answer: the term of re-handling holds, not that of handling.
    pub(crate) fn handled_again(&self) -> bool {
        self.again
    }

    /// The tasks open once this act is done; complete from [`super::kind::Case::settle`] on.
    pub fn left(&self) -> &[Task] {
        &self.left
    }

    /// Keeps a fact of this act for the history.
    pub fn keep(&mut self, name: &str, value: impl Into<Json>) {
        self.data.insert(name.to_owned(), value.into());
    }
}

/// What came of an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    pub matter: Id,
    pub rev: i64,
    pub state: String,
    /// The act, and those of the system that followed in its transaction.
    pub acts: Vec<String>,
}

/// Does what is asked, or says why not. One transaction; when it returns the act is durable.
///
/// # Errors
/// [`Error::NotFound`] where the matter does not exist for `actor`; [`Error::Conflict`] where it changed since
/// `request.rev`; [`Error::Forbidden`], [`Error::Refused`] and [`Error::Invalid`] as the procedure decides.
#[crate::compiled_once]
pub async fn perform(kernel: &Kernel, actor: &Actor, matter: Id, request: Request) -> Result<Done> {
    let mut tx = kernel.db.begin().await?;
    if !listing::visible(&mut tx, actor, matter).await? {
        return Err(Error::NotFound);
    }
    let standing = Standing::load(kernel, Source::Tx(&mut tx), matter).await?;
    if let Some(rev) = request.rev
        && rev != standing.matter.rev
    {
        let since = history::since(&mut tx, actor, matter, rev).await?;
        return Err(Error::Conflict {
            rev: standing.matter.rev,
            since,
        });
    }
    let seen = standing.matter.rev;
    let authorized = Authorized::decided(actor, standing.matter.organ_id, matter, seen)?;
    let mut act = Act::decided(tx, actor, authorized, kernel.now());
    let done = match one(kernel, &mut act, standing, request).await {
        Ok((standing, mut acts)) => {
            let standing = follow(kernel, &mut act, standing, &mut acts).await;
            standing.map(|standing| (standing, acts))
        }
        Err(e) => Err(e),
    };
    let (standing, acts) = match done {
        Ok(done) => done,
        // Somebody was quicker between reading and writing: he who lost is told what changed, as if he had come later.
        Err(Error::Conflict { .. }) => {
            act.rollback().await?;
            let rev = load::matter(&kernel.db, matter).await?.rev;
            let since = history::since(&kernel.db, actor, matter, seen).await?;
            return Err(Error::Conflict { rev, since });
        }
        Err(e) => return Err(e),
    };
    let done = Done {
        matter,
        rev: standing.matter.rev,
        state: standing.matter.state.clone(),
        acts,
    };
    act.commit().await?;
    Ok(done)
}

/// Does an act of the system on another matter of the organ, in the transaction of `act` and as its consequence: what a
/// closed ballot means for the matter voted on.
///
/// # Errors
/// As [`perform`]; whatever fails undoes the act it follows from.
#[crate::compiled_once]
pub async fn follow_up(
    kernel: &Kernel,
    act: &mut Act,
    matter: Id,
    request: Request,
) -> Result<Standing> {
    let standing = Standing::load(kernel, Source::Tx(act.tx()), matter).await?;
    if standing.matter.organ_id != act.organ() {
        return Err(Error::NotFound);
    }
    act.also(matter, standing.matter.rev);
    let (standing, mut acts) = by_system(kernel, act, standing, request).await?;
    follow(kernel, act, standing, &mut acts).await
}

/// One act of the system within the transaction of somebody else's, whose it stays after.
async fn by_system(
    kernel: &Kernel,
    act: &mut Act,
    standing: Standing,
    request: Request,
) -> Result<(Standing, Vec<String>)> {
    let system = Actor::system(standing.matter.organ_id, act.actor.today);
    let person = std::mem::replace(&mut act.actor, system);
    let done = one(kernel, act, standing, request).await;
    act.actor = person;
    done
}

/// Lets the acts of the system that are now open follow, in the same transaction.
pub(crate) async fn follow(
    kernel: &Kernel,
    act: &mut Act,
    mut standing: Standing,
    acts: &mut Vec<String>,
) -> Result<Standing> {
    let system = Actor::system(standing.matter.organ_id, act.actor.today);
    for _ in 0..FOLLOWING {
        let next = standing.offers(&system).into_iter().find(|o| {
            o.result.is_ok()
                && o.needs.iter().all(|n| !n.is_required())
                && standing.pinned.definition.is_systems(&o.act)
        });
        let Some(offer) = next else { break };
        let mut request = Request::new(offer.act.clone());
        request.task = offer.token.map(|t| Id(t as i64));
        let (then, more) = by_system(kernel, act, standing, request).await?;
        standing = then;
        acts.extend(more);
    }
    Ok(standing)
}

/// One act within a transaction; the matter as it stands after it.
pub(crate) async fn one(
    kernel: &Kernel,
    act: &mut Act,
    standing: Standing,
    request: Request,
) -> Result<(Standing, Vec<String>)> {
    let today = act.actor.today;
    let situation = standing.situation(today);
    let who = standing.who(&act.actor);
    let on = request.task.map(|t| t.0 as u64);
    let decision = procedure::decide(
        &standing.pinned.definition,
        &standing.pinned.pack,
        &situation,
        &who,
        &request.act,
        on,
        &request.input(),
    )
    .map_err(refused)?;
    let Standing {
        calendar,
        matter,
        kind,
        pinned,
        tasks,
        mut case,
    } = standing;
    let task = decision
        .token
        .and_then(|t| tasks.iter().find(|task| task.id.0 as u64 == t).cloned());
    let mut doing = Doing::new(matter, request, decision, task, today, calendar, pinned);
    doing.again = case.handled_again();
    for effect in doing.decision.effects.clone() {
        case.carry_out(kernel, act, &mut doing, &effect).await?;
    }
    papers(act, &mut doing, &*case).await?;
    settle::tasks(kernel, act, &mut doing, &tasks, &*case).await?;
    settle::clock(&mut doing)?;
    case.settle(kernel, act, &mut doing).await?;
    record(act, &mut doing).await?;
    let name = doing.decision.act.clone();
    let standing = conclude(act, doing, kind, case).await?;
    Ok((standing, vec![name]))
}

/// The files given with an act become papers of its matter, at the place its area says.
async fn papers(act: &mut Act, doing: &mut Doing, case: &dyn Case) -> Result<()> {
    if doing.request.papers.is_empty() {
        return Ok(());
    }
    let place = case.place(
        &doing.decision.effects,
        doing.unit(),
        &act.actor,
        &doing.request,
    );
    let kept = file::attach_all(act, doing.matter.id, &doing.request.papers, &place).await?;
    doing.keep("papers", kept);
    Ok(())
}

/// What every act ends with, once its event stands: the row, its readers, its search text, its letters. The matter as it
/// stands then.
pub(super) async fn conclude(
    act: &mut Act,
    mut doing: Doing,
    kind: Arc<dyn Kind>,
    case: Box<dyn Case>,
) -> Result<Standing> {
    settle::save(act, &mut doing.matter).await?;
    let readers = embargo::readers(act, &doing.matter, &*case).await?;
    listing::refresh(act, doing.matter.id, &readers).await?;
    search::index(act, &doing.matter, &case.documents(&doing.matter)).await?;
    let mut letters = std::mem::take(&mut doing.letters);
    letters.extend(settle::letters(&doing));
    letters.extend(case.letters(&doing));
    settle::deliver(act, &letters).await?;
    let tasks = task::open_of(&mut *act, doing.matter.id).await?;
    Ok(Standing {
        matter: doing.matter,
        kind,
        pinned: doing.pinned,
        tasks,
        case,
        calendar: doing.calendar,
    })
}

/// The event of an act: what was done, on which step, with what was given for it.
async fn record(act: &mut Act, doing: &mut Doing) -> Result<()> {
    let mut data = std::mem::take(&mut doing.data);
    let decision = &doing.decision;
    data.insert("act".to_owned(), json!(decision.act));
    if let Some(task) = &doing.task {
        data.insert("step".to_owned(), json!(task.step));
        if let Some(unit) = task.branch_unit {
            data.insert("unit".to_owned(), json!(unit.to_string()));
        }
    }
    if let Some(reason) = &doing.request.reason {
        data.insert("reason".to_owned(), json!(reason));
    }
    if !doing.request.units.is_empty() {
        let units: Vec<Json> = doing
            .request
            .units
            .iter()
            .map(|(unit, part)| json!({"unit": unit.to_string(), "part": part.code()}))
            .collect();
        data.insert("units".to_owned(), Json::Array(units));
    }
    if decision.sent_back {
        data.insert("sent_back".to_owned(), json!(true));
    }
    data.insert("state".to_owned(), json!(doing.matter.state));
    if let Some(due) = doing.matter.due_on {
        data.insert("due_on".to_owned(), json!(due));
    }
    let event = Event::new(decision.event.clone(), doing.audience.clone(), &data)?;
    history::append(act, Stream::Matter(doing.matter.id), event).await
}

/// A refusal of the procedure as the error of an action.
pub fn refused(refusal: Refusal) -> Error {
    let message = Message::new("said").arg(
        "sentence",
        Arg::Both {
            zh: refusal.message.zh.clone(),
            en: refusal.message.en.clone(),
        },
    );
    match refusal.kind {
        RefusalKind::NotYours => Error::Forbidden(message),
        RefusalKind::Input => match refusal.field {
            Some(field) => Error::Invalid(vec![FieldError { field, message }]),
            None => Error::Refused(message),
        },
        RefusalKind::NotHere | RefusalKind::NotYet => Error::Refused(message),
    }
}

/// The kernel's own roles a step may be owned by, as the holder of its task.
pub(crate) fn kernel_holders(matter: &Matter, role: &str, unit: Option<Id>) -> Vec<(Id, String)> {
    match (Role::parse(role), unit) {
        (Some(r), Some(unit)) if r.is_of_unit() => {
            let mut out = vec![(unit, role.to_owned())];
            if r != Role::UnitLiaison && r != Role::CountyLeader {
                out.push((unit, Role::UnitLiaison.code().to_owned()));
            }
            out.push((matter.organ_id, Role::Office.code().to_owned()));
            out
        }
        (Some(Role::Office), _) | (None, _) => {
            vec![(matter.organ_id, Role::Office.code().to_owned())]
        }
        (Some(_), _) => vec![
            (matter.organ_id, role.to_owned()),
            (matter.organ_id, Role::OfficeLeader.code().to_owned()),
            (matter.organ_id, Role::Office.code().to_owned()),
        ],
    }
}
