//! Appointments of an invented county: cases at several steps, under embargo for those named on them; one ready for its
//! ballot, one refused once, some done; office holders, and a bank of questions.

use anyhow::{Context, Result};
use appointments::actions::case::{New, begin};
use appointments::actions::exam;
use appointments::actions::register;
use appointments::model::exam::Question;
use appointments::model::holding::Kept;
use appointments::model::office::{Action, Class};
use appointments::store::register::Holding;
use chrono::{Datelike, Days, NaiveDate};
use kernel::Kernel;
use kernel::access::Actor;
use kernel::clock::Instant;
use kernel::file::{self, Body};
use kernel::id::Id;
use kernel::matter::{Request, perform};
use papers::letter::{Letter, docx};

use super::county::County;
use super::course::acting;

/// `(subject, question, answers, right ones)`.
const BANK: [(&str, &str, &str, &str); 12] = [
    (
        "宪法",
        "中华人民共和国的一切权力属于谁？",
        "国家\n人民\n全国人民代表大会\n国务院",
        "B",
    ),
    (
        "宪法",
        "国家机关工作人员就职时应当怎样进行宪法宣誓？",
        "自愿进行\n依照法律规定公开进行\n由上级代为进行",
        "B",
    ),
    (
        "地方组织法",
        "县级人大常委会作出决议，以怎样的多数通过？",
        "到会人员过半数\n全体组成人员过半数\n全体组成人员三分之二以上",
        "B",
    ),
    (
        "地方组织法",
        "县级人大常委会会议至少多久举行一次？",
        "每月\n每两个月\n每季度",
        "B",
    ),
    (
        "地方组织法",
        "政府局长、主任由谁提请县级人大常委会任免？",
        "主任会议\n县长\n组织部门",
        "B",
    ),
    (
        "地方组织法",
        "县级人民法院副院长由谁提请任免？",
        "县长\n院长\n检察长",
        "B",
    ),
    (
        "监督法",
        "专项工作报告应当在常委会会议举行几日前送有关专门委员会或者工作机构征求意见？",
        "七日\n十日\n二十日",
        "C",
    ),
    (
        "监督法",
        "下列哪些属于常委会监督的形式？",
        "听取和审议专项工作报告\n执法检查\n专题询问\n审理案件",
        "ABC",
    ),
    (
        "监督法",
        "常委会对撤职案的表决采用什么方式？",
        "举手\n无记名投票\n口头",
        "B",
    ),
    (
        "代表法",
        "代表建议、批评和意见一般应当自交办之日起多久答复？",
        "一个月\n三个月\n一年",
        "B",
    ),
    (
        "代表法",
        "代表在闭会期间可以开展哪些活动？",
        "视察\n专题调研\n联系群众\n直接处理具体案件",
        "ABC",
    ),
    (
        "公务员法",
        "公务员应当忠于什么？",
        "本部门\n宪法\n上级个人",
        "B",
    ),
];

/// `(name, office, class, in office since so many days, number of the decree)`.
const HOLDERS: [(&str, &str, Class, u64, i64); 8] = [
    ("郑海", "副县长", Class::ViceHead, 900, 4),
    ("褚大江", "县水利局局长", Class::Government, 1_100, 11),
    ("韩大道", "县交通运输局局长", Class::Government, 640, 3),
    ("施育才", "县教育局局长", Class::Government, 1_500, 9),
    ("柏常青", "县文化和旅游局局长", Class::Government, 1_950, 6),
    ("苗秀兰", "县人民法院副院长", Class::Court, 800, 12),
    (
        "纪明远",
        "县人民检察院副检察长",
        Class::Procuratorate,
        420,
        15,
    ),
    (
        "孙立",
        "农业与农村委员会副主任委员",
        Class::Committee,
        700,
        17,
    ),
];

/// How far a case has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Consult,
    Papers,
    Exam,
    Agenda,
    Ballot,
    Refused,
    Done,
}

type Case = (
    &'static str,
    &'static str,
    Action,
    Class,
    &'static str,
    Stage,
    u64,
);

