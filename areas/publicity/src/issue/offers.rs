//! What may be picked in the fields of an issue's acts, and what a field starts with.

use kernel::Kernel;
use kernel::matter::Standing;
use kernel::matter::choice::Offered;
use kernel::matter::kind::Work;
use procedure::Words;
use text::{Lang, t};

use super::Held;
use crate::model::issue::{Item, Way, written};
use crate::store::series;

fn hint(way: Way) -> Words {
    Words::new(t(Lang::Zh, &way.key()), t(Lang::En, &way.key()))
}

/// What `source` offers.
pub(super) fn offered<'a>(
    kernel: &'a Kernel,
    standing: &'a Standing,
    source: &'a str,
) -> Option<Work<'a, Vec<Offered>>> {
    let organ = standing.matter.organ_id;
    let work: Work<'a, Vec<Offered>> = match source {
        "addressees" => Box::pin(async move {
            let held = Held::of(standing)?;
            let has = |id| held.issue.sent.iter().any(|s| s.addressee_id == id);
            Ok(series::addressees(&kernel.db, organ)
                .await?
                .into_iter()
                .filter(|a| a.ended_on.is_none() && !has(a.id))
                .map(|a| Offered::new(a.id, a.name).hinting(hint(a.way)))
                .collect())
        }),
        "receipts" => Box::pin(async move {
            let held = Held::of(standing)?;
            let unsigned = held.issue.sent.iter().filter(|s| s.received_at.is_none());
            Ok(unsigned
                .map(|s| Offered::new(s.id, s.name.clone()).hinting(hint(s.way)))
                .collect())
        }),
        _ => return None,
    };
    Some(work)
}

/// What a field of an act starts with.
pub(super) fn known(held: &Held, act: &str, field: &str) -> Option<String> {
    let paper = &held.issue.paper;
    match (act, field) {
        ("compose", "content") => {
            let items: Vec<Item> = held.issue.items.iter().map(|i| i.item()).collect();
            Some(written(&items))
        }
        ("schedule", "out_on") => Some(paper.out_on.to_string()),
        ("send", "copies") => paper.copies.map(|n| n.to_string()),
        _ => None,
    }
}
