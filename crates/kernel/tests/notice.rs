//! Notices reach whom they are for, and mail reaches the server when there is one.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use kernel::access::Act;
use kernel::db::sql;
use kernel::error::Result;
use kernel::id::Id;
use kernel::job::run_once;
use kernel::mail::{self, Server, deliver};
use kernel::matter::listing::{Reader, refresh};
use kernel::notice::{
    self, Letter, Mail, Preferences, To, list, mark_all_read, mark_read, send, unread,
};
use kernel::{Kernel, Part, person};
use testkit::{County, TestDb, system_act};
use text::Lang;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// How the little mail server behaves.
#[derive(Clone, Copy, PartialEq)]
enum Mood {
    Takes,
    /// 451 after the recipient: come back later.
    Busy,
    /// 550: no such mailbox.
    Refuses,
    /// Accepts the connection and never says a word.
    Hangs,
    /// Closes at once.
    Closes,
    /// Takes the whole mail and closes without a word.
    Swallows,
}

struct Sink {
    url: String,
    mood: Arc<Mutex<Mood>>,
    mails: Arc<Mutex<Vec<String>>>,
}

impl Sink {
    async fn start(mood: Mood) -> Sink {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("smtp://{}", listener.local_addr().expect("an address"));
        let mood = Arc::new(Mutex::new(mood));
        let mails = Arc::new(Mutex::new(Vec::new()));
        let (m, k) = (mood.clone(), mails.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let now = *m.lock().expect("a mood");
                tokio::spawn(converse(stream, now, k.clone()));
            }
        });
        Sink { url, mood, mails }
    }

    fn turns(&self, mood: Mood) {
        *self.mood.lock().expect("a mood") = mood;
    }

    fn taken(&self) -> Vec<String> {
        self.mails.lock().expect("mails").clone()
    }

    fn kernel(&self, test: &TestDb) -> Kernel {
        let mut kernel = bare(test);
        let server = Server::parse(
            &self.url,
            "回应 <office@example.cn>",
            Some("https://h.example.cn/"),
        )
        .expect("the address is read");
        kernel.mail = Some(server.patience(Duration::from_millis(700)));
        kernel
    }
}

async fn converse(
    stream: TcpStream,
    mood: Mood,
    mails: Arc<Mutex<Vec<String>>>,
) -> std::io::Result<()> {
    match mood {
        Mood::Closes => return Ok(()),
        Mood::Hangs => {
            tokio::time::sleep(Duration::from_secs(60)).await;
            return Ok(());
        }
        _ => {}
    }
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 sink\r\n").await?;
    let mut data: Option<String> = None;
    while let Some(line) = lines.next_line().await? {
        if let Some(text) = &mut data {
            if line == "." && mood == Mood::Swallows {
                return Ok(());
            }
            if line == "." {
                mails.lock().expect("mails").push(std::mem::take(text));
                data = None;
                write.write_all(b"250 taken\r\n").await?;
            } else {
                text.push_str(&line);
                text.push('\n');
            }
            continue;
        }
        let word = line.split(' ').next().unwrap_or_default().to_uppercase();
        let answer: &[u8] = match (word.as_str(), mood) {
            ("RCPT", Mood::Busy) => b"451 later\r\n",
            ("RCPT", Mood::Refuses) => b"550 nobody here\r\n",
            ("DATA", _) => {
                data = Some(String::new());
                b"354 go on\r\n"
            }
            ("QUIT", _) => b"221 bye\r\n",
            _ => b"250 ok\r\n",
        };
        write.write_all(answer).await?;
    }
    Ok(())
}

fn bare(test: &TestDb) -> Kernel {
    Kernel::new(
        test.db.clone(),
        test.clock.clone(),
        &test.folder,
        Vec::<Part>::new(),
    )
    .expect("the kernel is made")
}

async fn begin(test: &TestDb, county: &County) -> Result<Act> {
    system_act(&test.db, county.organ, test.now()).await
}

