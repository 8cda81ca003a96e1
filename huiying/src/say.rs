//! What the program says to whoever started it: lines on the standard output, refusals with their reason in the
//! language of the terminal, and the progress of long work (a bar on a terminal, plain lines otherwise).

use std::fmt::Display;
use std::io::{IsTerminal, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use kernel::error::Error;
use text::Lang;

/// One line. A reader that went away (`| head`) is no fault.
pub fn line(text: impl Display) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// The language of the terminal: Chinese where the locale says so, English otherwise.
pub fn lang() -> Lang {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    match locale {
        Some(locale) if locale.starts_with("zh") => Lang::Zh,
        _ => Lang::En,
    }
}

/// An error with what led to it, in one line or, for refused fields, in several.
pub fn error(error: &anyhow::Error) -> String {
    match error.downcast_ref::<Error>() {
        Some(Error::Invalid(fields)) => {
            let lines: Vec<String> = fields
                .iter()
                .map(|f| format!("{}: {}", f.field, f.message.say(lang())))
                .collect();
            lines.join("\n  ")
        }
        Some(Error::Refused(m) | Error::Forbidden(m) | Error::TooLarge(m)) => m.say(lang()),
        _ => format!("{error:#}"),
    }
}

/// The progress of long work, counted in steps.
pub struct Progress {
    bar: Option<ProgressBar>,
    title: String,
    total: u64,
    done: u64,
    told: u64,
}

impl Progress {
    pub fn begin(title: impl Into<String>, total: u64) -> Progress {
        let title = title.into();
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new(total).with_message(title.clone());
            bar.set_style(
                ProgressStyle::with_template("{msg} {bar:40} {pos}/{len}  {eta}")
                    .unwrap_or_else(|_| ProgressStyle::default_bar()),
            );
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        });
        Progress {
            bar,
            title,
            total,
            done: 0,
            told: 0,
        }
    }

    /// So many steps more are done.
    pub fn step(&mut self, n: u64) {
        self.done += n;
        match &self.bar {
            Some(bar) => bar.set_position(self.done),
            None => {
                let tenth = self.done * 10 / self.total.max(1);
                if tenth > self.told {
                    self.told = tenth;
                    eprintln!("{}: {} of {}", self.title, self.done, self.total);
                }
            }
        }
    }

    pub fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
