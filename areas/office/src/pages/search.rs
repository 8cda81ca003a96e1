//! Search (X3): what is typed, and the matters in which it stands, newest first, as far as the reader may see.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use frame::ui::{Choice, Doc, Empty, Field, Form, Links};
use frame::{App, Failure, Fields, Len, Query, Reader, Routes, SignedIn, Visit, get};
use kernel::error::Error;
use kernel::search::{self, Hit, Piece};

/// Hits of a page.
const ROWS: usize = 20;

pub fn routes() -> Routes {
    Routes::new().route("/search", get(page))
}

/// What is asked for; every other name in the address is refused.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    pub(crate) q: String,
    pub(crate) kind: Option<String>,
}

/// Reads the question out of a query that is read strictly.
pub(crate) fn read(app: &App, reader: &mut Reader) -> Asked {
    let kinds: Vec<&str> = app.kernel().kinds().map(|k| k.name()).collect();
    Asked {
        // The sentence on what is too long is the search's own.
        q: reader.line("q", Len(4_000)).unwrap_or_default(),
        kind: reader.choice("kind", &kinds).map(str::to_owned),
    }
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Query(typed): Query,
) -> Result<Response, Failure> {
    let mut reader = Reader::new(&typed);
    let asked = read(&app, &mut reader);
    let cursor = reader.line("cursor", Len(100));
    reader.finish_strict()?;
    let doc = Doc::titled(visit.t("search-title"));
    let form = form(&app, &visit, &asked);
    if asked.q.is_empty() {
        return Ok(doc.part(form).show(&visit));
    }
    let found = search::find(
        &app.kernel().db,
        visit.actor(),
        &asked.q,
        asked.kind.as_deref(),
        cursor.as_deref(),
        ROWS,
    )
    .await;
    let found = match found {
        Ok(found) => found,
        // A query that can't be looked for: the form again, with the sentence.
        Err(error @ Error::Invalid(_)) => {
            return Ok(doc.again(form.again(&typed, error)?).show(&visit));
        }
        Err(error) => return Err(error.into()),
    };
    let doc = doc.part(form);
    let further = found.next.as_ref().map(|next| {
        let mut fields = Fields::of([("q", asked.q.as_str())]);
        if let Some(kind) = &asked.kind {
            fields.push("kind", kind);
        }
        fields.push("cursor", next);
        format!("/search?{}", fields.encode())
    });
    if found.hits.is_empty() && further.is_none() {
        let empty = match cursor {
            None => Empty::new(visit.t("search-nothing"), visit.t("search-nothing-words")),
            Some(_) => Empty::new(visit.t("search-no-more"), String::new()),
        };
        return Ok(doc.part(empty).show(&visit));
    }
    let hits = found
        .hits
        .iter()
        .map(|hit| Shown::of(&visit, hit))
        .collect();
    let mut doc = doc.template(Hits {
        label: visit.t("search-found"),
        hits,
    });
    if let Some(href) = further {
        doc = doc.part(Links::new(vec![(href, visit.t("search-further"))]));
    }
    Ok(doc.show(&visit))
}

fn form(app: &App, visit: &Visit, asked: &Asked) -> Form {
    let any = Choice::new("", visit.t("search-any-kind")).chosen(asked.kind.is_none());
    let kinds = app.kernel().kinds().map(|k| {
        Choice::new(k.name(), visit.t(&format!("kind-{}", k.name())))
            .chosen(asked.kind.as_deref() == Some(k.name()))
    });
    Form::new(visit, "/search")
        .get()
        .side(vec![
            Field::line("q", visit.t("search-words"), 4_000)
                .placeholder(visit.t("search-hint"))
                .value(&asked.q),
            Field::select(
                "kind",
                visit.t("search-kind"),
                std::iter::once(any).chain(kinds).collect(),
            ),
        ])
        .send(visit.t("search-send"))
}

/// One hit as shown.
struct Shown {
    href: String,
    title: Vec<Piece>,
    under: String,
    snippet: Vec<Piece>,
}

impl Shown {
    fn of(visit: &Visit, hit: &Hit) -> Shown {
        let mut under = vec![visit.t(&format!("kind-{}", hit.kind))];
        under.extend(hit.number.clone());
        under.extend(hit.unit_name.clone());
        under.push(text::date::date_plain(visit.lang, hit.received_on));
        Shown {
            href: format!("/matters/{}", hit.matter),
            title: hit.title.clone(),
            under: under.join(" · "),
            snippet: hit.snippet.clone(),
        }
    }
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<section class="stack" aria-label="{{ label }}">{% for hit in hits %}<article class="sheet panel hit"><h2><a href="{{ hit.href }}">{% for p in hit.title %}{% if p.marked %}<mark>{{ p.text }}</mark>{% else %}{{ p.text }}{% endif %}{% endfor %}</a></h2><p class="soft small">{{ hit.under }}</p>{% if !hit.snippet.is_empty() %}<p class="snippet">{% for p in hit.snippet %}{% if p.marked %}<mark>{{ p.text }}</mark>{% else %}{{ p.text }}{% endif %}{% endfor %}</p>{% endif %}</article>{% endfor %}</section>"#
)]
struct Hits {
    label: String,
    hits: Vec<Shown>,
}
