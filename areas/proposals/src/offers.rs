//! What may be picked in the fields of this area's acts, and what a field starts with.

use kernel::Kernel;
use kernel::error::Result;
use kernel::id::Id;
use kernel::matter::Standing;
use kernel::matter::choice::{self, Offered};
use kernel::matter::kind::Work;
use kernel::organ;
use procedure::Words;
use text::{Lang, ta};

use crate::kind::Held;
use crate::model::category;
use crate::model::party::PartyState;
use crate::store::{memory, people, register};
use crate::volume;

/// Years back a unit's experience counts.
const YEARS: u32 = 3;

/// What `source` offers; none for the sources of the kernel.
pub(crate) fn offered<'a>(
    kernel: &'a Kernel,
    standing: &'a Standing,
    task: Option<Id>,
    source: &'a str,
) -> Option<Work<'a, Vec<Offered>>> {
    let work: Work<'a, Vec<Offered>> = match source {
        "category" => Box::pin(async {
            Ok(category::ALL
                .iter()
                .map(|c| Offered::both(c, both(|l| category::label(l, c))))
                .collect())
        }),
        "class" => Box::pin(async {
            Ok(standing
                .pinned
                .pack
                .classes
                .iter()
                .map(|c| {
                    let title = Words::new(
                        format!("{} {}", c.code, c.title.zh),
                        format!("{} {}", c.code, c.title.en),
                    );
                    Offered::both(&c.code, title).hinting(c.requires.clone())
                })
                .collect())
        }),
        "party" => Box::pin(async {
            let held = Held::of(standing)?;
            Ok(held
                .case
                .parties
                .iter()
                .filter(|p| p.state == PartyState::Signed)
                .map(|p| Offered::new(p.person_id, p.name.as_str()))
                .collect())
        }),
        "stage" => Box::pin(async {
            let held = Held::of(standing)?;
            Ok(held
                .case
                .stages
                .iter()
                .filter(|s| s.matter_id == standing.matter.id && s.delivered_on.is_none())
                .map(|s| {
                    let due = both(|l| text::date::date_plain(l, s.due_on));
                    Offered::new(s.sort, s.what.as_str()).hinting(due)
                })
                .collect())
        }),
        "paper" => Box::pin(async move {
            let unit = task
                .and_then(|id| standing.tasks.iter().find(|t| t.id == id))
                .and_then(|t| t.branch_unit);
            let held = Held::of(standing)?;
            Ok(held
                .case
                .removable(unit)
                .map(|p| Offered::new(p.id, p.name.as_str()))
                .collect())
        }),
        "matter" => Box::pin(merge_targets(kernel, standing)),
        "cosigners" => Box::pin(cosigners(kernel, standing)),
        "units" => Box::pin(units(kernel, standing)),
        "unit" => Box::pin(units(kernel, standing)),
        "section" => Box::pin(choice::offered(kernel, standing, task, "sections")),
        "responsible" => Box::pin(choice::offered(kernel, standing, task, "unit_people")),
        "leader" => Box::pin(choice::offered(kernel, standing, task, "leaders")),
        "committee" => Box::pin(async {
            Ok(organ::units(&kernel.db, standing.matter.organ_id)
                .await?
                .into_iter()
                .filter(|u| u.kind == "committee")
                .map(|u| Offered::new(u.id, u.name))
                .collect())
        }),
        _ => return None,
    };
    Some(work)
}

/// A word in both languages.
fn both(word: impl Fn(Lang) -> String) -> Words {
    Words::new(word(Lang::Zh), word(Lang::En))
}

/// Registered matters of the same kind that run, the newest of the session first: what another may be merged into.
async fn merge_targets(kernel: &Kernel, standing: &Standing) -> Result<Vec<Offered>> {
    let matter = &standing.matter;
    Ok(
        register::merge_targets(&kernel.db, matter.organ_id, &matter.kind, matter.id)
            .await?
            .into_iter()
            .map(|(id, number, title)| Offered::new(id, title).hint(number))
            .collect(),
    )
}

async fn cosigners(kernel: &Kernel, standing: &Standing) -> Result<Vec<Offered>> {
    let held = Held::of(standing)?;
    let day = kernel.clock.today();
    let organ = standing.matter.organ_id;
    Ok(
        people::proposers(&kernel.db, organ, held.case.paper.kind, day)
            .await?
            .into_iter()
            .filter(|p| held.case.party(p.id).is_none())
            .map(|p| Offered::new(p.id, p.name).hint(p.belongs))
            .collect(),
    )
}

/// The units that handle: those first that had matters of the category before, with how many (H11); then bureaus and
/// townships, which such matters are for, before the organ's own committees and offices.
async fn units(kernel: &Kernel, standing: &Standing) -> Result<Vec<Offered>> {
    let matter = &standing.matter;
    let today = kernel.clock.today();
    let since = today
        .checked_sub_months(chrono::Months::new(12 * YEARS))
        .unwrap_or(today);
    let known = match &matter.category {
        Some(c) => memory::units_of(&kernel.db, matter.organ_id, c, since, today).await?,
        None => Vec::new(),
    };
    let mut units = organ::units(&kernel.db, matter.organ_id).await?;
    units.retain(|u| u.handles() && u.exists_on(today));
    units.sort_by_key(|u| match u.kind.as_str() {
        "bureau" => 0,
        "township" => 1,
        _ => 2,
    });
    let mut all: Vec<Offered> = units
        .into_iter()
        .map(|u| {
            let experience = known.iter().find(|k| k.unit == u.id);
            let offered = Offered::new(u.id, u.name);
            match experience {
                Some(k) => offered.hinting(both(|l| {
                    ta(l, "proposals-experience", &[("n", k.times.into())])
                })),
                None => offered,
            }
        })
        .collect();
    all.sort_by_key(|o| {
        known
            .iter()
            .position(|k| k.unit.to_string() == o.value)
            .unwrap_or(usize::MAX)
    });
    Ok(all)
}

/// What a field starts with: the paper as it stands, the draft so far.
pub(crate) fn known(held: &Held, act: &str, field: &str, unit: Option<Id>) -> Option<String> {
    let paper = &held.case.paper;
    match (act, field) {
        ("edit" | "correct", "title") => Some(held.title.clone()),
        ("edit", "background") => Some(paper.background.clone()),
        ("edit", "demand") => Some(paper.demand.clone()),
        ("file" | "register", "plan") => paper.plan.clone(),
        ("save_draft", _) => {
            let Some(draft) = held.case.draft_of(unit?) else {
                // The letter begins as such letters begin.
                let paper = &held.case.paper;
                return (field == "letter").then(|| volume::opening(&held.title, None, paper.kind));
            };
            let draft = draft.answer().ok()?;
            match field {
                "class" => Some(draft.class),
                "gist" => Some(draft.gist),
                "letter" => Some(draft.letter),
                "promises" => Some(crate::effects::promise::written(&draft.promises)),
                _ => None,
            }
        }
        _ => None,
    }
}
