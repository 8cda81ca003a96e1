//! One issue: what it holds and on which pages, to whom it went and who signed for it, what superiors took over of it; as it
//! is printed, on the screen and for Word.

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use frame::matter::Shown;
use frame::ui::{Cell, Column, Doc, Facts, Links, Row, Table};
use frame::{App, Failure, Fields, PDF, Path, Routes, SignedIn, file, get};
use kernel::id::Id;
use kernel::matter::Standing;
use papers::letter;
use papers::periodical::{self, Periodical, Piece};
use text::date::{date, instant};

use super::{keeps, ta};
use crate::actions::issue as actions;
use crate::issue::Held;
use crate::model::issue::{Shape, Way, layout};
use crate::store::issue::{Issue, Kept, Sent};

/// Characters of an item that go along into an address.
const RAISED: usize = 300;
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/publicity/issues/{id}", get(page))
        .route("/publicity/issues/{id}/paper", get(paper))
        .route("/publicity/issues/{id}/paper.docx", get(word))
        .route("/publicity/paper.css", get(style))
}

/// The items to be read on the spot, by whoever releases or receives it.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% for (title, lines) in items %}<h3>{{ title }}</h3>{% for line in lines %}<p class="prose">{{ line }}</p>{% endfor %}{% endfor %}"#
)]
struct Text<'a> {
    items: Vec<(&'a str, Vec<&'a str>)>,
}

impl askama::filters::HtmlSafe for Text<'_> {}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let held = Held::of(&standing)?;
    let issue = &held.issue;
    actions::opened(app.kernel(), visit.actor(), held).await?;
    let shown = Shown::new(&app, &visit, &standing).await?;
    let (history, more) = shown.history(&app).await?;
    let at_home = visit.actor().organ == issue.paper.organ_id && crate::opens(visit.actor());
    let mut head = shown
        .head()
        .button(
            format!("/publicity/issues/{id}/paper"),
            visit.t("issue-paper"),
        )
        .button(
            format!("/publicity/issues/{id}/paper.docx"),
            visit.t("issue-word"),
        );
    if PDF {
        let paper = format!("/publicity/issues/{id}/paper.pdf");
        head = head.button(paper, visit.t("issue-pdf"));
    }
    let offers = standing.offers(visit.actor());
    if offers
        .iter()
        .any(|o| o.act == "compose" && o.result.is_ok())
    {
        let compose = format!("/publicity/issues/{id}/compose");
        head = head.button(compose, visit.t("issue-compose"));
    }
    let mut doc = Doc::new(standing.matter.title.as_str());
    if at_home {
        doc = doc
            .trail("/publicity", visit.t("publicity-nav"))
            .trail("/publicity/issues", visit.t("issue-all"));
    }
    let mut doc = doc
        .live(format!("matter:{id}"))
        .part(head)
        .part(shown.rail())
        .panel(&visit.t("issue-facts"), facts(&visit, issue))
        .panel(
            &visit.t("issue-items"),
            items(&app, &visit, &standing, issue),
        );
    if !issue.items.is_empty() {
        let text = Text {
            items: issue
                .items
                .iter()
                .map(|i| (i.title.as_str(), i.content.lines().collect()))
                .collect(),
        };
        doc = doc.panel(&visit.t("publicity-text"), text);
    }
    if issue.series.pages > 0 {
        doc = doc.panel(&visit.t("issue-plan"), plan(&visit, issue));
    }
    let bodies = visit.actor().principals();
    let sent: Vec<&Sent> = issue
        .sent
        .iter()
        .filter(|s| at_home || s.is_of(&bodies))
        .collect();
    if !sent.is_empty() {
        doc = doc.panel(&visit.t("issue-receipts"), receipts(&visit, &sent));
    }
    if let Some(papers) = shown.papers(&app).await? {
        doc = doc.part(papers);
    }
    if let Some(links) = shown.linked(&app).await? {
        doc = doc.panel(&visit.t("matter-links"), links);
    }
    doc = doc
        .panel(&visit.t("publicity-dates"), shown.dates()?)
        .panel(&visit.t("matter-history"), history);
    if let Some(more) = more {
        doc = doc.part(more);
    }
    Ok(doc.show(&visit))
}