/// `(person, present post, action, class, office, stage, opened so many days ago)`.
const CASES: [Case; 7] = {
    use Action::{Appoint, Remove};
    use Stage::*;
    [
        (
            "庄亦舟",
            "县农业农村局副局长",
            Appoint,
            Class::Government,
            "县林业局局长",
            Consult,
            3,
        ),
        (
            "戚文远",
            "城关镇镇长",
            Appoint,
            Class::Government,
            "县应急管理局局长",
            Papers,
            9,
        ),
        (
            "洪佩玉",
            "县人民法院审判员",
            Appoint,
            Class::Court,
            "县人民法院民事审判庭庭长",
            Exam,
            14,
        ),
        (
            "路长安",
            "县政府办公室副主任",
            Appoint,
            Class::Government,
            "县审计局局长",
            Agenda,
            18,
        ),
        (
            "虞思齐",
            "县文化和旅游局副局长",
            Appoint,
            Class::Government,
            "县文化和旅游局局长",
            Ballot,
            22,
        ),
        (
            "边之恒",
            "县统计局副局长",
            Appoint,
            Class::Government,
            "县统计局局长",
            Refused,
            75,
        ),
        (
            "柏常青",
            "县文化和旅游局局长",
            Remove,
            Class::Government,
            "县文化和旅游局局长",
            Done,
            60,
        ),
    ]
};

struct Cast<'a> {
    kernel: &'a Kernel,
    keeper: Actor,
    chief: Actor,
    today: NaiveDate,
}

impl Cast<'_> {
    fn at(&self, day: NaiveDate, hour: u32) {
        self.kernel
            .clock
            .set(Instant::at(day.min(self.today), hour));
    }

    async fn does(&self, actor: &Actor, id: Id, day: NaiveDate, request: Request) -> Result<()> {
        self.at(day, 10);
        let actor = Actor {
            today: day.min(self.today),
            ..actor.clone()
        };
        let name = request.act.clone();
        perform(self.kernel, &actor, id, request)
            .await
            .with_context(|| format!("{name} of an appointment"))?;
        Ok(())
    }

    async fn paper(&self, title: &str, organ: &str, day: NaiveDate) -> Result<Body> {
        let letter = Letter {
            body: vec!["（演示材料，内容从略）".to_owned()],
            issuers: vec![organ.to_owned()],
            ..Letter::new(organ, String::new(), title, day)
        };
        Ok(file::receive(self.kernel, &format!("{title}.docx"), docx(&letter)).await?)
    }

    async fn goes(&self, id: Id, case: &Case, day: NaiveDate) -> Result<()> {
        let (name, _, action, class, _, stage, _) = *case;
        let next = |n: u64| (day + Days::new(n)).min(self.today);
        if stage == Stage::Consult {
            return Ok(());
        }
        let agreed = Request::new("agree")
            .field("on_date", next(1))
            .field("note", "党组会议研究，同意提名");
        self.does(&self.chief, id, next(1), agreed).await?;
        let (by, signed) = match class {
            Class::Court => ("court_head", "院长"),
            _ => ("government_head", "县长"),
        };
        // The meeting lies as far ahead as the rule asks of papers; what is past was held long ago.
        let meeting = match stage {
            Stage::Refused | Stage::Done => next(30),
            _ => self.today + Days::new(16),
        };
        let nominated = Request::new("nominate")
            .field("nominator", by)
            .field("signed_by", signed)
            .field("on_date", next(2))
            .field("meeting_on", meeting)
            .paper(self.paper("提请任免的报告", signed, next(2)).await?);
        self.does(&self.keeper, id, next(2), nominated).await?;
        let wanted: &[(&str, &str)] = match (action, stage) {
            (Action::Remove, _) => &[("reasons", "免职理由")],
            (_, Stage::Papers) => &[("form", "任免审批表")],
            _ => &[("form", "任免审批表"), ("vetting", "考察材料")],
        };
        for (kind, title) in wanted {
            let paper = self.paper(title, "县委组织部", next(3)).await?;
            let filed = Request::new("file_paper")
                .field("paper_kind", *kind)
                .paper(paper);
            self.does(&self.keeper, id, next(3), filed).await?;
        }
        if stage == Stage::Papers {
            return Ok(());
        }
        self.does(&self.keeper, id, next(4), Request::new("vet"))
            .await?;
        if action.takes_office() {
            if stage == Stage::Exam {
                let draw = Request::new("draw")
                    .field("questions", 10i64)
                    .field("minutes", 60i64);
                return self.does(&self.keeper, id, next(5), draw).await;
            }
            let mark = Request::new("enter_mark")
                .field("mark", 86i64)
                .field("on_date", next(6));
            self.does(&self.keeper, id, next(6), mark).await?;
            let words =
                format!("如果获得任命，我（{name}）将依法履职，接受人大监督，不负人民重托。");
            let state = Request::new("state").field("statement", words);
            self.does(&self.keeper, id, next(7), state).await?;
        }
        if stage == Stage::Agenda {
            return Ok(());
        }
        let put = Request::new("put")
            .field("on_date", next(8))
            .field("meeting_on", meeting);
        self.does(&self.chief, id, next(8), put).await?;
        if stage == Stage::Ballot {
            return self
                .does(&self.keeper, id, next(9), Request::new("ask_ballot"))
                .await;
        }
        let (yes, no) = if stage == Stage::Refused {
            (14i64, 9i64)
        } else {
            (27, 1)
        };
        let votes = Request::new("enter_votes")
            .field("line", "1")
            .field("members", 31i64)
            .field("yes", yes)
            .field("no", no)
            .field("abstain", 2i64)
            .field("invalid", 0i64);
        self.does(&self.keeper, id, meeting, votes).await?;
        if stage == Stage::Refused {
            return Ok(());
        }
        let decree = Request::new("decree").field("on_date", meeting);
        self.does(&self.keeper, id, meeting, decree).await?;
        self.does(&self.keeper, id, meeting, Request::new("publish"))
            .await
    }
}

