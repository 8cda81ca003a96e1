//! Earlier matters that are alike (H11): with the reply they got, what it promised, whether that was kept, and how it was
//! rated. Shown where somebody decides, never acted on by the program.
//!
//! Only matters the reader may read: the office sees all but confidential ones, a deputy his own.

use kernel::Kernel;
use kernel::access::Actor;
use kernel::error::Result;
use kernel::id::Id;
use kernel::matter::Standing;
use kernel::matter::kind::{Beside, BesideRow};
use kernel::search::{self, Similar};
use procedure::Words;
use serde_json::{Value as Json, json};
use text::{Arg, Lang, t, ta};

use crate::kind::Held;
use crate::store::memory::{self, Earlier};

/// So many are shown.
const SHOWN: usize = 6;
/// From this score on whoever submits is asked to look first.
pub const ASKED: u8 = 45;
/// Characters of a reply's gist that are shown.
const GIST: usize = 60;

/// An earlier matter that is alike, and what became of it.
#[derive(Debug, Clone)]
pub struct Alike {
    pub found: Similar,
    /// None for matters of other areas.
    pub earlier: Option<Earlier>,
}

/// The matters `actor` may read that are like this title and text, the likest first.
pub async fn alike(
    kernel: &Kernel,
    actor: &Actor,
    title: &str,
    text: &str,
    except: Option<Id>,
) -> Result<Vec<Alike>> {
    let found = search::similar(&kernel.db, actor, title, text, except, SHOWN).await?;
    let ids: Vec<Id> = found.iter().map(|s| s.matter).collect();
    let mut known = memory::of(&kernel.db, &ids, actor.today).await?;
    Ok(found
        .into_iter()
        .map(|found| {
            let at = known.iter().position(|e| e.matter_id == found.matter);
            Alike {
                earlier: at.map(|at| known.swap_remove(at)),
                found,
            }
        })
        .collect())
}

/// Those like a matter that stands. What grew out of it, or it out of, is no earlier matter.
pub async fn of(kernel: &Kernel, actor: &Actor, standing: &Standing) -> Result<Vec<Alike>> {
    let held = Held::of(standing)?;
    let paper = &held.case.paper;
    let text = format!("{}\n{}", paper.background, paper.demand);
    let id = standing.matter.id;
    let found = alike(kernel, actor, &held.title, &text, Some(id)).await?;
    let own: Vec<Id> = held.case.stages.iter().map(|s| s.matter_id).collect();
    Ok(found
        .into_iter()
        .filter(|a| !own.contains(&a.found.matter) && paper.source_id != Some(a.found.matter))
        .collect())
}

/// As a table beside the form in which the office decides; none where nothing is alike.
pub(crate) async fn beside(
    kernel: &Kernel,
    actor: &Actor,
    standing: &Standing,
) -> Result<Option<Beside>> {
    let all = of(kernel, actor, standing).await?;
    Ok((!all.is_empty()).then(|| {
        let mut table = table(&all);
        for (row, alike) in table.rows.iter_mut().zip(&all) {
            let found = &alike.found;
            // Only a registered matter of the kind that still runs takes another in.
            if found.open && found.number.is_some() && found.kind == standing.matter.kind {
                row.act = Some(("merge", "into", found.matter.to_string()));
            }
        }
        table
    }))
}

/// The same table without acts, for whoever brings something in.
pub(crate) fn table(all: &[Alike]) -> Beside {
    let column = |key: &str| both(|l| t(l, key));
    Beside {
        title: column("similar-title"),
        note: column("similar-why"),
        columns: vec![
            column("similar-matter"),
            column("similar-unit"),
            column("similar-reply"),
            column("similar-promise"),
            column("similar-verdict"),
        ],
        rows: all.iter().map(row).collect(),
    }
}

fn both(word: impl Fn(Lang) -> String) -> Words {
    Words::new(word(Lang::Zh), word(Lang::En))
}

fn row(alike: &Alike) -> BesideRow {
    let found = &alike.found;
    let number = found.number.clone().unwrap_or_default();
    let words = found.words.join("、");
    let earlier = alike.earlier.as_ref();
    BesideRow {
        matter: found.matter,
        title: format!("{number} {}", found.title).trim().to_owned(),
        under: both(|l| {
            let args = [
                ("n", i64::from(found.score).into()),
                ("words", Arg::Str(&words)),
            ];
            ta(l, "similar-same", &args)
        }),
        cells: vec![
            both(|_| found.unit_name.clone().unwrap_or_default()),
            both(|l| earlier.map_or_else(String::new, |e| replied(l, e))),
            both(|l| earlier.map_or_else(String::new, |e| promised(l, e))),
            both(|l| match earlier {
                Some(e) if e.replied_on.is_some() => t(l, &e.standing.key()),
                _ => String::new(),
            }),
        ],
        act: None,
    }
}

/// The reply given then, in a line.
pub fn replied(lang: Lang, earlier: &Earlier) -> String {
    let Some(day) = earlier.replied_on else {
        return t(lang, "similar-running");
    };
    let date = text::date::date_plain(lang, day);
    let mut args = vec![("date", Arg::Str(&date))];
    let Some(class) = &earlier.class else {
        return ta(lang, "similar-replied-on", &args);
    };
    args.push(("class", Arg::Str(class)));
    let gist = earlier.gist();
    if gist.is_empty() {
        return ta(lang, "similar-replied-short", &args);
    }
    let short: String = gist.chars().take(GIST).collect();
    args.push(("gist", Arg::Str(&short)));
    ta(lang, "similar-replied", &args)
}

/// What it promised, and whether that was kept.
pub fn promised(lang: Lang, earlier: &Earlier) -> String {
    if earlier.promised == 0 {
        return String::new();
    }
    let mut args = vec![
        ("n", earlier.promised.into()),
        ("kept", earlier.kept.into()),
    ];
    if earlier.late == 0 {
        return ta(lang, "similar-promised", &args);
    }
    args.push(("late", earlier.late.into()));
    ta(lang, "similar-promised-late", &args)
}

/// For programs.
pub fn to_json(alike: &Alike) -> Json {
    let found = &alike.found;
    let earlier = alike.earlier.as_ref();
    json!({
        "matter": found.matter.to_string(), "kind": found.kind, "number": found.number, "title": found.title,
        "state": found.state, "received_on": found.received_on, "score": found.score, "words": found.words,
        "unit": found.unit_name, "open": found.open,
        "class": earlier.and_then(|e| e.class.clone()),
        "meaning": earlier.and_then(|e| e.meaning).map(|m| m.code()),
        "replied_on": earlier.and_then(|e| e.replied_on),
        "gist": earlier.map(Earlier::gist),
        "verdict": earlier.map(|e| e.standing.code()),
        "promised": earlier.map(|e| e.promised), "delivered": earlier.map(|e| e.kept),
        "late": earlier.map(|e| e.late),
    })
}
