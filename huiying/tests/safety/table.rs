//! Every route × every role, held against `routes.txt`, which people review line by line.
//!
//! Routes come from the program's own records ([`frame::Route`]), so that one without a row fails; an answer that
//! changed fails as well and is shown as the line it would be. The whole file as it would be then stands in the
//! folder the failure names: review it, then put it in the place of the old one.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use axum::http::Method;
use frame::Route;
use kernel::db::Db;
use testkit::{Client, Engine, TestDb};

use crate::reviewed;
use crate::world::{World, rooms};

/// The heads of the table, in its order: how somebody comes, and the account behind it.
const ROLES: [(&str, Comes); 22] = [
    ("guest", Comes::Guest),
    ("owes_code", Comes::Half("clerk2")),
    ("office", Comes::As("clerk")),
    ("office_leader", Comes::As("officeleader")),
    ("committee", Comes::As("committee")),
    ("leader", Comes::As("leader")),
    ("chief", Comes::As("chief")),
    ("unit_liaison", Comes::As("unit")),
    ("section", Comes::As("section")),
    ("unit_deputy_leader", Comes::As("unitdeputy")),
    ("unit_principal", Comes::As("unitprincipal")),
    ("county_leader", Comes::As("countyleader")),
    ("deputy", Comes::As("deputy")),
    ("member", Comes::As("member")),
    ("group_lead", Comes::As("grouplead")),
    ("correspondent", Comes::As("correspondent")),
    ("sys_admin", Comes::As("sysadmin")),
    ("sec_admin", Comes::As("secadmin")),
    ("auditor", Comes::As("auditor")),
    ("elsewhere", Comes::Elsewhere),
    ("token_read", Comes::Script(false)),
    ("token_write", Comes::Script(true)),
];

