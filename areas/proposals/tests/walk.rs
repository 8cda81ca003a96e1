//! A matter from the draft to the file, by the acts of everybody concerned, on both engines.

use std::sync::Arc;

use axum::http::StatusCode;
use frame::Settings;
use kernel::Kernel;
use kernel::error::Error;
use kernel::id::Id;
use kernel::matter::{Confidentiality, Request, Standing, perform};
use kernel::{history, procedures};
use procedure::Part;
use proposals::actions::{Submission, submit};
use proposals::kind::Held;
use proposals::model::matter::{Form, MatterKind};
use proposals::volume::{letter, reply_of, volume};
use sha2::Digest as _;
use testkit::{Client, County, TestDb, system_act};

fn rooms() -> [kernel::db::Migrations; 2] {
    [kernel::MIGRATIONS, proposals::MIGRATIONS]
}

struct Office {
    kernel: Kernel,
    county: County,
    db: TestDb,
}

impl Office {
    async fn new(db: TestDb) -> Office {
        let county = db.county().await;
        let part = proposals::area().part;
        let kernel =
            Kernel::new(db.db.clone(), db.clock.clone(), &db.folder, vec![part]).expect("a kernel");
        let mut act = system_act(&db.db, county.organ, db.now())
            .await
            .expect("an act");
        let kinds: Vec<_> = kernel.kinds().cloned().collect();
        procedures::install(&mut act, county.organ, &kinds)
            .await
            .expect("procedures");
        act.commit().await.expect("committed");
        Office { kernel, county, db }
    }

    async fn standing(&self, who: &str, matter: Id) -> Standing {
        let actor = self.county.actor(&self.db, who).await;
        Standing::read(&self.kernel, &actor, matter)
            .await
            .unwrap_or_else(|e| panic!("{who} reads: {e}"))
    }

    /// Somebody does something on the matter as it stands; the state after it.
    async fn does(&self, who: &str, matter: Id, request: Request) -> String {
        self.tries(who, matter, request.clone())
            .await
            .unwrap_or_else(|e| panic!("{who} does {}: {}", request.act, said(&e)))
    }

    async fn tries(&self, who: &str, matter: Id, request: Request) -> Result<String, Error> {
        let actor = self.county.actor(&self.db, who).await;
        let standing = Standing::read(&self.kernel, &actor, matter).await?;
        let request = request.rev(standing.matter.rev);
        let done = perform(&self.kernel, &actor, matter, request).await?;
        Ok(done.state)
    }
}

fn said(e: &Error) -> String {
    match e {
        Error::Refused(m) | Error::Forbidden(m) => m.say(text::Lang::En),
        Error::Invalid(fields) => fields
            .iter()
            .map(|f| format!("{}: {}", f.field, f.message.say(text::Lang::En)))
            .collect::<Vec<_>>()
            .join("; "),
        other => other.to_string(),
    }
}

fn paper(county: &County, kind: MatterKind, who: &str, with: &[&str]) -> Submission {
    Submission {
        kind,
        form: if with.is_empty() {
            Form::Single
        } else {
            Form::Joint
        },
        title: "关于加快城东排涝泵站建设的建议".to_owned(),
        background:
            "城东片区地势低洼，近三年汛期五次内涝，现有泵站建于1986年，排涝能力不足设计的一半。"
                .to_owned(),
        demand: "建议今年完成新泵站立项，明年汛前投入使用，并先行清淤两条排水干渠。".to_owned(),
        body_name: None,
        category: Some("urban".to_owned()),
        cosigners: with.iter().map(|w| county.person(w)).collect(),
        proposer: Some(county.person(who)),
        confidentiality: Confidentiality::Open,
        received_on: None,
        papers: Vec::new(),
        from: None,
        send: true,
    }
}

fn draft(class: &str) -> Request {
    let request = Request::new("save_draft")
        .field("class", class)
        .field("gist", "已完成新泵站选址和可行性研究，列入今年重点工程")
        .field(
            "letter",
            "您提出的关于加快城东排涝泵站建设的建议收悉，现答复如下。",
        );
    if class == "B" {
        request.field(
            "promises",
            "开工 2099-06-30 泵站主体开工\n投入使用 2099-12-30 通水运行",
        )
    } else {
        request
    }
}

/// From the unit's acceptance to the reply that leaves.
async fn handled(office: &Office, id: Id, class: &str) {
    let rivers = office.county.unit("rivers").to_string();
    office
        .does("unit", id, Request::new("accept").field("section", rivers))
        .await;
    let early = office
        .tries("section", id, Request::new("submit_draft"))
        .await;
    assert!(
        matches!(early, Err(Error::Refused(_))),
        "no reply without draft and contact"
    );
    office.does("section", id, draft(class)).await;
    let uncontacted = office
        .tries("section", id, Request::new("submit_draft"))
        .await;
    assert!(
        matches!(uncontacted, Err(Error::Refused(_))),
        "nobody was contacted"
    );
    let contact = Request::new("record_contact")
        .field("way", "visit")
        .field("on_date", office.db.now().day())
        .field("contact_note", "到城东现场与代表面商");
    office.does("section", id, contact).await;
    assert_eq!(
        office
            .does("section", id, Request::new("submit_draft"))
            .await,
        "unit_review"
    );
}

