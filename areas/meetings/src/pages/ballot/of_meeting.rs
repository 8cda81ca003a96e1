//! The ballots of a meeting: those asked of its body, those it holds, and trying the devices out.

use askama::filters::HtmlSafeOutput;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use ballot::{Ballot, State as Stands};
use frame::ui::{
    Cell, Choice, Column, Doc, Empty, Field, Form as Sheet, Head, Links, Press, Row, Table,
};
use frame::{App, Failure, Form, Go, Path, Reader, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::matter::{Standing, listing};

use super::desk::verdict;
use super::member::how;
use crate::kind::EventKind;
use crate::roll;

pub(super) fn routes() -> Routes {
    Routes::new().route("/meetings/{id}/ballots", get(page).post(act))
}

/// Ballots of a list that exist for the reader: a matter under embargo has none for others.
pub(super) async fn seen(
    app: &App,
    visit: &SignedIn,
    all: Vec<Ballot>,
) -> Result<Vec<Ballot>, Error> {
    let db = &app.kernel().db;
    let mut out = Vec::new();
    for ballot in all {
        let actor = visit.actor();
        let on_roll =
            ballot.state != Stands::Asked && ballot::count::on_roll(db, ballot.id, actor).await?;
        if on_roll || listing::visible(db, actor, ballot.matter_id).await? {
            out.push(ballot);
        }
    }
    Ok(out)
}

fn rows(visit: &SignedIn, all: &[Ballot]) -> Vec<Row> {
    all.iter()
        .map(|b| {
            let state = match b.state {
                Stands::Closed => verdict(visit, b),
                state => visit.t(&format!("ballot-state-{}", state.code())),
            };
            Row {
                id: b.id.to_string(),
                cells: vec![
                    Cell::lead(format!("/ballots/{}", b.id), &b.title),
                    Cell::text(match b.trial {
                        true => visit.t("vote-trial"),
                        false => how(visit.lang, b),
                    }),
                    Cell::text(state),
                ],
            }
        })
        .collect()
}

fn columns(visit: &SignedIn) -> Vec<Column> {
    vec![
        Column::new("title", visit.t("ballot-title")),
        Column::new("how", visit.t("ballot-how")),
        Column::new("state", visit.t("ballot-state")),
    ]
}

/// The ballots a meeting's own page shows, where there are any or one may be begun.
pub(in crate::pages) async fn panel(
    app: &App,
    visit: &SignedIn,
    meeting: Id,
) -> Result<Option<HtmlSafeOutput<String>>, Error> {
    let held = ballot::of_meeting(&app.kernel().db, meeting).await?;
    let held: Vec<Ballot> = seen(app, visit, held)
        .await?
        .into_iter()
        .filter(|b| !b.trial)
        .collect();
    let runs = ballot::runs(visit.actor());
    if held.is_empty() && !runs {
        return Ok(None);
    }
    let table = Table::new(
        visit,
        "ballots",
        visit.t("ballot-of-meeting"),
        columns(visit),
    )
    .rows(rows(visit, &held))
    .cards();
    let mut links = vec![(
        format!("/meetings/{meeting}/screen"),
        visit.t("ballot-screen"),
    )];
    if runs {
        links.insert(
            0,
            (
                format!("/meetings/{meeting}/ballots"),
                visit.t("ballot-prepare"),
            ),
        );
    }
    let links = Links::new(links);
    Ok(Some(HtmlSafeOutput(match held.is_empty() {
        true => links.to_string(),
        false => format!("{table}{links}"),
    })))
}

async fn meeting(app: &App, visit: &SignedIn, id: Id) -> Result<Standing, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    match standing.matter.kind == EventKind::Meeting.code() {
        true => Ok(standing),
        false => Err(Error::NotFound.into()),
    }
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let standing = meeting(&app, &visit, id).await?;
    visit.actor().authorize(Permission::Register)?;
    let db = &app.kernel().db;
    let held = seen(&app, &visit, ballot::of_meeting(db, id).await?).await?;
    let sitting = roll::read(&mut &*db, id, None).await?;
    let mut doc = Doc::new(visit.t("ballot-of-meeting"))
        .trail("/meetings", visit.t("meetings-nav"))
        .trail(format!("/meetings/{id}"), &standing.matter.title)
        .part(
            Head::new(visit.t("ballot-of-meeting"))
                .eyebrow(&standing.matter.title)
                .lede(visit.t("ballot-of-meeting-about"))
                .button(format!("/meetings/{id}/hall"), visit.t("meetings-hall")),
        );
    if held.is_empty() {
        doc = doc.part(Empty::new(
            visit.t("ballot-none"),
            visit.t("ballot-none-about"),
        ));
    } else {
        let mut all = rows(&visit, &held);
        for (row, b) in all.iter_mut().zip(&held) {
            row.cells.push(match b.state == Stands::Asked && !b.trial {
                true => Cell::Html(
                    Press::new(
                        &visit,
                        format!("/meetings/{id}/ballots"),
                        visit.t("ballot-take-off"),
                    )
                    .with("act", "take_off")
                    .with("ballot", b.id)
                    .to_string(),
                ),
                false => Cell::Nothing,
            });
        }
        let mut columns = columns(&visit);
        columns.push(Column::new("act", ""));
        let table = Table::new(&visit, "held", visit.t("ballot-held"), columns)
            .rows(all)
            .cards();
        doc = doc.panel(&visit.t("ballot-held"), table);
    }
    if let Some(sitting) = &sitting {
        let waiting = ballot::waiting(db, visit.actor().organ, sitting.body.code()).await?;
        let waiting = seen(&app, &visit, waiting).await?;
        if !waiting.is_empty() {
            let options = waiting
                .iter()
                .map(|b| Choice::new(b.id, &b.title))
                .collect();
            let form = Sheet::new(&visit, format!("/meetings/{id}/ballots"))
                .compact()
                .hidden("act", "put_on")
                .field(Field::select("ballot", visit.t("ballot-title"), options).must())
                .send(visit.t("ballot-put-on"));
            doc = doc.panel(&visit.t("ballot-waiting"), form);
        }
        doc = doc.panel(&visit.t("ballot-try"), trial(&visit, id));
    }
    Ok(doc.show(&visit))
}

