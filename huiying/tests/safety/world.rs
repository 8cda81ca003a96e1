//! A county in the middle of its work, with one of everything a route can name, and people of every role.

use std::sync::Arc;

use axum::Router;
use chrono::NaiveDate;
use frame::{App, Settings};
use kernel::Kernel;
use kernel::access::Actor;
use kernel::error::Error;
use kernel::id::Id;
use kernel::matter::{Confidentiality, Request, Standing, perform};
use kernel::session::Sessions;
use kernel::{account, file, import, person, procedures, statistics, term_session};
use procedure::Part;
use proposals::actions::{Submission, submit};
use proposals::model::matter::{Form, MatterKind};
use testkit::{Client, County, TestDb, system_act};

use crate::areas;

/// The migrations of every room.
pub fn rooms() -> Vec<kernel::db::Migrations> {
    let parts = frame::parts(&mut areas::all());
    let own = parts.into_iter().filter_map(|part| part.migrations);
    std::iter::once(kernel::MIGRATIONS).chain(own).collect()
}

/// What stands only in papers that are confidential.
pub const MARKER: &str = "玄鸟台地勘";

/// The name of the files that hang on them.
pub const PAPER: &str = "涉密坐标附图.pdf";

/// The program over one database, and what stands in it.
pub struct World {
    pub db: TestDb,
    pub county: County,
    pub kernel: Arc<Kernel>,
    pub app: App,
    pub router: Router,
    pub at: Places,
}

/// One of everything, as addresses name it.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// A suggestion that waits to be registered.
    pub fresh: String,
    /// A draft whose co-signer has not answered.
    pub draft: String,
    /// A suggestion in the hands of the water bureau, the transport bureau helping.
    pub running: String,
    /// A suggestion that was answered, rated and filed, and what its reply promised.
    pub filed: String,
    pub promised: String,
    /// Confidential: one that runs at the education bureau, one that was filed, and what its reply promised.
    pub secret: String,
    pub secret_filed: String,
    pub secret_promised: String,
    pub embargoed: String,
    /// The files of the confidential ones: brought in with them, and with the reply to the one that was filed. The first
    /// is of the one that runs.
    pub secret_papers: Vec<String>,
    /// The numbers the confidential ones bear.
    pub secret_numbers: Vec<String>,
    pub unit: String,
    pub person: String,
    pub post: String,
    pub substitution: String,
    pub account: String,
    pub term_session: String,
    pub import: String,
    pub snapshot: String,
    /// A draft of a procedure: its name and version.
    pub procedure: (String, i64),
    pub notice: String,
}

impl World {
    /// The program over a migrated database that is empty.
    pub fn over(db: TestDb, county: County, at: Places) -> World {
        let mut areas = areas::all();
        let parts = frame::parts(&mut areas);
        let kernel =
            Kernel::new(db.db.clone(), db.clock.clone(), &db.folder, parts).expect("a kernel");
        let kernel = Arc::new(kernel);
        let (router, app) = frame::router(kernel.clone(), Settings::default(), areas);
        World {
            db,
            county,
            kernel,
            app,
            router,
            at,
        }
    }

    /// A county with its procedures and no matter.
    pub async fn bare(db: TestDb) -> World {
        let county = db.county().await;
        let other = db.other_county().await;
        let world = World::over(db, county, Places::default());
        for organ in [world.county.organ, other.organ] {
            let mut act = system_act(&world.db.db, organ, world.db.now())
                .await
                .expect("an act");
            let kinds: Vec<_> = world.kernel.kinds().cloned().collect();
            procedures::install(&mut act, organ, &kinds)
                .await
                .expect("procedures");
            act.commit().await.expect("committed");
        }
        world
    }

    /// A county with its matters.
    pub async fn new(db: TestDb) -> World {
        let mut world = World::bare(db).await;
        world.furnish().await;
        world.open_ones().await;
        world.secrets().await;
        world.papers_of_the_office().await;
        world
    }

    pub async fn actor(&self, who: &str) -> Actor {
        self.county.actor(&self.db, who).await
    }

    /// Somebody does something on a matter as it stands.
    pub async fn does(&self, who: &str, matter: Id, request: Request) {
        let actor = self.actor(who).await;
        let standing = Standing::read(&self.kernel, &actor, matter).await;
        let standing = standing.unwrap_or_else(|e| panic!("{who} reads: {e}"));
        let name = request.act.clone();
        let request = request.rev(standing.matter.rev);
        if let Err(e) = perform(&self.kernel, &actor, matter, request).await {
            panic!("{who} does {name}: {}", said(&e));
        }
    }

