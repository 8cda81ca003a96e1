//! Who can sign in to a seeded county, and as what.

use kernel::access::Role;

/// `(account, name, a woman, post, unit, title)`. A unit is a code of the county's inner units or bureaus, `bureau/n`
/// the bureau's n-th section, the name of a township (for deputies: of its delegation), or a sector.
pub type Named = (
    &'static str,
    &'static str,
    bool,
    Role,
    &'static str,
    &'static str,
);

/// The demo's sign-ins that are people: see [`Named`].
pub const PEOPLE: [Named; 28] = [
    (
        "clerk",
        "李文静",
        true,
        Role::Office,
        "office",
        "办公室科员",
    ),
    ("clerk2", "周敏", true, Role::Office, "office", "办公室科员"),
    (
        "officeleader",
        "赵国强",
        false,
        Role::OfficeLeader,
        "office",
        "办公室主任",
    ),
    (
        "committee",
        "孙立",
        false,
        Role::Committee,
        "agriculture",
        "农业与农村委员会副主任委员",
    ),
    ("leader", "钱卫东", false, Role::Leader, "", "常委会副主任"),
    ("chief", "吴建平", false, Role::Chief, "", "常委会主任"),
    (
        "countyleader",
        "郑海",
        false,
        Role::CountyLeader,
        "government",
        "副县长",
    ),
    (
        "unit",
        "王芳",
        true,
        Role::UnitLiaison,
        "water",
        "建议办理联络员",
    ),
    ("section", "冯涛", false, Role::Section, "water/1", "科长"),
    (
        "unitdeputy",
        "陈志明",
        false,
        Role::UnitDeputyLeader,
        "water",
        "副局长",
    ),
    (
        "unitprincipal",
        "褚大江",
        false,
        Role::UnitPrincipal,
        "water",
        "局长",
    ),
    (
        "unit2",
        "卫兰",
        true,
        Role::UnitLiaison,
        "transport",
        "建议办理联络员",
    ),
    (
        "section2",
        "蒋路",
        false,
        Role::Section,
        "transport/1",
        "科长",
    ),
    (
        "unitdeputy2",
        "沈桥",
        false,
        Role::UnitDeputyLeader,
        "transport",
        "副局长",
    ),
    (
        "unitprincipal2",
        "韩大道",
        false,
        Role::UnitPrincipal,
        "transport",
        "局长",
    ),
    (
        "unit3",
        "杨书",
        true,
        Role::UnitLiaison,
        "education",
        "建议办理联络员",
    ),
    (
        "section3",
        "许校文",
        false,
        Role::Section,
        "education/1",
        "科长",
    ),
    (
        "unitdeputy3",
        "尤春晖",
        true,
        Role::UnitDeputyLeader,
        "education",
        "副局长",
    ),
    (
        "unitprincipal3",
        "施育才",
        false,
        Role::UnitPrincipal,
        "education",
        "局长",
    ),
    ("deputy", "张桂英", true, Role::Deputy, "城关镇", ""),
    ("deputy2", "刘德福", false, Role::Deputy, "城关镇", ""),
    ("deputy3", "何秀兰", true, Role::Deputy, "柳河镇", ""),
    ("member", "吕品", false, Role::Member, "农业界", ""),
    ("member2", "孔令芬", true, Role::Member, "教育界", ""),
    (
        "grouplead",
        "施笔",
        false,
        Role::GroupLead,
        "office",
        "宣传小组组长",
    ),
    (
        "correspondent",
        "张稿",
        false,
        Role::Correspondent,
        "城关镇",
        "通讯员",
    ),
    (
        "correspondent2",
        "严采",
        true,
        Role::Correspondent,
        "柳河镇",
        "通讯员",
    ),
    ("clerk3", "金档", false, Role::Office, "office", "档案员"),
];

/// Accounts without a person: the three administrators (三员).
pub const ADMINISTRATORS: [(&str, Role); 3] = [
    ("sysadmin", Role::SysAdmin),
    ("secadmin", Role::SecAdmin),
    ("auditor", Role::Auditor),
];

/// The sign-ins shown first, with what they are, in both languages.
pub const ACCOUNTS: [(&str, &str, &str); 12] = [
    ("clerk", "办公室工作人员", "the office"),
    ("committee", "委室工作人员", "staff of a committee"),
    ("leader", "分管领导", "leader in charge"),
    ("chief", "主要领导", "principal leader"),
    (
        "unit",
        "承办单位联络员（水利局）",
        "liaison of the water bureau",
    ),
    ("section", "承办科室（河道管理科）", "a section in it"),
    ("deputy", "人大代表", "a deputy"),
    ("grouplead", "宣传小组长", "leader of the publicity group"),
    ("correspondent", "通讯员", "a correspondent"),
    ("sysadmin", "系统管理员", "system administrator"),
    ("secadmin", "安全保密管理员", "security administrator"),
    ("auditor", "安全审计员", "auditor"),
];
