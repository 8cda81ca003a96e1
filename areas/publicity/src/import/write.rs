//! Writing the rows of a ledger: appearances of manuscripts that are known, and manuscripts as they will stand, filed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Days, NaiveDate};
use kernel::access::Act;
use kernel::error::{Error, Result};
use kernel::id::Id;
use kernel::import::{Ground, Row};
use kernel::matter::Matter;
use kernel::term_session;

use super::TOGETHER;
use crate::actions::{filed, ledger};
use crate::kind::{Held, MANUSCRIPT};
use crate::model::adoption::{Field, Size, position_said};
use crate::model::genre::Genre;
use crate::model::outlet::{Level, Medium};
use crate::store::adoption::{self, Adoption, Byline};
use crate::store::manuscript::{Author, Paper, Piece};
use crate::store::outlet::{self, Entry, Outlet};
use crate::store::{byline, group, import as store};

/// Where a row keeps which of equal rows it is.
pub(super) const NTH: &str = "nth";

/// A manuscript and the days it appeared.
type Appeared = (Id, Vec<NaiveDate>);

/// The manuscripts rows may belong to: by title and byline, each with the days it appeared.
#[derive(Default)]
struct Pieces {
    by_name: HashMap<(String, String), Vec<Appeared>>,
}

impl Pieces {
    /// The manuscript of a row: one that appeared within [`TOGETHER`] days, or that has not appeared yet.
    fn find(&mut self, title: &str, byline: &str, day: NaiveDate) -> Option<Id> {
        let all = self
            .by_name
            .get_mut(&(title.to_owned(), byline.to_owned()))?;
        let near = |days: &[NaiveDate]| {
            days.is_empty() || days.iter().any(|d| (*d - day).num_days().abs() <= TOGETHER)
        };
        let (id, days) = all.iter_mut().find(|(_, days)| near(days))?;
        days.push(day);
        Some(*id)
    }

    fn add(&mut self, title: &str, byline: &str, id: Id, days: Vec<NaiveDate>) {
        let key = (title.to_owned(), byline.to_owned());
        self.by_name.entry(key).or_default().push((id, days));
    }
}