async fn reviewed(office: &Office, id: Id) {
    let back = Request::new("send_back").reason(reason(office, id, "unitdeputy").await);
    assert_eq!(office.does("unitdeputy", id, back).await, "handle");
    office
        .does("section", id, Request::new("submit_draft"))
        .await;
    assert_eq!(
        office.does("unitdeputy", id, Request::new("pass")).await,
        "unit_approve"
    );
    assert_eq!(
        office
            .does("unitprincipal", id, Request::new("approve"))
            .await,
        "county_review"
    );
    assert_eq!(
        office.does("countyleader", id, Request::new("agree")).await,
        "issue"
    );
    assert_eq!(
        office.does("unit", id, Request::new("issue_reply")).await,
        "verdict"
    );
}

/// The first reason a reviewer may give.
async fn reason(office: &Office, id: Id, who: &str) -> String {
    let standing = office.standing(who, id).await;
    let actor = office.county.actor(&office.db, who).await;
    standing
        .offers(&actor)
        .into_iter()
        .find(|o| o.act == "send_back" && o.result.is_ok())
        .and_then(|o| {
            o.needs.into_iter().find_map(|n| match n {
                procedure::Need::Reason { list } => list.first().map(|(code, _)| code.clone()),
                _ => None,
            })
        })
        .expect("a reason")
}

testkit::on_both! { &rooms();
    /// Two co-sign, the office registers and assigns, a co-handler opines, one reviewer sends back, the reply goes
    /// out, the deputy is dissatisfied, it is handled again within the limit of re-handling, rated and filed; the
    /// promise lives on.
    async fn a_suggestion_goes_its_whole_way(db: TestDb) {
        let office = Office::new(db).await;
        let county = &office.county;
        let deputy = county.actor(&office.db, "deputy").await;
        let new = paper(county, MatterKind::Suggestion, "deputy", &["deputy2", "deputy3"]);
        let id = submit(&office.kernel, &deputy, new).await.unwrap_or_else(|e| panic!("{}", said(&e)));

        // Not sent in yet: the office knows nothing of it, the invited do.
        let clerk = county.actor(&office.db, "clerk").await;
        assert!(matches!(Standing::read(&office.kernel, &clerk, id).await, Err(Error::NotFound)));
        let alone = office.tries("deputy", id, Request::new("submit")).await;
        assert!(matches!(alone, Err(Error::Refused(_))), "a joint paper needs a second name");
        office.does("deputy2", id, Request::new("sign")).await;
        office.does("deputy3", id, Request::new("sign")).await;
        let state = office.does("deputy", id, Request::new("submit")).await;
        assert_eq!(state, "register");
        assert_eq!(office.standing("clerk", id).await.matter.number, None);

        let register = Request::new("register")
            .field("category", "urban");
        office.does("clerk", id, register).await;
        let standing = office.standing("clerk", id).await;
        assert!(standing.matter.number.is_some());
        if standing.matter.state == "instruct" {
            office.does("chief", id, Request::new("instruct")).await;
        }
        let assign = Request::new("assign")
            .unit(county.unit("water"), Part::Lead)
            .unit(county.unit("transport"), Part::Co);
        office.does("clerk", id, assign).await;
        let standing = office.standing("clerk", id).await;
        assert!(standing.matter.term, "the statutory limit runs");
        assert!(standing.schedule(&standing.calendar, office.db.now().day()).is_some());
        let first_due = standing.matter.due_on;

        handled_with_opinion(&office, id).await;
        reviewed(&office, id).await;
        let held = office.standing("deputy", id).await;
        let case = &Held::of(&held).expect("a case").case;
        assert_eq!(case.replies.len(), 1);
        assert_eq!(case.stages.len(), 2, "the promise has its stages");
        assert!(!held.matter.term, "answered: no limit runs");

        // The lead's word counts; those of the others stand beside it.
        let rate = |result: &str| {
            let request = Request::new("rate").field("result", result);
            if result == "dissatisfied" { request.field("why", "泵站仍未立项") } else { request }
        };
        assert_eq!(office.does("deputy2", id, rate("satisfied")).await, "verdict");
        assert_eq!(office.does("deputy", id, rate("dissatisfied")).await, "assign");
        let assign = Request::new("assign").unit(county.unit("water"), Part::Lead);
        office.does("clerk", id, assign).await;
        let again = office.standing("clerk", id).await;
        assert!(again.matter.term);
        assert!(again.matter.due_on < first_due, "handled again within its own, shorter limit");
        handled(&office, id, "A").await;
        reviewed(&office, id).await;
        assert_eq!(office.does("deputy", id, rate("basically")).await, "sum_up");
        let running = office.standing("clerk", id).await;
        let early = volume(&office.kernel, &clerk, &running).await;
        assert!(matches!(early, Err(Error::Refused(_))), "what runs has no volume");
        assert_eq!(office.does("clerk", id, Request::new("archive").field("lesson", "早沟通")).await, "archived");
        let end = office.standing("clerk", id).await;
        assert!(!end.matter.open && end.tasks.is_empty());
        let late = office.tries("deputy", id, rate("satisfied")).await;
        assert!(matches!(late, Err(Error::Refused(_))), "nothing moves after the end");

        the_volume_is_whole(&office, &end).await;
        the_papers_are_taken_from_the_page(&office, id).await;
        let strangers = volume(&office.kernel, &deputy, &end).await;
        assert!(matches!(strangers, Err(Error::NotFound)), "the volume is the office's");

        let events = history::of_matter(&office.db.db, &clerk, id, None, 100).await.expect("history");
        assert!(events.rows.len() > 20);
        let report = history::verify(&office.db.db, |_| {}).await.expect("verified");
        assert!(report.broken.is_none(), "{:?}", report.broken);
    }
}

