//! The name under embargo, looked for as everybody else: typed into the search box, asked of every list, export and answer
//! of the API, and by the numbers of the case and its ballot.

use testkit::Browser;

use crate::Stage;
use crate::brought::{NAME, OFFICE};
use crate::hands::{gets, says, sign_in, turns};

/// Every route the program declares, with who gets what.
const ROUTES: &str = include_str!("../safety/routes.txt");

/// Everybody who is neither named on the case nor votes on it.
const OTHERS: [&str; 12] = [
    "clerk2",
    "officeleader",
    "committee",
    "countyleader",
    "unit",
    "unitprincipal",
    "member",
    "grouplead",
    "correspondent",
    "sysadmin",
    "secadmin",
    "auditor",
];
/// Those who will vote on it and are not named: nothing before the papers are dealt.
const VOTERS: [&str; 3] = ["leader", "deputy", "member1"];
/// One of each kind of reader opens every door there is; the crawl of the safety tests does so as everybody.
const EVERYWHERE: [&str; 4] = ["clerk2", "unit", "deputy", "auditor"];
const NAMED: [&str; 3] = ["clerk", "chief", "deputy3"];

/// Pages and answers that need no number: every list, every export.
fn doors() -> Vec<String> {
    let paths = ROUTES.lines().filter_map(|l| l.strip_prefix("GET "));
    let paths = paths.filter_map(|l| l.split_once(": ").map(|(path, _)| path));
    let streams = ["/live", "/vote/live"];
    let mut all: Vec<String> = paths
        .filter(|p| !p.contains(['{', ' ']) && !streams.contains(p))
        .map(str::to_owned)
        .collect();
    assert!(all.len() > 80, "the table of routes is read: {all:?}");
    all.extend(asked());
    all
}

/// What is asked by words and filters.
fn asked() -> Vec<String> {
    let mut all = Vec::new();
    for q in ["慕容", "气象局局长", "知白"] {
        all.push(format!("/search?q={q}"));
        all.push(format!("/api/v1/search?q={q}"));
        all.push(format!("/api/v1/matters?q={q}"));
    }
    for more in [
        "/appointments",
        "/appointments?state=ballot",
        "/api/v1/matters?kind=appointment",
        "/api/v1/matters?sort=-due",
        "/meetings",
        "/notices",
        "/",
        "/vote",
        "/public/appointments",
    ] {
        all.push(more.to_owned());
    }
    all
}

/// The case and what hangs on it, by their numbers.
fn by_number(stage: &Stage, ballot: Option<&str>) -> Vec<String> {
    let id = &stage.case;
    let mut all = vec![
        format!("/appointments/{id}"),
        format!("/matters/{id}"),
        format!("/matters/{id}/history"),
        format!("/matters/{id}/acts/ask_ballot"),
        format!("/appointments/{id}/decree.docx"),
        format!("/api/v1/matters/{id}"),
        format!("/api/v1/matters/{id}/history"),
        format!("/api/v1/matters/{id}/files"),
        format!("/public/appointments/{id}"),
    ];
    if let Some(ballot) = ballot {
        for page in ["", "/count", "/report", "/close"] {
            all.push(format!("/ballots/{ballot}{page}"));
        }
        all.push(format!("/api/v1/ballots/{ballot}"));
    }
    all
}

/// Types the words into the box at the top of every page; how many results there are.
async fn typed(b: &Browser, words: &str) -> String {
    b.open("/account").await;
    if !b.has("header input[type=search]").await {
        return String::new();
    }
    b.fill("header input[type=search]", words).await;
    turns(b, async {
        b.script("document.querySelector('header input[type=search]').form.requestSubmit()")
            .await;
    })
    .await;
    let found = b
        .script("return [...document.querySelectorAll('main a')].map(a => a.innerText + ' ' + a.href).join('\\n')")
        .await;
    found.as_str().unwrap_or_default().to_owned()
}

/// Nothing of the case is told to this reader.
async fn nothing(stage: &Stage, who: &str, paths: &[String], ballot: Option<&str>) {
    let b = &stage.desk(who);
    sign_in(b, who).await;
    for words in [NAME, OFFICE] {
        let found = typed(b, words).await;
        let told = found.lines().any(|l| l.contains(stage.case.as_str()));
        assert!(!told, "{who} finds {words}: {found}");
    }
    for (path, status, text) in gets(b, paths).await {
        assert!(status < 500, "{who} at {path}: {text}");
        let told = [NAME, OFFICE, stage.case.as_str()];
        let told = told.into_iter().find(|s| text.contains(s));
        assert_eq!(told, None, "{who} at {path}: {text}");
    }
    for (path, status, text) in gets(b, &by_number(stage, ballot)).await {
        assert!(
            (400..=404).contains(&status),
            "{who} at {path} gets {status}"
        );
        assert!(
            !text.contains(NAME) && !text.contains(OFFICE),
            "{who} at {path}: {text}"
        );
    }
    let agenda = format!("/meetings/{}", stage.meeting);
    for (path, _, text) in gets(b, &[agenda.clone(), format!("/api/v1{agenda}/agenda")]).await {
        assert!(
            !text.contains(NAME) && !text.contains(OFFICE),
            "{who} at {path}: {text}"
        );
    }
}

/// Before the sitting: those named find it, nobody else does.
pub async fn from_all_others(stage: &Stage) {
    let doors = doors();
    let asked = asked();
    for who in OTHERS.into_iter().chain(VOTERS) {
        let paths = match EVERYWHERE.contains(&who) {
            true => &doors,
            false => &asked,
        };
        nothing(stage, who, paths, None).await;
    }
    for who in NAMED {
        let b = &stage.desk(who);
        sign_in(b, who).await;
        let found = typed(b, NAME).await;
        assert!(
            found.contains(stage.case.as_str()),
            "{who} is named on it: {found}"
        );
    }
    // A member who is named reads the neutral title as all do, and is led to the case from there.
    let b = &stage.desk("deputy3");
    b.open(&format!("/meetings/{}", stage.meeting)).await;
    says(b, &["人事任免事项"]).await;
    assert!(!b.text("main").await.contains(NAME));
    b.click(&format!("main a[href='/matters/{}']", stage.case))
        .await;
    b.until("location.pathname.startsWith('/appointments/')")
        .await;
    says(b, &[NAME, OFFICE]).await;
}

/// Papers are out, and the vote runs.
pub async fn while_they_vote(stage: &Stage, ballot: &str) {
    let asked = asked();
    for who in OTHERS {
        nothing(stage, who, &asked, Some(ballot)).await;
    }
}

/// The result is announced: who reads the organ's work finds it.
pub async fn from_nobody(stage: &Stage) {
    for who in [
        "clerk2",
        "officeleader",
        "committee",
        "leader",
        "chief",
        "clerk",
        "deputy3",
    ] {
        let b = &stage.desk(who);
        let found = typed(b, NAME).await;
        assert!(
            found.contains(stage.case.as_str()),
            "{who} finds it now: {found}"
        );
        b.open(&format!("/appointments/{}", stage.case)).await;
        says(b, &[NAME, OFFICE]).await;
    }
}
