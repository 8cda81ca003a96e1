//! What is done to a version of a procedure: copying it, changing a draft's title or text, putting it in force,
//! throwing it away.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::{Doc, Field, Form as Sheet, Note, Tone};
use frame::{App, Failure, Form, Go, Len, Path, Reader, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::procedures::{self, Version};
use procedure::edit::Change;
use procedure::{Definition, Words};

use super::procedures::said;
use crate::actions::procedure as actions;

pub(super) fn routes() -> Routes {
    let base = "/office/procedures/{id}/{version}";
    Routes::new()
        .route(&format!("{base}/text"), get(text_form).post(save_text))
        .route(&format!("{base}/head"), get(head_form).post(save_head))
        .route(&format!("{base}/{{act}}"), get(confirm).post(perform))
}

/// A version with its definition, for somebody who may configure.
async fn one(
    app: &App,
    visit: &SignedIn,
    id: &str,
    number: i64,
) -> Result<(Version, Definition), Error> {
    visit.actor().authorize(Permission::Configure)?;
    let (row, kind) = actions::version(app.kernel(), visit.actor(), id, number).await?;
    let pinned = procedures::parse(&*kind, &row)?;
    Ok((row, pinned.definition))
}

/// The same, where it is a draft.
pub(super) async fn draft(
    app: &App,
    visit: &SignedIn,
    id: &str,
    number: i64,
) -> Result<(Version, Definition), Error> {
    let (row, def) = one(app, visit, id, number).await?;
    if row.state != "draft" {
        return Err(Error::refused("kernel-procedure-not-a-draft"));
    }
    Ok((row, def))
}

pub(super) fn base(row: &Version) -> String {
    format!("/office/procedures/{}/{}", row.id, row.version)
}

pub(super) fn page(visit: &SignedIn, row: &Version, def: &Definition, title: String) -> Doc {
    Doc::titled(title)
        .trail("/office/procedures", visit.t("office-procedures"))
        .trail(base(row), said(visit, &def.title))
}

pub(super) fn done(row: &Version, key: &str) -> Response {
    Go::to(base(row)).saying(Message::new(key)).into_response()
}

pub(super) fn form(visit: &SignedIn, row: &Version, path: &str) -> Sheet {
    Sheet::new(visit, format!("{}/{path}", base(row)))
        .hidden("rev", row.rev)
        .cancel(base(row))
}

/// The revision the form was made from.
pub(super) fn rev(r: &mut Reader<'_>) -> i64 {
    r.must_number("rev", 0..=i64::MAX).unwrap_or(-1)
}

/// The four acts that need no more than a yes: the key of the act, of what it means, of what was done.
fn keys(act: &str) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match act {
        "copy" => (
            "office-procedure-copy",
            "office-procedure-copy-about",
            "office-procedure-copied",
        ),
        "force" => (
            "office-procedure-force",
            "office-procedure-force-about",
            "office-procedure-forced",
        ),
        "discard" => (
            "office-procedure-discard",
            "office-procedure-discard-about",
            "office-procedure-discarded",
        ),
        _ => return None,
    })
}

async fn confirm(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, number, act)): Path<(String, i64, String)>,
) -> Result<Response, Failure> {
    let (key, about, _) = keys(&act).ok_or(Error::NotFound)?;
    let (row, def) = one(&app, &visit, &id, number).await?;
    let mut form = form(&visit, &row, &act).send(visit.t(key));
    if act == "discard" {
        form = form.grave();
    }
    Ok(page(&visit, &row, &def, visit.t(key))
        .part(Note::new(Tone::Info, visit.t(about)))
        .part(form)
        .show(&visit))
}

async fn perform(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, number, act)): Path<(String, i64, String)>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let (key, _, after) = keys(&act).ok_or(Error::NotFound)?;
    let (row, def) = one(&app, &visit, &id, number).await?;
    let (kernel, actor) = (app.kernel(), visit.actor());
    let mut r = Reader::new(&typed);
    let rev = rev(&mut r);
    let finished = r.finish();
    let outcome = match (finished, act.as_str()) {
        (Err(e), _) => Err(e),
        (Ok(()), "copy") => actions::copy(kernel, actor, &id, number)
            .await
            .map(|next| format!("/office/procedures/{id}/{next}")),
        (Ok(()), "force") => actions::put_in_force(kernel, actor, &id, number, rev)
            .await
            .map(|()| base(&row)),
        (Ok(()), _) => actions::discard(kernel, actor, &id, number)
            .await
            .map(|()| "/office/procedures".to_owned()),
    };
    match outcome {
        Ok(href) => Ok(Go::to(href).saying(Message::new(after)).into_response()),
        Err(e) => {
            let form = form(&visit, &row, &act).send(visit.t(key));
            Ok(page(&visit, &row, &def, visit.t(key))
                .again(form.again(&typed, e)?)
                .show(&visit))
        }
    }
}

