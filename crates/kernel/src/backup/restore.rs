//! Restoring into an empty database, in one transaction.

use std::collections::BTreeMap;
use std::path::Path;

use tokio::sync::mpsc;

use super::archive::{Archive, Piece};
use super::{Manifest, Progress, Report, Table, refused};
use crate::access::{Act, Actor, Authorized};
use crate::db::catalog::{self, Columns};
use crate::db::{Migrations, Value, migrate, sql};
use crate::error::{Error, Result};
use crate::file;
use crate::id::Id;
use crate::kernel::Kernel;
use crate::search::{self, Old};

/// The table whose rows go through the search room.
const SEARCH: &str = "search_document";

/// Fills the empty database of `kernel`, and its data folder, from a backup of either engine; then brings the
/// schema up to date. Do not run [`Kernel::migrate`] before: an older backup is restored into its own schema first.
pub async fn restore(
    kernel: &Kernel,
    path: &Path,
    mut progress: impl FnMut(Progress) + Send,
) -> Result<Report> {
    let path = path.to_owned();
    let archive = tokio::task::spawn_blocking(move || Archive::open(&path))
        .await
        .map_err(Error::internal)??;
    let manifest = archive.manifest.clone();
    let rooms = rooms(kernel, &manifest)?;
    empty(kernel, &manifest).await?;
    migrate(&kernel.db, &rooms, kernel.now()).await?;
    let there = catalog::tables(kernel.db.kind(), &kernel.db).await?;
    fits(&manifest, &there)?;

    let system = Actor::system(Id(0), kernel.clock.today());
    let word = Authorized::system(&system)?;
    let mut act = Act::begin(&kernel.db, &system, word, kernel.now()).await?;
    let keys = catalog::let_keys_go(&mut act).await?;
    let filled = fill(kernel, &mut act, archive, &mut progress).await;
    if let Err(e) = filled {
        act.rollback().await?;
        return Err(e);
    }
    for statement in keys {
        sql(statement).run(&mut act).await?;
    }
    act.commit().await?;
    kernel.calendars.forget();
    kernel.migrate().await?;
    Ok(manifest.report())
}

/// The steps of the schema that the backup has; refused where this program lacks one of them.
fn rooms(kernel: &Kernel, manifest: &Manifest) -> Result<Vec<Migrations>> {
    let mut rooms = Vec::new();
    let mut known = 0;
    for room in kernel.migrations() {
        let has = |version: i64| {
            manifest
                .schema
                .iter()
                .any(|(area, v)| area == room.area && *v == version)
        };
        let n = room.steps.iter().take_while(|s| has(s.version)).count();
        if room.steps[n..].iter().any(|s| has(s.version)) {
            return Err(refused("backup-schema"));
        }
        known += n;
        rooms.push(Migrations {
            area: room.area,
            steps: &room.steps[..n],
        });
    }
    if known != manifest.schema.len() {
        return Err(refused("backup-newer"));
    }
    Ok(rooms)
}

/// Refused where the database holds anything, or a schema the backup does not have.
async fn empty(kernel: &Kernel, manifest: &Manifest) -> Result<()> {
    let tables = catalog::tables(kernel.db.kind(), &kernel.db).await?;
    if tables.contains_key("migration") {
        let steps: Vec<(String, i64)> = sql("SELECT area, version FROM migration")
            .all(&kernel.db)
            .await?;
        if steps.iter().any(|s| !manifest.schema.contains(s)) {
            return Err(refused("backup-schema"));
        }
    } else if !tables.is_empty() {
        return Err(refused("backup-not-empty"));
    }
    for table in tables.keys().filter(|t| *t != "migration") {
        let filled = sql(format!("SELECT 1 FROM {table} LIMIT 1"))
            .exists(&kernel.db)
            .await?;
        if filled {
            return Err(refused("backup-not-empty"));
        }
    }
    Ok(())
}

/// Names out of the archive are only ever used where the database has the same.
fn fits(manifest: &Manifest, there: &BTreeMap<String, Columns>) -> Result<()> {
    for table in &manifest.tables {
        let Some(columns) = there.get(&table.name) else {
            return Err(refused("backup-schema"));
        };
        let same = table.columns.len() == columns.len()
            && table.columns.iter().all(|column| columns.contains(column));
        if !same {
            return Err(refused("backup-schema"));
        }
    }
    Ok(())
}

async fn fill(
    kernel: &Kernel,
    act: &mut Act,
    mut archive: Archive,
    progress: &mut (impl FnMut(Progress) + Send),
) -> Result<()> {
    let manifest = archive.manifest.clone();
    let mut at = Progress {
        done: 0,
        of: manifest.tables.iter().map(|t| t.rows).sum::<u64>() + manifest.files,
    };
    let (give, mut pieces) = mpsc::channel::<Piece>(2);
    let reading = tokio::task::spawn_blocking(move || {
        archive.read(|piece| {
            give.blocking_send(piece)
                .map_err(|_| Error::internal("the restore stopped"))
        })
    });
    let root = file::folder(&kernel.data);
    while let Some(piece) = pieces.recv().await {
        match piece {
            Piece::Rows(n, rows) => {
                let table = &manifest.tables[n];
                at.done += rows.len() as u64;
                if table.name == SEARCH {
                    let some = rows
                        .into_iter()
                        .filter_map(|row| document(table, row))
                        .collect();
                    // Tables come in the order of their names: its matters stand already.
                    search::restore(act, some).await?;
                } else {
                    catalog::insert(act, &table.name, &table.columns, rows).await?;
                }
            }
            Piece::File(bytes) => {
                at.done += 1;
                let root = root.clone();
                tokio::task::spawn_blocking(move || file::keep(&root, &bytes))
                    .await
                    .map_err(Error::internal)?
                    .map_err(|e| super::io("files", e))?;
            }
        }
        progress(at);
    }
    reading.await.map_err(Error::internal)?
}

fn document(table: &Table, row: Vec<Value>) -> Option<Old> {
    let mut cells: BTreeMap<&str, Value> = table
        .columns
        .iter()
        .map(|(c, _)| c.as_str())
        .zip(row)
        .collect();
    let mut text = |name: &str| match cells.remove(name) {
        Some(Value::Text(Some(text))) => Some(text),
        _ => None,
    };
    let (number, title, body, readers) = (
        text("number")?,
        text("title")?,
        text("text")?,
        text("readers")?,
    );
    match cells.remove("matter_id") {
        Some(Value::Int(Some(id))) => Some(Old {
            matter: Id(id),
            number,
            title,
            text: body,
            readers,
            tokens: None,
        }),
        _ => None,
    }
}
