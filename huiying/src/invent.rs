//! `huiying seed`: invented organs of any size, for trying, measuring and showing.

use anyhow::{Result, bail};
use chrono::NaiveDate;
use kernel::Kernel;
use kernel::clock::{Clock, Instant};

use crate::config::Config;
use crate::house::{For, House};
use crate::say::{self, Progress};
use crate::seed::{self, County, Holds};
use crate::{End, areas};

/// Make invented organs with their people, and matters with their histories over five years.
///
/// The same numbers make the same data. The passwords are public (see `huiying demo`), so a database that holds
/// a real organ is refused, and what was seeded is served on loopback addresses only.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: huiying seed --data trial --matters 2000 --organs 3 --seed 7 --today 2026-03-02"
)]
pub struct Args {
    /// How many matters, over all organs
    #[arg(long, default_value_t = 200, value_name = "N")]
    matters: usize,
    /// How many organs
    #[arg(long, default_value_t = 1, value_name = "M", value_parser = organs)]
    organs: usize,
    /// What everything is drawn by
    #[arg(long, default_value_t = 1, value_name = "S")]
    seed: u64,
    /// The day on which the data end [default: today]
    #[arg(long, value_name = "DATE")]
    today: Option<NaiveDate>,
}

/// There are names for so many counties.
fn organs(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(n @ 1..=300) => Ok(n),
        _ => Err("from 1 to 300".to_owned()),
    }
}

pub async fn run(args: Args, config: Config) -> Result<End> {
    let house = House::open(&config, For::Command).await?;
    if seed::holds(&house.kernel).await? != Holds::Nothing {
        bail!(
            "{} holds organs already; invented ones are made in an empty database",
            config.database_shown()
        );
    }
    let today = args.today.unwrap_or_else(|| house.kernel.clock.today());
    invent(&house, args.organs, args.matters, args.seed, today, false).await?;
    say::line(format!(
        "{} organs and {} matters were made, as of {today}; password of every account: {}",
        args.organs,
        args.matters,
        seed::PASSWORD
    ));
    house.close().await;
    Ok(End::Done)
}

/// Organs that get a year of newsroom life, which goes act by act; fifty alike would only take long.
const NEWSROOMS: usize = 3;

/// Makes organs and shares the matters out among them: the first has the largest share.
pub async fn invent(
    house: &House,
    organs: usize,
    matters: usize,
    seed: u64,
    today: NaiveDate,
    desks: bool,
) -> Result<()> {
    let kernel = turned_by_hand(house, today)?;
    let hash = kernel::account::hash_password(seed::PASSWORD).await?;
    let waiting = if desks { seed::WAITING } else { 0 };
    let mut progress = Progress::begin("Inventing", (organs + matters + waiting) as u64);
    let shares = seed::shares(matters, organs);
    let mut counties = Vec::with_capacity(organs);
    for n in 0..organs {
        let seed = seed.wrapping_add(n as u64);
        counties.push(County::found(&kernel, n, seed, today, &hash).await?);
        progress.step(1);
    }
    if let (Some(first), Some(share)) = (counties.first(), shares.first()) {
        let walked = (*share).min(seed::WALKED);
        seed::fill(&kernel, first, walked, seed, today, desks, || {
            progress.step(1)
        })
        .await?;
        kernel.clock.set(Instant::at(today, 9));
        seed::copy(&kernel, &counties, &shares, |n| progress.step(n as u64)).await?;
    }
    for (n, county) in counties.iter().take(NEWSROOMS).enumerate() {
        seed::newsroom(&kernel, county, seed.wrapping_add(n as u64), today).await?;
        seed::sittings(&kernel, county, today).await?;
        seed::decisions(&kernel, county, today).await?;
    }
    if let Some(first) = counties.first().filter(|_| desks) {
        seed::appointments(&kernel, first, today).await?;
        seed::elections(&kernel, first, today).await?;
    }
    progress.end();
    Ok(())
}

/// A kernel on the same data whose clock stands until it is turned.
fn turned_by_hand(house: &House, today: NaiveDate) -> Result<Kernel> {
    let clock = Clock::fixed(Instant::at(today, 9));
    let parts = frame::parts(&mut areas::all());
    let db = house.kernel.db.clone();
    Ok(Kernel::new(db, clock, &house.kernel.data, parts)?)
}