/// A matter that exists for the office and the water bureau.
async fn matter(act: &mut Act, county: &County, confidentiality: &str) -> Result<Id> {
    let id = Id::new(act.at);
    sql("INSERT INTO matter (id, organ_id, kind, number, title, state, procedure, procedure_version, confidentiality,
           received_on, open, historic, rev, events, head, created_at, updated_at)
         VALUES ($1, $2, 'proposal', '12', '修桥', 'register', 'p', $3, $8, $4, TRUE, FALSE, $5, $5, $6, $7, $7)")
        .bind(id)
        .bind(act.organ())
        .bind(1i64)
        .bind(act.at.day())
        .bind(0i64)
        .bind(Vec::new())
        .bind(act.at.0)
        .bind(confidentiality)
        .run(&mut *act)
        .await?;
    let readers = [
        Reader {
            principal: county.organ,
            why: 0,
            wide: true,
        },
        Reader {
            principal: county.unit("water"),
            why: 1,
            wide: false,
        },
    ];
    refresh(act, id, &readers).await?;
    Ok(id)
}

fn role(holder: Id, role: &str) -> To {
    To::Role {
        holder,
        role: role.to_owned(),
    }
}

/// Gives the liaison of the water bureau a mail address.
async fn address(test: &TestDb, county: &County, name: &str, email: &str) -> Result<()> {
    let mut act = begin(test, county).await?;
    sql("UPDATE person SET email = $1 WHERE id = $2")
        .bind(email)
        .bind(county.person(name))
        .run(&mut act)
        .await?;
    act.commit().await
}

