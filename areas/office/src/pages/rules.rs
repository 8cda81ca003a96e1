//! Rule packs: the limits in force with their article and source, picking another pack, a limit of one's own.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::{
    Cell, Choice, Column, Control, Doc, Empty, Facts, Field, Form as Sheet, Head, Note, Row, Table,
    Tone,
};
use frame::{App, Failure, Form, Go, Len, Path, Reader, Routes, SignedIn, Visit, get};
use kernel::Kernel;
use kernel::access::Permission;
use kernel::error::{Error, Message};
use procedure::{PackLimit, RulePack};
use workday::Mark;

use super::procedures::said;
use super::{View, tabs};
use crate::actions::procedure as actions;
use crate::model::limit::{self, UNITS};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/office/rules", get(list))
        .route("/office/rules/pack", get(picking).post(pick))
        .route("/office/rules/limits/{name}", get(setting).post(set))
}

/// What the areas' vocabularies call a limit.
fn limit_title(kernel: &Kernel, visit: &Visit, name: &str) -> String {
    let found = kernel
        .kinds()
        .find_map(|k| k.vocabulary().limits.get(name).cloned());
    found.map_or_else(|| name.to_owned(), |w| said(visit, &w).to_owned())
}

fn mark_words(visit: &Visit, limit: &PackLimit) -> String {
    match limit.source.as_ref().map(|s| s.mark) {
        Some(Mark::Verified) => visit.t("office-mark-verified"),
        Some(Mark::Secondary) => visit.t("office-mark-secondary"),
        Some(Mark::Unverified) => visit.t("office-mark-unverified"),
        None => visit.t("office-mark-custom"),
    }
}

fn source_words(limit: &PackLimit) -> String {
    let source = limit.source.as_ref();
    source.map_or_else(String::new, |s| format!("《{}》{}", s.act, s.article))
}

async fn list(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    let actor = visit.actor();
    View::Rules.open(actor)?;
    let pack = actions::pack(app.kernel(), actor).await?;
    let mut head = Head::new(visit.t("office-rules")).lede(visit.t("office-rules-lede"));
    let may = actor.may(Permission::Configure);
    if may && pack.is_some() {
        head = head.button("/office/rules/pack", visit.t("office-rules-pick"));
    }
    let doc = Doc::new(visit.t("office-rules"))
        .trail("/office", visit.t("office-nav"))
        .part(head)
        .part(tabs(&visit, actor, View::Rules));
    let Some(pack) = pack else {
        let empty = Empty::new(
            visit.t("office-rules-none"),
            visit.t("office-procedures-none-about"),
        );
        return Ok(doc.part(empty).show(&visit));
    };
    let facts = Facts::new(&visit)
        .line(visit.t("office-rules-pack"), said(&visit, &pack.title))
        .line(visit.t("office-rules-about"), said(&visit, &pack.about));
    let columns = vec![
        Column::new("limit", visit.t("office-rules-limit-of")),
        Column::new("length", visit.t("office-limit-length")),
        Column::new("source", visit.t("office-rules-source")),
        Column::new("mark", visit.t("office-rules-mark")),
        Column::new("why", visit.t("office-rules-why")),
    ];
    let rows = pack
        .limits
        .iter()
        .map(|(name, l)| {
            let title = limit_title(app.kernel(), &visit, name);
            Row {
                id: name.clone(),
                cells: vec![
                    if may {
                        Cell::lead(format!("/office/rules/limits/{name}"), title)
                    } else {
                        Cell::text(title)
                    },
                    Cell::text(limit::words(visit.lang, l.limit)),
                    Cell::text(source_words(l)),
                    Cell::Tag(mark_words(&visit, l)),
                    Cell::text(l.why.clone().unwrap_or_default()),
                ],
            }
        })
        .collect();
    let limits = Table::new(&visit, "limits", visit.t("office-rules-limits"), columns)
        .rows(rows)
        .cards();
    let columns = vec![
        Column::new("code", visit.t("office-rules-class")),
        Column::new("title", visit.t("office-rules-class-title")),
        Column::new("requires", visit.t("office-rules-class-requires")),
    ];
    let rows = pack
        .classes
        .iter()
        .map(|c| Row {
            id: c.code.clone(),
            cells: vec![
                Cell::text(&c.code),
                Cell::text(said(&visit, &c.title)),
                Cell::text(said(&visit, &c.requires)),
            ],
        })
        .collect();
    let classes = Table::new(&visit, "classes", visit.t("office-rules-classes"), columns)
        .rows(rows)
        .cards();
    Ok(doc.panel("", facts).part(limits).part(classes).show(&visit))
}

fn why_field(visit: &SignedIn) -> Field {
    Field::line("why", visit.t("office-rules-why"), 200)
        .must()
        .hint(visit.t("office-rules-why-hint"))
}

