//! What the county's standing committee decided, decides and follows up: one of each state, with demands in time, due,
//! late, and met by another meeting only; one that failed for want of one vote.

use anyhow::Result;
use chrono::NaiveDate;
use kernel::Kernel;
use kernel::clock::Instant;
use kernel::id::Id;
use kernel::matter::Request;

use super::chamber::Desk;
use super::county::County;
use super::drafts::{
    BUDGET, BUSES, DOGS, FINAL_WATER, FLOOD, HERITAGE, OLD_WATER, READING, ROADS, VISION, WATER,
};

/// Everything of the county's decisions, as of `today`.
pub async fn decisions(kernel: &Kernel, county: &County, today: NaiveDate) -> Result<()> {
    let desk = Desk {
        kernel,
        county,
        today,
    };
    let old = older(&desk).await?;
    carried_out(&desk, old).await?;
    settled(&desk).await?;
    failed(&desk).await?;
    under_way(&desk).await?;
    kernel.clock.set(Instant::at(today, 9));
    Ok(())
}

/// Years ago: in force until the new one.
async fn older(desk: &Desk<'_>) -> Result<Id> {
    let id = desk.drafted(800, &OLD_WATER).await?;
    let ballot = desk.put(770, id).await?;
    desk.vote(770, ballot, 22, 21).await?;
    desk.published(765, id, None).await?;
    let none = Request::new("none_demanded").field("note", "日常管理，不另提要求");
    desk.clerk(760, id, none).await?;
    let lesson = Request::new("archive").field("lesson", "范围划得窄，后来的污染源多在范围之外");
    desk.clerk(750, id, lesson).await?;
    Ok(id)
}

/// The one everybody is at work on: demands in every state.
async fn carried_out(desk: &Desk<'_>, old: Id) -> Result<()> {
    let id = desk.drafted(220, &WATER).await?;
    desk.consult(212, id, &["water", "ecology", "farming", "treasury"], 14)
        .await?;
    desk.opines(
        208,
        id,
        "water",
        "amend",
        "建议明确由水利局牵头，并规定勘界完成时间",
    )
    .await?;
    desk.opines(
        206,
        id,
        "ecology",
        "amend",
        "建议增加每月公布水质监测结果的内容",
    )
    .await?;
    desk.opines(204, id, "farming", "agree", "").await?;
    desk.opines(202, id, "treasury", "object", "建议不写具体奖补标准")
        .await?;
    desk.weighed(195, id).await?;
    desk.version(
        192,
        id,
        "deliberation",
        FINAL_WATER,
        "采纳水利局、生态环境局意见，增加公开水质和年度报告两条",
    )
    .await?;
    let ballot = desk.put(180, id).await?;
    desk.vote(180, ballot, 21, 18).await?;
    desk.published(176, id, Some(old)).await?;
    let given = 170;
    let late = desk
        .demand(
            given,
            id,
            "water",
            "完成水源保护区勘界并设立界标",
            desk.day(9),
        )
        .await?;
    let soon = desk
        .demand(
            given,
            id,
            "water",
            "修订水源地应急预案并组织演练",
            desk.ahead(4),
        )
        .await?;
    let met = desk
        .demand(given, id, "ecology", "每月公布水质监测结果", desk.day(60))
        .await?;
    let hollow = desk
        .demand(given, id, "farming", "清理保护区内畜禽养殖场", desk.day(40))
        .await?;
    let waits = desk
        .demand(
            given,
            id,
            "housing",
            "完成沿河排污口截污纳管",
            desk.ahead(20),
        )
        .await?;
    desk.demand(3, id, "water", "报告本年度决定执行情况", desk.ahead(45))
        .await?;
    for (demand, unit) in [
        (late, "water"),
        (soon, "water"),
        (met, "ecology"),
        (hollow, "farming"),
        (waits, "housing"),
    ] {
        desk.accepts(166, demand, unit).await?;
    }
    let said = "两处水源地已勘界，第三处因征地未谈妥，界标尚缺十一块";
    desk.reports(35, late, "water", "report_progress", "deed", said)
        .await?;
    let said = "县政府网站开设专栏，已连续四个月公布监测结果";
    desk.reports(70, met, "ecology", "report_done", "deed", said)
        .await?;
    desk.passes(64, met, "papers", "逐月核对公布内容与监测报告，数据一致")
        .await?;
    let said = "召开全县畜禽养殖污染整治推进会，与十四个乡镇签订责任书";
    desk.reports(45, hollow, "farming", "report_done", "meeting", said)
        .await?;
    desk.passes(38, hollow, "hearing", "听取汇报，查阅会议记录；现场未去")
        .await?;
    let said = "六个排污口全部接入管网，其中两个为临时泵排";
    desk.reports(5, waits, "housing", "report_done", "deed", said)
        .await?;
    Ok(())
}

