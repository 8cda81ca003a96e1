//! Cases from the party group's opinion to the register, through HTTP on both engines; and who sees what of them when.

#[path = "appointments/elections.rs"]
mod elections;
#[path = "appointments/room.rs"]
mod room;
#[path = "appointments/yearly.rs"]
mod yearly;

use axum::http::StatusCode;
use kernel::embargo;
use kernel::matter::Standing;
use testkit::{Client, TestDb};

use room::{NAME, OFFICE, Room, does, rooms};

/// Everybody of the house who is not named on the case, substitutes of those named among them.
const OTHERS: [&str; 8] = [
    "clerk2",
    "officeleader",
    "committee",
    "leader",
    "unit",
    "deputy",
    "sysadmin",
    "auditor",
];

/// What may stand nowhere: in no page, list, search, API, notice of somebody who is not named.
async fn sees_nothing(room: &Room, who: &str, id: &str) {
    let mut client = room.client(who).await;
    for path in [
        format!("/appointments/{id}"),
        format!("/matters/{id}"),
        format!("/matters/{id}/history"),
        format!("/matters/{id}/acts/agree"),
        format!("/appointments/{id}/decree.docx"),
        format!("/api/v1/matters/{id}"),
        format!("/api/v1/matters/{id}/history"),
        format!("/api/v1/matters/{id}/files"),
        format!("/public/appointments/{id}"),
    ] {
        let page = client.get(&path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{who} at {path}");
        assert!(!page.body().contains(NAME), "{who} at {path}");
    }
    for path in [
        "/",
        "/appointments",
        "/appointments?state=consult",
        "/appointments/readings",
        "/appointments/register",
        "/notices",
        "/public/appointments",
        "/api/v1/matters",
        "/api/v1/matters?kind=appointment",
        "/api/v1/office-holders",
        &format!("/api/v1/matters?q={NAME}"),
        &format!("/search?q={OFFICE}"),
    ] {
        let page = client.get(path).await;
        let text = page
            .body()
            .replace(&format!("q={NAME}"), "")
            .replace(&format!("q={OFFICE}"), "");
        assert!(
            !text.contains(NAME) && !text.contains(id),
            "{who} at {path}: {text}"
        );
    }
}

async fn state(room: &Room, who: &str, id: &str) -> String {
    let actor = room.county.actor(&room.db, who).await;
    let standing = Standing::read(&room.kernel, &actor, id.parse().unwrap()).await;
    standing.unwrap().matter.state
}

async fn to_the_ballot(room: &Room, clerk: &mut Client, chief: &mut Client, id: &str) {
    does(
        clerk,
        id,
        "agree",
        &[("on_date", "2025-03-03"), ("note", "同意提名")],
    )
    .await;
    let nomination = [
        ("nominator", "government_head"),
        ("signed_by", "郑海"),
        ("on_date", "2025-03-03"),
        ("meeting_on", "2025-04-10"),
    ];
    does(clerk, id, "nominate", &nomination).await;
    for kind in ["letter", "form", "vetting"] {
        room.paper(clerk, id, kind).await;
    }
    does(clerk, id, "vet", &[]).await;
    does(clerk, id, "excuse", &[("note", "两年内已考试合格")]).await;
    does(
        clerk,
        id,
        "state",
        &[("statement", "如获任命，我将依法履职。")],
    )
    .await;
    does(
        chief,
        id,
        "put",
        &[("on_date", "2025-03-03"), ("meeting_on", "2025-04-10")],
    )
    .await;
}

fn votes(yes: &'static str) -> [(&'static str, &'static str); 6] {
    [
        ("line", "1"),
        ("members", "31"),
        ("yes", yes),
        ("no", "3"),
        ("abstain", "1"),
        ("invalid", "0"),
    ]
}

testkit::on_both! { &rooms();
    /// The whole life of an appointment, and at each turn what the others see of it: nothing, until it is announced.
    async fn an_appointment_from_the_party_group_to_the_public_page(db: TestDb) {
        let room = Room::of(db).await;
        let mut clerk = room.client("clerk").await;
        let id = room.opened(&mut clerk).await;
        let listed = clerk.get("/appointments").await.expect(StatusCode::OK);
        assert!(listed.body().contains(NAME), "whoever keeps it sees it");
        let found = clerk.get(&format!("/api/v1/matters?q={NAME}")).await;
        assert!(found.body().contains(&id), "and finds it: {}", found.body());
        for who in OTHERS {
            sees_nothing(&room, who, &id).await;
        }
        // The party group's task lies with the person named for it, and its notice says nothing of the case.
        let mut chief = room.client("chief").await;
        let bench = chief.get("/").await.expect(StatusCode::OK);
        assert!(bench.body().contains(&id));

        // Nobody is nominated before the party group agreed.
        let page = clerk.get(&format!("/matters/{id}/acts/nominate")).await;
        assert!(page.has(".note.warn"), "{}", page.words());
        does(&mut chief, &id, "not_yet", &[("on_date", "2025-03-03"), ("note", "再考察一个月")]).await;
        assert_eq!(state(&room, "clerk", &id).await, "consult");
        to_the_ballot(&room, &mut clerk, &mut chief, &id).await;
        for who in OTHERS {
            sees_nothing(&room, who, &id).await;
        }

        // Later, as every sitting is: what stands from before stays with those named.
        room.db.clock.set(room.db.now().plus_seconds(60));
        // 16 of 31: over half of all members, and one less would not have been.
        does(&mut clerk, &id, "enter_votes", &votes("16")).await;
        assert_eq!(state(&room, "clerk2", &id).await, "decree");
        let mut other = room.client("clerk2").await;
        let page = other.get(&format!("/appointments/{id}")).await.expect(StatusCode::OK);
        assert!(page.words().contains(NAME) && page.words().contains("16"), "{}", page.words());
        for kept in ["再考察一个月", "同意提名", "如获任命", "考察材料.pdf", "郑海"] {
            assert!(!page.body().contains(kept), "{kept} stays with those named");
        }
        let files = other.get(&format!("/api/v1/matters/{id}/files")).await.value();
        assert_eq!(files["items"].as_array().unwrap().len(), 0, "{files}");
        let page = clerk.get(&format!("/appointments/{id}")).await.expect(StatusCode::OK);
        assert!(page.words().contains("如获任命"), "{}", page.words());
        let found = other.get(&format!("/api/v1/matters?q={NAME}")).await;
        assert!(found.body().contains(&id), "{}", found.body());

        // Decree, certificate, oath; published, and in the register from the day of the decree.
        let mut guest = room.guest();
        guest.get(&format!("/public/appointments/{id}")).await.expect(StatusCode::NOT_FOUND);
        does(&mut other, &id, "decree", &[("on_date", "2025-03-05")]).await;
        let decree = other.get(&format!("/appointments/{id}/decree.docx")).await.expect(StatusCode::OK);
        assert!(room::word(&decree.bytes).contains(&format!("任命{NAME}为{OFFICE}")));
        let certificate = other.get(&format!("/appointments/{id}/certificate.docx")).await.expect(StatusCode::OK);
        assert!(room::word(&certificate.bytes).contains("吴建平"), "the chair signs it");
        let oath = [("on_date", "2025-03-05"), ("place", "常委会会议厅"), ("led_by", "吴建平")];
        does(&mut other, &id, "swear", &oath).await;
        does(&mut other, &id, "publish", &[]).await;
        let page = guest.get(&format!("/public/appointments/{id}")).await.expect(StatusCode::OK);
        assert!(page.words().contains(NAME) && page.words().contains("人任〔2025〕1号"), "{}", page.words());
        let held = other.get("/api/v1/office-holders").await.value();
        assert_eq!(held["items"][0]["name"], NAME, "{held}");
        let before = other.get("/api/v1/office-holders?on=2025-03-04").await.value();
        assert_eq!(before["items"].as_array().unwrap().len(), 0, "the day before he held nothing");
    }

    /// Every reading of an embargoed case is written down, once a request: page, API, file; and shown to the auditor.
    async fn every_reading_is_written_down(db: TestDb) {
        let room = Room::of(db).await;
        let mut clerk = room.client("clerk").await;
        let id = room.opened(&mut clerk).await;
        room.kept(&mut clerk, &id).await;
        let counted = async || {
            let all = embargo::readings(&room.db.db, id.parse().unwrap(), 1_000).await.unwrap();
            all.into_iter().map(|r| (r.door, r.file_id.is_some())).collect::<Vec<_>>()
        };
        let begun_with = counted().await;
        let begun = begun_with.len();
        let mut chief = room.client("chief").await;
        chief.get("/appointments").await.expect(StatusCode::OK);
        assert_eq!(counted().await.len(), begun, "a list is no reading");
        chief.get(&format!("/appointments/{id}")).await.expect(StatusCode::OK);
        chief.get(&format!("/matters/{id}/history")).await.expect(StatusCode::OK);
        chief.get(&format!("/api/v1/matters/{id}")).await.expect(StatusCode::OK);
        chief.get(&format!("/api/v1/matters/{id}/history")).await.expect(StatusCode::OK);
        let files = chief.get(&format!("/api/v1/matters/{id}/files")).await.value();
        let file = files["items"][0]["id"].as_str().expect("a file").to_owned();
        chief.get(&format!("/matters/{id}/files/{file}")).await.expect(StatusCode::OK);
        let all = counted().await;
        assert_eq!(all.len() - begun, 6, "{all:?}");
        // The clock of the test stands: what was read is compared, not in which order.
        let count = |door: &str, file: bool| all.iter().filter(|(d, f)| d == door && *f == file).count();
        let before = |door: &str, file: bool| begun_with.iter().filter(|(d, f): &&(String, bool)| d == door && *f == file).count();
        for (door, file, n) in [("page", false, 2), ("api", false, 3), ("page", true, 1)] {
            assert_eq!(count(door, file) - before(door, file), n, "{door} {file}: {all:?}");
        }

        let code = embargo::of(&room.db.db, id.parse().unwrap()).await.unwrap().unwrap().code;
        let mut auditor = room.client("auditor").await;
        let page = auditor.get("/appointments/readings").await.expect(StatusCode::OK);
        assert!(page.words().contains(&code) && page.words().contains("吴建平"), "{}", page.words());
        assert!(!page.body().contains(NAME) && !page.body().contains(&id));
        room.client("officeleader").await.get("/appointments/readings").await.expect(StatusCode::FORBIDDEN);
        let shown = clerk.get(&format!("/appointments/{id}")).await.expect(StatusCode::OK);
        assert!(shown.words().contains("吴建平"), "and on the case itself");
    }

    /// Somebody named is read in person: who stands in for him reads nothing, is told nothing, holds nothing; who is
    /// taken off the list is off it at once, and the last keeper cannot be.
    async fn nobody_reads_in_anothers_stead(db: TestDb) {
        let room = Room::of(db).await;
        let mut clerk = room.client("clerk").await;
        let id = room.opened(&mut clerk).await;
        room.stands_in("chief", "leader").await;
        let mut substitute = room.client("leader").await;
        let bell = substitute.get("/notices").await.expect(StatusCode::OK).words();
        sees_nothing(&room, "leader", &id).await;
        does(&mut clerk, &id, "defer", &[("note", "等考察结论")]).await;
        assert_eq!(substitute.get("/notices").await.words(), bell);
        does(&mut clerk, &id, "resume", &[]).await;

        let chief = room.county.person("chief").to_string();
        does(&mut clerk, &id, "unname_reader", &[("named", &chief)]).await;
        room.client("chief").await.get(&format!("/appointments/{id}")).await.expect(StatusCode::NOT_FOUND);
        sees_nothing(&room, "chief", &id).await;
        let own = room.county.person("clerk").to_string();
        let refused = room::tries(&mut clerk, &id, "unname_reader", &[("named", &own)]).await;
        assert!(refused.words().contains("last keeper"), "{}", refused.words());
        let leader = room.county.person("officeleader").to_string();
        does(&mut clerk, &id, "name_reader", &[("person", &leader), ("capacity", "informed")]).await;
        let mut leader = room.client("officeleader").await;
        leader.get(&format!("/appointments/{id}")).await.expect(StatusCode::OK);
        let bell = leader.get("/notices").await.expect(StatusCode::OK);
        assert!(bell.words().contains("confidential matter") && !bell.body().contains(NAME));
    }

    /// Deferred, nothing goes on; papers missing are named; too near the meeting is too late.
    async fn what_is_not_ready_does_not_go_on(db: TestDb) {
        let room = Room::of(db).await;
        let mut clerk = room.client("clerk").await;
        let id = room.opened(&mut clerk).await;
        let mut chief = room.client("chief").await;
        does(&mut chief, &id, "defer", &[("note", "人选另有安排")]).await;
        let refused = room::tries(&mut clerk, &id, "agree", &[("on_date", "2025-03-03")]).await;
        assert!(refused.words().contains("deferred"), "{}", refused.words());
        does(&mut chief, &id, "resume", &[]).await;
        does(&mut clerk, &id, "agree", &[("on_date", "2025-03-03")]).await;
        let own = [("nominator", "court_head"), ("signed_by", "某"), ("on_date", "2025-03-03"), ("meeting_on", "2025-03-10")];
        let refused = room::tries(&mut clerk, &id, "nominate", &own).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "the court's president proposes no bureau's head");
        let soon = [("nominator", "government_head"), ("signed_by", "郑海"), ("on_date", "2025-03-03"), ("meeting_on", "2025-03-10")];
        does(&mut clerk, &id, "nominate", &soon).await;
        room.paper(&mut clerk, &id, "letter").await;
        let page = clerk.get(&format!("/appointments/{id}")).await.expect(StatusCode::OK);
        assert!(page.words().contains("Vetting material") && page.words().contains("Approval form"), "{}", page.words());
        room.paper(&mut clerk, &id, "form").await;
        room.paper(&mut clerk, &id, "vetting").await;
        let refused = room::tries(&mut clerk, &id, "vet", &[]).await;
        assert!(refused.words().contains("too near"), "five days are fewer than ten: {}", refused.words());
        does(&mut clerk, &id, "reschedule", &[("meeting_on", "2025-03-15")]).await;
        does(&mut clerk, &id, "vet", &[]).await;
        assert_eq!(state(&room, "clerk", &id).await, "exam");
    }

    /// Refused once it may be tried again; refused twice, the local rule bars it for the term.
    async fn refused_twice_is_barred_where_the_rule_says_so(db: TestDb) {
        let room = Room::of(db).await;
        room.pack("zhejiang").await;
        let mut clerk = room.client("clerk").await;
        let mut chief = room.client("chief").await;
        for _ in 0..2 {
            let id = room.opened(&mut clerk).await;
            to_the_ballot(&room, &mut clerk, &mut chief, &id).await;
            // 15 of 31 members, though most of those who voted were for.
            does(&mut clerk, &id, "enter_votes", &votes("15")).await;
            assert_eq!(state(&room, "clerk2", &id).await, "refused");
        }
        let third = room.opened(&mut clerk).await;
        does(&mut clerk, &third, "agree", &[("on_date", "2025-03-03")]).await;
        let page = clerk.get(&format!("/appointments/{third}")).await.expect(StatusCode::OK);
        assert!(page.words().contains("refused twice"), "{}", page.words());
        let again = [("nominator", "government_head"), ("signed_by", "郑海"), ("on_date", "2025-03-03"), ("meeting_on", "2025-04-10")];
        let refused = room::tries(&mut clerk, &third, "nominate", &again).await;
        assert!(refused.words().contains("refused twice"), "{}", refused.words());
    }

    /// The paper is answered on the candidate's own device by its code, within its time; failed, it is sat once again.
    async fn the_examination_has_its_time_and_one_resit(db: TestDb) {
        let room = Room::of(db).await;
        let mut clerk = room.client("clerk").await;
        room.bank(&mut clerk, 6).await;
        let id = room.opened(&mut clerk).await;
        does(&mut clerk, &id, "agree", &[("on_date", "2025-03-03")]).await;
        let nomination = [("nominator", "government_head"), ("signed_by", "郑海"), ("on_date", "2025-03-03"), ("meeting_on", "2025-04-10")];
        does(&mut clerk, &id, "nominate", &nomination).await;
        for kind in ["letter", "form", "vetting"] {
            room.paper(&mut clerk, &id, kind).await;
        }
        does(&mut clerk, &id, "vet", &[]).await;
        let refused = room::tries(&mut clerk, &id, "draw", &[("questions", "7"), ("minutes", "30")]).await;
        assert!(refused.words().contains("6 questions"), "{}", refused.words());

        // The first sitting runs out of time: what was kept counts, and it is not enough.
        does(&mut clerk, &id, "draw", &[("questions", "5"), ("minutes", "30")]).await;
        let code = room.exam_code(&mut clerk, &id).await;
        let mut phone = room.guest();
        let page = phone.get(&format!("/exam/{code}")).await.expect(StatusCode::OK);
        assert!(!page.body().contains(NAME) && !page.body().contains(OFFICE));
        assert!(!page.has("input[name=q0]"), "no question before the time runs");
        phone.post(&format!("/exam/{code}/begin"), &[]).await.expect(StatusCode::SEE_OTHER);
        let page = phone.get(&format!("/exam/{code}")).await.expect(StatusCode::OK);
        assert!(page.has("input[name=q4]") && !page.has("input[name=q5]"));
        phone.post(&format!("/exam/{code}/keep"), &[("q0", "B"), ("q1", "B")]).await.expect(StatusCode::OK);
        room.db.clock.set(room.db.now().plus_seconds(32 * 60));
        phone.post(&format!("/exam/{code}/answers"), &[("q0", "B"), ("q1", "B"), ("q2", "B"), ("q3", "B"), ("q4", "B")])
            .await.expect(StatusCode::NOT_FOUND);
        let mut clerk = room.client("clerk").await;
        let page = clerk.get(&format!("/appointments/{id}")).await.expect(StatusCode::OK);
        assert!(page.words().contains("40"), "two of five were kept: {}", page.words());
        assert_eq!(state(&room, "clerk", &id).await, "exam");

        // The re-sit is handed in, passed, and the case goes on by itself.
        does(&mut clerk, &id, "draw", &[("questions", "5"), ("minutes", "30")]).await;
        let code = room.exam_code(&mut clerk, &id).await;
        phone.post(&format!("/exam/{code}/begin"), &[]).await.expect(StatusCode::SEE_OTHER);
        let all = [("q0", "B"), ("q1", "B"), ("q2", "B"), ("q3", "B"), ("q4", "A")];
        phone.post(&format!("/exam/{code}/answers"), &all).await.expect(StatusCode::SEE_OTHER);
        assert_eq!(state(&room, "clerk", &id).await, "statement");
        phone.get(&format!("/exam/{code}")).await.expect(StatusCode::NOT_FOUND);
    }
    /// The secret ballot of the house: what it closes with is announced in the same transaction, and only then is the name
    /// anybody's. Over half of all members are needed, whoever is absent.
    async fn a_secret_ballot_lifts_the_embargo(db: TestDb) {
        use ballot::Choice::{No, Yes};
        let room = Room::of(db).await;
        let mut clerk = room.client("clerk").await;
        let mut chief = room.client("chief").await;
        for (choices, ends) in [([Yes, Yes, No], "refused"), ([Yes, Yes, Yes], "decree")] {
            let id = room.opened(&mut clerk).await;
            to_the_ballot(&room, &mut clerk, &mut chief, &id).await;
            does(&mut clerk, &id, "ask_ballot", &[]).await;
            let matter: kernel::id::Id = id.parse().unwrap();
            let asked = ballot::of_matter(&room.db.db, matter).await.unwrap();
            assert!(asked[0].secret && !asked[0].title.contains(NAME));
            let lines = ballot::lines(&room.db.db, asked[0].id).await.unwrap();
            assert_eq!(lines.len(), 1);
            let keeper = room.county.actor(&room.db, "clerk").await;
            let voters = ["deputy", "deputy2", "deputy3"];
            let roll: Vec<(kernel::id::Id, String)> =
                voters.iter().map(|v| (room.county.person(v), (*v).to_owned())).collect();
            let box_id = asked[0].id;
            // Whoever is not named runs no ballot on it.
            let other = room.county.actor(&room.db, "clerk2").await;
            assert!(ballot::deal(&room.kernel, &other, box_id, &roll).await.is_err());
            ballot::deal(&room.kernel, &keeper, box_id, &roll).await.unwrap();
            let mut tokens = Vec::new();
            for who in voters {
                let actor = room.county.actor(&room.db, who).await;
                tokens.push(ballot::booth::take(&room.kernel, &actor, box_id).await.unwrap().0);
            }
            ballot::open(&room.kernel, &keeper, box_id, &[]).await.unwrap();
            for (token, choice) in tokens.iter().zip(choices) {
                ballot::paper::cast(&room.kernel, box_id, token, &[choice]).await.unwrap();
            }
            // The name of the first case is anybody\'s once it was refused.
            if ends == "refused" {
                sees_nothing(&room, "clerk2", &id).await;
            }
            let electorate = threshold::Electorate { seats: 5, members: 5, present: 3 };
            ballot::close(&room.kernel, &keeper, box_id, electorate, "").await.unwrap();
            assert_eq!(state(&room, "clerk2", &id).await, ends);
            let shown = room.client("clerk2").await.get(&format!("/appointments/{id}")).await;
            assert!(shown.expect(StatusCode::OK).words().contains(NAME));
        }
    }

    /// The offices of a case change until the ballot is asked for: each change stands in the history, whoever nominated must be
    /// entitled to propose what is added, and after the vetting the papers are vetted anew.
    async fn offices_change_before_the_ballot(db: TestDb) {
        let room = Room::of(db).await;
        let mut clerk = room.client("clerk").await;
        let mut chief = room.client("chief").await;
        let id = room.opened(&mut clerk).await;
        let add = [("change", "add"), ("action", "appoint"), ("class", "government"), ("office", "县教育督导室主任"), ("note", "职务合并")];
        does(&mut clerk, &id, "change_offices", &add).await;
        let page = clerk.get(&format!("/appointments/{id}")).await.expect(StatusCode::OK);
        assert!(page.words().contains("县教育督导室主任") && page.words().contains("职务合并"), "{}", page.words());
        sees_nothing(&room, "clerk2", &id).await;
        let again = room::tries(&mut clerk, &id, "change_offices", &add).await;
        assert!(again.words().contains("has this office already"), "{}", again.words());
        let court = [("change", "add"), ("action", "appoint"), ("class", "court"), ("office", "庭长"), ("note", "误")];
        let refused = room::tries(&mut clerk, &id, "change_offices", &court).await;
        assert!(refused.words().contains("no nominator in common") || refused.status == StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.words());
        does(&mut clerk, &id, "change_offices", &[("change", "drop"), ("of_line", "2"), ("note", "不再兼任")]).await;
        let last = room::tries(&mut clerk, &id, "change_offices", &[("change", "drop"), ("of_line", "1"), ("note", "误")]).await;
        assert_eq!(last.status, StatusCode::UNPROCESSABLE_ENTITY);
        to_the_ballot(&room, &mut clerk, &mut chief, &id).await;
        let change = [("change", "change"), ("of_line", "1"), ("office", "县教育体育局局长"), ("note", "机构更名")];
        does(&mut clerk, &id, "recast", &change).await;
        assert_eq!(state(&room, "clerk", &id).await, "papers");
        does(&mut clerk, &id, "vet", &[]).await;
        does(&mut clerk, &id, "excuse", &[("note", "两年内已考试合格")]).await;
        does(&mut clerk, &id, "state", &[("statement", "依法履职。")]).await;
        does(&mut chief, &id, "put", &[("on_date", "2025-03-03"), ("meeting_on", "2025-04-10")]).await;
        does(&mut clerk, &id, "ask_ballot", &[]).await;
        let late = clerk.get(&format!("/matters/{id}/acts/recast")).await.expect(StatusCode::OK);
        assert!(late.words().contains("the offices stand"), "{}", late.words());
        let matter: kernel::id::Id = id.parse().unwrap();
        let asked = ballot::of_matter(&room.db.db, matter).await.unwrap();
        let lines = ballot::lines(&room.db.db, asked[0].id).await.unwrap();
        assert!(lines.len() == 1 && lines[0].title.contains("县教育体育局局长"));
    }
}
