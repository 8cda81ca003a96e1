//! Editing an issue: its items with title, text, column, page and order on one page; more taken from what is there.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use frame::ui::{Choice, Doc, Field, Form as Sheet, Head, Note, Tone};
use frame::{App, Failure, Fields, Form, Go, Len, Path, Reader, Routes, SignedIn, get};
use kernel::error::{Error, FieldError, Message};
use kernel::id::Id;
use kernel::matter::{Request, Standing, act, perform};

use super::{issues, ta};
use crate::actions::issue as actions;
use crate::issue::Held;
use crate::model::issue::{Item, MOST, placed, written};

pub(super) fn routes() -> Routes {
    Routes::new().route("/publicity/issues/{id}/compose", get(ask).post(compose))
}

/// The issue, where the reader may edit it now; the refusal the procedure gives otherwise.
async fn open(app: &App, visit: &SignedIn, id: Id) -> Result<Standing, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    Held::of(&standing)?;
    let mut offers = standing.offers(visit.actor());
    offers.retain(|o| o.act == "compose");
    offers.sort_by_key(|o| o.result.is_err());
    match offers.into_iter().next().map(|o| o.result) {
        Some(Ok(_)) => Ok(standing),
        Some(Err(refusal)) => Err(act::refused(refusal).into()),
        None => Err(Error::Forbidden(Message::new("issue-not-now")).into()),
    }
}

/// What stands in the form: the items, and one more place for a new one.
fn rows(items: &[Item]) -> Vec<Item> {
    let mut out = items.to_vec();
    if out.len() < MOST.2 {
        out.push(Item::default());
    }
    out
}

async fn form(
    app: &App,
    visit: &SignedIn,
    standing: &Standing,
    items: &[Item],
) -> Result<Sheet, Error> {
    let id = standing.matter.id;
    let t = |key: &str| visit.t(key);
    let held = Held::of(standing)?;
    let series = &held.issue.series;
    let columns = series.column_names();
    let mut form = Sheet::new(visit, format!("/publicity/issues/{id}/compose"))
        .keep(visit, &format!("issue-{id}-{}", standing.matter.rev))
        .hidden("rev", standing.matter.rev)
        .hidden("n", items.len());
    for (i, item) in items.iter().enumerate() {
        let is_new = item == &Item::default();
        let legend = match is_new {
            true => t("issue-item-new"),
            false => ta(visit, "issue-item-nth", &[("n", (i as i64 + 1).into())]),
        };
        let mut fields = vec![
            Field::number(&format!("at-{i}"), t("issue-item-at"), 1, 999)
                .value(i + 1)
                .short(),
            Field::line(&format!("title-{i}"), t("publicity-ask-title"), MOST.0).value(&item.title),
        ];
        if !columns.is_empty() {
            let mut all = vec![Choice::new("", t("issue-column-no"))];
            all.extend(columns.iter().map(|c| Choice::new(c, *c)));
            // A column that is no longer offered stays where it was chosen.
            if !item.column.is_empty() && !columns.contains(&item.column.as_str()) {
                all.push(Choice::new(&item.column, item.column.as_str()));
            }
            fields.push(
                Field::select(&format!("column-{i}"), t("issue-column"), all).value(&item.column),
            );
        }
        if series.pages > 0 {
            fields.push(
                Field::number(&format!("page-{i}"), t("issue-page"), 1, 999)
                    .value_opt(item.page)
                    .short(),
            );
        }
        fields.push(Field::line(&format!("sender-{i}"), t("issue-sender"), 60).value(&item.sender));
        fields.push(
            Field::prose(&format!("content-{i}"), t("publicity-ask-content"), MOST.1)
                .rows(6)
                .value(&item.content),
        );
        if !is_new {
            fields.push(Field::tick(&format!("out-{i}"), t("issue-item-out")));
        }
        form = form
            .group(legend, "", fields)
            .hidden(&format!("source-{i}"), &item.source);
    }
    let more = issues::sources(app, visit).await?;
    let mut form = form
        .field(Field::picks("more", t("issue-more"), more).hint(t("issue-more-hint")))
        .send(t("issue-save"))
        .also("then", "again", t("issue-save-again"))
        .also("then", "paper", t("issue-save-paper"));
    if series.pages > 0 {
        form = form.also("then", "place", t("issue-save-place"));
    }
    Ok(form.cancel(format!("/publicity/issues/{id}")))
}

fn page(visit: &SignedIn, standing: &Standing) -> Doc {
    let id = standing.matter.id;
    Doc::new(standing.matter.title.as_str())
        .trail("/publicity", visit.t("publicity-nav"))
        .trail("/publicity/issues", visit.t("issue-all"))
        .trail(
            format!("/publicity/issues/{id}"),
            standing.matter.title.as_str(),
        )
        .part(Head::new(visit.t("issue-compose")).lede(visit.t("issue-compose-lede")))
}

