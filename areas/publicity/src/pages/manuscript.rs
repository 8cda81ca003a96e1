//! One manuscript: at the top what it is, by when and whose turn; then text, authors, what the group said of it, the
//! reviews with their score, where it was sent and where it appeared, its dates and its history.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use frame::matter::Shown;
use frame::ui::{Cell, Column, Doc, Facts, Photos, Recording, Recordings, Row, Table};
use frame::{App, Failure, Path, Routes, SignedIn, get};
use kernel::id::Id;
use kernel::matter::Standing;

use super::{keeps, ta};
use crate::actions::manuscript::writes;
use crate::kind::Held;
use crate::model::genre::{self, Limit};
use crate::model::review::Returned;
use crate::model::score::Score;
use crate::store::manuscript::{Piece, Review};
use crate::store::topic;

/// The text as it is read.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<div class="prose">{% for line in lines %}<p>{{ line }}</p>{% endfor %}</div>"#
)]
struct Prose<'a> {
    lines: Vec<&'a str>,
}

pub(super) fn routes() -> Routes {
    Routes::new().route("/publicity/manuscripts/{id}", get(page))
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let shown = Shown::new(&app, &visit, &standing).await?;
    let piece = &Held::of(&standing)?.piece;
    let (history, more) = shown.history(&app).await?;
    let mut head = shown.head();
    if keeps(&visit) && matches!(standing.matter.state.as_str(), "placing" | "filed") {
        head = head.button(
            format!("/publicity/ledger/new?manuscript={id}"),
            visit.t("publicity-adoption-enter"),
        );
    }
    if writes(&standing, visit.actor()) {
        head = head.button(
            format!("/publicity/manuscripts/{id}/write"),
            visit.t("publicity-write"),
        );
    }
    if piece.paper.version > 0 {
        head = head.button(
            format!("/publicity/manuscripts/{id}/versions"),
            visit.t("publicity-versions"),
        );
    }
    let of = topic::of_manuscript(&app.kernel().db, id).await?;
    let of = super::topics::subjects(&app, &visit, of.into_iter()).await?;
    let mut doc = Doc::new(standing.matter.title.as_str())
        .trail("/publicity", visit.t("publicity-nav"))
        .trail("/publicity/manuscripts", visit.t("publicity-manuscripts"))
        .live(format!("matter:{id}"))
        .part(head);
    if !standing.matter.historic {
        doc = doc.part(shown.rail());
    }
    let mut about = facts(&visit, piece);
    for (id, title) in of {
        about = about.link(
            visit.t("publicity-topic"),
            title,
            format!("/publicity/topics/{id}"),
        );
    }
    doc = doc.panel(&visit.t("publicity-piece"), about);
    if !piece.paper.content.is_empty() {
        let lines = piece.paper.content.lines().collect();
        let html = Prose { lines }.render().unwrap_or_default();
        doc = doc.panel(
            &visit.t("publicity-text"),
            askama::filters::HtmlSafeOutput(html),
        );
    }
    if !piece.photos.is_empty() {
        doc = doc.panel(&visit.t("publicity-photos-all"), photos(&visit, id, piece));
    }
    if !piece.recordings.is_empty() {
        let title = visit.t("publicity-recordings");
        doc = doc.panel(&title, recordings(&visit, id, piece));
    }
    if !piece.remarks.is_empty() {
        doc = doc.panel(&visit.t("publicity-remarks"), remarks(&visit, piece));
    }
    if !piece.reviews.is_empty() {
        doc = doc.panel(
            &visit.t("publicity-reviews"),
            reviews(&visit, &shown, piece),
        );
    }
    if !piece.submissions.is_empty() {
        doc = doc.panel(
            &visit.t("publicity-submissions"),
            submissions(&visit, piece),
        );
    }
    if !piece.adoptions.is_empty() {
        doc = doc.panel(&visit.t("publicity-adoptions"), adoptions(&visit, piece));
    }
    if let Some(papers) = shown.papers(&app).await? {
        doc = doc.part(papers);
    }
    if !standing.matter.historic {
        doc = doc.panel(&visit.t("publicity-dates"), shown.dates()?);
    }
    doc = doc.panel(&visit.t("matter-history"), history);
    if let Some(more) = more {
        doc = doc.part(more);
    }
    Ok(doc.show(&visit))
}

fn photos(visit: &SignedIn, id: Id, piece: &Piece) -> Photos {
    let none = visit.t("publicity-caption-none");
    Photos::new(
        piece
            .photos
            .iter()
            .map(|p| {
                let caption = match p.caption.as_str() {
                    "" => none.clone(),
                    caption => caption.to_owned(),
                };
                (format!("/matters/{id}/files/{}", p.file_id), caption)
            })
            .collect(),
    )
}

