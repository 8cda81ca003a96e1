//! Who is called to a meeting and who is there: receipts, leave, sitting in, attendance, recusal.

use kernel::Kernel;
use kernel::access::{Act, Actor, Permission};
use kernel::error::{Error, Message, Result};
use kernel::id::Id;
use kernel::notice::{Letter, To};
use kernel::person;
use serde_json::json;

use super::{Beside, OPEN, begin, retried, tell};
use crate::kind::Held;
use crate::model::roll::{By, Leave, Out, Part};
use crate::store::body::{self, Member};
use crate::store::roll::{self, Attendee, Recusal};
use crate::store::sitting::Sitting;

/// The most characters of a reason.
pub const REASON: usize = 300;

/// One who is called and stands nowhere yet.
fn called(act: &Act, meeting: Id, part: Part) -> Attendee {
    Attendee {
        id: Id::new(act.at),
        meeting_id: meeting,
        person_id: None,
        name: String::new(),
        duty: String::new(),
        part,
        sort: 0,
        told_at: None,
        signed_at: None,
        leave_state: None,
        leave_reason: String::new(),
        leave_said: String::new(),
        present_at: None,
        present_by: None,
        left_at: None,
    }
}

/// Makes the members of the body on the first day of the meeting its roll; those who sit in stay. Who is already told or
/// there keeps that. Gives back the roll.
pub(crate) async fn sync(
    act: &mut Act,
    sitting: &Sitting,
    day: chrono::NaiveDate,
) -> Result<Vec<Attendee>> {
    let members = body::members_on(&mut *act, sitting.body_id, day).await?;
    let roll = roll::of(&mut *act, sitting.matter_id).await?;
    let of = |m: &Member| roll.iter().find(|a| a.person_id == Some(m.person_id));
    for m in &members {
        let known = of(m);
        let mut line = known
            .cloned()
            .unwrap_or_else(|| called(act, sitting.matter_id, Part::Member));
        line.person_id = Some(m.person_id);
        line.name.clone_from(&m.name);
        line.duty = m.duty.code().to_owned();
        line.part = Part::Member;
        line.sort = m.sort;
        match known {
            None => roll::insert(act, &line).await?,
            Some(before) if *before != line => roll::put(act, &line).await?,
            Some(_) => {}
        }
    }
    let gone = roll.iter().filter(|a| {
        a.part == Part::Member && members.iter().all(|m| Some(m.person_id) != a.person_id)
    });
    for a in gone {
        roll::remove(act, sitting.matter_id, a.id).await?;
    }
    roll::of(act, sitting.matter_id).await
}

/// One's own line of the roll; a meeting one is not called to is not found.
fn own(held: &Held, actor: &Actor) -> Result<Attendee> {
    let person = actor.person.ok_or(Error::NotFound)?;
    held.roll
        .iter()
        .find(|a| a.person_id == Some(person) && a.told_at.is_some())
        .cloned()
        .ok_or_else(|| Error::refused("meetings-not-called"))
}

/// Signs for the notice.
pub async fn sign_for(kernel: &Kernel, actor: &Actor, meeting: Id) -> Result<()> {
    retried!(async {
        let (mut act, held) = begin(kernel, actor, meeting, Beside::Own, &OPEN).await?;
        let mut line = own(&held, actor)?;
        if line.signed_at.is_some() {
            return Ok(());
        }
        line.signed_at = Some(act.at.0);
        roll::put(&mut act, &line).await?;
        let data = json!({"said": line.name});
        tell(kernel, &mut act, meeting, "meeting_signed", data).await?;
        act.commit().await
    })
}

