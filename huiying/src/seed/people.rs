//! Invented people: names as they are borne, birthdays, parties, occupations, numbers nobody is reached by.

use chrono::NaiveDate;
use fastrand::Rng;
use kernel::person::NewPerson;

const SURNAMES: [(&str, u32); 60] = [
    ("王", 72),
    ("李", 71),
    ("张", 68),
    ("刘", 54),
    ("陈", 45),
    ("杨", 31),
    ("黄", 22),
    ("赵", 22),
    ("吴", 20),
    ("周", 20),
    ("徐", 14),
    ("孙", 13),
    ("马", 13),
    ("朱", 12),
    ("胡", 12),
    ("郭", 12),
    ("何", 11),
    ("林", 11),
    ("高", 10),
    ("罗", 10),
    ("郑", 9),
    ("梁", 9),
    ("谢", 8),
    ("宋", 8),
    ("唐", 8),
    ("许", 7),
    ("韩", 7),
    ("冯", 7),
    ("邓", 7),
    ("曹", 7),
    ("彭", 6),
    ("曾", 6),
    ("肖", 6),
    ("田", 6),
    ("董", 6),
    ("袁", 5),
    ("潘", 5),
    ("于", 5),
    ("蒋", 5),
    ("蔡", 5),
    ("余", 5),
    ("杜", 5),
    ("叶", 4),
    ("程", 4),
    ("苏", 4),
    ("魏", 4),
    ("吕", 4),
    ("丁", 4),
    ("任", 4),
    ("沈", 4),
    ("姚", 4),
    ("卢", 4),
    ("姜", 4),
    ("崔", 3),
    ("钟", 3),
    ("谭", 3),
    ("陆", 3),
    ("汪", 3),
    ("欧阳", 2),
    ("司徒", 1),
];
const MEN: [&str; 40] = [
    "建国", "志明", "国庆", "永刚", "文斌", "海涛", "立新", "德福", "世昌", "明辉", "俊杰", "卫民",
    "长顺", "家栋", "少华", "树林", "宏伟", "振东", "光荣", "学文", "春生", "开元", "大勇", "兴旺",
    "保平", "子豪", "一鸣", "思远", "浩然", "金山", "水生", "绍军", "万里", "占山", "云龙", "泽民",
    "庆丰", "正兴", "勇", "磊",
];
const WOMEN: [&str; 40] = [
    "桂英", "秀兰", "玉梅", "淑华", "红霞", "丽萍", "晓燕", "海燕", "春梅", "雪琴", "文静", "慧敏",
    "彩云", "月娥", "素珍", "凤英", "亚男", "佳怡", "雨欣", "思琪", "小红", "翠花", "爱华", "美玲",
    "婷婷", "建华", "志芳", "金凤", "菊香", "银花", "立群", "晓琳", "丹丹", "若兰", "诗涵", "静",
    "敏", "芳", "娟", "倩",
];
/// Names that belong to known people by accident of the lists.
const TAKEN: [&str; 3] = ["江泽民", "李云龙", "刘德华"];

const OCCUPATIONS: [&str; 16] = [
    "村党支部书记",
    "村民委员会主任",
    "种粮大户",
    "农民专业合作社理事长",
    "乡村医生",
    "中学教师",
    "小学校长",
    "县人民医院主任医师",
    "企业负责人",
    "车间班组长",
    "社区党委书记",
    "律师",
    "银行职员",
    "农技推广站站长",
    "个体工商户",
    "文化馆馆员",
];

/// Draws people, always the same for the same start.
#[derive(Debug)]
pub struct People {
    rng: Rng,
    today: NaiveDate,
    drawn: u32,
}

impl People {
    pub fn new(rng: Rng, today: NaiveDate) -> People {
        People {
            rng,
            today,
            drawn: 0,
        }
    }

    fn surname(&mut self) -> &'static str {
        let all: u32 = SURNAMES.iter().map(|(_, weight)| weight).sum();
        let mut at = self.rng.u32(..all);
        for (surname, weight) in SURNAMES {
            if at < weight {
                return surname;
            }
            at -= weight;
        }
        SURNAMES[0].0
    }

    /// Somebody with a name, a gender, a birthday between 27 and 62 years ago and a telephone number.
    pub fn draw(&mut self) -> NewPerson {
        let woman = self.rng.u32(..100) < 38;
        let name = loop {
            let given = if woman { WOMEN } else { MEN };
            let name = format!("{}{}", self.surname(), given[self.rng.usize(..given.len())]);
            if !TAKEN.contains(&name.as_str()) {
                break name;
            }
        };
        self.known(&name, woman)
    }

    /// Somebody whose name is given.
    pub fn known(&mut self, name: &str, woman: bool) -> NewPerson {
        self.drawn += 1;
        let days = self.rng.i64(27 * 365..62 * 365);
        let of_a_people = self.rng.u32(..100) < 6;
        NewPerson {
            name: name.to_owned(),
            number: None,
            gender: Some(if woman { "女" } else { "男" }.to_owned()),
            born_on: self.today.checked_sub_signed(chrono::TimeDelta::days(days)),
            ethnicity: Some(if of_a_people {
                ["回族", "满族", "土家族", "苗族"][self.rng.usize(..4)].to_owned()
            } else {
                "汉族".to_owned()
            }),
            party: None,
            occupation: None,
            // 100 is a service number's beginning: no telephone of a person starts so.
            phone: Some(format!("100{:08}", self.rng.u32(..100_000_000))),
            email: None,
            note: None,
        }
    }

    /// A deputy or member: with a roster number, a party and an occupation.
    pub fn representative(
        &mut self,
        letter: char,
        n: usize,
        name: Option<(&str, bool)>,
    ) -> NewPerson {
        let drawn = match name {
            Some((name, woman)) => self.known(name, woman),
            None => self.draw(),
        };
        let party = match self.rng.u32(..100) {
            0..62 => "中共",
            62..86 => "群众",
            86..92 => "民盟",
            92..96 => "民进",
            _ => "农工党",
        };
        NewPerson {
            number: Some(format!("{letter}{n:03}")),
            party: Some(party.to_owned()),
            occupation: Some(OCCUPATIONS[self.rng.usize(..OCCUPATIONS.len())].to_owned()),
            ..drawn
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(seed: u64, n: usize) -> Vec<NewPerson> {
        let today = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date");
        let mut people = People::new(Rng::with_seed(seed), today);
        (0..n).map(|_| people.draw()).collect()
    }

    #[test]
    fn the_same_seed_draws_the_same_people() {
        let names = |seed| -> Vec<String> { draw(seed, 50).into_iter().map(|p| p.name).collect() };
        assert_eq!(names(7), names(7));
        assert_ne!(names(7), names(8));
    }

    #[test]
    fn names_are_two_to_four_characters_and_few_repeat() {
        let mut names: Vec<String> = draw(1, 300).into_iter().map(|p| p.name).collect();
        assert!(
            names
                .iter()
                .all(|name| (2..=4).contains(&name.chars().count()))
        );
        names.sort();
        names.dedup();
        assert!(names.len() > 250, "{} different names of 300", names.len());
    }
}
