//! The organ as it was: units and their names on any day, from what [`super::rename_unit`] and
//! [`super::end_unit`] kept. A question asked of last year gets last year's answer (O1).

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Unit, changed, unit, units};
use crate::access::Act;
use crate::db::{On, sql};
use crate::error::{Error, FieldError, Message, Result};
use crate::id::Id;

/// A name a unit bore before its present one.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct FormerName {
    pub unit_id: Id,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub name: String,
}

/// Former names of all units of an organ, the oldest first.
pub async fn former_names(on: impl On, organ: Id) -> Result<Vec<FormerName>> {
    Ok(sql(
        "SELECT n.unit_id, n.from_on, n.to_on, n.name FROM unit_name n JOIN unit u ON u.id = n.unit_id
         WHERE u.organ_id = $1 ORDER BY n.from_on, n.unit_id",
    )
    .bind(organ)
    .all(on)
    .await?)
}

/// The units there were on a day, under the names they bore then, in their order.
pub fn on_day(units: Vec<Unit>, former: &[FormerName], day: NaiveDate) -> Vec<Unit> {
    let then: HashMap<Id, &str> = former
        .iter()
        .filter(|n| n.from_on <= day && day <= n.to_on)
        .map(|n| (n.unit_id, n.name.as_str()))
        .collect();
    units
        .into_iter()
        .filter(|u| u.exists_on(day))
        .map(|mut unit| {
            if let Some(name) = then.get(&unit.id) {
                unit.name = (*name).to_owned();
                unit.short_name = (*name).to_owned();
                unit.initials = text::initials(name).join(" ");
            }
            unit
        })
        .collect()
}

/// What may be corrected of a unit without giving it another name.
#[derive(Debug, Clone)]
pub struct UnitEdit<'a> {
    pub parent: Option<Id>,
    pub kind: &'a str,
    pub short_name: &'a str,
    pub sort: i64,
}

/// Corrects a unit's place, kind, short name and order.
pub async fn edit_unit(act: &mut Act, id: Id, edit: UnitEdit<'_>) -> Result<()> {
    let organ = act.organ();
    let old = unit(&mut *act, organ, id).await?;
    let mut wrong = Vec::new();
    let mut fault = |field: &str, key: &str| {
        wrong.push(FieldError {
            field: field.to_owned(),
            message: Message::new(key),
        });
    };
    if !super::UNIT_KINDS.contains(&edit.kind) {
        fault("kind", "invalid-choice");
    }
    if let Some(parent) = edit.parent {
        let all = units(&mut *act, organ).await?;
        if !all.iter().any(|u| u.id == parent) || under(&all, parent, id) {
            fault("parent", "invalid-unit-parent");
        }
    }
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let short = match edit.short_name.trim() {
        "" => &old.name,
        short => short,
    };
    sql("UPDATE unit SET parent_id = $1, kind = $2, short_name = $3, sort = $4 WHERE id = $5")
        .bind(edit.parent)
        .bind(edit.kind)
        .bind(short)
        .bind(edit.sort)
        .bind(id)
        .run(&mut *act)
        .await?;
    changed(act).await
}

/// Whether `unit` is `top` or stands anywhere under it.
fn under(all: &[Unit], unit: Id, top: Id) -> bool {
    let parents: HashMap<Id, Option<Id>> = all.iter().map(|u| (u.id, u.parent_id)).collect();
    let mut at = Some(unit);
    // Never longer than the organ has units, should a circle have come in from outside.
    for _ in 0..=all.len() {
        match at {
            Some(id) if id == top => return true,
            Some(id) => at = parents.get(&id).copied().flatten(),
            None => return false,
        }
    }
    true
}

/// Ends a unit after its last day. Parts of it that go on and days before its beginning are refused.
pub async fn close_unit(act: &mut Act, id: Id, last_day: NaiveDate) -> Result<()> {
    let organ = act.organ();
    let old = unit(&mut *act, organ, id).await?;
    if last_day < old.from_on {
        return Err(Error::field("to_on", Message::new("invalid-period")));
    }
    let parts: Vec<String> = units(&mut *act, organ)
        .await?
        .into_iter()
        .filter(|u| u.parent_id == Some(id) && u.to_on.is_none_or(|to| to > last_day))
        .map(|u| u.name)
        .collect();
    if !parts.is_empty() {
        return Err(Error::Refused(
            Message::new("refused-unit-has-parts").arg("names", parts.join("、")),
        ));
    }
    super::end_unit(act, id, last_day).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn bureau(id: i64, parent: Option<i64>, name: &str, to_on: Option<&str>) -> Unit {
        Unit {
            id: Id(id),
            organ_id: Id(1),
            parent_id: parent.map(Id),
            kind: "bureau".into(),
            name: name.into(),
            short_name: name.into(),
            initials: String::new(),
            sort: id,
            from_on: day("2020-01-01"),
            to_on: to_on.map(day),
        }
    }

    #[test]
    fn last_year_has_last_years_names() {
        let units = || {
            vec![
                bureau(2, None, "水务局", None),
                bureau(3, None, "农机局", Some("2023-12-31")),
            ]
        };
        let former = [FormerName {
            unit_id: Id(2),
            from_on: day("2020-01-01"),
            to_on: day("2024-03-31"),
            name: "水利局".into(),
        }];
        let names = |on: &str| -> Vec<String> {
            on_day(units(), &former, day(on))
                .into_iter()
                .map(|u| u.name)
                .collect()
        };
        assert_eq!(names("2019-12-31"), [""; 0]);
        assert_eq!(names("2023-12-31"), ["水利局", "农机局"]);
        assert_eq!(names("2024-03-31"), ["水利局"]);
        assert_eq!(names("2024-04-01"), ["水务局"]);
    }

    #[test]
    fn nothing_stands_under_itself() {
        let all = [
            bureau(2, None, "局", None),
            bureau(3, Some(2), "科", None),
            bureau(4, Some(3), "股", None),
            bureau(5, None, "镇", None),
        ];
        for (unit, top, found) in [(2, 2, true), (4, 2, true), (5, 2, false), (2, 4, false)] {
            assert_eq!(under(&all, Id(unit), Id(top)), found, "{unit} under {top}");
        }
    }
}
