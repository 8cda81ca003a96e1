//! The steps of a draft: owner, limit, words and acts by form; adding a step, taking one out.

use axum::extract::State;
use axum::response::Response;
use frame::ui::{Choice, Field, Form as Sheet, Note, Tone};
use frame::{App, Failure, Fields, Form, Len, Path, Reader, Routes, SignedIn, get};
use kernel::error::{Error, Message};
use kernel::procedures::Version;
use procedure::edit::Change;
use procedure::{Definition, Step, StepLimit, Words};

use super::procedure::{base, done, draft, form, page, read_words, rev, title_fields};
use super::procedures::said;
use super::ta;
use crate::actions::procedure as actions;
use crate::model::limit::{self, UNITS};

pub(super) fn routes() -> Routes {
    let base = "/office/procedures/{id}/{version}";
    Routes::new()
        .route(&format!("{base}/steps/new"), get(new_step).post(add_step))
        .route(
            &format!("{base}/steps/{{step}}"),
            get(step_form).post(save_step),
        )
        .route(
            &format!("{base}/steps/{{step}}/remove"),
            get(removing).post(remove_step),
        )
}

fn step_of<'d>(def: &'d Definition, id: &str) -> Result<&'d Step, Error> {
    def.steps.iter().find(|s| s.id == id).ok_or(Error::NotFound)
}

/// Owner, limit and least of a step.
fn duty_fields(visit: &SignedIn, def: &Definition, step: Option<&Step>) -> Vec<Field> {
    let roles = def
        .vocabulary
        .roles
        .iter()
        .map(|(code, words)| Choice::new(code, said(visit, words)))
        .collect();
    let mut limits: Vec<Choice> = def
        .vocabulary
        .limits
        .iter()
        .map(|(code, words)| Choice::new(code, said(visit, words)))
        .collect();
    limits.push(Choice::new("own", visit.t("office-step-limit-own")));
    let named = match step.and_then(|s| s.limit.as_ref()) {
        Some(StepLimit::Named(name)) => Some(name.as_str()),
        Some(StepLimit::Fixed(_)) => Some("own"),
        None => None,
    };
    let own = limit::own(step.and_then(|s| s.limit.as_ref())).and_then(limit::parts);
    let units = UNITS
        .iter()
        .map(|u| {
            Choice::new(
                u,
                visit.t(&format!("office-unit-of-{}", u.replace('_', "-"))),
            )
        })
        .collect();
    vec![
        Field::select("owner", visit.t("office-step-owner"), roles)
            .must()
            .value_opt(step.map(|s| &s.owner)),
        Field::select("limit", visit.t("office-step-limit"), limits)
            .must()
            .hint(visit.t("office-step-limit-hint"))
            .value_opt(named),
        Field::number("n", visit.t("office-limit-length"), 1, 3660).value_opt(own.map(|(n, _)| n)),
        Field::select("unit", visit.t("office-limit-unit"), units)
            .value(own.map_or(UNITS[0], |(_, u)| u)),
        Field::number("least", visit.t("office-step-least"), 0, 365)
            .must()
            .hint(visit.t("office-step-least-hint"))
            .value(step.map_or(1, |s| i64::from(s.least))),
    ]
}

fn read_limit(r: &mut Reader<'_>, def: &Definition, was: Option<&StepLimit>) -> Option<StepLimit> {
    let mut names: Vec<&str> = def.vocabulary.limits.keys().map(String::as_str).collect();
    names.push("own");
    let name = r.must_choice("limit", &names)?.to_owned();
    let n = r.number("n", 1..=3660);
    let unit = r.choice("unit", &UNITS);
    if name != "own" {
        return Some(StepLimit::Named(name));
    }
    // A day named outright, or a time before the meeting, can't be typed here and stays as it is.
    if n.is_none()
        && let Some(StepLimit::Fixed(fixed)) = was
        && limit::parts(*fixed).is_none()
    {
        return was.cloned();
    }
    match n.map(|n| limit::read(n, unit.unwrap_or(UNITS[0]))) {
        Some(Ok(limit)) => Some(StepLimit::Fixed(limit)),
        _ => {
            r.fail("n", Message::new("invalid-limit"));
            None
        }
    }
}

