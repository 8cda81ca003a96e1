//! The texts of invented decisions, with who brings each in and why.

use decisions::model::decision::{BroughtBy, Form, Subject};

/// What is brought in.
pub(super) struct What {
    pub(super) title: &'static str,
    pub(super) form: Form,
    pub(super) subject: Subject,
    pub(super) by: BroughtBy,
    pub(super) bringer: &'static str,
    /// The code of the unit that brings it in.
    pub(super) unit: &'static str,
    pub(super) reason: &'static str,
    pub(super) ground: &'static str,
    pub(super) text: &'static str,
}

pub(super) const WATER: What = What {
    title: "关于加强饮用水水源保护的决定",
    form: Form::Decision,
    subject: Subject::Environment,
    by: BroughtBy::Committee,
    bringer: "县人大城乡建设与环境资源保护委员会",
    unit: "",
    reason: "去年以来两处水源地水质波动，代表连续三年提出建议，执法检查发现保护区界标不全、面源污染反复。",
    ground: "水污染防治法第六十三条；水法第三十三条",
    text: "为保障全县人民饮用水安全，根据有关法律法规，结合本县实际，作如下决定：\n\
        一、统一认识。饮用水水源保护事关全县群众身体健康，各级各部门应当把它摆在突出位置。\n\
        二、划定保护范围。县人民政府应当在六个月内完成水源保护区勘界，设立界标和隔离设施。\n\
        三、清理污染源。保护区内的排污口、畜禽养殖场应当限期清理，逾期未完成的，依法处理。\n\
        四、本决定自公布之日起施行。",
};

pub(super) const FINAL_WATER: &str = "为保障全县人民饮用水安全，根据有关法律法规，结合本县实际，作如下决定：\n\
    一、统一认识。饮用水水源保护事关全县群众身体健康，各级各部门应当把它摆在突出位置，由县水利局牵头。\n\
    二、划定保护范围。县人民政府应当在四个月内完成水源保护区勘界，设立界标和隔离设施，所需经费列入年度预算。\n\
    三、清理污染源。保护区内的排污口、畜禽养殖场应当限期清理，逾期未完成的，依法处理。\n\
    四、公开水质。县生态环境局应当每月公布水质监测结果，接受群众监督。\n\
    五、县人民政府每年向县人民代表大会常务委员会报告本决定的执行情况。\n\
    六、本决定自公布之日起施行。";

const fn what(
    title: &'static str,
    form: Form,
    subject: Subject,
    by: BroughtBy,
    bringer: &'static str,
    unit: &'static str,
    reason: &'static str,
    ground: &'static str,
    text: &'static str,
) -> What {
    What {
        title,
        form,
        subject,
        by,
        bringer,
        unit,
        reason,
        ground,
        text,
    }
}

pub(super) const OLD_WATER: What = what(
    "关于加强清水河饮用水源管理的决定",
    Form::Decision,
    Subject::Environment,
    BroughtBy::Chairpersons,
    "县人大常委会主任会议",
    "",
    "清水河取水口周边管理混乱。",
    "水法第三十三条",
    "一、清水河取水口上游一千米、下游一百米范围内，禁止一切可能污染水源的活动。\n\
     二、县人民政府应当加强巡查，及时查处违法行为。\n\
     三、本决定自公布之日起施行。",
);

pub(super) const BUDGET: What = what(
    "关于批准上年度县本级决算的决议",
    Form::Resolution,
    Subject::Budget,
    BroughtBy::Government,
    "县人民政府",
    "government",
    "县人民政府提请审查和批准上年度县本级决算。",
    "监督法第十九条；预算法第七十七条",
    "县人民代表大会常务委员会听取了县人民政府关于上年度县本级决算的报告和审计工作报告，经过审查，决定批准上年度县本级决算。\n\
     会议要求，县人民政府应当认真整改审计查出的问题，进一步严格预算约束，提高财政资金使用效益。",
);

pub(super) const READING: What = what(
    "关于设立全民读书月的决定",
    Form::Decision,
    Subject::Culture,
    BroughtBy::Members,
    "常委会组成人员陈明等6人",
    "",
    "县内公共阅读设施使用率低，组成人员联名建议设立读书月，推动全民阅读。",
    "公共文化服务保障法第二十七条",
    "一、每年四月为本县全民读书月。\n\
     二、县人民政府应当在读书月期间组织公共图书馆、学校、农家书屋开展阅读活动，所需经费列入预算。\n\
     三、本决定自公布之日起施行。",
);

pub(super) const DOGS: What = what(
    "关于规范城区养犬管理的决定",
    Form::Decision,
    Subject::Livelihood,
    BroughtBy::Government,
    "县人民政府",
    "government",
    "城区犬只伤人投诉逐年上升，现有管理办法缺少约束力。",
    "动物防疫法第三十条",
    "一、城区养犬实行登记和免疫制度，具体办法由县人民政府制定。\n\
     二、携犬出户应当束犬链，主动避让老年人、残疾人、孕妇和儿童。\n\
     三、公安、城管、农业农村部门按照职责分工负责养犬管理工作。\n\
     四、本决定自公布之日起施行。",
);

pub(super) const FLOOD: What = what(
    "关于加强城区排水防涝工作的决定",
    Form::Decision,
    Subject::Construction,
    BroughtBy::Committee,
    "县人大城乡建设与环境资源保护委员会",
    "",
    "汛期城区七处积水，群众出行受阻，管网建设缺少统一规划。",
    "城镇排水与污水处理条例第十三条",
    "一、县人民政府应当编制城区排水防涝专项规划，报县人民代表大会常务委员会备案。\n\
     二、新建、改建道路应当同步建设雨污分流管网。\n\
     三、县住房和城乡建设局会同水利、城管部门建立积水点清单，逐一销号。\n\
     四、本决定自公布之日起施行。",
);

pub(super) const BUSES: What = what(
    "关于加强校车安全管理的决定",
    Form::Decision,
    Subject::Livelihood,
    BroughtBy::Chairpersons,
    "县人大常委会主任会议",
    "",
    "代表视察发现部分乡村线路校车超员、道路安全设施不全。",
    "校车安全管理条例第五条",
    "一、县人民政府统一负责全县校车安全管理工作，建立部门协调机制。\n\
     二、教育、公安、交通运输部门应当每学期开学前对校车线路逐条勘查。\n\
     三、本决定自公布之日起施行。",
);

pub(super) const VISION: What = what(
    "关于批准县国土空间总体规划调整方案的决议",
    Form::Resolution,
    Subject::Construction,
    BroughtBy::Government,
    "县人民政府",
    "government",
    "因高铁站选址变动，县人民政府提请批准国土空间总体规划局部调整。",
    "土地管理法第二十五条",
    "县人民代表大会常务委员会审议了县人民政府提请的国土空间总体规划调整方案，决定批准该方案。\n\
     会议要求，县人民政府应当严守耕地和永久基本农田红线，依法公开调整后的规划。",
);

pub(super) const HERITAGE: What = what(
    "关于保护县城历史街区的决定",
    Form::Decision,
    Subject::Culture,
    BroughtBy::Members,
    "常委会组成人员陈明等6人",
    "",
    "老城三条街巷有清代民居四十余处，近年拆改频繁，组成人员联名建议立规保护。",
    "文物保护法第二十五条",
    "",
);

pub(super) const ROADS: What = what(
    "关于指定某路段为景观道路的决定",
    Form::Decision,
    Subject::Other,
    BroughtBy::Members,
    "常委会组成人员陈明等6人",
    "",
    "建议把环湖路命名为景观道路。",
    "",
    "",
);
