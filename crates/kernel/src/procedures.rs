//! Procedures in force (X1): versions an organ runs on, pinned with the rule pack they were put in force with.
//!
//! **Nouns.** A version has a text (TOML), a pack (TOML, with the office's own limits in it) and a state: `draft`,
//! `in_force` (the one new matters get) or `past`. A version that ever was in force is never edited, so a matter
//! that pins it stays on it. **Acts**: [`install`], [`copy`], [`save`], [`put_in_force`], [`discard`],
//! [`pick_pack`]; each is an event among the organ's settings. Only those who may configure do them.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use procedure::{Definition, Finding, RulePack};
use serde_json::json;
use workday::Calendar;

use crate::access::Act;
use crate::db::{Db, On, placeholders, sql};
use crate::error::{Arg, Error, Message, Result};
use crate::history::{self, Audience, Event, Stream};
use crate::id::Id;
use crate::matter::Kind;

/// A procedure as a matter follows it.
pub struct Pinned {
    pub definition: Definition,
    pub pack: RulePack,
    pub version: i64,
}

/// One row of `procedure_version`.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Version {
    pub organ_id: Id,
    /// The procedure's name: `cppcc-proposal`.
    pub id: String,
    pub version: i64,
    /// The kind of matter that follows it.
    pub kind: String,
    /// The rule pack's text.
    pub pack: String,
    /// `draft`, `in_force` or `past`.
    pub state: String,
    /// The definition's text.
    pub definition: String,
    pub note: String,
    pub rev: i64,
    pub created_at: i64,
    pub in_force_at: Option<i64>,
}

const COLUMNS: &str =
    "organ_id, id, version, kind, pack, state, definition, note, rev, created_at, in_force_at";

/// The rule pack a new organ starts with.
const FIRST_PACK: &str = "national";

/// Parsed versions in memory; a version that ran is never edited, so they never grow old.
#[derive(Default)]
pub struct Procedures {
    held: RwLock<HashMap<(Id, String, i64), Arc<Pinned>>>,
}

impl Procedures {
    /// The version a matter is pinned to.
    pub async fn pinned(
        &self,
        on: impl On,
        kind: &dyn Kind,
        organ: Id,
        id: &str,
        version: i64,
    ) -> Result<Arc<Pinned>> {
        let key = (organ, id.to_owned(), version);
        if let Some(pinned) = self.held.read().ok().and_then(|h| h.get(&key).cloned()) {
            return Ok(pinned);
        }
        let row = self::version(on, organ, id, version)
            .await?
            .ok_or_else(|| {
                Error::internal(format!("procedure {id} version {version} is missing"))
            })?;
        self.keep(kind, &row)
    }

    /// The version new matters of a kind get today.
    pub async fn current(
        &self,
        mut on: impl On,
        kind: &dyn Kind,
        organ: Id,
        id: Option<&str>,
    ) -> Result<Arc<Pinned>> {
        let mut text =
            "SELECT id, version FROM procedure_version WHERE organ_id = $1 AND kind = $2 AND state = 'in_force'"
                .to_owned();
        if id.is_some() {
            text.push_str(" AND id = $3");
        }
        text.push_str(" ORDER BY in_force_at DESC, version DESC LIMIT 1");
        let mut query = sql(text).bind(organ).bind(kind.name());
        if let Some(id) = id {
            query = query.bind(id);
        }
        let row: Option<(String, i64)> = query.optional(&mut on).await?;
        let (id, version) = row.ok_or_else(|| {
            Error::Refused(Message::new("kernel-no-procedure").arg("kind", kind.name()))
        })?;
        self.pinned(on, kind, organ, &id, version).await
    }

