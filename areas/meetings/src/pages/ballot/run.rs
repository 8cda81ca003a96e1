//! The clerk's grave acts on a ballot, each asked for once more: dealing, opening, closing, breaking off.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use ballot::{Ballot, State as Stands};
use frame::ui::{Doc, Facts, Field, Form as Sheet, Note, Tone};
use frame::{App, Failure, Fields, Form, Go, Len, Path, Reader, Routes, SignedIn, get};
use kernel::error::{Error, Message};
use kernel::id::Id;

use super::sight;
use crate::roll::{self, Roll};
use crate::store::item;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/ballots/{id}/deal", get(ask_deal).post(deal))
        .route("/ballots/{id}/open", get(ask_open).post(open))
        .route("/ballots/{id}/close", get(ask_close).post(close))
        .route("/ballots/{id}/void", get(ask_void).post(void))
}

/// The longest reason.
const REASON: usize = 500;

/// The roll of the meeting that holds a ballot, with who stays out of its item.
pub(super) async fn roll_of(app: &App, ballot: &Ballot) -> Result<Roll, Error> {
    let db = &app.kernel().db;
    let meeting = ballot
        .meeting_id
        .ok_or_else(|| Error::refused("ballot-no-meeting"))?;
    let items = item::of(db, meeting).await?;
    let on = items.iter().find(|i| i.matter_id == Some(ballot.matter_id));
    roll::read(&mut &*db, meeting, on.map(|i| i.id))
        .await?
        .ok_or_else(|| Error::refused("ballot-meeting-without-body"))
}

/// Those who may vote now.
pub(super) fn voters(roll: &Roll) -> Vec<(Id, String)> {
    roll.voters()
        .filter_map(|l| Some((l.person?, l.name.clone())))
        .collect()
}

/// The roll, where the vote may begin on it: the meeting sits and those present are enough. A trial needs neither.
async fn ready(app: &App, ballot: &Ballot) -> Result<Vec<(Id, String)>, Error> {
    let roll = roll_of(app, ballot).await?;
    if !ballot.trial {
        if !roll.sits {
            return Err(Error::refused("ballot-meeting-not-open"));
        }
        if let Some(quorum) = roll.quorum().filter(|q| !q.passed) {
            return Err(Error::Refused(
                Message::new("ballot-no-quorum")
                    .arg("needed", i64::from(quorum.needed))
                    .arg("present", i64::from(quorum.yes)),
            ));
        }
    }
    Ok(voters(&roll))
}

#[derive(Clone, Copy)]
enum Step {
    Deal,
    Open,
    Close,
    Void,
}

impl Step {
    fn code(self) -> &'static str {
        match self {
            Step::Deal => "deal",
            Step::Open => "open",
            Step::Close => "close",
            Step::Void => "void",
        }
    }

    /// The key of its button in a ballot that stands so.
    fn key(self, ballot: &Ballot) -> &'static str {
        match (self, ballot.state) {
            (Step::Deal, Stands::Dealing) => "ballot-do-deal-again",
            (Step::Deal, _) => "ballot-do-deal",
            (Step::Open, Stands::Dealing) => "ballot-do-open-dealt",
            (Step::Open, _) => "ballot-do-open",
            (Step::Close, _) => "ballot-do-close",
            (Step::Void, _) => "ballot-do-void",
        }
    }

    fn about(self, ballot: &Ballot) -> &'static str {
        match (self, ballot.state) {
            (Step::Deal, Stands::Dealing) => "ballot-about-deal-again",
            (Step::Deal, _) => "ballot-about-deal",
            (Step::Open, Stands::Dealing) => "ballot-about-open-dealt",
            (Step::Open, _) => "ballot-about-open",
            (Step::Close, _) => "ballot-about-close",
            (Step::Void, _) => "ballot-about-void",
        }
    }
}