#[derive(Clone, Copy)]
enum Comes {
    Guest,
    /// With a session that owes the code of its second factor.
    Half(&'static str),
    As(&'static str),
    /// The clerk of another county.
    Elsewhere,
    /// A bearer token of the clerk's, to read or to write.
    Script(bool),
}

/// What somebody shows at the door.
#[derive(Clone, Default)]
struct Pass {
    cookie: Option<String>,
    csrf: Option<String>,
    bearer: Option<String>,
}

/// One request made for a route: what it is about, where it goes, what it carries.
struct Example {
    about: &'static str,
    path: String,
    fields: Vec<(&'static str, String)>,
    body: Body,
}

enum Body {
    Form,
    /// A form with files, none of them chosen.
    Files,
    /// JSON for the revision of a matter.
    Json(i64),
}

impl Example {
    fn at(about: &'static str, path: impl Into<String>) -> Example {
        Example {
            about,
            path: path.into(),
            fields: Vec::new(),
            body: Body::Form,
        }
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Example {
        self.fields.push((name, value.into()));
        self
    }
}

/// Areas whose pages are tried with an id that none of them has.
const BY_ID: [&str; 11] = [
    "/publicity/",
    "/meetings/",
    "/api/v1/meetings/",
    "/decisions/",
    "/ballots/",
    "/vote/",
    "/api/v1/ballots/",
    "/public/",
    "/appointments/",
    "/exam/",
    "/api/v1/publicity/",
];

/// What a route is tried with. A route whose path has places to fill needs its arm here.
async fn examples(world: &World, route: &Route) -> Vec<Example> {
    let at = &world.at;
    let path = route.path.as_str();
    let fill = |pairs: &[(&str, &str)]| {
        let mut filled = path.to_owned();
        for (place, value) in pairs {
            filled = filled.replace(&format!("{{{place}}}"), value);
        }
        filled
    };
    let one = |about, pairs: &[(&str, &str)]| Example::at(about, fill(pairs));
    let matters: [(&'static str, &str); 6] = [
        ("draft", &at.draft),
        ("fresh", &at.fresh),
        ("running", &at.running),
        ("filed", &at.filed),
        ("promised", &at.promised),
        ("confidential", &at.secret),
    ];
    let (version, draft) = (at.procedure.1.to_string(), at.procedure.0.as_str());
    match path {
        "/matters/{id}"
        | "/matters/{id}/history"
        | "/proposals/{id}"
        | "/api/v1/matters/{id}"
        | "/api/v1/matters/{id}/history" => matters
            .iter()
            .map(|(about, id)| one(about, &[("id", id)]))
            .collect(),
        "/matters/{id}/acts/{act}" | "/api/v1/matters/{id}/acts/{act}" => {
            let acts: [(&'static str, &str, &str); 7] = [
                ("the invited sign", &at.draft, "sign"),
                ("the office registers", &at.fresh, "register"),
                ("the unit accepts", &at.running, "accept"),
                ("the helper opines", &at.running, "give_opinion"),
                ("leaders choose key matters", &at.running, "set_key"),
                ("confidential", &at.secret, "correct"),
                ("no such act", &at.running, "abolish"),
            ];
            let mut out = Vec::new();
            for (about, id, act) in acts {
                let rev = world.rev(id).await;
                let mut example = one(about, &[("id", id), ("act", act)]);
                match path.starts_with("/api/") {
                    true => example.body = Body::Json(rev),
                    false => example = example.with("rev", rev.to_string()),
                }
                out.push(example);
            }
            out
        }
        "/proposals/{id}/letter/{unit}/{last}" => {
            let (water, education) = (
                world.county.unit("water").to_string(),
                world.county.unit("education").to_string(),
            );
            vec![
                one(
                    "filed",
                    &[("id", &at.filed), ("unit", &water), ("last", "1")],
                ),
                one(
                    "for Word",
                    &[("id", &at.filed), ("unit", &water), ("last", "1.docx")],
                ),
                one(
                    "confidential",
                    &[
                        ("id", &at.secret_filed),
                        ("unit", &education),
                        ("last", "1"),
                    ],
                ),
            ]
        }
        "/proposals/{id}/volume.zip" => vec![
            one("running", &[("id", &at.running)]),
            one("filed", &[("id", &at.filed)]),
            one("confidential", &[("id", &at.secret_filed)]),
        ],
        "/proposals/new/{kind}" => vec![
            one("proposal", &[("kind", "proposal")]),
            one("suggestion", &[("kind", "suggestion")]),
            one("bill", &[("kind", "bill")]),
            one("commitment", &[("kind", "commitment")]),
        ],
        p if p.contains("/matters/{id}/files") || p.contains("/matters/{id}/papers") => vec![
            one("running", &[("id", &at.running), ("file", &at.unit)]),
            one(
                "confidential",
                &[("id", &at.secret), ("file", &at.secret_papers[0])],
            ),
        ],
        "/api/v1/proposals/{id}/similar" => vec![
            one("fresh", &[("id", &at.fresh)]),
            one("confidential", &[("id", &at.secret)]),
        ],
        "/proposals/bulk" => vec![
            one("", &[])
                .with("act", "urge")
                .with("id", at.running.as_str()),
        ],
        "/notices/{id}" => vec![one("the clerk's", &[("id", &at.notice)])],
        "/assets/{name}" => vec![one("", &[("name", "mark.svg")])],
        "/office/imports" if route.method == "POST" => vec![Example {
            body: Body::Files,
            ..one("", &[])
        }],
        "/office/imports/export/{file}" => vec![
            one("units", &[("file", "units.csv")]),
            one("matters", &[("file", "proposals.csv")]),
        ],
        p if BY_ID.iter().any(|area| p.starts_with(area)) && p.contains('{') => {
            vec![one(
                "no such one",
                &[
                    ("id", &at.unit),
                    ("member", &at.unit),
                    ("reporter", &at.unit),
                    ("item", &at.unit),
                    ("line", &at.unit),
                    ("speech", &at.unit),
                    ("code", "00112233445566778899"),
                ],
            )]
        }
        p if p.starts_with("/office/imports/{id}") => {
            vec![one("", &[("id", &at.import), ("row", "3")])]
        }
        p if p.starts_with("/office/units/{id}") => vec![one("", &[("id", &at.unit)])],
        p if p.starts_with("/office/people/{id}") => vec![one("", &[("id", &at.person)])],
        "/office/accounts/{id}/{care}" => ["disable", "enable", "unlock", "factor"]
            .into_iter()
            .map(|care| one(care, &[("id", &at.account), ("care", care)]))
            .collect(),
        p if p.starts_with("/office/accounts/{id}") => vec![
            one("of a correspondent", &[("id", &at.account)]),
            one(
                "of the auditor",
                &[("id", &world.county.account("auditor").to_string())],
            ),
        ],
        p if p.starts_with("/office/roles/{id}") => vec![
            one("of a correspondent", &[("id", &at.account)]),
            one(
                "of the auditor",
                &[("id", &world.county.account("auditor").to_string())],
            ),
        ],
        p if p.starts_with("/office/posts/{id}") => vec![one("", &[("id", &at.post)])],
        p if p.starts_with("/office/substitutes/{id}") => {
            vec![one("", &[("id", &at.substitution)])]
        }
        p if p.starts_with("/office/sessions/{id}") => vec![one("", &[("id", &at.term_session)])],
        p if p.starts_with("/office/calendars/{year}") => {
            vec![one("", &[("year", "2025"), ("date", "2025-04-04")])]
        }
        p if p.starts_with("/office/rules/limits/{name}") => vec![one("", &[("name", "reply")])],
        "/office/procedures/{id}/{version}/{act}" => ["copy", "force", "discard"]
            .into_iter()
            .map(|act| one(act, &[("id", draft), ("version", &version), ("act", act)]))
            .collect(),
        p if p.starts_with("/office/procedures/{id}") => vec![one(
            "",
            &[("id", draft), ("version", &version), ("step", "assign")],
        )],
        p if p.starts_with("/statistics/snapshots/{id}") => vec![one("", &[("id", &at.snapshot)])],
        p if p.contains("/statistics/{name}") => vec![one("", &[("name", "proposals.received")])],
        p => {
            assert!(
                !p.contains('{'),
                "{} {p}: say in `examples` what stands in its places",
                route.method
            );
            vec![one("", &[])]
        }
    }
}

/// One copy of the county after another: whatever a request changed is gone for the next.
struct Template {
    world: World,
    passes: Vec<Pass>,
    copies: u32,
}

impl Template {
    async fn new(db: TestDb) -> Template {
        let world = World::new(db).await;
        let mut passes = Vec::new();
        for (_, comes) in ROLES {
            passes.push(pass(&world, comes).await);
        }
        world.db.db.close().await;
        Template {
            world,
            passes,
            copies: 0,
        }
    }

    async fn copy(&mut self) -> World {
        self.copies += 1;
        let kernel::db::Address::Sqlite(from) = &self.world.db.address else {
            unreachable!("the table is made on SQLite");
        };
        let to = from.with_extension(format!("{}.db", self.copies));
        std::fs::copy(from, &to).expect("the county is copied");
        let log = |of: &std::path::Path| of.with_extension("db-wal");
        if log(from).exists() {
            std::fs::copy(log(from), log(&to)).expect("its log is copied");
        }
        let address = kernel::db::Address::Sqlite(to);
        let db = TestDb {
            db: Db::open(&address).await.expect("the copy opens"),
            clock: self.world.db.clock.clone(),
            engine: Engine::Sqlite,
            address,
            folder: self.world.db.folder.clone(),
        };
        World::over(db, self.world.county.clone(), self.world.at.clone())
    }
}

async fn pass(world: &World, comes: Comes) -> Pass {
    let secret = |client: &Client| client.cookie("huiying").map(str::to_owned);
    let seen = async |mut client: Client, page: &str| {
        client.get(page).await;
        Pass {
            cookie: secret(&client),
            csrf: client.csrf.clone(),
            bearer: None,
        }
    };
    match comes {
        Comes::Guest => Pass::default(),
        Comes::Half(who) => seen(world.half(who).await, "/sign-in/code").await,
        Comes::As(who) => seen(world.client(who).await, "/account").await,
        Comes::Elsewhere => seen(world.elsewhere().await, "/account").await,
        Comes::Script(may_write) => Pass {
            bearer: Some(world.token("clerk", may_write).await),
            ..Pass::default()
        },
    }
}

/// The answer in one word: its status, or where a 303 leads that is no success.
async fn ask(world: &World, pass: &Pass, method: &str, example: &Example) -> String {
    let mut client = Client::new(world.router.clone()).with("accept-language", "zh");
    if let Some(secret) = &pass.cookie {
        client = client.with_cookie("huiying", secret);
    }
    if let Some(token) = &pass.bearer {
        client = client.with("authorization", &format!("Bearer {token}"));
    }
    client.csrf.clone_from(&pass.csrf);
    let fields: Vec<(&str, &str)> = example
        .fields
        .iter()
        .map(|(k, v)| (*k, v.as_str()))
        .collect();
    let page = match (method, &example.body) {
        ("GET", _) if fields.is_empty() => client.get(&example.path).await,
        ("GET", _) => {
            let query: Vec<String> = fields.iter().map(|(k, v)| format!("{k}={v}")).collect();
            client
                .get(&format!("{}?{}", example.path, query.join("&")))
                .await
        }
        (_, Body::Form) => client.post(&example.path, &fields).await,
        (_, Body::Files) => client.upload(&example.path, &fields, &[]).await,
        (_, Body::Json(rev)) => {
            let seen = format!("\"{rev}\"");
            let body = serde_json::json!({});
            client
                .json(Method::POST, &example.path, &[("if-match", &seen)], &body)
                .await
        }
    };
    match page.location() {
        Some(to) if to.starts_with("/sign-in/code") => "code".to_owned(),
        Some(to) if to.starts_with("/sign-in") => "sign-in".to_owned(),
        _ => page.status.as_u16().to_string(),
    }
}

/// A line of the table: answers with the roles that get them; the commonest goes to the others.
fn line(head: &str, answers: &[String]) -> String {
    let mut by: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for ((role, _), answer) in ROLES.iter().zip(answers) {
        by.entry(answer).or_default().push(role);
    }
    let most = by
        .iter()
        .max_by_key(|(_, roles)| roles.len())
        .map(|(answer, _)| *answer)
        .unwrap_or_default();
    let mut out = format!("{head}:");
    for (answer, roles) in by.iter().filter(|(answer, _)| **answer != most) {
        let _ = write!(out, " {answer} {};", roles.join(" "));
    }
    let _ = write!(
        out,
        " {most} {}",
        if by.len() == 1 { "all" } else { "others" }
    );
    out
}

fn head(route: &Route, example: &Example) -> String {
    let mut out = format!("{} {}", route.method, route.path);
    if !example.about.is_empty() {
        let _ = write!(out, " ({})", example.about);
    }
    out
}

/// Everything the table says holds, for every route there is.
#[test]
fn every_route_answers_every_role_as_reviewed() {
    let rooms = rooms();
    testkit::run(Engine::Sqlite, &rooms, async |db: TestDb| {
        let mut template = Template::new(db).await;
        let mut world = template.copy().await;
        let routes = world.app.routes().to_vec();
        let mut now: BTreeMap<String, String> = BTreeMap::new();
        for route in &routes {
            let all = examples(&world, route).await;
            for example in all {
                let mut answers = Vec::new();
                for pass in template.passes.clone() {
                    let answer = ask(&world, &pass, route.method, &example).await;
                    // Whoever owes a code and comes to the sign-in page begins anew.
                    let ends = route.path == "/sign-in";
                    if ends || (route.method != "GET" && !answer.starts_with('4')) {
                        world.db.db.close().await;
                        world = template.copy().await;
                    }
                    answers.push(answer);
                }
                let head = head(route, &example);
                let line = line(&head, &answers);
                assert!(now.insert(head.clone(), line).is_none(), "{head} twice");
            }
        }
        reviewed::hold(&now);
    });
}
