//! Writing a backup beside a running server.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{FORMAT, LEFT_OUT, MANIFEST, Manifest, Progress, Report, Table, io, refused};
use crate::db::catalog::{self, Cells};
use crate::db::{Snapshot, Value, sql};
use crate::error::{Error, Result};
use crate::file;
use crate::kernel::Kernel;

type Archive = ZipWriter<BufWriter<File>>;

/// Writes everything into a new file. It appears under its name only when it is whole and on the disk.
pub async fn write(
    kernel: &Kernel,
    path: &Path,
    mut progress: impl FnMut(Progress) + Send,
) -> Result<Report> {
    if path.exists() {
        return Err(refused("backup-exists"));
    }
    let part = aside(path);
    let written = fill(kernel, &part, &mut progress).await;
    match written {
        Ok(report) => {
            fs::rename(&part, path).map_err(|e| io(&path.display().to_string(), e))?;
            if cfg!(unix)
                && let Some(folder) = path.parent()
            {
                let folder = if folder.as_os_str().is_empty() {
                    Path::new(".")
                } else {
                    folder
                };
                let _ = File::open(folder).and_then(|f| f.sync_all());
            }
            Ok(report)
        }
        Err(e) => {
            let _ = fs::remove_file(&part);
            Err(e)
        }
    }
}

fn aside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

/// Readable by its owner alone.
fn create(path: &Path) -> Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
        .open(path)
        .map_err(|e| io(&path.display().to_string(), e))
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().large_file(true)
}

async fn fill(
    kernel: &Kernel,
    path: &Path,
    progress: &mut (impl FnMut(Progress) + Send),
) -> Result<Report> {
    let mut archive = ZipWriter::new(BufWriter::new(create(path)?));
    let mut now = kernel.db.snapshot().await?;
    let schema: Vec<(String, i64)> =
        sql("SELECT area, version FROM migration ORDER BY area, version")
            .all(&mut now)
            .await?;
    let mut tables = catalog::tables(kernel.db.kind(), &mut now).await?;
    tables.retain(|name, _| name != "migration" && !LEFT_OUT.contains(&name.as_str()));
    let mut at = Progress::default();
    for name in tables.keys() {
        at.of += sql(format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {name}"))
            .count(&mut now)
            .await? as u64;
    }
    let digests: Vec<(Vec<u8>,)> = sql("SELECT digest FROM file_body ORDER BY digest")
        .all(&mut now)
        .await?;
    at.of += digests.len() as u64;
    let mut manifest = Manifest {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: kernel.now().0,
        schema,
        tables: Vec::new(),
        files: 0,
        missing: Vec::new(),
    };
    for (name, columns) in tables {
        let mut table = Table {
            name,
            columns,
            rows: 0,
            sha256: String::new(),
        };
        rows(&mut now, &mut archive, &mut table, &mut at, progress).await?;
        manifest.tables.push(table);
    }
    drop(now);
    let root = file::folder(&kernel.data);
    for digests in digests.chunks(20) {
        let digests: Vec<Vec<u8>> = digests.iter().map(|(d,)| d.clone()).collect();
        let root = root.clone();
        let some = digests.len() as u64;
        let (back, kept, missing) =
            tokio::task::spawn_blocking(move || papers(archive, &root, digests))
                .await
                .map_err(Error::internal)??;
        archive = back;
        manifest.files += kept;
        manifest.missing.extend(missing);
        at.done += some;
        progress(at);
    }
    let report = manifest.report();
    tokio::task::spawn_blocking(move || finish(archive, &manifest))
        .await
        .map_err(Error::internal)??;
    Ok(report)
}

async fn rows(
    now: &mut Snapshot,
    archive: &mut Archive,
    table: &mut Table,
    at: &mut Progress,
    progress: &mut (impl FnMut(Progress) + Send),
) -> Result<()> {
    let entry = format!("tables/{}.jsonl", table.name);
    archive
        .start_file(&entry, options())
        .map_err(|e| io(&entry, e))?;
    let columns: Vec<&str> = table.columns.iter().map(|(c, _)| c.as_str()).collect();
    let mut text = format!("SELECT {} FROM {}", columns.join(", "), table.name);
    if columns.contains(&"id") {
        text.push_str(" ORDER BY id");
    }
    let mut hash = Sha256::new();
    sql(text)
        .each(now, |Cells(values)| {
            let line: Vec<Json> = values.into_iter().map(json).collect();
            let mut line = serde_json::to_vec(&line).map_err(Error::internal)?;
            line.push(b'\n');
            hash.update(&line);
            archive.write_all(&line).map_err(|e| io(&entry, e))?;
            table.rows += 1;
            at.done += 1;
            if at.done.is_multiple_of(1000) {
                progress(*at);
            }
            Ok::<(), Error>(())
        })
        .await?;
    table.sha256 = hex::encode(hash.finalize());
    progress(*at);
    Ok(())
}

fn json(value: Value) -> Json {
    match value {
        Value::Int(v) => v.map_or(Json::Null, Json::from),
        Value::Bool(v) => v.map_or(Json::Null, Json::from),
        Value::Text(v) => v.map_or(Json::Null, Json::from),
        Value::Bytes(v) => v.map_or(Json::Null, |b| Json::from(hex::encode(b))),
        Value::Date(v) => v.map_or(Json::Null, |d| Json::from(d.to_string())),
    }
}

fn papers(
    mut archive: Archive,
    root: &Path,
    digests: Vec<Vec<u8>>,
) -> Result<(Archive, u64, Vec<String>)> {
    let mut kept = 0;
    let mut missing = Vec::new();
    for digest in digests {
        let name = hex::encode(&digest);
        let Ok(bytes) = fs::read(file::path(root, &digest)) else {
            missing.push(name);
            continue;
        };
        // What offices hand in is packed already.
        archive
            .start_file(
                format!("files/{name}"),
                options().compression_method(CompressionMethod::Stored),
            )
            .map_err(|e| io(&name, e))?;
        archive.write_all(&bytes).map_err(|e| io(&name, e))?;
        kept += 1;
    }
    Ok((archive, kept, missing))
}

fn finish(mut archive: Archive, manifest: &Manifest) -> Result<()> {
    let text = serde_json::to_vec_pretty(manifest).map_err(Error::internal)?;
    archive
        .start_file(MANIFEST, options())
        .map_err(|e| io(MANIFEST, e))?;
    archive.write_all(&text).map_err(|e| io(MANIFEST, e))?;
    let out = archive.finish().map_err(|e| io(MANIFEST, e))?;
    let file = out.into_inner().map_err(|e| io(MANIFEST, e))?;
    file.sync_all().map_err(|e| io(MANIFEST, e))
}
