//! One briefing: its text with every counted number leading to its rows and every typed one marked; what changed by hand,
//! what reads otherwise today; editing, today's numbers, Word.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use frame::ui::{Changes, Doc, Facts, Field, Form as Sheet, Head, Note, Press, Tone};
use frame::{App, Failure, Fields, Form, Go, Len, Path, Reader, Routes, SignedIn, file, get, post};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;
use papers::plain::{self, Plain, Span};

use super::briefings::enter;
use super::{View, keeps, ta, tabs};
use crate::actions::briefing as actions;
use crate::briefing::Period;
use crate::model::briefing::{Mark, Number, Piece};
use crate::store::briefing::{self, Kept};

/// The longest title and text, in characters.
const MOST: (usize, usize) = (120, 20_000);
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/publicity/briefings/{id}", get(page))
        .route("/publicity/briefings/{id}/edit", get(ask).post(edit))
        .route("/publicity/briefings/{id}/refresh", post(refresh))
        .route("/publicity/briefings/{id}/paper.docx", get(word))
}

/// The text as it is read on the screen.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<div class="prose">{% for line in lines %}<p>{% for piece in line %}{% match piece %}{% when Shown::Words with (words) %}{{ words }}{% when Shown::Counted with (mark) %}<a href="{{ mark.list }}" title="{{ mark.label }}">{{ mark.shown }}</a>{% when Shown::Typed with (number) %}<mark title="{{ typed }}">{{ number }}</mark>{% endmatch %}{% endfor %}</p>{% endfor %}</div>"#
)]
struct Text<'a> {
    lines: Vec<Vec<Shown<'a>>>,
    typed: String,
}

enum Shown<'a> {
    Words(String),
    Counted(&'a Mark),
    Typed(String),
}

/// The pieces of a text, paragraph by paragraph.
fn lines(kept: &Kept) -> Vec<Vec<Shown<'_>>> {
    let mut out = vec![Vec::new()];
    for piece in kept.text.pieces() {
        let shown = match piece {
            Piece::Plain(words) => {
                for (n, part) in words.split('\n').enumerate() {
                    if n > 0 {
                        out.push(Vec::new());
                    }
                    if let (Some(last), false) = (out.last_mut(), part.is_empty()) {
                        last.push(Shown::Words(part.to_owned()));
                    }
                }
                continue;
            }
            // A date is counted nowhere: it is words.
            Piece::Counted(mark) if mark.list.is_empty() => Shown::Words(mark.shown.clone()),
            Piece::Counted(mark) => Shown::Counted(mark),
            Piece::Typed(number) => Shown::Typed(number),
        };
        if let Some(last) = out.last_mut() {
            last.push(shown);
        }
    }
    out.retain(|line| !line.is_empty());
    out
}

async fn kept(app: &App, visit: &SignedIn, id: Id) -> Result<Kept, Failure> {
    enter(visit)?;
    Ok(briefing::one(&app.kernel().db, visit.actor().organ, id).await?)
}

/// What the numbers of its period read today.
async fn today(app: &App, visit: &SignedIn, kept: &Kept) -> Result<Vec<Number>, Error> {
    let period = Period {
        from: kept.from_on,
        to: kept.to_on,
    };
    let lang = actions::lang_of(&kept.lang);
    let (_, numbers) = actions::written(app.kernel(), visit.actor(), lang, &period).await?;
    Ok(numbers)
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let kept = kept(&app, &visit, id).await?;
    let now = today(&app, &visit, &kept).await?;
    let t = |key: &str| visit.t(key);
    let day = |d| text::date::date(visit.lang, d);
    let mut head = Head::new(kept.title.as_str());
    if keeps(&visit) {
        head = head.main(
            format!("/publicity/briefings/{id}/edit"),
            t("briefing-edit"),
        );
    }
    head = head.button(
        format!("/publicity/briefings/{id}/paper.docx"),
        t("briefing-docx"),
    );
    let mut doc = Doc::new(kept.title.as_str())
        .trail("/publicity", t("publicity-nav"))
        .trail("/publicity/briefings", t("briefing-all"))
        .part(head)
        .part(tabs(&visit, View::Overview));
    let stale = kept.text.stale(&now);
    if !stale.is_empty() {
        let points = stale
            .iter()
            .map(|(m, n)| {
                let args = [
                    ("label", m.label.as_str().into()),
                    ("was", m.shown.as_str().into()),
                    ("now", n.shown.as_str().into()),
                ];
                ta(&visit, "briefing-stale-line", &args)
            })
            .collect();
        doc = doc.part(
            Note::new(Tone::Warn, "")
                .title(t("briefing-stale"))
                .points(points),
        );
        if keeps(&visit) {
            let press = Press::new(
                &visit,
                format!("/publicity/briefings/{id}/refresh"),
                t("briefing-refresh"),
            );
            doc = doc.part(press.above());
        }
    }
    if !kept.text.changed.is_empty() {
        let points = kept
            .text
            .changed
            .iter()
            .map(|c| {
                let args = [
                    ("label", c.label.as_str().into()),
                    ("was", c.was.as_str().into()),
                ];
                ta(&visit, "briefing-changed-was", &args)
            })
            .collect();
        doc = doc.part(
            Note::new(Tone::Info, t("briefing-changed-about"))
                .title(t("briefing-changed"))
                .points(points),
        );
    }
    let text = Text {
        lines: lines(&kept),
        typed: t("briefing-typed-title"),
    };
    let html = text.render().unwrap_or_default();
    let facts = Facts::new(&visit)
        .line(
            t("briefing-period"),
            format!("{} — {}", day(kept.from_on), day(kept.to_on)),
        )
        .line(
            t("briefing-counted"),
            text::date::instant(visit.lang, kept.counted_at),
        )
        .line(
            t("briefing-edited"),
            format!(
                "{} {}",
                kept.by_name.clone().unwrap_or_default(),
                text::date::instant(visit.lang, kept.edited_at)
            ),
        );
    doc = doc
        .panel("", askama::filters::HtmlSafeOutput(html))
        .panel("", facts);
    Ok(doc.show(&visit))
}