/// The subjects and bodies the sink took, decoded so far that Chinese can be found in them.
fn decoded(mail: &str) -> String {
    use std::collections::VecDeque;
    let (head, body) = mail.split_once("\n\n").unwrap_or((mail, ""));
    let encoded: String = body.lines().collect();
    let mut bytes = Vec::new();
    if head.contains("base64") {
        let value = |c: u8| match c {
            b'A'..=b'Z' => u32::from(c - b'A'),
            b'a'..=b'z' => u32::from(c - b'a') + 26,
            b'0'..=b'9' => u32::from(c - b'0') + 52,
            b'+' => 62,
            _ => 63,
        };
        for four in encoded.as_bytes().chunks(4) {
            let pad = four.iter().filter(|c| **c == b'=').count();
            let n = four.iter().fold(0u32, |n, c| n << 6 | (value(*c) & 63));
            bytes.extend_from_slice(&n.to_be_bytes()[1..4 - pad]);
        }
    } else {
        let mut rest: VecDeque<u8> = body.replace("=\n", "").into_bytes().into();
        while let Some(c) = rest.pop_front() {
            if c == b'=' && rest.len() >= 2 {
                let hex: Vec<u8> = rest.drain(..2).collect();
                let hex = String::from_utf8_lossy(&hex).into_owned();
                bytes.push(u8::from_str_radix(&hex, 16).unwrap_or(b'?'));
            } else {
                bytes.push(c);
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

testkit::on_both! { &[kernel::MIGRATIONS];
    async fn a_letter_reaches_whoever_holds_the_role_today(db: TestDb) -> Result<()> {
        let county = db.county().await;
        db.other_county().await;
        let mut act = begin(&db, &county).await?;
        person::stand_in(&mut act, county.person("unit"), county.person("unit3"), db.clock.today(), db.clock.today(), "休假").await?;
        let water = county.unit("water");
        for (to, expected) in [
            (vec![role(water, "unit_liaison")], vec!["unit", "unit3"]),
            (vec![role(county.organ, "office")], vec!["clerk", "clerk2"]),
            (vec![role(county.person("deputy"), "person")], vec!["deputy"]),
            (vec![role(county.organ, "auditor")], vec!["auditor"]),
            (vec![To::Account(county.account("sysadmin")), To::Person(county.person("chief"))], vec!["chief", "sysadmin"]),
            (vec![To::Person(county.person("chief")), role(county.organ, "chief")], vec!["chief"]),
            (vec![], vec![]),
        ] {
            let reached = send(&mut act, Letter::new("notice-digest-more", to.clone()).arg("n", 1i64)).await?;
            assert_eq!(reached, expected.len(), "{to:?}");
            let told: Vec<(String,)> = sql("SELECT DISTINCT a.name FROM notice n JOIN account a ON a.id = n.account_id ORDER BY a.name")
                .all(&mut act)
                .await?;
            let told: Vec<&str> = told.iter().map(|(n,)| n.as_str()).collect();
            assert_eq!(told, expected, "{to:?}");
            sql("DELETE FROM notice").run(&mut act).await?;
        }
        act.commit().await?;
        let clerk = county.actor(&db, "clerk").await;
        let mut act = bare(&db).own_act(&clerk).await?;
        assert_eq!(send(&mut act, Letter::new("x", vec![role(county.organ, "office")])).await?, 1, "not himself");
        act.rollback().await?;
        Ok(())
    }

    async fn each_reads_his_own_of_matters_that_exist_for_him(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let mut act = begin(&db, &county).await?;
        let id = matter(&mut act, &county, "internal").await?;
        let everybody = vec![role(county.unit("water"), "unit_liaison"), role(county.unit("transport"), "unit_liaison")];
        send(&mut act, Letter::new("notice-digest-more", everybody.clone()).arg("n", 3i64)).await?;
        act.commit().await?;
        db.clock.set(db.now().plus_seconds(60));
        let mut act = begin(&db, &county).await?;
        send(&mut act, Letter::new("history-fault-data", everybody).about(id).urgent()).await?;
        act.commit().await?;
        let unit = county.actor(&db, "unit").await;
        let page = list(&db.db, &unit, false, None, 20).await?;
        assert_eq!(page.rows.len(), 2);
        assert!(page.rows[0].urgent && !page.rows[0].read);
        let about = page.rows[0].about.clone().expect("it is about a matter");
        assert_eq!((about.title.as_str(), about.number.as_deref()), ("修桥", Some("12")));
        assert_eq!(page.rows[1].say(Lang::Zh), "另有3条，请登录后查看。");
        assert_eq!(page.rows[1].say(Lang::En), "There are 3 more; sign in to read them.");
        let first = list(&db.db, &unit, false, None, 1).await?;
        let second = list(&db.db, &unit, false, first.next, 1).await?;
        assert_eq!((&second.rows[0], second.next), (&page.rows[1], None));
        let unit2 = county.actor(&db, "unit2").await;
        let theirs = list(&db.db, &unit2, false, None, 20).await?;
        assert_eq!(theirs.rows.len(), 1, "the matter does not exist for transport");
        assert!(theirs.rows[0].about.is_none());
        assert_eq!(unread(&db.db, &unit2).await?, 1, "what is not shown is not counted");
        assert_eq!(unread(&db.db, &unit).await?, 2);
        let kernel = bare(&db);
        let mut act = kernel.own_act(&unit2).await?;
        mark_read(&mut act, &[page.rows[0].id, page.rows[1].id]).await?;
        act.commit().await?;
        assert_eq!(unread(&db.db, &unit).await?, 2, "not his to mark");
        let mut act = kernel.own_act(&unit).await?;
        mark_read(&mut act, &[page.rows[1].id]).await?;
        act.commit().await?;
        assert_eq!(unread(&db.db, &unit).await?, 1);
        assert_eq!(list(&db.db, &unit, true, None, 9).await?.rows[0].id, page.rows[0].id);
        let mut act = kernel.own_act(&unit).await?;
        mark_all_read(&mut act, page.rows[0].id).await?;
        act.commit().await?;
        assert_eq!(unread(&db.db, &unit).await?, 0);
        Ok(())
    }

    async fn urgent_ones_are_mailed_at_once_and_the_rest_once_a_day(db: TestDb) -> Result<()> {
        let county = db.county().await;
        address(&db, &county, "unit", "wang@example.cn").await?;
        let sink = Sink::start(Mood::Takes).await;
        let kernel = sink.kernel(&db);
        run_once(&kernel).await?;
        assert!(sink.taken().is_empty());
        let to = vec![role(county.unit("water"), "unit_liaison")];
        let mut act = begin(&db, &county).await?;
        let open = matter(&mut act, &county, "internal").await?;
        let secret = matter(&mut act, &county, "confidential").await?;
        send(&mut act, Letter::new("notice-digest-more", to.clone()).arg("n", 41i64).about(open)).await?;
        send(&mut act, Letter::new("notice-digest-more", to.clone()).arg("n", 42i64)).await?;
        send(&mut act, Letter::new("notice-digest-more", to.clone()).arg("n", 43i64).about(secret)).await?;
        send(&mut act, Letter::new("notice-digest-more", to.clone()).arg("n", 44i64).urgent()).await?;
        act.commit().await?;
        db.clock.set(db.now().plus_seconds(60));
        run_once(&kernel).await?;
        run_once(&kernel).await?;
        let taken = sink.taken();
        assert_eq!(taken.len(), 1, "{taken:?}");
        assert!(taken[0].contains("To: wang@example.cn"));
        let body = decoded(&taken[0]);
        assert!(body.contains("另有44条") && body.contains("https://h.example.cn"), "{body}");
        db.clock.set(db.now().plus_seconds(86_400));
        run_once(&kernel).await?;
        db.clock.set(db.now().plus_seconds(60));
        run_once(&kernel).await?;
        let taken = sink.taken();
        assert_eq!(taken.len(), 2);
        let body = decoded(&taken[1]);
        assert!(body.contains("另有41条") && body.contains("另有42条"), "{body}");
        assert!(!body.contains("43") && body.contains("不公开事项"), "{body}");
        db.clock.set(db.now().plus_seconds(86_400));
        run_once(&kernel).await?;
        assert_eq!(sink.taken().len(), 2, "told once");
        Ok(())
    }

    async fn what_an_account_chose_counts(db: TestDb) -> Result<()> {
        let county = db.county().await;
        for name in ["unit", "unit2", "unit3", "deputy"] {
            address(&db, &county, name, &format!("{name}@example.cn")).await?;
        }
        let kernel = bare(&db);
        for (name, mail, muted) in [
            ("unit", Mail::Each, "notice-digest-subject"),
            ("unit2", Mail::Urgent, ""),
            ("unit3", Mail::Never, ""),
        ] {
            let actor = county.actor(&db, name).await;
            let mut act = kernel.own_act(&actor).await?;
            let chosen = Preferences { mail, muted: vec![muted.to_owned()] };
            notice::set_preferences(&mut act, &chosen).await?;
            act.commit().await?;
            assert_eq!(notice::preferences(&db.db, county.account(name)).await?, chosen);
        }
        let to: Vec<To> = ["unit", "unit2", "unit3", "deputy"].map(|n| To::Person(county.person(n))).to_vec();
        let mut act = begin(&db, &county).await?;
        send(&mut act, Letter::new("notice-digest-subject", to.clone()).arg("n", 1i64)).await?;
        send(&mut act, Letter::new("notice-digest-more", to.clone()).arg("n", 1i64)).await?;
        send(&mut act, Letter::new("notice-digest-subject", to).arg("n", 1i64).urgent()).await?;
        act.commit().await?;
        let owed: Vec<(String, String, i64)> = sql(
            "SELECT a.name, n.mail, CAST(COUNT(*) AS BIGINT) FROM notice n JOIN account a ON a.id = n.account_id
             GROUP BY a.name, n.mail ORDER BY a.name, n.mail")
            .all(&db.db)
            .await?;
        let owed: Vec<(&str, &str, i64)> = owed.iter().map(|(n, m, c)| (n.as_str(), m.as_str(), *c)).collect();
        assert_eq!(owed, [
            ("deputy", "digest", 2), ("deputy", "now", 1),
            ("unit", "none", 1), ("unit", "now", 2),
            ("unit2", "none", 2), ("unit2", "now", 1),
            ("unit3", "none", 3),
        ]);
        Ok(())
    }

    async fn a_server_in_trouble_loses_no_mail(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let sink = Sink::start(Mood::Closes).await;
        let kernel = sink.kernel(&db);
        let mut act = begin(&db, &county).await?;
        for n in 0..25 {
            mail::queue(&mut act, &format!("m{n}@example.cn"), "题", "文").await?;
        }
        act.commit().await?;
        for mood in [Mood::Closes, Mood::Hangs, Mood::Busy] {
            sink.turns(mood);
            let began = std::time::Instant::now();
            assert_eq!(deliver(&kernel).await?, 0);
            assert!(began.elapsed() < Duration::from_secs(5), "nobody waits for each mail");
            assert_eq!(mail::counts(&db.db, county.organ).await?, (25, 0));
            db.clock.set(db.now().plus_seconds(3600));
        }
        sink.turns(Mood::Takes);
        // Two servers at once: no mail goes out twice.
        let other = sink.kernel(&db);
        let (a, b) = tokio::join!(deliver(&kernel), deliver(&other));
        assert_eq!(a? + b?, 25);
        let mut to: Vec<String> = sink.taken().iter().filter_map(|m| m.lines().find(|l| l.starts_with("To:")).map(str::to_owned)).collect();
        to.sort();
        to.dedup();
        assert_eq!((to.len(), sink.taken().len()), (25, 25));
        assert_eq!(mail::counts(&db.db, county.organ).await?, (0, 0));
        Ok(())
    }

    /// A mail counts as sent once the server said that it took it, and never before; what is tried again bears the
    /// same name, so that a mailbox that had it already shows it once.
    async fn a_mail_is_sent_only_once_the_server_took_it(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let sink = Sink::start(Mood::Swallows).await;
        let kernel = sink.kernel(&db);
        let mut act = begin(&db, &county).await?;
        mail::queue(&mut act, "zhang@example.cn", "题", "文").await?;
        act.commit().await?;
        let state = async || sql("SELECT state, COALESCE(ended_at, 0) FROM mail").one::<(String, i64)>(&db.db).await;
        for mood in [Mood::Swallows, Mood::Busy, Mood::Hangs] {
            sink.turns(mood);
            assert_eq!(deliver(&kernel).await?, 0);
            assert_eq!(state().await?, ("waiting".to_owned(), 0), "nobody took it");
            db.clock.set(db.now().plus_seconds(3600));
        }
        sink.turns(Mood::Takes);
        assert_eq!(deliver(&kernel).await?, 1);
        assert_eq!(state().await?, ("sent".to_owned(), db.now().0));
        let id = sql("SELECT id FROM mail").one::<(Id,)>(&db.db).await?.0;
        assert!(sink.taken()[0].contains(&format!("<{id}@huiying>")), "{:?}", sink.taken());
        assert_eq!(deliver(&kernel).await?, 0, "and never again");
        Ok(())
    }

    async fn mail_that_will_never_be_taken_is_given_up_with_its_reason(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let sink = Sink::start(Mood::Refuses).await;
        let kernel = sink.kernel(&db);
        let mut act = begin(&db, &county).await?;
        mail::queue(&mut act, "nobody@example.cn", "题", "文").await?;
        mail::queue(&mut act, "no address", "题", "文").await?;
        act.commit().await?;
        assert_eq!(deliver(&kernel).await?, 0);
        assert_eq!(mail::counts(&db.db, county.organ).await?, (0, 2));
        let troubles = sql("SELECT id FROM mail WHERE trouble LIKE '%nobody here%'").exists(&db.db).await?;
        assert!(troubles);
        let admin = county.actor(&db, "sysadmin").await;
        let told = list(&db.db, &admin, false, None, 9).await?;
        assert_eq!(told.rows.len(), 1, "the system administrator is told once a round");
        assert_eq!(told.rows[0].say(Lang::Zh), "有2封邮件没有发出去，请到“机关设置”的“发送情况”查看。");
        sink.turns(Mood::Busy);
        let mut act = begin(&db, &county).await?;
        mail::queue(&mut act, "late@example.cn", "题", "文").await?;
        act.commit().await?;
        for _ in 0..4 {
            deliver(&kernel).await?;
            db.clock.set(db.now().plus_seconds(86_401));
        }
        assert_eq!(mail::counts(&db.db, county.organ).await?, (0, 3));
        Ok(())
    }

    async fn without_a_server_notices_stay_in_the_program(db: TestDb) -> Result<()> {
        let county = db.county().await;
        address(&db, &county, "unit", "wang@example.cn").await?;
        let mut act = begin(&db, &county).await?;
        send(&mut act, Letter::new("notice-digest-more", vec![To::Person(county.person("unit"))]).arg("n", 1i64).urgent()).await?;
        act.commit().await?;
        run_once(&bare(&db)).await?;
        assert_eq!(mail::counts(&db.db, county.organ).await?, (0, 0));
        assert_eq!(unread(&db.db, &county.actor(&db, "unit").await).await?, 1);
        // A server that is set up later is not flooded with what was long read.
        let sink = Sink::start(Mood::Takes).await;
        db.clock.set(db.now().plus_seconds(60));
        run_once(&sink.kernel(&db)).await?;
        assert!(sink.taken().is_empty());
        Ok(())
    }
}

#[test]
fn a_mail_server_is_named_by_its_address() {
    assert!(
        Server::parse(
            "smtp://user:secret@mail.example.cn:587?tls=required",
            "a@example.cn",
            None
        )
        .is_ok()
    );
    assert!(Server::parse("smtps://mail.example.cn", "a@example.cn", None).is_ok());
    let wrong =
        Server::parse("http://user:secret@mail", "a@example.cn", None).expect_err("no mail server");
    assert!(!wrong.contains("secret"));
    assert!(Server::parse("smtp://mail", "nobody", None).is_err());
}