fn step_sheet(visit: &SignedIn, row: &Version, def: &Definition, step: &Step) -> Sheet {
    let mut sheet = form(visit, row, &format!("steps/{}", step.id)).side(title_fields(
        visit,
        "title",
        "office-step-title",
        &step.title,
    ));
    for field in duty_fields(visit, def, Some(step)) {
        sheet = sheet.field(field);
    }
    for act in &step.acts {
        let fields = title_fields(
            visit,
            &format!("act-{}", act.id),
            "office-act-title",
            &act.title,
        );
        sheet = sheet.group(said(visit, &act.title), "", fields);
        for (at, required) in act.require.iter().enumerate() {
            let fields = title_fields(
                visit,
                &format!("else-{}-{at}", act.id),
                "office-act-otherwise",
                &required.otherwise,
            );
            let legend = [("n", (at + 1).into())];
            let that = [("that", required.that.text().into())];
            sheet = sheet.group(
                ta(visit, "office-act-condition", &legend),
                ta(visit, "office-act-condition-hint", &that),
                fields,
            );
        }
    }
    sheet.send(visit.t("office-save"))
}

async fn step_form(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, number, step)): Path<(String, i64, String)>,
) -> Result<Response, Failure> {
    let (row, def) = draft(&app, &visit, &id, number).await?;
    let step = step_of(&def, &step)?;
    let title = said(&visit, &step.title).to_owned();
    let remove = format!("{}/steps/{}/remove", base(&row), step.id);
    Ok(page(&visit, &row, &def, title)
        .part(step_sheet(&visit, &row, &def, step))
        .part(frame::ui::Links::new(vec![(
            remove,
            visit.t("office-step-remove"),
        )]))
        .show(&visit))
}

fn step_changes(
    typed: &Fields,
    def: &Definition,
    step: &Step,
) -> Result<(i64, Vec<Change>), Error> {
    let id = || step.id.clone();
    let roles: Vec<&str> = def.vocabulary.roles.keys().map(String::as_str).collect();
    let mut r = Reader::new(typed);
    let rev = rev(&mut r);
    let mut changes = Vec::new();
    let title = read_words(&mut r, "title");
    if title != step.title {
        changes.push(Change::StepTitle { step: id(), title });
    }
    if let Some(role) = r.must_choice("owner", &roles).filter(|o| *o != step.owner) {
        let role = role.to_owned();
        changes.push(Change::Owner { step: id(), role });
    }
    let limit = read_limit(&mut r, def, step.limit.as_ref());
    if limit.is_some() && limit != step.limit {
        changes.push(Change::Limit { step: id(), limit });
    }
    let least = r.must_number("least", 0..=365).unwrap_or(0) as u16;
    if least != step.least {
        changes.push(Change::Least { step: id(), least });
    }
    for act in &step.acts {
        let title = read_words(&mut r, &format!("act-{}", act.id));
        if title != act.title {
            changes.push(Change::ActTitle {
                step: Some(id()),
                act: act.id.clone(),
                title,
            });
        }
        for (at, required) in act.require.iter().enumerate() {
            let words = read_words(&mut r, &format!("else-{}-{at}", act.id));
            if words != required.otherwise {
                changes.push(Change::Otherwise {
                    step: Some(id()),
                    act: act.id.clone(),
                    at,
                    words,
                });
            }
        }
    }
    r.finish()?;
    Ok((rev, changes))
}

async fn save_step(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, number, step)): Path<(String, i64, String)>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let (row, def) = draft(&app, &visit, &id, number).await?;
    let step = step_of(&def, &step)?;
    let saved = async {
        let (rev, changes) = step_changes(&typed, &def, step)?;
        actions::change(app.kernel(), visit.actor(), &id, number, rev, &changes).await
    };
    match saved.await {
        Ok(()) => Ok(done(&row, "office-saved")),
        Err(e) => {
            let title = said(&visit, &step.title).to_owned();
            let form = step_sheet(&visit, &row, &def, step).again(&typed, e)?;
            Ok(page(&visit, &row, &def, title).again(form).show(&visit))
        }
    }
}

