//! 回应 Huiying: the one binary. Reads its configuration, opens the house and does one command.
//!
//! | room | owns |
//! | --- | --- |
//! | [`config`] | `huiying.toml`, then `HUIYING_…`, then flags |
//! | [`house`] | data folder, locks, database, kernel and areas, put together |
//! | [`areas`] | the list of areas |
//! | [`say`] | lines, lists and progress for a person at a terminal or a log |
//! | [`seed`] | invented counties: units, people, matters |
//! | [`serve`], [`demo`], [`worker`], [`migrate`], [`admin`], [`import`], [`export`], [`invent`], [`check`], [`verify`], [`backup`] | one command each |
//!
//! Exit codes: 0 done, 1 refused or found wrong, 2 wrong usage.

mod admin;
mod areas;
mod backup;
mod check;
mod config;
mod demo;
mod export;
mod house;
mod import;
mod invent;
mod migrate;
mod say;
mod seed;
mod serve;
mod verify;
mod worker;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use config::{Config, Flags};

/// 回应: public duties from the first paper to the archive, in one program.
///
/// Settings come from huiying.toml in the current folder, then from variables named HUIYING_… (HUIYING_DATA,
/// HUIYING_DATABASE, HUIYING_LISTEN …), then from flags; the later wins.
#[derive(Debug, Parser)]
#[command(name = "huiying", version, max_term_width = 100)]
#[command(after_help = "Example: huiying serve --data /srv/huiying --listen 127.0.0.1:7100")]
struct Cli {
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Args),
    Demo(demo::Args),
    Worker(worker::Args),
    Migrate(migrate::Args),
    Admin(admin::Args),
    Import(import::Args),
    Export(export::Args),
    Seed(invent::Args),
    Check(check::Args),
    Verify(verify::Args),
    Backup(backup::Backup),
    Restore(backup::Restore),
}

/// How a command ended that ran to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Exit code 0.
    Done,
    /// Something was found wrong or refused; it has been listed. Exit code 1.
    Wrong,
}

/// The command was used wrongly; exit code 2.
#[derive(Debug)]
pub struct Usage(pub String);

impl std::fmt::Display for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let ended = Config::read(&cli.flags).and_then(|config| {
        config.start_log()?;
        tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?
            .block_on(run(cli.command, config))
    });
    match ended {
        Ok(End::Done) => ExitCode::SUCCESS,
        Ok(End::Wrong) => ExitCode::from(1),
        Err(e) => {
            eprintln!("huiying: {}", say::error(&e));
            ExitCode::from(if e.is::<Usage>() { 2 } else { 1 })
        }
    }
}

async fn run(command: Command, config: Config) -> anyhow::Result<End> {
    match command {
        Command::Serve(args) => serve::run(args, config).await,
        Command::Demo(args) => demo::run(args, config).await,
        Command::Worker(args) => worker::run(args, config).await,
        Command::Migrate(args) => migrate::run(args, config).await,
        Command::Admin(args) => admin::run(args, config).await,
        Command::Import(args) => import::run(args, config).await,
        Command::Export(args) => export::run(args, config).await,
        Command::Seed(args) => invent::run(args, config).await,
        Command::Check(args) => check::run(args, config).await,
        Command::Verify(args) => verify::run(args, config).await,
        Command::Backup(args) => backup::write(args, config).await,
        Command::Restore(args) => backup::restore(args, config).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    /// Every command, and every command below one, shows an example in its help.
    #[test]
    fn every_help_has_an_example() {
        fn check(command: &clap::Command) {
            let help = command.get_after_help().map(ToString::to_string);
            assert!(
                help.is_some_and(|text| text.starts_with("Example")),
                "`{}` shows no example",
                command.get_name()
            );
            assert!(
                command.get_about().is_some(),
                "`{}` does not say what it does",
                command.get_name()
            );
            command.get_subcommands().for_each(check);
        }
        check(&Cli::command());
    }
}
