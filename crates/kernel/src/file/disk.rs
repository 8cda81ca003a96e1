//! Bodies on the disk. The only place that makes a path; never from anything a person typed.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};

use crate::db::sql;
use crate::error::{Error, Result};
use crate::kernel::Kernel;

/// How long a body may lie about without a paper that names it.
const PATIENCE: Duration = Duration::from_secs(2 * 86_400);

/// The folder of bodies in the data folder.
pub fn folder(data: &Path) -> PathBuf {
    data.join("files")
}

/// Where the body of this digest lies.
pub(crate) fn path(root: &Path, digest: &[u8]) -> PathBuf {
    let name = hex::encode(digest);
    let (one, rest) = name.split_at(2.min(name.len()));
    let two = &rest[..2.min(rest.len())];
    root.join(one).join(two).join(&name)
}

pub(crate) fn is_kept(root: &Path, digest: &[u8]) -> bool {
    path(root, digest).is_file()
}

/// Writes a body and forces it to the disk with its folders; one that is there already is only touched, so that
/// no sweep takes it before it is attached.
pub(crate) fn keep(root: &Path, bytes: &[u8]) -> io::Result<[u8; 32]> {
    let digest: [u8; 32] = Sha256::digest(bytes).into();
    let place = path(root, &digest);
    if let Ok(there) = File::options().append(true).open(&place)
        && there.metadata()?.len() == bytes.len() as u64
    {
        there.set_modified(SystemTime::now())?;
        there.sync_all()?;
        return Ok(digest);
    }
    let aside = root.join(".part");
    fs::create_dir_all(&aside)?;
    let parent = place.parent().unwrap_or(root);
    fs::create_dir_all(parent)?;
    let mut random = [0u8; 16];
    getrandom::fill(&mut random).map_err(io::Error::other)?;
    let part = aside.join(hex::encode(random));
    let written = (|| {
        let mut file = File::options().write(true).create_new(true).open(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&part, &place)?;
        for dir in [parent, parent.parent().unwrap_or(root), root] {
            sync_folder(dir)?;
        }
        Ok(())
    })();
    if written.is_err() {
        let _ = fs::remove_file(&part);
    }
    written.map(|()| digest)
}

/// A folder's entries are durable only after the folder is; Windows has no such call.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Takes away bodies that no paper names and that are older than two days, and what was held for a day; the number of
/// bodies. A job.
pub async fn sweep(kernel: &Kernel) -> Result<usize> {
    super::held::forget(kernel).await?;
    let root = folder(&kernel.data);
    let now = SystemTime::now();
    let old = {
        let root = root.clone();
        tokio::task::spawn_blocking(move || old(&root, now))
            .await
            .map_err(Error::internal)?
            .map_err(|e| Error::internal(format!("the papers' folder: {e}")))?
    };
    let mut gone = 0;
    for found in old {
        let Some(digest) = &found.digest else {
            gone += usize::from(fs::remove_file(&found.path).is_ok());
            continue;
        };
        let mut tx = kernel.db.begin().await?;
        let named = sql("SELECT id FROM file WHERE digest = $1 LIMIT 1")
            .bind(digest.clone())
            .exists(&mut tx)
            .await?;
        if !named {
            sql("DELETE FROM file_body WHERE digest = $1")
                .bind(digest.clone())
                .run(&mut tx)
                .await?;
        }
        tx.commit().await?;
        // Somebody may have handed the same bytes in meanwhile.
        if !named && is_old(&found.path, now) {
            gone += usize::from(fs::remove_file(&found.path).is_ok());
        }
    }
    Ok(gone)
}

struct Found {
    path: PathBuf,
    /// `None` for what was never finished.
    digest: Option<Vec<u8>>,
}

fn is_old(path: &Path, now: SystemTime) -> bool {
    fs::metadata(path)
        .and_then(|m| m.modified())
        .is_ok_and(|at| now.duration_since(at).is_ok_and(|age| age > PATIENCE))
}

/// Everything old below `root`; what doesn't look like ours is left alone.
fn old(root: &Path, now: SystemTime) -> io::Result<Vec<Found>> {
    let mut out = Vec::new();
    for path in entries(&root.join(".part"))? {
        if is_old(&path, now) {
            out.push(Found { path, digest: None });
        }
    }
    for one in entries(root)?.into_iter().filter(|p| p.is_dir()) {
        for two in entries(&one)?.into_iter().filter(|p| p.is_dir()) {
            for file in entries(&two)? {
                let name = file
                    .file_name()
                    .and_then(|n| n.to_str())
                    .unwrap_or_default();
                let digest = hex::decode(name).ok().filter(|d| d.len() == 32);
                if let Some(digest) = digest
                    && path(root, &digest) == file
                    && is_old(&file, now)
                {
                    out.push(Found {
                        path: file,
                        digest: Some(digest),
                    });
                }
            }
        }
    }
    Ok(out)
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Ok(found) => found.map(|e| e.map(|e| e.path())).collect(),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(e) => Err(e),
    }
}