async fn ask(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let standing = open(&app, &visit, id).await?;
    let held = Held::of(&standing)?;
    let items: Vec<Item> = held.issue.items.iter().map(|i| i.item()).collect();
    let form = form(&app, &visit, &standing, &rows(&items)).await?;
    Ok(page(&visit, &standing).part(form).show(&visit))
}

/// What the page was sent back with.
struct Typed {
    /// As they stood on the page, to be shown again.
    shown: Vec<Item>,
    /// In their new order, without those taken out.
    kept: Vec<Item>,
    more: Vec<Id>,
}

fn read(typed: &Fields) -> (Typed, Result<(), Error>) {
    let mut r = Reader::new(typed);
    let n = r.number("n", 0..=MOST.2 as i64).unwrap_or(0) as usize;
    let more = r.ids("more", MOST.2);
    let mut shown = Vec::with_capacity(n);
    let mut kept: Vec<(i64, Item)> = Vec::new();
    for i in 0..n {
        let name = |field: &str| format!("{field}-{i}");
        let at = r.number(&name("at"), 1..=999).unwrap_or(i as i64 + 1);
        let title = r.line(&name("title"), Len(MOST.0)).unwrap_or_default();
        let content = r.prose(&name("content"), Len(MOST.1)).unwrap_or_default();
        let column = r.line(&name("column"), Len(40)).unwrap_or_default();
        let item = Item {
            title,
            content: content.trim_matches('\n').to_owned(),
            column,
            page: r.number(&name("page"), 1..=999),
            sender: r.line(&name("sender"), Len(60)).unwrap_or_default(),
            source: r.line(&name("source"), Len(20)).unwrap_or_default(),
        };
        let out = r.tick(&name("out"));
        let empty = item.title.is_empty() && item.content.trim().is_empty();
        if !out && !empty {
            if item.title.is_empty() {
                r.fail(&name("title"), Message::new("issue-title-missing"));
            }
            kept.push((at, item.clone()));
        }
        shown.push(item);
    }
    kept.sort_by_key(|(at, _)| *at);
    let kept = kept.into_iter().map(|(_, item)| item).collect();
    (Typed { shown, kept, more }, r.finish())
}

async fn compose(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let standing = open(&app, &visit, id).await?;
    let series = &Held::of(&standing)?.issue.series;
    let (sent, faults) = read(&typed);
    let then = typed.get("then").unwrap_or_default().to_owned();
    let done = async {
        faults?;
        let mut items = sent.kept.clone();
        for source in &sent.more {
            let (item, _) = actions::taken_from(app.kernel(), visit.actor(), *source).await?;
            items.push(item);
        }
        if then == "place" && series.pages > 0 {
            for item in &mut items {
                item.page = None;
            }
            placed(&mut items, series.page_characters);
        }
        let rev = typed.get("rev").and_then(|r| r.parse().ok());
        let rev = rev.ok_or_else(|| Error::field("rev", Message::new("matter-rev-missing")))?;
        let request = Request::new("compose")
            .rev(rev)
            .field("content", written(&items));
        match perform(app.kernel(), visit.actor(), id, request).await {
            Ok(_) => Ok(true),
            // Nothing was changed, only what comes next was asked for.
            Err(Error::Refused(why)) if why.key == "issue-unchanged" && !then.is_empty() => {
                Ok(false)
            }
            Err(Error::Invalid(faults)) => Err(Error::Invalid(renamed(faults))),
            Err(e) => Err(e),
        }
    };
    match done.await {
        Ok(_) => {
            app.live().wake();
            let to = match then.as_str() {
                "paper" => format!("/publicity/issues/{id}/paper"),
                "again" | "place" => format!("/publicity/issues/{id}/compose"),
                _ => format!("/publicity/issues/{id}"),
            };
            Ok(Go::to(to)
                .saying(Message::new("publicity-saved"))
                .into_response())
        }
        // Somebody else kept the issue meanwhile: what was typed stays, and the next save is a choice.
        Err(Error::Conflict { .. }) => {
            let now = open(&app, &visit, id).await?;
            let mut form = form(&app, &visit, &now, &sent.shown).await?;
            form.fill(&typed);
            let note = Note::new(Tone::Warn, visit.t("issue-meanwhile"))
                .title(visit.t("frame-failure-conflict"));
            Ok(page(&visit, &now)
                .status(StatusCode::CONFLICT)
                .part(note)
                .part(form)
                .show(&visit))
        }
        Err(e) => {
            let form = form(&app, &visit, &standing, &sent.shown).await?;
            Ok(page(&visit, &standing)
                .again(form.again(&typed, e)?)
                .show(&visit))
        }
    }
}

/// Faults of the whole text stand above the form: it has no such field here.
fn renamed(faults: Vec<FieldError>) -> Vec<FieldError> {
    faults
        .into_iter()
        .map(|f| match f.field.as_str() {
            "sources" => FieldError {
                field: "more".to_owned(),
                ..f
            },
            _ => f,
        })
        .collect()
}
