//! A confidential matter does not exist for others: not on any page they can reach from any other, not in any answer
//! of the API, not in what a refusal says, a number skips, a stream tells.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use axum::http::{Method, StatusCode};
use kernel::id::Id;
use kernel::matter::{Request, Standing, perform};
use procedure::Part;
use scraper::{Html, Selector};
use testkit::{Client, Page, TestDb};

use crate::world::{MARKER, PAPER, World, rooms, said};

/// Everybody for whom the confidential matters of the county do not exist: an office worker who did not register
/// them, leaders, other units, other deputies, the three administrators, another county.
const OTHERS: [&str; 18] = [
    "clerk2",
    "officeleader",
    "committee",
    "leader",
    "chief",
    "unit",
    "section",
    "unitdeputy",
    "unitprincipal",
    "countyleader",
    "deputy",
    "member",
    "grouplead",
    "correspondent",
    "sysadmin",
    "secadmin",
    "auditor",
    "elsewhere",
];

async fn browser(world: &World, who: &str) -> Client {
    let mut client = match who {
        "elsewhere" => world.elsewhere().await,
        _ => world.client(who).await,
    };
    client.get("/account").await;
    client
}

/// What may stand in no answer to the others.
struct Secrets(Vec<String>);

impl Secrets {
    fn of(world: &World) -> Secrets {
        let at = &world.at;
        let mut all = vec![MARKER.to_owned(), PAPER.to_owned()];
        all.extend(
            [
                &at.secret,
                &at.secret_filed,
                &at.secret_promised,
                &at.embargoed,
            ]
            .map(String::clone),
        );
        all.extend(at.secret_numbers.iter().cloned());
        all.extend(at.secret_papers.iter().cloned());
        Secrets(all)
    }

    /// The secret an answer tells, where it tells one.
    fn told<'s>(&'s self, page: &Page) -> Option<&'s str> {
        let text = whole(page);
        self.0
            .iter()
            .map(String::as_str)
            .find(|s| text.contains(*s))
    }
}

/// All text of an answer, of a package that of every file in it.
fn whole(page: &Page) -> String {
    let mut text = page.body();
    if let Ok(mut zip) = zip::ZipArchive::new(std::io::Cursor::new(&page.bytes)) {
        for i in 0..zip.len() {
            let mut content = Vec::new();
            let mut file = zip.by_index(i).expect("a file of a package");
            std::io::Read::read_to_end(&mut file, &mut content).expect("read");
            text.push_str(&String::from_utf8_lossy(&content));
        }
    }
    for (name, value) in &page.headers {
        text.push_str(name.as_str());
        text.push_str(value.to_str().unwrap_or_default());
    }
    text
}

/// Addresses a page leads to: its links, and every choice of its filters.
fn onward(page: &Page) -> BTreeSet<String> {
    let html = Html::parse_document(&page.body());
    let select = |s: &str| Selector::parse(s).expect("a selector");
    let mut out: BTreeSet<String> = html
        .select(&select("a[href]"))
        .filter_map(|a| a.attr("href"))
        .filter(|href| href.starts_with('/') && !href.contains("lang="))
        .map(|href| href.split('#').next().unwrap_or_default().to_owned())
        .collect();
    for form in html.select(&select("form[method=get]")) {
        let action = form.attr("action").unwrap_or_default();
        for field in form.select(&select("select[name]")) {
            let name = field.attr("name").unwrap_or_default();
            for option in field.select(&select("option[value]")) {
                let value = option.attr("value").unwrap_or_default();
                if !value.is_empty() {
                    out.insert(format!("{action}?{name}={value}"));
                }
            }
        }
    }
    out
}

/// Pages one person looks at, at most.
const LOOKED_AT: usize = 160;

