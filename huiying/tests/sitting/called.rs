//! Before the sitting: planned, its agenda and papers, the notice, what each member answers on his phone.

use testkit::{Browser, Screen};

use crate::Stage;
use crate::brought::{ADOPTED, FAILING, NAME, OFFICE, on_the_agenda};
use crate::hands::{does, here, look, paper, press, says, sends, sign_in, with_file};
use crate::world::{BODY, MORE};

pub const TITLE: &str = "县第十八届人大常委会第三十二次会议";
pub const REPORT: &str = "听取和审议县人民政府关于水利工作的报告";

/// Opens an item of the agenda by its title.
pub async fn item(b: &Browser, meeting: &str, title: &str) {
    b.open(&format!("/meetings/{meeting}")).await;
    press(b, title).await;
    b.until("location.pathname.includes('/items/')").await;
}

pub async fn planned(stage: &mut Stage) {
    let b = &stage.desk("clerk");
    b.open("/meetings").await;
    press(b, "登记会议或活动").await;
    let fields = [
        ("kind", "meeting"),
        ("body", BODY),
        ("title", TITLE),
        ("from_on", &stage.day(28)),
        ("at_time", "上午9:00"),
        ("place", "常委会会议厅"),
    ];
    sends(b, "/meetings/new", &fields).await;
    let id = here(b, 2).await;
    b.check().await;
    on_the_agenda(b, &id, &stage.case, "郑海").await;
    on_the_agenda(b, &id, FAILING, "孙立").await;
    on_the_agenda(b, &id, ADOPTED, "孙立").await;
    press(b, "列入议题").await;
    let fields = [
        ("title", REPORT),
        ("kind", "special_report"),
        ("rapporteur", "褚大江"),
        ("minutes", "20"),
    ];
    sends(b, "/items/new", &fields).await;
    press(b, "按类别排序").await;
    // Of the case the agenda says what it is, and never who.
    says(b, &["人事任免事项", ADOPTED, FAILING, REPORT]).await;
    let text = b.text("main").await;
    assert!(!text.contains(NAME) && !text.contains(OFFICE), "{text}");
    item(b, &id, ADOPTED).await;
    with_file(b, "/papers", &paper("决定草案及说明.pdf")).await;
    sends(b, "/papers", &[]).await;
    says(b, &["决定草案及说明.pdf", "按时"]).await;
    look(b, "item-planned", Screen::DESK).await;
    b.open(&format!("/meetings/{id}")).await;
    look(b, "meeting-planned", Screen::DESK).await;
    press(b, "发出会议通知").await;
    sends(b, "/acts/call", &[("note", "请安排好工作，准时参加。")]).await;
    says(b, &["已发通知"]).await;
    stage.meeting = id;
}

/// Receipts by phone, one request for leave; then the day is moved, and they are told.
pub async fn answered(stage: &Stage) {
    let id = &stage.meeting;
    for who in ["deputy", "deputy2", "deputy3", "leader", "chief"]
        .into_iter()
        .chain(MORE.iter().map(|m| m.0))
    {
        // One answers by telephone.
        if who == "member6" {
            continue;
        }
        let b = &stage.phone(who);
        sign_in(b, who).await;
        b.open("/").await;
        says(b, &["请您参加的会议", TITLE]).await;
        if who == "deputy" {
            look(b, "phone-called", Screen::PHONE).await;
        }
        press(b, "签收会议通知").await;
        if who == "deputy" {
            look(b, "phone-meeting", Screen::PHONE).await;
        }
        press(b, "签收会议通知").await;
        says(b, &["已签收"]).await;
    }
    let b = &stage.phone("deputy2");
    b.open(&format!("/meetings/{id}")).await;
    press(b, "请假").await;
    b.check().await;
    sends(b, "/leave", &[("reason", "住院治疗")]).await;
    says(b, &["请假待批"]).await;

    let b = &stage.desk("clerk");
    b.open("/notices").await;
    says(b, &["刘德福请假"]).await;
    b.open(&format!("/meetings/{id}/roll")).await;
    says(b, &["住院治疗"]).await;
    look(b, "roll-called", Screen::DESK).await;
    press(b, "准假").await;
    press(b, "电话确认").await;
    let b = &stage.phone("deputy2");
    b.open(&format!("/meetings/{id}")).await;
    says(b, &["住院治疗", "请假"]).await;

    // It is held today after all: who was called is told, and a paper that comes now is late.
    let b = &stage.desk("clerk");
    let (from, to) = (stage.day(0), stage.day(0));
    does(b, id, "arrange", &[("from_on", &from), ("to_on", &to)]).await;
    item(b, id, FAILING).await;
    with_file(b, "/papers", &paper("听证会情况.pdf")).await;
    sends(b, "/papers", &[]).await;
    says(b, &["听证会情况.pdf", "逾期"]).await;
    let b = &stage.phone("deputy");
    b.open("/notices").await;
    says(b, &["会议安排有变动"]).await;
}
