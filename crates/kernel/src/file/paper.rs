//! Papers of a matter.

use std::path::PathBuf;

use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use super::{Body, Kind, Place, folder, is_kept, path};
use crate::access::{Act, Actor};
use crate::clock::Instant;
use crate::db::{Db, Value, sql};
use crate::embargo;
use crate::error::{Error, Result};
use crate::history::meant_for;
use crate::id::Id;
use crate::kernel::Kernel;
use crate::matter::listing::visible;
use crate::matter::task;

/// One paper as its readers see it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Paper {
    pub id: Id,
    pub matter_id: Id,
    pub name: String,
    /// Bytes.
    pub size: i64,
    pub mime: String,
    /// [`Audience::code`].
    pub audience: String,
    /// [`Place::name`].
    pub place: String,
    /// The unit whose paper it is.
    pub unit_id: Option<Id>,
    /// Who brought it; `None` for the system.
    pub person: Option<String>,
    pub created_at: i64,
    digest: Vec<u8>,
}

impl Paper {
    pub fn at(&self) -> Instant {
        Instant(self.created_at)
    }

    pub fn kind(&self) -> Option<Kind> {
        Kind::of_mime(&self.mime)
    }

    /// SHA-256, hexadecimal.
    pub fn digest(&self) -> String {
        hex::encode(&self.digest)
    }
}

const SELECT: &str = "SELECT f.id, f.matter_id, f.name, b.size, b.mime, f.audience, f.place, \
    f.unit_id, p.name AS person, f.created_at, \
    f.digest FROM file f JOIN file_body b ON b.digest = f.digest LEFT JOIN person p ON p.id = f.created_by";

/// Attaches a body to a matter, in the act that concerns it. Whether the act may is the matter's procedure to say;
/// its event is the caller's to append.
#[crate::compiled_once]
pub async fn attach(act: &mut Act, matter: Id, body: &Body, place: &Place) -> Result<Id> {
    let id = Id::new(act.at);
    attach_as(act, id, matter, body, place).await?;
    Ok(id)
}

/// Ids of one instant in the order of the list they are for: papers are listed by their ids.
fn ids(act: &Act, n: usize) -> Vec<Id> {
    let mut ids: Vec<Id> = (0..n).map(|_| Id::new(act.at)).collect();
    ids.sort();
    ids
}

async fn attach_as(act: &mut Act, id: Id, matter: Id, body: &Body, place: &Place) -> Result<()> {
    // Written again where it stands: a sweep that looks at it now sees that it is young.
    sql(
        "INSERT INTO file_body (digest, size, mime, created_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (digest) DO UPDATE SET created_at = excluded.created_at",
    )
    .bind(body.digest.to_vec())
    .bind(body.size)
    .bind(body.kind.mime())
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    let touched = sql(
        "INSERT INTO file (id, organ_id, matter_id, digest, name, audience, created_by, created_at, place, unit_id)
         SELECT $1, m.organ_id, m.id, $3, $4, $5, $6, $7, $8, $9 FROM matter m WHERE m.id = $2",
    )
    .bind(id)
    .bind(matter)
    .bind(body.digest.to_vec())
    .bind(&body.name)
    .bind(place.audience.code())
    .bind(act.actor.person)
    .bind(act.at.0)
    .bind(place.name)
    .bind(place.unit)
    .run(&mut *act)
    .await?;
    if touched == 0 {
        return Err(Error::missing("matter", matter));
    }
    Ok(())
}

/// Attaches several bodies at one place; what their event keeps of them, in their order.
#[crate::compiled_once]
pub async fn attach_all(
    act: &mut Act,
    matter: Id,
    bodies: &[Body],
    place: &Place,
) -> Result<Vec<Json>> {
    let mut kept = Vec::with_capacity(bodies.len());
    for (id, body) in ids(act, bodies.len()).into_iter().zip(bodies) {
        attach_as(act, id, matter, body, place).await?;
        kept.push(json!({
            "id": id.to_string(), "name": body.name, "size": body.size, "sha256": body.digest(),
        }));
    }
    Ok(kept)
}

/// Takes a paper of `matter` out of view; its bytes stay. The event is the caller's to append, with the name given back.
pub async fn remove(act: &mut Act, matter: Id, file: Id) -> Result<String> {
    let touched = sql(
        "UPDATE file SET removed_at = $1 WHERE id = $2 AND matter_id = $3 AND removed_at IS NULL",
    )
    .bind(act.at.0)
    .bind(file)
    .bind(matter)
    .run(&mut *act)
    .await?;
    if touched == 0 {
        return Err(Error::NotFound);
    }
    let (name,): (String,) = sql("SELECT name FROM file WHERE id = $1")
        .bind(file)
        .one(&mut *act)
        .await?;
    Ok(name)
}