fn text_sheet(visit: &SignedIn, row: &Version) -> Sheet {
    form(visit, row, "text")
        .field(
            Field::prose(
                "definition",
                visit.t("office-procedure-text"),
                procedure::parse::LONGEST,
            )
            .rows(30)
            .must()
            .value(&row.definition)
            .hint(visit.t("office-procedure-text-hint")),
        )
        .send(visit.t("office-save"))
}

async fn text_form(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, number)): Path<(String, i64)>,
) -> Result<Response, Failure> {
    let (row, def) = draft(&app, &visit, &id, number).await?;
    let title = visit.t("office-procedure-edit-text");
    Ok(page(&visit, &row, &def, title)
        .part(text_sheet(&visit, &row))
        .show(&visit))
}

async fn save_text(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, number)): Path<(String, i64)>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let (row, def) = draft(&app, &visit, &id, number).await?;
    let saved = async {
        let mut r = Reader::new(&typed);
        let rev = rev(&mut r);
        let text = r.must_prose("definition", Len(procedure::parse::LONGEST));
        r.finish()?;
        actions::save(app.kernel(), visit.actor(), &id, number, rev, &text).await
    };
    match saved.await {
        Ok(()) => Ok(done(&row, "office-saved")),
        Err(e) => {
            let title = visit.t("office-procedure-edit-text");
            let form = text_sheet(&visit, &row).again(&typed, e)?;
            Ok(page(&visit, &row, &def, title).again(form).show(&visit))
        }
    }
}

/// A title in both languages, as two fields.
pub(super) fn title_fields(visit: &SignedIn, name: &str, key: &str, words: &Words) -> Vec<Field> {
    let label = visit.t(key);
    vec![
        Field::line(
            &format!("{name}_zh"),
            super::ta(
                visit,
                "office-in-chinese",
                &[("label", label.as_str().into())],
            ),
            100,
        )
        .must()
        .value(&words.zh),
        Field::line(
            &format!("{name}_en"),
            super::ta(visit, "office-in-english", &[("label", label.into())]),
            200,
        )
        .must()
        .value(&words.en),
    ]
}

pub(super) fn read_words(r: &mut Reader<'_>, name: &str) -> Words {
    Words::new(
        r.must_line(&format!("{name}_zh"), Len(100)),
        r.must_line(&format!("{name}_en"), Len(200)),
    )
}

fn head_sheet(visit: &SignedIn, row: &Version, def: &Definition) -> Sheet {
    form(visit, row, "head")
        .side(title_fields(
            visit,
            "title",
            "office-procedure-title",
            &def.title,
        ))
        .field(
            Field::line("rule", visit.t("office-procedure-rule"), 200)
                .value(&def.rule)
                .hint(visit.t("office-procedure-rule-hint")),
        )
        .send(visit.t("office-save"))
}

async fn head_form(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, number)): Path<(String, i64)>,
) -> Result<Response, Failure> {
    let (row, def) = draft(&app, &visit, &id, number).await?;
    let title = visit.t("office-procedure-edit-head");
    Ok(page(&visit, &row, &def, title)
        .part(head_sheet(&visit, &row, &def))
        .show(&visit))
}

async fn save_head(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, number)): Path<(String, i64)>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let (row, def) = draft(&app, &visit, &id, number).await?;
    let saved = async {
        let mut r = Reader::new(&typed);
        let rev = rev(&mut r);
        let title = read_words(&mut r, "title");
        let rule = r.line("rule", Len(200)).unwrap_or_default();
        r.finish()?;
        let mut changes = Vec::new();
        if title != def.title {
            changes.push(Change::Title(title));
        }
        if rule != def.rule {
            changes.push(Change::Rule(rule));
        }
        actions::change(app.kernel(), visit.actor(), &id, number, rev, &changes).await
    };
    match saved.await {
        Ok(()) => Ok(done(&row, "office-saved")),
        Err(e) => {
            let title = visit.t("office-procedure-edit-head");
            let form = head_sheet(&visit, &row, &def).again(&typed, e)?;
            Ok(page(&visit, &row, &def, title).again(form).show(&visit))
        }
    }
}
