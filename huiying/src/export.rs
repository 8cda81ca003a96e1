//! `huiying export`: a register of the program as the table its import reads.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow};
use kernel::import::{self, Format};

use crate::config::Config;
use crate::house::{For, House};
use crate::say;
use crate::{End, Usage};

/// Export a register to xlsx or csv, in the columns its import reads.
///
/// Everything of one organ goes out: deputies and members who hold a mandate today, units that exist today, every known
/// year's days off, and all registered proposals, suggestions and bills. Importing the file again changes nothing.
/// Confidential matters are left out unless --confidential is given, because a table leaves the program and everything
/// that keeps them from those who are not named. What is not registered yet has no number and stays out.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  huiying export deputies roster.xlsx\n  \
    huiying export proposals register.csv --organ 511702")]
pub struct Args {
    /// What: deputies, units, proposals, workdays …
    kind: String,
    /// Where to; xlsx or csv by its ending
    file: PathBuf,
    /// The organ's code, where there are several
    #[arg(long, value_name = "CODE")]
    organ: Option<String>,
    /// Confidential matters too
    #[arg(long)]
    confidential: bool,
    /// Write over a file that is there
    #[arg(long)]
    overwrite: bool,
}

pub async fn run(args: Args, config: Config) -> Result<End> {
    let ending = args.file.extension().and_then(|e| e.to_str());
    let format = match ending.map(str::to_ascii_lowercase).as_deref() {
        Some("xlsx") => Format::Xlsx,
        Some("csv") => Format::Csv,
        _ => {
            let file = args.file.display();
            return Err(Usage(format!("{file} ends in neither .xlsx nor .csv")).into());
        }
    };
    let house = House::open(&config, For::Command).await?;
    house.knows_register(&args.kind)?;
    let organ = house.organ(args.organ.as_deref()).await?;
    let actor = house.system(organ.id);
    let (bytes, rows) =
        import::export(&house.kernel, &actor, &args.kind, args.confidential, format).await?;
    let file = args.file.display();
    let mut options = File::options();
    options.write(true);
    match args.overwrite {
        true => options.create(true).truncate(true),
        false => options.create_new(true),
    };
    let mut out = options.open(&args.file).map_err(|e| match e.kind() {
        ErrorKind::AlreadyExists => {
            anyhow!("{file} is there already; choose another name, or add --overwrite")
        }
        _ => anyhow!("writing {file}: {e}"),
    })?;
    out.write_all(&bytes)
        .and_then(|()| out.sync_all())
        .with_context(|| format!("writing {file}"))?;
    say::line(format!("{rows} rows: {file}"));
    house.close().await;
    Ok(End::Done)
}
