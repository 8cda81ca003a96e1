//! The invented counties of the seed data: names, townships, bureaus with their sections, delegations, sectors.
//!
//! Nothing here is real. Division codes begin with 99, which no province has, so that seeded organs are told
//! from real ones by their code.

/// What seeded organs' codes begin with.
pub const CODE_PREFIX: &str = "99";

const FIRST: [&str; 20] = [
    "临", "青", "云", "平", "安", "清", "永", "新", "长", "东", "文", "丰", "宁", "石", "白", "龙",
    "南", "金", "梅", "松",
];
const SECOND: [&str; 15] = [
    "江", "溪", "岭", "阳", "泉", "湖", "川", "丘", "塘", "源", "台", "桥", "坪", "屏", "港",
];

/// One invented county.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// `临江`
    pub name: String,
    pub code: String,
}

impl Place {
    /// The `n`-th county: 临江县 is the first; all differ for `n` below 300.
    pub fn of(n: usize) -> Place {
        let round = n / (FIRST.len() * SECOND.len());
        let first = FIRST[n % FIRST.len()];
        // Shifted by the round over the first, so that neighbours share neither half.
        let second = SECOND[(n % FIRST.len() + n / FIRST.len()) % SECOND.len()];
        let mark = if round == 0 { "" } else { "上" };
        Place {
            name: format!("{first}{second}{mark}"),
            code: format!("{CODE_PREFIX}{:04}", 101 + n),
        }
    }

    /// The full name of the county's congress standing committee.
    pub fn organ(&self) -> String {
        format!("{}县人民代表大会常务委员会", self.name)
    }

    pub fn organ_short(&self) -> String {
        format!("{}县人大常委会", self.name)
    }
}

/// Committees and offices inside the organ, and the government's own office: `(code, kind, name)`.
pub const INNER: [(&str, &str, &str); 9] = [
    ("office", "office", "办公室"),
    ("judicial", "committee", "监察和司法委员会"),
    ("finance", "committee", "财政经济委员会"),
    ("culture", "committee", "教育科学文化卫生委员会"),
    ("agriculture", "committee", "农业与农村委员会"),
    ("environment", "committee", "城乡建设与环境资源保护委员会"),
    ("society", "committee", "社会建设委员会"),
    ("deputies", "committee", "代表工作委员会"),
    ("government", "office", "县人民政府办公室"),
];

/// A bureau that is handed matters, with its sections.
#[derive(Debug)]
pub struct Bureau {
    pub code: &'static str,
    pub name: &'static str,
    pub sections: &'static [&'static str],
}

const fn bureau(
    code: &'static str,
    name: &'static str,
    sections: &'static [&'static str],
) -> Bureau {
    Bureau {
        code,
        name,
        sections,
    }
}

