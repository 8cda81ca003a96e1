//! Rows of a register on their way in: what is there already, and many matters written at once.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use kernel::access::Act;
use kernel::db::{On, Sql, placeholders, sql};
use kernel::error::Result;
use kernel::id::Id;

use super::case::{Handling, Paper, Party};
use super::fact::Fact;
use crate::model::verdict::{Rating, Standing};

/// A matter that bears one of the numbers asked about.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Known {
    pub id: Id,
    pub kind: String,
    pub session: Option<String>,
    pub number: String,
    pub title: String,
    pub category: Option<String>,
    pub received_on: NaiveDate,
    pub background: String,
    pub demand: String,
    pub body_name: Option<String>,
    /// Whoever signed it, the lead first.
    #[sqlx(skip)]
    pub people: Vec<String>,
    /// The units that help in its present round.
    #[sqlx(skip)]
    pub helping: Vec<String>,
    /// Units have been named for it at all.
    #[sqlx(skip)]
    pub assigned: bool,
    pub unit: Option<String>,
    pub class: Option<String>,
    pub replied_on: Option<NaiveDate>,
    pub standing: Standing,
}

const KNOWN: &str = "SELECT m.id, m.kind, m.session, m.number, m.title, m.category, m.received_on, p.background, \
      p.demand, p.body_name, u.name AS unit, f.class, f.replied_on, f.standing \
    FROM matter m JOIN proposal p ON p.matter_id = m.id JOIN proposal_fact f ON f.matter_id = m.id \
      LEFT JOIN unit u ON u.id = m.lead_unit WHERE m.organ_id = $1";

/// The matters of an organ that bear one of `numbers`.
pub async fn known(mut on: impl On, organ: Id, numbers: &[String]) -> Result<Vec<Known>> {
    let mut out = Vec::new();
    for some in numbers.chunks(400) {
        let rows: Vec<Known> = sql(format!(
            "{KNOWN} AND m.number IN ({})",
            placeholders(2, some.len())
        ))
        .bind(organ)
        .bind_all(some)
        .all(&mut on)
        .await?;
        out.extend(rows);
    }
    signed(on, &mut out).await?;
    Ok(out)
}

/// Every registered matter of an organ but commitments, by its day and number; confidential ones where they are asked for.
pub async fn all(mut on: impl On, organ: Id, confidential: bool) -> Result<Vec<Known>> {
    let open = match confidential {
        true => "",
        false => " AND m.confidentiality IN ('open', 'internal')",
    };
    let mut rows: Vec<Known> = sql(format!(
        "{KNOWN} AND m.number IS NOT NULL AND m.kind <> 'commitment'{open}
         ORDER BY m.received_on, m.number_sort, m.id"
    ))
    .bind(organ)
    .all(&mut on)
    .await?;
    signed(on, &mut rows).await?;
    Ok(rows)
}

/// Fills in whoever signed each of these matters, and the units that help.
async fn signed(mut on: impl On, matters: &mut [Known]) -> Result<()> {
    for some in matters.chunks_mut(400) {
        let names: Vec<(Id, String)> = sql(format!(
            "SELECT p.matter_id, n.name FROM proposal_party p JOIN person n ON n.id = p.person_id
             WHERE p.matter_id IN ({}) AND p.state = 'signed' AND p.role IN ('lead', 'cosigner')
             ORDER BY p.sort, p.invited_at, p.person_id",
            placeholders(1, some.len())
        ))
        .bind_all(some.iter().map(|k| k.id))
        .all(&mut on)
        .await?;
        let mut of: HashMap<Id, Vec<String>> = HashMap::new();
        for (matter, name) in names {
            of.entry(matter).or_default().push(name);
        }
        let units: Vec<(Id, String, String)> = sql(format!(
            "SELECT h.matter_id, h.part, u.name FROM proposal_handling h JOIN unit u ON u.id = h.unit_id
               JOIN proposal p ON p.matter_id = h.matter_id AND p.round = h.round
             WHERE h.matter_id IN ({}) AND h.state <> 'taken_back' ORDER BY u.sort, u.name, h.unit_id",
            placeholders(1, some.len())
        ))
        .bind_all(some.iter().map(|k| k.id))
        .all(&mut on)
        .await?;
        for known in some.iter_mut() {
            known.people = of.remove(&known.id).unwrap_or_default();
            for (_, part, name) in units.iter().filter(|(id, ..)| *id == known.id) {
                known.assigned = true;
                if part == "co" {
                    known.helping.push(name.clone());
                }
            }
        }
    }
    Ok(())
}

/// Deputies and members of an organ who bear one of `names`, past ones too.
pub async fn proposers(mut on: impl On, organ: Id, names: &[String]) -> Result<Vec<(Id, String)>> {
    let mut out = Vec::new();
    for some in names.chunks(400) {
        let rows: Vec<(Id, String)> = sql(format!(
            "SELECT DISTINCT p.id, p.name FROM person p JOIN post o ON o.person_id = p.id
             WHERE p.organ_id = $1 AND p.erased_at IS NULL AND o.role IN ('deputy', 'member') AND p.name IN ({})",
            placeholders(2, some.len())
        ))
        .bind(organ)
        .bind_all(some)
        .all(&mut on)
        .await?;
        out.extend(rows);
    }
    Ok(out)
}