fn trial(visit: &SignedIn, id: Id) -> Sheet {
    let kinds = vec![
        Choice::new("secret", visit.t("ballot-how-secret")),
        Choice::new("open", visit.t("ballot-how-open")),
    ];
    Sheet::new(visit, format!("/meetings/{id}/ballots"))
        .compact()
        .hidden("act", "trial")
        .field(Field::select("how", visit.t("ballot-how"), kinds).hint(visit.t("ballot-try-about")))
        .send(visit.t("ballot-try-begin"))
}

async fn act(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    meeting(&app, &visit, id).await?;
    visit.actor().authorize(Permission::Register)?;
    let (kernel, actor) = (app.kernel(), visit.actor());
    let mut r = Reader::new(&typed);
    let act = r.must_choice("act", &["put_on", "take_off", "trial"]);
    let back = format!("/meetings/{id}/ballots");
    let Some(act) = act else {
        r.finish()?;
        return Err(Error::NotFound.into());
    };
    if act == "trial" {
        let how = r.must_choice("how", &["secret", "open"]);
        r.finish()?;
        let sitting = roll::read(&mut &kernel.db, id, None)
            .await?
            .ok_or(Error::NotFound)?;
        let title = text::t(visit.lang, "ballot-try-title");
        let line = text::t(visit.lang, "ballot-try-line");
        let ballot = ballot::trial(
            kernel,
            actor,
            id,
            &title,
            &line,
            sitting.body.code(),
            how == Some("secret"),
        )
        .await?;
        return Ok(Go::to(format!("/ballots/{ballot}")).into_response());
    }
    let ballot = r.must_id("ballot");
    r.finish()?;
    let ballot = ballot.ok_or(Error::NotFound)?;
    let (to, said) = match act {
        "put_on" => (Some(id), "ballot-is-on"),
        _ => (None, "ballot-is-off"),
    };
    ballot::assign(kernel, actor, ballot, to).await?;
    Ok(Go::to(back).saying(Message::new(said)).into_response())
}