    /// What [`Procedures::current`] gives for each of several kinds, without those an organ has no procedure of. One
    /// statement as long as the versions are known.
    pub async fn in_force(
        &self,
        db: &Db,
        kinds: &[&dyn Kind],
        organ: Id,
    ) -> Result<Vec<Arc<Pinned>>> {
        let found: Vec<(String, String, i64)> = sql(format!(
            "SELECT kind, id, version FROM procedure_version
             WHERE organ_id = $1 AND state = 'in_force' AND kind IN ({}) ORDER BY in_force_at DESC, version DESC",
            placeholders(2, kinds.len())
        ))
        .bind(organ)
        .bind_all(kinds.iter().map(|k| k.name()))
        .all(db)
        .await?;
        let mut out = Vec::with_capacity(kinds.len());
        for kind in kinds {
            if let Some((_, id, version)) = found.iter().find(|(k, ..)| k == kind.name()) {
                out.push(self.pinned(db, *kind, organ, id, *version).await?);
            }
        }
        Ok(out)
    }

    fn keep(&self, kind: &dyn Kind, row: &Version) -> Result<Arc<Pinned>> {
        let pinned = Arc::new(parse(kind, row)?);
        if let Ok(mut held) = self.held.write() {
            held.insert((row.organ_id, row.id.clone(), row.version), pinned.clone());
        }
        Ok(pinned)
    }
}

/// Reads a stored version with the vocabulary of its kind.
pub fn parse(kind: &dyn Kind, row: &Version) -> Result<Pinned> {
    let definition = Definition::parse(&row.definition, &kind.vocabulary())
        .map_err(|e| Error::internal(format!("procedure {} {}: {e}", row.id, row.version)))?;
    let pack = RulePack::parse(&row.pack)
        .map_err(|e| Error::internal(format!("rule pack of {} {}: {e}", row.id, row.version)))?;
    Ok(Pinned {
        definition,
        pack,
        version: row.version,
    })
}

/// All versions of an organ, newest of each procedure first.
pub async fn versions(db: &Db, organ: Id) -> Result<Vec<Version>> {
    Ok(sql(format!(
        "SELECT {COLUMNS} FROM procedure_version WHERE organ_id = $1 ORDER BY id, version DESC"
    ))
    .bind(organ)
    .all(db)
    .await?)
}

/// One version.
pub async fn version(on: impl On, organ: Id, id: &str, version: i64) -> Result<Option<Version>> {
    Ok(sql(format!(
        "SELECT {COLUMNS} FROM procedure_version WHERE organ_id = $1 AND id = $2 AND version = $3"
    ))
    .bind(organ)
    .bind(id)
    .bind(version)
    .optional(on)
    .await?)
}

/// How many matters are pinned to a version and still run, but for those under embargo, which nobody counts.
pub async fn running(db: &Db, organ: Id, id: &str, version: i64) -> Result<i64> {
    Ok(sql(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM matter WHERE organ_id = $1 AND open AND procedure = $2
         AND procedure_version = $3 AND confidentiality <> 'embargo'",
    )
    .bind(organ)
    .bind(id)
    .bind(version)
    .count(db)
    .await?)
}

/// Puts the newest shipped procedures in force in an organ that has none of the name, and those shipped since where
/// the office never changed its own. Returns how many were put in force.
pub async fn install(act: &mut Act, organ: Id, kinds: &[Arc<dyn Kind>]) -> Result<usize> {
    let pack = RulePack::shipped_text(FIRST_PACK)
        .ok_or_else(|| Error::internal("the first rule pack is missing"))?;
    let mut made = 0;
    for kind in kinds {
        for text in kind.shipped() {
            let definition = Definition::parse(text, &kind.vocabulary()).map_err(|e| {
                Error::internal(format!("shipped procedure of {}: {e}", kind.name()))
            })?;
            let version = i64::from(definition.version);
            if self::version(&mut *act, organ, &definition.name, version)
                .await?
                .is_some()
            {
                continue;
            }
            insert(
                act,
                &Version {
                    organ_id: organ,
                    id: definition.name.clone(),
                    version,
                    kind: kind.name().to_owned(),
                    pack: pack.to_owned(),
                    state: "draft".to_owned(),
                    definition: (*text).to_owned(),
                    note: String::new(),
                    rev: 1,
                    created_at: act.at.0,
                    in_force_at: None,
                },
            )
            .await?;
            force(act, organ, &definition.name, version).await?;
            made += 1;
        }
    }
    Ok(made)
}

