//! The API's common parts, around a small area that keeps papers: each is a token of its owner, so that what
//! was written can be counted.

use axum::extract::State;
use axum::http::{Method, StatusCode};
use frame::api::{IfMatch, Items, Paging, Revised};
use frame::{App, Failure, Json, Query, Reader, Routes, Settings, SignedIn, get, post};
use kernel::account;
use kernel::error::Error;
use serde::{Deserialize, Serialize};
use serde_json::json;
use testkit::{Client, County, TestDb, on_both};
use utoipa::{OpenApi, ToSchema};

use crate::site::{signed_in, site_with};

#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct Paper {
    /// What it is about
    title: String,
}

/// Papers, the newest first
#[utoipa::path(get, path = "/api/v1/papers", tag = "papers", params(Paging), responses((status = 200, body = Items<Paper>)))]
async fn list(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<axum::Json<Items<Paper>>, Failure> {
    let mut r = Reader::new(&query);
    let paging = Paging::read(&mut r);
    r.finish_strict()?;
    let all = account::tokens(&app.kernel().db, visit.account()).await?;
    let items = all
        .into_iter()
        .take(paging.limit)
        .map(|t| Paper { title: t.title });
    Ok(axum::Json(Items {
        items: items.collect(),
        next_cursor: None,
    }))
}

/// A new paper
#[utoipa::path(post, path = "/api/v1/papers", tag = "papers", request_body = Paper, responses((status = 201, body = Paper)))]
async fn create(
    State(app): State<App>,
    visit: SignedIn,
    Json(paper): Json<Paper>,
) -> Result<(StatusCode, axum::Json<Paper>), Failure> {
    let mut act = app.kernel().own_act(visit.actor()).await?;
    account::create_token(&mut act, visit.account(), &paper.title, false, 30).await?;
    if paper.title == "broken" {
        return Err(Error::internal("broke half-way").into());
    }
    act.commit().await?;
    Ok((StatusCode::CREATED, axum::Json(paper)))
}

/// A paper replaced; it stands at revision 3
#[utoipa::path(post, path = "/api/v1/papers/one", tag = "papers", request_body = Paper,
    params(("If-Match" = String, Header, description = "The revision seen")), responses((status = 200, body = Paper)))]
async fn replace(
    _visit: SignedIn,
    IfMatch(rev): IfMatch,
    Json(paper): Json<Paper>,
) -> Result<Revised<Paper>, Failure> {
    if rev != 3 {
        return Err(Error::Conflict {
            rev: 3,
            since: vec![json!({"kind": "returned"})],
        }
        .into());
    }
    Ok(Revised(4, paper))
}

#[derive(OpenApi)]
#[openapi(paths(list, create, replace))]
struct Described;

pub fn described() -> utoipa::openapi::OpenApi {
    Described::openapi()
}

pub fn routes() -> Routes {
    Routes::new()
        .route("/papers", get(list).post(create))
        .route("/papers/one", post(replace))
}

/// A script with a token of its own.
async fn script(test: &TestDb, county: &County, name: &str, may_write: bool) -> Client {
    let actor = county.actor(test, name).await;
    let (router, app) = site_with(test, Settings::default());
    let mut act = app.kernel().own_act(&actor).await.expect("an act");
    let account = county.account(name);
    let secret = account::create_token(&mut act, account, "script", may_write, 30).await;
    act.commit().await.expect("kept");
    let bearer = format!("Bearer {}", secret.expect("a token"));
    Client::new(router)
        .with("authorization", &bearer)
        .with("accept-language", "en")
}

async fn titles(client: &mut Client) -> Vec<String> {
    let list = client
        .get("/api/v1/papers")
        .await
        .expect(StatusCode::OK)
        .value();
    let items = list["items"].as_array().expect("items").clone();
    items
        .iter()
        .map(|p| p["title"].as_str().unwrap_or_default().to_owned())
        .collect()
}

const POST: Method = Method::POST;

