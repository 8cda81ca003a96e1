//! `/notices`: what one was told, the newest first; reading, marking as read, and how mail is wanted.
//!
//! A notice is opened at its own address, which marks it as read and leads on to its matter. The list itself
//! marks nothing: whoever glances at it has not read everything.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::error::Message;
use kernel::id::Id;
use kernel::matter::Standing;
use kernel::notice::{self, Mail, Notice, Preferences};
use text::Lang;

use crate::read::Reader;
use crate::routes::{Routes, get, post};
use crate::ui::{Choice, Control, Doc, Empty, Field, Form as Sheet, Head, Press, Tab, Tabs};
use crate::words::{Speaks, speaks};
use crate::{App, Failure, Form, Go, Path, Query, SignedIn, Visit};

/// Notices on one page.
const PAGE: usize = 50;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .route("/notices", get(page))
        .route("/notices/{id}", get(open))
        .route("/notices/read", post(read_all))
        .route("/account/mail", post(mail))
}

/// One line of the list.
struct Line {
    href: String,
    words: String,
    when: String,
    read: bool,
    urgent: bool,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<ol class="notices sheet">{% for n in all %}<li{% if !n.read %} class="unread"{% endif %}><a href="{{ n.href }}">{% if !n.read %}<span class="hush">{{ self.t("frame-notice-unread") }} </span>{% endif %}{% if n.urgent %}<span class="tag mark">{{ self.t("frame-notice-urgent") }}</span> {% endif %}{{ n.words }}</a><span class="soft small num">{{ n.when }}</span></li>{% endfor %}</ol>"#
)]
struct Lines {
    lang: Lang,
    all: Vec<Line>,
}

speaks!(Lines);

fn line(visit: &Visit, n: &Notice) -> Line {
    Line {
        href: format!("/notices/{}", n.id),
        words: n.say(visit.lang),
        when: text::date::instant(visit.lang, n.at.0),
        read: n.read,
        urgent: n.urgent,
    }
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    let mut r = Reader::new(&query);
    let unread = r.choice("show", &["unread"]).is_some();
    let before = r.id("before");
    r.finish_strict()?;
    let found = notice::list(&app.kernel().db, visit.actor(), unread, before, PAGE).await?;
    let tab = |href: &str, key: &str, here, count| Tab {
        href: href.to_owned(),
        words: visit.t(key),
        count,
        here,
    };
    let waiting = visit.who().unread;
    let mut doc = Doc::new(visit.t("frame-notices"))
        .part(Head::new(visit.t("frame-notices")))
        .part(Tabs {
            label: visit.t("frame-notices"),
            all: vec![
                tab("/notices", "frame-notice-all", !unread, None),
                tab(
                    "/notices?show=unread",
                    "frame-notice-unread",
                    unread,
                    Some(waiting),
                ),
            ],
        });
    if let Some(newest) = found.rows.first().filter(|_| waiting > 0) {
        let press = Press::new(&visit, "/notices/read", visit.t("frame-notice-read-all"));
        doc = doc.part(press.with("newest", newest.id).above());
    }
    doc = if found.rows.is_empty() {
        doc.part(Empty::new(
            visit.t("frame-notice-none"),
            visit.t("frame-notice-none-words"),
        ))
    } else {
        doc.template(Lines {
            lang: visit.lang,
            all: found.rows.iter().map(|n| line(&visit, n)).collect(),
        })
    };
    if let Some(next) = found.next {
        let show = if unread { "show=unread&" } else { "" };
        let href = format!("/notices?{show}before={next}");
        doc = doc.part(crate::ui::Links::new(vec![(
            href,
            visit.t("frame-notice-older"),
        )]));
    }
    Ok(doc.show(&visit))
}

async fn open(State(app): State<App>, visit: SignedIn, Path(id): Path<Id>) -> Result<Go, Failure> {
    let before = Some(Id(id.0.saturating_add(1)));
    let found = notice::list(&app.kernel().db, visit.actor(), false, before, 1).await?;
    let one = found.rows.into_iter().find(|n| n.id == id);
    let one = one.ok_or_else(Failure::not_found)?;
    if !one.read {
        let mut act = app.kernel().own_act(visit.actor()).await?;
        notice::mark_read(&mut act, &[id]).await?;
        act.commit().await?;
    }
    Ok(Go::to(match one.about {
        Some(matter) => asked(&app, &visit, &one.kind, matter.id).await?,
        None => "/notices".to_owned(),
    }))
}

/// Where a notice leads: to the form of the act it asks for while that is open to the reader, else to the matter.
async fn asked(app: &App, visit: &SignedIn, kind: &str, matter: Id) -> Result<String, Failure> {
    let page = format!("/matters/{matter}");
    let standing = match Standing::read(app.kernel(), visit.actor(), matter).await {
        Ok(standing) => standing,
        Err(kernel::error::Error::NotFound) => return Ok(page),
        Err(e) => return Err(e.into()),
    };
    let open = |act: &&str| {
        let offers = standing.offers(visit.actor());
        offers.iter().any(|o| o.act == **act && o.result.is_ok())
    };
    Ok(match standing.kind.asked_by(kind).filter(open) {
        Some(act) => format!("{page}/acts/{act}"),
        None => page,
    })
}

async fn read_all(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let mut r = Reader::new(&typed);
    let newest = r.must_id("newest");
    r.finish()?;
    let mut act = app.kernel().own_act(visit.actor()).await?;
    if let Some(newest) = newest {
        notice::mark_all_read(&mut act, newest).await?;
    }
    act.commit().await?;
    Ok(Go::to("/notices").into_response())
}

/// How mail is wanted: a panel of the account's page.
pub(crate) async fn mail_form(app: &App, visit: &SignedIn) -> Result<Sheet, Failure> {
    let chosen = notice::preferences(&app.kernel().db, visit.account()).await?;
    let choices = Mail::ALL
        .map(|m| Choice::new(m.code(), visit.t(m.key())).chosen(m == chosen.mail))
        .to_vec();
    let field = Field::new(
        "mail",
        visit.t("frame-notice-mail"),
        Control::Radios(choices),
    );
    Ok(Sheet::new(visit, "/account/mail")
        .field(field)
        .send(visit.t("sign-save")))
}

async fn mail(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let mut r = Reader::new(&typed);
    let codes = Mail::ALL.map(Mail::code);
    let chosen = r.must_choice("mail", &codes).and_then(Mail::parse);
    r.finish()?;
    let mut act = app.kernel().own_act(visit.actor()).await?;
    let kept = notice::preferences(&mut act, visit.account()).await?;
    let wanted = Preferences {
        mail: chosen.unwrap_or_default(),
        ..kept
    };
    notice::set_preferences(&mut act, &wanted).await?;
    act.commit().await?;
    Ok(Go::to("/account")
        .saying(Message::new("sign-saved"))
        .into_response())
}
