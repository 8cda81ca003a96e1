//! Embargo (公布前保密): until it is lifted, a matter exists for the persons named on it, and for nobody else.
//!
//! **Nouns.** Whoever is *named* on a matter has a capacity on it, a code of its area. A *reading* is one time somebody
//! named opened the matter, its history or one of its files. The *code* of a case is a few random letters: what the
//! auditor, who may not know what it is about, reads in the list of readings.
//!
//! **What the floor sees to, whatever an area says.** The readers of an embargoed matter are those named, each
//! [`alone`]: a substitute is not. Its tasks lie with one of them. Its letters reach their accounts only. Every reading is
//! written down before it is answered. Lifted, the matter is the organ's like any other, but what was said and filed on it
//! before stays with those who were named ([`before`]).
//!
//! **What it never does.** Slow another page: whether a matter is under embargo stands in the row that is read anyway, and
//! who was never named on one carries nothing of it.

use std::future::Future;
use std::sync::Mutex;

use crate::Kernel;
use crate::access::{Act, Actor, Authorized, PERSONAL, Permission};
use crate::clock::Instant;
use crate::db::{Db, On, sql};
use crate::error::{Error, Message, Result};
use crate::id::Id;
use crate::matter::listing::{Reader, visible};
use crate::matter::{Case, Confidentiality, Matter, Task, load};
use crate::organ;

/// The capacity of whoever opened the case and keeps it; nobody takes the last one away.
pub const KEEPER: &str = "keeper";

/// Whether the person of an account `a` is named on a matter that is still under embargo.
pub(crate) const IS_NAMED: &str = "CASE WHEN EXISTS (SELECT 1 FROM embargo_reader r \
    JOIN embargo x ON x.matter_id = r.matter_id WHERE r.person_id = a.person_id AND r.removed_at IS NULL \
    AND x.lifted_at IS NULL) THEN TRUE ELSE FALSE END";

/// The principal a person is by himself: nobody who stands in for him has it.
pub fn alone(person: Id) -> Id {
    Id(-person.0.abs())
}

/// The person behind a principal, himself or with those who stand in for him.
pub fn person_of(principal: Id) -> Id {
    Id(principal.0.abs())
}

/// A case as those may know it who are not named on it: a code and two instants.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Embargo {
    pub matter_id: Id,
    pub code: String,
    pub since: i64,
    pub lifted_at: Option<i64>,
}

/// Somebody named on a case.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Named {
    pub person_id: Id,
    pub person: String,
    /// The capacities he has on it, in the order they were given.
    pub capacity: String,
    pub added_at: i64,
}

impl Named {
    pub fn is(&self, capacity: &str) -> bool {
        self.capacities().any(|c| c == capacity)
    }

    pub fn capacities(&self) -> impl Iterator<Item = &str> {
        self.capacity.split(' ').filter(|c| !c.is_empty())
    }
}

/// One reading.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Reading {
    pub id: Id,
    pub code: String,
    pub person: String,
    pub at: i64,
    /// `page`, `api` or `program`.
    pub door: String,
    /// The file that was taken; none where the matter itself was read.
    pub file_id: Option<Id>,
}

/// A matter begins under embargo: its opener keeps it.
pub(crate) async fn begin(act: &mut Act, matter: &Matter) -> Result<()> {
    sql("INSERT INTO embargo (matter_id, organ_id, code, since) VALUES ($1, $2, $3, $4)")
        .bind(matter.id)
        .bind(matter.organ_id)
        .bind(code())
        .bind(act.at.0)
        .run(&mut *act)
        .await?;
    match matter.created_by {
        Some(person) => name(act, matter.id, person, KEEPER).await,
        None => Ok(()),
    }
}

/// Random letters, of those that ids are printed in: nothing in them tells when the case was opened, or which it is.
fn code() -> String {
    let mut bytes = [0u8; 5];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    let random = bytes.iter().fold(0i64, |n, b| (n << 8) | i64::from(*b));
    let printed = Id(random).to_string();
    printed[printed.len() - 8..].to_uppercase()
}

/// Names somebody on a case, or gives him one more capacity on it.
#[crate::compiled_once]
pub async fn name(act: &mut Act, matter: Id, person: Id, capacity: &str) -> Result<()> {
    let organ = act.organ();
    let known = sql("SELECT id FROM person WHERE id = $1 AND organ_id = $2 AND erased_at IS NULL")
        .bind(person)
        .bind(organ)
        .exists(&mut *act)
        .await?;
    if !known {
        return Err(Error::NotFound);
    }
    let had: Option<(String,)> = sql(
        "SELECT capacity FROM embargo_reader WHERE matter_id = $1 AND person_id = $2 AND removed_at IS NULL",
    )
    .bind(matter)
    .bind(person)
    .optional(&mut *act)
    .await?;
    let had = had.map(|(all,)| all).unwrap_or_default();
    let mut all: Vec<&str> = had.split(' ').filter(|c| !c.is_empty()).collect();
    if !all.contains(&capacity) {
        all.push(capacity);
    }
    sql(
        "INSERT INTO embargo_reader (matter_id, person_id, capacity, added_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (matter_id, person_id) DO UPDATE SET capacity = excluded.capacity, removed_at = NULL",
    )
    .bind(matter)
    .bind(person)
    .bind(all.join(" "))
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    // Whoever was never named carries nothing of embargoes; from now on he does.
    organ::changed(act).await
}