/// Reads everything somebody can reach, beginning where every route begins; the first page that tells is named.
async fn crawl(world: &World, who: &str, secrets: &Secrets) {
    let mut client = browser(world, who).await;
    let mut waiting: VecDeque<String> = world
        .app
        .routes()
        .iter()
        .filter(|r| r.method == "GET" && !r.path.contains('{') && r.path != "/live")
        .map(|r| r.path.clone())
        .collect();
    for more in [
        "/search?q=城东",
        "/api/v1/matters?sort=-due",
        "/api/v1/matters?open=no",
        "/api/v1/matters?q=泵站",
        "/api/v1/search?q=城东",
        "/proposals?confidentiality=confidential",
        "/proposals?sort=number",
        "/proposals.xlsx?confidentiality=confidential",
        "/appointments?state=papers",
        "/api/v1/matters?kind=appointment",
        "/public/appointments",
    ] {
        waiting.push_back(more.to_owned());
    }
    for figure in world.kernel.figures() {
        for page in ["", "/list", "/export"] {
            waiting.push_back(format!("/statistics/{}{page}", figure.name));
        }
        for dimension in figure.dimensions {
            let by = dimension.name;
            waiting.push_back(format!("/api/v1/statistics/{}?by={by}", figure.name));
        }
    }
    let mut seen: BTreeSet<String> = waiting.iter().cloned().collect();
    let mut looked_at = 0;
    while let Some(address) = waiting.pop_front() {
        let page = client.get(&address).await;
        assert!(
            !page.status.is_server_error(),
            "{who} at {address}: {}",
            page.words()
        );
        if let Some(told) = secrets.told(&page) {
            panic!("{address} tells {who} of {told}: {}", page.words());
        }
        looked_at += 1;
        if looked_at > LOOKED_AT {
            continue;
        }
        for next in onward(&page) {
            if seen.len() < LOOKED_AT * 2 && seen.insert(next.clone()) {
                waiting.push_back(next);
            }
        }
    }
    assert!(looked_at > 20, "{who} could look at {looked_at} pages only");
}

/// An answer as it reads with the id taken out, and what is another in every request.
fn plain(page: &Page, id: &str) -> (StatusCode, String) {
    let escaped: String = id.bytes().map(|b| format!("%{b:02X}")).collect();
    let mut text = page.body().replace(id, "ID").replace(&escaped, "ID");
    if let Ok(mut problem) = serde_json::from_str::<serde_json::Value>(&text)
        && let Some(fields) = problem.as_object_mut()
    {
        fields.remove("request_id");
        text = problem.to_string();
    }
    let place = page.location().unwrap_or_default().replace(id, "ID");
    (page.status, format!("{place}\n{text}"))
}

/// Everything that can be asked about a matter by its id: method, address, body and headers as the asker would.
async fn asked(
    client: &mut Client,
    id: &str,
    of: usize,
    (unit, paper): (&str, &str),
    rev: i64,
) -> Page {
    let acts = [
        "register",
        "accept",
        "correct",
        "urge",
        "rate",
        "archive",
        "no-such-act",
    ];
    let tags = [format!("\"{rev}\""), "\"0\"".to_owned(), "zz".to_owned()];
    let gets = [
        format!("/matters/{id}"),
        format!("/matters/{id}/history"),
        format!("/proposals/{id}"),
        format!("/proposals/{id}/volume.zip"),
        format!("/matters/{id}/files/{paper}"),
        format!("/api/v1/matters/{id}/files"),
        format!("/api/v1/matters/{id}/files/{paper}"),
        format!("/proposals/{id}/letter/{unit}/1"),
        format!("/proposals/{id}/letter/{unit}/1.docx"),
        format!("/proposals/bulk?act=urge&id={id}"),
        format!("/proposals/bulk?act=assign&id={id}"),
        format!("/api/v1/matters/{id}"),
        format!("/api/v1/matters/{id}/history"),
        format!("/api/v1/matters/{id}/history?cursor=3"),
        format!("/api/v1/matters?cursor={id}"),
        format!("/live?about=matter:{id}"),
        format!("/appointments/{id}"),
        format!("/appointments/{id}/decree.docx"),
        format!("/appointments/{id}/certificate.docx"),
        format!("/public/appointments/{id}"),
    ];
    if let Some(address) = gets.get(of) {
        return client.get(address).await;
    }
    let of = of - gets.len();
    let rev = rev.to_string();
    if let Some(act) = acts.get(of) {
        let page = client.get(&format!("/matters/{id}/acts/{act}")).await;
        if page.status != StatusCode::NOT_FOUND {
            return page;
        }
        let typed = [("rev", rev.as_str()), ("note", "请加快")];
        return client
            .post(&format!("/matters/{id}/acts/{act}"), &typed)
            .await;
    }
    let of = of - acts.len();
    if let Some(tag) = tags.get(of) {
        let key = format!("key-{id}-{of}");
        let headers = [
            ("if-match", tag.as_str()),
            ("idempotency-key", key.as_str()),
        ];
        let body = serde_json::json!({"fields": {"note": "请加快"}});
        let address = format!("/api/v1/matters/{id}/acts/urge");
        let first = client.json(Method::POST, &address, &headers, &body).await;
        let again = client.json(Method::POST, &address, &headers, &body).await;
        assert_eq!(plain(&first, id), plain(&again, id), "asked twice");
        return again;
    }
    match of - tags.len() {
        0 => {
            let address = format!("/api/v1/matters/{id}/acts/urge");
            client
                .json(Method::POST, &address, &[], &serde_json::json!({}))
                .await
        }
        1 => {
            let pair = format!("{id}:{rev}");
            let fields = [("act", "urge"), ("id", pair.as_str())];
            client.post("/proposals/bulk", &fields).await
        }
        _ => {
            client
                .post("/proposals/bulk", &[("act", "urge"), ("id", id)])
                .await
        }
    }
}