/// Every file of the package is in its manifest with its own digest, both letters among them, and the letter is
/// addressed to everybody who signed.
async fn the_volume_is_whole(office: &Office, end: &Standing) {
    let clerk = office.county.actor(&office.db, "clerk").await;
    let bytes = volume(&office.kernel, &clerk, end).await.expect("a volume");
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
    let mut files = std::collections::BTreeMap::new();
    for i in 0..zip.len() {
        let mut file = zip.by_index(i).expect("a file");
        let mut content = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut content).expect("read");
        let name = file.name().expect("a name").into_owned();
        let (_, path) = name.split_once('/').expect("one folder");
        files.insert(path.to_owned(), content);
    }
    let manifest = String::from_utf8(files["manifest-sha256.txt"].clone()).expect("text");
    let mut told: Vec<&str> = Vec::new();
    for line in manifest.lines() {
        let (digest, path) = line.split_once("  ").expect("digest and path");
        assert_eq!(
            hex::encode(sha2::Sha256::digest(&files[path])),
            digest,
            "{path}"
        );
        told.push(path);
    }
    let payload: Vec<&str> = files
        .keys()
        .map(String::as_str)
        .filter(|p| p.starts_with("data/"))
        .collect();
    told.sort_unstable();
    assert_eq!(told, payload);
    assert_eq!(
        payload.iter().filter(|p| p.ends_with(".docx")).count(),
        2,
        "{payload:?}"
    );
    let events: Vec<serde_json::Value> =
        serde_json::from_slice(&files["data/history.json"]).expect("json");
    assert_eq!(events.len() as i64, end.matter.events);
    assert_eq!(events[0]["kind"], "opened");
    let case = &Held::of(end).expect("a case").case;
    let reply = reply_of(case, office.county.unit("water"), 2).expect("the second reply");
    let letter = letter(end, case, reply, "青川县人大常委会");
    assert_eq!(letter.to[0], "张桂英代表", "the lead first");
    let signed: std::collections::BTreeSet<&str> = letter.to.iter().map(String::as_str).collect();
    assert_eq!(
        signed,
        ["张桂英代表", "刘德福代表", "何秀兰代表"].into(),
        "and everybody who signed"
    );
    let number = end.matter.number.as_deref().expect("a number");
    assert_eq!(letter.title, format!("对{number}建议的答复"));
    assert_eq!(
        (letter.number.as_str(), letter.issuers.as_slice()),
        (reply.number.as_str(), &["水利局".to_owned()][..])
    );
    assert!(matches!(
        reply_of(case, office.county.unit("transport"), 1),
        Err(Error::NotFound)
    ));
}

