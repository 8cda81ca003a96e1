//! What the acts of a case do.

use kernel::access::Act;
use kernel::embargo;
use kernel::error::{Error, FieldError, Message, Result};
use kernel::id::Id;
use kernel::matter::act::Doing;
use kernel::numbering;
use procedure::{EffectCall, Value};
use serde_json::json;
use text::{Lang, t};
use threshold::Share;

use crate::actions;
use crate::kind::{Held, phrase, title};
use crate::model::exam;
use crate::model::holding::{Kept, within_term};
use crate::model::office::Action;
use crate::store::case::{self, Line};
use crate::store::{exam as sittings, register};

mod offices;

/// Carries out one effect; the case is saved by whoever calls.
pub(crate) async fn carry_out(
    held: &mut Held,
    act: &mut Act,
    doing: &mut Doing,
    effect: &EffectCall,
) -> Result<()> {
    if let Some(words) = doing.request.some_text("note") {
        doing.keep("said", words);
    }
    let today = doing.today;
    match effect.name.as_str() {
        "opinion" => {
            let view = match effect.args.get("view") {
                Some(Value::Text(view)) => view.clone(),
                _ => String::new(),
            };
            held.case.opinion_on = doing.request.date("on_date").filter(|_| !view.is_empty());
            not_ahead(doing, "on_date")?;
            held.case.opinion = view;
        }
        "edit" => edit(held, doing),
        "change_offices" => offices::change(held, act, doing).await?,
        // The papers are those of the offices: they are vetted anew.
        "recast" => {
            offices::change(held, act, doing).await?;
            held.case.complete_on = None;
        }
        "nominate" => nominate(held, doing)?,
        "reschedule" => {
            held.case.meeting_on = doing.request.date("meeting_on").or(held.case.meeting_on);
            ahead(doing, "meeting_on")?;
        }
        "file_paper" => doing.keep("paper_kind", doing.request.text("paper_kind").to_owned()),
        "vet" => held.case.complete_on = Some(today),
        "draw" => draw(held, act, doing).await?,
        "enter_mark" => enter_mark(held, act, doing).await?,
        "exam_done" => {
            held.case.exam = "passed".to_owned();
            doing.keep("mark", held.marks().into_iter().max().unwrap_or_default());
        }
        "excuse" => held.case.exam = "excused".to_owned(),
        "fail" => held.case.exam = "failed".to_owned(),
        "state" => held.case.statement = doing.request.text("statement").to_owned(),
        "put" => {
            not_ahead(doing, "on_date")?;
            held.case.agenda_on = doing.request.date("on_date");
            held.case.meeting_on = doing.request.date("meeting_on").or(held.case.meeting_on);
        }
        "ask_ballot" => ask_ballot(held, act, doing).await?,
        "enter_votes" => enter_votes(held, act, doing).await?,
        "announce" => {
            held.case.announced_on = Some(today);
            let results: Vec<serde_json::Value> = held
                .lines
                .iter()
                .map(|l| json!({"office": l.office, "yes": l.yes, "needed": l.needed, "passed": l.passed}))
                .collect();
            doing.keep("results", results);
            embargo::lift(act, &mut doing.matter).await?;
        }
        "decree" => decree(held, act, doing).await?,
        "swear" => {
            not_ahead(doing, "on_date")?;
            held.case.sworn_on = doing.request.date("on_date");
            held.case.sworn_at = doing.request.text("place").to_owned();
            held.case.sworn_led = doing.request.text("led_by").to_owned();
        }
        "publish" => held.case.published_at = Some(act.at.0),
        "name_reader" => {
            let person: Id = picked(doing, "person")?;
            let capacity = doing.request.text("capacity").to_owned();
            embargo::name(act, doing.matter.id, person, &capacity).await?;
            let names = kernel::person::names(&mut *act, &[person]).await?;
            doing.keep(
                "person",
                names.first().map_or("", |(_, n)| n.as_str()).to_owned(),
            );
            doing.keep("capacity", capacity);
        }
        "unname_reader" => {
            let person: Id = picked(doing, "named")?;
            let names = kernel::person::names(&mut *act, &[person]).await?;
            embargo::unname(act, doing.matter.id, person).await?;
            doing.keep(
                "person",
                names.first().map_or("", |(_, n)| n.as_str()).to_owned(),
            );
        }
        "defer" => held.case.deferred = doing.request.text("note").to_owned(),
        "resume" => held.case.deferred.clear(),
        // "say", "close" and "withdraw" keep what was said, and nothing else.
        _ => {}
    }
    Ok(())
}

