//! Copies of matters: how `seed` comes from some thousand matters that went their way act by act to a million.
//!
//! **Nouns.** A [`Model`] is everything the tables hold about the matters of one organ. A [`Place`] says whose they
//! become: which unit and person stands for which, which words for which.
//!
//! **Acts.** [`Copies::lot`] makes all copies of one family, [`Lot::write`] writes them in the name of the system: every
//! row with identities of its own, numbers that go on in their series, a history chained anew. Families come in the order
//! of time, so that rows are appended near the end of their tables, as they are in years of use. [`Indexes`] lets indexes go for the time of a large load.
//!
//! Never part of an office's work: only an empty database is seeded. Tables are told from one another by the column
//! `matter_id`, so an area that adds some need not know of this. Notices are left behind: they are an account's.

mod indexes;
mod words;

use std::collections::{BTreeMap, HashMap};

pub use indexes::Indexes;

use crate::access::Act;
use crate::db::catalog::{self, Cells, Columns};
use crate::db::{Db, Value, sql};
use crate::error::{Error, Result};
use crate::history;
use crate::id::Id;
use crate::search::{self, Old};
use words::Words;

/// Tables that name a matter and are not its own: an account's, and what is made anew.
const NOT_COPIED: [&str; 4] = ["notice", "import_row", "search_document", "unsealed"];

/// Milliseconds by which the identities of a copy lie after those of the model: rows made by acts lie whole seconds
/// apart, so that fewer than a thousand copies never meet.
pub const MOST: i64 = 999;

/// One table with its rows, in the order in which they were written.
#[derive(Debug)]
struct Rows {
    table: String,
    columns: Columns,
    /// By the matter they belong to, as its place in [`Model::matters`].
    rows: Vec<Vec<Vec<Value>>>,
}

/// Everything the tables hold about the matters of an organ.
#[derive(Debug)]
pub struct Model {
    /// Their numbers, by their places.
    matters: Vec<Option<String>>,
    tables: Vec<Rows>,
    /// By matter.
    documents: Vec<Vec<Old>>,
    /// Identities of the matters and of their rows, with the matter's place.
    own: HashMap<i64, usize>,
    /// The last number given in each series, and the greatest of them.
    series: Vec<(String, i64)>,
    serials: i64,
    /// Matters that hang together, each by their places: a paper and what it promised, the merged ones.
    families: Vec<Vec<usize>>,
}

/// Whose copies become.
#[derive(Debug, Default)]
pub struct Place {
    /// Organ, units and people of the model, and those that stand for them.
    pub ids: HashMap<Id, Id>,
    /// Words of the model's texts, and those that take their place: names of townships and villages.
    pub words: Vec<(String, String)>,
    /// The how many-eth copy this is in its organ; the model's own organ has the model as 0.
    pub nth: i64,
    /// The how many-eth copy of all, from 1 to [`MOST`].
    pub of_all: i64,
    /// Matters that come here at most; families stay together.
    pub most: usize,
}

impl Model {
    /// Reads the matters of `organ` with all their rows.
    pub async fn read(db: &Db, organ: Id) -> Result<Model> {
        let all = catalog::tables(db.kind(), db).await?;
        let matters: Vec<(Id, Option<String>)> =
            sql("SELECT id, number FROM matter WHERE organ_id = $1 ORDER BY id")
                .bind(organ)
                .all(db)
                .await?;
        let at: HashMap<i64, usize> = matters
            .iter()
            .enumerate()
            .map(|(i, (id, _))| (id.0, i))
            .collect();
        let mut model = Model {
            matters: matters.into_iter().map(|(_, number)| number).collect(),
            tables: Vec::new(),
            documents: Vec::new(),
            own: HashMap::new(),
            series: sql("SELECT series, next - 1 FROM number_series WHERE organ_id = $1")
                .bind(organ)
                .all(db)
                .await?,
            serials: 0,
            families: Vec::new(),
        };
        model.documents = vec![Vec::new(); model.matters.len()];
        model.serials = model.series.iter().map(|(_, n)| *n).max().unwrap_or(0);
        for (table, columns) in all {
            if let Some(key) = key_of(&table, &columns) {
                model.table(db, &at, table, columns, key).await?;
            }
        }
        // What is named comes before what names it.
        let order = catalog::in_order(db.kind(), db).await?;
        model
            .tables
            .sort_by_key(|rows| order.iter().position(|t| *t == rows.table));
        let documents: Vec<(i64, String, String, String, String)> = sql(
            "SELECT d.matter_id, d.number, d.title, d.text, d.readers FROM search_document d ORDER BY d.id",
        )
        .all(db)
        .await?;
        for (matter, number, title, text, readers) in documents {
            if let Some(place) = at.get(&matter) {
                let old = Old {
                    matter: Id(matter),
                    number,
                    title,
                    text,
                    readers,
                    tokens: None,
                };
                model.documents[*place].push(old);
            }
        }
        model.families = model.families_of();
        Ok(model)
    }

