//! `huiying worker`: the jobs without the pages, beside servers on the same database.

use anyhow::Result;

use crate::config::Config;
use crate::house::{For, House};
use crate::serve::asked_to_end;
use crate::{End, say};

/// Run the jobs only: seals, notices, mail, reminders.
///
/// `serve` runs them as well; a worker is for servers on one PostgreSQL whose pages should not share their
/// machine with the jobs. Ends on Ctrl-C or SIGTERM, after the job that is running.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  huiying worker --database postgres://huiying@db.local/huiying\n  \
    huiying worker --once"
)]
pub struct Args {
    /// Work off what is owed now, and end
    #[arg(long)]
    once: bool,
}

pub async fn run(args: Args, config: Config) -> Result<End> {
    let house = House::open(&config, For::Command).await?;
    if args.once {
        let runs = kernel::job::run_once(&house.kernel).await?;
        say::line(format!("{runs} jobs ran"));
    } else {
        say::line("Huiying works off its jobs.");
        kernel::job::run_forever(house.kernel.clone(), asked_to_end()).await;
    }
    house.close().await;
    Ok(End::Done)
}