fn facts(visit: &SignedIn, issue: &Issue) -> Facts {
    let p = &issue.paper;
    let day = |d: Option<chrono::NaiveDate>| d.map(|d| date(visit.lang, d)).unwrap_or_default();
    let t = |key: &str| visit.t(key);
    let number = match (p.year, p.number, p.total) {
        (Some(year), Some(n), Some(total)) => ta(
            visit,
            "issue-number-words",
            &[
                ("year", year.to_string().into()),
                ("n", n.into()),
                ("total", total.into()),
            ],
        ),
        _ => t("issue-number-later"),
    };
    let characters: i64 = issue.items.iter().map(|i| i.characters).sum();
    let count = ta(
        visit,
        "publicity-length-characters",
        &[("n", characters.into())],
    );
    let copies = p.copies.map(|n| n.to_string()).unwrap_or_default();
    Facts::new(visit)
        .line(t("issue-series"), issue.series.name.clone())
        .line(t("issue-number"), number)
        .line(t("issue-issuer"), issue.series.issuer.clone())
        .line(t("issue-out-on"), day(Some(p.out_on)))
        .line(t("issue-gather-by"), day(p.gather_by))
        .line(t("issue-edit-by"), day(p.edit_by))
        .line(t("issue-sign-by"), day(p.sign_by))
        .line(t("issue-issued-on"), day(p.issued_on))
        .line(t("publicity-length"), count)
        .line(t("issue-ask-copies"), copies)
}

/// The items; what other areas offer to make of an issue is offered for each of them.
fn items(app: &App, visit: &SignedIn, standing: &Standing, issue: &Issue) -> Table {
    let at_home = visit.actor().organ == issue.paper.organ_id && crate::opens(visit.actor());
    let raises: Vec<(String, &str)> = app
        .about(visit.actor(), &standing.matter)
        .into_iter()
        .filter(|(href, _)| !href.starts_with("/publicity/"))
        .collect();
    let journal = issue.series.shape == Shape::Journal;
    let enters = at_home && keeps(visit) && issue.paper.issued_on.is_some();
    let mut columns = vec![Column::new("title", visit.t("publicity-ask-title"))];
    if journal {
        columns.push(Column::new("column", visit.t("issue-column")));
        columns.push(Column::new("page", visit.t("issue-page")).number());
    }
    columns.extend([
        Column::new("sender", visit.t("issue-sender")),
        Column::new("characters", visit.t("publicity-characters")).number(),
        Column::new("taken", visit.t("issue-taken-by")),
    ]);
    if enters {
        columns.push(Column::new("do", visit.t("publicity-do")));
    }
    let row = |item: &Kept| {
        let title = match item.source_id.filter(|_| at_home) {
            Some(source) => Cell::lead(format!("/matters/{source}"), item.title.as_str()),
            None => Cell::text(item.title.as_str()),
        };
        let mut cells = vec![title];
        if journal {
            cells.push(Cell::text(item.column_name.as_str()));
            cells.push(item.page.map_or(Cell::Nothing, Cell::Count));
        }
        let taken: Vec<String> = issue
            .taken
            .iter()
            .filter(|t| t.item_id == item.id)
            .map(|t| {
                format!(
                    "{} {}",
                    t.outlet,
                    text::date::date_plain(visit.lang, t.on_date)
                )
            })
            .collect();
        cells.extend([
            Cell::text(item.sender.as_str()),
            Cell::Count(item.characters),
            Cell::text(super::listed(visit, &taken)),
        ]);
        if enters {
            let href = format!("/publicity/ledger/new?item={}", item.id);
            let mut links = vec![(href, visit.t("issue-taken-enter"))];
            for (href, key) in &raises {
                let text: String = item.content.chars().take(RAISED).collect();
                let start = Fields::of([("title", item.title.as_str()), ("background", &text)]);
                links.push((format!("{href}&{}", start.encode()), visit.t(key)));
            }
            cells.push(Cell::Html(Links::new(links).to_string()));
        }
        Row {
            id: item.id.to_string(),
            cells,
        }
    };
    let rows = issue.items.iter().map(row).collect();
    Table::new(visit, "items", visit.t("issue-items"), columns)
        .rows(rows)
        .cards()
}

/// The pages with what begins and stands on each; what is empty or too much is said.
fn plan(visit: &SignedIn, issue: &Issue) -> Table {
    let takes = issue.series.page_characters;
    let places: Vec<(Option<i64>, i64)> =
        issue.items.iter().map(|i| (i.page, i.characters)).collect();
    let columns = vec![
        Column::new("page", visit.t("issue-page")).number(),
        Column::new("begin", visit.t("issue-page-begin")),
        Column::new("holds", visit.t("issue-page-holds")).number(),
        Column::new("state", visit.t("issue-page-state")),
    ];
    let rows = layout(&places, issue.series.pages, takes)
        .into_iter()
        .map(|page| {
            let titles: Vec<String> = page
                .begin
                .iter()
                .map(|i| issue.items[*i].title.clone())
                .collect();
            let state = match (&page, page.over) {
                (_, over) if over > 0 => {
                    Cell::Tag(ta(visit, "issue-page-over", &[("n", over.into())]))
                }
                (page, _) if page.is_empty() => Cell::Tag(visit.t("issue-page-empty")),
                _ => {
                    let share = 100 * page.holds / takes.max(1);
                    Cell::text(ta(visit, "issue-page-share", &[("n", share.into())]))
                }
            };
            Row {
                id: page.number.to_string(),
                cells: vec![
                    Cell::Count(page.number),
                    Cell::text(super::listed(visit, &titles)),
                    Cell::Count(page.holds),
                    state,
                ],
            }
        })
        .collect();
    Table::new(visit, "plan", visit.t("issue-plan"), columns)
        .rows(rows)
        .cards()
}

