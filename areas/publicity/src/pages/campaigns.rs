//! Campaigns as a list, and planning one.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::{Cell, Choice, Column, Doc, Empty, Field, Form as Sheet, Head, Row, Table};
use frame::{App, Failure, Fields, Form, Go, Len, Reader, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::matter::load;

use super::{View, enter, keeps, tabs};
use crate::actions::campaign::{self as actions, Planning};
use crate::model::campaign::Theme;
use crate::store::{campaign, topic};
use crate::vocabulary::MOST;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/publicity/campaigns", get(list))
        .route("/publicity/campaigns/new", get(new).post(plan))
}

async fn list(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    enter(&visit)?;
    let db = &app.kernel().db;
    let all = campaign::some(db, visit.actor().organ).await?;
    let ids: Vec<Id> = all.iter().map(|c| c.matter_id).collect();
    let readable = topic::shown(db, visit.actor(), &ids).await?;
    let ids: Vec<Id> = readable.into_iter().collect();
    let matters = load::matters(db, &ids).await?;
    let t = |key: &str| visit.t(key);
    let mut head = Head::new(t("publicity-campaigns")).lede(t("publicity-campaigns-lede"));
    if keeps(&visit) {
        head = head.main("/publicity/campaigns/new", t("publicity-campaign-new"));
    }
    let doc = Doc::new(t("publicity-campaigns"))
        .trail("/publicity", t("publicity-nav"))
        .trail("/publicity/topics", t("publicity-topics"))
        .part(head)
        .part(tabs(&visit, View::Topics));
    let rows: Vec<Row> = all
        .iter()
        .filter_map(|c| {
            let m = matters.iter().find(|m| m.id == c.matter_id)?;
            Some(Row {
                id: m.id.to_string(),
                cells: vec![
                    Cell::lead(format!("/publicity/campaigns/{}", m.id), m.title.as_str()),
                    Cell::text(t(&c.theme.key())),
                    Cell::Day(c.from_on),
                    Cell::Day(c.to_on),
                    Cell::text(t(&format!("publicity-campaign-state-{}", m.state))),
                ],
            })
        })
        .collect();
    if rows.is_empty() {
        let empty = Empty::new(
            t("publicity-campaigns-none"),
            t("publicity-campaigns-none-about"),
        );
        return Ok(doc.part(empty).show(&visit));
    }
    let columns = vec![
        Column::new("title", t("publicity-campaign-title")),
        Column::new("theme", t("publicity-campaign-theme")),
        Column::new("from", t("publicity-from-on")),
        Column::new("to", t("publicity-to-on")),
        Column::new("state", t("matter-state")),
    ];
    let table = Table::new(&visit, "campaigns", t("publicity-campaigns"), columns)
        .rows(rows)
        .cards();
    Ok(doc.part(table).show(&visit))
}

fn form(visit: &SignedIn) -> Sheet {
    let themes = Theme::ALL
        .iter()
        .map(|t| Choice::new(t.code(), visit.t(&t.key())))
        .collect();
    Sheet::new(visit, "/publicity/campaigns/new")
        .keep(visit, "campaign-new")
        .field(Field::line("title", visit.t("publicity-campaign-title"), MOST.0).must())
        .field(
            Field::select("theme", visit.t("publicity-campaign-theme"), themes)
                .must()
                .value(Theme::Law.code()),
        )
        .side(vec![
            Field::date("from_on", visit.t("publicity-from-on")).must(),
            Field::date("to_on", visit.t("publicity-to-on")).must(),
        ])
        .field(
            Field::prose("goal", visit.t("publicity-campaign-goal"), MOST.2)
                .hint(visit.t("publicity-campaign-goal-hint")),
        )
        .send(visit.t("publicity-campaign-plan"))
        .cancel("/publicity/campaigns")
}

fn page(visit: &SignedIn) -> Doc {
    Doc::titled(visit.t("publicity-campaign-new"))
        .trail("/publicity", visit.t("publicity-nav"))
        .trail("/publicity/campaigns", visit.t("publicity-campaigns"))
}

async fn new(visit: SignedIn) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    Ok(page(&visit).part(form(&visit)).show(&visit))
}

fn read(typed: &Fields) -> Result<Planning, Error> {
    let mut r = Reader::new(typed);
    let title = r.must_line("title", Len(MOST.0));
    let themes: Vec<&str> = Theme::ALL.iter().map(|t| t.code()).collect();
    let theme = r.must_choice("theme", &themes).and_then(Theme::parse);
    let from_on = r.must_date("from_on");
    let to_on = r.must_date("to_on");
    let goal = r.prose("goal", Len(MOST.2)).unwrap_or_default();
    r.finish()?;
    let (Some(theme), Some(from_on), Some(to_on)) = (theme, from_on, to_on) else {
        return Err(Error::field("theme", Message::new("invalid-choice")));
    };
    Ok(Planning {
        title,
        theme,
        from_on,
        to_on,
        goal,
    })
}

async fn plan(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let done = async { actions::plan(app.kernel(), visit.actor(), read(&typed)?).await };
    match done.await {
        Ok(id) => Ok(Go::to(format!("/publicity/campaigns/{id}"))
            .saying(Message::new("publicity-saved"))
            .into_response()),
        Err(e) => Ok(page(&visit)
            .again(form(&visit).again(&typed, e)?)
            .show(&visit)),
    }
}