fn recordings(visit: &SignedIn, id: Id, piece: &Piece) -> Recordings {
    let one = |r: &crate::store::recording::Recording| {
        let args = [
            ("m", (r.seconds / 60).into()),
            ("s", (r.seconds % 60).into()),
        ];
        let length = match r.seconds {
            0 => visit.t("publicity-recording-no-length"),
            _ => ta(visit, "publicity-length-time", &args),
        };
        let (caption, about) = match r.caption.as_str() {
            "" => (r.name.clone(), length),
            caption => (caption.to_owned(), format!("{length} · {}", r.name)),
        };
        Recording {
            href: format!("/matters/{id}/files/{}", r.file_id),
            caption,
            about,
            film: r.is_film(),
        }
    };
    Recordings::new(piece.recordings.iter().map(one).collect())
}

/// The byline with its shares, where they are not equal.
fn authors(piece: &Piece) -> String {
    let equal = piece.authors.windows(2).all(|w| w[0].parts == w[1].parts);
    let all: Vec<String> = piece
        .authors
        .iter()
        .map(|a| match equal {
            true => a.name.clone(),
            false => format!("{} {}", a.name, a.parts),
        })
        .collect();
    all.join("、")
}

/// How long it is, and by how much too long for its genre.
fn length(visit: &SignedIn, piece: &Piece) -> String {
    let p = &piece.paper;
    let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    let mut out = Vec::new();
    if p.characters > 0 {
        out.push(ta(
            visit,
            "publicity-length-characters",
            &[("n", p.characters.into())],
        ));
    }
    if p.seconds > 0 {
        let args = [
            ("m", (p.seconds / 60).into()),
            ("s", (p.seconds % 60).into()),
        ];
        out.push(ta(visit, "publicity-length-time", &args));
    }
    if p.photos > 0 {
        out.push(ta(
            visit,
            "publicity-length-photos",
            &[("n", p.photos.into())],
        ));
    }
    if let Some(limit) = genre::limit(p.genre, None)
        && let Some(over) = genre::excess(limit, count(p.characters), count(p.seconds))
    {
        let (key, most) = match limit {
            Limit::Characters(most) => ("publicity-over-characters", most),
            Limit::Seconds(most) => ("publicity-over-seconds", most),
        };
        let args = [
            ("most", i64::from(most).into()),
            ("over", i64::from(over).into()),
        ];
        out.push(ta(visit, key, &args));
    }
    out.join("，")
}

fn facts(visit: &SignedIn, piece: &Piece) -> Facts {
    let p = &piece.paper;
    let day = |d: Option<chrono::NaiveDate>| {
        d.map(|d| text::date::date(visit.lang, d))
            .unwrap_or_default()
    };
    let word = |key: Option<String>| key.map(|k| visit.t(&k)).unwrap_or_default();
    let t = |key: &str| visit.t(key);
    Facts::new(visit)
        .line(t("publicity-dimension-person"), authors(piece))
        .line(
            t("publicity-dimension-group"),
            piece.group.clone().unwrap_or_default(),
        )
        .line(t("publicity-dimension-genre"), t(&p.genre.key()))
        .line(t("publicity-length"), length(visit, piece))
        .line(t("publicity-ask-event_on"), day(p.event_on))
        .line(
            t("publicity-dimension-field"),
            word(p.field.map(|v| v.key())),
        )
        .line(
            t("publicity-dimension-setting"),
            word(p.setting.map(|v| v.key())),
        )
        .line(
            t("publicity-dimension-nature"),
            word(p.nature.map(|v| v.key())),
        )
        .line(
            t("publicity-dimension-aspect"),
            word(p.aspect.map(|v| v.key())),
        )
        .line(
            t("publicity-dimension-place"),
            word(p.place.map(|v| v.key())),
        )
        .line(t("publicity-submitted-on"), day(p.submitted_on))
        .line(t("publicity-released-on"), day(p.released_on))
}

fn remarks(visit: &SignedIn, piece: &Piece) -> Table {
    let columns = vec![
        Column::new("at", visit.t("publicity-at")),
        Column::new("by", visit.t("publicity-by")),
        Column::new("quote", visit.t("publicity-ask-quote")),
        Column::new("note", visit.t("publicity-remark")),
        Column::new("version", visit.t("publicity-version")).number(),
    ];
    let rows = piece
        .remarks
        .iter()
        .map(|r| Row {
            id: r.id.to_string(),
            cells: vec![
                Cell::text(text::date::instant(visit.lang, r.at)),
                Cell::text(r.by_name.clone().unwrap_or_default()),
                Cell::text(r.quote.as_str()),
                Cell::text(r.note.as_str()),
                Cell::Count(r.version),
            ],
        })
        .collect();
    Table::new(visit, "remarks", visit.t("publicity-remarks"), columns)
        .rows(rows)
        .cards()
}

fn score(visit: &SignedIn, r: &Review) -> String {
    if !r.passed {
        return r
            .reason
            .split_whitespace()
            .filter_map(Returned::parse)
            .map(|r| visit.t(&r.key()))
            .collect::<Vec<_>>()
            .join("、");
    }
    let part = |n: i64| u32::try_from(n).unwrap_or(0);
    let whole = Score {
        fast: r.fast.map(part),
        lively: part(r.lively),
        deep: part(r.deep),
        solid: part(r.solid),
    };
    let fast = r.fast.map_or_else(|| "—".to_owned(), |n| n.to_string());
    ta(
        visit,
        "publicity-score-parts",
        &[
            ("sum", i64::from(whole.of_hundred()).into()),
            ("fast", fast.into()),
            ("lively", r.lively.into()),
            ("deep", r.deep.into()),
            ("solid", r.solid.into()),
        ],
    )
}

