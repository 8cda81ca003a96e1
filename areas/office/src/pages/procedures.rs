//! Procedures: the list of versions, and one version with its picture, its steps and what the checker says.

use askama::filters::HtmlSafeOutput;
use axum::extract::State;
use axum::response::Response;
use frame::ui::{Act, Acts, Cell, Column, Doc, Empty, Facts, Head, Note, Row, Table, Tone};
use frame::{App, Failure, Path, Routes, SignedIn, Visit, get};
use kernel::access::Permission;
use kernel::error::Error;
use kernel::procedures::{self, Pinned, Version};
use procedure::{Definition, Step, StepLimit, Words};

use super::{View, ta, tabs};
use crate::actions::procedure as actions;
use crate::model::limit;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/office/procedures", get(list))
        .route("/office/procedures/{id}/{version}", get(view))
}

/// Words of a file in the reader's language.
pub(super) fn said<'a>(visit: &Visit, words: &'a Words) -> &'a str {
    words.of(match visit.lang {
        text::Lang::En => procedure::Lang::En,
        text::Lang::Zh => procedure::Lang::Zh,
    })
}

fn state_words(visit: &Visit, state: &str) -> String {
    match state {
        "draft" => visit.t("office-procedure-draft"),
        "in_force" => visit.t("office-procedure-in-force"),
        "past" => visit.t("office-procedure-past"),
        other => other.to_owned(),
    }
}

async fn list(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    let actor = visit.actor();
    View::Procedures.open(actor)?;
    let kernel = app.kernel();
    let versions = procedures::versions(&kernel.db, actor.organ).await?;
    let mut rows = Vec::new();
    for v in &versions {
        let kind = kernel.kind(&v.kind)?;
        let pinned = procedures::parse(&**kind, v)?;
        let running = procedures::running(&kernel.db, actor.organ, &v.id, v.version).await?;
        let since = v.in_force_at.map(|at| text::date::instant(visit.lang, at));
        rows.push(Row {
            id: format!("{}-{}", v.id, v.version),
            cells: vec![
                Cell::lead(
                    format!("/office/procedures/{}/{}", v.id, v.version),
                    said(&visit, &pinned.definition.title),
                ),
                Cell::Count(v.version),
                Cell::Tag(state_words(&visit, &v.state)),
                Cell::text(since.unwrap_or_default()),
                Cell::text(said(&visit, &pinned.pack.title)),
                Cell::Count(running),
            ],
        });
    }
    let doc = Doc::new(visit.t("office-procedures"))
        .trail("/office", visit.t("office-nav"))
        .part(Head::new(visit.t("office-procedures")).lede(visit.t("office-procedures-lede")))
        .part(tabs(&visit, actor, View::Procedures));
    if rows.is_empty() {
        let empty = Empty::new(
            visit.t("office-procedures-none"),
            visit.t("office-procedures-none-about"),
        );
        return Ok(doc.part(empty).show(&visit));
    }
    let columns = vec![
        Column::new("title", visit.t("office-procedure")),
        Column::new("version", visit.t("office-procedure-version")).number(),
        Column::new("state", visit.t("office-procedure-state")),
        Column::new("since", visit.t("office-procedure-since")),
        Column::new("pack", visit.t("office-rules")),
        Column::new("running", visit.t("office-procedure-running")).number(),
    ];
    let table = Table::new(&visit, "procedures", visit.t("office-procedures"), columns);
    Ok(doc.part(table.rows(rows).cards()).show(&visit))
}

