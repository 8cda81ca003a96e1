//! Papers of a matter.

use std::path::PathBuf;

use sha2::{Digest, Sha256};

use super::{Body, Kind, folder, is_kept, path};
use crate::access::{Act, Actor};
use crate::clock::Instant;
use crate::db::{Db, sql};
use crate::error::{Error, Result};
use crate::history::{Audience, meant_for};
use crate::id::Id;
use crate::kernel::Kernel;
use crate::matter::listing::visible;

/// One paper as its readers see it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Paper {
    pub id: Id,
    pub matter_id: Id,
    pub name: String,
    /// Bytes.
    pub size: i64,
    pub mime: String,
    /// [`Audience::code`].
    pub audience: String,
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

const SELECT: &str = "SELECT f.id, f.matter_id, f.name, b.size, b.mime, f.audience, p.name AS person, f.created_at, \
    f.digest FROM file f JOIN file_body b ON b.digest = f.digest LEFT JOIN person p ON p.id = f.created_by";

/// Attaches a body to a matter, in the act that concerns it. Whether the act may is the matter's procedure to say;
/// its event is the caller's to append.
pub async fn attach(act: &mut Act, matter: Id, body: &Body, audience: &Audience) -> Result<Id> {
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
    let id = Id::new(act.at);
    let touched = sql(
        "INSERT INTO file (id, organ_id, matter_id, digest, name, audience, created_by, created_at)
         SELECT $1, m.organ_id, m.id, $3, $4, $5, $6, $7 FROM matter m WHERE m.id = $2",
    )
    .bind(id)
    .bind(matter)
    .bind(body.digest.to_vec())
    .bind(&body.name)
    .bind(audience.code())
    .bind(act.actor.person)
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    if touched == 0 {
        return Err(Error::missing("matter", matter));
    }
    Ok(id)
}

/// Takes a paper of `matter` out of view; its bytes stay. The event is the caller's to append.
pub async fn remove(act: &mut Act, matter: Id, file: Id) -> Result<()> {
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
    Ok(())
}

/// The papers of a matter that are meant for `actor`, oldest first. A matter that does not exist for him is
/// not found.
pub async fn of_matter(db: &Db, actor: &Actor, matter: Id) -> Result<Vec<Paper>> {
    if !visible(db, actor, matter).await? {
        return Err(Error::NotFound);
    }
    let (condition, values) = meant_for(actor, 2, "f", "created_by");
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
    let (condition, values) = meant_for(actor, 2, "f", "created_by");
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