/// Takes somebody off a case.
///
/// # Errors
/// Refused for the last one who keeps it; [`Error::NotFound`] where he is not named.
#[crate::compiled_once]
pub async fn unname(act: &mut Act, matter: Id, person: Id) -> Result<()> {
    let all = named(&mut *act, matter).await?;
    let keeps = |n: &&Named| n.is(KEEPER);
    if !all.iter().any(|n| n.person_id == person) {
        return Err(Error::NotFound);
    }
    if all.iter().filter(keeps).all(|n| n.person_id == person) {
        return Err(Error::refused("embargo-last-keeper"));
    }
    sql("UPDATE embargo_reader SET removed_at = $3 WHERE matter_id = $1 AND person_id = $2")
        .bind(matter)
        .bind(person)
        .bind(act.at.0)
        .run(&mut *act)
        .await?;
    Ok(())
}

/// Those named on a case, keepers first.
pub async fn named(on: impl On, matter: Id) -> Result<Vec<Named>> {
    Ok(sql(
        "SELECT r.person_id, p.name AS person, r.capacity, r.added_at FROM embargo_reader r
         JOIN person p ON p.id = r.person_id WHERE r.matter_id = $1 AND r.removed_at IS NULL
         ORDER BY CASE WHEN r.capacity LIKE $2 THEN 0 ELSE 1 END, r.added_at, r.person_id",
    )
    .bind(matter)
    .bind(format!("%{KEEPER}%"))
    .all(on)
    .await?)
}

/// The case of a matter that is or was under embargo.
pub async fn of(on: impl On, matter: Id) -> Result<Option<Embargo>> {
    Ok(
        sql("SELECT matter_id, code, since, lifted_at FROM embargo WHERE matter_id = $1")
            .bind(matter)
            .optional(on)
            .await?,
    )
}

/// Lifts the embargo in the act that announces what it hid; from here on the matter is the organ's.
#[crate::compiled_once]
pub async fn lift(act: &mut Act, matter: &mut Matter) -> Result<()> {
    if matter.confidentiality() != Confidentiality::Embargo {
        return Ok(());
    }
    matter.confidentiality = Confidentiality::Internal.code().to_owned();
    sql("UPDATE embargo SET lifted_at = $2 WHERE matter_id = $1")
        .bind(matter.id)
        .bind(act.at.0)
        .run(&mut *act)
        .await?;
    Ok(())
}

/// Who a matter exists for: those its case says, or those named on it alone.
pub(crate) async fn readers(
    act: &mut Act,
    matter: &Matter,
    case: &dyn Case,
) -> Result<Vec<Reader>> {
    if matter.confidentiality() != Confidentiality::Embargo {
        return Ok(case.readers(matter));
    }
    let all = named(&mut *act, matter.id).await?;
    Ok(all
        .iter()
        .map(|n| Reader {
            principal: alone(n.person_id),
            why: 0,
            wide: false,
        })
        .collect())
}

/// Who may hold a step of an embargoed matter: those of `wished` who are named on it, otherwise whoever keeps it.
pub(crate) async fn holders(
    act: &mut Act,
    matter: &Matter,
    wished: &[(Id, String)],
) -> Result<Vec<(Id, String)>> {
    let all = named(&mut *act, matter.id).await?;
    let first = wished
        .iter()
        .filter(|(_, role)| role == PERSONAL)
        .map(|(holder, _)| person_of(*holder))
        .find(|person| all.iter().any(|n| n.person_id == *person));
    match first.or_else(|| all.first().map(|n| n.person_id)) {
        Some(person) => Ok(vec![(alone(person), PERSONAL.to_owned())]),
        None => Err(Error::internal("nobody is named on an embargoed matter")),
    }
}

/// A running step follows the list: it leaves whoever was taken off it, and, lifted, is held as any other.
pub(crate) async fn rehold(act: &mut Act, matter: &Matter, task: &mut Task) -> Result<()> {
    let hidden = matter.confidentiality() == Confidentiality::Embargo;
    if !hidden && task.holder.0 >= 0 {
        return Ok(());
    }
    let stands = task.holder;
    task.holder = match hidden {
        true => {
            let wished = [(task.holder, task.role.clone())];
            holders(act, matter, &wished).await?[0].0
        }
        false => person_of(task.holder),
    };
    if task.holder != stands {
        sql("UPDATE task SET holder = $2, role = $3 WHERE id = $1")
            .bind(task.id)
            .bind(task.holder)
            .bind(PERSONAL)
            .run(&mut *act)
            .await?;
        task.role = PERSONAL.to_owned();
    }
    Ok(())
}