async fn view(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, number)): Path<(String, i64)>,
) -> Result<Response, Failure> {
    let actor = visit.actor();
    View::Procedures.open(actor)?;
    let kernel = app.kernel();
    let (row, kind) = actions::version(kernel, actor, &id, number).await?;
    let pinned = procedures::parse(&*kind, &row)?;
    let def = &pinned.definition;
    let calendar = kernel.calendars.current(&kernel.db, visit.now).await?;
    let running = procedures::running(&kernel.db, actor.organ, &id, number).await?;
    let title = said(&visit, &def.title).to_owned();
    let number_words = ta(&visit, "office-procedure-nth", &[("n", row.version.into())]);
    let head = Head::new(&title)
        .eyebrow(number_words)
        .tag(state_words(&visit, &row.state))
        .acts(acts(&visit, &row));
    let facts = Facts::new(&visit)
        .line(visit.t("office-procedure-rule"), &def.rule)
        .line(visit.t("office-rules"), said(&visit, &pinned.pack.title))
        .line(
            visit.t("office-procedure-statutory"),
            def.statutory
                .as_ref()
                .map(|s| limit_words(&visit, &pinned, Some(&s.limit)))
                .unwrap_or_default(),
        )
        .line(visit.t("office-procedure-running"), running.to_string())
        .line(visit.t("office-procedure-note"), &row.note);
    let lang = match visit.lang {
        text::Lang::En => procedure::Lang::En,
        text::Lang::Zh => procedure::Lang::Zh,
    };
    let picture = procedure::picture::svg::<&str>(def, &[], lang);
    let findings: Vec<String> = procedure::check(def, &pinned.pack, &calendar)
        .iter()
        .map(|f| said(&visit, &f.message).to_owned())
        .collect();
    let verdict = if findings.is_empty() {
        Note::new(Tone::Good, visit.t("office-procedure-sound"))
    } else {
        Note::new(Tone::Bad, visit.t("office-procedure-unsound")).points(findings)
    };
    Ok(Doc::new(&title)
        .trail("/office/procedures", visit.t("office-procedures"))
        .part(head)
        .part(verdict)
        .panel(&visit.t("office-procedure-facts"), facts)
        .panel(
            &visit.t("office-procedure-picture"),
            HtmlSafeOutput(picture),
        )
        .part(steps(&visit, &row, &pinned))
        .show(&visit))
}

fn acts(visit: &SignedIn, row: &Version) -> Acts {
    let base = format!("/office/procedures/{}/{}", row.id, row.version);
    let refusal = match visit.actor().authorize(Permission::Configure) {
        Err(Error::Forbidden(m)) => visit.t(&m.key),
        _ => String::new(),
    };
    let act = |path: &str, key: &str, next: bool, grave: bool| Act {
        words: visit.t(key),
        href: format!("{base}/{path}"),
        refusal: refusal.clone(),
        next,
        grave,
    };
    let all = if row.state == "draft" {
        vec![
            act("force", "office-procedure-force", true, false),
            act("head", "office-procedure-edit-head", false, false),
            act("steps/new", "office-step-add", false, false),
            act("text", "office-procedure-edit-text", false, false),
            act("discard", "office-procedure-discard", false, true),
        ]
    } else {
        vec![act("copy", "office-procedure-copy", true, false)]
    };
    Acts::new(visit, all)
}

/// Who owes a step, in words.
pub(super) fn owner_words(visit: &Visit, def: &Definition, step: &Step) -> String {
    match def.vocabulary.roles.get(&step.owner) {
        Some(words) => said(visit, words).to_owned(),
        None => step.owner.clone(),
    }
}

fn limit_words(visit: &Visit, pinned: &Pinned, limit: Option<&StepLimit>) -> String {
    let resolved = limit.and_then(|l| l.resolve(&pinned.pack));
    match resolved {
        Some((length, Some(source))) => {
            let length = limit::words(visit.lang, length);
            let args = [
                ("length", length.into()),
                ("act", source.act.as_str().into()),
                ("article", source.article.as_str().into()),
            ];
            ta(visit, "office-limit-by", &args)
        }
        Some((length, None)) => limit::words(visit.lang, length),
        None => visit.t("office-limit-none"),
    }
}

fn steps(visit: &SignedIn, row: &Version, pinned: &Pinned) -> Table {
    let def = &pinned.definition;
    let draft = row.state == "draft" && visit.actor().may(Permission::Configure);
    let columns = vec![
        Column::new("step", visit.t("office-step")),
        Column::new("owner", visit.t("office-step-owner")),
        Column::new("limit", visit.t("office-step-limit")),
        Column::new("least", visit.t("office-step-least")).number(),
        Column::new("acts", visit.t("office-step-acts")),
    ];
    let rows = def
        .steps
        .iter()
        .map(|step| {
            let title = said(visit, &step.title);
            let acts: Vec<&str> = step.acts.iter().map(|a| said(visit, &a.title)).collect();
            let href = format!(
                "/office/procedures/{}/{}/steps/{}",
                row.id, row.version, step.id
            );
            Row {
                id: step.id.clone(),
                cells: vec![
                    if draft {
                        Cell::lead(href, title)
                    } else {
                        Cell::text(title)
                    },
                    Cell::text(owner_words(visit, def, step)),
                    Cell::text(limit_words(visit, pinned, step.limit.as_ref())),
                    Cell::Count(i64::from(step.least)),
                    Cell::text(acts.join("、")),
                ],
            }
        })
        .collect();
    Table::new(visit, "steps", visit.t("office-procedure-steps"), columns)
        .rows(rows)
        .cards()
}
