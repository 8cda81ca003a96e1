//! A member's page: the ballot that runs appears by itself, large enough for a thumb.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use ballot::{Ballot, Line, State as Stands, Taken};
use frame::ui::Doc;
use frame::{App, Failure, Form, Go, Path, Query, Routes, SignedIn, get, post};
use kernel::error::{Error, Message, Result};
use kernel::id::Id;
use serde_json::json;
use text::{Lang, ta};

use super::marks::Progress;
use super::result::Result as Shown;
use super::urn;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/vote", get(page))
        .route("/vote/{id}", post(vote))
        .route("/vote/{id}/paper", post(take))
}

/// Milliseconds over which thousands of devices spread what they ask at the same moment.
const SPREAD: u32 = 1_500;
/// Members from which on they spread.
const MANY: u32 = 100;

/// What a member's page shows.
#[derive(Template)]
#[template(
    ext = "html",
    source = r##"<section class="vote" data-vote data-in-place="true" data-csrf="{{ csrf }}" data-ballot="{{ id }}" data-state="{{ state }}" data-version="{{ version }}" data-round="{{ round }}" data-secret="{{ secret }}" data-who="{{ who }}" data-voted="{{ voted.is_some() }}" data-most="{{ most }}" data-spread="{{ spread }}" data-said-has="{{ self.t("vote-has-paper") }}" data-said-taking="{{ self.t("vote-taking") }}" data-said-lost="{{ self.t("vote-lost") }}" data-said-sending="{{ self.t("vote-sending") }}" data-said-over="{{ over }}" data-said-against="{{ self.t("ballot-write-in-not-against") }}" data-said-left="{{ self.t("vote-left") }}">
