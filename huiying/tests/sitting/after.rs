//! After the votes: decree, certificate, oath, the open pages, the minutes, and a correction once they are filed.

use testkit::Screen;

use crate::Stage;
use crate::brought::{ADOPTED, FAILING, NAME, OFFICE};
use crate::called::{REPORT, TITLE};
use crate::hands::{does, get, gets, look, press, says, sends};

pub async fn decreed(stage: &Stage) {
    let (id, b) = (&stage.case, &stage.desk("clerk"));
    let today = stage.day(0);
    does(b, id, "decree", &[("on_date", &today)]).await;
    let decree = get(b, &format!("/appointments/{id}/decree.docx")).await;
    assert!(
        decree.contains(&format!("任命{NAME}为{OFFICE}")),
        "{decree}"
    );
    let certificate = get(b, &format!("/appointments/{id}/certificate.docx")).await;
    assert!(
        certificate.contains(NAME) && certificate.contains("吴建平"),
        "{certificate}"
    );
    let oath = [
        ("on_date", today.as_str()),
        ("place", "常委会会议厅"),
        ("led_by", "吴建平"),
    ];
    does(b, id, "swear", &oath).await;
    does(b, id, "publish", &[]).await;
    look(b, "appointment-done", Screen::DESK).await;
    // Anybody, on any phone.
    let guest = &stage.phone("guest");
    guest.open(&format!("/public/appointments/{id}")).await;
    says(guest, &[NAME, OFFICE]).await;
    look(guest, "phone-public-appointment", Screen::PHONE).await;
}

pub async fn published(stage: &Stage) {
    let (id, b) = (&stage.adopted, &stage.desk("clerk"));
    let (today, later) = (stage.day(0), stage.day(90));
    let guest = &stage.phone("guest");
    let early = gets(guest, &[format!("/public/decisions/{id}")]).await;
    assert_eq!(early[0].1, 404, "{early:?}");
    does(b, id, "number", &[("code_word", "青川人发")]).await;
    let publish = [
        ("on_date", today.as_str()),
        ("where", "常委会公报、县人大网站"),
        ("checked", "1"),
    ];
    does(b, id, "publish", &publish).await;
    let demand = [
        ("what", "封闭一级保护区"),
        ("to_units", "水利局"),
        ("due_on", later.as_str()),
    ];
    does(b, id, "demand", &demand).await;
    says(b, &["封闭一级保护区", "青川人发"]).await;
    look(b, "decision-published", Screen::DESK).await;
    guest.open("/public/decisions").await;
    says(guest, &[ADOPTED]).await;
    let list = guest.text("main").await;
    assert!(!list.contains(FAILING), "{list}");
    press(guest, ADOPTED).await;
    says(guest, &["一级保护区实行封闭管理", "青川人发"]).await;
    look(guest, "phone-public-decision", Screen::PHONE).await;
}

/// A slip in what was published: the adopted text stays, and everybody reads what is right beside it.
pub async fn corrected(stage: &Stage) {
    let (id, b) = (&stage.adopted, &stage.desk("clerk"));
    b.open(&format!("/decisions/{id}")).await;
    press(b, "更正文本").await;
    let slip = [
        ("wrong", "封闭管理"),
        ("right", "封闭式管理"),
        ("reason", "排印有误，表决稿为“封闭式管理”"),
    ];
    sends(b, "/correct", &slip).await;
    says(b, &["封闭式管理", "更正公布的文本"]).await;
    let guest = &stage.phone("guest");
    guest.open(&format!("/public/decisions/{id}")).await;
    says(guest, &["一级保护区实行封闭管理", "更正为“封闭式管理”"]).await;
    look(guest, "phone-public-corrected", Screen::PHONE).await;
    let word = get(guest, &format!("/public/decisions/{id}/text.docx")).await;
    assert!(word.contains("更正为“封闭式管理”"), "{word}");
    let list = get(b, "/decisions.xlsx").await;
    assert!(list.contains(ADOPTED) && list.contains(FAILING), "{list}");
}

/// Closed, the minutes taken for Word, filed; nothing can be changed then, and a correction stands beside.
pub async fn filed(stage: &Stage) {
    let (id, b) = (&stage.meeting, &stage.desk("clerk"));
    b.open(&format!("/meetings/{id}")).await;
    look(b, "meeting-sitting", Screen::DESK).await;
    press(b, "闭会").await;
    sends(b, "/acts/adjourn", &[]).await;
    says(b, &["整理纪要"]).await;
    press(b, "审议记录").await;
    look(b, "record", Screen::DESK).await;
    let word = format!("/meetings/{id}/minutes.docx");
    let minutes = get(b, &word).await;
    for said in [
        TITLE,
        REPORT,
        ADOPTED,
        FAILING,
        "吴建平主持会议",
        "应出席组成人员11名，实到8名",
        "请假：刘德福",
        "病险水库要在汛期前全部排查",
        "建议把排查结果向社会公开",
        "赞成8票",
        "赞成5票，反对2票，弃权1票",
        "赞成6票，反对2票",
        "表决通过任命",
    ] {
        assert!(minutes.contains(said), "the minutes lack {said}: {minutes}");
    }
    does(b, id, "held", &[]).await;
    b.open(&format!("/meetings/{id}/roll")).await;
    assert!(
        !b.has("main form").await,
        "the roll is frozen: {}",
        b.text("main").await
    );
    b.open(&format!("/meetings/{id}/record")).await;
    press(b, "更正").await;
    let wrong = [
        ("item", REPORT),
        ("wrong", "汛期前"),
        ("right", "主汛期前"),
        ("reason", "记录有误，经核对录音"),
    ];
    sends(b, "/correct", &wrong).await;
    says(b, &["主汛期前", "经核对录音", "李文静"]).await;
    look(b, "record-corrected", Screen::DESK).await;
    let minutes = get(b, &word).await;
    assert!(
        minutes.contains("更正为“主汛期前”") && minutes.contains("要求县水利局汛期前"),
        "{minutes}"
    );
    b.open(&format!("/meetings/{id}")).await;
    says(b, &["主汛期前"]).await;
    look(b, "meeting-held", Screen::DESK).await;
    let phone = &stage.phone("deputy");
    phone.open(&format!("/meetings/{id}")).await;
    look(phone, "phone-held", Screen::PHONE).await;
}