/// The clerk's word that somebody confirmed, by telephone or on paper.
pub async fn confirm(kernel: &Kernel, actor: &Actor, meeting: Id, lines: &[Id]) -> Result<()> {
    let (mut act, held) = begin(kernel, actor, meeting, Beside::Office, &OPEN).await?;
    let mut names = Vec::new();
    for id in lines {
        let mut line = held.line(*id)?.clone();
        if line.told_at.is_some() && line.signed_at.is_none() {
            line.signed_at = Some(act.at.0);
            roll::put(&mut act, &line).await?;
            names.push(line.name);
        }
    }
    if names.is_empty() {
        return Ok(());
    }
    let data = json!({"said": names.join("、")});
    tell(kernel, &mut act, meeting, "meeting_confirmed", data).await?;
    act.commit().await
}

/// Asks for leave; the office is told.
pub async fn ask_leave(kernel: &Kernel, actor: &Actor, meeting: Id, reason: &str) -> Result<()> {
    retried!(async {
        let (mut act, held) = begin(kernel, actor, meeting, Beside::Own, &OPEN).await?;
        let mut line = own(&held, actor)?;
        if line.is_present() {
            return Err(Error::refused("meetings-leave-present"));
        }
        if line.leave_state == Some(Leave::Granted) {
            return Err(Error::refused("meetings-leave-granted-already"));
        }
        line.signed_at = line.signed_at.or(Some(act.at.0));
        line.leave_state = Some(Leave::Asked);
        reason.clone_into(&mut line.leave_reason);
        line.leave_said.clear();
        roll::put(&mut act, &line).await?;
        let data = json!({"said": format!("{}：{reason}", line.name)});
        tell(kernel, &mut act, meeting, "meeting_leave_asked", data).await?;
        let office = To::Role {
            holder: actor.organ,
            role: "office".to_owned(),
        };
        let letter = Letter::new("notice-meeting-leave-asked", vec![office])
            .about(meeting)
            .arg("name", line.name.as_str());
        kernel::notice::send(&mut act, letter).await?;
        act.commit().await
    })
}

/// Grants leave or refuses it; who asked is told.
pub async fn decide_leave(
    kernel: &Kernel,
    actor: &Actor,
    meeting: Id,
    line: Id,
    granted: bool,
    said: &str,
) -> Result<()> {
    let (mut act, held) = begin(kernel, actor, meeting, Beside::Office, &OPEN).await?;
    let mut line = held.line(line)?.clone();
    if line.leave_state.is_none() {
        return Err(Error::refused("meetings-leave-nothing"));
    }
    line.leave_state = Some(if granted {
        Leave::Granted
    } else {
        Leave::Refused
    });
    said.clone_into(&mut line.leave_said);
    roll::put(&mut act, &line).await?;
    let kind = match granted {
        true => "meeting_leave_granted",
        false => "meeting_leave_refused",
    };
    tell(kernel, &mut act, meeting, kind, json!({"said": line.name})).await?;
    if let Some(person) = line.person_id {
        let key = match granted {
            true => "notice-meeting-leave-granted",
            false => "notice-meeting-leave-refused",
        };
        let letter = Letter::new(key, vec![To::Person(person)]).about(meeting);
        kernel::notice::send(&mut act, letter).await?;
    }
    act.commit().await
}

/// Signs in by the code on the screen of the hall.
pub async fn sign_in(kernel: &Kernel, actor: &Actor, meeting: Id, code: &str) -> Result<()> {
    retried!(async {
        let (mut act, held) = begin(kernel, actor, meeting, Beside::Own, &OPEN).await?;
        let mut line = own(&held, actor)?;
        if held.event.from_on > actor.today {
            return Err(Error::refused("meetings-sign-in-early"));
        }
        let sitting = held.sitting()?;
        if code.trim() != sitting.code {
            return Err(Error::field("code", Message::new("meetings-code-wrong")));
        }
        if line.is_present() {
            return Ok(());
        }
        line.signed_at = line.signed_at.or(Some(act.at.0));
        arrive(&mut line, act.at.0, By::Code);
        roll::put(&mut act, &line).await?;
        let data = json!({"said": line.name});
        tell(kernel, &mut act, meeting, "meeting_arrived", data).await?;
        act.commit().await
    })
}

