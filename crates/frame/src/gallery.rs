//! `/gallery`: every piece of the frame on one page, with made-up content. Exists only where the settings ask for
//! it; what the browser tests look at, and whoever changes the stylesheet.

use axum::extract::State;
use axum::response::Response;
use chrono::Days;
use kernel::error::{Error, FieldError, Message};
use text::date::Left;

use crate::read::Fields;
use crate::routes::{Routes, get};
use crate::ui::list::{Filter, Listing};
use crate::ui::{
    Act, Acts, Bars, Bulk, Cell, Choice, Column, Confirm, Doc, Empty, Facts, Field, Figure,
    Figures, Flow, Form, Head, History, HistoryEntry, Lamp, Light, Note, Progress, Rail, RailStep,
    Ring, Row, Schedule, ScheduleBar, Series, StepState, Tab, Table, Tabs, Tone,
};
use crate::{App, Failure, SignedIn};

pub(crate) fn routes() -> Routes {
    Routes::new().route("/gallery", get(page))
}

async fn page(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    if !app.settings().gallery {
        return Err(Failure::not_found());
    }
    let doc = Doc::new(visit.t("gallery"))
        .trail("/", visit.t("frame-nav-workbench"))
        .part(head(&visit))
        .part(rail(&visit))
        .part(tabs(&visit));
    let doc = notes(doc, &visit).part(figures(&visit));
    let listing = listing(&visit)?;
    let doc = doc
        .part(listing.filters(&visit))
        .part(table(&visit, &listing))
        .panel(&visit.t("gallery-form"), form(&visit)?)
        .panel(&visit.t("gallery-facts"), facts(&visit))
        .panel(&visit.t("gallery-history"), history(&visit));
    Ok(charts(doc, &visit)
        .part(Empty::new(
            visit.t("frame-notice-none"),
            visit.t("frame-notice-none-words"),
        ))
        .part(Progress::new(
            &visit,
            1,
            visit.t("gallery-progress"),
            320,
            1_000,
        ))
        .part(confirm(&visit))
        .show(&visit))
}

fn lamps(visit: &SignedIn) -> [Lamp; 4] {
    [
        Lamp::due(visit.lang, Light::Red, Left::Working(-3)),
        Lamp::due(visit.lang, Light::Amber, Left::Working(5)),
        Lamp::due(visit.lang, Light::Green, Left::Calendar(42)),
        Lamp::plain(visit.lang, Light::Out),
    ]
}

fn head(visit: &SignedIn) -> Head {
    let [_, amber, ..] = lamps(visit);
    let act = |key: &str, refusal: &str, next, grave| Act {
        words: visit.t(key),
        href: "/gallery".to_owned(),
        refusal: if refusal.is_empty() {
            String::new()
        } else {
            visit.t(refusal)
        },
        next,
        grave,
    };
    let acts = vec![
        act("gallery-act-reply", "", true, false),
        act("gallery-act-return", "", false, true),
        act("gallery-act-close", "forbidden-register", false, false),
    ];
    Head::new(visit.t("gallery-title"))
        .eyebrow(visit.t("gallery-number"))
        .tag(visit.t("frame-notice-urgent"))
        .when(visit, &amber, None, "")
        .turn(visit, &visit.t("role-unit_liaison"))
        .acts(Acts::new(visit, acts))
}

fn rail(visit: &SignedIn) -> Rail {
    let today = visit.now.day();
    let day = |n: u64| today.checked_add_days(Days::new(n));
    let ago = |n: u64| today.checked_sub_days(Days::new(n));
    let step = |key: &str, state| RailStep::new(visit.t(key), state);
    let [_, amber, ..] = lamps(visit);
    Rail::new(
        visit,
        vec![
            RailStep {
                done: ago(30),
                who: visit.t("role-office"),
                ..step("gallery-step-register", StepState::Done)
            },
            RailStep {
                done: ago(26),
                who: visit.t("role-office"),
                ..step("gallery-step-assign", StepState::Done)
            },
            RailStep {
                due: day(5),
                lamp: Some(amber),
                who: visit.t("role-unit_liaison"),
                ..step("gallery-step-handle", StepState::Now)
            },
            RailStep {
                due: day(20),
                slack: Some(4),
                ..step("gallery-step-reply", StepState::Ahead)
            },
            RailStep {
                due: day(35),
                slack: Some(4),
                provisional: true,
                ..step("gallery-step-opinion", StepState::Ahead)
            },
        ],
    )
}

