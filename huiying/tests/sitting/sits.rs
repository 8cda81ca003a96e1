//! Signing in until there are enough, opening, and the first item: what was said, what is demanded, what grows out of it.

use testkit::{Browser, Screen};

use crate::Stage;
use crate::called::{REPORT, TITLE, item};
use crate::hands::{comes, does, look, press, put, says, sends, sign_in, turns};
use crate::world::PRESENT;

/// The figure of the hall's screen that is the code.
async fn code(b: &Browser) -> String {
    let code = b
        .script("return document.querySelector('main').innerText.match(/\\b\\d{6}\\b/)[0]")
        .await;
    code.as_str().expect("a code").to_owned()
}

pub async fn opened(stage: &Stage) {
    let id = &stage.meeting;
    let hall = &stage.hall.seat("clerk");
    sign_in(hall, "clerk").await;
    hall.open(&format!("/meetings/{id}/hall")).await;
    says(hall, &[TITLE, "0 / 11", "未达到"]).await;
    let code = code(hall).await;

    // Three by the code on their phones, while the desk follows; a wrong code is told so.
    let desk = &stage.desk("clerk");
    desk.open(&format!("/meetings/{id}/roll")).await;
    for (n, (who, _)) in PRESENT[..3].iter().enumerate() {
        let b = &stage.phone(who);
        b.open(&format!("/meetings/{id}")).await;
        if n == 0 {
            look(b, "phone-arrive", Screen::PHONE).await;
            b.fill("main form[action$='/arrive'] [name=code]", "000000")
                .await;
            turns(b, b.click("main form[action$='/arrive'] button")).await;
            says(b, &["签到码不对"]).await;
            // Told as a refused form: that is no fault of a later page.
            b.errors().await;
        }
        sends(b, "/arrive", &[("code", &code)]).await;
        says(b, &["已到"]).await;
    }
    comes(hall, "3 / 11").await;
    comes(desk, "3 / 11").await;

    // The clerk ticks one more; who signs in by phone meanwhile is not taken out by it, and nothing is drawn over the tick.
    let form = format!("main form[action$='/meetings/{id}/roll']");
    put(desk, &form, "present", PRESENT[4].1).await;
    let b = &stage.phone(PRESENT[3].0);
    b.open(&format!("/meetings/{id}")).await;
    sends(b, "/arrive", &[("code", &code)]).await;
    desk.until("!document.querySelector('[data-changed]').hidden")
        .await;
    turns(desk, desk.click(&format!("{form} button[type=submit]"))).await;
    comes(hall, "5 / 11").await;

    // Five are one short: the sitting can't be opened.
    desk.open(&format!("/matters/{id}/acts/convene")).await;
    says(desk, &["没有达到法定人数"]).await;
    comes(hall, "还差1名").await;
    look(hall, "hall-short", crate::HALL).await;
    at_the_desk(desk, id, &PRESENT[5..]).await;
    comes(hall, "8 / 11").await;
    comes(hall, "须6名，到8名").await;
    look(desk, "desk-roll", Screen::DESK).await;
    sends(desk, "/roll/chair", &[("chair", "吴建平")]).await;
    desk.open(&format!("/meetings/{id}/seating")).await;
    look(desk, "seating", Screen::DESK).await;
    desk.open(&format!("/meetings/{id}")).await;
    press(desk, "开会").await;
    sends(desk, "/acts/convene", &[]).await;
    says(desk, &["正在开会"]).await;
    comes(hall, REPORT).await;
}

/// The clerk ticks those who are there.
async fn at_the_desk(b: &Browser, id: &str, who: &[(&str, &str)]) {
    b.open(&format!("/meetings/{id}/roll")).await;
    let all: Vec<(&str, &str)> = who.iter().map(|(_, name)| ("present", *name)).collect();
    sends(b, &format!("/meetings/{id}/roll"), &all).await;
}

/// A member asks for the floor on his phone, speaks, and what he said is written down.
pub async fn speaks(stage: &Stage, who: (&str, &str), said: &str) {
    let id = &stage.meeting;
    let b = &stage.phone(who.0);
    b.open(&format!("/meetings/{id}")).await;
    press(b, "申请发言").await;
    let desk = &stage.desk("clerk");
    desk.open(&format!("/meetings/{id}/record")).await;
    press(desk, "开始发言").await;
    comes(&stage.hall.seat("clerk"), who.1).await;
    press(desk, "结束发言").await;
    press(desk, &format!("记录{}的发言", who.1)).await;
    let action = format!("/record/{}", crate::hands::here(desk, 4).await);
    sends(desk, &action, &[("said", said)]).await;
    says(desk, &[said]).await;
}

/// The report: two speak, a demand goes to the water bureau, a decision is to be drafted.
pub async fn report(stage: &Stage) {
    let id = &stage.meeting;
    let desk = &stage.desk("clerk");
    speaks(stage, PRESENT[0], "病险水库要在汛期前全部排查。").await;
    item(desk, id, REPORT).await;
    let form = [("line", "何秀兰"), ("said", "建议把排查结果向社会公开。")];
    sends(desk, "/record/note", &form).await;
    let outcome = "会议听取和审议了报告，要求县水利局汛期前完成病险水库排查。";
    sends(desk, "/conclude", &[("outcome", outcome)]).await;
    look(desk, "item-sitting", Screen::DESK).await;
    press(desk, "转成任务").await;
    let demand = [
        ("kind", "instruction"),
        ("title", "汛期前完成病险水库排查"),
        ("unit", "水利局"),
        ("due_on", &stage.day(60)),
    ];
    sends(desk, "/flow", &demand).await;
    says(desk, &["汛期前完成病险水库排查"]).await;
    press(desk, "转成任务").await;
    let wanted = [
        ("kind", "decision"),
        ("title", "关于加强病险水库管理的决定"),
        ("text", "由农业与农村委员会起草，提请下次会议审议。"),
    ];
    sends(desk, "/flow", &wanted).await;
    // The decision stands among the decisions, and leads back to the sitting it comes from.
    press(desk, "关于加强病险水库管理的决定").await;
    b_decision(desk, TITLE).await;
    let unit = &stage.desk("unit");
    sign_in(unit, "unit").await;
    unit.open("/").await;
    says(unit, &["汛期前完成病险水库排查"]).await;
    let hall = &stage.hall.seat("clerk");
    comes(hall, outcome).await;
    look(hall, "hall-sitting", crate::HALL).await;
}

async fn b_decision(b: &Browser, from: &str) {
    b.until("location.pathname.startsWith('/decisions/')").await;
    says(b, &["研究列入", from, "主任会议", "提请下次会议审议"]).await;
    b.check().await;
    let id = crate::hands::here(b, 2).await;
    does(b, &id, "admit", &[]).await;
    b.open("/decisions").await;
    says(b, &["关于加强病险水库管理的决定"]).await;
}
