//! `/account/tokens`: bearer tokens for scripts. A token acts as its owner, reads only unless made to write,
//! ends by itself, and is shown once.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::account::{self, ApiToken};
use kernel::error::{Error, Message};

use super::tabs;
use crate::http::{Go, Visit};
use crate::read::{Fields, Len, Reader};
use crate::ui::{
    Cell, Choice, Column, Doc, Empty, Field, Form as Sheet, Press, Row, Secret, Table,
};
use crate::{App, Failure, Form, SignedIn};

/// Days a token may last.
const DAYS: [&str; 4] = ["30", "90", "180", "365"];
/// Tokens one account may hold.
const MOST: usize = 20;

fn form(visit: &Visit) -> Sheet {
    let scopes = vec![
        Choice::new("read", visit.t("sign-token-read"))
            .hint(visit.t("sign-token-read-hint"))
            .chosen(true),
        Choice::new("write", visit.t("sign-token-write")).hint(visit.t("sign-token-write-hint")),
    ];
    let days = DAYS.map(|d| {
        let n = d.parse().unwrap_or(90i64);
        let words = text::ta(visit.lang, "sign-token-days", &[("n", n.into())]);
        Choice::new(d, words).chosen(d == "90")
    });
    Sheet::new(visit, "/account/tokens")
        .field(
            Field::line("title", visit.t("sign-token-title"), 60)
                .hint(visit.t("sign-token-title-hint"))
                .must(),
        )
        .field(Field::cards("scope", visit.t("sign-token-scope"), scopes).must())
        .field(Field::select("days", visit.t("sign-token-lasts"), days.to_vec()).short())
        .send(visit.t("sign-token-make"))
}

fn list(visit: &Visit, tokens: &[ApiToken]) -> Table {
    let column = |key, words: &str| Column::new(key, visit.t(words));
    let columns = vec![
        column("title", "sign-token-title"),
        column("scope", "sign-token-scope"),
        column("made", "sign-token-made"),
        column("ends", "sign-token-ends"),
        column("used", "sign-token-used"),
        column("act", "sign-device-act"),
    ];
    let day = |at: i64| Cell::Day(kernel::clock::Instant(at).day());
    let rows = tokens.iter().map(|t| {
        let scope = if t.may_write {
            "sign-token-write"
        } else {
            "sign-token-read"
        };
        let used = match t.used_at {
            Some(at) => text::date::instant(visit.lang, at),
            None => visit.t("sign-token-never"),
        };
        let press = Press::new(
            visit,
            "/account/tokens/revoke",
            visit.t("sign-token-revoke"),
        );
        Row {
            id: t.id.to_string(),
            cells: vec![
                Cell::text(&t.title),
                Cell::text(visit.t(scope)),
                day(t.created_at),
                day(t.expires_at),
                Cell::text(used),
                Cell::Html(press.with("id", t.id).to_string()),
            ],
        }
    });
    Table::new(visit, "tokens", visit.t("sign-token-words"), columns)
        .rows(rows.collect())
        .cards()
}

async fn doc(app: &App, visit: &SignedIn, fresh: Option<&str>) -> Result<Doc, Failure> {
    let tokens = account::tokens(&app.kernel().db, visit.account()).await?;
    let mut doc = Doc::titled(visit.t("sign-tab-tokens"))
        .trail("/account", visit.t("frame-account"))
        .part(tabs(visit));
    if let Some(secret) = fresh {
        doc = doc.part(Secret::new(visit, visit.t("sign-token-once"), secret));
    }
    Ok(if tokens.is_empty() {
        let words = visit.t("sign-token-none-words");
        doc.part(Empty::new(visit.t("sign-token-none"), words).link("/api", visit.t("frame-api")))
    } else {
        doc.part(list(visit, &tokens))
    })
}

pub(crate) async fn page(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    let heading = visit.t("sign-token-new");
    let doc = doc(&app, &visit, None).await?;
    Ok(doc.panel(&heading, form(&visit)).show(&visit))
}

pub(crate) async fn make(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let heading = visit.t("sign-token-new");
    match create(&app, &visit, &typed).await {
        // Shown in this very answer, which nobody keeps: the secret stands nowhere else.
        Ok(secret) => Ok(doc(&app, &visit, Some(&secret)).await?.show(&visit)),
        Err(e) => {
            let form = form(&visit).again(&typed, e)?;
            let doc = doc(&app, &visit, None).await?;
            Ok(doc
                .panel(&heading, form)
                .status(axum::http::StatusCode::UNPROCESSABLE_ENTITY)
                .show(&visit))
        }
    }
}

async fn create(app: &App, visit: &SignedIn, typed: &Fields) -> Result<String, Error> {
    let mut r = Reader::new(typed);
    let title = r.must_line("title", Len(60));
    let scope = r.must_choice("scope", &["read", "write"]);
    let days = r.must_choice("days", &DAYS);
    r.finish()?;
    let mut act = app.kernel().own_act(visit.actor()).await?;
    if account::tokens(&mut act, visit.account()).await?.len() >= MOST {
        return Err(Error::Refused(
            Message::new("sign-token-most").arg("n", MOST),
        ));
    }
    let days = days.and_then(|d| d.parse().ok()).unwrap_or(90);
    let may_write = scope == Some("write");
    let secret = account::create_token(&mut act, visit.account(), &title, may_write, days).await?;
    act.commit().await?;
    Ok(secret)
}

pub(crate) async fn revoke(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let mut r = Reader::new(&typed);
    let id = r.must_id("id");
    r.finish()?;
    let mut act = app.kernel().own_act(visit.actor()).await?;
    if let Some(id) = id {
        account::revoke_token(&mut act, visit.account(), id).await?;
    }
    act.commit().await?;
    Ok(Go::to("/account/tokens")
        .saying(Message::new("sign-token-revoked"))
        .into_response())
}
