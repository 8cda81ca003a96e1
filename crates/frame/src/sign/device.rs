//! `/account/sessions`: where one is signed in, and ending it elsewhere.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::error::Message;
use kernel::session;

use super::tabs;
use crate::http::Go;
use crate::read::Reader;
use crate::ui::{Cell, Column, Doc, Press, Row, Table};
use crate::{App, Failure, Form, SignedIn};

pub(crate) async fn page(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    let sessions = session::list(&app.kernel().db, visit.account(), visit.now).await?;
    let here = visit.who().session;
    let others = sessions.iter().any(|s| Some(s.id) != here);
    let column = |key, words: &str| Column::new(key, visit.t(words));
    let columns = vec![
        column("agent", "sign-device-agent"),
        column("address", "sign-device-address"),
        column("since", "sign-device-since"),
        column("seen", "sign-device-seen"),
        column("end", "sign-device-act"),
    ];
    let rows = sessions.into_iter().map(|s| Row {
        id: s.id.to_string(),
        cells: vec![
            Cell::text(browser(&s.agent).unwrap_or_else(|| visit.t("sign-device-unknown"))),
            Cell::text(&s.address),
            Cell::text(text::date::instant(visit.lang, s.created_at)),
            Cell::text(text::date::instant(visit.lang, s.seen_at)),
            if Some(s.id) == here {
                Cell::Tag(visit.t("sign-device-here"))
            } else {
                let press = Press::new(&visit, "/account/sessions/end", visit.t("sign-device-end"));
                Cell::Html(press.with("id", s.id).to_string())
            },
        ],
    });
    let table = Table::new(&visit, "sessions", visit.t("sign-device-words"), columns)
        .rows(rows.collect())
        .cards();
    let mut doc = Doc::titled(visit.t("frame-account-sessions"))
        .trail("/account", visit.t("frame-account"))
        .part(tabs(&visit))
        .part(table);
    if others {
        let words = visit.t("sign-device-end-others");
        doc = doc.part(Press::new(&visit, "/account/sessions/end-others", words).below());
    }
    Ok(doc.show(&visit))
}

/// The browser and the system a session was begun with, as far as its own word tells.
fn browser(agent: &str) -> Option<String> {
    let first = |names: &[(&str, &'static str)]| {
        names
            .iter()
            .find(|(mark, _)| agent.contains(mark))
            .map(|(_, name)| *name)
    };
    let program = first(&[
        ("MicroMessenger", "WeChat"),
        ("QQBrowser", "QQ Browser"),
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("Windows", "Windows"),
        ("HarmonyOS", "HarmonyOS"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (program, system) {
        (Some(program), Some(system)) => Some(format!("{program} · {system}")),
        (one, other) => one.or(other).map(str::to_owned),
    }
}

pub(crate) async fn end(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let mut r = Reader::new(&typed);
    let id = r.must_id("id");
    r.finish()?;
    let mut act = app.kernel().own_act(visit.actor()).await?;
    if let Some(id) = id {
        session::revoke(&mut act, visit.account(), id).await?;
    }
    act.commit().await?;
    Ok(Go::to("/account/sessions")
        .saying(Message::new("sign-device-ended"))
        .into_response())
}

pub(crate) async fn end_others(
    State(app): State<App>,
    visit: SignedIn,
    Form(_): Form,
) -> Result<Response, Failure> {
    let mut act = app.kernel().own_act(visit.actor()).await?;
    for one in session::list(&mut act, visit.account(), visit.now).await? {
        if Some(one.id) != visit.who().session {
            session::revoke(&mut act, visit.account(), one.id).await?;
        }
    }
    act.commit().await?;
    Ok(Go::to("/account/sessions")
        .saying(Message::new("sign-device-ended"))
        .into_response())
}

#[cfg(test)]
mod tests {
    use super::browser;

    #[test]
    fn browsers_of_the_county_are_named() {
        let wechat = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126 Mobile Safari/537.36 MicroMessenger/8.0";
        assert_eq!(browser(wechat).as_deref(), Some("WeChat · Android"));
        let edge =
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0";
        assert_eq!(browser(edge).as_deref(), Some("Edge · Windows"));
        assert_eq!(browser("curl/8.0"), None);
    }
}
