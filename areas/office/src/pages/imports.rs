//! Imports (X5): send a file, see what will become of every row, mend it, confirm, and the history of it all.

mod preview;

use std::time::Duration;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::{Cell, Choice, Column, Doc, Facts, Field, Form, Links, Note, Row, Table, Tone};
use frame::{
    App, Failure, Fields, Go, Path, Query, Reader, Routes, SignedIn, Upload, Visit, get, post,
};
use kernel::access::Permission;
use kernel::error::{Error, Message, Result};
use kernel::id::Id;
use kernel::import::{self, Format, Job, Options};

/// Imports of a page of the history.
const ROWS: i64 = 30;
/// How long a confirmed import may take before its page shows how far it is.
const PATIENCE: Duration = Duration::from_secs(3);

pub fn routes() -> Routes {
    Routes::new()
        .route("/office/imports", get(all).post(send))
        .route("/office/imports/export/{file}", get(export))
        .route("/office/imports/{id}", get(preview::one))
        .route(
            "/office/imports/{id}/rows/{row}",
            get(preview::row).post(fix),
        )
        .route(
            "/office/imports/{id}/refused.xlsx",
            get(preview::refused_xlsx),
        )
        .route(
            "/office/imports/{id}/refused.csv",
            get(preview::refused_csv),
        )
        .route("/office/imports/{id}/commit", post(commit))
        .route("/office/imports/{id}/cancel", post(cancel))
}

fn address(id: Id) -> String {
    format!("/office/imports/{id}")
}

/// The words of a kind of import, or its name where the program no longer knows it.
fn kind(app: &App, visit: &Visit, name: &str) -> String {
    match app.kernel().import(name) {
        Ok(register) => visit.t(register.title()),
        Err(_) => name.to_owned(),
    }
}

async fn all(
    State(app): State<App>,
    visit: SignedIn,
    Query(typed): Query,
) -> Result<Response, Failure> {
    let mut reader = Reader::new(&typed);
    let before = reader.number("before", 0..=i64::MAX);
    reader.finish_strict()?;
    let doc = Doc::titled(visit.t("import-title"))
        .trail("/office", visit.t("office-nav"))
        .part(super::tabs(&visit, visit.actor(), super::View::Imports));
    let doc = match before {
        None => doc
            .part(Note::new(Tone::Info, visit.t("import-how")))
            .part(upload_form(&app, &visit))
            .panel(&visit.t("export-title"), exports(&app, &visit)),
        Some(_) => doc,
    };
    Ok(history(&app, &visit, doc, before).await?.show(&visit))
}

/// Every register as a file, under the headings the import reads.
fn exports(app: &App, visit: &SignedIn) -> Facts {
    let mut facts = Facts::new(visit).line("", visit.t("export-how"));
    for register in import::registers(app.kernel(), visit.actor()) {
        let href = |ending: &str| format!("/office/imports/export/{}.{ending}", register.name());
        let links = Links::new(vec![
            (href("xlsx"), "xlsx".to_owned()),
            (href("csv"), "csv".to_owned()),
        ]);
        facts = facts.html(visit.t(register.title()), links);
    }
    facts
}

async fn export(
    State(app): State<App>,
    visit: SignedIn,
    Path(name): Path<String>,
) -> Result<Response, Failure> {
    let (kind, format, media) = match name.rsplit_once('.') {
        Some((kind, "xlsx")) => (
            kind,
            Format::Xlsx,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        Some((kind, "csv")) => (kind, Format::Csv, "text/csv; charset=utf-8"),
        _ => return Err(Error::NotFound.into()),
    };
    let (bytes, _) = import::export(app.kernel(), visit.actor(), kind, false, format).await?;
    let title = visit.t(app.kernel().import(kind)?.title());
    let ending = name.rsplit('.').next().unwrap_or_default();
    let day = text::date::date_plain(visit.lang, visit.now.day());
    Ok(frame::file(
        &format!("{title} {day}.{ending}"),
        media,
        bytes,
    ))
}

fn upload_form(app: &App, visit: &SignedIn) -> Form {
    let kinds = import::registers(app.kernel(), visit.actor())
        .map(|r| Choice::new(r.name(), visit.t(r.title())))
        .collect();
    Form::new(visit, "/office/imports")
        .field(Field::select("kind", visit.t("import-kind"), kinds).must())
        .field(
            Field::file(
                "file",
                visit.t("import-file"),
                ".xlsx,.xls,.csv,.txt",
                false,
            )
            .hint(visit.t("import-file-hint"))
            .must(),
        )
        .field(
            Field::number("year", visit.t("import-year"), 1949, 2100)
                .hint(visit.t("import-year-hint"))
                .short(),
        )
        .field(
            Field::tick("running", visit.t("import-running")).hint(visit.t("import-running-hint")),
        )
        .send(visit.t("import-send"))
}

async fn history(app: &App, visit: &SignedIn, doc: Doc, before: Option<i64>) -> Result<Doc> {
    let jobs = import::jobs(app.kernel(), visit.actor(), before, ROWS + 1).await?;
    if jobs.is_empty() {
        return Ok(doc);
    }
    let more = jobs.len() as i64 > ROWS;
    let shown: Vec<&Job> = jobs.iter().take(ROWS as usize).collect();
    let older = shown
        .last()
        .filter(|_| more)
        .map(|j| format!("/office/imports?before={}", j.created_at));
    let columns = vec![
        Column::new("file", visit.t("import-file")),
        Column::new("kind", visit.t("import-kind")),
        Column::new("state", visit.t("import-state")),
        Column::new("total", visit.t("import-rows")).number(),
        Column::new("written", visit.t("import-state-written")).number(),
        Column::new("refused", visit.t("import-state-refused")).number(),
        Column::new("by", visit.t("import-by")),
        Column::new("at", visit.t("import-at")),
    ];
    let rows = shown
        .iter()
        .map(|job| Row {
            id: job.id.to_string(),
            cells: vec![
                Cell::lead(address(job.id), &job.file),
                Cell::text(kind(app, visit, &job.kind)),
                Cell::Tag(visit.t(job.state.key())),
                Cell::Count(job.counts.total as i64),
                Cell::Count(job.counts.written as i64),
                Cell::Count(job.counts.refused as i64),
                Cell::text(&job.by),
                Cell::text(text::date::instant(visit.lang, job.created_at)),
            ],
        })
        .collect();
    let table = Table::new(visit, "imports", visit.t("import-history"), columns);
    Ok(doc.part(table.rows(rows).cards().pages(None, older)))
}

async fn send(
    State(app): State<App>,
    visit: SignedIn,
    upload: Upload,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Import)?;
    let typed = upload.fields.clone();
    match take(&app, &visit, upload).await {
        Ok(job) => Ok(Go::to(address(job.id)).into_response()),
        // A file too large to be read is said at the form as well: the next one is chosen there.
        Err(error) => {
            let error = match error {
                Error::TooLarge(message) => Error::field("file", message),
                other => other,
            };
            let form = upload_form(&app, &visit).again(&typed, error)?;
            Ok(Doc::titled(visit.t("import-title"))
                .again(form)
                .show(&visit))
        }
    }
}

