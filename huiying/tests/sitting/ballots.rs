//! The three votes: on phones, at the desk and on sheets of paper; how they stand on the screen of the hall.

use testkit::{Browser, Screen};

use crate::Stage;
use crate::brought::{ADOPTED, FAILING, NAME, OFFICE};
use crate::called::item;
use crate::hands::{comes, does, here, look, press, says, sends, sign_in};
use crate::hidden;
use crate::sits::speaks;
use crate::world::PRESENT;

/// The item at hand; the screen of the hall follows.
async fn taken_up(stage: &Stage, title: &str) {
    let desk = &stage.desk("clerk");
    item(desk, &stage.meeting, title).await;
    press(desk, "开始审议这一项").await;
    comes(&stage.hall.seat("clerk"), title).await;
}

/// From the item its ballot is taken into the meeting, and opened at the desk; the ballot's id.
async fn on_the_table(stage: &Stage, title: &str, words: &str) -> String {
    let b = &stage.desk("clerk");
    item(b, &stage.meeting, title).await;
    press(b, "列入本次会议").await;
    press(b, words).await;
    here(b, 2).await
}

/// A step of the desk: its button, and the question behind it.
async fn step(b: &Browser, ballot: &str, words: &str, action: &str, fields: &[(&str, &str)]) {
    b.open(&format!("/ballots/{ballot}")).await;
    press(b, words).await;
    sends(b, &format!("/ballots/{ballot}/{action}"), fields).await;
}

/// A member votes on his phone: chooses, is asked once more, and told that it was taken.
async fn votes(b: &Browser, choice: &str) {
    b.open("/vote").await;
    b.until("document.querySelector('[data-ballot-form]')?.hidden === false")
        .await;
    // No wider than the phone: else a page slides under the thumb.
    b.until("innerWidth <= Math.round(visualViewport.width * visualViewport.scale)")
        .await;
    b.click(&format!("label.vote-choice.{choice}")).await;
    b.until("document.querySelector('[data-vote-send]').disabled === false")
        .await;
    b.click("[data-vote-send]").await;
    b.until("document.querySelector('[data-vote-confirm]').open")
        .await;
    b.click("[data-vote-answer=yes]").await;
    b.until("document.querySelector('[data-vote-done]').hidden === false")
        .await;
}

/// An open ballot from the desk to the screen; how the eight vote is given in their order.
async fn open_ballot(
    stage: &Stage,
    matter: &str,
    title: &str,
    choices: [&str; 8],
    pictures: bool,
) -> String {
    let (desk, screen) = (&stage.desk("clerk"), &stage.hall.seat("clerk"));
    does(desk, matter, "put_to_vote", &[]).await;
    let ballot = on_the_table(stage, title, title).await;
    step(desk, &ballot, "开始表决", "open", &[]).await;
    comes(screen, "请表决").await;
    for ((who, _), choice) in PRESENT.iter().zip(choices) {
        let b = &stage.phone(who);
        if *who == "deputy" && pictures {
            b.open("/vote").await;
            look(b, "phone-vote", Screen::PHONE).await;
        }
        votes(b, choice).await;
    }
    b_voted(screen, 8).await;
    if pictures {
        look(screen, "screen-open", crate::HALL).await;
        desk.open(&format!("/ballots/{ballot}")).await;
        look(desk, "ballot-desk", Screen::DESK).await;
    }
    step(desk, &ballot, "结束表决", "close", &[]).await;
    screen
        .until("document.querySelector('.seats circle')")
        .await;
    ballot
}

async fn b_voted(b: &Browser, n: u32) {
    b.until(&format!(
        "document.querySelector('[data-n=voted]')?.textContent === '{n}'"
    ))
    .await;
}

/// Eight of eleven are there, all for it.
pub async fn adopted(stage: &Stage) {
    let desk = &stage.desk("clerk");
    taken_up(stage, ADOPTED).await;
    speaks(
        stage,
        PRESENT[2],
        "赞成封闭管理，同时安排好周边群众的生计。",
    )
    .await;
    let said = [
        ("on_date", stage.day(0)),
        ("speaker", "周正平".to_owned()),
        ("said", "赞成封闭管理。".to_owned()),
    ];
    let said: Vec<(&str, &str)> = said.iter().map(|(k, v)| (*k, v.as_str())).collect();
    does(desk, &stage.adopted, "record_opinion", &said).await;
    let ballot = open_ballot(stage, &stage.adopted, ADOPTED, ["yes"; 8], true).await;
    let screen = &stage.hall.seat("clerk");
    says(
        screen,
        &["通过", "过半数需 6 票赞成；赞成 8 票", "组织法》第五十一条"],
    )
    .await;
    look(screen, "screen-adopted", crate::HALL).await;
    desk.open(&format!("/ballots/{ballot}/report")).await;
    says(desk, &["通过", "第五十一条", "张桂英"]).await;
    look(desk, "report-adopted", Screen::DESK).await;
    item(desk, &stage.meeting, ADOPTED).await;
    // What came of it starts with the vote, as it goes into the minutes.
    sends(desk, "/conclude", &[]).await;
    says(desk, &["赞成8票，反对0票", "已议"]).await;
    let phone = &stage.phone("deputy");
    phone.open("/vote").await;
    says(phone, &[ADOPTED, "通过"]).await;
    look(phone, "phone-result", Screen::PHONE).await;
}

