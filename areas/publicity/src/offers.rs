//! What may be picked in the fields of a manuscript's acts, and what a field starts with.

use kernel::Kernel;
use kernel::matter::Standing;
use kernel::matter::choice::Offered;
use kernel::matter::kind::Work;
use procedure::Words;
use text::{Lang, t};

use crate::kind::Held;
use crate::store::{byline, outlet};

/// What `source` offers.
pub(crate) fn offered<'a>(
    kernel: &'a Kernel,
    standing: &'a Standing,
    source: &'a str,
) -> Option<Work<'a, Vec<Offered>>> {
    let organ = standing.matter.organ_id;
    let today = kernel.clock.today();
    let work: Work<'a, Vec<Offered>> = match source {
        "authors" => Box::pin(async move {
            Ok(byline::writers(&kernel.db, organ, today)
                .await?
                .into_iter()
                .map(|w| Offered::new(w.id, w.name).hint(w.belongs))
                .collect())
        }),
        "outlets" => Box::pin(async move {
            Ok(outlet::outlets(&kernel.db, organ)
                .await?
                .into_iter()
                .filter(|o| o.is_open(today))
                .map(|o| {
                    let level = |lang: Lang| t(lang, &o.level.key());
                    let hint = Words::new(level(Lang::Zh), level(Lang::En));
                    Offered::new(o.id, o.name.clone()).hinting(hint)
                })
                .collect())
        }),
        "submission" => Box::pin(async move {
            Ok(Held::of(standing)?
                .piece
                .submissions
                .iter()
                .filter(|s| s.state == "waiting")
                .map(|s| Offered::new(s.id, s.outlet.clone()))
                .collect())
        }),
        "photos" => Box::pin(async move {
            let photos = &Held::of(standing)?.piece.photos;
            Ok(photos
                .iter()
                .map(|p| Offered::new(p.file_id, p.name.clone()).hint(p.caption.clone()))
                .collect())
        }),
        "recordings" => Box::pin(async move {
            let all = &Held::of(standing)?.piece.recordings;
            Ok(all
                .iter()
                .map(|r| Offered::new(r.file_id, r.name.clone()).hint(r.caption.clone()))
                .collect())
        }),
        "corrected" => Box::pin(async move {
            let untold = Held::of(standing)?.piece.untold();
            Ok(untold
                .map(|s| Offered::new(s.id, s.outlet.clone()))
                .collect())
        }),
        _ => return None,
    };
    Some(work)
}

/// What a field of an act starts with.
pub(crate) fn known(held: &Held, act: &str, field: &str) -> Option<String> {
    let piece = &held.piece;
    let paper = &piece.paper;
    match (act, field) {
        ("write" | "correct", "title") => Some(held.title.clone()),
        ("write" | "correct", "content") => Some(paper.content.clone()),
        ("describe", "genre") => Some(paper.genre.code().to_owned()),
        ("describe", "event_on") => paper.event_on.map(|d| d.to_string()),
        ("describe", "field") => paper.field.map(|v| v.code().to_owned()),
        ("describe", "setting") => paper.setting.map(|v| v.code().to_owned()),
        ("describe", "nature") => paper.nature.map(|v| v.code().to_owned()),
        ("describe", "aspect") => paper.aspect.map(|v| v.code().to_owned()),
        ("describe", "place") => paper.place.map(|v| v.code().to_owned()),
        ("describe", "minutes") => Some((paper.seconds / 60).to_string()),
        ("describe", "seconds") => Some((paper.seconds % 60).to_string()),
        ("share", "authors") => {
            let ids: Vec<String> = piece
                .authors
                .iter()
                .filter_map(|a| a.person_id)
                .map(|id| id.to_string())
                .collect();
            Some(ids.join(","))
        }
        ("share", "parts") => {
            let parts: Vec<String> = piece.authors.iter().map(|a| a.parts.to_string()).collect();
            Some(parts.join("、"))
        }
        _ => None,
    }
}
