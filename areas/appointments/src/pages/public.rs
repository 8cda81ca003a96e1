//! Published appointments, for anybody, signed in or not: after the vote, and not a word before.

use axum::extract::State;
use axum::response::Response;
use frame::ui::{Cell, Column, Doc, Empty, Facts, Head, Row, Table};
use frame::{App, Failure, Guest, Path, Routes, get};
use kernel::error::Error;
use kernel::id::Id;
use text::{Lang, ta};

use crate::paper;
use crate::store::public::{Published, announced, published};

/// Lines of the list.
const LINES: i64 = 300;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/public/appointments", get(list))
        .route("/public/appointments/{id}", get(one))
}

fn said(p: &Published) -> String {
    let key = format!("appointments-phrase-{}", p.action.code());
    let args = [
        ("name", p.name.as_str().into()),
        ("office", p.office.as_str().into()),
    ];
    ta(Lang::Zh, &key, &args)
}

/// One line of the list: what was decided, or who was elected.
struct Line {
    matter: Id,
    said: String,
    number: String,
    on: chrono::NaiveDate,
    organ: String,
    at: i64,
}

/// Decrees and notices together, the newest first.
async fn lines(app: &App) -> Result<Vec<Line>, Error> {
    let db = &app.kernel().db;
    let decreed = published(db, None, LINES).await?.into_iter().map(|p| Line {
        said: said(&p),
        matter: p.matter_id,
        number: p.decree,
        on: p.decreed_on,
        organ: p.organ,
        at: p.published_at,
    });
    let elected = announced(db, None, LINES).await?.into_iter().map(|a| {
        let args = [
            ("name", a.name.as_str().into()),
            ("office", a.office.as_str().into()),
        ];
        Line {
            said: ta(Lang::Zh, "appointments-phrase-elected", &args),
            matter: a.matter_id,
            number: a.notice,
            on: a.certified_on,
            organ: a.meeting,
            at: a.published_at,
        }
    });
    let mut all: Vec<Line> = decreed.chain(elected).collect();
    all.sort_by_key(|l| std::cmp::Reverse((l.at, l.matter)));
    Ok(all)
}

async fn list(State(app): State<App>, visit: Guest) -> Result<Response, Failure> {
    let all = lines(&app).await?;
    let head = Head::new(visit.t("appointments-public")).lede(visit.t("appointments-public-lede"));
    let doc = Doc::new(visit.t("appointments-public")).part(head);
    if all.is_empty() {
        let empty = Empty::new(
            visit.t("appointments-public-none"),
            visit.t("appointments-public-none-about"),
        );
        return Ok(doc.part(empty).show(&visit));
    }
    let columns = vec![
        Column::new("said", visit.t("appointments-public-said")),
        Column::new("number", visit.t("appointments-public-number")),
        Column::new("on", visit.t("appointments-ask-on_date")),
        Column::new("organ", visit.t("appointments-public-organ")),
    ];
    let rows = all
        .into_iter()
        .map(|l| Row {
            id: l.matter.to_string(),
            cells: vec![
                Cell::lead(format!("/public/appointments/{}", l.matter), l.said),
                Cell::text(l.number),
                Cell::Day(l.on),
                Cell::text(l.organ),
            ],
        })
        .collect();
    let table = Table::new(&visit, "published", visit.t("appointments-public"), columns)
        .rows(rows)
        .cards();
    Ok(doc.part(table).show(&visit))
}

async fn one(
    State(app): State<App>,
    visit: Guest,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let all = published(&app.kernel().db, Some(id), LINES).await?;
    let Some(first) = all.first() else {
        return notice(&app, &visit, id).await;
    };
    let words: Vec<String> = all.iter().map(|p| format!("{}。", said(p))).collect();
    let facts = Facts::new(&visit)
        .line(visit.t("appointments-public-said"), words.join("\n"))
        .line(visit.t("appointments-decree-number"), first.decree.clone())
        .line(
            visit.t("appointments-decreed-on"),
            text::date::date(visit.lang, first.decreed_on),
        )
        .line(
            visit.t("appointments-published-at"),
            super::when(&visit, first.published_at),
        );
    Ok(Doc::new(first.decree.as_str())
        .trail("/public/appointments", visit.t("appointments-public"))
        .part(Head::new(visit.t("appointments-decree")).eyebrow(first.organ.as_str()))
        .panel("", facts)
        .show(&visit))
}

/// The notice of an election, as it was published.
async fn notice(app: &App, visit: &Guest, id: Id) -> Result<Response, Failure> {
    let all = announced(&app.kernel().db, Some(id), LINES).await?;
    let first = all.first().ok_or(Error::NotFound)?;
    let names: Vec<&str> = all.iter().map(|a| a.name.as_str()).collect();
    let words = paper::announced(&first.meeting, &first.office, first.announced_on, &names);
    let by = ta(
        Lang::Zh,
        "appointments-presidium",
        &[("meeting", first.meeting.as_str().into())],
    );
    let facts = Facts::new(visit)
        .line(visit.t("appointments-notice"), words.join("\n"))
        .line(visit.t("appointments-notice-by"), by)
        .line(visit.t("appointments-notice-number"), first.notice.clone())
        .line(
            visit.t("appointments-notice-on"),
            text::date::date(visit.lang, first.certified_on),
        )
        .line(
            visit.t("appointments-published-at"),
            super::when(visit, first.published_at),
        );
    let title = ta(
        Lang::Zh,
        "appointments-notice-title",
        &[("office", first.office.as_str().into())],
    );
    Ok(Doc::new(first.notice.as_str())
        .trail("/public/appointments", visit.t("appointments-public"))
        .part(Head::new(title).eyebrow(first.meeting.as_str()))
        .panel("", facts)
        .show(visit))
}
