//! The screen of the hall: what is voted on, how many have voted, and at once what it came to.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use ballot::{Ballot, State as Stands};
use frame::ui::Doc;
use frame::{App, Failure, Path, Routes, SignedIn, get};
use kernel::error::Error;
use kernel::id::Id;
use kernel::matter::Standing;

use super::marks::Progress;
use super::member::how;
use super::of_meeting::seen;
use super::result::Result as Shown;
use crate::kind::EventKind;

/// Seconds the result of a trial stays on the screen of the hall.
const TRIED: i64 = 90;

pub(super) fn routes() -> Routes {
    Routes::new().route("/meetings/{id}/screen", get(page))
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<section class="screen" data-vote data-watch="all" data-ballot="{{ id }}" data-state="{{ state }}" data-version="{{ version }}"><p class="screen-meeting">{{ meeting }}</p><p class="note warn" data-line-lost hidden>{{ lost }}</p>
{% match shown %}{% when Some with (it) %}<header class="screen-head"><p class="eyebrow">{{ it.how }}</p><h1>{{ it.title }}</h1></header>{% match it.result %}{% when Some with (result) %}{{ result }}{% when None %}<p class="screen-state">{{ it.words }}</p>{% if it.lines.len() > 1 %}<ol class="screen-lines">{% for line in it.lines %}<li>{{ line }}</li>{% endfor %}</ol>{% endif %}<div class="screen-progress">{{ it.progress }}</div>{% endmatch %}
{% when None %}<p class="screen-wait">{{ wait }}</p>{% endmatch %}</section>"#
)]
struct Screen {
    meeting: String,
    id: String,
    state: &'static str,
    version: i64,
    lost: String,
    wait: String,
    shown: Option<OnScreen>,
}

struct OnScreen {
    how: String,
    title: String,
    words: String,
    lines: Vec<String>,
    progress: Progress,
    result: Option<Shown>,
}

/// What stands on the screen: what runs, then what ended last.
async fn drawn(
    app: &App,
    visit: &SignedIn,
    meeting: &str,
    now: Option<&Ballot>,
) -> Result<Screen, Error> {
    let db = &app.kernel().db;
    let shown = match now {
        None => None,
        Some(ballot) => Some(OnScreen {
            how: match ballot.trial {
                true => visit.t("vote-trial"),
                false => how(visit.lang, ballot),
            },
            title: ballot.title.clone(),
            words: visit.t(match ballot.state {
                Stands::Dealing => "screen-dealing",
                _ => "screen-open",
            }),
            lines: ballot::lines(db, ballot.id)
                .await?
                .into_iter()
                .map(|l| l.title)
                .collect(),
            progress: Progress::new(
                visit.lang,
                ballot.state,
                ballot::progress(db, ballot).await?,
            ),
            result: (ballot.state == Stands::Closed).then(|| Shown::new(visit.lang, ballot)),
        }),
    };
    Ok(Screen {
        meeting: meeting.to_owned(),
        id: now.map_or_else(String::new, |b| b.id.to_string()),
        state: now.map_or("", |b| b.state.code()),
        version: now.map_or(0, |b| b.version),
        lost: visit.t("vote-line-lost"),
        wait: visit.t("screen-wait"),
        shown,
    })
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    if standing.matter.kind != EventKind::Meeting.code() {
        return Err(Error::NotFound.into());
    }
    // Of an embargoed matter for those alone who are named on it or vote: the screen is signed in as one of them.
    let all = ballot::of_meeting(&app.kernel().db, id).await?;
    let held = seen(&app, &visit, all).await?;
    let runs = held.iter().find(|b| b.state.runs());
    let over = held
        .iter()
        .filter(|b| b.state == Stands::Closed)
        .max_by_key(|b| b.closed_at);
    let screen = drawn(&app, &visit, &standing.matter.title, runs.or(over)).await?;
    Ok(Doc::new(visit.t("ballot-screen"))
        .wall()
        .ballots("/vote/live")
        .template(screen)
        .show(&visit))
}

/// The ballot that belongs on the screen of the hall now: the one that runs; then what the item at hand came to, and for a
/// moment what was tried out. Nothing where the hall has other things to see.
pub(in crate::pages) async fn at_hand(
    app: &App,
    visit: &SignedIn,
    standing: &Standing,
    matter: Option<Id>,
) -> Result<Option<impl Template>, Error> {
    let all = ballot::of_meeting(&app.kernel().db, standing.matter.id).await?;
    let held = seen(app, visit, all).await?;
    let lately = visit.now.plus_seconds(-TRIED).0;
    let over = held.iter().filter(|b| {
        b.state == Stands::Closed
            && match b.trial {
                true => b.closed_at.is_some_and(|at| at > lately),
                false => Some(b.matter_id) == matter,
            }
    });
    let runs = held.iter().find(|b| b.state.runs());
    match runs.or(over.max_by_key(|b| b.closed_at)) {
        None => Ok(None),
        now => Ok(Some(drawn(app, visit, &standing.matter.title, now).await?)),
    }
}
