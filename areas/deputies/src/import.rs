//! The roster by table: deputies of a congress, members of a committee. A person is the same by the number of the
//! office's roster, or by name and delegation; a delegation that is not there yet is made. Somebody already known
//! who is elected for another term gets that mandate; nothing else of him is touched.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use futures_util::future::BoxFuture;
use kernel::Kernel;
use kernel::access::{Act, Role};
use kernel::error::{Message, Result};
use kernel::id::Id;
use kernel::import::{Ground, Lines, Outgoing, Register, Row};
use kernel::organ::{self, NewUnit};
use kernel::person::{self, NewPerson, NewPost};
use papers::sheet::Cell;
use papers::table::header::Column;

use crate::store::roster::{self, Known};

/// The register of deputies and members.
pub struct Deputies;

macro_rules! columns {
    ($($key:literal $required:literal: $($name:literal),+;)+) => {
        [$(Column { key: $key, names: &[$($name),+], required: $required }),+]
    };
}

const COLUMNS: [Column; 11] = columns! {
    "name" true: "姓名", "代表姓名", "委员姓名", "Name";
    "delegation" true: "代表团", "所属代表团", "界别", "所属界别", "代表团（组）", "选举单位", "Delegation";
    "number" false: "代表证号", "委员证号", "证号", "代表编号", "委员编号", "编号", "Number";
    "gender" false: "性别", "Gender";
    "born_on" false: "出生年月", "出生日期", "出生年月日", "生日", "Born";
    "ethnicity" false: "民族", "Ethnicity";
    "party" false: "政治面貌", "党派", "Party";
    "occupation" false: "职业", "工作单位及职务", "单位及职务", "工作单位", "职务", "Occupation";
    "phone" false: "联系电话", "手机", "手机号", "手机号码", "电话", "联系方式", "Phone";
    "term" false: "届别", "届次", "届", "Term";
    "note" false: "备注", "说明", "Note";
};

const GENDERS: [(&str, &str); 6] = [
    ("男", "男"),
    ("女", "女"),
    ("男性", "男"),
    ("女性", "女"),
    ("M", "男"),
    ("F", "女"),
];

/// 第十七届, 十七届, 17: the number of a term.
fn term(typed: &str) -> Option<u16> {
    let compared: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = compared.trim_start_matches('第');
    let bare = bare.split_once('届').map_or(bare, |(before, _)| before);
    text::numeral::parse(bare)
}

/// Whose roster it is.
async fn role(kernel: &Kernel, organ: Id) -> Result<Role> {
    let organ = organ::organ(&kernel.db, organ).await?;
    Ok(match organ.kind.as_str() {
        "cppcc" => Role::Member,
        _ => Role::Deputy,
    })
}

impl Register for Deputies {
    fn name(&self) -> &'static str {
        "deputies"
    }

    fn title(&self) -> &'static str {
        "import-kind-deputies"
    }

    fn columns(&self) -> &'static [Column] {
        &COLUMNS
    }

    fn check<'a>(
        &'a self,
        ground: &'a Ground<'a>,
        rows: &'a mut [Row],
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            for row in rows.iter_mut() {
                read(row, ground);
            }
            let all = |key: &str| -> Vec<String> {
                let set: BTreeSet<&str> = rows.iter().filter_map(|r| r.value(key)).collect();
                set.into_iter().map(str::to_owned).collect()
            };
            let (names, numbers) = (all("name"), all("number"));
            let role = role(ground.kernel, ground.actor.organ).await?;
            let mut db = &ground.kernel.db;
            let known = roster::known(&mut db, ground.actor.organ, role, &names, &numbers).await?;
            for row in rows.iter_mut() {
                meet(row, &known);
            }
            Ok(())
        })
    }

    fn lines<'a>(&'a self, asked: &'a Outgoing<'a>) -> Lines<'a> {
        Box::pin(async move {
            let organ = asked.actor.organ;
            let role = role(asked.kernel, organ).await?;
            let all = roster::all(&asked.kernel.db, organ, role, asked.actor.today).await?;
            Ok(all
                .into_iter()
                .map(|k| {
                    vec![
                        Cell::from(k.name),
                        Cell::from(k.delegation),
                        Cell::from(k.number),
                        Cell::from(k.gender),
                        Cell::from(k.born_on),
                        Cell::from(k.ethnicity),
                        Cell::from(k.party),
                        Cell::from(k.occupation),
                        Cell::from(k.phone),
                        Cell::from(k.term),
                        Cell::from(k.note),
                    ]
                })
                .collect())
        })
    }

    fn write<'a>(
        &'a self,
        ground: &'a Ground<'a>,
        act: &'a mut Act,
        rows: &'a [Row],
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let role = role(ground.kernel, ground.actor.organ).await?;
            let organ = act.organ();
            let units = organ::units(&mut *act, organ).await?;
            let mut last = units.iter().map(|u| u.sort).max().unwrap_or(0);
            let mut delegations: BTreeMap<String, Id> =
                units.iter().map(|u| (u.name.clone(), u.id)).collect();
            let mut began: BTreeMap<Option<i64>, NaiveDate> = BTreeMap::new();
            for row in rows {
                let own = |key: &str| row.value(key).map(str::to_owned);
                let delegation = own("delegation").unwrap_or_default();
                let term: Option<i64> = row.value("term").and_then(|t| t.parse().ok());
                if let std::collections::btree_map::Entry::Vacant(e) = began.entry(term) {
                    let day = match term {
                        Some(term) => roster::term_began(&mut *act, organ, term).await?,
                        None => None,
                    };
                    e.insert(day.unwrap_or(ground.actor.today));
                }
                let from_on = began.get(&term).copied().unwrap_or(ground.actor.today);
                let unit = match delegations.get(&delegation) {
                    Some(unit) => *unit,
                    None => {
                        last += 1;
                        let new = NewUnit {
                            parent: None,
                            kind: "delegation",
                            name: &delegation,
                            short_name: "",
                            sort: last,
                            from_on,
                        };
                        let id = organ::add_unit(&mut *act, new).await?;
                        delegations.insert(delegation, id);
                        id
                    }
                };
                let person = match row.value(PERSON).and_then(|id| id.parse().ok()) {
                    Some(person) => person,
                    None => {
                        let new = NewPerson {
                            name: own("name").unwrap_or_default(),
                            number: own("number"),
                            gender: own("gender"),
                            born_on: row.day("born_on"),
                            ethnicity: own("ethnicity"),
                            party: own("party"),
                            occupation: own("occupation"),
                            phone: own("phone"),
                            email: None,
                            note: own("note"),
                        };
                        person::add(&mut *act, new).await?
                    }
                };
                let post = NewPost {
                    person,
                    unit: Some(unit),
                    role,
                    title: "",
                    term,
                    from_on,
                    to_on: None,
                };
                person::appoint(&mut *act, post).await?;
            }
            Ok(())
        })
    }
}

