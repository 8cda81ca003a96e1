//! Opening a case: the person, the offices, who is named on it.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::{Choice, Doc, Field, Form as Sheet, Note, Tone};
use frame::{App, Failure, Fields, Form, Go, Len, Reader, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;

use crate::actions::case::{self, New};
use crate::model::office::{Action, Class};
use crate::store::case::people;
use crate::vocabulary::{LINE, LONG, NAME};

/// Offices a case may have.
const OFFICES: usize = 2;
/// Others who may be named, by capacity.
const CAPACITIES: [&str; 4] = ["party", "chair", "vetter", "informed"];

pub(super) fn routes() -> Routes {
    Routes::new().route("/appointments/new", get(new).post(add))
}

async fn form(app: &App, visit: &SignedIn) -> Result<Sheet, Error> {
    let t = |key: &str| visit.t(key);
    let mut form = Sheet::new(visit, "/appointments/new")
        .html(Note::new(Tone::Info, t("appointments-embargo-note")))
        .field(
            Field::line("name", t("appointments-ask-name"), NAME)
                .must()
                .medium(),
        )
        .field(Field::cards(
            "gender",
            t("appointments-ask-gender"),
            ["male", "female"]
                .map(|g| Choice::new(g, t(&format!("appointments-gender-{g}"))))
                .to_vec(),
        ))
        .field(Field::line("present", t("appointments-ask-present"), LINE));
    for n in 1..=OFFICES {
        let actions = Action::ALL
            .iter()
            .map(|a| Choice::new(a.code(), t(&a.key())));
        let classes = Class::ALL
            .iter()
            .map(|c| Choice::new(c.code(), t(&c.key())));
        let mut fields = vec![
            Field::select(
                &format!("action{n}"),
                t("appointments-action"),
                actions.collect(),
            ),
            Field::select(
                &format!("class{n}"),
                t("appointments-class"),
                classes.collect(),
            ),
            Field::line(&format!("office{n}"), t("appointments-office"), LINE)
                .placeholder(t("appointments-office-example")),
        ];
        if n == 1 {
            fields = fields.into_iter().map(Field::must).collect();
        }
        let key = if n == 1 {
            "appointments-office-first"
        } else {
            "appointments-office-more"
        };
        form = form.group(t(key), "", fields);
    }
    let all = people(&app.kernel().db, visit.actor().organ).await?;
    let picks: Vec<Choice> = all
        .iter()
        .filter(|(id, ..)| Some(*id) != visit.actor().person)
        .map(|(id, name, post)| Choice::named(id, name.as_str()).hint(post.as_str()))
        .collect();
    let named = CAPACITIES
        .iter()
        .map(|c| Field::picks(c, t(&format!("appointments-capacity-{c}")), picks.clone()))
        .collect();
    Ok(form
        .field(Field::date("meeting_on", t("appointments-ask-meeting_on")))
        .field(Field::prose("about", t("appointments-ask-about"), LONG).rows(5))
        .group(t("appointments-named"), t("appointments-named-hint"), named)
        .send(t("appointments-open"))
        .cancel("/appointments"))
}

fn page(visit: &SignedIn) -> Doc {
    Doc::titled(visit.t("appointments-new")).trail("/appointments", visit.t("appointments-nav"))
}

async fn new(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    Ok(page(&visit).part(form(&app, &visit).await?).show(&visit))
}

fn read(typed: &Fields) -> Result<New, Error> {
    let mut r = Reader::new(typed);
    let name = r.must_line("name", Len(NAME));
    let gender = r.choice("gender", &["male", "female"]).unwrap_or_default();
    let present = r.line("present", Len(LINE)).unwrap_or_default();
    let about = r.prose("about", Len(LONG)).unwrap_or_default();
    let meeting_on = r.date("meeting_on");
    let actions: Vec<&str> = Action::ALL.iter().map(|a| a.code()).collect();
    let classes: Vec<&str> = Class::ALL.iter().map(|c| c.code()).collect();
    let mut lines = Vec::new();
    for n in 1..=OFFICES {
        let office = r.line(&format!("office{n}"), Len(LINE));
        if n > 1 && office.is_none() {
            continue;
        }
        let action = r.must_choice(&format!("action{n}"), &actions);
        let class = r.must_choice(&format!("class{n}"), &classes);
        let office = office.unwrap_or_else(|| r.must_line(&format!("office{n}"), Len(LINE)));
        if let (Some(action), Some(class)) =
            (action.and_then(Action::parse), class.and_then(Class::parse))
        {
            lines.push((action, class, office));
        }
    }
    let mut named: Vec<(Id, &'static str)> = Vec::new();
    for capacity in CAPACITIES {
        for person in r.ids(capacity, 60) {
            named.push((person, capacity));
        }
    }
    r.finish()?;
    Ok(New {
        name,
        gender: gender.to_owned(),
        present,
        about,
        meeting_on,
        lines,
        named,
    })
}

async fn add(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    let done = async {
        let new = read(&typed)?;
        case::begin(app.kernel(), visit.actor(), new).await
    };
    match done.await {
        Ok(id) => Ok(Go::to(format!("/appointments/{id}"))
            .saying(Message::new("appointments-opened"))
            .into_response()),
        Err(e) => Ok(page(&visit)
            .again(form(&app, &visit).await?.again(&typed, e)?)
            .show(&visit)),
    }
}
