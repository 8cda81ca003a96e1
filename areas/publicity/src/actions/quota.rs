//! Quotas and absences; the board of a week; the reminder before a week ends.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use kernel::Kernel;
use kernel::access::{Actor, Permission};
use kernel::clock::Instant;
use kernel::error::{Error, Message, Result};
use kernel::id::Id;
use kernel::notice::{self, Letter, To};
use kernel::{organ, person};
use serde_json::json;
use workday::Calendar;

use super::record;
use crate::model::board::{self, Board, Group, Member, Piece};
use crate::model::quota::{Standing, week_of};
use crate::store::{group, quota};

/// What counts towards a quota.
pub const COUNTS: [&str; 2] = ["adopted", "submitted"];

/// Sets what a group and each of its members owe a week, from the week of a day on.
pub async fn put(
    kernel: &Kernel,
    actor: &Actor,
    id: Id,
    from_on: NaiveDate,
    per_week: i64,
    each: i64,
    counts: &str,
) -> Result<()> {
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let organ = act.organ();
    let of = group::group(&mut act, organ, id).await?;
    let monday = week_of(from_on);
    quota::put(&mut act, id, monday, per_week, each, counts).await?;
    let data = json!({
        "group": id.to_string(), "name": of.name, "from": monday, "per_week": per_week, "each": each,
        "counts": counts,
    });
    record(&mut act, "publicity_quota.set", data).await?;
    act.commit().await
}

/// Enters days on which somebody is away and owes nothing.
pub async fn go_away(
    kernel: &Kernel,
    actor: &Actor,
    who: Id,
    from_on: NaiveDate,
    to_on: NaiveDate,
    why: &str,
) -> Result<()> {
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let organ = act.organ();
    let somebody = person::person(&mut act, organ, who).await?;
    if to_on < from_on {
        return Err(Error::field("to_on", Message::new("invalid-period")));
    }
    quota::add_away(&mut act, who, from_on, to_on, why).await?;
    let data = json!({"person": somebody.name, "from": from_on, "to": to_on, "why": why});
    record(&mut act, "publicity_away.added", data).await?;
    act.commit().await
}

/// Takes an absence back.
pub async fn come_back(kernel: &Kernel, actor: &Actor, id: Id) -> Result<()> {
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    if !quota::remove_away(&mut act, id).await? {
        return Err(Error::NotFound);
    }
    record(
        &mut act,
        "publicity_away.removed",
        json!({"away": id.to_string()}),
    )
    .await?;
    act.commit().await
}

/// The working days of a week.
fn working(calendar: &Calendar, monday: NaiveDate) -> BTreeSet<NaiveDate> {
    monday
        .iter_days()
        .take(7)
        .filter(|d| calendar.is_working(*d))
        .collect()
}

/// Everything boards are made of, read once for some weeks.
pub struct Weeks {
    groups: Vec<group::Group>,
    members: Vec<group::Member>,
    quotas: Vec<quota::Quota>,
    away: Vec<quota::Away>,
    stands_in: Vec<person::Substitute>,
    adopted: Vec<quota::Counted>,
    submitted: Vec<quota::Counted>,
    calendar: std::sync::Arc<Calendar>,
}

impl Weeks {
    /// Reads what lies from one Monday to the Sunday after another; eight statements.
    pub async fn read(
        kernel: &Kernel,
        organ: Id,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Weeks> {
        let db = &kernel.db;
        let end = last + Days::new(6);
        Ok(Weeks {
            groups: group::groups(db, organ).await?,
            members: group::members(db, organ).await?,
            quotas: quota::quotas(db, organ).await?,
            away: quota::away(db, organ, first, end).await?,
            stands_in: person::substitutes(db, organ, first).await?,
            adopted: quota::adopted(db, organ, first, end).await?,
            submitted: quota::submitted(db, organ, first, end).await?,
            calendar: kernel.calendars.current(db, kernel.now()).await?,
        })
    }

    /// The board of the week of a Monday: groups that have a quota then.
    pub fn board(&self, monday: NaiveDate) -> Vec<Board> {
        let days: Vec<NaiveDate> = monday.iter_days().take(7).collect();
        let sunday = monday + Days::new(6);
        let working = working(&self.calendar, monday);
        let is_away = |person: Id, day: NaiveDate| {
            self.away
                .iter()
                .any(|a| a.person_id == person && a.from_on <= day && day <= a.to_on)
                || self
                    .stands_in
                    .iter()
                    .any(|s| s.person_id == person && s.from_on <= day && day <= s.to_on)
        };
        let mut by_submission = BTreeSet::new();
        let groups: Vec<Group> = self
            .groups
            .iter()
            .filter(|g| g.ended_on.is_none_or(|end| end >= monday))
            .filter_map(|g| {
                let q = quota::in_force(&self.quotas, g.id, monday)?;
                if q.counts == "submitted" {
                    by_submission.insert(g.name.clone());
                }
                let members = self
                    .members
                    .iter()
                    .filter(|m| {
                        m.group_id == g.id
                            && m.from_on <= sunday
                            && m.to_on.is_none_or(|end| end >= monday)
                    })
                    .map(|m| Member {
                        person: m.person_id.0,
                        name: m.name.clone(),
                        away: days
                            .iter()
                            .copied()
                            .filter(|d| !m.is_on(*d) || is_away(m.person_id, *d))
                            .collect(),
                    })
                    .collect();
                let count = |n: i64| u32::try_from(n).unwrap_or(0);
                Some(Group {
                    id: g.id.0,
                    name: g.name.clone(),
                    per_week: count(q.per_week),
                    each: count(q.each),
                    members,
                })
            })
            .collect();
        let within = |c: &&quota::Counted| monday <= c.on_date && c.on_date <= sunday;
        let piece = |c: &quota::Counted| Piece {
            manuscript: c.matter_id.0,
            group: c.group_name.clone(),
            people: c.person_id.into_iter().map(|id| id.0).collect(),
        };
        let by = |c: &&quota::Counted, submission: bool| {
            c.group_name
                .as_ref()
                .is_some_and(|g| by_submission.contains(g))
                == submission
        };
        let mut pieces: Vec<Piece> = self
            .adopted
            .iter()
            .filter(within)
            .filter(|c| by(c, false))
            .map(piece)
            .collect();
        pieces.extend(
            self.submitted
                .iter()
                .filter(within)
                .filter(|c| by(c, true))
                .map(piece),
        );
        board::board(&groups, &working, &pieces)
    }
}

/// Reminds whoever owes pieces of the week, on its last working day but one; the number of letters.
pub async fn remind(kernel: &Kernel, at: Instant) -> Result<usize> {
    let today = at.day();
    let monday = week_of(today);
    let calendar = kernel.calendars.current(&kernel.db, kernel.now()).await?;
    if working(&calendar, monday).iter().rev().nth(1) != Some(&today) {
        return Ok(0);
    }
    let mut sent = 0;
    for organ in organ::organs(&kernel.db).await? {
        let weeks = Weeks::read(kernel, organ.id, monday, monday).await?;
        let system = Actor::system(organ.id, today);
        let mut act = kernel.system_act(&system).await?;
        for b in weeks.board(monday) {
            for line in &b.members {
                let Standing::Short(missing) = line.standing else {
                    continue;
                };
                let letter = Letter::new("notice-quota-short", vec![To::Person(Id(line.id))])
                    .arg("n", i64::from(missing));
                sent += notice::send(&mut act, letter).await?;
            }
        }
        act.commit().await?;
    }
    Ok(sent)
}