/// Gives another matter the papers of one that stand at a place and that all its readers read: the same bodies under new
/// ids, by whoever brought them.
pub async fn carry(act: &mut Act, from: Id, to: Id, place: &'static str) -> Result<()> {
    let papers: Vec<(Id,)> = sql(
        "SELECT id FROM file WHERE matter_id = $1 AND place = $2 AND audience IN ('public', 'parties')
         AND removed_at IS NULL ORDER BY id",
    )
    .bind(from)
    .bind(place)
    .all(&mut *act)
    .await?;
    for (id, (paper,)) in ids(act, papers.len()).into_iter().zip(papers) {
        sql("INSERT INTO file (id, organ_id, matter_id, digest, name, audience, created_by, created_at, place)
             SELECT $1, organ_id, $2, digest, name, audience, created_by, created_at, place FROM file WHERE id = $3")
        .bind(id)
        .bind(to)
        .bind(paper)
        .run(&mut *act)
        .await?;
    }
    Ok(())
}

/// Moves the papers of `unit` that stand at the place called `from` to `to`: with a reply, what was its draft's goes to
/// whoever reads the reply. Their names, oldest first.
#[crate::compiled_once]
pub async fn hand_on(
    act: &mut Act,
    matter: Id,
    unit: Id,
    from: &'static str,
    to: &Place,
) -> Result<Vec<String>> {
    let names: Vec<(String,)> = sql(
        "SELECT name FROM file WHERE matter_id = $1 AND unit_id = $2 AND place = $3 AND removed_at IS NULL ORDER BY id",
    )
    .bind(matter)
    .bind(unit)
    .bind(from)
    .all(&mut *act)
    .await?;
    if !names.is_empty() {
        sql("UPDATE file SET place = $4, audience = $5
             WHERE matter_id = $1 AND unit_id = $2 AND place = $3 AND removed_at IS NULL")
        .bind(matter)
        .bind(unit)
        .bind(from)
        .bind(to.name)
        .bind(to.audience.code())
        .run(&mut *act)
        .await?;
    }
    Ok(names.into_iter().map(|(name,)| name).collect())
}

/// The condition, with placeholders from `$from` on, that a paper of a readable matter is meant for `actor`.
fn readable(actor: &Actor, from: usize) -> (String, Vec<Value>) {
    let (meant, mut values) = meant_for(actor, from, "f", "created_by");
    let holdings = actor.holdings();
    if actor.system || holdings.is_empty() {
        return (meant, values);
    }
    let held = task::held(from + values.len(), holdings.len());
    for (holder, role) in holdings {
        values.push(holder.into());
        values.push(role.into());
    }
    let named = from + values.len();
    values.push(actor.person.unwrap_or(Id(0)).into());
    let since = embargo::before("f.created_at", "f.matter_id", named);
    let condition = format!(
        "({meant} OR {since} AND f.unit_id IS NOT NULL AND EXISTS (SELECT 1 FROM task t WHERE t.matter_id = f.matter_id \
           AND t.branch_unit = f.unit_id AND t.state = 'open' AND NOT t.side AND {held}))"
    );
    (condition, values)
}

/// The papers of a matter that are meant for `actor`, oldest first. A matter that does not exist for him is
/// not found.
#[crate::compiled_once]
pub async fn of_matter(db: &Db, actor: &Actor, matter: Id) -> Result<Vec<Paper>> {
    if !visible(db, actor, matter).await? {
        return Err(Error::NotFound);
    }
    let (condition, values) = readable(actor, 2);
    Ok(sql(format!(
        "{SELECT} WHERE f.matter_id = $1 AND f.removed_at IS NULL AND {condition} ORDER BY f.id LIMIT 500"
    ))
    .bind(matter)
    .bind_all(values)
    .all(db)
    .await?)
}

/// A paper, ready to be streamed.
#[derive(Debug)]
pub struct Opened {
    pub paper: Paper,
    /// Its bytes; [`Paper::size`] of them.
    pub file: tokio::fs::File,
}

/// Opens a paper for `actor`, who must see its matter and be meant by its audience; otherwise it is not found.
#[crate::compiled_once]
pub async fn open(kernel: &Kernel, actor: &Actor, file: Id) -> Result<Opened> {
    let (paper, place) = find(kernel, actor, file).await?;
    let file = tokio::fs::File::open(&place)
        .await
        .map_err(|e| Error::internal(format!("paper {}: {e}", paper.digest())))?;
    let size = file.metadata().await.map_err(Error::internal)?.len();
    if size != paper.size as u64 {
        return Err(Error::internal(format!(
            "paper {} has {size} bytes instead of {}",
            paper.digest(),
            paper.size
        )));
    }
    Ok(Opened { paper, file })
}

/// All bytes of a paper, held against its digest: for archive packages.
#[crate::compiled_once]
pub async fn read(kernel: &Kernel, actor: &Actor, file: Id) -> Result<(Paper, Vec<u8>)> {
    let (paper, place) = find(kernel, actor, file).await?;
    let bytes = tokio::fs::read(&place)
        .await
        .map_err(|e| Error::internal(format!("paper {}: {e}", paper.digest())))?;
    if Sha256::digest(&bytes)[..] != paper.digest {
        return Err(Error::internal(format!(
            "paper {} is not what was kept",
            paper.digest()
        )));
    }
    Ok((paper, bytes))
}

async fn find(kernel: &Kernel, actor: &Actor, file: Id) -> Result<(Paper, PathBuf)> {
    let (condition, values) = readable(actor, 2);
    let paper: Paper = sql(format!(
        "{SELECT} WHERE f.id = $1 AND f.removed_at IS NULL AND {condition}"
    ))
    .bind(file)
    .bind_all(values)
    .optional(&kernel.db)
    .await?
    .ok_or(Error::NotFound)?;
    if !visible(&kernel.db, actor, paper.matter_id).await? {
        return Err(Error::NotFound);
    }
    embargo::looked(kernel, actor, paper.matter_id, Some(paper.id)).await?;
    let root = folder(&kernel.data);
    if !is_kept(&root, &paper.digest) {
        return Err(Error::internal(format!(
            "paper {} is not in the data folder",
            paper.digest()
        )));
    }
    let place = path(&root, &paper.digest);
    Ok((paper, place))
}
