//! `huiying demo`: an invented county to look at, on this machine only.

use anyhow::{Result, bail};
use text::Lang;

use crate::config::Config;
use crate::house::{For, House};
use crate::invent::invent;
use crate::seed::{self, Holds};
use crate::serve::{listen, site, until_ended};
use crate::{End, Usage, say};

/// Make an invented county, serve it on this machine and print the sign-in names.
///
/// Everything is invented and the passwords are public, so the demo listens on loopback addresses only. Its
/// data stay in the data folder; delete the folder for a fresh demo.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: huiying demo --data demo-data --listen 127.0.0.1:7100")]
pub struct Args {
    /// Where to listen; a loopback address [default: 127.0.0.1:7100]
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// How many matters a fresh demo gets
    #[arg(long, default_value_t = 120, value_name = "N")]
    matters: usize,
}

/// The demo's people and matters follow from this number.
const SEED: u64 = 1;

pub async fn run(args: Args, config: Config) -> Result<End> {
    let config = config.listening(args.listen);
    if !is_loopback(&config.listen).await {
        let sentence = "the demo's passwords are public: it listens on a loopback address only, such as 127.0.0.1:7100";
        return Err(Usage(sentence.to_owned()).into());
    }
    let house = House::open(&config, For::Serving).await?;
    let listener = listen(&config).await?;
    match seed::holds(&house.kernel).await? {
        Holds::Seeded => {}
        Holds::Nothing => {
            eprintln!("Making an invented county …");
            let today = house.kernel.clock.today();
            invent(&house, 1, args.matters, SEED, today, true).await?;
            seed::read_old(&house.kernel).await?;
        }
        Holds::Real => bail!(
            "{} holds the data of a real organ; choose another data folder for the demo",
            config.database_shown()
        ),
    }
    let lang = say::lang();
    say::line(format!("Huiying demo: {}", site(&listener)?));
    say::line(format!("Data folder:  {}", config.data.display()));
    say::line(format!(
        "Password of every account: {}  (public: for trying only)",
        seed::PASSWORD
    ));
    for (account, zh, en) in seed::ACCOUNTS {
        let what = match lang {
            Lang::Zh => zh,
            Lang::En => en,
        };
        say::line(format!("  {account:<14} {what}"));
    }
    until_ended(house, listener, &config).await?;
    Ok(End::Done)
}

/// Whether every address the name stands for is of this machine alone.
pub async fn is_loopback(address: &str) -> bool {
    match tokio::net::lookup_host(address).await {
        Ok(found) => {
            let found: Vec<_> = found.collect();
            !found.is_empty() && found.iter().all(|address| address.ip().is_loopback())
        }
        Err(_) => false,
    }
}