fn page(visit: &SignedIn, title: String) -> Doc {
    Doc::titled(title)
        .trail("/office/rules", visit.t("office-rules"))
        .part(Note::new(Tone::Info, visit.t("office-rules-new-matters")))
}

fn shipped() -> Vec<(&'static str, RulePack)> {
    RulePack::shipped()
        .filter_map(|(name, text)| RulePack::parse(text).ok().map(|p| (name, p)))
        .collect()
}

fn pick_form(visit: &SignedIn, now: &RulePack) -> Sheet {
    let choices = shipped()
        .into_iter()
        .map(|(name, pack)| {
            Choice::new(name, said(visit, &pack.title))
                .hint(said(visit, &pack.about))
                .chosen(pack.name == now.name)
        })
        .collect();
    Sheet::new(visit, "/office/rules/pack")
        .field(
            Field::new(
                "pack",
                visit.t("office-rules-pack"),
                Control::Cards(choices),
            )
            .must(),
        )
        .field(why_field(visit))
        .send(visit.t("office-rules-pick"))
        .cancel("/office/rules")
}

async fn in_force(app: &App, visit: &SignedIn) -> Result<RulePack, Error> {
    visit.actor().authorize(Permission::Configure)?;
    actions::pack(app.kernel(), visit.actor())
        .await?
        .ok_or(Error::NotFound)
}

async fn picking(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    let now = in_force(&app, &visit).await?;
    Ok(page(&visit, visit.t("office-rules-pick"))
        .part(pick_form(&visit, &now))
        .show(&visit))
}

async fn pick(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let now = in_force(&app, &visit).await?;
    let done = async {
        let names: Vec<&str> = RulePack::shipped().map(|(name, _)| name).collect();
        let mut r = Reader::new(&typed);
        let name = r.must_choice("pack", &names);
        let why = r.must_line("why", Len(200));
        r.finish()?;
        let name = name.unwrap_or_default();
        actions::pick_pack(app.kernel(), visit.actor(), name, &why).await
    };
    match done.await {
        Ok(()) => Ok(Go::to("/office/rules")
            .saying(Message::new("office-rules-picked"))
            .into_response()),
        Err(e) => Ok(page(&visit, visit.t("office-rules-pick"))
            .again(pick_form(&visit, &now).again(&typed, e)?)
            .show(&visit)),
    }
}

fn limit_form(visit: &SignedIn, name: &str, l: &PackLimit) -> Sheet {
    let units = UNITS
        .iter()
        .map(|u| {
            Choice::new(
                u,
                visit.t(&format!("office-unit-of-{}", u.replace('_', "-"))),
            )
        })
        .collect();
    let now = limit::parts(l.limit);
    Sheet::new(visit, format!("/office/rules/limits/{name}"))
        .side(vec![
            Field::number("n", visit.t("office-limit-length"), 1, 3660)
                .must()
                .value_opt(now.map(|(n, _)| n)),
            Field::select("unit", visit.t("office-limit-unit"), units)
                .must()
                .value(now.map_or(UNITS[0], |(_, u)| u)),
        ])
        .field(why_field(visit))
        .send(visit.t("office-save"))
        .cancel("/office/rules")
}

async fn setting(
    State(app): State<App>,
    visit: SignedIn,
    Path(name): Path<String>,
) -> Result<Response, Failure> {
    let pack = in_force(&app, &visit).await?;
    let l = pack.limit(&name).ok_or(Error::NotFound)?;
    let facts = Facts::new(&visit)
        .line(visit.t("office-rules-source"), source_words(l))
        .line(visit.t("office-rules-mark"), mark_words(&visit, l));
    Ok(page(&visit, limit_title(app.kernel(), &visit, &name))
        .panel("", facts)
        .part(limit_form(&visit, &name, l))
        .show(&visit))
}

async fn set(
    State(app): State<App>,
    visit: SignedIn,
    Path(name): Path<String>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let pack = in_force(&app, &visit).await?;
    let l = pack.limit(&name).ok_or(Error::NotFound)?;
    let done = async {
        let mut r = Reader::new(&typed);
        let n = r.must_number("n", 1..=3660);
        let unit = r.must_choice("unit", &UNITS);
        let why = r.must_line("why", Len(200));
        r.finish()?;
        let limit = limit::read(n.unwrap_or(0), unit.unwrap_or(UNITS[0]))?;
        actions::own_limit(app.kernel(), visit.actor(), &name, limit, &why).await
    };
    match done.await {
        Ok(()) => Ok(Go::to("/office/rules")
            .saying(Message::new("office-saved"))
            .into_response()),
        Err(e) => Ok(page(&visit, limit_title(app.kernel(), &visit, &name))
            .again(limit_form(&visit, &name, l).again(&typed, e)?)
            .show(&visit)),
    }
}