fn form(visit: &SignedIn, kept: &Kept) -> Sheet {
    Sheet::new(visit, format!("/publicity/briefings/{}/edit", kept.id))
        .keep(visit, &format!("briefing-{}-{}", kept.id, kept.rev))
        .hidden("rev", kept.rev)
        .field(
            Field::line("title", visit.t("briefing-name"), MOST.0)
                .must()
                .value(&kept.title),
        )
        .field(
            Field::prose("content", visit.t("briefing-text"), MOST.1)
                .must()
                .rows(18)
                .hint(visit.t("briefing-text-hint"))
                .value(&kept.text.content),
        )
        .send(visit.t("publicity-save"))
        .cancel(format!("/publicity/briefings/{}", kept.id))
}

fn editing(visit: &SignedIn, kept: &Kept) -> Doc {
    Doc::titled(visit.t("briefing-edit"))
        .trail("/publicity", visit.t("publicity-nav"))
        .trail("/publicity/briefings", visit.t("briefing-all"))
        .trail(
            format!("/publicity/briefings/{}", kept.id),
            kept.title.clone(),
        )
}

async fn ask(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let kept = kept(&app, &visit, id).await?;
    Ok(editing(&visit, &kept)
        .part(form(&visit, &kept))
        .show(&visit))
}

fn read(typed: &Fields) -> Result<(String, String, i64), Error> {
    let mut r = Reader::new(typed);
    let title = r.must_line("title", Len(MOST.0));
    let content = r.must_prose("content", Len(MOST.1));
    let rev = r.must_number("rev", 0..=i64::MAX);
    r.finish()?;
    Ok((title, content, rev.unwrap_or(0)))
}

async fn edit(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let kept = kept(&app, &visit, id).await?;
    let done = async {
        let (title, content, rev) = read(&typed)?;
        actions::edit(app.kernel(), visit.actor(), &kept, rev, &title, &content).await
    };
    match done.await {
        Ok(()) => Ok(Go::to(format!("/publicity/briefings/{id}"))
            .saying(Message::new("briefing-kept"))
            .into_response()),
        Err(e) => {
            let mut doc = editing(&visit, &kept);
            // Somebody kept another text meanwhile: what differs is shown above the form, which goes against the newest.
            let behind = typed.get("rev").is_some_and(|r| r != kept.rev.to_string());
            if let (true, Some(content)) = (behind, typed.get("content")) {
                let content = content.replace("\r\n", "\n");
                let changes = Changes::new(&visit, &kept.text.content, &content);
                doc = doc.panel(&visit.t("publicity-meanwhile-changes"), changes);
            }
            Ok(doc
                .again(form(&visit, &kept).again(&typed, e)?)
                .show(&visit))
        }
    }
}

async fn refresh(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(_): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let kept = kept(&app, &visit, id).await?;
    let n = actions::refresh(app.kernel(), visit.actor(), &kept).await?;
    Ok(Go::to(format!("/publicity/briefings/{id}"))
        .saying(Message::new("briefing-refreshed").arg("n", n))
        .into_response())
}

/// The address this program is typed at: the one configured, otherwise the one it was asked by.
fn site(app: &App, headers: &HeaderMap) -> String {
    let asked = || {
        let host = headers.get(header::HOST).and_then(|h| h.to_str().ok());
        format!("http://{}", host.unwrap_or("localhost"))
    };
    let public = app.settings().public.clone();
    public
        .unwrap_or_else(asked)
        .trim_end_matches('/')
        .to_owned()
}

async fn word(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let kept = kept(&app, &visit, id).await?;
    let site = site(&app, &headers);
    let lang = actions::lang_of(&kept.lang);
    let body = lines(&kept)
        .into_iter()
        .map(|line| {
            line.into_iter()
                .map(|piece| match piece {
                    Shown::Words(text) | Shown::Typed(text) => Span { text, link: None },
                    Shown::Counted(mark) => Span {
                        text: mark.shown.clone(),
                        link: Some(format!("{site}{}", mark.list)),
                    },
                })
                .collect()
        })
        .collect();
    let at = text::date::instant(lang, kept.counted_at);
    let paper = Plain {
        title: kept.title.clone(),
        body,
        foot: vec![text::ta(lang, "briefing-source", &[("at", at.into())])],
    };
    let name = format!("{}.docx", kept.title);
    Ok(file(&name, WORD, plain::docx(&paper)))
}
