//! Everything about one manuscript that is this area's, read in a fixed number of statements.

use chrono::NaiveDate;
use kernel::access::Act;
use kernel::db::{On, placeholders, sql};
use kernel::error::Result;
use kernel::id::Id;
use sqlx_macros::FromRow;

use super::adoption::{self, Adoption};
use super::change;
use super::group::{self, Member};
use super::photo::{self, Photo};
use super::recording::{self, Recording};
use super::typing;
use crate::model::adoption::{Aspect, Field, Nature, Place, Setting};
use crate::model::genre::Genre;

/// A row of `publicity_manuscript`.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Paper {
    pub matter_id: Id,
    pub organ_id: Id,
    pub genre: Genre,
    pub group_id: Option<Id>,
    /// The day of what it reports.
    pub event_on: Option<NaiveDate>,
    pub field: Option<Field>,
    pub setting: Option<Setting>,
    pub nature: Option<Nature>,
    pub aspect: Option<Aspect>,
    pub place: Option<Place>,
    /// The text of the last version.
    pub content: String,
    /// The last version, from 1; 0 before anything was written.
    pub version: i64,
    pub characters: i64,
    pub seconds: i64,
    pub photos: i64,
    /// First sent in for review.
    pub submitted_on: Option<NaiveDate>,
    pub released_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Author {
    pub matter_id: Id,
    pub sort: i64,
    pub person_id: Option<Id>,
    pub name: String,
    pub parts: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Version {
    pub version: i64,
    pub title: String,
    pub content: String,
    pub characters: i64,
    pub by_name: Option<String>,
    pub saved_at: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Remark {
    pub id: Id,
    pub version: i64,
    /// The words it is about; may be empty.
    pub quote: String,
    pub note: String,
    pub by_name: Option<String>,
    pub at: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Review {
    pub version: i64,
    pub step: String,
    pub passed: bool,
    pub fast: Option<i64>,
    pub lively: i64,
    pub deep: i64,
    pub solid: i64,
    pub reason: String,
    pub note: String,
    pub by_name: Option<String>,
    pub at: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Submission {
    pub id: Id,
    pub outlet_id: Id,
    pub outlet: String,
    pub version: i64,
    pub sent_on: NaiveDate,
    /// `waiting`, `adopted` or `declined`.
    pub state: String,
    pub answered_on: Option<NaiveDate>,
    pub note: String,
    /// The version it was told of by a correction; 0 for none.
    pub told_version: i64,
    pub told_on: Option<NaiveDate>,
    pub told_how: String,
}

/// One manuscript whole.
#[derive(Debug, Clone)]
pub struct Piece {
    pub paper: Paper,
    pub group: Option<String>,
    pub authors: Vec<Author>,
    /// The group's members whose membership has no end yet.
    pub members: Vec<Member>,
    pub remarks: Vec<Remark>,
    pub reviews: Vec<Review>,
    pub submissions: Vec<Submission>,
    pub adoptions: Vec<Adoption>,
    pub photos: Vec<Photo>,
    pub recordings: Vec<Recording>,
}

impl Piece {
    /// The first author's name.
    pub fn first(&self) -> &str {
        self.authors.first().map_or("", |a| a.name.as_str())
    }

    /// Where it was sent before its last correction and nobody has told yet.
    pub fn untold(&self) -> impl Iterator<Item = &Submission> {
        let version = self.paper.version;
        self.submissions
            .iter()
            .filter(move |s| s.state != "declined" && s.version.max(s.told_version) < version)
    }

    /// The whole byline.
    pub fn byline(&self) -> String {
        let names: Vec<&str> = self.authors.iter().map(|a| a.name.as_str()).collect();
        names.join("、")
    }
}

const PAPER: &str = "SELECT matter_id, organ_id, genre, group_id, event_on, field, setting, nature, aspect, place, \
    content, version, characters, seconds, photos, submitted_on, released_on FROM publicity_manuscript";

/// Reads a manuscript; nine statements.
pub async fn read(mut on: impl On, id: Id) -> Result<Option<Piece>> {
    let paper: Option<Paper> = sql(format!("{PAPER} WHERE matter_id = $1"))
        .bind(id)
        .optional(&mut on)
        .await?;
    let Some(paper) = paper else { return Ok(None) };
    let (group, members) = match paper.group_id {
        Some(id) => (
            Some(group::group(&mut on, paper.organ_id, id).await?.name),
            group::members_now(&mut on, id).await?,
        ),
        None => (None, Vec::new()),
    };
    let authors = sql(
        "SELECT matter_id, sort, person_id, name, parts FROM publicity_author WHERE matter_id = $1 ORDER BY sort",
    )
    .bind(id)
    .all(&mut on)
    .await?;
    let remarks = sql(
        "SELECT r.id, r.version, r.quote, r.note, n.name AS by_name, r.at FROM publicity_remark r
         LEFT JOIN person n ON n.id = r.by_person WHERE r.matter_id = $1 ORDER BY r.at, r.id",
    )
    .bind(id)
    .all(&mut on)
    .await?;
    let reviews = sql(
        "SELECT r.version, r.step, r.passed, r.fast, r.lively, r.deep, r.solid, r.reason, r.note,
           n.name AS by_name, r.at FROM publicity_review r LEFT JOIN person n ON n.id = r.by_person
         WHERE r.matter_id = $1 ORDER BY r.at, r.id",
    )
    .bind(id)
    .all(&mut on)
    .await?;
    let submissions = sql(
        "SELECT s.id, s.outlet_id, o.name AS outlet, s.version, s.sent_on, s.state, s.answered_on, s.note,
           s.told_version, s.told_on, s.told_how FROM publicity_submission s JOIN publicity_outlet o ON o.id = s.outlet_id
         WHERE s.matter_id = $1 ORDER BY s.sent_on, s.id",
    )
    .bind(id)
    .all(&mut on)
    .await?;
    let adoptions = adoption::of_matter(&mut on, id).await?;
    let photos = photo::of_matter(&mut on, id).await?;
    let recordings = recording::of_matter(&mut on, id).await?;
    Ok(Some(Piece {
        paper,
        group,
        authors,
        members,
        remarks,
        reviews,
        submissions,
        adoptions,
        photos,
        recordings,
    }))
}

/// Writes new manuscripts, whose matters stand already.
pub async fn insert(act: &mut Act, rows: &[Paper]) -> Result<()> {
    change::raise(act).await?;
    const WIDTH: usize = 18;
    for some in rows.chunks(300) {
        let values: Vec<String> = (0..some.len())
            .map(|i| format!("({})", placeholders(1 + i * WIDTH, WIDTH)))
            .collect();
        let mut query = sql(format!(
            "INSERT INTO publicity_manuscript (matter_id, organ_id, genre, group_id, event_on, field, setting, nature, \
             aspect, place, content, version, characters, seconds, photos, submitted_on, released_on, created_at) \
             VALUES {}",
            values.join(", ")
        ));
        for p in some {
            query = query
                .bind(p.matter_id)
                .bind(p.organ_id)
                .bind(p.genre.code())
                .bind(p.group_id)
                .bind(p.event_on)
                .bind(p.field.map(Field::code))
                .bind(p.setting.map(Setting::code))
                .bind(p.nature.map(Nature::code))
                .bind(p.aspect.map(Aspect::code))
                .bind(p.place.map(Place::code))
                .bind(p.content.as_str())
                .bind(p.version)
                .bind(p.characters)
                .bind(p.seconds)
                .bind(p.photos)
                .bind(p.submitted_on)
                .bind(p.released_on)
                .bind(act.at.0);
        }
        query.run(&mut *act).await?;
    }
    Ok(())
}

/// Writes what a manuscript is about and its dates as they stand in `paper`; its text goes by [`save_version`].
pub async fn update(act: &mut Act, paper: &Paper) -> Result<()> {
    sql(
        "UPDATE publicity_manuscript SET genre = $2, group_id = $3, event_on = $4, field = $5, setting = $6,
           nature = $7, aspect = $8, place = $9, seconds = $10, photos = $11, submitted_on = $12, released_on = $13
         WHERE matter_id = $1",
    )
    .bind(paper.matter_id)
    .bind(paper.genre.code())
    .bind(paper.group_id)
    .bind(paper.event_on)
    .bind(paper.field.map(Field::code))
    .bind(paper.setting.map(Setting::code))
    .bind(paper.nature.map(Nature::code))
    .bind(paper.aspect.map(Aspect::code))
    .bind(paper.place.map(Place::code))
    .bind(paper.seconds)
    .bind(paper.photos)
    .bind(paper.submitted_on)
    .bind(paper.released_on)
    .run(act)
    .await?;
    Ok(())
}

/// Adds authors; of many manuscripts at once.
pub async fn add_authors(act: &mut Act, rows: &[Author]) -> Result<()> {
    for some in rows.chunks(500) {
        let values: Vec<String> = (0..some.len())
            .map(|i| format!("({})", placeholders(1 + i * 5, 5)))
            .collect();
        let mut query = sql(format!(
            "INSERT INTO publicity_author (matter_id, sort, person_id, name, parts) VALUES {}",
            values.join(", ")
        ));
        for a in some {
            query = query
                .bind(a.matter_id)
                .bind(a.sort)
                .bind(a.person_id)
                .bind(a.name.as_str())
                .bind(a.parts);
        }
        query.run(&mut *act).await?;
    }
    Ok(())
}

/// Puts other authors in place of those there are.
pub async fn set_authors(act: &mut Act, matter: Id, rows: &[Author]) -> Result<()> {
    sql("DELETE FROM publicity_author WHERE matter_id = $1")
        .bind(matter)
        .run(&mut *act)
        .await?;
    add_authors(act, rows).await
}

/// Keeps a text as the next version, and forgets what its writer was typing.
pub async fn save_version(
    act: &mut Act,
    matter: Id,
    version: i64,
    title: &str,
    content: &str,
    characters: u32,
) -> Result<()> {
    sql(
        "INSERT INTO publicity_version (matter_id, version, title, content, characters, saved_by, saved_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(matter)
    .bind(version)
    .bind(title)
    .bind(content)
    .bind(characters)
    .bind(act.actor.person)
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    sql("UPDATE publicity_manuscript SET content = $2, version = $3, characters = $4 WHERE matter_id = $1")
        .bind(matter)
        .bind(content)
        .bind(version)
        .bind(characters)
        .run(&mut *act)
        .await?;
    typing::drop_typing(act, matter).await
}

/// All versions, the newest first.
pub async fn versions(on: impl On, matter: Id) -> Result<Vec<Version>> {
    Ok(sql(
        "SELECT v.version, v.title, v.content, v.characters, n.name AS by_name, v.saved_at
         FROM publicity_version v LEFT JOIN person n ON n.id = v.saved_by
         WHERE v.matter_id = $1 ORDER BY v.version DESC LIMIT 500",
    )
    .bind(matter)
    .all(on)
    .await?)
}

pub async fn add_remark(
    act: &mut Act,
    matter: Id,
    version: i64,
    quote: &str,
    note: &str,
) -> Result<()> {
    sql(
        "INSERT INTO publicity_remark (id, matter_id, version, quote, note, by_person, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(Id::new(act.at))
    .bind(matter)
    .bind(version)
    .bind(quote)
    .bind(note)
    .bind(act.actor.person)
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    Ok(())
}

pub async fn add_review(act: &mut Act, matter: Id, review: &Review) -> Result<()> {
    sql(
        "INSERT INTO publicity_review (id, matter_id, version, step, passed, fast, lively, deep, solid, reason, note,
           by_person, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(Id::new(act.at))
    .bind(matter)
    .bind(review.version)
    .bind(&review.step)
    .bind(review.passed)
    .bind(review.fast)
    .bind(review.lively)
    .bind(review.deep)
    .bind(review.solid)
    .bind(&review.reason)
    .bind(&review.note)
    .bind(act.actor.person)
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    Ok(())
}

/// Sends a manuscript to an outlet; sending it again renews the version and the day.
pub async fn send_out(
    act: &mut Act,
    matter: Id,
    outlet: Id,
    version: i64,
    sent_on: NaiveDate,
) -> Result<()> {
    sql(
        "INSERT INTO publicity_submission (id, matter_id, outlet_id, version, sent_on, state, answered_on, note)
         VALUES ($1, $2, $3, $4, $5, 'waiting', NULL, '')
         ON CONFLICT (matter_id, outlet_id) DO UPDATE SET version = excluded.version, sent_on = excluded.sent_on,
           state = 'waiting', answered_on = NULL, note = ''",
    )
    .bind(Id::new(act.at))
    .bind(matter)
    .bind(outlet)
    .bind(version)
    .bind(sent_on)
    .run(act)
    .await?;
    Ok(())
}

/// What an outlet made of a submission; nothing where it was never sent there.
pub async fn answer(
    act: &mut Act,
    matter: Id,
    outlet: Id,
    state: &'static str,
    on: NaiveDate,
    note: &str,
) -> Result<u64> {
    Ok(sql(
        "UPDATE publicity_submission SET state = $3, answered_on = $4, note = $5
         WHERE matter_id = $1 AND outlet_id = $2",
    )
    .bind(matter)
    .bind(outlet)
    .bind(state)
    .bind(on)
    .bind(note)
    .run(act)
    .await?)
}

/// Manuscripts that may have appeared: released or filed, begun since a day, the newest first.
pub async fn placed(
    on: impl On,
    organ: Id,
    since: NaiveDate,
) -> Result<Vec<(Id, String, NaiveDate)>> {
    Ok(sql(
        "SELECT m.id, m.title, m.received_on FROM matter m
         WHERE m.organ_id = $1 AND m.kind = 'manuscript' AND m.received_on >= $2 AND m.state IN ('placing', 'filed')
         ORDER BY m.received_on DESC, m.id DESC LIMIT 1000",
    )
    .bind(organ)
    .bind(since)
    .all(on)
    .await?)
}
