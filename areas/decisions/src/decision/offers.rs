//! What may be picked in the fields of acts on a decision, and what a field starts with.

use kernel::Kernel;
use kernel::matter::Standing;
use kernel::matter::choice::{self, Offered};
use kernel::matter::kind::Work;
use procedure::Words;
use text::{Lang, t};

use super::Held;
use crate::store::public;

pub(super) fn offered<'a>(
    kernel: &'a Kernel,
    standing: &'a Standing,
    source: &'a str,
) -> Option<Work<'a, Vec<Offered>>> {
    let work: Work<'a, Vec<Offered>> = match source {
        // Deputies and members first, then the leaders.
        "askable" => Box::pin(async move {
            let mut all = choice::offered(kernel, standing, None, "deputies").await?;
            all.extend(choice::offered(kernel, standing, None, "leaders").await?);
            let mut seen: Vec<String> = Vec::with_capacity(all.len());
            all.retain(|o| {
                let new = !seen.contains(&o.value);
                if new {
                    seen.push(o.value.clone());
                }
                new
            });
            Ok(all)
        }),
        "consultation" => Box::pin(async move {
            let case = &Held::of(standing)?.case;
            let answered = case.consultations.iter().filter(|c| c.stance.is_some());
            Ok(answered
                .map(|c| {
                    let said: String = c.opinion.chars().take(40).collect();
                    let stance = c.stance.map(|s| s.key()).unwrap_or_default();
                    let hint = |lang: Lang| match said.is_empty() {
                        true => t(lang, &stance),
                        false => format!("{} · {said}", t(lang, &stance)),
                    };
                    Offered::new(c.id, c.name()).hinting(Words::new(hint(Lang::Zh), hint(Lang::En)))
                })
                .collect())
        }),
        "replaceable" => Box::pin(async move {
            let matter = &standing.matter;
            let today = kernel.clock.today();
            let all = public::replaceable(&kernel.db, matter.organ_id, today).await?;
            Ok(all
                .into_iter()
                .filter(|p| p.matter_id != matter.id)
                .map(|p| Offered::new(p.matter_id, p.title).hint(p.number.unwrap_or_default()))
                .collect())
        }),
        _ => return None,
    };
    Some(work)
}

/// What a field starts with.
pub(super) fn known(held: &Held, act: &str, field: &str) -> Option<String> {
    match (act, field) {
        ("save_version", "content") => held.case.newest().map(|v| v.content.clone()),
        ("save_version", "stage") => held.case.newest().map(|v| v.stage.code().to_owned()),
        ("number", "code_word") => Some(held.case.code_word.clone()),
        _ => None,
    }
}
