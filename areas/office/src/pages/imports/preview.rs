//! One import: what its rows are and will become, a row to be mended, the refused rows as a file.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use frame::ui::{
    Cell, Column, Doc, Empty, Facts, Field, Form, Head, Lamp, Light, Note, Press, Progress, Row,
    Tab, Table, Tabs, Tone,
};
use frame::{App, Failure, Path, Query, Reader, SignedIn, Visit};
use kernel::id::Id;
use kernel::import::{self, Format, Job, JobState, Level, State as RowState};

use super::{address, kind, with};

/// Rows of a page.
const ROWS: usize = 100;
/// Characters of a cell shown in the preview.
const SHOWN: usize = 40;
/// Notes and unknown headings listed at most.
const LISTED: usize = 8;

pub(super) async fn one(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Query(typed): Query,
) -> Result<Response, Failure> {
    let mut reader = Reader::new(&typed);
    let views = [
        "all", "fresh", "warned", "same", "differs", "refused", "written",
    ];
    let view = reader.choice("view", &views).unwrap_or("all");
    let after = reader.number("after", 0..=i64::from(u32::MAX)).unwrap_or(0);
    reader.finish_strict()?;
    let kernel = app.kernel();
    let job = import::job(kernel, visit.actor(), id).await?;
    let page = import::rows(
        kernel,
        visit.actor(),
        &job,
        RowState::parse(view),
        view == "warned",
        u32::try_from(after).unwrap_or(0),
        ROWS,
    )
    .await?;
    let columns = import::column_names(kernel, &job)?;
    let mut doc = Doc::new(&job.file)
        .trail("/office/imports", visit.t("import-title"))
        .part(head(&app, &visit, &job));
    doc = standing(&visit, &job, doc);
    doc = doc.part(tabs(&visit, &job, view));
    if page.rows.is_empty() {
        let empty = Empty::new(visit.t("import-none"), visit.t("import-none-words"));
        return Ok(left_out(&visit, &job, doc.part(empty)).show(&visit));
    }
    let older = page.next.map(|n| {
        let mut pairs = vec![("after", n.to_string())];
        if view != "all" {
            pairs.push(("view", view.to_owned()));
        }
        with(id, &pairs)
    });
    let table = rows(&visit, &job, &columns, &page.rows).pages(None, older);
    Ok(left_out(&visit, &job, doc.part(table)).show(&visit))
}

fn head(app: &App, visit: &Visit, job: &Job) -> Head {
    let mut line: Vec<String> = Vec::new();
    if !job.title.is_empty() {
        line.push(job.title.clone());
    }
    if let Some(year) = job.year {
        line.push(format!("{} {year}", visit.t("import-year")));
    }
    line.push(job.by.clone());
    line.push(text::date::instant(visit.lang, job.created_at));
    Head::new(&job.file)
        .eyebrow(kind(app, visit, &job.kind))
        .tag(visit.t(job.state.key()))
        .lede(line.join(" · "))
}

/// What there is to know before the table, and what can be done now.
fn standing(visit: &Visit, job: &Job, mut doc: Doc) -> Doc {
    let counts = job.counts;
    match job.state {
        JobState::Running => {
            let done = counts.written as i64;
            let all = (counts.written + counts.fresh) as i64;
            return doc.part(Progress::new(
                visit,
                job.id,
                visit.t("import-job-running"),
                done,
                all,
            ));
        }
        JobState::Done => {
            let words = text::ta(visit.lang, "import-done", &[("n", counts.written.into())]);
            doc = doc.part(Note::new(Tone::Good, words));
        }
        JobState::Stopped => {
            let why = job.trouble.as_ref().map(|m| m.say(visit.lang));
            let words = why.unwrap_or_else(|| visit.t("import-stopped"));
            doc = doc.part(Note::new(Tone::Bad, words));
        }
        JobState::Preview => {}
    }
    if counts.refused > 0 {
        let words = text::ta(
            visit.lang,
            "import-has-refused",
            &[("n", counts.refused.into())],
        );
        if job.is_open() {
            doc = doc.part(Note::new(Tone::Warn, words));
        }
    }
    if job.is_open() {
        let mut form = Form::new(visit, format!("{}/commit", address(job.id)));
        if counts.refused > 0 {
            form = form.field(Field::tick("skip", visit.t("import-skip")));
        }
        let words = text::ta(visit.lang, "import-confirm", &[("n", counts.fresh.into())]);
        doc = doc.part(form.send(words));
    }
    doc
}

