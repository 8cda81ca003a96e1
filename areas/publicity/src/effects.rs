//! What the effects of manuscripts do to the tables, each in the transaction of its act.

use kernel::Kernel;
use kernel::access::Act;
use kernel::error::{Error, FieldError, Message, Result};
use kernel::id::Id;
use kernel::matter::act::Doing;
use procedure::{EffectCall, Value};
use serde_json::json;

use crate::actions::{recurring, topic};
use crate::kind::Held;
use crate::model::adoption::{Aspect, Field, Nature, Place, Setting};
use crate::model::genre::Genre;
use crate::model::{characters, review, score};
use crate::store::manuscript::{self, Author, Review};
use crate::store::{byline, outlet, topic as topics};
use crate::{photo, recording};

/// Carries out one effect.
pub(crate) async fn carry_out(
    held: &Held,
    kernel: &Kernel,
    act: &mut Act,
    doing: &mut Doing,
    effect: &EffectCall,
) -> Result<()> {
    match effect.name.as_str() {
        "write" => write(held, act, doing).await,
        "describe" => describe(held, act, doing).await,
        "share" => share(held, act, doing).await,
        "submit" => submit(held, act, doing).await,
        "review" => judge(held, act, doing, effect).await,
        "release" => release(held, kernel, act, doing).await,
        "send_out" => send_out(held, kernel, act, doing).await,
        "not_taken" => not_taken(held, act, doing).await,
        "correct" => correct(held, act, doing).await,
        "remark" => remark(held, act, doing).await,
        "photos" => photo::looked(doing),
        "caption" => photo::caption(held, act, doing).await,
        "drop_photo" => photo::away(held, act, doing).await,
        "recordings" => recording::looked(doing),
        "describe_recording" => recording::describe(held, act, doing).await,
        "drop_recording" => recording::away(held, act, doing).await,
        "tell_outlet" => photo::told(held, act, doing).await,
        "decline" | "file" | "withdraw" | "add_paper" => {
            said(doing);
            Ok(())
        }
        other => Err(Error::internal(format!("no effect {other}"))),
    }
}

/// Keeps the note in the history, as typed.
fn said(doing: &mut Doing) {
    if let Some(words) = doing.request.some_text("note") {
        doing.keep("said", words);
    }
}

/// Keeps title and text as the next version.
async fn write(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let title = doing.request.text("title").to_owned();
    let content = match doing.request.fields.get("content") {
        Some(Value::Text(text)) => text.trim_end().to_owned(),
        _ => String::new(),
    };
    let paper = &held.piece.paper;
    if title == held.title && content == paper.content {
        return Err(Error::Refused(Message::new("publicity-unchanged")));
    }
    let version = paper.version + 1;
    let count = characters::count(&content);
    manuscript::save_version(act, paper.matter_id, version, &title, &content, count).await?;
    let mut changes = Vec::new();
    if title != held.title {
        changes.push(json!(["title", held.title, title]));
    }
    doing.matter.title = title;
    doing.keep("version", version);
    doing.keep("characters", count);
    doing.keep("changes", changes);
    Ok(())
}

async fn describe(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let request = &doing.request;
    let mut paper = held.piece.paper.clone();
    paper.genre = Genre::parse(request.text("genre")).unwrap_or(paper.genre);
    paper.event_on = request.date("event_on");
    if paper
        .event_on
        .is_some_and(|day| day > doing.today + chrono::Days::new(366))
    {
        return Err(Error::field(
            "event_on",
            Message::new("publicity-event-far"),
        ));
    }
    paper.field = Field::parse(request.text("field"));
    paper.setting = Setting::parse(request.text("setting"));
    paper.nature = Nature::parse(request.text("nature"));
    paper.aspect = Aspect::parse(request.text("aspect"));
    paper.place = Place::parse(request.text("place"));
    paper.seconds = request.int("minutes").unwrap_or(0) * 60 + request.int("seconds").unwrap_or(0);
    doing.keep("genre", paper.genre.code());
    doing.keep("event_on", json!(paper.event_on));
    manuscript::update(act, &paper).await
}

async fn share(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let ids: Vec<Id> = doing
        .request
        .text("authors")
        .split(',')
        .filter_map(|id| id.parse().ok())
        .collect();
    let Some(parts) = review::parts_typed(doing.request.text("parts"), ids.len()) else {
        return Err(Error::Invalid(vec![FieldError {
            field: "parts".to_owned(),
            message: Message::new("publicity-parts-wrong").arg("n", ids.len()),
        }]));
    };
    let organ = act.organ();
    let labels = byline::labels(&mut *act, organ, &ids).await?;
    if labels.len() != ids.len() || ids.is_empty() {
        return Err(Error::field(
            "authors",
            Message::new("publicity-author-unknown"),
        ));
    }
    let matter_id = held.piece.paper.matter_id;
    let rows: Vec<Author> = labels
        .into_iter()
        .zip(parts)
        .enumerate()
        .map(|(i, ((id, name), parts))| Author {
            matter_id,
            sort: i as i64,
            person_id: Some(id),
            name,
            parts: i64::from(parts),
        })
        .collect();
    manuscript::set_authors(act, matter_id, &rows).await?;
    doing.matter.proposer = rows.first().and_then(|a| a.person_id);
    let told = |rows: &[Author]| -> String {
        let all: Vec<String> = rows
            .iter()
            .map(|a| format!("{} {}", a.name, a.parts))
            .collect();
        all.join("、")
    };
    let change = json!(["authors", told(&held.piece.authors), told(&rows)]);
    doing.keep("changes", vec![change]);
    Ok(())
}