/// The letter is shown to its proposer, given for Word, and hidden from whoever is no reader; the volume is linked on
/// the office's page and answered as a zip.
async fn the_papers_are_taken_from_the_page(office: &Office, id: Id) {
    let mut areas = vec![proposals::area()];
    let parts = frame::parts(&mut areas);
    let db = &office.db;
    let kernel = Kernel::new(db.db.clone(), db.clock.clone(), &db.folder, parts).expect("a kernel");
    let (router, _) = frame::router(Arc::new(kernel), Settings::default(), areas);
    let client = async |who: &str| {
        let secret = db.session(&office.county, who).await;
        Client::new(router.clone())
            .with("accept-language", "zh")
            .with_cookie("huiying", &secret)
    };
    let letter = format!("/proposals/{id}/letter/{}/2", office.county.unit("water"));
    let shown = client("deputy")
        .await
        .get(&letter)
        .await
        .expect(StatusCode::OK);
    assert!(
        shown.body().contains("张桂英代表") && !shown.body().contains("<style"),
        "no style of its own"
    );
    let word = client("deputy")
        .await
        .get(&format!("{letter}.docx"))
        .await
        .expect(StatusCode::OK);
    assert!(
        word.header("content-type")
            .is_some_and(|t| t.contains("wordprocessingml"))
    );
    client("unit3")
        .await
        .get(&letter)
        .await
        .expect(StatusCode::NOT_FOUND);
    client("deputy")
        .await
        .get(&format!("{letter}x"))
        .await
        .expect(StatusCode::NOT_FOUND);
    client("deputy")
        .await
        .get("/proposals/letter.css")
        .await
        .expect(StatusCode::OK);
    let volume = format!("/proposals/{id}/volume.zip");
    let page = client("clerk")
        .await
        .get(&format!("/proposals/{id}"))
        .await
        .expect(StatusCode::OK);
    assert!(page.attributes("a", "href").contains(&volume));
    let zip = client("clerk")
        .await
        .get(&volume)
        .await
        .expect(StatusCode::OK);
    assert_eq!(zip.header("content-type"), Some("application/zip"));
    client("deputy")
        .await
        .get(&volume)
        .await
        .expect(StatusCode::NOT_FOUND);
}

async fn handled_with_opinion(office: &Office, id: Id) {
    let rivers = office.county.unit("rivers").to_string();
    office
        .does("unit", id, Request::new("accept").field("section", rivers))
        .await;
    office.does("section", id, draft("B")).await;
    let contact = Request::new("record_contact")
        .field("way", "phone")
        .field("on_date", office.db.now().day())
        .field("contact_note", "电话沟通");
    office.does("section", id, contact).await;
    let owed = office
        .tries("section", id, Request::new("submit_draft"))
        .await;
    assert!(
        matches!(owed, Err(Error::Refused(_))),
        "the co-handling unit owes its opinion"
    );
    let opinion = Request::new("give_opinion").field("opinion", "道路配套由我局负责");
    office.does("unit2", id, opinion).await;
    office
        .does("section", id, Request::new("submit_draft"))
        .await;
}

testkit::on_both! { &rooms();
    /// A confidential matter is not in lists, counts, search, similar matters, history or figures of those without
    /// the right; for its proposer and whoever registered it, it is.
    async fn a_confidential_matter_does_not_exist_for_others(db: TestDb) {
        use kernel::matter::listing::{self, Filter, Sort, Start};
        use kernel::{search, statistics};

        let office = Office::new(db).await;
        let county = &office.county;
        let clerk = county.actor(&office.db, "clerk").await;
        let new = Submission {
            confidentiality: Confidentiality::Confidential,
            ..paper(county, MatterKind::Suggestion, "deputy", &[])
        };
        let id = submit(&office.kernel, &clerk, new).await.unwrap_or_else(|e| panic!("{}", said(&e)));
        office.does("clerk", id, Request::new("register").field("category", "urban")).await;
        for (who, exists) in [
            ("deputy", true), ("clerk", true),
            ("committee", false), ("leader", false), ("chief", false), ("unit", false), ("deputy2", false),
            ("auditor", false), ("sysadmin", false),
        ] {
            let actor = county.actor(&office.db, who).await;
            let read = Standing::read(&office.kernel, &actor, id).await;
            assert_eq!(read.is_ok(), exists, "{who} reads");
            let events = history::of_matter(&office.db.db, &actor, id, None, 10).await;
            assert_eq!(events.is_ok(), exists, "{who} reads the history");
            let filter = Filter::default();
            let page = listing::page(&office.kernel, &actor, &filter, Sort::default(), &Start::First, 50).await;
            let rows = page.expect("a page").rows.len();
            let count = listing::count(&office.kernel, &actor, &filter).await.expect("a count");
            assert_eq!((rows, count), (usize::from(exists), i64::from(exists)), "{who} lists and counts");
            let found = search::find(&office.db.db, &actor, "排涝泵站", None, None, 20).await.expect("a search");
            assert_eq!(found.hits.len(), usize::from(exists), "{who} searches");
            let alike = search::similar(&office.db.db, &actor, "城东排涝泵站建设", "排涝能力不足", None, 5).await;
            assert_eq!(!alike.expect("alike").is_empty(), exists, "{who} is shown what is alike");
            let question = statistics::Question::default();
            let answer = statistics::evaluate(&office.kernel, &actor, "proposals.received", &question).await;
            let total = answer.expect("a figure").total;
            assert_eq!(total.value == statistics::Value::Int(1), exists, "{who} counts {total:?}");
        }
    }
}