/// The bureaus of a county's government.
pub const BUREAUS: [Bureau; 24] = [
    bureau(
        "water",
        "水利局",
        &["办公室", "河道管理科", "水旱灾害防御科", "农村供水科"],
    ),
    bureau(
        "transport",
        "交通运输局",
        &["办公室", "公路科", "运输管理科"],
    ),
    bureau(
        "education",
        "教育局",
        &["办公室", "基础教育科", "学校安全科", "人事科"],
    ),
    bureau("reform", "发展和改革局", &["办公室", "投资科", "价格科"]),
    bureau(
        "industry",
        "经济和信息化局",
        &["办公室", "企业服务科", "通信与信息化科"],
    ),
    bureau(
        "police",
        "公安局",
        &["办公室", "交通管理大队", "治安管理大队"],
    ),
    bureau(
        "civil",
        "民政局",
        &["办公室", "养老服务科", "社会救助科", "区划地名科"],
    ),
    bureau("justice", "司法局", &["办公室", "法律援助科"]),
    bureau("treasury", "财政局", &["办公室", "预算科", "农业农村科"]),
    bureau(
        "labour",
        "人力资源和社会保障局",
        &["办公室", "就业促进科", "劳动监察科"],
    ),
    bureau(
        "land",
        "自然资源和规划局",
        &["办公室", "国土空间规划科", "耕地保护科"],
    ),
    bureau(
        "ecology",
        "生态环境局",
        &["办公室", "水生态环境科", "执法大队"],
    ),
    bureau(
        "housing",
        "住房和城乡建设局",
        &["办公室", "物业管理科", "市政公用科", "村镇建设科"],
    ),
    bureau(
        "urban",
        "城市管理局",
        &["办公室", "市容环境科", "停车管理科"],
    ),
    bureau(
        "farming",
        "农业农村局",
        &["办公室", "种植业科", "乡村建设科", "农机科"],
    ),
    bureau("commerce", "商务局", &["办公室", "市场体系科"]),
    bureau(
        "culture",
        "文化广电和旅游局",
        &["办公室", "公共服务科", "旅游发展科"],
    ),
    bureau(
        "health",
        "卫生健康局",
        &["办公室", "医政医管科", "基层卫生科"],
    ),
    bureau("veterans", "退役军人事务局", &["办公室", "拥军优抚科"]),
    bureau(
        "emergency",
        "应急管理局",
        &["办公室", "救灾科", "安全生产科"],
    ),
    bureau(
        "market",
        "市场监督管理局",
        &["办公室", "食品安全科", "特种设备科"],
    ),
    bureau("forestry", "林业局", &["办公室", "森林防火科"]),
    bureau("insurance", "医疗保障局", &["办公室", "待遇保障科"]),
    bureau("services", "行政审批局", &["办公室", "便民服务科"]),
];

/// Townships, each with a deputies' delegation. The kind of place stands in the name.
pub const TOWNSHIPS: [&str; 14] = [
    "城关镇",
    "柳河镇",
    "大王庄镇",
    "白马镇",
    "双桥镇",
    "石门镇",
    "黄坪镇",
    "清水镇",
    "高店镇",
    "龙泉镇",
    "南山乡",
    "竹园乡",
    "桃花乡",
    "望湖乡",
];

/// Villages and quarters, to be combined with any township.
pub const VILLAGES: [&str; 24] = [
    "东风村",
    "前进村",
    "新民村",
    "李家湾村",
    "张庄村",
    "赵岗村",
    "河口村",
    "沙坝村",
    "三合村",
    "五里铺村",
    "桂花村",
    "石桥村",
    "杨柳村",
    "大塘村",
    "梁家沟村",
    "红旗社区",
    "北关社区",
    "滨河社区",
    "文昌社区",
    "南门社区",
    "花园社区",
    "老街社区",
    "田坝村",
    "凤凰村",
];

/// The sectors (界别) of CPPCC members.
pub const SECTORS: [&str; 12] = [
    "中共界",
    "民盟界",
    "民进界",
    "工会界",
    "共青团界",
    "妇联界",
    "工商联界",
    "科技界",
    "农业界",
    "教育界",
    "医药卫生界",
    "文化艺术界",
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn three_hundred_counties_differ_in_name_and_code() {
        let places: Vec<Place> = (0..300).map(Place::of).collect();
        let names: BTreeSet<&str> = places.iter().map(|p| p.name.as_str()).collect();
        let codes: BTreeSet<&str> = places.iter().map(|p| p.code.as_str()).collect();
        assert_eq!((names.len(), codes.len()), (300, 300));
        assert_eq!(places[0].organ_short(), "临江县人大常委会");
        assert!(codes.iter().all(|code| code.len() == 6));
    }

    #[test]
    fn bureaus_differ_and_have_an_office_first() {
        let codes: BTreeSet<&str> = BUREAUS.iter().map(|b| b.code).collect();
        assert_eq!(codes.len(), BUREAUS.len());
        for bureau in &BUREAUS {
            let sections: BTreeSet<&str> = bureau.sections.iter().copied().collect();
            assert_eq!(sections.len(), bureau.sections.len(), "{}", bureau.name);
            assert_eq!(bureau.sections[0], "办公室");
        }
    }
}
