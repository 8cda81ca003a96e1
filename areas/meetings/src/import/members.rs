//! The members of bodies by table: body, name, number, duty, from, to. A person is the same by the number of the office's
//! roster, or by a name nobody else bears; somebody who is in no register is added to it. A body that is not there yet is
//! made where its name says what it is, with as many seats as the table names members. A membership that stands is never
//! overwritten.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::BoxFuture;
use kernel::access::Act;
use kernel::error::{Message, Result};
use kernel::id::Id;
use kernel::import::{Ground, Lines, Outgoing, Register, Row};
use kernel::person::{self, NewPerson};
use papers::sheet::Cell;
use papers::table::header::Column;

use crate::actions::body::{Joining, NAME, NewBody, add_in, join_in};
use crate::model::body::{BodyKind, Duty};
use crate::store::body::{self, Body, Known, Member};

/// The register of members.
pub struct Members;

macro_rules! columns {
    ($($key:literal $required:literal: $($name:literal),+;)+) => {
        [$(Column { key: $key, names: &[$($name),+], required: $required }),+]
    };
}

const COLUMNS: [Column; 7] = columns! {
    "body" true: "机构", "机构名称", "会议机构", "所在机构", "Body";
    "name" true: "姓名", "成员姓名", "组成人员", "Name";
    "number" false: "编号", "代表证号", "证号", "Number";
    "duty" false: "职务", "机构职务", "会内职务", "Duty";
    "from_on" false: "任职日期", "起始日期", "当选日期", "任职时间", "From";
    "to_on" false: "离任日期", "终止日期", "免职日期", "To";
    "seats" false: "定数", "名额", "Seats";
};

const DUTIES: [(&str, &str); 17] = [
    ("主任", "chair"),
    ("主任委员", "chair"),
    ("书记", "chair"),
    ("党组书记", "chair"),
    ("主席", "chair"),
    ("Chair", "chair"),
    ("副主任", "vice_chair"),
    ("副主任委员", "vice_chair"),
    ("副书记", "vice_chair"),
    ("副主席", "vice_chair"),
    ("秘书长", "secretary"),
    ("委员", "member"),
    ("代表", "member"),
    ("成员", "member"),
    ("党组成员", "member"),
    ("组成人员", "member"),
    ("Member", "member"),
];

/// The value under which a row keeps the id of somebody known.
const PERSON: &str = "person_id";

/// What a body is by its name, as offices name them.
fn kind_of(name: &str) -> Option<BodyKind> {
    let has = |word: &str| name.contains(word);
    Some(match name {
        _ if has("党组") => BodyKind::PartyGroup,
        _ if has("主任会议") => BodyKind::Chairpersons,
        _ if has("常务委员会") || has("常委会") => BodyKind::StandingCommittee,
        _ if has("联席") => BodyKind::Joint,
        _ if has("委员会") => BodyKind::Committee,
        _ if has("人民代表大会") || has("人代会") => BodyKind::Congress,
        _ => return None,
    })
}

fn read(row: &mut Row, ground: &Ground<'_>) {
    row.name("body");
    row.must("body");
    if let Some(n) = row.value("body").map(|b| b.chars().count())
        && n > NAME
    {
        let message = Message::new("import-too-long")
            .arg("n", n)
            .arg("most", NAME);
        row.refuse("body", message);
    }
    row.name("name");
    row.must("name");
    row.code("number");
    row.choice("duty", &DUTIES);
    row.date("from_on", ground.dates());
    row.date("to_on", ground.dates());
    row.integer("seats");
    if let (Some(from), Some(to)) = (row.day("from_on"), row.day("to_on"))
        && to < from
    {
        row.refuse("to_on", Message::new("invalid-period"));
    }
    let identity = [row.value("body"), row.value("number").or(row.value("name"))];
    if let [Some(body), Some(who)] = identity {
        row.identity = Some(format!(
            "{body} {who} {}",
            row.value("from_on").unwrap_or_default()
        ));
    }
}

/// Who of the people known a row speaks of.
fn meet<'a>(row: &mut Row, known: &'a [Known]) -> Option<&'a Known> {
    let (name, number) = (
        row.value("name")?.to_owned(),
        row.value("number").map(str::to_owned),
    );
    if let Some(number) = number {
        let found = known.iter().find(|k| k.number.as_deref() == Some(&number));
        if let Some(found) = found.filter(|k| k.name != name) {
            let message = Message::new("invalid-number-taken").arg("name", found.name.as_str());
            row.refuse("number", message);
            return None;
        }
        if found.is_some() {
            return found;
        }
    }
    let mut same = known.iter().filter(|k| k.name == name);
    let first = same.next()?;
    if same.next().is_some() {
        row.refuse("name", Message::new("import-several-people"));
        return None;
    }
    Some(first)
}

/// Holds a row against a membership that stands.
fn stand(row: &mut Row, body: &Body, members: &[Member], person: Id) {
    let from = row.day("from_on");
    let held = members.iter().find(|m| {
        m.person_id == person
            && match from {
                Some(from) => m.from_on == from,
                None => m.to_on.is_none(),
            }
    });
    let Some(held) = held else { return };
    let mut standing = BTreeMap::from([
        ("body".to_owned(), body.name.clone()),
        ("name".to_owned(), held.name.clone()),
        ("duty".to_owned(), held.duty.code().to_owned()),
        ("from_on".to_owned(), held.from_on.to_string()),
        (
            "to_on".to_owned(),
            held.to_on.map(|d| d.to_string()).unwrap_or_default(),
        ),
    ]);
    if row.value("number").is_some() {
        standing.insert("number".to_owned(), held.number.clone().unwrap_or_default());
    }
    row.standing = Some(standing);
}