/// How many questions [`asked`] knows.
const QUESTIONS: usize = 33;

testkit::on_both! { &rooms();
    /// Whatever the others can reach tells them nothing: pages, lists with every filter, exports, figures, search.
    async fn no_page_tells_of_a_confidential_matter(db: TestDb) {
        let world = World::new(db).await;
        let secrets = Secrets::of(&world);
        assert_eq!(world.at.secret_numbers.len(), 2);
        let mut clerk = browser(&world, "clerk").await;
        let list = clerk.get("/proposals").await;
        assert!(secrets.told(&list).is_some(), "whoever registered it does see it");
        let page = clerk.get(&format!("/proposals/{}", world.at.secret)).await;
        let paper = format!("/matters/{}/files/{}", world.at.secret, world.at.secret_papers[0]);
        assert!(page.body().contains(PAPER) && page.attributes("a", "href").contains(&paper), "and its file");
        clerk.get(&paper).await.expect(StatusCode::OK);
        let promised = format!("/proposals/{}", world.at.secret_promised);
        clerk.get(&promised).await.expect(StatusCode::OK);
        let embargoed = format!("/appointments/{}", world.at.embargoed);
        let page = clerk.get(&embargoed).await.expect(StatusCode::OK);
        assert!(page.body().contains(MARKER) && page.body().contains(PAPER));
        for who in OTHERS {
            crawl(&world, who, &secrets).await;
        }
    }

    /// Whatever is asked about its id is answered as if the id were made up, whoever asks.
    async fn its_id_is_answered_as_one_that_never_was(db: TestDb) {
        let world = World::new(db).await;
        let unit = world.county.unit("education").to_string();
        assert_eq!(world.at.secret_papers.len(), 3, "of the running one, of the filed one, of its reply");
        for who in OTHERS {
            let mut client = browser(&world, who).await;
            for paper in &world.at.secret_papers {
                // Below a matter that is his to read, its address is as one that never was.
                for place in [format!("/matters/{}", world.at.running), format!("/api/v1/matters/{}", world.at.fresh)] {
                    let real = client.get(&format!("{place}/files/{paper}")).await;
                    let never = Id::new(world.db.now()).to_string();
                    let none = client.get(&format!("{place}/files/{never}")).await;
                    assert_eq!(plain(&real, paper), plain(&none, &never), "{who} at {place}");
                    assert!(!real.status.is_success(), "{who} reads {paper}");
                }
            }
            let paper = world.at.secret_papers[0].as_str();
            for id in [&world.at.secret, &world.at.secret_filed, &world.at.embargoed] {
                let rev = world.rev(id).await;
                let made_up = Id::new(world.db.now()).to_string();
                assert_eq!(made_up.len(), id.len());
                for of in 0..QUESTIONS {
                    let at = (unit.as_str(), paper);
                    let real = asked(&mut client, id, of, at, rev).await;
                    let none = asked(&mut client, &made_up, of, at, rev).await;
                    assert_eq!(
                        plain(&real, id),
                        plain(&none, &made_up),
                        "{who}, question {of}"
                    );
                    let known = real.body().replace(id.as_str(), "");
                    assert!(!known.contains(MARKER), "{who}, question {of}: {known}");
                }
            }
        }
    }

    /// Search answers its words as words nobody ever wrote, suggestions and similar matters too.
    async fn its_words_are_found_by_nobody_else(db: TestDb) {
        let world = World::new(db).await;
        let never = "玄鸟台地勤";
        for who in OTHERS {
            let mut client = browser(&world, who).await;
            for address in ["/search?q=", "/api/v1/search?q=", "/api/v1/matters?q="] {
                let real = client.get(&format!("{address}{MARKER}")).await;
                let none = client.get(&format!("{address}{never}")).await;
                assert_eq!(
                    plain(&real, MARKER),
                    plain(&none, never),
                    "{who} at {address}"
                );
            }
            for number in &world.at.secret_numbers {
                let found = client.get(&format!("/api/v1/search?q={number}")).await;
                let words = whole(&found).replace(number.as_str(), "");
                assert!(!words.contains(&world.at.secret), "{who} finds {number}");
            }
        }
        let mut clerk = browser(&world, "clerk").await;
        let found = clerk.get(&format!("/api/v1/search?q={MARKER}")).await;
        assert!(found.body().contains(&world.at.secret), "{}", found.body());
        assert!(found.body().contains(&world.at.embargoed), "{}", found.body());
    }

    /// The numbers of the others run without a gap: matters by session, replies by unit.
    async fn its_numbers_leave_no_gap(db: TestDb) {
        let world = World::new(db).await;
        let mut numbers: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
        let mut leader = browser(&world, "officeleader").await;
        let listed = leader.get("/api/v1/matters?kind=suggestion&limit=100").await.value();
        let items = listed["items"].as_array().expect("items").clone();
        assert_eq!(items.len(), 3, "sent in and not confidential: {items:?}");
        for number in items.iter().filter_map(|m| m["number"].as_str()) {
            let serial: String = number.chars().rev().skip_while(|c| !c.is_ascii_digit())
                .take_while(char::is_ascii_digit).collect();
            let serial: String = serial.chars().rev().collect();
            let series = number.replace(&serial, "");
            numbers.entry(series).or_default().insert(serial.parse().expect("a number"));
        }
        for (series, serials) in &numbers {
            let whole: BTreeSet<i64> = (1..=serials.len() as i64).collect();
            assert_eq!(serials, &whole, "{series}");
        }
        assert_eq!(numbers.len(), 1, "{numbers:?}");

        // The education bureau replied to one that nobody knows of; its next letter is still its first.
        let open = world.submitted("deputy", "关于城东小学围墙的建议", false, "deputy").await;
        world.assigned(open, "education", None).await;
        world.answered(open, ["unit3"; 4], None, "城东小学").await;
        let page = leader.get(&format!("/proposals/{open}")).await;
        assert!(page.words().contains("〔2025〕1号"), "{}", page.words());
    }

    /// Acts on it reach no open page, no list of notices and no other matter's history.
    async fn its_acts_are_told_to_nobody_else(db: TestDb) {
        let world = World::new(db).await;
        let secrets = Secrets::of(&world);
        let secret: Id = world.at.secret.parse().expect("an id");
        let mut before = BTreeMap::new();
        for who in OTHERS {
            let page = browser(&world, who).await.get("/notices").await;
            before.insert(who, page.texts("main"));
        }
        world.does("clerk", secret, Request::new("urge").field("note", "请抓紧")).await;
        world.does("unit3", secret, Request::new("accept")).await;
        for who in OTHERS {
            let page = browser(&world, who).await.get("/notices").await;
            assert_eq!(before.get(who), Some(&page.texts("main")), "{who} has a notice");
        }

        let fresh = world.submitted("clerk", "关于另址的建议", true, "deputy3").await;
        let clerk = world.actor("clerk").await;
        let standing = Standing::read(&world.kernel, &clerk, fresh).await.expect("read");
        let merge = Request::new("merge")
            .rev(standing.matter.rev)
            .field("into", world.at.running.as_str());
        let merged = perform(&world.kernel, &clerk, fresh, merge).await;
        let refused = merged.expect_err("a confidential matter is not merged");
        assert!(said(&refused).contains("confidential"), "{}", said(&refused));
        let mut deputy = browser(&world, "deputy").await;
        let page = deputy.get(&format!("/proposals/{}", world.at.running)).await;
        assert_eq!(secrets.told(&page), None);
        assert!(!page.body().contains(&fresh.to_string()) && !page.body().contains("另址"));

        // An open one is offered every running one to be merged into, but no confidential one.
        let mut clerk = browser(&world, "clerk").await;
        let form = clerk.get(&format!("/matters/{}/acts/merge", world.at.fresh)).await;
        assert!(form.body().contains(&world.at.running));
        let offered = form.attributes("[value]", "value");
        assert!(!offered.contains(&world.at.secret) && !offered.contains(&world.at.secret_filed));
        let pair = [("into", world.at.secret.as_str()), ("rev", "1")];
        let page = clerk.post(&format!("/matters/{}/acts/merge", world.at.fresh), &pair).await;
        assert!(page.status.is_client_error());
    }

    /// A table imported over its number meets nothing, and says nothing.
    async fn an_import_over_its_number_meets_nothing(db: TestDb) {
        let world = World::new(db).await;
        let secrets = Secrets::of(&world);
        let mut rows = "编号,标题,提交日期,提案人\n".to_owned();
        for number in world.at.secret_numbers.iter().map(String::as_str).chain(["1", "2", "3"]) {
            rows.push_str(&format!("{number},关于试探的建议,2025-03-01,张桂英\n"));
        }
        let mut other = browser(&world, "clerk2").await;
        let file = [("file", "建议.csv", rows.as_bytes())];
        let sent = other.upload("/office/imports", &[("kind", "proposals")], &file).await;
        let place = sent.location().expect("a preview").to_owned();
        let page = other.get(&place).await;
        let numbers: Vec<String> = secrets.0.iter().filter(|s| !world.at.secret_numbers.contains(s)).cloned().collect();
        assert_eq!(Secrets(numbers).told(&page), None, "{}", page.words());
    }

    /// Held by a step, a leader reads it while he holds it, and not a moment longer.
    async fn whoever_holds_a_step_reads_it_while_he_holds_it(db: TestDb) {
        let world = World::new(db).await;
        let id = world.submitted("clerk", "关于迁址的建议", true, "deputy3").await;
        let register = Request::new("register").field("category", "urban");
        world.does("clerk", id, register).await;
        let assign = Request::new("assign").unit(world.county.unit("education"), Part::Lead);
        world.does("clerk", id, assign).await;
        let address = format!("/proposals/{id}");
        let mut leader = browser(&world, "countyleader").await;
        leader.get(&address).await.expect(StatusCode::NOT_FOUND);
        world.until_reviewed(id, ["unit3"; 4], None, MARKER).await;
        leader.get(&address).await.expect(StatusCode::OK);
        // An open page of his hears of changes for as long.
        let actor = world.actor("countyleader").await;
        let hears = async || kernel::pulse::rev_seen(&world.db.db, &actor, id).await.expect("asked").is_some();
        assert!(hears().await);
        let bench = leader.get("/").await;
        assert!(bench.body().contains(&id.to_string()), "it is on his workbench");
        world.does("countyleader", id, Request::new("agree")).await;
        leader.get(&address).await.expect(StatusCode::NOT_FOUND);
        assert!(!hears().await);
        let bench = leader.get("/").await;
        assert!(!bench.body().contains(&id.to_string()), "it has left his workbench");
    }
}