/// The condition that a row of a matter that was once under embargo is not from before it was lifted, or that its reader
/// (at the placeholder `$person`) was named then. `at` and `matter` are columns of the row.
pub(crate) fn before(at: &str, matter: &str, person: usize) -> String {
    format!(
        "({at} >= COALESCE((SELECT x.lifted_at FROM embargo x WHERE x.matter_id = {matter}), 0)
          OR EXISTS (SELECT 1 FROM embargo_reader y WHERE y.matter_id = {matter} AND y.person_id = ${person}
                     AND y.removed_at IS NULL))"
    )
}

/// Through which door a request came in, and what it has read already.
struct Request {
    door: &'static str,
    noted: Mutex<Vec<Id>>,
}

tokio::task_local! {
    static REQUEST: Request;
}

/// Runs one request; what it reads of a matter is one reading, however many rooms look at it.
pub async fn through<F: Future>(door: &'static str, work: F) -> F::Output {
    let noted = Mutex::new(Vec::new());
    REQUEST.scope(Request { door, noted }, work).await
}

/// Writes down that `actor` looks at a matter of which only the id is at hand, where it is under embargo: its history or
/// its files asked for by a program, a file taken.
#[crate::compiled_once]
pub async fn looked(kernel: &Kernel, actor: &Actor, matter: Id, file: Option<Id>) -> Result<()> {
    let hidden = sql("SELECT matter_id FROM embargo WHERE matter_id = $1 AND lifted_at IS NULL")
        .bind(matter)
        .exists(&kernel.db)
        .await?;
    if !hidden || !visible(&kernel.db, actor, matter).await? {
        return Ok(());
    }
    let matter = load::matter(&kernel.db, matter).await?;
    note(kernel, actor, &matter, file).await
}

/// Writes down that `actor` reads a matter, or takes `file` of it; durable when it returns. Nothing for a job.
pub(crate) async fn note(
    kernel: &Kernel,
    actor: &Actor,
    matter: &Matter,
    file: Option<Id>,
) -> Result<()> {
    if actor.system || matter.confidentiality() != Confidentiality::Embargo {
        return Ok(());
    }
    let what = file.unwrap_or(matter.id);
    let first = |r: &Request| {
        let mut noted = r
            .noted
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let first = !noted.contains(&what);
        noted.push(what);
        first
    };
    if !REQUEST.try_with(first).unwrap_or(true) {
        return Ok(());
    }
    let door = REQUEST.try_with(|r| r.door).unwrap_or("program");
    let system = Actor::system(matter.organ_id, actor.today);
    let word = Authorized::system(&system)?;
    let mut act = Act::begin(&kernel.db, &system, word, kernel.now()).await?;
    sql(
        "INSERT INTO embargo_reading (id, matter_id, organ_id, person_id, account_id, at, door, file_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(Id::new(act.at))
    .bind(matter.id)
    .bind(matter.organ_id)
    .bind(actor.person)
    .bind(actor.account)
    .bind(act.at.0)
    .bind(door)
    .bind(file)
    .run(&mut act)
    .await?;
    act.commit().await
}

const READING: &str = "SELECT g.id, x.code, COALESCE(p.name, a.name, '') AS person, g.at, g.door, g.file_id \
    FROM embargo_reading g JOIN embargo x ON x.matter_id = g.matter_id LEFT JOIN person p ON p.id = g.person_id \
    LEFT JOIN account a ON a.id = g.account_id";

/// The newest readings of a matter, for a page that its readers see.
pub async fn readings(on: impl On, matter: Id, limit: i64) -> Result<Vec<Reading>> {
    Ok(sql(format!(
        "{READING} WHERE g.matter_id = $1 ORDER BY g.id DESC LIMIT $2"
    ))
    .bind(matter)
    .bind(limit)
    .all(on)
    .await?)
}

/// The readings of every case of the auditor's organ before `before`, newest first: by code, for he may not know more.
pub async fn readings_of_organ(
    db: &Db,
    actor: &Actor,
    before: Option<Id>,
    limit: i64,
) -> Result<Vec<Reading>> {
    if !actor.may(Permission::Audit) {
        return Err(Error::Forbidden(Message::new(Permission::Audit.refusal())));
    }
    Ok(sql(format!(
        "{READING} WHERE g.organ_id = $1 AND g.id < $2 ORDER BY g.id DESC LIMIT $3"
    ))
    .bind(actor.organ)
    .bind(before.unwrap_or(Id(i64::MAX)))
    .bind(limit)
    .all(db)
    .await?)
}

impl Reading {
    pub fn at(&self) -> Instant {
        Instant(self.at)
    }
}
