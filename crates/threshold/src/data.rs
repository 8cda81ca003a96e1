//! The rules as they ship: `data/rules.toml`, read once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::rule::{Rule, Seats, Source};
use crate::{Base, Share};

/// All names a rule may have.
pub const NAMES: [&str; 13] = [
    "quorum",
    "majority",
    "two_thirds",
    "election",
    "removal_vote",
    "recall",
    "bill",
    "inquiry",
    "inquiry_again",
    "removal",
    "special_investigation",
    "extraordinary_session",
    "nomination",
];

const LEVELS: [&str; 4] = ["province", "city", "county", "township"];

#[derive(Deserialize)]
struct File {
    version: String,
    acts: BTreeMap<String, String>,
    rule: Vec<Line>,
    seats: Vec<SeatLine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    name: String,
    body: Vec<String>,
    #[serde(default)]
    level: Vec<String>,
    share: Written,
    #[serde(default)]
    of: Of,
    source: Source,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeatLine {
    level: Vec<String>,
    least: u32,
    most: u32,
    at_most: u32,
    source: Source,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "snake_case")]
enum Of {
    #[default]
    Members,
    Present,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Heads(u32),
    Words(String),
}

impl Written {
    fn share(&self) -> Option<Share> {
        match self {
            Written::Heads(n) => Some(Share::Heads(*n)),
            Written::Words(words) if words == "over_half" => Some(Share::OverHalf),
            Written::Words(words) => {
                let (of, parts) = words.split_once('/')?;
                let (of, parts): (u32, u32) = (of.parse().ok()?, parts.parse().ok()?);
                (0 < of && of <= parts).then_some(Share::AtLeast { of, parts })
            }
        }
    }
}

struct Shipped {
    version: String,
    rules: Vec<Rule>,
    seats: Vec<(String, Seats)>,
}

static SHIPPED: LazyLock<Shipped> = LazyLock::new(|| {
    // The file ships with the program and the tests read it: a fault in it never reaches a reader.
    let file: File =
        toml::from_str(include_str!("../data/rules.toml")).expect("the rules are read");
    let named = |source: Source| Source {
        act: file.acts[&source.act].clone(),
        ..source
    };
    let mut rules: Vec<Rule> = Vec::new();
    for line in file.rule {
        let share = line.share.share().expect("a share");
        let levels = match line.level.is_empty() {
            true => LEVELS.map(str::to_owned).to_vec(),
            false => line.level,
        };
        for body in &line.body {
            for level in &levels {
                rules.push(Rule {
                    name: line.name.clone(),
                    body: body.clone(),
                    level: level.clone(),
                    share,
                    base: match line.of {
                        Of::Members => Base::Members,
                        Of::Present => Base::Present,
                    },
                    source: named(line.source.clone()),
                });
            }
        }
    }
    let mut seats = Vec::new();
    for line in file.seats {
        for level in line.level {
            let allowed = Seats {
                least: line.least,
                most: line.most,
                at_most: line.at_most,
                source: named(line.source.clone()),
            };
            seats.push((level, allowed));
        }
    }
    Shipped {
        version: file.version,
        rules,
        seats,
    }
});

/// The version of the law the rules were read from.
pub fn version() -> &'static str {
    &SHIPPED.version
}

/// Every rule, in the order of the file.
pub fn rules() -> &'static [Rule] {
    &SHIPPED.rules
}

/// The rule of a name for a body of a level; none where the law knows none (a township has no standing committee).
pub fn rule(body: &str, level: &str, name: &str) -> Option<Rule> {
    rules()
        .iter()
        .find(|r| r.body == body && r.level == level && r.name == name)
        .cloned()
}

/// How many seats the standing committee of a level may have, where the law says.
pub fn seats(level: &str) -> Option<Seats> {
    let found = SHIPPED.seats.iter().find(|(l, _)| l == level);
    found.map(|(_, seats)| seats.clone())
}