fn receipts(visit: &SignedIn, sent: &[&Sent]) -> Table {
    let columns = vec![
        Column::new("to", visit.t("issue-to")),
        Column::new("way", visit.t("issue-way")),
        Column::new("sent", visit.t("issue-sent-at")),
        Column::new("read", visit.t("issue-read-at")),
        Column::new("received", visit.t("issue-received-at")),
        Column::new("receiver", visit.t("issue-receiver")),
    ];
    let at = |at: Option<i64>| at.map_or(Cell::Nothing, |at| Cell::text(instant(visit.lang, at)));
    let rows = sent
        .iter()
        .map(|s| {
            let in_program = s.unit_id.or(s.other_id).is_some();
            let read = match (s.read_at, in_program) {
                (None, false) => Cell::text(visit.t("issue-on-paper")),
                (read, _) => at(read),
            };
            let received = match s.received_at {
                None => Cell::Tag(visit.t("issue-unsigned")),
                signed => at(signed),
            };
            Row {
                id: s.id.to_string(),
                cells: vec![
                    Cell::text(s.name.as_str()),
                    Cell::text(visit.t(&s.way.key())),
                    at(Some(s.sent_at)),
                    read,
                    received,
                    Cell::text(s.receiver.as_str()),
                ],
            }
        })
        .collect();
    Table::new(visit, "receipts", visit.t("issue-receipts"), columns)
        .rows(rows)
        .cards()
}

/// The issue as it is printed.
fn periodical(issue: &Issue) -> Periodical {
    let some = |words: &str| Some(words.trim().to_owned()).filter(|w| !w.is_empty());
    let to = [(Way::Up, "报"), (Way::Across, "送"), (Way::Down, "发")]
        .map(|(way, word)| {
            let sent = issue.sent.iter().filter(|s| s.way == way);
            (word.to_owned(), sent.map(|s| s.name.clone()).collect())
        })
        .to_vec();
    Periodical {
        shape: match issue.series.shape {
            Shape::Bulletin => periodical::Shape::Bulletin,
            Shape::Journal => periodical::Shape::Journal,
        },
        mark: issue.series.name.clone(),
        secrecy: some(&issue.series.secrecy),
        number: issue.paper.number,
        total: issue.paper.total,
        issuer: issue.series.issuer.clone(),
        date: issue.paper.issued_on.unwrap_or(issue.paper.out_on),
        pieces: issue
            .items
            .iter()
            .map(|i| Piece {
                column: some(&i.column_name),
                title: i.title.clone(),
                by: some(&i.sender),
                body: i
                    .content
                    .lines()
                    .map(|l| l.trim().to_owned())
                    .filter(|l| !l.is_empty())
                    .collect(),
                page: i.page,
            })
            .collect(),
        to,
        copies: issue.paper.copies,
    }
}

/// An issue the reader opens, and how it is printed.
pub(super) async fn opened(
    app: &App,
    visit: &SignedIn,
    id: Id,
) -> Result<(Standing, Periodical), Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let held = Held::of(&standing)?;
    actions::opened(app.kernel(), visit.actor(), held).await?;
    let printed = periodical(&held.issue);
    Ok((standing, printed))
}

/// What its file is called.
pub(super) fn name(standing: &Standing) -> &str {
    let matter = &standing.matter;
    matter.number.as_ref().unwrap_or(&matter.title)
}

async fn paper(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let (standing, issue) = opened(&app, &visit, id).await?;
    let title = standing.matter.title.replace(['&', '<', '>'], " ");
    let page = format!(
        "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>\
         <link rel=\"stylesheet\" href=\"/publicity/paper.css\"></head><body>{}</body></html>\n",
        periodical::article(&issue)
    );
    Ok(Html(page).into_response())
}

async fn word(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let (standing, issue) = opened(&app, &visit, id).await?;
    let name = name(&standing);
    Ok(file(
        &format!("{name}.docx"),
        WORD,
        periodical::docx(&issue),
    ))
}

async fn style() -> Response {
    let both = format!("{}{}", letter::STYLE, periodical::STYLE);
    ([("content-type", "text/css; charset=utf-8")], both).into_response()
}
