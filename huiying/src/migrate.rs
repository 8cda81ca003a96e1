//! `huiying migrate`: the schema, brought up to date.

use anyhow::Result;

use crate::config::Config;
use crate::house::{For, House};
use crate::{End, say};

/// Bring the database's schema up to date; makes the database where it is missing.
///
/// `serve` and every other command do the same when they open the data; this one is for whoever wants it done
/// beforehand.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: huiying migrate --database postgres://huiying@db.local/huiying")]
pub struct Args {}

pub async fn run(_: Args, config: Config) -> Result<End> {
    let house = House::open(&config, For::Command).await?;
    match house.migrated {
        0 => say::line(format!("{} is up to date", config.database_shown())),
        n => say::line(format!("{}: {n} steps ran", config.database_shown())),
    }
    house.close().await;
    Ok(End::Done)
}
