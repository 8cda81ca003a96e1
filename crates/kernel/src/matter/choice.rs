//! What may be picked in a field of an act: units, sections, people. Areas add sources of their own through
//! [`super::Kind::offered`].

use procedure::Words;

use super::standing::Standing;
use crate::Kernel;
use crate::access::Role;
use crate::db::{placeholders, sql};
use crate::error::Result;
use crate::id::Id;

/// One thing to pick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// What is sent: an id, a code or a number.
    pub value: String,
    pub label: Words,
    /// What tells it from others of the name, or speaks for it: a post, a unit, earlier matters.
    pub hint: Words,
}

impl Offered {
    /// A name, the same in both languages.
    pub fn new(value: impl ToString, name: impl Into<String>) -> Offered {
        let name = name.into();
        Offered {
            value: value.to_string(),
            label: Words::new(name.clone(), name),
            hint: Words::default(),
        }
    }

    /// Words in both languages.
    pub fn both(value: impl ToString, label: Words) -> Offered {
        Offered {
            value: value.to_string(),
            label,
            hint: Words::default(),
        }
    }

    /// A hint that is a name.
    pub fn hint(self, name: impl Into<String>) -> Offered {
        let name = name.into();
        self.hinting(Words::new(name.clone(), name))
    }

    /// A hint in both languages.
    pub fn hinting(mut self, hint: Words) -> Offered {
        self.hint = hint;
        self
    }
}

/// What `source` offers for an act on `task`. The kernel knows `units` (those that handle), `sections` and
/// `unit_people` of the branch's unit, `leaders` (leaders of the organ) and `deputies`.
pub async fn offered(
    kernel: &Kernel,
    standing: &Standing,
    task: Option<Id>,
    source: &str,
) -> Result<Vec<Offered>> {
    if let Some(work) = standing.kind.offered(kernel, standing, task, source) {
        return work.await;
    }
    let organ = standing.matter.organ_id;
    let today = kernel.clock.today();
    let unit = task
        .and_then(|id| standing.tasks.iter().find(|t| t.id == id))
        .and_then(|t| t.branch_unit)
        .or(standing.matter.lead_unit);
    Ok(match source {
        "units" => kernel
            .directory
            .of(&kernel.db, organ)
            .await?
            .iter()
            .filter(|u| u.handles() && u.exists_on(today))
            .map(|u| Offered::new(u.id, u.name.as_str()))
            .collect(),
        "sections" => kernel
            .directory
            .of(&kernel.db, organ)
            .await?
            .iter()
            .filter(|u| unit.is_some() && u.parent_id == unit && u.exists_on(today))
            .map(|u| Offered::new(u.id, u.name.as_str()))
            .collect(),
        "unit_people" => {
            let Some(unit) = unit else {
                return Ok(Vec::new());
            };
            holding(
                kernel,
                "(p.unit_id = $2 OR u.parent_id = $2)",
                organ,
                Some(unit),
                &[],
            )
            .await?
        }
        "leaders" => {
            let roles = [Role::Leader, Role::Chief, Role::CountyLeader];
            holding(kernel, "$2 = $2", organ, Some(organ), &roles).await?
        }
        "deputies" => {
            let roles = [Role::Deputy, Role::Member];
            holding(kernel, "$2 = $2", organ, Some(organ), &roles).await?
        }
        _ => Vec::new(),
    })
}

/// People of an organ who hold a post today, by name.
async fn holding(
    kernel: &Kernel,
    condition: &str,
    organ: Id,
    bound: Option<Id>,
    roles: &[Role],
) -> Result<Vec<Offered>> {
    let among = if roles.is_empty() {
        String::new()
    } else {
        format!(" AND p.role IN ({})", placeholders(4, roles.len()))
    };
    let rows: Vec<(Id, String, String, Option<String>)> = sql(format!(
        "SELECT n.id, n.name, MIN(p.title), MIN(u.short_name) FROM post p
         JOIN person n ON n.id = p.person_id LEFT JOIN unit u ON u.id = p.unit_id
         WHERE p.organ_id = $1 AND {condition} AND p.from_on <= $3 AND (p.to_on IS NULL OR p.to_on >= $3)
           AND n.erased_at IS NULL{among}
         GROUP BY n.id, n.name ORDER BY n.name, n.id LIMIT 3000"
    ))
    .bind(organ)
    .bind(bound)
    .bind(kernel.clock.today())
    .bind_all(roles.iter().map(|r| r.code()))
    .all(&kernel.db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(id, name, title, unit)| {
            let hint = match unit {
                Some(unit) => format!("{unit} {title}"),
                None => title,
            };
            Offered::new(id, name).hint(hint)
        })
        .collect())
}
