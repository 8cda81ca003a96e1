//! `huiying check`: are these procedures fit to be put in force?

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use kernel::matter::Kind;
use procedure::{Definition, RulePack, check};
use workday::Calendar;

use crate::config::Config;
use crate::{End, Usage, areas, say};
use text::Lang;

/// Check procedures in files: that they can be read, that every way ends answered and filed, that the limits fit.
///
/// Reads nothing but the files and writes nothing. Ends with 1 where something is wrong, with a line for each
/// finding.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: huiying check our-suggestions.toml --pack chongqing")]
pub struct Args {
    /// The procedures
    #[arg(required = true, value_name = "PROCEDURE.toml")]
    files: Vec<PathBuf>,
    /// The rule pack whose limits hold: the name of a shipped one, or a file
    #[arg(long, default_value = "national")]
    pack: String,
}

/// Only the kind stands in the way of reading the rest: its vocabulary is needed for that.
#[derive(serde::Deserialize)]
struct Named {
    procedure: Head,
}

#[derive(serde::Deserialize)]
struct Head {
    kind: String,
}

pub async fn run(args: Args, _: Config) -> Result<End> {
    let pack = read_pack(&args.pack)?;
    let kinds: Vec<Arc<dyn Kind>> = frame::parts(&mut areas::all())
        .into_iter()
        .flat_map(|part| part.kinds)
        .collect();
    let mut end = End::Done;
    for file in &args.files {
        let findings = look(file, &kinds, &pack)?;
        if findings.is_empty() {
            say::line(format!("{}: sound", file.display()));
            continue;
        }
        end = End::Wrong;
        for finding in findings {
            say::line(format!("{}: {finding}", file.display()));
        }
    }
    Ok(end)
}

fn read_pack(name: &str) -> Result<RulePack> {
    let text = match RulePack::shipped_text(name) {
        Some(text) => text.to_owned(),
        None => std::fs::read_to_string(name).map_err(|_| {
            let names: Vec<&str> = RulePack::shipped().map(|(name, _)| name).collect();
            Usage(format!("--pack is a file or one of {}", names.join(", ")))
        })?,
    };
    Ok(RulePack::parse(&text)?)
}

/// Everything wrong with one file, a sentence each.
fn look(file: &Path, kinds: &[Arc<dyn Kind>], pack: &RulePack) -> Result<Vec<String>> {
    let text =
        std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let kind = match toml::from_str::<Named>(&text) {
        Ok(named) => named.procedure.kind,
        Err(e) => return Ok(vec![e.to_string().trim_end().to_owned()]),
    };
    let Some(kind) = kinds.iter().find(|k| k.name() == kind) else {
        let names: Vec<&str> = kinds.iter().map(|k| k.name()).collect();
        return Ok(vec![format!(
            "there is no kind of matter {kind}; there are {}",
            names.join(", ")
        )]);
    };
    let definition = match Definition::parse(&text, &kind.vocabulary()) {
        Ok(definition) => definition,
        Err(e) => return Ok(vec![e.to_string()]),
    };
    let findings = check::check(&definition, pack, &Calendar::shipped());
    Ok(findings
        .into_iter()
        .map(|finding| {
            let message = match say::lang() {
                Lang::Zh => finding.message.zh,
                Lang::En => finding.message.en,
            };
            format!(
                "{}: {message} [{}]",
                finding.kind.code(),
                finding.path.join(" → ")
            )
        })
        .collect())
}
