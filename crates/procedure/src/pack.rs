//! Rule packs (规则包): local limits and rules as data, each with act and article. An office picks one and may
//! override a limit with a reason; a procedure names limits and leaves the lengths to the pack.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use workday::{Limit, Source};

use crate::guard::Value;
use crate::vocabulary::Type;
use crate::words::Words;

/// One pack, as shipped or as an office keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulePack {
    pub name: String,
    pub version: u32,
    pub title: Words,
    /// Where it is in force and what it rests on.
    pub about: Words,
    #[serde(default)]
    pub rules: Rules,
    #[serde(default)]
    pub limits: BTreeMap<String, PackLimit>,
    /// The classes of a reply, in the order shown.
    #[serde(default, rename = "class")]
    pub classes: Vec<ReplyClass>,
}

/// A limit of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackLimit {
    pub limit: Limit,
    /// The rule it comes from; none where it is the office's own custom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// Why the office set its own in place of the pack's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// What is no length.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// Whose rating of the result counts: `lead`, `any` or `majority`.
    pub counting: String,
    /// How often a matter rated dissatisfied is handled again.
    pub redo: i64,
    /// The name of the class scheme: `abcd`, `abc`, `jiayibing`.
    pub classes: String,
    /// Signatures a joint paper needs besides the lead's.
    pub cosigners: i64,
    /// So many refusals by the standing committee bar a person from an office for the term; zero where no rule says so.
    pub refusals: i64,
    /// So many months must lie between a refusal and the next nomination for the office.
    pub refusal_months: i64,
    /// The mark that passes the law examination before an appointment, out of a hundred.
    pub exam_pass: i64,
    /// How often it may be sat again.
    pub exam_resits: i64,
}

impl Default for Rules {
    fn default() -> Self {
        Rules {
            counting: "lead".to_owned(),
            redo: 1,
            classes: "abcd".to_owned(),
            cosigners: 1,
            refusals: 0,
            refusal_months: 0,
            exam_pass: 60,
            exam_resits: 1,
        }
    }
}

/// A class a reply is marked with, and what it must then contain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyClass {
    /// The mark at the top right: `A`.
    pub code: String,
    pub title: Words,
    /// `solved`, `solving`, `planned` or `reference`.
    pub meaning: String,
    /// What the reply must say.
    pub requires: Words,
    /// Dated commitments must go with it.
    #[serde(default)]
    pub dated: bool,
}

/// Why a pack can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct PackError {
    pub line: usize,
    pub message: String,
}

const SHIPPED: [(&str, &str); 3] = [
    ("national", include_str!("../packs/national.toml")),
    ("chongqing", include_str!("../packs/chongqing.toml")),
    ("zhejiang", include_str!("../packs/zhejiang.toml")),
];

/// The type of a fact `pack_…` a guard may name.
pub(crate) fn rule_type(fact: &str) -> Option<Type> {
    match fact.strip_prefix("pack_")? {
        "redo" | "cosigners" => Some(Type::Int),
        "counting" | "classes" => Some(Type::Text),
        _ => None,
    }
}

impl RulePack {
    pub fn parse(text: &str) -> Result<RulePack, PackError> {
        let pack: RulePack = toml::from_str(text).map_err(|e| PackError {
            line: e.span().map_or(1, |s| line_of(text, s.start)),
            message: e.message().to_owned(),
        })?;
        let wrong = |message: String| PackError { line: 1, message };
        if !matches!(pack.rules.counting.as_str(), "lead" | "any" | "majority") {
            return Err(wrong("counting is lead, any or majority".to_owned()));
        }
        for (name, limit) in &pack.limits {
            limit
                .limit
                .check()
                .map_err(|e| wrong(format!("limit {name}: {e}")))?;
        }
        Ok(pack)
    }

    /// The text of a shipped pack.
    pub fn shipped_text(name: &str) -> Option<&'static str> {
        SHIPPED.iter().find(|(n, _)| *n == name).map(|(_, t)| *t)
    }

    /// All shipped packs.
    pub fn shipped() -> impl Iterator<Item = (&'static str, &'static str)> {
        SHIPPED.into_iter()
    }

    pub fn limit(&self, name: &str) -> Option<&PackLimit> {
        self.limits.get(name)
    }

    /// The class of a reply by its code.
    pub fn class(&self, code: &str) -> Option<&ReplyClass> {
        self.classes.iter().find(|c| c.code == code)
    }

    /// The value of a fact `pack_…`.
    pub(crate) fn fact(&self, name: &str) -> Option<Value> {
        Some(match name.strip_prefix("pack_")? {
            "redo" => self.rules.redo.into(),
            "cosigners" => self.rules.cosigners.into(),
            "counting" => self.rules.counting.as_str().into(),
            "classes" => self.rules.classes.as_str().into(),
            _ => return None,
        })
    }

    /// The pack with one limit of the office's own.
    pub fn with_limit(mut self, name: &str, limit: Limit, why: &str) -> RulePack {
        let own = PackLimit {
            limit,
            source: self.limits.get(name).and_then(|l| l.source.clone()),
            why: Some(why.to_owned()),
        };
        self.limits.insert(name.to_owned(), own);
        self
    }

    pub fn to_toml(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }
}

/// The line, from 1, in which the byte at `at` stands.
pub(crate) fn line_of(text: &str, at: usize) -> usize {
    text.get(..at.min(text.len()))
        .map_or(1, |before| before.matches('\n').count() + 1)
}