    /// A browser of somebody who is signed in, in Chinese.
    pub async fn client(&self, who: &str) -> Client {
        let secret = self.db.session(&self.county, who).await;
        self.guest().with_cookie("huiying", &secret)
    }

    pub fn guest(&self) -> Client {
        Client::new(self.router.clone()).with("accept-language", "zh")
    }

    /// A browser that gave its password and still owes the code of its second factor.
    pub async fn half(&self, who: &str) -> Client {
        let secret = self.session(self.county.account(who), false).await;
        self.guest().with_cookie("huiying", &secret)
    }

    /// Somebody of another county in the same database.
    pub async fn elsewhere(&self) -> Client {
        let account = account::account_named(&self.db.db, "other-clerk").await;
        let account = account
            .expect("asked")
            .expect("the other county's clerk")
            .id;
        self.guest()
            .with_cookie("huiying", &self.session(account, true).await)
    }

    async fn session(&self, account: Id, passed: bool) -> String {
        Sessions::default()
            .begin(
                &self.db.db,
                account,
                passed,
                "127.0.0.1",
                "test",
                self.db.now(),
            )
            .await
            .expect("a session begins")
    }

    /// The revision a matter stands at, whoever may read it.
    pub async fn rev(&self, id: &str) -> i64 {
        let id: Id = id.parse().expect("an id");
        let found = kernel::matter::load::matters(&self.db.db, &[id]).await;
        found.expect("a matter").first().expect("a matter").rev
    }

    /// A bearer token of somebody's.
    pub async fn token(&self, who: &str, may_write: bool) -> String {
        let actor = self.actor(who).await;
        let mut act = self.kernel.own_act(&actor).await.expect("an act");
        let account = self.county.account(who);
        let secret = account::create_token(&mut act, account, "script", may_write, 30)
            .await
            .expect("a token");
        act.commit().await.expect("committed");
        secret
    }

    /// A file as it came in, with words of its own inside.
    pub async fn paper(&self) -> file::Body {
        let bytes = format!("%PDF-1.7\n% {MARKER}\n%%EOF\n").into_bytes();
        let kept = file::receive(&self.kernel, PAPER, bytes).await;
        kept.expect("a file")
    }

    pub async fn submitted(&self, by: &str, title: &str, secret: bool, for_whom: &str) -> Id {
        let marker = if secret { MARKER } else { "城东排涝" };
        let new = Submission {
            kind: MatterKind::Suggestion,
            form: Form::Single,
            title: title.to_owned(),
            background: format!(
                "{marker}一带地势低洼，近三年汛期五次内涝，现有泵站排涝能力不足设计的一半。"
            ),
            demand: format!(
                "建议今年完成{marker}新泵站立项，明年汛前投入使用，并先行清淤两条干渠。"
            ),
            body_name: None,
            category: Some("urban".to_owned()),
            cosigners: Vec::new(),
            proposer: Some(self.county.person(for_whom)),
            confidentiality: if secret {
                Confidentiality::Confidential
            } else {
                Confidentiality::Open
            },
            received_on: None,
            papers: if secret {
                vec![self.paper().await]
            } else {
                Vec::new()
            },
            send: true,
            from: None,
        };
        let actor = self.actor(by).await;
        submit(&self.kernel, &actor, new)
            .await
            .unwrap_or_else(|e| panic!("{by} submits: {}", said(&e)))
    }

    /// Registered and assigned.
    pub async fn assigned(&self, id: Id, lead: &str, co: Option<&str>) {
        let register = Request::new("register").field("category", "urban");
        self.does("clerk", id, register).await;
        let mut assign = Request::new("assign").unit(self.county.unit(lead), Part::Lead);
        if let Some(co) = co {
            assign = assign.unit(self.county.unit(co), Part::Co);
        }
        self.does("clerk", id, assign).await;
    }

