//! Configuration: `huiying.toml`, then variables named `HUIYING_…`, then flags. The later wins.
//!
//! Secrets (the database address may carry a password) are never printed: [`Config`] has no `Debug`, and
//! [`Config::database_shown`] leaves user and password out.

use std::path::PathBuf;

use anyhow::Result;
use clap::ValueEnum;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use kernel::db::Address;
use serde::{Deserialize, Serialize};

use crate::Usage;

/// Flags every command takes.
#[derive(Debug, Default, Serialize, clap::Args)]
pub struct Flags {
    /// The configuration file [default: huiying.toml, where there is one]
    #[arg(long, global = true, value_name = "FILE")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
    /// The data folder: embedded database, files, index [default: data]
    #[arg(long, global = true, value_name = "DIR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<PathBuf>,
    /// sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME [default: an embedded one in the data folder]
    #[arg(long, global = true, value_name = "ADDRESS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database: Option<String>,
    /// What to log: error, warn, info, debug, or by room as in info,kernel=debug [default: info]
    #[arg(long, global = true, value_name = "LEVEL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<String>,
    /// How to write log lines [default: text]
    #[arg(long, global = true, value_enum, value_name = "FORM")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_format: Option<LogFormat>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    Text,
    Json,
}

/// What the program runs with.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The data folder.
    pub data: PathBuf,
    /// The database's address; empty for the embedded one in the data folder.
    pub database: String,
    /// Where a server listens.
    pub listen: String,
    /// The address people type, where a proxy stands in front (`https://…`); empty for none.
    pub public: String,
    /// A proxy stands in front and names the reader's address in `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// Shows every piece of the frame at `/gallery`: for development.
    pub gallery: bool,
    /// Seconds that running requests are given when the server ends.
    pub shutdown_seconds: u64,
    /// The mail server, `smtp://[USER:PASSWORD@]HOST` or `smtps://…`; empty for no mail.
    pub mail: String,
    /// The sender of mails, with or without a name.
    pub mail_from: String,
    pub log: String,
    pub log_format: LogFormat,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            data: PathBuf::from("data"),
            database: String::new(),
            listen: "127.0.0.1:7100".to_owned(),
            public: String::new(),
            behind_proxy: false,
            gallery: false,
            shutdown_seconds: 10,
            mail: String::new(),
            mail_from: String::new(),
            log: "info".to_owned(),
            log_format: LogFormat::Text,
        }
    }
}

/// The variables that mean something: `HUIYING_` and one of these.
const VARIABLES: [&str; 11] = [
    "data",
    "database",
    "listen",
    "public",
    "behind_proxy",
    "gallery",
    "shutdown_seconds",
    "mail",
    "mail_from",
    "log",
    "log_format",
];

impl Config {
    pub fn read(flags: &Flags) -> Result<Config> {
        let usual = || Some(PathBuf::from("huiying.toml")).filter(|file| file.is_file());
        let mut figment = Figment::from(Serialized::defaults(Config::default()));
        if let Some(file) = flags.config.clone().or_else(usual) {
            if !file.is_file() {
                return Err(Usage(format!("there is no file {}", file.display())).into());
            }
            figment = figment.merge(Toml::file_exact(file));
        }
        figment
            .merge(Env::prefixed("HUIYING_").only(&VARIABLES))
            .merge(Serialized::defaults(flags))
            .extract()
            .map_err(|e| Usage(format!("configuration: {e}")).into())
    }

    /// The configuration with a server's own flag.
    pub fn listening(mut self, listen: Option<String>) -> Config {
        if let Some(listen) = listen {
            self.listen = listen;
        }
        self
    }

    /// Where the data is.
    pub fn address(&self) -> Result<Address> {
        if self.database.is_empty() {
            return Ok(Address::Sqlite(self.data.join("huiying.db")));
        }
        // The address itself is not repeated: it may carry a password.
        Address::parse(&self.database)
            .map_err(|_| Usage("--database is sqlite:PATH or postgres://…".to_owned()).into())
    }

    /// The database as it may be shown: without user and password.
    pub fn database_shown(&self) -> String {
        match self.address() {
            Ok(Address::Sqlite(path)) => format!("sqlite:{}", path.display()),
            Ok(Address::Postgres(url)) => {
                let rest = url.split_once("://").map_or("", |(_, rest)| rest);
                let place = rest.rsplit_once('@').map_or(rest, |(_, place)| place);
                let place = place.split(['?', '#']).next().unwrap_or_default();
                format!("postgres://{place}")
            }
            Err(_) => String::new(),
        }
    }

    /// Where mail goes out, if anywhere.
    pub fn mail(&self) -> Result<Option<kernel::mail::Server>> {
        if self.mail.is_empty() {
            return Ok(None);
        }
        let pages = Some(self.public.as_str()).filter(|public| !public.is_empty());
        kernel::mail::Server::parse(&self.mail, &self.mail_from, pages)
            .map(Some)
            .map_err(|e| Usage(format!("mail: {e}")).into())
    }

    /// Begins to write log lines to the standard error.
    pub fn start_log(&self) -> Result<()> {
        let filter = tracing_subscriber::EnvFilter::builder()
            .parse(&self.log)
            .map_err(|e| Usage(format!("log: {e}")))?;
        let lines = tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_writer(std::io::stderr)
            .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()));
        // A subscriber that is already there (a test's) stays.
        let _ = match self.log_format {
            LogFormat::Text => lines.compact().try_init(),
            LogFormat::Json => lines.json().try_init(),
        };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_database(database: &str) -> Config {
        Config {
            database: database.to_owned(),
            ..Config::default()
        }
    }

    #[test]
    fn a_password_in_the_database_address_is_never_shown() {
        for address in [
            "postgres://hy:s3cret@db.local/huiying",
            "postgres://hy:s3@cret@db.local/huiying?password=s3cret",
            "postgresql://db.local/huiying?password=s3cret",
        ] {
            let shown = with_database(address).database_shown();
            assert_eq!(shown, "postgres://db.local/huiying");
        }
        let wrong = with_database("mysql://hy:s3cret@db.local/x");
        let error = wrong.address().expect_err("not an address");
        assert!(!error.to_string().contains("s3cret"));
    }

    #[test]
    fn an_empty_database_is_the_embedded_one() {
        let address = with_database("").address().expect("an address");
        assert_eq!(address, Address::Sqlite(PathBuf::from("data/huiying.db")));
    }

    #[test]
    fn every_variable_is_a_setting() {
        let settings = serde_json::to_value(Config::default()).expect("settings");
        let mut names: Vec<&str> = settings
            .as_object()
            .expect("a table")
            .keys()
            .map(String::as_str)
            .collect();
        let mut variables = VARIABLES.to_vec();
        names.sort_unstable();
        variables.sort_unstable();
        assert_eq!(names, variables);
    }
}
