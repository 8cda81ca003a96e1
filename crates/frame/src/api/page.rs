//! `/api`: the description as a page, each operation with a form to try it; `/api/problems`: the kinds of
//! problem. Made from the description itself, so that the two can't differ.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};
use text::Lang;

use crate::http::Visit;
use crate::ui::{Doc, Head};
use crate::words::{Speaks, speaks};
use crate::{App, Failure, Guest, SignedIn};

/// A parameter of an operation.
struct Parameter {
    name: String,
    /// `path`, `query`, `header`.
    place: String,
    must: bool,
    words: String,
    /// The values it may have; empty for any.
    values: Vec<String>,
}

/// One operation.
struct Operation {
    id: String,
    verb: String,
    path: String,
    summary: String,
    words: String,
    parameters: Vec<Parameter>,
    /// A body to begin with; empty where it takes none.
    body: String,
}

#[derive(Template)]
#[template(path = "api.html")]
struct Tried {
    lang: Lang,
    csrf: String,
    site: String,
    groups: Vec<(String, Vec<Operation>)>,
}

speaks!(Tried);

pub(crate) async fn page(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    let described: Value = serde_json::from_str(app.openapi()).unwrap_or_default();
    let site = app.settings().public.clone().unwrap_or_default();
    let tried = Tried {
        lang: visit.lang,
        csrf: visit.token().to_owned(),
        site: site.trim_end_matches('/').to_owned(),
        groups: groups(&described),
    };
    let head = Head::new(visit.t("frame-api"))
        .lede(visit.t("frame-api-words"))
        .button("/account/tokens", visit.t("sign-tab-tokens"))
        .button("/api/problems", visit.t("frame-api-problems"))
        .button("/api/openapi.json", visit.t("frame-api-openapi"));
    Ok(Doc::new(visit.t("frame-api"))
        .part(head)
        .template(tried)
        .show(&visit))
}

fn groups(described: &Value) -> Vec<(String, Vec<Operation>)> {
    let mut groups: Vec<(String, Vec<Operation>)> = Vec::new();
    let paths = described["paths"].as_object().into_iter().flatten();
    for (path, operations) in paths {
        for (verb, operation) in operations.as_object().into_iter().flatten() {
            let tag = operation["tags"][0].as_str().unwrap_or("other").to_owned();
            let one = read(described, path, verb, operation);
            match groups.iter_mut().find(|(t, _)| *t == tag) {
                Some((_, all)) => all.push(one),
                None => groups.push((tag, vec![one])),
            }
        }
    }
    groups.sort_by(|a, b| a.0.cmp(&b.0));
    groups
}

fn read(described: &Value, path: &str, verb: &str, operation: &Value) -> Operation {
    let words = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    let body = match schema {
        Value::Null => String::new(),
        schema => serde_json::to_string_pretty(&sample(described, schema, 0)).unwrap_or_default(),
    };
    let id: String = format!("{verb}{path}")
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    Operation {
        id,
        verb: verb.to_uppercase(),
        path: path.to_owned(),
        summary: words(&operation["summary"]),
        words: words(&operation["description"]),
        parameters: parameters
            .map(|p| Parameter {
                name: words(&p["name"]),
                place: words(&p["in"]),
                must: p["required"].as_bool().unwrap_or(false),
                words: words(&p["description"]),
                values: p["schema"]["enum"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(words)
                    .collect(),
            })
            .collect(),
        body,
    }
}

/// A value of a schema's shape: what a body looks like before anything is filled in.
fn sample(described: &Value, schema: &Value, depth: u8) -> Value {
    if depth > 6 {
        return Value::Null;
    }
    if let Some(name) = schema["$ref"].as_str().and_then(|r| r.rsplit('/').next()) {
        return sample(
            described,
            &described["components"]["schemas"][name],
            depth + 1,
        );
    }
    if !schema["example"].is_null() {
        return schema["example"].clone();
    }
    for many in ["oneOf", "anyOf", "allOf"] {
        if let Some(first) = schema[many].as_array().and_then(|all| {
            let real = |s: &&Value| s["type"] != "null";
            all.iter().find(real)
        }) {
            return sample(described, first, depth + 1);
        }
    }
    let kind = match &schema["type"] {
        Value::Array(all) => all.iter().find(|t| *t != "null"),
        one => Some(one),
    };
    match kind.and_then(Value::as_str) {
        Some("object") => {
            let mut out = json!({});
            for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
                out[name] = sample(described, inner, depth + 1);
            }
            out
        }
        Some("array") => json!([sample(described, &schema["items"], depth + 1)]),
        Some("integer" | "number") => json!(0),
        Some("boolean") => json!(false),
        Some("string") => schema["enum"][0].as_str().map_or(json!(""), |v| json!(v)),
        _ => Value::Null,
    }
}

pub(crate) async fn problems(visit: Guest) -> Response {
    let all = Failure::kinds();
    let listed = Problems {
        all: all
            .iter()
            .map(|f| {
                (
                    f.code().to_owned(),
                    f.status(true).as_u16(),
                    f.title(visit.lang),
                    explained(f, &visit),
                )
            })
            .collect(),
    };
    Doc::titled(visit.t("frame-api-problems"))
        .trail("/api", visit.t("frame-api"))
        .template(listed)
        .show(&visit)
}

fn explained(failure: &Failure, visit: &Visit) -> String {
    visit.t(&format!("frame-problem-{}", failure.code()))
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<dl class="problems">{% for (code, status, title, words) in all %}<dt id="{{ code }}"><code>{{ code }}</code> <span class="soft num">{{ status }}</span> {{ title }}</dt><dd>{{ words }}</dd>{% endfor %}</dl>"#
)]
struct Problems {
    all: Vec<(String, u16, String, String)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_has_the_shape_of_its_schema() {
        let described = json!({"components": {"schemas": {
            "Unit": {"type": "object", "properties": {
                "name": {"type": "string"}, "kind": {"type": "string", "enum": ["bureau", "office"]},
                "parent": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Unit"}]}}}}}});
        let schema = json!({"type": "array", "items": {"$ref": "#/components/schemas/Unit"}});
        let made = sample(&described, &schema, 0);
        assert_eq!(made[0]["kind"], "bureau");
        assert_eq!(made[0]["parent"]["name"], "");
    }
}