/// What of the file was not taken, below the table, and the way to throw it away.
fn left_out(visit: &Visit, job: &Job, mut doc: Doc) -> Doc {
    if job.counts.refused > 0 {
        let links = frame::ui::Links::new(vec![
            (
                format!("{}/refused.xlsx", address(job.id)),
                visit.t("import-refused-xlsx"),
            ),
            (
                format!("{}/refused.csv", address(job.id)),
                visit.t("import-refused-csv"),
            ),
        ]);
        doc = doc.part(links);
    }
    if !job.header.unknown.is_empty() {
        let names = job.header.unknown.iter().take(LISTED).cloned().collect();
        doc = doc.part(Note::new(Tone::Warn, visit.t("import-unknown")).points(names));
    }
    if !job.header.notes.is_empty() {
        let notes = job.header.notes.iter().take(LISTED);
        let points = notes.map(|(n, t)| format!("{n}: {}", cut(t))).collect();
        doc = doc.part(Note::new(Tone::Info, visit.t("import-notes")).points(points));
    }
    if job.state == JobState::Preview && job.counts.written == 0 {
        let cancel = format!("{}/cancel", address(job.id));
        doc = doc.part(Press::new(visit, cancel, visit.t("import-cancel")).below());
    }
    doc
}

fn tabs(visit: &Visit, job: &Job, view: &str) -> Tabs {
    let c = job.counts;
    let all = [
        ("all", "import-view-all", c.total),
        ("fresh", "import-state-fresh", c.fresh),
        ("warned", "import-view-warned", c.warned),
        ("refused", "import-state-refused", c.refused),
        ("differs", "import-state-differs", c.differs),
        ("same", "import-state-same", c.same),
        ("written", "import-state-written", c.written),
    ];
    Tabs {
        label: visit.t("import-rows"),
        all: all
            .into_iter()
            .filter(|(name, _, n)| *n > 0 || *name == view || *name == "all")
            .map(|(name, key, n)| Tab {
                href: match name {
                    "all" => address(job.id),
                    name => with(job.id, &[("view", name.to_owned())]),
                },
                words: visit.t(key),
                count: Some(n as i64),
                here: name == view,
            })
            .collect(),
    }
}

fn cut(text: &str) -> String {
    let mut chars = text.chars();
    let shown: String = chars.by_ref().take(SHOWN).collect();
    match chars.next() {
        Some(_) => format!("{shown}…"),
        None => shown,
    }
}

/// A row's state in colour, shape and words.
fn lamp(visit: &Visit, row: &import::Row) -> Lamp {
    let light = match row.state {
        RowState::Refused => Light::Red,
        RowState::Differs => Light::Amber,
        RowState::Fresh if row.is_warned() => Light::Amber,
        RowState::Fresh | RowState::Written => Light::Green,
        RowState::Same => Light::Out,
    };
    let words = match row.state {
        RowState::Fresh if row.is_warned() => visit.t("import-state-warned"),
        state => visit.t(state.key()),
    };
    Lamp::saying(visit.lang, light, words)
}

/// A cell with something to say about it: marked, with the word for those who don't see the colour.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<mark>{% if shown.is_empty() %}—{% else %}{{ shown }}{% endif %}</mark> <span class="small soft">{{ word }}</span>"#
)]
struct Marked {
    shown: String,
    word: String,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% for reason in all %}<div>{{ reason }}</div>{% endfor %}"#
)]
struct Reasons {
    all: Vec<String>,
}

fn rows(
    visit: &Visit,
    job: &Job,
    columns: &[(&'static str, &'static str)],
    rows: &[import::Row],
) -> Table {
    let mut heads = vec![
        Column::new("row", visit.t("import-row")),
        Column::new("state", visit.t("import-state")),
        Column::new("why", visit.t("import-reason")),
    ];
    heads.extend(columns.iter().map(|(key, name)| Column::new(key, *name)));
    let shown = rows
        .iter()
        .map(|row| {
            let number = row.number.to_string();
            let lead = match job.is_open() && row.state != RowState::Written {
                true => Cell::lead(format!("{}/rows/{number}", address(job.id)), &number),
                false => Cell::text(&number),
            };
            let reasons = Reasons {
                all: row.reasons(visit.lang),
            };
            let mut cells = vec![
                lead,
                Cell::Lamp(lamp(visit, row)),
                Cell::Html(reasons.render().unwrap_or_default()),
            ];
            for (key, _) in columns {
                let shown = cut(&row.typed(key));
                let worst = row
                    .findings
                    .iter()
                    .filter(|f| f.column.as_deref() == Some(key))
                    .map(|f| f.level)
                    .max();
                let word = match worst {
                    None => {
                        cells.push(Cell::text(shown));
                        continue;
                    }
                    Some(Level::Warning) => "import-cell-warning",
                    Some(Level::Differs) => "import-cell-differs",
                    Some(Level::Refused) => "import-cell-refused",
                };
                let word = visit.t(word);
                cells.push(Cell::Html(
                    Marked { shown, word }.render().unwrap_or_default(),
                ));
            }
            Row { id: number, cells }
        })
        .collect();
    Table::new(visit, "import-rows", visit.t("import-rows"), heads)
        .rows(shown)
        .cards()
}