    async fn table(
        &mut self,
        db: &Db,
        at: &HashMap<i64, usize>,
        table: String,
        columns: Columns,
        key: &'static str,
    ) -> Result<()> {
        let names: Vec<&str> = columns.iter().map(|(c, _)| c.as_str()).collect();
        let order = match table.as_str() {
            "event" => "stream, seq",
            _ => key,
        };
        let text = format!("SELECT {} FROM {table} ORDER BY {order}", names.join(", "));
        let read: Vec<Cells> = sql(text).all(db).await?;
        let of = names
            .iter()
            .position(|n| *n == key)
            .ok_or_else(|| Error::internal("a table without its key"))?;
        let id = names.iter().position(|n| *n == "id");
        let mut rows = vec![Vec::new(); self.matters.len()];
        for Cells(cells) in read {
            let Value::Int(Some(matter)) = cells[of] else {
                continue;
            };
            let Some(place) = at.get(&matter) else {
                continue;
            };
            self.own.insert(matter, *place);
            if let Some(Value::Int(Some(own))) = id.map(|i| &cells[i]) {
                self.own.insert(*own, *place);
            }
            rows[*place].push(cells);
        }
        self.tables.push(Rows {
            table,
            columns,
            rows,
        });
        Ok(())
    }

    /// How many matters there are.
    pub fn len(&self) -> usize {
        self.matters.len()
    }

    pub fn is_empty(&self) -> bool {
        self.matters.is_empty()
    }

    /// Matters that name one another are of one family.
    fn families_of(&self) -> Vec<Vec<usize>> {
        let mut head: Vec<usize> = (0..self.matters.len()).collect();
        fn find(head: &mut [usize], mut i: usize) -> usize {
            while head[i] != i {
                head[i] = head[head[i]];
                i = head[i];
            }
            i
        }
        for rows in &self.tables {
            for (place, cells) in rows.rows.iter().enumerate() {
                for cell in cells.iter().flatten() {
                    if let Value::Int(Some(n)) = cell
                        && let Some(other) = self.own.get(n)
                    {
                        let (a, b) = (find(&mut head, place), find(&mut head, *other));
                        head[a.max(b)] = a.min(b);
                    }
                }
            }
        }
        let mut out: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for i in 0..self.matters.len() {
            out.entry(find(&mut head, i)).or_default().push(i);
        }
        out.into_values().collect()
    }

    /// How many families there are.
    pub fn families(&self) -> usize {
        self.families.len()
    }

    /// Copies for all these places. Touches no table, so that one lot is worked out while another is written.
    ///
    /// # Errors
    /// Where there are more places than [`MOST`].
    pub fn copies(&self, places: Vec<Place>) -> Result<Copies<'_>> {
        let mut out = Vec::with_capacity(places.len());
        for place in places {
            if !(1..=MOST).contains(&place.of_all) {
                return Err(Error::internal("no identities are left for more copies"));
            }
            let mut left = place.most;
            let takes = |family: &Vec<usize>| {
                let fits = family.len() <= left;
                if fits {
                    left -= family.len();
                }
                fits
            };
            let chosen = self.families.iter().map(takes).collect();
            out.push((Words::new(self, &place)?, chosen));
        }
        Ok(Copies {
            model: self,
            places: out,
        })
    }

    /// Moves the number series of the organ of `act` on behind `nth` copies.
    pub async fn number_on(&self, act: &mut Act, nth: i64) -> Result<()> {
        for (series, last) in &self.series {
            crate::numbering::advance_to(act, series, last + nth * self.serials).await?;
        }
        Ok(())
    }
}