/// The value under which a row keeps the id of somebody known who gets another mandate.
const PERSON: &str = "person_id";

fn read(row: &mut Row, ground: &Ground<'_>) {
    row.name("name");
    row.must("name");
    if let Some(name) = row.value("name").map(str::to_owned)
        && name.chars().count() > 60
    {
        let message = Message::new("import-too-long")
            .arg("n", name.chars().count())
            .arg("most", 60i64);
        row.refuse("name", message);
    }
    row.name("delegation");
    row.must("delegation");
    row.code("number");
    row.choice("gender", &GENDERS);
    let born = row.date("born_on", ground.dates());
    if let Some(day) = born
        && day >= ground.actor.today
    {
        row.refuse("born_on", Message::new("import-born-later"));
    }
    row.text("ethnicity", 30);
    row.text("party", 60);
    row.text("occupation", 200);
    row.phone("phone");
    row.text("note", 2_000);
    if let Some(typed) = row.text("term", 20) {
        match term(&typed) {
            Some(n) => row.set("term", n.to_string()),
            None => row.refuse("term", Message::new("import-no-term").arg("typed", typed)),
        }
    }
    row.identity = match (
        row.value("number"),
        row.value("name"),
        row.value("delegation"),
    ) {
        (Some(number), ..) => Some(format!("number {number}")),
        (None, Some(name), Some(delegation)) => Some(format!("{name} {delegation}")),
        _ => None,
    };
}

/// Holds a row against the people known.
fn meet(row: &mut Row, known: &[Known]) {
    let (name, delegation) = (row.value("name"), row.value("delegation"));
    let number = row.value("number");
    let mut same: Vec<&Known> = match number {
        Some(number) => known
            .iter()
            .filter(|k| k.number.as_deref() == Some(number))
            .collect(),
        None => Vec::new(),
    };
    if same.is_empty() {
        same = known
            .iter()
            .filter(|k| Some(k.name.as_str()) == name && k.delegation.as_deref() == delegation)
            .filter(|k| number.is_none() || k.number.is_none())
            .collect();
    }
    let Some(first) = same.first().copied() else {
        // Same name elsewhere: perhaps another person, perhaps one who changed his delegation.
        let other = known
            .iter()
            .find(|k| Some(k.name.as_str()) == name && k.delegation.as_deref() != delegation)
            .and_then(|k| k.delegation.clone());
        if let Some(other) = other {
            row.warn(
                "name",
                Message::new("import-same-name").arg("delegation", other),
            );
        }
        return;
    };
    if same.iter().any(|k| k.id != first.id) {
        row.refuse("name", Message::new("import-several-people"));
        return;
    }
    let asked: Option<i64> = row.value("term").and_then(|t| t.parse().ok());
    let mandate = match asked {
        Some(term) => same.iter().find(|k| k.term == Some(term)).copied(),
        None => Some(first),
    };
    let Some(held) = mandate else {
        row.warn("term", Message::new("import-another-term"));
        row.set(PERSON, first.id.to_string());
        return;
    };
    let text = |v: &Option<String>| v.clone().unwrap_or_default();
    row.standing = Some(BTreeMap::from([
        ("name".to_owned(), held.name.clone()),
        ("number".to_owned(), text(&held.number)),
        ("delegation".to_owned(), text(&held.delegation)),
        ("gender".to_owned(), text(&held.gender)),
        (
            "born_on".to_owned(),
            held.born_on.map(|d| d.to_string()).unwrap_or_default(),
        ),
        ("ethnicity".to_owned(), text(&held.ethnicity)),
        ("party".to_owned(), text(&held.party)),
        ("occupation".to_owned(), text(&held.occupation)),
        ("phone".to_owned(), text(&held.phone)),
        ("note".to_owned(), text(&held.note)),
    ]));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_as_offices_write_them() {
        for (typed, n) in [
            ("第十七届", Some(17)),
            ("十七届", Some(17)),
            ("17", Some(17)),
            ("第１７届", Some(17)),
            ("第十七届人民代表大会", Some(17)),
            ("上届", None),
            ("", None),
        ] {
            assert_eq!(term(typed), n, "{typed}");
        }
    }
}