/// Everything of it; the clerk keeps the cases.
pub async fn appointments(kernel: &Kernel, county: &County, today: NaiveDate) -> Result<()> {
    let somebody = |account: &str| {
        let person = county.named.get(account).copied();
        let found = county.people.iter().find(|s| Some(s.person) == person);
        found.with_context(|| format!("nobody is {account}"))
    };
    let named = |account: &str| -> Result<Actor> {
        Ok(Actor {
            named: true,
            ..acting(county, somebody(account)?, today)
        })
    };
    let cast = Cast {
        kernel,
        keeper: named("clerk")?,
        chief: named("chief")?,
        today,
    };
    let begun = today - Days::new(100);
    cast.at(begun, 9);
    let keeper = Actor {
        today: begun,
        ..cast.keeper.clone()
    };
    for (subject, asked, choices, answer) in BANK {
        let question = Question {
            asked: asked.to_owned(),
            choices: choices.lines().map(str::to_owned).collect(),
            answer: answer.to_owned(),
        };
        exam::add(kernel, &keeper, subject, &question).await?;
    }
    for (name, office, class, since, decree) in HOLDERS {
        let from_on = today - Days::new(since);
        let holding = Holding {
            id: Id(0),
            organ_id: county.organ,
            name: name.to_owned(),
            office: office.to_owned(),
            class,
            how: "entered".to_owned(),
            from_on,
            to_on: None,
            decree: papers::letter::number("人任", from_on.year(), decree),
            end_how: String::new(),
            end_decree: String::new(),
            matter_id: None,
            end_matter_id: None,
            note: String::new(),
        };
        let id = register::enter(kernel, &keeper, holding).await?;
        let new = |kind, result: &str, note: &str| register::New {
            kind,
            on_date: begun - Days::new(60),
            for_year: None,
            result: result.to_owned(),
            note: note.to_owned(),
        };
        if class == Class::Government {
            let kept = new(Kept::Evaluation, "称职", "书面述职，常委会评议");
            register::keep(kernel, &keeper, id, kept).await?;
        }
        // One of them still owes his.
        if since > 365 && class != Class::Committee {
            let mut kept = new(Kept::Report, "", "书面述职报告");
            // Handed in before the end of February, as the rule pack asks.
            let february = NaiveDate::from_ymd_opt(today.year(), 2, 10);
            kept.on_date = february.filter(|d| *d < today).unwrap_or(kept.on_date);
            register::keep(kernel, &keeper, id, kept).await?;
        }
    }
    let (chief, leader) = (somebody("chief")?.person, somebody("leader")?.person);
    let head = somebody("officeleader")?.person;
    for case in &CASES {
        let (name, present, action, class, office, _, ago) = *case;
        let day = today - Days::new(ago);
        cast.at(day, 9);
        let new = New {
            name: name.to_owned(),
            gender: String::new(),
            present: present.to_owned(),
            about: "大学学历，中共党员，历任乡镇和县直部门职务。".to_owned(),
            meeting_on: None,
            lines: vec![(action, class, office.to_owned())],
            named: vec![
                (chief, "party"),
                (chief, "chair"),
                (leader, "chair"),
                (head, "vetter"),
            ],
        };
        let keeper = Actor {
            today: day,
            ..cast.keeper.clone()
        };
        let id = begin(kernel, &keeper, new).await?;
        cast.goes(id, case, day).await?;
    }
    kernel.clock.set(Instant::at(today, 9));
    Ok(())
}
