//! Correcting a published text: what stands wrong in it, what is right, and why.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::{Doc, Facts, Field, Form as Sheet, Note, Tone};
use frame::{App, Failure, Form, Go, Len, Path, Reader, Routes, SignedIn, Visit, get};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::matter::Standing;

use super::parts::Prose;
use crate::actions::{self, Wrong};
use crate::decision::Held;
use crate::store::correction::Correction;

/// The longest passage, and the longest reason.
const MOST: usize = 2_000;

pub(super) fn routes() -> Routes {
    Routes::new().route("/decisions/{id}/correct", get(page).post(correct))
}

/// All corrections of a text, each with its day; none where there are none.
pub(super) fn corrections(visit: &Visit, all: &[Correction]) -> Option<Facts> {
    let mut facts = Facts::new(visit);
    for c in all {
        let day = text::date::date_plain(visit.lang, c.on_date);
        let words = text::ta(
            visit.lang,
            "decisions-corrected",
            &[
                ("wrong", c.wrong.as_str().into()),
                ("right", c.correct.as_str().into()),
                ("reason", c.reason.as_str().into()),
            ],
        );
        facts = facts.line(day, words);
    }
    (!all.is_empty()).then_some(facts)
}

async fn standing(app: &App, visit: &SignedIn, id: Id) -> Result<Standing, Error> {
    visit.actor().authorize(Permission::Register)?;
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    match Held::of(&standing)?.case.is_public() {
        true => Ok(standing),
        false => Err(Error::refused("decisions-correct-early")),
    }
}

fn form(visit: &SignedIn, id: Id) -> Sheet {
    Sheet::new(visit, format!("/decisions/{id}/correct"))
        .keep(visit, &format!("decision-correct-{id}"))
        .field(
            Field::prose("wrong", visit.t("decisions-correct-wrong"), MOST)
                .hint(visit.t("decisions-correct-wrong-hint"))
                .rows(3)
                .must(),
        )
        .field(
            Field::prose("right", visit.t("decisions-correct-right"), MOST)
                .rows(3)
                .must(),
        )
        .field(
            Field::prose("reason", visit.t("decisions-correct-reason"), MOST)
                .rows(2)
                .must(),
        )
        .send(visit.t("decisions-correct"))
        .cancel(format!("/decisions/{id}"))
}

fn doc(visit: &SignedIn, standing: &Standing) -> Doc {
    let id = standing.matter.id;
    Doc::titled(visit.t("decisions-correct"))
        .trail("/decisions", visit.t("decisions-nav"))
        .trail(format!("/decisions/{id}"), standing.matter.title.as_str())
        .part(Note::new(Tone::Info, visit.t("decisions-correct-about")))
}

fn text_of(visit: &SignedIn, standing: &Standing, doc: Doc) -> Result<Doc, Error> {
    let case = &Held::of(standing)?.case;
    Ok(match case.adopted() {
        Some(text) => {
            let words = text.content.clone();
            doc.panel(&visit.t("decisions-text-adopted"), Prose { words })
        }
        None => doc,
    })
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let standing = standing(&app, &visit, id).await?;
    let doc = doc(&visit, &standing).part(form(&visit, id));
    Ok(text_of(&visit, &standing, doc)?.show(&visit))
}

async fn correct(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let standing = standing(&app, &visit, id).await?;
    let done = async {
        let mut r = Reader::new(&typed);
        let wrong = r.must_prose("wrong", Len(MOST));
        let right = r.must_prose("right", Len(MOST));
        let reason = r.must_prose("reason", Len(MOST));
        r.finish()?;
        let typed = Wrong {
            wrong,
            right,
            reason,
        };
        actions::correct(app.kernel(), visit.actor(), id, typed).await
    };
    match done.await {
        Ok(()) => {
            app.live().wake();
            Ok(Go::to(format!("/decisions/{id}"))
                .saying(Message::new("decisions-corrected-done"))
                .into_response())
        }
        Err(e) => {
            let doc = doc(&visit, &standing).again(form(&visit, id).again(&typed, e)?);
            Ok(text_of(&visit, &standing, doc)?.show(&visit))
        }
    }
}