/// Every name units of an organ bear or bore.
pub async fn unit_names(on: impl On, organ: Id) -> Result<Vec<(Id, String)>> {
    Ok(sql(
        "SELECT id, name FROM unit WHERE organ_id = $1
         UNION SELECT id, short_name FROM unit WHERE organ_id = $1 AND short_name <> ''
         UNION SELECT n.unit_id, n.name FROM unit_name n JOIN unit u ON u.id = n.unit_id WHERE u.organ_id = $1",
    )
    .bind(organ)
    .all(on)
    .await?)
}

/// Writes rows of one table, a statement for some hundred of them.
async fn many<T>(
    act: &mut Act,
    into: &'static str,
    width: usize,
    rows: &[T],
    bind: impl Fn(Sql, &T) -> Sql,
) -> Result<()> {
    for some in rows.chunks(200) {
        let values: Vec<String> = (0..some.len())
            .map(|i| format!("({})", placeholders(1 + i * width, width)))
            .collect();
        let mut query = sql(format!("{into} VALUES {}", values.join(", ")));
        for row in some {
            query = bind(query, row);
        }
        query.run(&mut *act).await?;
    }
    Ok(())
}

/// The papers of matters whose rows stand.
pub async fn papers(act: &mut Act, rows: &[Paper]) -> Result<()> {
    let at = act.at.0;
    many(
        act,
        "INSERT INTO proposal (matter_id, organ_id, kind, form, body_name, background, demand, counting, created_at)",
        9,
        rows,
        |query, p| {
            query
                .bind(p.matter_id)
                .bind(p.organ_id)
                .bind(p.kind)
                .bind(p.form)
                .bind(p.body_name.as_deref())
                .bind(&p.background)
                .bind(&p.demand)
                .bind(p.counting)
                .bind(at)
        },
    )
    .await
}

/// Who stands behind them; nobody twice behind one.
pub async fn parties(act: &mut Act, rows: &[(Id, Party)]) -> Result<()> {
    let at = act.at.0;
    let mut seen = BTreeSet::new();
    let rows: Vec<&(Id, Party)> = rows
        .iter()
        .filter(|(matter, party)| seen.insert((*matter, party.person_id)))
        .collect();
    many(
        act,
        "INSERT INTO proposal_party (matter_id, person_id, role, state, sort, invited_at, answered_at)",
        7,
        &rows,
        |query, (matter, p)| {
            query
                .bind(*matter)
                .bind(p.person_id)
                .bind(p.role)
                .bind(p.state)
                .bind(p.role.order())
                .bind(at)
                .bind(p.answered_at)
        },
    )
    .await
}

/// The units that handled them.
pub async fn handlings(act: &mut Act, rows: &[(Id, Handling)]) -> Result<()> {
    many(
        act,
        "INSERT INTO proposal_handling (matter_id, round, unit_id, part, state, assigned_on, accepted_on, replied_on)",
        8,
        rows,
        |query, (matter, h)| {
            query
                .bind(*matter)
                .bind(h.round)
                .bind(h.unit_id)
                .bind(h.part)
                .bind(h.state)
                .bind(h.assigned_on)
                .bind(h.accepted_on)
                .bind(h.replied_on)
        },
    )
    .await
}

/// Their rows of figures.
pub async fn facts(act: &mut Act, rows: &[Fact]) -> Result<()> {
    many(
        act,
        "INSERT INTO proposal_fact (matter_id, organ_id, kind, confidentiality, historic, session, category, unit,
           proposer, key_matter, received_on, filed_on, not_filed, assigned_on, due_on, replied_on, class, meaning,
           solved, standing, attitude, half_solved, rated, asked, reworks, redone)",
        26,
        rows,
        |query, f| {
            query
                .bind(f.matter_id)
                .bind(f.organ_id)
                .bind(&f.kind)
                .bind(&f.confidentiality)
                .bind(f.historic)
                .bind(f.session.as_deref())
                .bind(f.category.as_deref())
                .bind(f.unit)
                .bind(f.proposer)
                .bind(f.key_matter)
                .bind(f.received_on)
                .bind(f.filed_on)
                .bind(f.not_filed)
                .bind(f.assigned_on)
                .bind(f.due_on)
                .bind(f.replied_on)
                .bind(f.class.as_deref())
                .bind(f.meaning.map(|m| m.code()))
                .bind(f.solved)
                .bind(f.standing)
                .bind(f.attitude.map(Rating::code))
                .bind(f.half_solved)
                .bind(f.rated)
                .bind(f.asked)
                .bind(f.reworks)
                .bind(f.redone)
        },
    )
    .await
}
