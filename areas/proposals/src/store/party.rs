//! Who stands behind a matter.

use chrono::NaiveDate;
use kernel::access::{Act, Actor};
use kernel::db::{On, sql};
use kernel::error::Result;
use kernel::id::Id;

use crate::model::party::{PartyRole, PartyState};

/// Adds a party; whoever is one already keeps the stronger place: the lead stays lead, who signed stays signed.
pub async fn add(
    act: &mut Act,
    matter: Id,
    person: Id,
    role: PartyRole,
    state: PartyState,
    from_matter: Option<Id>,
) -> Result<()> {
    let at = act.at.0;
    let answered = (state == PartyState::Signed).then_some(at);
    let sort = role.order();
    sql(
        "INSERT INTO proposal_party (matter_id, person_id, role, state, sort, from_matter, invited_at, answered_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (matter_id, person_id) DO UPDATE
           SET role = excluded.role, state = excluded.state, sort = excluded.sort,
               from_matter = excluded.from_matter, answered_at = excluded.answered_at
           WHERE excluded.sort < proposal_party.sort
              OR (excluded.sort = proposal_party.sort AND proposal_party.state = 'declined')",
    )
    .bind(matter)
    .bind(person)
    .bind(role)
    .bind(state)
    .bind(sort)
    .bind(from_matter)
    .bind(at)
    .bind(answered)
    .run(&mut *act)
    .await?;
    Ok(())
}

/// A co-signer signs or declines; true where somebody was asked.
pub async fn answer(act: &mut Act, matter: Id, person: Id, state: PartyState) -> Result<bool> {
    let at = act.at.0;
    let changed = sql("UPDATE proposal_party SET state = $3, answered_at = $4
         WHERE matter_id = $1 AND person_id = $2 AND role = 'cosigner'")
    .bind(matter)
    .bind(person)
    .bind(state)
    .bind(at)
    .run(&mut *act)
    .await?;
    Ok(changed == 1)
}

/// Everybody who signed the merged matter stands behind the one it was merged into, beside its own parties.
pub async fn merge(act: &mut Act, merged: Id, into: Id) -> Result<()> {
    let people: Vec<(Id,)> = sql(
        "SELECT person_id FROM proposal_party
         WHERE matter_id = $1 AND state = 'signed' AND role <> 'supporter' ORDER BY sort, invited_at",
    )
    .bind(merged)
    .all(&mut *act)
    .await?;
    for (person,) in people {
        add(
            act,
            into,
            person,
            PartyRole::Merged,
            PartyState::Signed,
            Some(merged),
        )
        .await?;
    }
    Ok(())
}

/// Those who were asked and did not sign leave when the paper is submitted.
pub async fn close(act: &mut Act, matter: Id) -> Result<()> {
    sql("UPDATE proposal_party SET state = 'declined' WHERE matter_id = $1 AND state = 'invited'")
        .bind(matter)
        .run(&mut *act)
        .await?;
    Ok(())
}

/// The parties of `from` stand behind `to` as well, as they stood: a matter that grew out of another.
pub async fn copy(act: &mut Act, from: Id, to: Id) -> Result<()> {
    let at = act.at.0;
    sql(
        "INSERT INTO proposal_party (matter_id, person_id, role, state, sort, from_matter, invited_at, answered_at)
         SELECT $2, person_id, role, state, sort, from_matter, $3, answered_at FROM proposal_party
         WHERE matter_id = $1 AND state = 'signed'",
    )
    .bind(from)
    .bind(to)
    .bind(at)
    .run(&mut *act)
    .await?;
    Ok(())
}

/// A paper somebody was asked to sign and has yet to answer.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Invitation {
    pub matter: Id,
    pub kind: String,
    pub title: String,
    /// Who asks.
    pub lead: Option<String>,
    pub due_on: Option<NaiveDate>,
    pub amber_on: Option<NaiveDate>,
    pub red_on: Option<NaiveDate>,
}

/// What `actor` is asked to sign while names are still gathered, the first due first; at most fifty.
pub async fn invitations(on: impl On, actor: &Actor) -> Result<Vec<Invitation>> {
    let Some(person) = actor.person else {
        return Ok(Vec::new());
    };
    Ok(sql(
        "SELECT m.id AS matter, m.kind, m.title, l.name AS lead, m.due_on, m.amber_on, m.red_on
         FROM proposal_party p JOIN matter m ON m.id = p.matter_id LEFT JOIN person l ON l.id = m.proposer
         WHERE p.person_id = $1 AND p.role = 'cosigner' AND p.state = 'invited' AND m.organ_id = $2
           AND m.open AND m.state = 'cosign'
         ORDER BY CASE WHEN m.due_on IS NULL THEN 1 ELSE 0 END, m.due_on, m.id LIMIT 50",
    )
    .bind(person)
    .bind(actor.organ)
    .all(on)
    .await?)
}
