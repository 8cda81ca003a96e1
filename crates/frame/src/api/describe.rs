//! The description of the whole API: the areas' parts under one head, with what is true of all of them.

use serde::Serialize;
use serde_json::{Value, json};
use utoipa::openapi::OpenApi;
use utoipa::{OpenApi as _, ToSchema};

use super::me;

/// Why a request was not done (RFC 9457). Sentences are in the language of `Accept-Language` or `?lang=`.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// The address of the kind's explanation.
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    /// Why, and what to do.
    pub detail: String,
    /// The kind, stable: `invalid`, `refused`, `conflict` …
    pub code: String,
    /// Named in the server's log.
    pub request_id: String,
    /// For `forbidden` and `refused`: the rule that refused, stable.
    pub reason: Option<String>,
    /// For `invalid`: each field that was not accepted.
    pub errors: Option<Vec<ProblemField>>,
    /// For `conflict`: the revision there is now.
    pub rev: Option<i64>,
    /// For `conflict`: what happened since.
    #[schema(value_type = Option<Vec<Object>>)]
    pub since: Option<Vec<Value>>,
}

/// A field that was not accepted.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemField {
    pub field: String,
    /// The rule, stable.
    pub code: String,
    pub detail: String,
}

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Huiying",
        version = "1",
        description = "JSON of everything the pages show and do. A bearer token is made under the account's \
            tokens and acts as its owner. Lists are paged by cursor. Writes that change a matter state the \
            revision they saw in `If-Match`: 428 without it, 412 with what changed where it is stale. \
            `Idempotency-Key` makes a repeated POST safe."
    ),
    paths(me::me),
    components(schemas(Problem, ProblemField))
)]
struct Head;

/// The description (OpenAPI 3.1) of the areas' parts together with the frame's own.
pub fn describe(areas: impl IntoIterator<Item = OpenApi>) -> Value {
    let mut all = Head::openapi();
    for area in areas {
        all.merge(area);
    }
    let mut all = serde_json::to_value(&all).unwrap_or_default();
    all["openapi"] = json!("3.1.0");
    if let Some(info) = all["info"].as_object_mut() {
        info.remove("license");
        info.remove("contact");
    }
    all["components"]["securitySchemes"]["bearer"] = json!({"type": "http", "scheme": "bearer"});
    all["security"] = json!([{"bearer": []}]);
    let problem = json!({
        "description": "Not done, and why",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    });
    let paths = all["paths"].as_object_mut().into_iter().flatten();
    for (_, operations) in paths {
        for (verb, operation) in operations.as_object_mut().into_iter().flatten() {
            if !operation.is_object() {
                continue;
            }
            if operation["responses"]["default"].is_null() {
                operation["responses"]["default"] = problem.clone();
            }
            if verb == "post" {
                let key = json!({
                    "name": "Idempotency-Key", "in": "header", "required": false,
                    "description": "Makes a repeated request safe: the first answer again, for a day",
                    "schema": {"type": "string", "maxLength": 100}
                });
                match operation["parameters"].as_array_mut() {
                    Some(all) => all.push(key),
                    None => operation["parameters"] = json!([key]),
                }
            }
        }
    }
    all
}