fn picked(doing: &Doing, field: &str) -> Result<Id> {
    let typed = doing.request.text(field);
    typed
        .parse()
        .map_err(|_| Error::field(field, Message::new("invalid-choice")))
}

/// A day that was, or today.
fn not_ahead(doing: &Doing, field: &str) -> Result<()> {
    match doing.request.date(field) {
        Some(day) if day > doing.today => {
            Err(Error::field(field, Message::new("appointments-day-ahead")))
        }
        _ => Ok(()),
    }
}

/// A day to come, or today.
fn ahead(doing: &Doing, field: &str) -> Result<()> {
    match doing.request.date(field) {
        Some(day) if day < doing.today => {
            Err(Error::field(field, Message::new("appointments-day-behind")))
        }
        _ => Ok(()),
    }
}

fn edit(held: &mut Held, doing: &mut Doing) {
    let c = &mut held.case;
    let r = &doing.request;
    let mut changes = Vec::new();
    for (field, stands) in [
        ("name", &mut c.name),
        ("gender", &mut c.gender),
        ("present", &mut c.present),
        ("about", &mut c.about),
    ] {
        let typed = r.text(field).to_owned();
        if typed != *stands {
            changes.push(json!([field, stands.clone(), typed]));
            *stands = typed;
        }
    }
    doing.matter.title = title(&held.lines, &held.case.name);
    doing.keep("changes", changes);
}

fn nominate(held: &mut Held, doing: &mut Doing) -> Result<()> {
    not_ahead(doing, "on_date")?;
    ahead(doing, "meeting_on")?;
    let c = &mut held.case;
    c.nominator = doing.request.text("nominator").to_owned();
    c.signed_by = doing.request.text("signed_by").to_owned();
    c.nominated_on = doing.request.date("on_date");
    c.meeting_on = doing.request.date("meeting_on");
    c.term = held.term;
    doing.keep("nominator", held.case.nominator.clone());
    Ok(())
}

/// A paper is drawn from the bank, and a code that opens it.
async fn draw(held: &mut Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let wanted = doing.request.int("questions").unwrap_or(20).max(1) as usize;
    let minutes = doing.request.int("minutes").unwrap_or(60);
    let bank = sittings::bank(&mut *act, doing.matter.organ_id, false).await?;
    if bank.len() < wanted {
        let message = Message::new("appointments-bank-short").arg("n", bank.len());
        return Err(Error::field("questions", message));
    }
    let questions: Vec<exam::Question> = bank.iter().map(|b| b.question()).collect();
    let mut random = vec![0u8; wanted * 8];
    getrandom::fill(&mut random).map_err(|e| Error::internal(e.to_string()))?;
    let random: Vec<u64> = random
        .chunks_exact(8)
        .map(|b| b.iter().fold(0, |n, b| (n << 8) | u64::from(*b)))
        .collect();
    let paper = exam::draw(&questions, wanted, &random);
    let round = held.sittings.len() as i64 + 1;
    let code = actions::exam::code()?;
    sittings::insert(act, doing.matter.id, round, Some(&code), minutes, &paper).await?;
    doing.keep("round", round);
    Ok(())
}

/// The clerk enters a mark: of the paper that was drawn, or of an examination held on paper.
async fn enter_mark(held: &mut Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    not_ahead(doing, "on_date")?;
    let mark = doing.request.int("mark").unwrap_or_default();
    let note = doing.request.text("note").to_owned();
    let open = held.sittings.iter().find(|s| s.ended_at.is_none());
    let sitting = match open {
        Some(s) => s.id,
        None => {
            let round = held.sittings.len() as i64 + 1;
            sittings::insert(act, doing.matter.id, round, None, 0, &[]).await?
        }
    };
    sittings::end(act, sitting, mark, &note).await?;
    doing.keep("mark", mark);
    Ok(())
}