fn arrive(line: &mut Attendee, at: i64, by: By) {
    line.present_at = line.present_at.or(Some(at));
    line.present_by = line.present_by.or(Some(by));
    line.left_at = None;
}

/// The clerk's word on who is there: `present` are, all others are not. Who was there and is not named has left, where
/// the meeting sits already; before, he was entered by mistake.
pub async fn attend(kernel: &Kernel, actor: &Actor, meeting: Id, present: &[Id]) -> Result<()> {
    attend_since(kernel, actor, meeting, present, None).await
}

/// The same from a page that showed `seen` as present: whoever signed in by himself since then stays.
pub async fn attend_since(
    kernel: &Kernel,
    actor: &Actor,
    meeting: Id,
    present: &[Id],
    seen: Option<&[Id]>,
) -> Result<()> {
    let unseen = |id: Id| seen.is_some_and(|seen| !seen.contains(&id));
    retried!(async {
        let (mut act, held) = begin(kernel, actor, meeting, Beside::Office, &OPEN).await?;
        if held.event.from_on > actor.today {
            return Err(Error::refused("meetings-sign-in-early"));
        }
        let sits = held.sitting()?.opened_at.is_some();
        let (mut came, mut left) = (Vec::new(), Vec::new());
        for before in &held.roll {
            let mut line = before.clone();
            match (before.is_present(), present.contains(&before.id)) {
                (false, true) => {
                    arrive(&mut line, act.at.0, By::Clerk);
                    came.push(line.name.clone());
                }
                (true, false) if unseen(before.id) => continue,
                (true, false) if sits => {
                    line.left_at = Some(act.at.0);
                    left.push(line.name.clone());
                }
                (true, false) => {
                    line.present_at = None;
                    line.present_by = None;
                    left.push(line.name.clone());
                }
                _ => continue,
            }
            roll::put(&mut act, &line).await?;
        }
        for (kind, names) in [("meeting_arrived", came), ("meeting_left", left)] {
            if !names.is_empty() {
                let data = json!({"said": names.join("、")});
                tell(kernel, &mut act, meeting, kind, data).await?;
            }
        }
        act.commit().await
    })
}

/// Somebody who is called to sit in (列席): of the register, or a guest by name.
pub async fn invite(
    kernel: &Kernel,
    actor: &Actor,
    meeting: Id,
    people: &[Id],
    guest: Option<&str>,
    duty: &str,
) -> Result<()> {
    let (mut act, held) = begin(kernel, actor, meeting, Beside::Office, &OPEN).await?;
    let mut names = Vec::new();
    let mut last = held.roll.iter().map(|a| a.sort).max().unwrap_or(0);
    let told = held.sitting()?.told_at.is_some();
    let mut letter = Vec::new();
    for id in people {
        if held.roll.iter().any(|a| a.person_id == Some(*id)) {
            continue;
        }
        let person = person::person(&mut act, actor.organ, *id).await;
        let person = person.map_err(|_| Error::field("people", Message::new("invalid-choice")))?;
        last += 1;
        let mut line = called(&act, meeting, Part::SitIn);
        line.person_id = Some(*id);
        line.name.clone_from(&person.name);
        duty.clone_into(&mut line.duty);
        line.sort = last;
        line.told_at = told.then_some(act.at.0);
        roll::insert(&mut act, &line).await?;
        names.push(person.name);
        letter.push(To::Person(*id));
    }
    if let Some(name) = guest {
        let mut line = called(&act, meeting, Part::SitIn);
        name.clone_into(&mut line.name);
        duty.clone_into(&mut line.duty);
        line.sort = last + 1;
        roll::insert(&mut act, &line).await?;
        names.push(name.to_owned());
    }
    if names.is_empty() {
        return Err(Error::field(
            "people",
            Message::new("meetings-invite-nobody"),
        ));
    }
    let data = json!({"said": names.join("、")});
    tell(kernel, &mut act, meeting, "meeting_invited", data).await?;
    if told && !letter.is_empty() {
        let letter = Letter::new("notice-meeting-called", letter).about(meeting);
        kernel::notice::send(&mut act, letter).await?;
    }
    act.commit().await
}