on_both! { &[kernel::MIGRATIONS];
    /// The same request with the same key is done once and answered alike; another request with the key is
    /// refused; a failed request gives its key back; keys of different people never meet.
    async fn a_repeated_post_is_done_once(test: TestDb) {
        let county = test.county().await;
        let mut c = script(&test, &county, "clerk", true).await;
        let key = [("idempotency-key", "8e03978e")];
        let body = json!({"title": "修路"});
        let first = c.json(POST, "/api/v1/papers", &key, &body).await.expect(StatusCode::CREATED);
        let again = c.json(POST, "/api/v1/papers", &key, &body).await.expect(StatusCode::CREATED);
        assert_eq!((first.value(), again.header("idempotency-replayed")), (again.value(), Some("true")));
        assert_eq!(titles(&mut c).await.iter().filter(|t| *t == "修路").count(), 1);
        let other = c.json(POST, "/api/v1/papers", &key, &json!({"title": "修桥"})).await;
        assert_eq!(other.expect(StatusCode::UNPROCESSABLE_ENTITY).value()["code"], "key-used");

        let key = [("idempotency-key", "second")];
        c.json(POST, "/api/v1/papers", &key, &json!({"title": "broken"})).await.expect(StatusCode::INTERNAL_SERVER_ERROR);
        c.json(POST, "/api/v1/papers", &key, &json!({"title": "修桥"})).await.expect(StatusCode::CREATED);
        let all = titles(&mut c).await;
        assert!(all.contains(&"修桥".to_owned()) && !all.contains(&"broken".to_owned()), "{all:?}");

        let mut stranger = script(&test, &county, "unit", true).await;
        stranger.json(POST, "/api/v1/papers", &[("idempotency-key", "8e03978e")], &body).await.expect(StatusCode::CREATED);
        test.clock.set(test.now().plus_seconds(kernel::idempotency::KEPT + 1));
        let mut c = script(&test, &county, "clerk", true).await;
        c.json(POST, "/api/v1/papers", &[("idempotency-key", "8e03978e")], &body).await.expect(StatusCode::CREATED);
        assert_eq!(titles(&mut c).await.iter().filter(|t| *t == "修路").count(), 2);
        c.json(POST, "/api/v1/papers", &[("idempotency-key", "")], &body).await.expect(StatusCode::BAD_REQUEST);
    }

    /// A server that dies after the commit leaves its mark: the repeated request is told, not done twice.
    async fn an_answer_that_was_lost_is_not_done_twice(test: TestDb) {
        use kernel::idempotency::{Claim, claim, within};
        let county = test.county().await;
        let actor = county.actor(&test, "clerk").await;
        let id = county.account("clerk");
        let (_, app) = site_with(&test, Settings::default());
        assert_eq!(claim(&test.db, id, "k", b"d", test.now()).await.unwrap(), Claim::Fresh);
        assert_eq!(claim(&test.db, id, "k", b"d", test.now()).await.unwrap(), Claim::Running);
        within(id, "k".into(), async {
            let mut act = app.kernel().own_act(&actor).await.unwrap();
            account::create_token(&mut act, id, "x", false, 1).await.unwrap();
            act.commit().await.unwrap();
        }).await;
        assert_eq!(claim(&test.db, id, "k", b"d", test.now().plus_seconds(700)).await.unwrap(), Claim::Written);
        assert_eq!(claim(&test.db, id, "k", b"e", test.now()).await.unwrap(), Claim::Other);
        claim(&test.db, id, "idle", b"d", test.now()).await.unwrap();
        assert_eq!(claim(&test.db, id, "idle", b"d", test.now().plus_seconds(700)).await.unwrap(), Claim::Fresh);
    }

    /// A write states the revision it saw.
    async fn a_stale_write_is_told_what_changed(test: TestDb) {
        let county = test.county().await;
        let mut c = script(&test, &county, "clerk", true).await;
        let body = json!({"title": "修路"});
        let missing = c.json(POST, "/api/v1/papers/one", &[], &body).await.expect(StatusCode::PRECONDITION_REQUIRED);
        assert_eq!(missing.value()["code"], "precondition-required");
        let stale = c.json(POST, "/api/v1/papers/one", &[("if-match", "\"2\"")], &body).await;
        let stale = stale.expect(StatusCode::PRECONDITION_FAILED).value();
        assert_eq!((&stale["rev"], &stale["since"][0]["kind"]), (&json!(3), &json!("returned")));
        let done = c.json(POST, "/api/v1/papers/one", &[("if-match", "\"3\"")], &body).await.expect(StatusCode::OK);
        assert_eq!(done.header("etag"), Some("\"4\""));
    }

    /// Problems are RFC 9457 documents in the reader's language; a token that only reads writes nothing.
    async fn problems_speak_the_readers_language(test: TestDb) {
        let county = test.county().await;
        let mut c = script(&test, &county, "clerk", false).await;
        let body = json!({"title": "修路"});
        let no = c.json(POST, "/api/v1/papers", &[], &body).await.expect(StatusCode::FORBIDDEN);
        assert_eq!(no.header("content-type"), Some("application/problem+json"));
        assert_eq!(no.value()["reason"], "forbidden-token-reads-only");
        let said = c.get("/api/v1/papers?limit=500&unit=1&lang=zh").await.expect(StatusCode::UNPROCESSABLE_ENTITY).value();
        assert_eq!(said["title"], "有内容需要改正");
        let fields: Vec<&str> = said["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
        assert_eq!(fields, ["limit", "unit"]);
        assert_eq!(c.get("/api/v1/nothing").await.expect(StatusCode::NOT_FOUND).value()["code"], "not-found");
        c.json(POST, "/api/v1/papers", &[], &json!({"name": 1})).await.expect(StatusCode::BAD_REQUEST);
        let (router, _) = site_with(&test, Settings::default());
        let nobody = Client::new(router).get("/api/v1/me").await.expect(StatusCode::UNAUTHORIZED);
        assert_eq!(nobody.header("www-authenticate"), Some("Bearer"));
    }

    /// The page lists what the description holds, and a browser's session may call the API with its token in a
    /// header only.
    async fn the_description_can_be_read_and_tried(test: TestDb) {
        test.county().await;
        let mut c = crate::site::client(&test);
        signed_in(&mut c, "clerk").await;
        let described = c.get("/api/openapi.json").await.expect(StatusCode::OK).value();
        assert_eq!(described["openapi"], "3.1.0");
        insta::assert_snapshot!("description", serde_json::to_string_pretty(&described).unwrap());
        let page = c.get("/api").await.expect(StatusCode::OK);
        assert_eq!(page.attributes("form[data-try]", "data-try").len(), 11);
        assert!(page.text("#post-api-v1-papers textarea").contains("\"title\": \"\""));
        let problems = c.get("/api/problems").await.expect(StatusCode::OK);
        assert!(problems.has("dt#conflict") && !problems.words().contains("frame-problem"));
        let body = json!({"title": "修路"});
        c.json(POST, "/api/v1/papers", &[], &body).await.expect(StatusCode::CREATED);
        c.csrf = None;
        let refused = c.json(POST, "/api/v1/papers", &[], &body).await.expect(StatusCode::FORBIDDEN);
        assert_eq!(refused.value()["code"], "cross-site");
    }
}
