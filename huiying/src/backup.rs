//! `huiying backup` and `huiying restore`: everything in one file, and back.

use std::path::PathBuf;

use anyhow::Result;
use kernel::backup::{self, Report};

use crate::config::Config;
use crate::house::{For, House};
use crate::say::{self, Progress};
use crate::{End, Usage};

/// Write everything into one file, beside a running server.
///
/// The file is the same for both databases. It holds confidential matters and password hashes too; only its owner
/// may read it. It is read through once more after it was written.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: huiying backup /backup/huiying-2026-03-02.zip --data /srv/huiying"
)]
pub struct Backup {
    /// The new file
    #[arg(required_unless_present = "check", value_name = "FILE")]
    file: Option<PathBuf>,
    /// Write nothing: read an existing backup through instead
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    check: Option<PathBuf>,
}

/// Restore a backup into an empty database and data folder.
///
/// All of it is there afterwards, or nothing. Whatever database the backup came from, it goes into the one named
/// here.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: huiying restore huiying-2026-03-02.zip --data /srv/new --database postgres://huiying@db.local/huiying"
)]
pub struct Restore {
    /// The backup
    file: PathBuf,
}

pub async fn write(args: Backup, config: Config) -> Result<End> {
    if let Some(file) = args.check {
        let report = backup::check(&file).await?;
        return Ok(tell("The backup is whole", &report));
    }
    let Some(file) = args.file else {
        return Err(Usage("a file is needed".to_owned()).into());
    };
    let house = House::open(&config, For::Command).await?;
    let mut bar = Bar::new("Backing up");
    let report = backup::write(&house.kernel, &file, |at| bar.at(at)).await?;
    bar.end();
    house.close().await;
    backup::check(&file).await?;
    Ok(tell("Written and read through", &report))
}

pub async fn restore(args: Restore, config: Config) -> Result<End> {
    let house = House::open(&config, For::Restoring).await?;
    let mut bar = Bar::new("Restoring");
    let restored = backup::restore(&house.kernel, &args.file, |at| bar.at(at)).await;
    bar.end();
    house.close().await;
    Ok(tell("Restored", &restored?))
}

fn tell(what: &str, report: &Report) -> End {
    say::line(format!(
        "{what}: {} rows in {} tables, {} papers, made {}",
        report.rows,
        report.tables,
        report.files,
        text::date::instant(say::lang(), report.made_at)
    ));
    for digest in &report.missing {
        say::line(format!("MISSING: the data folder has no paper {digest}"));
    }
    match report.missing.is_empty() {
        true => End::Done,
        false => End::Wrong,
    }
}

/// A bar that begins with the first report of progress.
struct Bar {
    title: &'static str,
    bar: Option<Progress>,
    before: u64,
}

impl Bar {
    fn new(title: &'static str) -> Bar {
        Bar {
            title,
            bar: None,
            before: 0,
        }
    }

    fn at(&mut self, at: backup::Progress) {
        let bar = self
            .bar
            .get_or_insert_with(|| Progress::begin(self.title, at.of));
        bar.step(at.done.saturating_sub(self.before));
        self.before = at.done;
    }

    fn end(self) {
        if let Some(bar) = self.bar {
            bar.end();
        }
    }
}
