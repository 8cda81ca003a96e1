//! `huiying verify`: is the history as it was written?

use anyhow::Result;
use kernel::history::{Progress as At, Report, verify};

use crate::End;
use crate::config::Config;
use crate::house::{For, House};
use crate::say::{self, Progress};

/// Walk every chain of the history and every seal, to the first place that is not as it was written.
///
/// Works beside a running server. Ends with 1 where something is broken. The newest seals it prints prove all
/// that came before them: note them outside this machine and compare.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: huiying verify --data /srv/huiying")]
pub struct Args {}

pub async fn run(_: Args, config: Config) -> Result<End> {
    let house = House::open(&config, For::Command).await?;
    let mut progress: Option<Progress> = None;
    let mut before = 0;
    let report = verify(&house.kernel.db, |At { done, of }: At| {
        let bar = progress.get_or_insert_with(|| {
            Progress::begin("Verifying", u64::try_from(of).unwrap_or_default())
        });
        bar.step(u64::try_from(done - before).unwrap_or_default());
        before = done;
    })
    .await?;
    if let Some(progress) = progress {
        progress.end();
    }
    let end = tell(&house, &report).await?;
    house.close().await;
    Ok(end)
}

async fn tell(house: &House, report: &Report) -> Result<End> {
    say::line(format!(
        "{} events in {} chains, {} seals; the data of {} was erased with a record of it; {} chains wait for their seal",
        report.events, report.streams, report.seals, report.erased, report.unsealed
    ));
    for point in &report.points {
        say::line(format!(
            "seal {} of {}: {}  {}",
            point.seq,
            kernel::organ::organ(&house.kernel.db, point.organ)
                .await?
                .name,
            text::date::instant(say::lang(), point.at),
            point.hash
        ));
    }
    let Some(broken) = report.broken else {
        say::line("Everything is as it was written.");
        return Ok(End::Done);
    };
    say::line(format!(
        "BROKEN: {}, number {}: {}",
        broken.stream,
        broken.seq,
        text::t(say::lang(), broken.fault.key())
    ));
    Ok(End::Wrong)
}