async fn take(app: &App, visit: &SignedIn, upload: Upload) -> Result<Job> {
    let names: Vec<&str> = import::registers(app.kernel(), visit.actor())
        .map(|r| r.name())
        .collect();
    let mut reader = Reader::new(&upload.fields);
    let kind = reader.must_choice("kind", &names).map(str::to_owned);
    let year = reader.number("year", 1949..=2100);
    let running = reader.tick("running");
    let file = upload.files.into_iter().find(|f| f.field == "file");
    if file.is_none() {
        reader.fail("file", Message::new("import-no-file"));
    }
    reader.finish()?;
    let (Some(kind), Some(file)) = (kind, file) else {
        return Err(Error::field("file", Message::new("import-no-file")));
    };
    let options = Options {
        running,
        year: year.and_then(|y| i32::try_from(y).ok()),
        ..Options::default()
    };
    import::open(
        app.kernel(),
        visit.actor(),
        &kind,
        &file.name,
        file.bytes.to_vec(),
        options,
    )
    .await
}

async fn fix(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, number)): Path<(Id, u32)>,
    frame::Form(typed): frame::Form,
) -> Result<Response, Failure> {
    let kernel = app.kernel();
    let job = import::job(kernel, visit.actor(), id).await?;
    let columns = import::column_names(kernel, &job)?;
    let cells: Vec<(&str, &str)> = columns
        .iter()
        .filter_map(|(key, _)| Some((*key, typed.get(&format!("c-{key}"))?)))
        .collect();
    import::fix(kernel, visit.actor(), id, number, &cells).await?;
    let row = import::row(kernel, visit.actor(), &job, number).await?;
    if row.is_refused() {
        let form = preview::row_form(&visit, &job, &columns, &row);
        let faults = row
            .findings
            .iter()
            .filter(|f| f.level == import::Level::Refused)
            .map(|f| kernel::error::FieldError {
                field: f
                    .column
                    .as_ref()
                    .map_or(String::new(), |c| format!("c-{c}")),
                message: f.message.clone(),
            })
            .collect();
        let form = form.again(&typed, Error::Invalid(faults))?;
        return Ok(preview::row_doc(&app, &visit, &job, number)
            .again(form)
            .show(&visit));
    }
    let said = Message::new("import-fixed").arg("n", i64::from(number));
    Ok(Go::to(address(id)).saying(said).into_response())
}

async fn commit(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    frame::Form(typed): frame::Form,
) -> Result<Response, Failure> {
    let mut reader = Reader::new(&typed);
    let skip = reader.tick("skip");
    reader.finish()?;
    import::job(app.kernel(), visit.actor(), id).await?;
    // The import goes on when the reader leaves; the page shows how far it is.
    let (app, actor) = (app.clone(), visit.actor().clone());
    let work =
        tokio::spawn(
            async move { import::commit(app.kernel(), &actor, id, skip, &mut |_| {}).await },
        );
    let go = Go::to(address(id));
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(Ok(Ok(job))) => {
            let said = Message::new("import-done").arg("n", job.counts.written);
            Ok(go.saying(said).into_response())
        }
        Ok(Ok(Err(error))) => Err(error.into()),
        Ok(Err(panic)) => Err(Error::internal(panic).into()),
        Err(_) => Ok(go.into_response()),
    }
}

async fn cancel(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    frame::Form(_): frame::Form,
) -> Result<Response, Failure> {
    import::cancel(app.kernel(), visit.actor(), id).await?;
    Ok(Go::to("/office/imports")
        .saying(Message::new("import-cancelled"))
        .into_response())
}

/// The address of the same preview with other fields.
fn with(id: Id, pairs: &[(&str, String)]) -> String {
    let fields = Fields::of(pairs.iter().map(|(k, v)| (*k, v.clone())));
    match fields.is_empty() {
        true => address(id),
        false => format!("{}?{}", address(id), fields.encode()),
    }
}
