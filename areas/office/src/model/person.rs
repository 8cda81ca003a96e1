//! The register of people with the posts of a day.

use std::cmp::Ordering;
use std::collections::HashMap;

use kernel::access::Role;
use kernel::id::Id;
use kernel::organ::Unit;
use kernel::person::register::is_found;
use kernel::person::{Person, Post};

/// A post with its unit's name on the day asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostThen {
    pub post: Post,
    pub unit: Option<String>,
}

/// A person with the posts of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    pub person: Person,
    pub posts: Vec<PostThen>,
}

/// What is looked for; nothing set finds everybody.
#[derive(Debug, Clone, Default)]
pub struct Wanted<'a> {
    pub words: &'a str,
    pub unit: Option<Id>,
    pub role: Option<Role>,
}

/// Puts people and posts together and keeps those wanted, in the order they came.
pub fn register(
    people: Vec<Person>,
    posts: Vec<Post>,
    units: &[Unit],
    wanted: &Wanted<'_>,
) -> Vec<Registered> {
    let names: HashMap<Id, &str> = units.iter().map(|u| (u.id, u.name.as_str())).collect();
    let mut held: HashMap<Id, Vec<PostThen>> = HashMap::new();
    for post in posts {
        let unit = post.unit_id.and_then(|u| names.get(&u).copied());
        let unit = unit.map(str::to_owned);
        held.entry(post.person_id)
            .or_default()
            .push(PostThen { post, unit });
    }
    people
        .into_iter()
        .map(|person| Registered {
            posts: held.remove(&person.id).unwrap_or_default(),
            person,
        })
        .filter(|r| is_found(&r.person, wanted.words))
        .filter(|r| {
            let fits = |p: &PostThen| {
                wanted.unit.is_none_or(|u| p.post.unit_id == Some(u))
                    && wanted.role.is_none_or(|x| p.post.role == x.code())
            };
            (wanted.unit.is_none() && wanted.role.is_none()) || r.posts.iter().any(fits)
        })
        .collect()
}

/// Sorts a register: by `name` (as its pinyin initials begin), `number` or `unit`.
pub fn sort(rows: &mut [Registered], key: &str, down: bool) {
    rows.sort_by(|a, b| {
        let order = match key {
            "number" => by_number(&a.person.number, &b.person.number),
            "unit" => first_unit(a).cmp(&first_unit(b)),
            _ => Ordering::Equal,
        };
        let order = order.then_with(|| a.person.initials.cmp(&b.person.initials));
        let order = order.then_with(|| a.person.name.cmp(&b.person.name));
        let order = if down { order.reverse() } else { order };
        order.then_with(|| a.person.id.cmp(&b.person.id))
    });
}

fn first_unit(row: &Registered) -> Option<&str> {
    row.posts.iter().find_map(|p| p.unit.as_deref())
}

/// `2` before `10`, people without a number last.
fn by_number(a: &Option<String>, b: &Option<String>) -> Ordering {
    match (a, b) {
        (None, None) => Ordering::Equal,
        (None, _) => Ordering::Greater,
        (_, None) => Ordering::Less,
        (Some(a), Some(b)) => (a.chars().count(), a).cmp(&(b.chars().count(), b)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: i64, name: &str, number: Option<&str>) -> Person {
        Person {
            id: Id(id),
            organ_id: Id(1),
            name: name.into(),
            initials: text::initials(name).join(" "),
            number: number.map(str::to_owned),
            gender: None,
            born_on: None,
            ethnicity: None,
            party: None,
            occupation: None,
            phone: None,
            email: None,
            note: None,
        }
    }

    fn post(person: i64, role: Role, unit: Option<i64>) -> Post {
        Post {
            id: Id(person * 10),
            person_id: Id(person),
            unit_id: unit.map(Id),
            role: role.code().into(),
            title: String::new(),
            term: None,
            from_on: chrono::NaiveDate::default(),
            to_on: None,
        }
    }

    #[test]
    fn people_are_found_by_unit_and_role_together() {
        let people = || vec![person(2, "王芳", None), person(3, "李静", None)];
        let posts = || {
            vec![
                post(2, Role::UnitLiaison, Some(7)),
                post(3, Role::Section, Some(7)),
                post(3, Role::UnitLiaison, Some(8)),
            ]
        };
        let found = |unit: Option<i64>, role: Option<Role>, words: &str| -> Vec<i64> {
            let wanted = Wanted {
                words,
                unit: unit.map(Id),
                role,
            };
            register(people(), posts(), &[], &wanted)
                .iter()
                .map(|r| r.person.id.0)
                .collect()
        };
        assert_eq!(found(None, None, ""), [2, 3]);
        assert_eq!(found(Some(7), None, ""), [2, 3]);
        // One and the same post must be in the unit and of the role.
        assert_eq!(found(Some(7), Some(Role::UnitLiaison), ""), [2]);
        assert_eq!(found(None, None, "lj"), [3]);
    }

    #[test]
    fn numbers_sort_as_numbers() {
        let mut rows = register(
            vec![
                person(2, "甲", None),
                person(3, "乙", Some("10")),
                person(4, "丙", Some("2")),
            ],
            Vec::new(),
            &[],
            &Wanted::default(),
        );
        sort(&mut rows, "number", false);
        let ids: Vec<i64> = rows.iter().map(|r| r.person.id.0).collect();
        assert_eq!(ids, [4, 3, 2]);
    }
}
