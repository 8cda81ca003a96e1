//! `huiying import`: a register as the office keeps it, from a spreadsheet into the program.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use kernel::import::{self, Format, Options, Progress as At, Report, State};

use crate::End;
use crate::config::Config;
use crate::house::{For, House};
use crate::say::{self, Progress};

/// Import a register from xlsx, xls or csv.
///
/// Finds the header row by itself and reads dates as offices type them. Changes nothing where any row is refused,
/// unless told --skip-bad-rows; refused rows are written to a file beside the given one, with the reason in a
/// column of its own. The same file twice changes nothing, and what stands in the register is never overwritten:
/// differences are listed.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  huiying import deputies roster.xlsx --dry-run\n  \
    huiying import proposals register-2019.xlsx --organ 511702 --skip-bad-rows"
)]
pub struct Args {
    /// What it is: deputies, units, proposals, workdays …
    kind: String,
    /// The table
    file: PathBuf,
    /// Check and report only; nothing is stored
    #[arg(long)]
    dry_run: bool,
    /// Rows of past years come in as running matters, not as historic ones
    #[arg(long)]
    running: bool,
    /// Leave refused rows out and take the others
    #[arg(long)]
    skip_bad_rows: bool,
    /// The year of rows that do not say it
    #[arg(long, value_name = "YEAR")]
    year: Option<i32>,
    /// The organ's code, where there are several
    #[arg(long, value_name = "CODE")]
    organ: Option<String>,
    /// Where refused rows go [default: FILE.rej.csv beside the file]; xlsx or csv by its ending
    #[arg(long, value_name = "FILE")]
    rejected: Option<PathBuf>,
}

/// Lines listed before the rest is left to the file of refused rows.
const LISTED: usize = 200;

pub async fn run(args: Args, config: Config) -> Result<End> {
    let house = House::open(&config, For::Command).await?;
    house.knows_register(&args.kind)?;
    let organ = house.organ(args.organ.as_deref()).await?;
    let bytes =
        std::fs::read(&args.file).with_context(|| format!("reading {}", args.file.display()))?;
    let name = args.file.file_name().unwrap_or_default().to_string_lossy();
    let options = Options {
        dry_run: args.dry_run,
        skip_bad_rows: args.skip_bad_rows,
        running: args.running,
        year: args.year,
    };
    let mut bar: Option<(Progress, usize)> = None;
    let mut progress = |At { done, total }: At| {
        let (bar, before) =
            bar.get_or_insert_with(|| (Progress::begin("Importing", total as u64), 0));
        bar.step(done.saturating_sub(*before) as u64);
        *before = done;
    };
    let report = import::run(
        &house.kernel,
        &house.system(organ.id),
        &args.kind,
        &name,
        bytes,
        options,
        &mut progress,
    )
    .await?;
    if let Some((bar, _)) = bar {
        bar.end();
    }
    let rejected = write_refused(&house, &report, &args)?;
    tell(&report, &args, rejected.as_deref());
    house.close().await;
    let asked_for = args.skip_bad_rows && !args.dry_run;
    Ok(if report.counts.refused > 0 && !asked_for {
        End::Wrong
    } else {
        End::Done
    })
}

/// Writes the refused rows, where there are any, and returns the file.
fn write_refused(house: &House, report: &Report, args: &Args) -> Result<Option<PathBuf>> {
    if report.counts.refused == 0 {
        return Ok(None);
    }
    let to = args
        .rejected
        .clone()
        .unwrap_or_else(|| args.file.with_extension("rej.csv"));
    let format = match to
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("xlsx"))
    {
        true => Format::Xlsx,
        false => Format::Csv,
    };
    let columns: Vec<(&str, &str)> = house
        .kernel
        .import(&report.kind)?
        .columns()
        .iter()
        .filter(|c| report.header.present.iter().any(|p| p == c.key))
        .map(|c| (c.key, c.names.first().copied().unwrap_or(c.key)))
        .collect();
    let bytes = import::refused(&report.rows, &columns, say::lang(), format)?;
    std::fs::write(&to, bytes).with_context(|| format!("writing {}", to.display()))?;
    Ok(Some(to))
}

fn tell(report: &Report, args: &Args, rejected: Option<&Path>) {
    let lang = say::lang();
    for row in report.rows.iter().take(LISTED) {
        for reason in row.reasons(lang) {
            say::line(format!(
                "row {} ({}): {reason}",
                row.number,
                text::t(lang, row.state.key())
            ));
        }
    }
    if report.rows.len() > LISTED {
        say::line(format!("… and {} rows more", report.rows.len() - LISTED));
    }
    let counts = &report.counts;
    let word = |state: State| text::t(lang, state.key());
    say::line(format!(
        "{} rows. {}: {}, {}: {}, {}: {}, {}: {}, {}: {}",
        counts.total,
        word(State::Written),
        counts.written,
        word(State::Fresh),
        counts.fresh,
        word(State::Same),
        counts.same,
        word(State::Differs),
        counts.differs,
        word(State::Refused),
        counts.refused
    ));
    if let Some(file) = rejected {
        say::line(format!(
            "Refused rows, with their reasons: {}",
            file.display()
        ));
    }
    if args.dry_run {
        say::line("Nothing was changed: this was a dry run.");
    } else if report.kept_out {
        say::line(
            "Nothing was changed. Mend the refused rows, or leave them out with --skip-bad-rows.",
        );
    }
}