fn reviews(visit: &SignedIn, shown: &Shown<'_>, piece: &Piece) -> Table {
    let columns = vec![
        Column::new("at", visit.t("publicity-at")),
        Column::new("step", visit.t("matter-state")),
        Column::new("by", visit.t("publicity-by")),
        Column::new("passed", visit.t("publicity-review-result")),
        Column::new("score", visit.t("publicity-score")),
        Column::new("note", visit.t("publicity-ask-note")),
    ];
    let rows = piece
        .reviews
        .iter()
        .map(|r| {
            let passed = match r.passed {
                true => "publicity-review-passed",
                false => "publicity-review-returned",
            };
            Row {
                id: String::new(),
                cells: vec![
                    Cell::text(text::date::instant(visit.lang, r.at)),
                    Cell::text(shown.step(&r.step)),
                    Cell::text(r.by_name.clone().unwrap_or_default()),
                    Cell::Tag(visit.t(passed)),
                    Cell::text(score(visit, r)),
                    Cell::text(r.note.as_str()),
                ],
            }
        })
        .collect();
    Table::new(visit, "reviews", visit.t("publicity-reviews"), columns)
        .rows(rows)
        .cards()
}

fn submissions(visit: &SignedIn, piece: &Piece) -> Table {
    let columns = vec![
        Column::new("outlet", visit.t("publicity-dimension-outlet")),
        Column::new("sent", visit.t("publicity-sent-on")),
        Column::new("state", visit.t("publicity-answer")),
        Column::new("answered", visit.t("publicity-answered-on")),
        Column::new("version", visit.t("publicity-version")).number(),
        Column::new("note", visit.t("publicity-ask-note")),
    ];
    let rows = piece
        .submissions
        .iter()
        .map(|s| {
            let behind = piece.untold().any(|u| u.id == s.id);
            let note = match (behind, s.told_on) {
                (true, _) => visit.t("publicity-corrected-since"),
                (false, Some(day)) => {
                    let day = text::date::date_plain(visit.lang, day);
                    let args = [
                        ("n", s.told_version.into()),
                        ("day", day.into()),
                        ("how", s.told_how.as_str().into()),
                    ];
                    ta(visit, "publicity-told-of", &args)
                }
                (false, None) => s.note.clone(),
            };
            Row {
                id: s.id.to_string(),
                cells: vec![
                    Cell::text(s.outlet.as_str()),
                    Cell::Day(s.sent_on),
                    Cell::text(visit.t(&format!("publicity-submission-{}", s.state))),
                    Cell::day(s.answered_on),
                    Cell::Count(s.version),
                    Cell::text(note),
                ],
            }
        })
        .collect();
    Table::new(
        visit,
        "submissions",
        visit.t("publicity-submissions"),
        columns,
    )
    .rows(rows)
    .cards()
}

fn adoptions(visit: &SignedIn, piece: &Piece) -> Table {
    let may = keeps(visit);
    let mut columns = vec![
        Column::new("on", visit.t("publicity-on-date")),
        Column::new("outlet", visit.t("publicity-dimension-outlet")),
        Column::new("level", visit.t("publicity-dimension-level")),
        Column::new("place", visit.t("publicity-said-place")),
        Column::new("size", visit.t("publicity-dimension-size")),
        Column::new("proof", visit.t("publicity-proof")),
        Column::new("entered", visit.t("publicity-entered-at")),
    ];
    if may {
        columns.push(Column::new("strike", visit.t("publicity-do")));
    }
    let rows = piece
        .adoptions
        .iter()
        .map(|a| {
            let struck = a.struck_why.clone().filter(|_| a.struck_at.is_some());
            let under = match (&struck, a.reprint) {
                (Some(why), _) => ta(
                    visit,
                    "publicity-struck-because",
                    &[("why", why.as_str().into())],
                ),
                (None, true) => visit.t("publicity-reprint"),
                (None, false) => String::new(),
            };
            let mut cells = vec![
                Cell::Day(a.on_date),
                Cell::Lead {
                    href: format!("/publicity/outlets/{}", a.outlet_id),
                    words: a.outlet.clone(),
                    under,
                },
                Cell::text(visit.t(&a.level.key())),
                Cell::text(a.said_place.as_str()),
                a.size
                    .map_or(Cell::Nothing, |s| Cell::text(visit.t(&s.key()))),
                super::ledger::proof(visit, a),
                Cell::text(text::date::instant(visit.lang, a.entered_at)),
            ];
            if may {
                cells.push(match struck {
                    Some(_) => Cell::Nothing,
                    None => Cell::link(
                        format!("/publicity/ledger/{}/strike", a.id),
                        visit.t("publicity-strike"),
                    ),
                });
            }
            Row {
                id: a.id.to_string(),
                cells,
            }
        })
        .collect();
    Table::new(visit, "adoptions", visit.t("publicity-adoptions"), columns)
        .rows(rows)
        .cards()
}