/// The question before a step, with the numbers it rests on.
async fn question(
    app: &App,
    visit: &SignedIn,
    id: Id,
    step: Step,
) -> Result<(Ballot, Doc, Sheet), Failure> {
    let sight = sight::run(app, visit.actor(), id).await?;
    let ballot = sight.ballot;
    let title = visit.t(step.key(&ballot));
    let p = ballot::progress(&app.kernel().db, &ballot).await?;
    let mut facts = Facts::new(visit);
    match (step, ballot.state) {
        (Step::Void, _) => {}
        (_, Stands::Asked) => {
            if let Ok(roll) = roll_of(app, &ballot).await {
                let n = i64::try_from(voters(&roll).len()).unwrap_or(0);
                facts = facts.line(visit.t("ballot-voters"), n.to_string()).line(
                    visit.t("ballot-members"),
                    roll.electorate.members.to_string(),
                );
            }
        }
        (_, Stands::Dealing) => {
            facts = facts
                .line(visit.t("ballot-voters"), p.roll.to_string())
                .line(visit.t("ballot-handed"), p.handed.to_string())
                .line(visit.t("ballot-paper-out"), p.paper.to_string())
                .line(
                    visit.t("ballot-not-taken"),
                    p.roll.saturating_sub(p.handed + p.paper).to_string(),
                );
        }
        _ => {
            facts = facts
                .line(visit.t("ballot-handed"), p.handed.to_string())
                .line(visit.t("ballot-in"), p.voted.to_string())
                .line(visit.t("ballot-paper-out"), p.paper.to_string());
        }
    }
    let mut doc = Doc::titled(&title)
        .trail(format!("/ballots/{id}"), &ballot.title)
        .part(Note::new(Tone::Info, visit.t(step.about(&ballot))));
    if !facts.all.is_empty() {
        doc = doc.panel("", facts);
    }
    let mut form = Sheet::new(visit, format!("/ballots/{id}/{}", step.code()))
        .send(&title)
        .cancel(format!("/ballots/{id}"));
    match step {
        Step::Close if p.paper > 0 => {
            form = form.field(
                Field::prose("explained", visit.t("ballot-explained"), REASON)
                    .rows(2)
                    .hint(visit.t("ballot-explained-hint")),
            );
        }
        Step::Void => {
            form = form.grave().field(
                Field::prose("reason", visit.t("ballot-void-reason"), REASON)
                    .rows(2)
                    .must(),
            );
        }
        _ => {}
    }
    Ok((ballot, doc, form))
}

async fn ask(app: &App, visit: &SignedIn, id: Id, step: Step) -> Result<Response, Failure> {
    let (_, doc, form) = question(app, visit, id, step).await?;
    Ok(doc.part(form).show(visit))
}

/// Does a step; a refusal stands above its question.
async fn done(
    app: &App,
    visit: &SignedIn,
    id: Id,
    step: Step,
    typed: &Fields,
) -> Result<Response, Failure> {
    let ballot = sight::run(app, visit.actor(), id).await?.ballot;
    let (kernel, actor) = (app.kernel(), visit.actor());
    let result: Result<&str, Error> = async {
        match step {
            Step::Deal => {
                let voters = ready(app, &ballot).await?;
                ballot::deal(kernel, actor, id, &voters).await?;
                Ok("ballot-done-deal")
            }
            Step::Open => {
                let voters = match ballot.secret {
                    true => Vec::new(),
                    false => ready(app, &ballot).await?,
                };
                ballot::open(kernel, actor, id, &voters).await?;
                Ok("ballot-done-open")
            }
            Step::Close => {
                let mut r = Reader::new(typed);
                let explained = r.prose("explained", Len(REASON)).unwrap_or_default();
                r.finish()?;
                let roll = roll_of(app, &ballot).await?;
                ballot::close(kernel, actor, id, roll.electorate, &explained).await?;
                Ok("ballot-done-close")
            }
            Step::Void => {
                let mut r = Reader::new(typed);
                let reason = r.must_prose("reason", Len(REASON));
                r.finish()?;
                ballot::cancel(kernel, actor, id, &reason).await?;
                Ok("ballot-done-void")
            }
        }
    }
    .await;
    match result {
        Ok(key) => Ok(Go::to(format!("/ballots/{id}"))
            .saying(Message::new(key))
            .into_response()),
        Err(e) => {
            let (_, doc, form) = question(app, visit, id, step).await?;
            Ok(doc.again(form.again(typed, e)?).show(visit))
        }
    }
}

macro_rules! steps {
    ($($ask:ident, $does:ident => $step:ident;)*) => {$(
        async fn $ask(State(app): State<App>, visit: SignedIn, Path(id): Path<Id>) -> Result<Response, Failure> {
            ask(&app, &visit, id, Step::$step).await
        }

        async fn $does(
            State(app): State<App>,
            visit: SignedIn,
            Path(id): Path<Id>,
            Form(typed): Form,
        ) -> Result<Response, Failure> {
            done(&app, &visit, id, Step::$step, &typed).await
        }
    )*};
}

steps! {
    ask_deal, deal => Deal;
    ask_open, open => Open;
    ask_close, close => Close;
    ask_void, void => Void;
}