/// One secret ballot, a line an office, over half of all members.
async fn ask_ballot(held: &mut Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let code = held.embargo.as_ref().map_or("", |e| e.code.as_str());
    let ask = ballot::Ask {
        matter: doing.matter.id,
        title: format!("{} {code}", t(Lang::Zh, "appointments-ballot")),
        body: "standing_committee".to_owned(),
        secret: true,
        majority: "majority".to_owned(),
        lines: held
            .lines
            .iter()
            .map(|l| ballot::NewLine {
                code: l.n.to_string(),
                title: phrase(l, &held.case.name),
            })
            .collect(),
        at_most: None,
        write_ins: false,
    };
    held.case.ballot_id = Some(ballot::ask(act, ask).await?);
    Ok(())
}

/// The result of a vote held without the program, as it was announced: judged as any other.
async fn enter_votes(held: &mut Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let n = doing.request.text("line").parse::<i64>();
    let line = held
        .lines
        .iter_mut()
        .find(|l| Ok(l.n) == n && l.passed.is_none());
    let line = line.ok_or_else(|| Error::field("line", Message::new("invalid-choice")))?;
    let count = |name: &str| doing.request.int(name).unwrap_or_default();
    let members = count("members");
    let (yes, no, abstain, invalid) = (
        count("yes"),
        count("no"),
        count("abstain"),
        count("invalid"),
    );
    let not_voted = members - yes - no - abstain - invalid;
    if not_voted < 0 {
        return Err(Error::Invalid(vec![FieldError {
            field: "members".to_owned(),
            message: Message::new("appointments-more-votes-than-members"),
        }]));
    }
    let needed = i64::from(Share::OverHalf.least(members.clamp(0, 100_000) as u32));
    line.members = Some(members);
    line.yes = Some(yes);
    line.no = Some(no);
    line.abstain = Some(abstain);
    line.invalid = Some(invalid);
    line.not_voted = Some(not_voted);
    line.needed = Some(needed);
    line.passed = Some(yes >= needed);
    case::save_result(act, line).await?;
    doing.keep("office", line.office.clone());
    doing.keep("yes", yes);
    Ok(())
}

/// Decree and certificate get their numbers, and the register of office holders follows.
async fn decree(held: &mut Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    not_ahead(doing, "on_date")?;
    let on = doing.request.date("on_date").unwrap_or(doing.today);
    if held.case.announced_on.is_some_and(|day| on < day) {
        let message = Message::new("appointments-decree-before-vote");
        return Err(Error::field("on_date", message));
    }
    let year = chrono::Datelike::year(&on);
    let n = numbering::next(act, &format!("appointment-decree-{year}")).await?;
    let number = papers::letter::number(&t(Lang::Zh, "appointments-decree-code"), year, n);
    let passed: Vec<Line> = held
        .lines
        .iter()
        .filter(|l| l.passed == Some(true))
        .cloned()
        .collect();
    if passed.iter().any(|l| l.action.takes_office()) {
        let n = numbering::next(act, &format!("appointment-certificate-{year}")).await?;
        held.case.certificate = format!("{year}{n:04}");
    }
    let matter = doing.matter.id;
    for line in &passed {
        let name = held.case.name.as_str();
        if line.action.takes_office() {
            register::insert(act, &taken(held, line, on, &number, matter)).await?;
            continue;
        }
        for left in register::of_name(&mut *act, doing.matter.organ_id, name, on).await? {
            if left.office == line.office
                && line.action != Action::Dismiss
                && within_term(left.from_on, on)
            {
                let note = t(Lang::Zh, "appointments-transfer-within-term");
                register::keep(act, left.id, Kept::Transfer, on, None, "", &note).await?;
            }
        }
        let how = line.action.code();
        register::end(act, name, &line.office, on, how, &number, Some(matter)).await?;
    }
    doing.matter.number_sort = format!("{year}-{n:06}");
    doing.matter.number = Some(number.clone());
    doing.keep("number", number.clone());
    held.case.decree = number;
    held.case.decreed_on = Some(on);
    Ok(())
}

fn taken(
    held: &Held,
    line: &Line,
    on: chrono::NaiveDate,
    number: &str,
    matter: Id,
) -> register::Holding {
    register::Holding {
        id: Id(0),
        organ_id: held.case.organ_id,
        name: held.case.name.clone(),
        office: line.office.clone(),
        class: line.class,
        how: line.action.code().to_owned(),
        from_on: on,
        to_on: None,
        decree: number.to_owned(),
        end_how: String::new(),
        end_decree: String::new(),
        matter_id: Some(matter),
        end_matter_id: None,
        note: String::new(),
    }
}