async fn submit(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let mut paper = held.piece.paper.clone();
    // Fast is counted to the first time it was sent in: a return does not make news old.
    paper.submitted_on.get_or_insert(doing.today);
    manuscript::update(act, &paper).await
}

/// A review: passed with the score of its three judged parts, fast being computed; or not, with reasons.
async fn judge(held: &Held, act: &mut Act, doing: &mut Doing, effect: &EffectCall) -> Result<()> {
    let paper = &held.piece.paper;
    let passed = matches!(effect.args.get("passed"), Some(Value::Flag(true)));
    let fast = paper
        .event_on
        .zip(paper.submitted_on)
        .map(|(event, sent)| i64::from(score::fast(event, sent)));
    let judged = |name: &str| doing.request.int(name).unwrap_or(0);
    let row = Review {
        version: paper.version,
        step: doing
            .task
            .as_ref()
            .map_or_else(String::new, |t| t.step.clone()),
        passed,
        fast: fast.filter(|_| passed),
        lively: judged("lively"),
        deep: judged("deep"),
        solid: judged("solid"),
        reason: doing.request.reason.clone().unwrap_or_default(),
        note: doing.request.text("note").to_owned(),
        by_name: None,
        at: act.at.0,
    };
    manuscript::add_review(act, paper.matter_id, &row).await?;
    if passed {
        doing.keep("score", json!([row.fast, row.lively, row.deep, row.solid]));
    }
    said(doing);
    Ok(())
}

async fn release(held: &Held, kernel: &Kernel, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let mut paper = held.piece.paper.clone();
    paper.released_on = Some(doing.today);
    manuscript::update(act, &paper).await?;
    // A topic that recurs has done its part: the next one is planned.
    if let Some(topic) = topics::of_manuscript(&mut *act, paper.matter_id).await?
        && let Some(day) = recurring::follow(kernel, act, topic).await?
    {
        topic::tell(kernel, act, topic, "topic_next", &day.to_string()).await?;
    }
    Ok(())
}

async fn send_out(held: &Held, kernel: &Kernel, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let paper = &held.piece.paper;
    let organ = act.organ();
    let mut names = Vec::new();
    for id in doing.request.text("outlets").split(',') {
        let Ok(id) = id.parse::<Id>() else { continue };
        let to = outlet::outlet(&mut *act, organ, id).await?;
        if held
            .piece
            .submissions
            .iter()
            .any(|s| s.outlet_id == id && s.state == "adopted")
        {
            let message = Message::new("publicity-already-adopted").arg("outlet", to.name);
            return Err(Error::field("outlets", message));
        }
        manuscript::send_out(act, paper.matter_id, id, paper.version, doing.today).await?;
        names.push(to.name);
    }
    let names = names.join("、");
    if let Some(topic) = topics::of_manuscript(&mut *act, paper.matter_id).await? {
        topic::tell(kernel, act, topic, "topic_sent", &names).await?;
    }
    doing.keep("said", names);
    Ok(())
}

async fn not_taken(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let picked: Option<Id> = doing.request.text("submission").parse().ok();
    let sent = held
        .piece
        .submissions
        .iter()
        .find(|s| Some(s.id) == picked && s.state == "waiting")
        .ok_or_else(|| Error::field("submission", Message::new("publicity-not-waiting")))?;
    let note = doing.request.text("note").to_owned();
    let matter = held.piece.paper.matter_id;
    manuscript::answer(act, matter, sent.outlet_id, "declined", doing.today, &note).await?;
    let said = match note.as_str() {
        "" => sent.outlet.clone(),
        note => format!("{}：{note}", sent.outlet),
    };
    doing.keep("said", said);
    Ok(())
}

/// A correction: the next version, and every outlet that has the piece waits to be told again.
async fn correct(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    write(held, act, doing).await?;
    let outlets: Vec<&str> = held
        .piece
        .submissions
        .iter()
        .filter(|s| s.state != "declined")
        .map(|s| s.outlet.as_str())
        .collect();
    let note = doing.request.text("note").to_owned();
    let said = match outlets.is_empty() {
        true => note,
        false => format!("{note}（{}）", outlets.join("、")),
    };
    doing.keep("said", said);
    Ok(())
}

async fn remark(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let paper = &held.piece.paper;
    let quote = doing.request.text("quote").to_owned();
    let note = doing.request.text("note").to_owned();
    manuscript::add_remark(act, paper.matter_id, paper.version, &quote, &note).await?;
    if let Some(person) = act.actor.person {
        doing.keep("by", person.to_string());
    }
    said(doing);
    Ok(())
}