pub(super) async fn write(ground: &Ground<'_>, act: &mut Act, rows: &[Row]) -> Result<()> {
    let kernel = ground.kernel;
    let organ = act.organ();
    let missing = || Error::internal("a row without what it must have");
    let outlets = outlets(act, rows).await?;
    let mut groups: BTreeMap<String, Id> = BTreeMap::new();
    for name in rows.iter().filter_map(|r| r.value("group")) {
        if !name.is_empty() && !groups.contains_key(name) {
            groups.insert(name.to_owned(), group::named(act, name).await?);
        }
    }
    let names: BTreeSet<&str> = rows
        .iter()
        .filter_map(|r| r.value("author"))
        .flat_map(|a| a.split('、'))
        .collect();
    let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
    let people = byline::known(&mut *act, organ, &names).await?;
    let sessions = term_session::all(&mut *act, organ).await?;
    let mut in_order: Vec<(NaiveDate, &Row)> = Vec::new();
    for row in rows {
        in_order.push((row.day("on_date").ok_or_else(missing)?, row));
    }
    // By day, so that no order of rows changes which of them are one manuscript.
    in_order.sort_by_key(|(day, row)| (*day, row.identity.clone()));
    let titles: BTreeSet<String> = rows
        .iter()
        .filter_map(|r| r.value("title").map(str::to_owned))
        .collect();
    let titles: Vec<String> = titles.into_iter().collect();
    let mut pieces = Pieces::default();
    if let Some((first, _)) = in_order.first() {
        let since = *first - Days::new(366);
        for t in store::titled(&mut *act, organ, since, &titles).await? {
            pieces.add(&t.title, &t.byline, t.id, t.days);
        }
    }
    let kind = kernel.kind(MANUSCRIPT)?.clone();
    let pinned = kernel
        .procedures
        .current(&mut *act, &*kind, organ, None)
        .await?;
    let mut fresh: BTreeMap<Id, (Matter, Held)> = BTreeMap::new();
    let mut added: Vec<(Adoption, Vec<Byline>)> = Vec::new();
    for (day, row) in in_order {
        let own = |key: &str| row.value(key).unwrap_or_default();
        let number = |key: &str| own(key).parse::<i64>().unwrap_or(0);
        let (title, authors) = (own("title"), own("author"));
        let genre = Genre::parse(own("genre")).unwrap_or(Genre::News);
        let outlet = outlets.get(own("outlet")).ok_or_else(missing)?;
        let said = row.value("field").or_else(|| row.value("field_said"));
        let field = said.and_then(Field::parse);
        let setting = ledger::setting_on(&sessions, day);
        let matter_id = match pieces.find(title, authors, day) {
            Some(id) => id,
            None => {
                let id = Id::new(act.at);
                pieces.add(title, authors, id, vec![day]);
                let listed: Vec<Author> = authors
                    .split('、')
                    .enumerate()
                    .map(|(i, name)| Author {
                        matter_id: id,
                        sort: i as i64,
                        person_id: people.get(name).copied(),
                        name: name.to_owned(),
                        parts: 1,
                    })
                    .collect();
                let paper = Paper {
                    matter_id: id,
                    organ_id: organ,
                    genre,
                    group_id: groups.get(own("group")).copied(),
                    event_on: None,
                    field,
                    setting,
                    nature: None,
                    aspect: None,
                    place: None,
                    content: String::new(),
                    version: 0,
                    characters: number("characters"),
                    seconds: number("seconds"),
                    photos: number("photos"),
                    submitted_on: None,
                    released_on: None,
                };
                let matter = Matter {
                    procedure: pinned.definition.name.clone(),
                    procedure_version: pinned.version,
                    ..filed::matter(
                        act,
                        id,
                        title,
                        day,
                        listed.first().and_then(|a| a.person_id),
                    )
                };
                let piece = Piece {
                    paper,
                    group: row.value("group").map(str::to_owned),
                    authors: listed,
                    members: Vec::new(),
                    remarks: Vec::new(),
                    reviews: Vec::new(),
                    submissions: Vec::new(),
                    adoptions: Vec::new(),
                    photos: Vec::new(),
                    recordings: Vec::new(),
                };
                let title = title.to_owned();
                fresh.insert(id, (matter, Held { piece, title }));
                id
            }
        };
        let id = Id::new(act.at);
        let bylines: Vec<Byline> = authors
            .split('、')
            .enumerate()
            .map(|(i, name)| Byline {
                adoption_id: id,
                sort: i as i64,
                person_id: people.get(name).copied(),
                name: name.to_owned(),
                parts: 1,
            })
            .collect();
        let appearance = Adoption {
            id,
            matter_id,
            outlet_id: outlet.id,
            column_id: None,
            on_date: day,
            title: title.to_owned(),
            nth: number(NTH),
            outlet: outlet.name.clone(),
            level: Level::parse(own("level")).unwrap_or(outlet.level),
            medium: Medium::parse(own("medium")).unwrap_or(outlet.medium),
            outward: outlet.outward,
            major: outlet.major,
            genre,
            group_name: row
                .value("group")
                .filter(|g| !g.is_empty())
                .map(str::to_owned),
            person: bylines[0].name.clone(),
            field,
            setting,
            nature: None,
            aspect: None,
            place: None,
            said_place: own("place").to_owned(),
            position: position_said(own("place")),
            size: Size::parse(own("size")),
            characters: number("characters"),
            seconds: number("seconds"),
            photos: number("photos"),
            reprint: own("reprint") == "yes",
            link: row
                .value("link")
                .filter(|l| !l.is_empty())
                .map(str::to_owned),
            proof: None,
            struck_at: None,
            struck_why: None,
            entered_at: act.at.0,
        };
        if let Some((_, held)) = fresh.get_mut(&matter_id) {
            held.piece.adoptions.push(appearance.clone());
        }
        added.push((appearance, bylines));
    }
    filed::insert(act, fresh.values()).await?;
    let appearances: Vec<Adoption> = added.iter().map(|(a, _)| a.clone()).collect();
    adoption::insert(act, &appearances).await?;
    let bylines: Vec<Byline> = added.iter().flat_map(|(_, b)| b.clone()).collect();
    adoption::insert_bylines(act, &bylines).await?;
    let known: BTreeSet<Id> = added
        .iter()
        .map(|(a, _)| a.matter_id)
        .filter(|id| !fresh.contains_key(id))
        .collect();
    for id in known {
        let of: Vec<&Adoption> = added
            .iter()
            .map(|(a, _)| a)
            .filter(|a| a.matter_id == id)
            .collect();
        ledger::tell_adopted(kernel, act, id, &of, Vec::new()).await?;
    }
    Ok(())
}

/// Every outlet the rows name, made where nobody registered it.
async fn outlets(act: &mut Act, rows: &[Row]) -> Result<HashMap<String, Outlet>> {
    let organ = act.organ();
    let all = outlet::outlets(&mut *act, organ).await?;
    let mut out: HashMap<String, Outlet> = all.into_iter().map(|o| (o.name.clone(), o)).collect();
    for row in rows {
        let name = row.value("outlet").unwrap_or_default();
        let level = row.value("level").and_then(Level::parse);
        let medium = row.value("medium").and_then(Medium::parse);
        let (false, Some(level), Some(medium)) = (out.contains_key(name), level, medium) else {
            continue;
        };
        let entry = Entry {
            name: name.to_owned(),
            level,
            medium,
            outward: medium.faces_outward(),
            major: false,
            note: String::new(),
            ended_on: None,
        };
        let id = outlet::insert(act, &entry).await?;
        let made = outlet::outlet(&mut *act, organ, id).await?;
        out.insert(name.to_owned(), made);
    }
    Ok(out)
}