impl Register for Members {
    fn name(&self) -> &'static str {
        "members"
    }

    fn title(&self) -> &'static str {
        "import-kind-members"
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
            let organ = ground.actor.organ;
            let mut db = &ground.kernel.db;
            let known = body::known(&mut db, organ, &names, &numbers).await?;
            let bodies = body::bodies(db, organ).await?;
            let mut members: BTreeMap<Id, Vec<Member>> = BTreeMap::new();
            for one in &bodies {
                members.insert(one.id, body::members(db, one.id).await?);
            }
            for row in rows.iter_mut() {
                let Some(name) = row.value("body").map(str::to_owned) else {
                    continue;
                };
                let own = bodies.iter().find(|b| b.name == name);
                if own.is_none() && kind_of(&name).is_none() {
                    row.refuse("body", Message::new("import-no-body"));
                }
                let Some(person) = meet(row, &known) else {
                    continue;
                };
                row.set(PERSON, person.id.to_string());
                if let Some(body) = own {
                    stand(row, body, &members[&body.id], person.id);
                }
            }
            Ok(())
        })
    }

    fn lines<'a>(&'a self, asked: &'a Outgoing<'a>) -> Lines<'a> {
        Box::pin(async move {
            let db = &asked.kernel.db;
            let mut lines = Vec::new();
            for one in body::bodies(db, asked.actor.organ).await? {
                let seats = body::seats_on(&body::seats(db, one.id).await?, asked.actor.today);
                for m in body::members(db, one.id).await? {
                    lines.push(vec![
                        Cell::from(one.name.clone()),
                        Cell::from(m.name),
                        Cell::from(m.number),
                        Cell::from(text::t(text::Lang::Zh, &m.duty.key_in(one.kind))),
                        Cell::from(Some(m.from_on)),
                        Cell::from(m.to_on),
                        Cell::from(Some(seats)),
                    ]);
                }
            }
            Ok(lines)
        })
    }

    fn write<'a>(
        &'a self,
        ground: &'a Ground<'a>,
        act: &'a mut Act,
        rows: &'a [Row],
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(write(ground, act, rows))
    }
}

async fn write(ground: &Ground<'_>, act: &mut Act, rows: &[Row]) -> Result<()> {
    let today = ground.actor.today;
    let organ = act.organ();
    let mut bodies: BTreeMap<String, Body> = body::bodies(&mut *act, organ)
        .await?
        .into_iter()
        .map(|b| (b.name.clone(), b))
        .collect();
    let mut people: BTreeMap<String, Id> = BTreeMap::new();
    for row in rows {
        let own = |key: &str| row.value(key).map(str::to_owned);
        let (body_name, name) = (
            own("body").unwrap_or_default(),
            own("name").unwrap_or_default(),
        );
        let from_on = row.day("from_on").unwrap_or(today);
        if !bodies.contains_key(&body_name)
            && let Some(kind) = kind_of(&body_name)
        {
            let of = || rows.iter().filter(|r| r.value("body") == Some(&body_name));
            let said = of().find_map(|r| r.value("seats")?.parse::<i64>().ok());
            let first = of().filter_map(|r| r.day("from_on")).min();
            let new = NewBody {
                kind,
                name: body_name.clone(),
                seats: said.unwrap_or(of().count() as i64).max(1),
                from_on: first.unwrap_or(today),
            };
            let id = add_in(act, &new).await?;
            let made = body::body(&mut *act, organ, id).await?;
            bodies.insert(body_name.clone(), made);
        }
        let Some(body) = bodies.get(&body_name) else {
            continue;
        };
        // Somebody who is in no register is one person however often the table names him.
        let key = own("number").unwrap_or_else(|| name.clone());
        let known = row.value(PERSON).and_then(|id| id.parse().ok());
        let person = match known.or_else(|| people.get(&key).copied()) {
            Some(person) => person,
            None => {
                let new = NewPerson {
                    name: name.clone(),
                    number: own("number"),
                    ..NewPerson::default()
                };
                person::add(&mut *act, new).await?
            }
        };
        people.insert(key, person);
        let joining = Joining {
            person,
            duty: row
                .value("duty")
                .and_then(Duty::parse)
                .unwrap_or(Duty::Member),
            from_on,
            to_on: row.day("to_on"),
        };
        join_in(act, body, joining).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_says_by_its_name_what_it_is() {
        for (name, kind) in [
            (
                "安山县人民代表大会常务委员会",
                Some(BodyKind::StandingCommittee),
            ),
            ("安山县人大常委会党组", Some(BodyKind::PartyGroup)),
            ("安山县人大常委会主任会议", Some(BodyKind::Chairpersons)),
            ("安山县第八届人民代表大会", Some(BodyKind::Congress)),
            ("财政经济委员会", Some(BodyKind::Committee)),
            ("宣传工作联席会议", Some(BodyKind::Joint)),
            ("办公室", None),
        ] {
            assert_eq!(kind_of(name), kind, "{name}");
        }
    }
}
