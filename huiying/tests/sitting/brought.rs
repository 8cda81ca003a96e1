//! What the sitting will decide: two decisions brought in, an appointment under embargo.

use testkit::{Browser, Screen};

use crate::Stage;
use crate::hands::{does, here, look, paper, press, put, says, sends, sign_in, turns, with_file};

pub const ADOPTED: &str = "关于加强饮用水水源地保护的决定";
pub const FAILING: &str = "关于调整城区停车收费标准的决定";
pub const NAME: &str = "慕容知白";
pub const OFFICE: &str = "县气象局局长";

async fn decision(b: &Browser, title: &str, text: &str) -> String {
    b.open("/decisions").await;
    b.click("main a[href='/decisions/new']").await;
    b.until("location.pathname === '/decisions/new'").await;
    let fields = [
        ("title", title),
        ("form", "decision"),
        ("subject", "environment"),
        ("body", "standing_committee"),
        ("brought_by", "chairpersons"),
        ("bringer", "主任会议"),
        ("reason", "群众反映集中，主任会议研究后提出。"),
        ("draft", text),
    ];
    sends(b, "/decisions/new", &fields).await;
    let id = here(b, 2).await;
    press(b, "同意列入议程").await;
    sends(b, "/acts/admit", &[]).await;
    press(b, "提请会议审议").await;
    sends(b, "/acts/submit", &[]).await;
    says(b, &[title, "会议审议"]).await;
    id
}

pub async fn decisions(stage: &mut Stage) {
    let b = stage.desk("clerk");
    sign_in(&b, "clerk").await;
    let text =
        "第一条 饮用水水源地一级保护区实行封闭管理。\n第二条 县人民政府每年向常委会报告一次。";
    stage.adopted = decision(&b, ADOPTED, text).await;
    let text = "第一条 城区停车每小时收费三元。\n第二条 本决定自公布之日起施行。";
    stage.failing = decision(&b, FAILING, text).await;
    look(&b, "decision-deliberate", Screen::DESK).await;
}

/// From the party group to the chairpersons' meeting; the chief is of both, one member is named beside.
pub async fn appointment(stage: &mut Stage) {
    let b = &stage.desk("clerk");
    b.open("/appointments").await;
    press(b, "新建任免案").await;
    let fields = [
        ("name", NAME),
        ("gender", "female"),
        ("present", "县气象局副局长"),
        ("action1", "appoint"),
        ("class1", "government"),
        ("office1", OFFICE),
        ("party", "吴建平"),
        ("chair", "吴建平"),
        ("informed", "何秀兰"),
        ("about", "历任预报员、科长、副局长。"),
    ];
    sends(b, "/appointments/new", &fields).await;
    let id = here(b, 2).await;
    look(b, "appointment-case", Screen::DESK).await;
    let (today, later) = (stage.day(0), stage.day(40));

    let chief = &stage.desk("chief");
    sign_in(chief, "chief").await;
    does(
        chief,
        &id,
        "agree",
        &[("on_date", &today), ("note", "同意提名")],
    )
    .await;
    b.open(&format!("/matters/{id}/acts/nominate")).await;
    with_file(b, "/acts/nominate", &paper("提请任命的报告.pdf")).await;
    let nomination = [
        ("nominator", "government_head"),
        ("signed_by", "郑海"),
        ("on_date", today.as_str()),
        ("meeting_on", later.as_str()),
    ];
    sends(b, "/acts/nominate", &nomination).await;
    for (kind, file) in [("form", "任免审批表.pdf"), ("vetting", "考察材料.pdf")] {
        b.open(&format!("/matters/{id}/acts/file_paper")).await;
        with_file(b, "/acts/file_paper", &paper(file)).await;
        sends(b, "/acts/file_paper", &[("paper_kind", kind)]).await;
    }
    does(b, &id, "vet", &[]).await;
    does(b, &id, "excuse", &[("note", "两年内已考试合格")]).await;
    does(
        b,
        &id,
        "state",
        &[("statement", "如获任命，我将依法履职，接受监督。")],
    )
    .await;
    let put_on = [("on_date", today.as_str()), ("meeting_on", later.as_str())];
    does(chief, &id, "put", &put_on).await;
    b.open(&format!("/appointments/{id}")).await;
    says(b, &[NAME, OFFICE]).await;
    stage.case = id;
}

/// Chooses one of a list by its words and sends the form.
pub async fn on_the_agenda(b: &Browser, meeting: &str, matter: &str, rapporteur: &str) {
    b.open(&format!("/meetings/{meeting}")).await;
    press(b, "列入议题").await;
    let form = format!("main form[action$='/meetings/{meeting}/items/new']");
    put(b, &form, "matter", matter).await;
    put(b, &form, "rapporteur", rapporteur).await;
    put(b, &form, "minutes", "15").await;
    turns(b, b.click(&format!("{form} button[type=submit]"))).await;
    says(b, &[rapporteur]).await;
}