<p class="note warn" data-line-lost hidden>{{ self.t("vote-line-lost") }}</p>
{% if id.is_empty() %}<div class="vote-idle"><h1>{{ self.t("vote-title") }}</h1><p class="vote-wait" role="status">{{ self.t("vote-none-runs") }}</p><p class="soft">{{ self.t("vote-none-runs-about") }}</p></div>
{% else %}<header class="vote-head"><p class="eyebrow">{{ how }}{% if trial %} <span class="tag mark">{{ self.t("vote-trial") }}</span>{% endif %}</p><h1>{{ title }}</h1></header>
<p class="vote-said" data-vote-said role="status" hidden></p>
<div data-vote-body>
{% if secret %}<noscript><div class="note warn"><p>{{ self.t("vote-needs-script") }}</p></div></noscript>{% endif %}
{% if paper %}<div class="note info"><p>{{ self.t("vote-on-paper") }}</p></div>
{% else %}{% if state == "dealing" %}<div class="vote-wait" data-when="dealing"><p>{{ self.t("vote-dealing") }}</p><p class="soft">{{ self.t("vote-dealing-about") }}</p></div>{% endif %}
{% if secret %}<div class="note warn" data-vote-none hidden>{% if took %}<p>{{ self.t("vote-paper-elsewhere") }}</p><p>{{ self.t("vote-paper-elsewhere-why") }}</p>{% else %}<p>{{ self.t("vote-no-paper") }}</p>{% endif %}</div>{% endif %}
{% if voted.is_none() %}<form method="post" action="/vote/{{ id }}" data-ballot-form data-when="open"{% if state != "open" || secret %} hidden{% endif %}><input type="hidden" name="_csrf" value="{{ csrf }}">
{% if !rule.is_empty() %}<p class="vote-rule">{{ rule }}</p>{% endif %}
{% for line in lines %}<fieldset class="vote-line" data-line="{{ line.title }}"><legend{% if lines.len() == 1 && line.title == title %} class="hush"{% endif %}>{{ line.title }}</legend><div class="vote-choices">{% for (code, words) in choices %}<label class="vote-choice {{ code }}"><input type="radio" name="line-{{ line.place }}" value="{{ code }}" data-words="{{ words }}" required><span>{{ words }}</span></label>{% endfor %}</div></fieldset>{% endfor %}
{% if !names.is_empty() %}<fieldset class="vote-names" data-vote-names hidden><legend>{{ self.t("vote-write-in") }}</legend><p class="soft">{{ self.t("vote-write-in-about") }}</p>{% for label in names %}<label class="vote-name" hidden><span>{{ label }}</span><input type="text" data-name maxlength="40" autocomplete="off" autocapitalize="off" spellcheck="false"></label>{% endfor %}</fieldset>{% endif %}
{% if lines.len() > 2 && most == 0 %}<p class="row" data-needs-script hidden><button class="button" type="button" data-vote-rest="yes">{{ self.t("vote-rest-yes") }}</button></p>{% endif %}
<div class="vote-send"><p class="vote-left" data-vote-left role="status"></p><button class="button main vote-button" type="submit" data-vote-send>{{ self.t("vote-send") }}</button></div>
<dialog class="vote-confirm" data-vote-confirm aria-labelledby="vote-confirm-title"><h2 id="vote-confirm-title">{{ self.t("vote-confirm") }}</h2><ul data-vote-summary data-write-in="{{ self.t("vote-write-in") }}"></ul><p class="soft">{{ self.t("vote-confirm-about") }}</p><div class="row"><button class="button main vote-button" type="button" data-vote-answer="yes">{{ self.t("vote-confirm-yes") }}</button><button class="button vote-button" type="button" data-vote-answer="no">{{ self.t("vote-confirm-no") }}</button></div></dialog>
</form>{% endif %}
<div class="vote-done" data-vote-done tabindex="-1"{% if voted.is_none() %} hidden{% endif %}><p class="vote-done-mark" aria-hidden="true">✓</p><h2>{{ self.t("vote-done") }}</h2><p>{% if secret %}{{ self.t("vote-done-secret") }}{% else %}{{ self.t("vote-done-open") }}{% endif %}</p>{% match voted %}{% when Some with (mine) %}<ul class="vote-mine">{% for (title, code, words) in mine %}<li><span>{{ title }}</span><b class="choice {{ code }}">{{ words }}</b></li>{% endfor %}</ul>{% when None %}{% endmatch %}</div>{% endif %}
{% for (when, now, progress) in progress %}<div class="vote-progress" data-when="{{ when }}"{% if !*now %} hidden{% endif %}>{{ progress }}</div>{% endfor %}
</div>{% endif %}
</section>"##
)]
pub(super) struct Page {
    lang: Lang,
    csrf: String,
    id: String,
    title: String,
    /// Open or secret, in words.
    how: String,
    trial: bool,
    state: &'static str,
    version: i64,
    round: i64,
    secret: bool,
    /// He took a sheet of paper; he was handed one of the program.
    paper: bool,
    took: bool,
    /// Whose page it is: a paper that another left in this browser is not his.
    who: String,
    /// The labels of the lines for names that are written in: as many as may be at most.
    names: Vec<String>,
    most: u32,
    over: String,
    rule: String,
    spread: u32,
    lines: Vec<Line>,
    choices: Vec<(&'static str, String)>,
    /// What the member voted in an open ballot: line, code, words.
    voted: Option<Vec<(String, &'static str, String)>>,
    /// How far dealing and voting are, each shown while it lasts.
    progress: Vec<(&'static str, bool, Progress)>,
}

impl Page {
    fn t(&self, key: &str) -> String {
        text::t(self.lang, key)
    }

    fn idle(visit: &SignedIn) -> Page {
        Page {
            lang: visit.lang,
            csrf: visit.token().to_owned(),
            id: String::new(),
            title: String::new(),
            how: String::new(),
            trial: false,
            state: "",
            version: 0,
            round: 0,
            secret: false,
            paper: false,
            took: false,
            who: whose(visit),
            names: Vec::new(),
            most: 0,
            over: String::new(),
            rule: String::new(),
            spread: 0,
            lines: Vec::new(),
            choices: Vec::new(),
            voted: None,
            progress: Vec::new(),
        }
    }

    async fn of(app: &App, visit: &SignedIn, ballot: &Ballot) -> Result<Page> {
        let db = &app.kernel().db;
        let lang = visit.lang;
        let lines = ballot::lines(db, ballot.id).await?;
        let person = visit.actor().person.ok_or(Error::NotFound)?;
        let taken = ballot::taken(db, ballot.id, person).await?;
        let mine = match ballot.secret {
            true => None,
            false => ballot::voted(db, ballot.id, person).await?,
        };
        let word = |code: &str| text::t(lang, &format!("ballot-{code}"));
        let voted = mine.map(|choices| {
            lines
                .iter()
                .zip(choices)
                .map(|(line, c)| (line.title.clone(), c.code(), word(c.code())))
                .collect()
        });
        let progress = ballot::progress(db, ballot).await?;
        let most = ballot.at_most();
        let rule = match ballot.write_ins {
            true => "vote-rule-write-ins",
            false => "vote-rule",
        };
        let over = match ballot.write_ins {
            true => "vote-over-write-ins",
            false => "vote-over",
        };
        let many = |key| ta(lang, key, &[("most", i64::from(most.unwrap_or(0)).into())]);
        Ok(Page {
            id: ballot.id.to_string(),
            title: ballot.title.clone(),
            how: how(lang, ballot),
            trial: ballot.trial,
            state: ballot.state.code(),
            version: ballot.version,
            round: ballot.round,
            secret: ballot.secret,
            paper: taken == Some(Taken::Paper),
            took: taken == Some(Taken::Electronic),
            names: match most {
                Some(most) if ballot.write_ins => (1..=i64::from(most))
                    .take(lines.len())
                    .map(|n| ta(lang, "vote-write-in-nth", &[("n", n.into())]))
                    .collect(),
                _ => Vec::new(),
            },
            most: most.unwrap_or(0),
            over: many(over),
            rule: most.map(|_| many(rule)).unwrap_or_default(),
            spread: if progress.roll > MANY { SPREAD } else { 0 },
            lines,
            choices: ballot::Choice::ALL
                .map(|c| (c.code(), word(c.code())))
                .to_vec(),
            voted,
            progress: [Stands::Dealing, Stands::Open]
                .map(|state| {
                    let now = state == ballot.state;
                    (state.code(), now, Progress::new(lang, state, progress))
                })
                .to_vec(),
            ..Page::idle(visit)
        })
    }
}

/// Whose page it is, to the browser alone: papers kept there are marked with it.
fn whose(visit: &SignedIn) -> String {
    let person = visit.actor().person;
    person.map(|p| p.to_string()).unwrap_or_default()
}

/// Open or secret, in words.
pub(super) fn how(lang: Lang, ballot: &Ballot) -> String {
    text::t(
        lang,
        match ballot.secret {
            true => "ballot-how-secret",
            false => "ballot-how-open",
        },
    )
}

/// The ballot that runs for the reader, or has just ended for him; the one opened last, where there are several.
async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Query(_): Query,
) -> Result<Response, Failure> {
    let kernel = app.kernel();
    let doc = Doc::new(visit.t("vote-title")).ballots("/vote/live");
    let Some(person) = visit.actor().person else {
        return Ok(doc.template(Page::idle(&visit)).show(&visit));
    };
    let mine = ballot::of_person(&kernel.db, person, kernel.now()).await?;
    let doc = match mine.iter().find(|b| b.state.runs()).or(mine.first()) {
        None => doc.template(Page::idle(&visit)),
        Some(ballot) if ballot.state == Stands::Closed => {
            let shown = Shown::new(visit.lang, ballot);
            doc.template(Over {
                id: ballot.id.to_string(),
                who: whose(&visit),
                version: ballot.version,
                how: how(visit.lang, ballot),
                title: ballot.title.clone(),
                shown,
            })
        }
        Some(ballot) => doc.template(Page::of(&app, &visit, ballot).await?),
    };
    Ok(doc.show(&visit))
}

/// A ballot that has just ended: its result, until the next one appears.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<section class="vote" data-vote data-in-place="true" data-ballot="{{ id }}" data-who="{{ who }}" data-state="closed" data-version="{{ version }}"><header class="vote-head"><p class="eyebrow">{{ how }}</p><h1>{{ title }}</h1></header><div data-vote-body>{{ shown }}</div></section>"#
)]
struct Over {
    id: String,
    who: String,
    version: i64,
    how: String,
    title: String,
    shown: Shown,
}

/// A member's vote in an open ballot: from the page's script, or from its plain form.
async fn vote(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let script = typed.has("choices");
    let choices = match typed.get("choices") {
        Some(text) => urn::choices(text),
        None => {
            let lines = ballot::lines(&app.kernel().db, id).await?;
            let one = |l: &Line| {
                typed
                    .get(&format!("line-{}", l.place))
                    .and_then(ballot::Choice::parse)
            };
            lines.iter().map(one).collect()
        }
    };
    let done = async {
        let choices = choices.unwrap_or_default();
        ballot::vote(app.kernel(), visit.actor(), id, &choices).await
    }
    .await;
    if script {
        return urn::answer(visit.lang, done);
    }
    done?;
    Ok(Go::to("/vote")
        .saying(Message::new("vote-done"))
        .into_response())
}

/// Hands a member his paper of a secret ballot.
async fn take(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(_): Form,
) -> Result<Response, Failure> {
    match ballot::booth::take(app.kernel(), visit.actor(), id).await {
        Ok((paper, round)) => {
            Ok(axum::Json(json!({"paper": paper, "round": round})).into_response())
        }
        Err(e) => urn::answer(visit.lang, Err(e)),
    }
}