fn tabs(visit: &SignedIn) -> Tabs {
    let tab = |key: &str, count, here| Tab {
        href: "/gallery".to_owned(),
        words: visit.t(key),
        count,
        here,
    };
    Tabs {
        label: visit.t("gallery"),
        all: vec![
            tab("gallery-form", None, true),
            tab("gallery-facts", Some(3), false),
            tab("gallery-history", Some(12), false),
        ],
    }
}

fn notes(doc: Doc, visit: &SignedIn) -> Doc {
    [
        (Tone::Info, "frame-changed"),
        (Tone::Good, "sign-saved"),
        (Tone::Warn, "sign-password-owed"),
        (Tone::Bad, "frame-failure-internal-detail"),
    ]
    .into_iter()
    .fold(doc, |doc, (tone, key)| {
        doc.part(Note::new(tone, visit.t(key)))
    })
}

fn figures(visit: &SignedIn) -> Figures {
    let figure = |value: &str, key: &str, lamp| Figure {
        value: value.to_owned(),
        label: visit.t(key),
        href: "/gallery".to_owned(),
        lamp,
    };
    let [red, amber, green, _] = lamps(visit);
    Figures {
        all: vec![
            figure("7", "frame-lamp-red", Some(red)),
            figure("19", "frame-lamp-amber", Some(amber)),
            figure("1,204", "frame-lamp-green", Some(green)),
            figure("98.5%", "gallery-answered", None),
        ],
    }
}

fn listing(visit: &SignedIn) -> Result<Listing, Error> {
    let states = vec![Choice::new("open", visit.t("frame-rail-now"))];
    let query = Fields::of([("state", "open")]);
    Listing::read(
        "gallery",
        "/gallery",
        vec![
            Filter::choice("state", visit.t("gallery-state"), states),
            Filter::words("q", visit.t("frame-search")),
            Filter::day("before", visit.t("frame-head-when")),
        ],
        vec![
            Column::new("due", visit.t("frame-head-when")).sorts(),
            Column::new("title", visit.t("gallery-matter")).sorts(),
            Column::new("who", visit.t("frame-head-turn")),
            Column::new("count", visit.t("frame-chart-count"))
                .number()
                .sorts(),
            Column::new("on", visit.t("gallery-received")).sorts(),
        ],
        "due",
        visit.columns("gallery"),
        &query,
    )
}

fn table(visit: &SignedIn, listing: &Listing) -> Table {
    let rows = lamps(visit).into_iter().enumerate().map(|(i, lamp)| Row {
        id: i.to_string(),
        cells: vec![
            Cell::Lamp(lamp),
            Cell::Lead {
                href: "/gallery".to_owned(),
                words: visit.t("gallery-title"),
                under: visit.t("gallery-number"),
            },
            Cell::text(visit.t("role-unit_liaison")),
            Cell::Count(1_200 + i as i64),
            Cell::Day(visit.now.day()),
        ],
    });
    Table::of(visit, listing, visit.t("gallery-list"))
        .rows(rows.collect())
        .bulk(Bulk {
            action: "/gallery".to_owned(),
            name: "id",
            acts: vec![("sign".to_owned(), visit.t("gallery-act-reply"))],
        })
        .pages(None, Some(listing.page_href("next")))
        .export("/gallery")
}

fn form(visit: &SignedIn) -> Result<Form, Error> {
    let units = ["role-office", "role-committee", "role-section"]
        .map(|k| Choice::named(&k[5..], visit.t(k)));
    let cards = vec![
        Choice::new("read", visit.t("sign-token-read")).hint(visit.t("sign-token-read-hint")),
        Choice::new("write", visit.t("sign-token-write"))
            .hint(visit.t("sign-token-write-hint"))
            .chosen(true),
    ];
    let form = Form::new(visit, "/gallery")
        .keep(visit, "gallery")
        .field(Field::line("title", visit.t("gallery-matter"), 100).must())
        .side(vec![
            Field::date("on", visit.t("gallery-received")).value(visit.now.day()),
            Field::number("count", visit.t("frame-chart-count"), 0, 99).value(3),
        ])
        .field(Field::cards("scope", visit.t("sign-token-scope"), cards))
        .field(Field::picks(
            "units",
            visit.t("gallery-units"),
            units.to_vec(),
        ))
        .field(
            Field::prose("text", visit.t("gallery-text"), 20_000).value(visit.t("gallery-prose")),
        )
        .field(Field::file(
            "file",
            visit.t("gallery-file"),
            ".docx,.pdf",
            true,
        ))
        .field(Field::tick("sure", visit.t("gallery-sure")))
        .also("act", "draft", visit.t("sign-save"))
        .cancel("/gallery");
    let typed = Fields::of([
        ("on".to_owned(), visit.now.day().to_string()),
        ("count".to_owned(), "3".to_owned()),
        ("scope".to_owned(), "write".to_owned()),
        ("units".to_owned(), "office".to_owned()),
        ("text".to_owned(), visit.t("gallery-prose")),
    ]);
    let missing = FieldError {
        field: "title".to_owned(),
        message: Message::new("frame-field-missing"),
    };
    form.again(&typed, Error::Invalid(vec![missing]))
}