async fn insert(act: &mut Act, v: &Version) -> Result<()> {
    sql(format!(
        "INSERT INTO procedure_version ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    ))
    .bind(v.organ_id)
    .bind(v.id.as_str())
    .bind(v.version)
    .bind(v.kind.as_str())
    .bind(v.pack.as_str())
    .bind(v.state.as_str())
    .bind(v.definition.as_str())
    .bind(v.note.as_str())
    .bind(v.rev)
    .bind(v.created_at)
    .bind(v.in_force_at)
    .run(&mut *act)
    .await?;
    Ok(())
}

async fn force(act: &mut Act, organ: Id, id: &str, version: i64) -> Result<()> {
    sql("UPDATE procedure_version SET state = 'past' WHERE organ_id = $1 AND id = $2 AND state = 'in_force'")
        .bind(organ)
        .bind(id)
        .run(&mut *act)
        .await?;
    let at = act.at.0;
    sql(
        "UPDATE procedure_version SET state = 'in_force', in_force_at = $4, rev = rev + 1
         WHERE organ_id = $1 AND id = $2 AND version = $3",
    )
    .bind(organ)
    .bind(id)
    .bind(version)
    .bind(at)
    .run(&mut *act)
    .await?;
    note(act, "procedure_in_force", id, version).await
}

async fn note(act: &mut Act, kind: &str, id: &str, version: i64) -> Result<()> {
    let event = Event::new(
        kind.to_owned(),
        Audience::Office,
        &json!({"procedure": id, "version": version}),
    )?;
    history::append(act, Stream::Settings, event).await?;
    Ok(())
}

/// Copies a version into a draft of the next number.
pub async fn copy(act: &mut Act, id: &str, from: i64) -> Result<i64> {
    let organ = act.organ();
    let source = version(&mut *act, organ, id, from)
        .await?
        .ok_or(Error::NotFound)?;
    let next: i64 = sql(
        "SELECT CAST(COALESCE(MAX(version), 0) + 1 AS BIGINT) FROM procedure_version
         WHERE organ_id = $1 AND id = $2",
    )
    .bind(organ)
    .bind(id)
    .count(&mut *act)
    .await?;
    let at = act.at.0;
    let definition = procedure::edit::renumbered(&source.definition, next as u32)
        .map_err(|e| Error::internal(format!("copying procedure {id}: {e}")))?;
    insert(
        act,
        &Version {
            version: next,
            state: "draft".to_owned(),
            definition,
            note: String::new(),
            rev: 1,
            created_at: at,
            in_force_at: None,
            ..source
        },
    )
    .await?;
    note(act, "procedure_copied", id, next).await?;
    Ok(next)
}

/// Saves a draft as typed; it may still be unsound, but it must be readable.
pub async fn save(
    act: &mut Act,
    kind: &dyn Kind,
    id: &str,
    number: i64,
    rev: i64,
    text: &str,
) -> Result<()> {
    Definition::parse(text, &kind.vocabulary()).map_err(|e| {
        Error::field(
            "definition",
            Message::new("kernel-procedure-unreadable").arg("why", e.to_string()),
        )
    })?;
    let touched = sql("UPDATE procedure_version SET definition = $5, rev = rev + 1
         WHERE organ_id = $1 AND id = $2 AND version = $3 AND rev = $4 AND state = 'draft'")
    .bind(act.organ())
    .bind(id)
    .bind(number)
    .bind(rev)
    .bind(text)
    .run(&mut *act)
    .await?;
    if touched == 1 {
        return note(act, "procedure_edited", id, number).await;
    }
    let organ = act.organ();
    match version(&mut *act, organ, id, number).await? {
        None => Err(Error::NotFound),
        Some(v) if v.state != "draft" => Err(Error::refused("kernel-procedure-not-a-draft")),
        Some(v) => Err(Error::Conflict {
            rev: v.rev,
            since: Vec::new(),
        }),
    }
}

/// What the checker has to say of a version; empty where it may be put in force.
pub fn findings(kind: &dyn Kind, calendar: &Calendar, version: &Version) -> Result<Vec<Finding>> {
    let unreadable = |key: &str, why: String| Error::Refused(Message::new(key).arg("why", why));
    let definition = Definition::parse(&version.definition, &kind.vocabulary())
        .map_err(|e| unreadable("kernel-procedure-unreadable", e.to_string()))?;
    let pack = RulePack::parse(&version.pack)
        .map_err(|e| unreadable("kernel-pack-unreadable", e.to_string()))?;
    Ok(procedure::check(&definition, &pack, calendar))
}

/// Puts a draft in force: new matters follow it from now on, running ones stay on theirs. Refused with the
/// checker's first finding where a matter could be left hanging or unanswered.
pub async fn put_in_force(
    act: &mut Act,
    kind: &dyn Kind,
    calendar: &Calendar,
    id: &str,
    number: i64,
    rev: i64,
) -> Result<()> {
    let organ = act.organ();
    // Holds the row, so that what was checked is what comes into force.
    sql("UPDATE procedure_version SET rev = rev WHERE organ_id = $1 AND id = $2 AND version = $3")
        .bind(organ)
        .bind(id)
        .bind(number)
        .run(&mut *act)
        .await?;
    let draft = version(&mut *act, organ, id, number)
        .await?
        .ok_or(Error::NotFound)?;
    if draft.state != "draft" || draft.kind != kind.name() {
        return Err(Error::refused("kernel-procedure-not-a-draft"));
    }
    if draft.rev != rev {
        return Err(Error::Conflict {
            rev: draft.rev,
            since: Vec::new(),
        });
    }
    if let Some(finding) = findings(kind, calendar, &draft)?.into_iter().next() {
        let both = Arg::Both {
            zh: finding.message.zh,
            en: finding.message.en,
        };
        return Err(Error::Refused(
            Message::new("kernel-procedure-unsound").arg("finding", both),
        ));
    }
    force(act, organ, id, number).await
}

/// Throws a draft away.
pub async fn discard(act: &mut Act, id: &str, number: i64) -> Result<()> {
    let gone = sql(
        "DELETE FROM procedure_version WHERE organ_id = $1 AND id = $2 AND version = $3 AND state = 'draft'",
    )
    .bind(act.organ())
    .bind(id)
    .bind(number)
    .run(&mut *act)
    .await?;
    if gone == 0 {
        return Err(Error::refused("kernel-procedure-not-a-draft"));
    }
    note(act, "procedure_discarded", id, number).await
}

/// Puts every procedure in force once more with another rule pack (or with limits of the office's own in it): new
/// matters follow it, running ones keep the pack they began with. Returns how many versions were made.
pub async fn pick_pack(act: &mut Act, pack: &str, why: &str) -> Result<usize> {
    let parsed = RulePack::parse(pack).map_err(|e| {
        Error::field(
            "pack",
            Message::new("kernel-pack-unreadable").arg("why", e.to_string()),
        )
    })?;
    let organ = act.organ();
    let rows: Vec<Version> = sql(format!(
        "SELECT {COLUMNS} FROM procedure_version WHERE organ_id = $1 AND state = 'in_force' ORDER BY id"
    ))
    .bind(organ)
    .all(&mut *act)
    .await?;
    let made = rows.len();
    for row in rows {
        let next = copy(act, &row.id, row.version).await?;
        sql("UPDATE procedure_version SET pack = $4, note = $5
             WHERE organ_id = $1 AND id = $2 AND version = $3")
        .bind(organ)
        .bind(row.id.as_str())
        .bind(next)
        .bind(pack)
        .bind(why)
        .run(&mut *act)
        .await?;
        force(act, organ, &row.id, next).await?;
    }
    let event = Event::new(
        "rule_pack_picked",
        Audience::Office,
        &json!({"pack": parsed.name, "version": parsed.version, "why": why}),
    )?;
    history::append(act, Stream::Settings, event).await?;
    Ok(made)
}
