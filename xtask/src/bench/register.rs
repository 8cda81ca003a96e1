//! A register of the past as an office keeps it, made up: the file whose import is timed.

use std::fmt::Write;
use std::path::Path;

use anyhow::Result;

/// Rows of it, as many as the mission asks about.
pub const ROWS: usize = 10_000;

const WHAT: [&str; 8] = [
    "农村公路养护",
    "中小学课后服务",
    "城区停车管理",
    "污水处理设施建设",
    "社区养老服务",
    "基层医疗条件改善",
    "饮用水水源保护",
    "物业管理规范",
];
const CATEGORIES: [&str; 5] = ["城乡建设", "教科文卫", "农业农村", "财政经济", "社会事务"];
const UNITS: [&str; 6] = [
    "水利局",
    "交通运输局",
    "教育局",
    "民政局",
    "财政局",
    "卫生健康局",
];
const SENTENCES: [&str; 6] = [
    "近年来，随着城镇化进程加快，群众对此反映较为集中，问题主要表现在设施不足、管护不力、经费缺乏三个方面。",
    "经走访十二个村和三个社区，座谈群众六十余人，多数认为应当由政府统筹、部门负责、分年实施。",
    "建议将其列入年度民生实事，明确牵头单位和完成时限，并按季度向社会公开进展。",
    "建议整合现有资金渠道，优先安排条件较差的乡镇，避免重复建设。",
    "建议建立长效管护机制，落实人员和经费，接受代表和群众监督。",
    "同时加强宣传引导，动员社会力量参与，形成齐抓共管的局面。",
];

/// Writes `ROWS` rows as csv.
pub fn write(path: &Path) -> Result<()> {
    let mut out = String::from("提案号,案由,提案人,类别,提交日期,承办单位,内容\n");
    for n in 0..ROWS {
        let what = WHAT[n % WHAT.len()];
        let text: String = (0..18)
            .map(|k| SENTENCES[(n + k * k) % SENTENCES.len()])
            .collect();
        writeln!(
            out,
            "{:05},关于加强{what}的建议（{n}）,赵{}{},{},2019.{}.{},{},{text}",
            n + 1,
            ["明", "华", "强", "丽"][n % 4],
            ["国", "平", "云"][n % 3],
            CATEGORIES[n % CATEGORIES.len()],
            n % 12 + 1,
            n % 28 + 1,
            UNITS[n % UNITS.len()],
        )?;
    }
    Ok(std::fs::write(path, out)?)
}
