//! Sending: finding the accounts a letter reaches, in two statements.

use super::{Letter, Mail, Preferences, To};
use crate::access::{Act, PERSONAL, Role};
use crate::db::{On, Value, placeholders, sql};
use crate::embargo::person_of;
use crate::error::{Error, Result};
use crate::id::Id;

/// Rows a statement.
const ROWS: usize = 200;

/// Tells everybody a letter is addressed to, in the act that caused it; the number of accounts reached.
#[crate::compiled_once]
pub async fn send(act: &mut Act, letter: Letter) -> Result<usize> {
    let accounts = reached(act, &letter.to, letter.matter).await?;
    let args = serde_json::to_string(&letter.args).map_err(Error::internal)?;
    for some in accounts.chunks(ROWS) {
        let rows: Vec<String> = (0..some.len())
            .map(|i| {
                format!(
                    "($1, $2, $3, $4, $5, $6, $7, {})",
                    placeholders(8 + 3 * i, 3)
                )
            })
            .collect();
        let mut insert = sql(format!(
            "INSERT INTO notice (organ_id, matter_id, kind, args, urgent, at, task_id, id, account_id, mail) VALUES {}",
            rows.join(", ")
        ))
        .bind(act.organ())
        .bind(letter.matter)
        .bind(&letter.kind)
        .bind(&args)
        .bind(letter.urgent)
        .bind(act.at.0)
        .bind(letter.task);
        for (account, preferences) in some {
            let muted = !letter.urgent && preferences.muted.contains(&letter.kind);
            let owed = if muted {
                "none"
            } else {
                preferences.mail.owed(letter.urgent)
            };
            insert = insert.bind(Id::new(act.at)).bind(*account).bind(owed);
        }
        insert.run(&mut *act).await?;
    }
    Ok(accounts.len())
}

/// The steps these notices ask for are done: nobody has them before him any more, and no digest asks for them.
#[crate::compiled_once]
pub async fn settled(act: &mut Act, tasks: &[Id]) -> Result<()> {
    if tasks.is_empty() {
        return Ok(());
    }
    sql(format!(
        "UPDATE notice SET read_at = $1, mail = 'none'
         WHERE read_at IS NULL AND task_id IN ({})",
        placeholders(2, tasks.len())
    ))
    .bind(act.at.0)
    .bind_all(tasks.iter().copied())
    .run(act)
    .await?;
    Ok(())
}

async fn reached(act: &mut Act, to: &[To], matter: Option<Id>) -> Result<Vec<(Id, Preferences)>> {
    let day = act.at.day();
    let mut values: Vec<Value> = vec![day.into()];
    let mut bind = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    let mut people: Vec<String> = Vec::new();
    let mut accounts: Vec<String> = Vec::new();
    for to in to {
        match to {
            To::Account(id) => {
                let id = bind((*id).into());
                accounts.push(format!("SELECT id FROM account WHERE id = {id}"));
            }
            To::Person(id) => {
                let id = bind((*id).into());
                people.push(format!("SELECT id FROM person WHERE id = {id}"));
            }
            To::Role { holder, role } if role == PERSONAL => {
                let id = bind(person_of(*holder).into());
                people.push(format!("SELECT id FROM person WHERE id = {id}"));
            }
            To::Role { holder, role } => {
                let known = Role::parse(role)
                    .ok_or_else(|| Error::internal(format!("no role is named {role}")))?;
                let holder = bind((*holder).into());
                let role = bind(role.into());
                if known.is_administrative() {
                    accounts.push(format!(
                        "SELECT r.account_id FROM account_role r JOIN account a ON a.id = r.account_id
                         WHERE r.role = {role} AND a.organ_id = {holder}"
                    ));
                } else {
                    let of = if known.is_of_unit() {
                        "unit_id"
                    } else {
                        "organ_id"
                    };
                    people.push(format!(
                        "SELECT person_id FROM post WHERE {of} = {holder} AND role = {role} AND from_on <= $1
                           AND (to_on IS NULL OR to_on >= $1)"
                    ));
                }
            }
        }
    }
    if people.is_empty() && accounts.is_empty() {
        return Ok(Vec::new());
    }
    // An empty set still needs a column of the right type.
    let union = |parts: Vec<String>, of: &str| {
        if parts.is_empty() {
            format!("SELECT id FROM {of} WHERE id IS NULL")
        } else {
            parts.join(" UNION ")
        }
    };
    let myself = bind(act.actor.account.unwrap_or(Id(-1)).into());
    // Of what is under embargo those named on it hear, and nobody in their stead.
    let only = match matter {
        None => String::new(),
        Some(matter) => {
            let matter = bind(matter.into());
            format!(
                " AND (NOT EXISTS (SELECT 1 FROM embargo x WHERE x.matter_id = {matter} AND x.lifted_at IS NULL)
                   OR a.person_id IN (SELECT y.person_id FROM embargo_reader y WHERE y.matter_id = {matter}
                                      AND y.removed_at IS NULL))"
            )
        }
    };
    let text = format!(
        "WITH told (person) AS ({}), named (account) AS ({})
         SELECT a.id, p.mail, p.muted FROM account a LEFT JOIN notice_preference p ON p.account_id = a.id
         WHERE NOT a.disabled AND a.id <> {myself} AND (a.id IN (SELECT account FROM named)
           OR a.person_id IN (SELECT person FROM told)
           OR a.person_id IN (SELECT s.by_person_id FROM substitute s JOIN told t ON t.person = s.person_id
                              WHERE s.from_on <= $1 AND s.to_on >= $1)){only}
         ORDER BY a.id",
        union(people, "person"),
        union(accounts, "account"),
    );
    let rows: Vec<(Id, Option<String>, Option<String>)> =
        sql(text).bind_all(values).all(&mut *act).await?;
    Ok(rows
        .into_iter()
        .map(|(id, mail, muted)| (id, read(mail, muted)))
        .collect())
}

fn read(mail: Option<String>, muted: Option<String>) -> Preferences {
    Preferences {
        mail: mail.and_then(|m| Mail::parse(&m)).unwrap_or_default(),
        muted: muted
            .and_then(|m| serde_json::from_str(&m).ok())
            .unwrap_or_default(),
    }
}

/// What an account chose about its mail.
pub async fn preferences(on: impl On, account: Id) -> Result<Preferences> {
    let row: Option<(String, String)> =
        sql("SELECT mail, muted FROM notice_preference WHERE account_id = $1")
            .bind(account)
            .optional(on)
            .await?;
    Ok(row.map_or_else(Preferences::default, |(mail, muted)| {
        read(Some(mail), Some(muted))
    }))
}

/// Changes what the acting account chose; counts from the next notice on.
pub async fn set_preferences(act: &mut Act, chosen: &Preferences) -> Result<()> {
    let account = act.actor.account.ok_or(Error::Unauthenticated)?;
    sql(
        "INSERT INTO notice_preference (account_id, mail, muted, updated_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (account_id) DO UPDATE SET mail = excluded.mail, muted = excluded.muted,
           updated_at = excluded.updated_at",
    )
    .bind(account)
    .bind(chosen.mail.code())
    .bind(serde_json::to_string(&chosen.muted).map_err(Error::internal)?)
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    Ok(())
}