    /// From the acceptance to the review of the reply, by `hands`: section, deputy head, head, liaison.
    pub async fn until_reviewed(
        &self,
        id: Id,
        hands: [&str; 4],
        section: Option<&str>,
        said: &str,
    ) {
        let [handler, deputy, head, liaison] = hands;
        let mut accept = Request::new("accept");
        if let Some(section) = section {
            accept = accept.field("section", self.county.unit(section).to_string());
        }
        self.does(liaison, id, accept).await;
        let draft = Request::new("save_draft")
            .field("class", "B")
            .field(
                "gist",
                format!("已完成{said}选址和可行性研究，列入今年重点工程"),
            )
            .field(
                "letter",
                format!("您提出的关于{said}的建议收悉，现答复如下。"),
            )
            .field("promises", format!("开工 2099-06-30 {said}主体开工"));
        let draft = match said {
            MARKER => draft.paper(self.paper().await),
            _ => draft,
        };
        self.does(handler, id, draft).await;
        let contact = Request::new("record_contact")
            .field("way", "visit")
            .field("on_date", self.db.now().day())
            .field("contact_note", format!("到{said}现场与代表面商"));
        self.does(handler, id, contact).await;
        self.does(handler, id, Request::new("submit_draft")).await;
        self.does(deputy, id, Request::new("pass")).await;
        self.does(head, id, Request::new("approve")).await;
    }

    /// The same, and on to the reply.
    pub async fn answered(&self, id: Id, hands: [&str; 4], section: Option<&str>, said: &str) {
        self.until_reviewed(id, hands, section, said).await;
        self.does("countyleader", id, Request::new("agree")).await;
        self.does(hands[3], id, Request::new("issue_reply")).await;
    }

    /// Drafted by the section of the water bureau, promising nothing, after a contact.
    pub async fn drafted(&self, id: Id) {
        let draft = Request::new("save_draft")
            .field("class", "A")
            .field("gist", "泵站已完成改造，汛前试运行")
            .field("letter", "您提出的建议收悉，现答复如下。");
        self.does("section", id, draft).await;
        let contact = Request::new("record_contact")
            .field("way", "phone")
            .field("on_date", self.db.now().day())
            .field("contact_note", "电话沟通");
        self.does("section", id, contact).await;
    }

    /// From the section of the water bureau to the reply that leaves.
    pub async fn answered_from_section(&self, id: Id) {
        self.drafted(id).await;
        for (who, act) in [
            ("section", "submit_draft"),
            ("unitdeputy", "pass"),
            ("unitprincipal", "approve"),
            ("countyleader", "agree"),
            ("unit", "issue_reply"),
        ] {
            self.does(who, id, Request::new(act)).await;
        }
    }

    /// The text of a version of a procedure, as it is kept.
    pub async fn procedure_text(&self, id: &str, version: i64) -> String {
        let row = procedures::version(&self.db.db, self.county.organ, id, version).await;
        row.expect("read").expect("a version").definition
    }

    async fn filed(&self, id: Id, proposer: &str) {
        let rate = Request::new("rate").field("result", "satisfied");
        self.does(proposer, id, rate).await;
        self.does("clerk", id, Request::new("archive")).await;
    }

    /// The commitment that grew out of a matter.
    async fn promise_of(&self, id: Id, proposer: &str) -> Id {
        let proposer = self.actor(proposer).await;
        let links = kernel::matter::link::linked(&self.db.db, &proposer, id).await;
        let links = links.expect("links");
        let link = links.iter().find(|l| l.relation == "commitment_of");
        link.expect("a commitment").id
    }

    async fn open_ones(&mut self) {
        self.at.fresh = self
            .submitted("deputy", "关于修缮城东桥面的建议", false, "deputy")
            .await
            .to_string();
        let running = self
            .submitted("deputy", "关于城东排涝泵站的建议", false, "deputy")
            .await;
        self.assigned(running, "water", Some("transport")).await;
        self.at.running = running.to_string();
        let filed = self
            .submitted("deputy", "关于城东干渠清淤的建议", false, "deputy")
            .await;
        self.assigned(filed, "water", None).await;
        let hands = ["section", "unitdeputy", "unitprincipal", "unit"];
        self.answered(filed, hands, Some("rivers"), "城东干渠")
            .await;
        self.filed(filed, "deputy").await;
        self.at.filed = filed.to_string();
        self.at.promised = self.promise_of(filed, "deputy").await.to_string();
        let deputy = self.actor("deputy").await;
        let draft = Submission {
            kind: MatterKind::Suggestion,
            form: Form::Joint,
            title: "关于城东小学操场的建议".to_owned(),
            background: "城东小学操场多年失修，雨后积水，学生无法上体育课，家长多次反映没有结果。"
                .to_owned(),
            demand: "建议今年暑假整修操场并增设排水沟，开学前交付使用，费用列入预算。".to_owned(),
            body_name: None,
            category: Some("education".to_owned()),
            cosigners: vec![self.county.person("deputy2")],
            proposer: Some(self.county.person("deputy")),
            confidentiality: Confidentiality::Open,
            received_on: None,
            papers: Vec::new(),
            from: None,
            send: false,
        };
        let draft = submit(&self.kernel, &deputy, draft).await;
        self.at.draft = draft.unwrap_or_else(|e| panic!("{}", said(&e))).to_string();
    }