pub(super) async fn row(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, number)): Path<(Id, u32)>,
) -> Result<Response, Failure> {
    let kernel = app.kernel();
    let job = import::job(kernel, visit.actor(), id).await?;
    let row = import::row(kernel, visit.actor(), &job, number).await?;
    let columns = import::column_names(kernel, &job)?;
    let mut doc = row_doc(&app, &visit, &job, number);
    let reasons = row.reasons(visit.lang);
    if !reasons.is_empty() {
        let tone = match row.state {
            RowState::Refused => Tone::Bad,
            _ => Tone::Warn,
        };
        doc = doc.part(Note::new(tone, lamp(&visit, &row).words).points(reasons));
    }
    if !job.is_open() || row.state == RowState::Written {
        let mut facts = Facts::new(&visit);
        for (key, name) in &columns {
            facts = facts.line(*name, row.typed(key));
        }
        return Ok(doc.part(facts).show(&visit));
    }
    Ok(doc
        .part(row_form(&visit, &job, &columns, &row))
        .show(&visit))
}

pub(super) fn row_doc(app: &App, visit: &Visit, job: &Job, number: u32) -> Doc {
    let title = text::ta(visit.lang, "import-row-title", &[("n", number.into())]);
    Doc::titled(title)
        .trail("/office/imports", visit.t("import-title"))
        .trail(
            address(job.id),
            format!("{} · {}", kind(app, visit, &job.kind), job.file),
        )
}

/// The cells of a row as they stand in the file.
pub(super) fn row_form(
    visit: &Visit,
    job: &Job,
    columns: &[(&'static str, &'static str)],
    row: &import::Row,
) -> Form {
    let mut form = Form::new(visit, format!("{}/rows/{}", address(job.id), row.number));
    for (key, name) in columns {
        let typed = row.typed(key);
        let name_of = format!("c-{key}");
        let long = typed.chars().count() > 80 || typed.contains('\n');
        let field = match long {
            true => Field::prose(&name_of, *name, 1_000_000),
            false => Field::line(&name_of, *name, 1_000_000),
        };
        form = form.field(field.value(typed));
    }
    form.send(visit.t("import-fix")).cancel(address(job.id))
}

pub(super) async fn refused_xlsx(
    app: State<App>,
    visit: SignedIn,
    id: Path<Id>,
) -> Result<Response, Failure> {
    refused(&app, &visit, id.0, Format::Xlsx).await
}

pub(super) async fn refused_csv(
    app: State<App>,
    visit: SignedIn,
    id: Path<Id>,
) -> Result<Response, Failure> {
    refused(&app, &visit, id.0, Format::Csv).await
}

async fn refused(app: &App, visit: &SignedIn, id: Id, format: Format) -> Result<Response, Failure> {
    let kernel = app.kernel();
    let job = import::job(kernel, visit.actor(), id).await?;
    let columns = import::column_names(kernel, &job)?;
    let mut all = Vec::new();
    let mut after = 0;
    loop {
        let state = Some(RowState::Refused);
        let page = import::rows(kernel, visit.actor(), &job, state, false, after, 2_000).await?;
        all.extend(page.rows);
        match page.next {
            Some(next) => after = next,
            None => break,
        }
    }
    let bytes = import::refused(&all, &columns, visit.lang, format)?;
    let (ending, media) = match format {
        Format::Xlsx => (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        Format::Csv => ("csv", "text/csv; charset=utf-8"),
    };
    let name = format!("{}.{ending}", visit.t("import-refused-rows"));
    Ok(frame::file(&name, media, bytes))
}