/// Five of the eight are for it: most of those present, and one short of half of all.
pub async fn one_short(stage: &Stage) {
    let desk = &stage.desk("clerk");
    taken_up(stage, FAILING).await;
    let choices = ["yes", "yes", "yes", "yes", "yes", "no", "no", "abstain"];
    let ballot = open_ballot(stage, &stage.failing, FAILING, choices, false).await;
    let screen = &stage.hall.seat("clerk");
    says(screen, &["未通过", "过半数需 6 票赞成；赞成 5 票"]).await;
    look(screen, "screen-failed", crate::HALL).await;
    desk.open(&format!("/ballots/{ballot}/report")).await;
    says(desk, &["未通过", "第五十一条"]).await;
    look(desk, "report-failed", Screen::DESK).await;
    desk.open(&format!("/decisions/{}", stage.failing)).await;
    says(desk, &["未", "差1票"]).await;
    look(desk, "decision-failed", Screen::DESK).await;
    item(desk, &stage.meeting, FAILING).await;
    sends(desk, "/conclude", &[]).await;
}

/// Five by phone, three on sheets of paper; two tellers count, and must agree.
pub async fn secret(stage: &Stage) {
    let desk = &stage.desk("clerk");
    taken_up(stage, "人事任免事项").await;
    does(desk, &stage.case, "ask_ballot", &[]).await;
    let ballot = on_the_table(stage, "人事任免事项", "任免").await;
    // The last who voted puts his phone away: a page of the vote that stands open takes its paper by itself.
    stage.phone(PRESENT[7].0).open("/account").await;
    step(desk, &ballot, "开始发票", "deal", &[]).await;
    for (who, _) in &PRESENT[..5] {
        let b = &stage.phone(who);
        b.open("/vote").await;
        b.until("document.querySelector('[data-vote-said].good')")
            .await;
    }
    look(&stage.phone(PRESENT[4].0), "phone-dealt", Screen::PHONE).await;
    for (_, name) in &PRESENT[5..] {
        desk.open(&format!("/ballots/{ballot}")).await;
        sends(
            desk,
            &format!("/ballots/{ballot}/paper"),
            &[("person", name)],
        )
        .await;
    }
    look(desk, "ballot-dealing", Screen::DESK).await;
    step(desk, &ballot, "结束发票，开始表决", "open", &[]).await;
    // While they vote, everybody who has no vote and is not named finds nothing.
    hidden::while_they_vote(stage, &ballot).await;
    for ((who, _), choice) in PRESENT.iter().zip(["yes", "yes", "no", "yes", "yes"]) {
        let b = &stage.phone(who);
        if *who == "deputy" {
            b.open("/vote").await;
            says(b, &[NAME, OFFICE]).await;
            look(b, "phone-secret", Screen::PHONE).await;
        }
        votes(b, choice).await;
    }
    let phone = &stage.phone("leader");
    phone.open("/vote").await;
    says(phone, &["您已领取纸质票"]).await;

    // The two tellers count for themselves: one miscounts, is told so, and counts again.
    let count = |yes: &'static str, no: &'static str| {
        [
            ("returned", "3"),
            ("yes-0", yes),
            ("no-0", no),
            ("abstain-0", "0"),
            ("invalid-0", "0"),
        ]
    };
    let path = format!("/ballots/{ballot}/count");
    desk.open(&format!("/ballots/{ballot}")).await;
    press(desk, "纸质票计票").await;
    look(desk, "count", Screen::DESK).await;
    sends(desk, &path, &count("2", "1")).await;
    says(desk, &["还有 1 人没有录入"]).await;
    let teller = &stage.desk("deputy3");
    sign_in(teller, "deputy3").await;
    teller.open(&path).await;
    sends(teller, &path, &count("3", "0")).await;
    says(teller, &["不一致"]).await;
    look(teller, "count-differ", Screen::DESK).await;
    sends(teller, &path, &count("2", "1")).await;
    says(teller, &["可以结束表决"]).await;
    step(desk, &ballot, "结束表决", "close", &[]).await;

    let screen = &stage.hall.seat("clerk");
    comes(screen, NAME).await;
    says(screen, &["通过", "赞成 6 票"]).await;
    look(screen, "screen-secret", crate::HALL).await;
    desk.open(&format!("/ballots/{ballot}/report")).await;
    says(desk, &[NAME, "纸质票", "李文静、何秀兰"]).await;
    let text = desk.text("main").await;
    assert!(
        !text.contains("表决意见"),
        "nobody's vote stands in it: {text}"
    );
    look(desk, "report-secret", Screen::DESK).await;
    // Announced, it stands on the agenda with its name.
    item(desk, &stage.meeting, NAME).await;
    sends(desk, "/conclude", &[("outcome", "表决通过任命。")]).await;
}