/// Published, nothing to follow up, filed.
async fn settled(desk: &Desk<'_>) -> Result<()> {
    let id = desk.drafted(150, &BUDGET).await?;
    let ballot = desk.put(132, id).await?;
    desk.vote(132, ballot, 22, 21).await?;
    desk.published(129, id, None).await?;
    let none = Request::new("none_demanded").field("note", "审计整改另行跟踪监督");
    desk.clerk(125, id, none).await?;
    let lesson = Request::new("archive").field("lesson", "决算草案提前二十天送达，审查较充分");
    desk.clerk(118, id, lesson).await?;
    let refused = desk.entered(88, &ROADS).await?;
    let request = Request::new("refuse")
        .reason("outside_powers")
        .field("note", "道路命名属于县人民政府职权，转县民政局研究");
    desk.clerk(82, refused, request).await
}

/// 14 present, 11 of them for it: of 23 members, 12 are needed.
async fn failed(desk: &Desk<'_>) -> Result<()> {
    let id = desk.drafted(110, &READING).await?;
    let ballot = desk.put(72, id).await?;
    desk.vote(72, ballot, 14, 11).await
}

/// One at each step on the way.
async fn under_way(desk: &Desk<'_>) -> Result<()> {
    // Asked: one has answered, the water bureau still owes, one is late.
    let dogs = desk.drafted(30, &DOGS).await?;
    desk.consult(18, dogs, &["police", "urban", "farming", "water"], 20)
        .await?;
    desk.opines(
        11,
        dogs,
        "police",
        "amend",
        "建议明确城管部门负责街面巡查，公安机关负责登记",
    )
    .await?;
    desk.opines(
        6,
        dogs,
        "urban",
        "object",
        "街面巡查人手不足，建议由公安机关统一负责",
    )
    .await?;
    // All have answered; what becomes of it is to be said.
    let flood = desk.drafted(60, &FLOOD).await?;
    desk.consult(50, flood, &["housing", "water", "land"], 15)
        .await?;
    desk.opines(
        44,
        flood,
        "housing",
        "amend",
        "专项规划建议由住建局牵头编制，水利局配合",
    )
    .await?;
    desk.opines(
        42,
        flood,
        "water",
        "amend",
        "建议写明内河水位调度由水利局负责",
    )
    .await?;
    desk.opines(38, flood, "land", "agree", "").await?;
    // Deferred once, before the members again.
    let buses = desk.drafted(95, &BUSES).await?;
    desk.committee(80, buses, Request::new("submit")).await?;
    let defer = Request::new("defer").field("note", "部门职责划分意见分歧较大，修改后再次审议");
    desk.clerk(72, buses, defer).await?;
    let text = format!(
        "{}\n四、县教育局每年向常务委员会报告校车安全情况。",
        BUSES.text
    );
    desk.version(20, buses, "deliberation", &text, "增加年度报告")
        .await?;
    desk.committee(12, buses, Request::new("submit")).await?;
    // Put to the vote at the coming meeting.
    let vision = desk.drafted(40, &VISION).await?;
    desk.put(2, vision).await?;
    // Just come in.
    desk.entered(5, &HERITAGE).await?;
    Ok(())
}
