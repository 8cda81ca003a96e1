//! Earlier decisions that are alike: shown to whoever enters a proposal and where it is decided whether to take it up, with
//! what became of them. Only those the reader may read; nothing is done by the program.

use kernel::Kernel;
use kernel::access::Actor;
use kernel::error::Result;
use kernel::id::Id;
use kernel::matter::Standing;
use kernel::matter::kind::{Beside, BesideRow};
use kernel::search::{self, Similar};
use procedure::Words;
use text::{Arg, Lang, t, ta};

use crate::decision::{DECISION, Held};
use crate::model::decision::force;
use crate::store::decision::{self, Decision};

/// So many are looked at, of all kinds, and so many shown.
const LOOKED_AT: usize = 30;
const SHOWN: usize = 6;
/// From this score on whoever enters a proposal is asked to look first.
pub(crate) const ASKED: u8 = 45;

/// An earlier decision that is alike, and what became of it.
pub(crate) struct Alike {
    pub found: Similar,
    decision: Decision,
}

/// Those `actor` may read that are like this title and text, the likest first.
pub(crate) async fn alike(
    kernel: &Kernel,
    actor: &Actor,
    title: &str,
    text: &str,
    except: Option<Id>,
) -> Result<Vec<Alike>> {
    let found = search::similar(&kernel.db, actor, title, text, except, LOOKED_AT).await?;
    let mut found: Vec<Similar> = found.into_iter().filter(|s| s.kind == DECISION).collect();
    found.truncate(SHOWN);
    let ids: Vec<Id> = found.iter().map(|s| s.matter).collect();
    let mut rows = decision::of_matters(&kernel.db, &ids).await?;
    Ok(found
        .into_iter()
        .filter_map(|found| {
            let at = rows.iter().position(|d| d.matter_id == found.matter)?;
            let decision = rows.swap_remove(at);
            Some(Alike { found, decision })
        })
        .collect())
}

/// Beside the form in which it is decided whether to take one up; none where nothing is alike.
pub(crate) async fn beside(
    kernel: &Kernel,
    actor: &Actor,
    standing: &Standing,
) -> Result<Option<Beside>> {
    let case = &Held::of(standing)?.case;
    let text = match case.newest() {
        Some(version) => format!("{}\n{}", case.decision.reason, version.content),
        None => case.decision.reason.clone(),
    };
    let matter = &standing.matter;
    let all = alike(kernel, actor, &matter.title, &text, Some(matter.id)).await?;
    Ok((!all.is_empty()).then(|| table(&all, actor)))
}

fn both(word: impl Fn(Lang) -> String) -> Words {
    Words::new(word(Lang::Zh), word(Lang::En))
}

/// As a table.
pub(crate) fn table(all: &[Alike], actor: &Actor) -> Beside {
    let column = |key: &str| both(|l| t(l, key));
    let rows = all.iter().map(|alike| {
        let (found, d) = (&alike.found, &alike.decision);
        let words = found.words.join("、");
        let number = found.number.clone().unwrap_or_default();
        BesideRow {
            matter: found.matter,
            title: format!("{number} {}", found.title).trim().to_owned(),
            under: both(|l| {
                let score = i64::from(found.score).into();
                ta(
                    l,
                    "similar-same",
                    &[("n", score), ("words", Arg::Str(&words))],
                )
            }),
            cells: vec![
                both(|_| d.bringer.clone()),
                both(|l| became(l, d, actor)),
                both(|l| day(l, d.adopted_on.or(d.failed_on))),
            ],
            act: None,
        }
    });
    Beside {
        title: column("decisions-similar"),
        note: column("decisions-similar-why"),
        columns: vec![
            column("decisions-title"),
            column("decisions-bringer"),
            column("decisions-similar-became"),
            column("decisions-similar-on"),
        ],
        rows: rows.collect(),
    }
}

fn day(lang: Lang, on: Option<chrono::NaiveDate>) -> String {
    on.map(|on| text::date::date_plain(lang, on))
        .unwrap_or_default()
}

/// In force or not, not adopted, not taken up, still being dealt with.
fn became(lang: Lang, d: &Decision, actor: &Actor) -> String {
    match (d.adopted_on, d.failed_on, d.refused) {
        (Some(adopted), ..) => {
            let ended = d.ended_on.zip(d.ended_how);
            t(
                lang,
                &force(adopted, d.effective_on, ended, actor.today).key(),
            )
        }
        (None, Some(_), _) => t(lang, "decisions-similar-failed"),
        (None, None, Some(_)) => t(lang, "decisions-similar-refused"),
        (None, None, None) => t(lang, "decisions-similar-open"),
    }
}