fn facts(visit: &SignedIn) -> Facts {
    let [red, ..] = lamps(visit);
    Facts::new(visit)
        .line(visit.t("gallery-matter"), visit.t("gallery-title"))
        .link(
            visit.t("frame-head-turn"),
            visit.t("role-unit_liaison"),
            "/gallery",
        )
        .html(visit.t("frame-head-when"), red)
        .why(visit.t("gallery-why"))
}

fn history(visit: &SignedIn) -> History {
    let entry = |hours: i64, key: &str, said: String, grave| HistoryEntry {
        at: visit.now.plus_seconds(-3_600 * hours).0,
        who: visit.who().name.clone(),
        words: visit.t(key),
        said,
        changes: Vec::new(),
        grave,
    };
    let mut first = entry(50, "gallery-step-register", String::new(), false);
    first.changes.push((
        visit.t("gallery-units"),
        visit.t("role-section"),
        visit.t("role-office"),
    ));
    History::new(
        visit,
        vec![
            entry(2, "gallery-act-return", visit.t("gallery-prose"), true),
            entry(20, "gallery-act-reply", String::new(), false),
            first,
        ],
    )
}

fn charts(doc: Doc, visit: &SignedIn) -> Doc {
    let today = visit.now.day();
    let day = |n: u64| today.checked_add_days(Days::new(n)).unwrap_or(today);
    let bar = |key: &str, start, finish, latest, tone| ScheduleBar {
        title: visit.t(key),
        start: day(start),
        finish: day(finish),
        latest: day(latest),
        tone,
        why: visit.t("gallery-why"),
    };
    let units: Vec<(String, String)> = ["role-office", "role-committee", "role-section"]
        .map(|k| (visit.t(k), "/gallery".to_owned()))
        .to_vec();
    let months: Vec<(String, String)> = (1..=12).map(|m| (m.to_string(), String::new())).collect();
    let answered = visit.t("gallery-answered");
    let received = visit.t("gallery-received");
    let first = visit.t("gallery-units");
    doc.part(Schedule::new(
        visit,
        visit.t("frame-schedule-dates"),
        &[
            bar("gallery-step-handle", 0, 5, 9, 2),
            bar("gallery-step-reply", 5, 20, 24, 0),
            bar("gallery-step-opinion", 20, 35, 39, 5),
        ],
        today,
    ))
    .part(Bars::new(
        visit,
        &answered,
        &first,
        &units,
        &[
            Series::new(&answered, 0, vec![40, 22, 31]),
            Series::new(visit.t("frame-lamp-red"), 3, vec![2, 0, 7]),
        ],
    ))
    .part(Flow::new(
        visit,
        &received,
        &first,
        &months,
        &[
            Series::new(&received, 1, vec![8, 42, 77, 20, 12, 9, 6, 11, 14, 5, 3, 2]),
            Series::new(&answered, 0, vec![2, 6, 18, 44, 58, 30, 14, 9, 8, 11, 6, 4]),
        ],
        &[Series::new(
            visit.t("frame-lamp-red"),
            3,
            vec![0, 0, 1, 3, 4, 6, 4, 2, 1, 1, 0, 0],
        )],
    ))
    .part(Ring::new(
        visit,
        &visit.t("gallery-state"),
        &first,
        &[
            (visit.t("frame-lamp-green"), "/gallery".to_owned(), 5, 71),
            (visit.t("frame-lamp-amber"), "/gallery".to_owned(), 2, 19),
            (visit.t("frame-lamp-red"), "/gallery".to_owned(), 3, 7),
        ],
    ))
}

fn confirm(visit: &SignedIn) -> Confirm {
    Confirm {
        title: visit.t("gallery-act-return"),
        words: visit.t("gallery-why"),
        form: Form::new(visit, "/gallery")
            .field(
                Field::prose("reason", visit.t("gallery-text"), 500)
                    .rows(3)
                    .must(),
            )
            .send(visit.t("gallery-act-return"))
            .grave()
            .cancel("/gallery"),
    }
}