    /// Brought in by the third deputy, registered by the clerk, handled by the education bureau.
    async fn secrets(&mut self) {
        let title = format!("关于{MARKER}搬迁的建议");
        let running = self.submitted("clerk", &title, true, "deputy3").await;
        self.assigned(running, "education", None).await;
        let filed = self.submitted("clerk", &title, true, "deputy3").await;
        self.assigned(filed, "education", None).await;
        self.answered(filed, ["unit3"; 4], None, MARKER).await;
        self.filed(filed, "deputy3").await;
        let promised = self.promise_of(filed, "deputy3").await;
        let clerk = self.actor("clerk").await;
        for id in [running, filed] {
            let standing = Standing::read(&self.kernel, &clerk, id).await;
            let number = standing.expect("read").matter.number;
            self.at.secret_numbers.extend(number);
            let papers = file::of_matter(&self.db.db, &clerk, id).await;
            let papers = papers.expect("files").into_iter();
            self.at
                .secret_papers
                .extend(papers.map(|p| p.id.to_string()));
        }
        self.at.secret = running.to_string();
        self.at.secret_filed = filed.to_string();
        self.at.secret_promised = promised.to_string();
        self.at.embargoed = self.embargoed(&clerk).await.to_string();
    }

    async fn furnish(&mut self) {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).expect("a day");
        let organ = self.county.organ;
        let now = self.db.now();
        let mut act = system_act(&self.db.db, organ, now).await.expect("an act");
        let sat = term_session::add(&mut act, 8, 4, day(2025, 2, 10), day(2025, 2, 14)).await;
        self.at.term_session = sat.expect("a session").to_string();
        let substitution = person::stand_in(
            &mut act,
            self.county.person("committee"),
            self.county.person("clerk2"),
            day(2025, 3, 1),
            day(2025, 3, 2),
            "外出学习",
        )
        .await;
        self.at.substitution = substitution.expect("a substitution").to_string();
        let (secret, _) = account::new_code_secret("clerk2").expect("a secret");
        account::set_code_secret(&mut act, self.county.account("clerk2"), Some(&secret))
            .await
            .expect("a second factor");
        act.commit().await.expect("committed");
        self.at.unit = self.county.unit("chengguan").to_string();
        self.at.person = self.county.person("correspondent").to_string();
        self.at.account = self.county.account("correspondent").to_string();
        let posts = person::posts_of(&self.db.db, self.county.person("correspondent")).await;
        self.at.post = posts.expect("posts")[0].id.to_string();
    }

    async fn papers_of_the_office(&mut self) {
        let clerk = self.actor("clerk").await;
        let table = "单位名称,类别,上级单位\n审计局,局,\n统计局,星球,\n"
            .as_bytes()
            .to_vec();
        let options = import::Options::default();
        let job = import::open(&self.kernel, &clerk, "units", "名单.csv", table, options).await;
        self.at.import = job.expect("an import").id.to_string();
        let mut act = self
            .kernel
            .act(&clerk, kernel::access::Permission::Snapshot)
            .await
            .expect("an act");
        let question = statistics::Question::default();
        let frozen = statistics::snapshot::freeze(
            &self.kernel,
            &mut act,
            "proposals.received",
            &question,
            "一季度",
        )
        .await;
        self.at.snapshot = frozen.expect("a snapshot").to_string();
        act.commit().await.expect("committed");
        let leader = self.actor("officeleader").await;
        let mut act = self
            .kernel
            .act(&leader, kernel::access::Permission::Configure)
            .await
            .expect("an act");
        let draft = procedures::copy(&mut act, "deputy-suggestion", 1).await;
        self.at.procedure = ("deputy-suggestion".to_owned(), draft.expect("a draft"));
        act.commit().await.expect("committed");
        let notices = kernel::notice::list(&self.db.db, &clerk, false, None, 10).await;
        let notices = notices.expect("notices").rows;
        self.at.notice = notices.first().expect("a notice").id.to_string();
    }
}

pub fn said(e: &Error) -> String {
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