/// Takes somebody who sits in off the roll; members are the body's.
pub async fn uninvite(kernel: &Kernel, actor: &Actor, meeting: Id, line: Id) -> Result<()> {
    let (mut act, held) = begin(kernel, actor, meeting, Beside::Office, &OPEN).await?;
    let line = held.line(line)?;
    if line.part == Part::Member || line.present_at.is_some() {
        return Err(Error::refused("meetings-uninvite-no"));
    }
    roll::remove(&mut act, meeting, line.id).await?;
    let data = json!({"said": line.name});
    tell(kernel, &mut act, meeting, "meeting_uninvited", data).await?;
    act.commit().await
}

/// Enters that a member takes no part in an item (回避), or is away for it; `None` that he does after all.
pub async fn recuse(
    kernel: &Kernel,
    actor: &Actor,
    meeting: Id,
    item: Id,
    person: Id,
    out: Option<(Out, String)>,
) -> Result<()> {
    let (mut act, held) = begin(kernel, actor, meeting, Beside::Office, &OPEN).await?;
    let item = held.item(item)?;
    let line = held.roll.iter().find(|a| a.person_id == Some(person));
    let line = line.ok_or_else(|| Error::field("person", Message::new("invalid-choice")))?;
    let kind = match out {
        Some((kind, reason)) => {
            let recusal = Recusal {
                item_id: item.id,
                person_id: person,
                kind,
                reason,
            };
            roll::recuse(&mut act, &recusal).await?;
            "meeting_recused"
        }
        None => {
            if roll::unrecuse(&mut act, item.id, person).await? == 0 {
                return Err(Error::NotFound);
            }
            "meeting_unrecused"
        }
    };
    let data = json!({"said": format!("{}：{}", item.title, line.name)});
    tell(kernel, &mut act, meeting, kind, data).await?;
    act.commit().await
}

/// Who is in the chair: one of the members.
pub async fn preside(
    kernel: &Kernel,
    actor: &Actor,
    meeting: Id,
    person: Option<Id>,
) -> Result<()> {
    let (mut act, held) = begin(kernel, actor, meeting, Beside::Office, &OPEN).await?;
    let sitting = held.sitting()?;
    let line = held
        .roll
        .iter()
        .find(|a| person.is_some() && a.person_id == person && a.part == Part::Member);
    if person.is_some() && line.is_none() {
        return Err(Error::field("chair", Message::new("invalid-choice")));
    }
    crate::store::sitting::put_now(&mut act, meeting, sitting.item_id, person).await?;
    let data = json!({"said": line.map(|a| a.name.as_str()).unwrap_or_default()});
    tell(kernel, &mut act, meeting, "meeting_chair", data).await?;
    act.commit().await
}

/// Every member who was told and did not sign gets the notice once more; how many.
pub async fn remind(kernel: &Kernel, actor: &Actor, meeting: Id) -> Result<usize> {
    let mut act = kernel.act(actor, Permission::Register).await?;
    let held = super::read(actor, &mut act, meeting, &OPEN).await?;
    let silent: Vec<To> = held
        .roll
        .iter()
        .filter(|a| a.told_at.is_some() && a.signed_at.is_none())
        .filter_map(|a| a.person_id.map(To::Person))
        .collect();
    let n = silent.len();
    if n > 0 {
        let letter = Letter::new("notice-meeting-remind", silent)
            .about(meeting)
            .urgent();
        kernel::notice::send(&mut act, letter).await?;
        tell(kernel, &mut act, meeting, "meeting_reminded", json!({})).await?;
    }
    act.commit().await?;
    Ok(n)
}