fn new_sheet(visit: &SignedIn, row: &Version, def: &Definition) -> Sheet {
    let before = def
        .steps
        .iter()
        .map(|s| Choice::new(&s.id, said(visit, &s.title)))
        .collect();
    let empty = Words::default();
    let mut sheet = form(visit, row, "steps/new")
        .field(
            Field::select("before", visit.t("office-step-before"), before)
                .must()
                .hint(visit.t("office-step-before-hint")),
        )
        .field(
            Field::line("step", visit.t("office-step-code"), 40)
                .must()
                .short()
                .hint(visit.t("office-step-code-hint")),
        )
        .side(title_fields(visit, "title", "office-step-title", &empty))
        .side(title_fields(visit, "act", "office-act-title", &empty));
    for field in duty_fields(visit, def, None) {
        sheet = sheet.field(field);
    }
    sheet.send(visit.t("office-step-add"))
}

async fn new_step(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, number)): Path<(String, i64)>,
) -> Result<Response, Failure> {
    let (row, def) = draft(&app, &visit, &id, number).await?;
    Ok(page(&visit, &row, &def, visit.t("office-step-add"))
        .part(new_sheet(&visit, &row, &def))
        .show(&visit))
}

fn added(typed: &Fields, def: &Definition) -> Result<(i64, Change), Error> {
    let roles: Vec<&str> = def.vocabulary.roles.keys().map(String::as_str).collect();
    let steps: Vec<&str> = def.steps.iter().map(|s| s.id.as_str()).collect();
    let mut r = Reader::new(typed);
    let rev = rev(&mut r);
    let before = r
        .must_choice("before", &steps)
        .unwrap_or_default()
        .to_owned();
    let id = r.must_line("step", Len(40));
    let title = read_words(&mut r, "title");
    let act = read_words(&mut r, "act");
    let owner = r
        .must_choice("owner", &roles)
        .unwrap_or_default()
        .to_owned();
    let limit = read_limit(&mut r, def, None);
    let least = r.must_number("least", 0..=365).unwrap_or(0) as u16;
    r.finish()?;
    let limit = limit.ok_or_else(|| Error::field("limit", Message::new("invalid-limit")))?;
    let change = Change::AddStep {
        before,
        id,
        title,
        owner,
        limit,
        least,
        act,
    };
    Ok((rev, change))
}

async fn add_step(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, number)): Path<(String, i64)>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let (row, def) = draft(&app, &visit, &id, number).await?;
    let saved = async {
        let (rev, change) = added(&typed, &def)?;
        actions::change(app.kernel(), visit.actor(), &id, number, rev, &[change]).await
    };
    match saved.await {
        Ok(()) => Ok(done(&row, "office-step-added")),
        Err(e) => {
            let form = new_sheet(&visit, &row, &def).again(&typed, e)?;
            Ok(page(&visit, &row, &def, visit.t("office-step-add"))
                .again(form)
                .show(&visit))
        }
    }
}

async fn removing(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, number, step)): Path<(String, i64, String)>,
) -> Result<Response, Failure> {
    let (row, def) = draft(&app, &visit, &id, number).await?;
    let step = step_of(&def, &step)?;
    let form = form(&visit, &row, &format!("steps/{}/remove", step.id))
        .send(visit.t("office-step-remove"))
        .grave();
    Ok(
        page(&visit, &row, &def, said(&visit, &step.title).to_owned())
            .part(Note::new(Tone::Warn, visit.t("office-step-remove-about")))
            .part(form)
            .show(&visit),
    )
}

async fn remove_step(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, number, step)): Path<(String, i64, String)>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let (row, def) = draft(&app, &visit, &id, number).await?;
    let step = step_of(&def, &step)?;
    let mut r = Reader::new(&typed);
    let rev = rev(&mut r);
    r.finish()?;
    let change = Change::RemoveStep {
        step: step.id.clone(),
    };
    actions::change(app.kernel(), visit.actor(), &id, number, rev, &[change]).await?;
    Ok(done(&row, "office-step-removed"))
}