/// A model and the places its copies go to, each with the families it takes.
pub struct Copies<'a> {
    model: &'a Model,
    places: Vec<(Words<'a>, Vec<bool>)>,
}

impl Copies<'_> {
    /// All copies of one family.
    pub fn lot(&self, family: usize) -> Result<Lot> {
        let model = self.model;
        let members = &model.families[family];
        let takers = || self.places.iter().filter(|(_, chosen)| chosen[family]);
        let mut lot = Lot::default();
        for rows in &model.tables {
            let mut out = Vec::new();
            for (words, _) in takers() {
                for at in members {
                    let number = words.number(*at);
                    let copy = |row: &Vec<Value>| words.row(&rows.columns, number.as_ref(), row);
                    out.extend(rows.rows[*at].iter().map(copy));
                }
            }
            if rows.table == "event" {
                lot.heads = history::chain_again(&rows.columns, &mut out)?;
            }
            lot.tables
                .push((rows.table.clone(), rows.columns.clone(), out));
        }
        // A matter's row keeps the newest hash of its history.
        for (table, columns, rows) in &mut lot.tables {
            if table == "matter" {
                head(columns, rows, &lot.heads)?;
            }
        }
        for (words, _) in takers() {
            lot.matters += members.len();
            for at in members {
                let number = words.number(*at);
                let say = |text: &str| words.text(number.as_ref(), text);
                for old in &model.documents[*at] {
                    let copy = Old {
                        matter: words.id(old.matter),
                        number: say(&old.number),
                        title: say(&old.title),
                        text: say(&old.text),
                        readers: say(&old.readers),
                        tokens: None,
                    };
                    lot.documents.push(copy.ready());
                }
            }
        }
        Ok(lot)
    }
}

/// Copies ready to be written.
#[derive(Debug, Default)]
pub struct Lot {
    matters: usize,
    tables: Vec<(String, Columns, Vec<Vec<Value>>)>,
    heads: history::Heads,
    documents: Vec<Old>,
}

impl Lot {
    /// Writes them in an act of the system, whatever its organ; how many matters there are.
    ///
    /// # Errors
    /// Where the database refuses a row: the act is then rolled back by whoever began it.
    pub async fn write(self, act: &mut Act) -> Result<usize> {
        if !act.actor.system {
            return Err(Error::internal("copies are made by the system"));
        }
        for (table, columns, rows) in self.tables {
            catalog::insert(act, &table, &columns, rows).await?;
        }
        history::unseal(act, &self.heads).await?;
        let mut documents = self.documents;
        while !documents.is_empty() {
            let rest = documents.split_off(documents.len().min(500));
            search::restore(act, documents).await?;
            documents = rest;
        }
        Ok(self.matters)
    }
}

/// The column by which a table's rows belong to a matter; none for tables that are not of matters.
fn key_of(table: &str, columns: &Columns) -> Option<&'static str> {
    match table {
        "matter" => Some("id"),
        "matter_link" => Some("from_id"),
        "event" => Some("stream"),
        table if NOT_COPIED.contains(&table) => None,
        _ => columns
            .iter()
            .any(|(c, _)| c == "matter_id")
            .then_some("matter_id"),
    }
}

/// Puts the newest hash of each history into its matter's row.
fn head(columns: &Columns, rows: &mut [Vec<Value>], heads: &history::Heads) -> Result<()> {
    let at = |name: &str| columns.iter().position(|(c, _)| c == name);
    let (Some(id), Some(head)) = (at("id"), at("head")) else {
        return Err(Error::internal("matters have an id and a head"));
    };
    for row in rows {
        let Value::Int(Some(matter)) = row[id] else {
            continue;
        };
        if let Some((_, _, hash)) = heads.get(&matter) {
            row[head] = Value::Bytes(Some(hash.clone()));
        }
    }
    Ok(())
}
