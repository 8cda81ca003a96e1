//! The written form of a definition, key by key, as it stands in the file; names are looked up by [`super`].

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;
use workday::Limit;

use crate::definition::{Closes, Part, Shape};
use crate::words::Words;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) procedure: Head,
    pub(super) statutory: Option<RawStatutory>,
    #[serde(default)]
    pub(super) step: Vec<RawStep>,
    #[serde(default)]
    pub(super) act: Vec<RawAct>,
    #[serde(default)]
    pub(super) end: Vec<RawEnd>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    pub(super) name: String,
    pub(super) version: u32,
    pub(super) kind: String,
    pub(super) title: Words,
    #[serde(default)]
    pub(super) rule: String,
    pub(super) start: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStatutory {
    pub(super) limit: Spanned<RawLimit>,
    pub(super) from: Spanned<String>,
    pub(super) until: Spanned<String>,
}

#[derive(Deserialize, Clone)]
#[serde(untagged)]
pub(super) enum RawLimit {
    Named(String),
    Fixed(Limit),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStep {
    pub(super) id: Spanned<String>,
    pub(super) title: Words,
    #[serde(default = "main")]
    pub(super) shape: Shape,
    pub(super) owner: Spanned<String>,
    pub(super) limit: Option<Spanned<RawLimit>>,
    #[serde(default)]
    pub(super) least: u16,
    #[serde(default)]
    pub(super) stops_clock: bool,
    #[serde(default)]
    pub(super) exhaustive: bool,
    #[serde(default)]
    pub(super) act: Vec<RawAct>,
}

fn main() -> Shape {
    Shape::Main
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAct {
    pub(super) id: Spanned<String>,
    pub(super) title: Words,
    pub(super) by: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) needs: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) optional: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) units: Vec<Part>,
    pub(super) reasons: Option<Spanned<String>>,
    pub(super) papers: Option<RawPapers>,
    #[serde(default)]
    pub(super) effects: Vec<Spanned<RawEffect>>,
    pub(super) event: Option<String>,
    pub(super) then: Option<Spanned<RawTarget>>,
    #[serde(default)]
    pub(super) require: Vec<RawRequire>,
    #[serde(default)]
    pub(super) case: Vec<RawCase>,
    #[serde(default)]
    pub(super) on_matter: bool,
    #[serde(default)]
    pub(super) during: Vec<Spanned<String>>,
}

/// Whether an act takes files, or cannot go without one.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawPapers {
    Optional,
    Required,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum RawEffect {
    Bare(String),
    With(BTreeMap<String, BTreeMap<String, toml::Value>>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTarget {
    pub(super) to: Option<String>,
    #[serde(default)]
    pub(super) back: bool,
    pub(super) fan: Option<BTreeMap<Part, String>>,
    pub(super) closes: Option<Closes>,
    pub(super) open: Option<String>,
    #[serde(default)]
    pub(super) close: bool,
    pub(super) instead: Option<String>,
    pub(super) end: Option<String>,
    pub(super) release: Option<String>,
    #[serde(default)]
    pub(super) stay: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRequire {
    pub(super) that: Spanned<String>,
    #[serde(rename = "else")]
    pub(super) otherwise: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCase {
    pub(super) when: Spanned<String>,
    #[serde(default)]
    pub(super) effects: Vec<Spanned<RawEffect>>,
    pub(super) then: Spanned<RawTarget>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEnd {
    pub(super) id: Spanned<String>,
    pub(super) title: Words,
    #[serde(default)]
    pub(super) answered: bool,
    #[serde(default)]
    pub(super) filed: bool,
}
