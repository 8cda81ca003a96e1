//! Whether a paper is fit to be submitted: one matter, a reason and a concrete demand (一事一案；情况、分析、建议).
//!
//! A *fault* stands in the way; a *hint* is shown and the proposer decides. What only a reader can judge is never
//! refused by the program.

use kernel::error::{FieldError, Message};

use super::matter::MatterKind;

/// What the proposer wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Paper<'a> {
    /// 案由
    pub title: &'a str,
    /// 情况、分析 (案据)
    pub background: &'a str,
    /// 具体建议 (方案)
    pub demand: &'a str,
}

/// The shortest title, reason and demand that say something, in characters.
pub const LEAST: (usize, usize, usize) = (5, 20, 10);
/// The longest title and text, in characters.
pub const MOST: (usize, usize) = (120, 50_000);

/// What a paper can be doubted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hint {
    SeveralMatters,
    ForwardedLetter,
    PersonalAffair,
    ConcreteCase,
    ProductPromotion,
    VagueDemand,
    ShortReason,
}

impl Hint {
    pub const ALL: [Hint; 7] = [
        Hint::SeveralMatters,
        Hint::ForwardedLetter,
        Hint::PersonalAffair,
        Hint::ConcreteCase,
        Hint::ProductPromotion,
        Hint::VagueDemand,
        Hint::ShortReason,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Hint::SeveralMatters => "several_matters",
            Hint::ForwardedLetter => "forwarded_letter",
            Hint::PersonalAffair => "personal_affair",
            Hint::ConcreteCase => "concrete_case",
            Hint::ProductPromotion => "product_promotion",
            Hint::VagueDemand => "vague_demand",
            Hint::ShortReason => "short_reason",
        }
    }

    pub fn key(self) -> String {
        format!("proposals-hint-{}", self.code())
    }
}

/// Characters that are neither blank nor punctuation at the edges.
fn length(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// What stands in the way of submitting it, by field.
pub fn faults(kind: MatterKind, paper: &Paper) -> Vec<FieldError> {
    let mut out = Vec::new();
    let mut fault = |field: &str, key: &str, n: usize| {
        out.push(FieldError {
            field: field.to_owned(),
            message: Message::new(key).arg("n", n),
        });
    };
    match length(paper.title) {
        n if n < LEAST.0 => fault("title", "proposals-paper-title-short", LEAST.0),
        n if n > MOST.0 => fault("title", "proposals-paper-title-long", MOST.0),
        _ => {}
    }
    let reason_missing = match kind {
        MatterKind::Bill => "proposals-paper-bill-grounds",
        _ => "proposals-paper-background-short",
    };
    match length(paper.background) {
        n if n < LEAST.1 => fault("background", reason_missing, LEAST.1),
        n if n > MOST.1 => fault("background", "proposals-paper-text-long", MOST.1),
        _ => {}
    }
    let demand_missing = match kind {
        MatterKind::Bill => "proposals-paper-bill-plan",
        _ => "proposals-paper-demand-short",
    };
    match length(paper.demand) {
        n if n < LEAST.2 => fault("demand", demand_missing, LEAST.2),
        n if n > MOST.1 => fault("demand", "proposals-paper-text-long", MOST.1),
        _ => {}
    }
    out
}

/// What should be looked at again before it is submitted.
pub fn hints(paper: &Paper) -> Vec<Hint> {
    let all = [paper.title, paper.background, paper.demand];
    let says = |words: &[&str]| all.iter().any(|t| words.iter().any(|w| t.contains(w)));
    let mut out = Vec::new();
    if several(paper.title) {
        out.push(Hint::SeveralMatters);
    }
    if says(&[
        "转交",
        "转呈",
        "代转",
        "来信全文",
        "来信内容如下",
        "受群众委托转",
        "现将来信",
    ]) {
        out.push(Hint::ForwardedLetter);
    }
    if says(&[
        "我家的",
        "我儿子",
        "我女儿",
        "我丈夫",
        "我妻子",
        "本人的工作调动",
        "解决本人",
        "本人待遇",
    ]) {
        out.push(Hint::PersonalAffair);
    }
    if says(&[
        "判决书",
        "裁定书",
        "仲裁裁决",
        "申请再审",
        "一审判决",
        "二审判决",
    ]) || all.iter().any(|t| has_case_number(t))
    {
        out.push(Hint::ConcreteCase);
    }
    if says(&["我公司", "本公司", "我厂", "我司"]) {
        out.push(Hint::ProductPromotion);
    }
    if length(paper.demand) >= LEAST.2 && is_vague(paper.demand) {
        out.push(Hint::VagueDemand);
    }
    if (LEAST.1..80).contains(&length(paper.background)) {
        out.push(Hint::ShortReason);
    }
    out
}

/// Two subjects in one title: 关于…和关于…, 关于…；关于….
fn several(title: &str) -> bool {
    title.matches("关于").count() > 1 || title.contains('；') || title.contains(';')
}

/// （2019）苏01民初123号: year in brackets, and a serial before 号.
fn has_case_number(text: &str) -> bool {
    text.match_indices(['(', '（', '〔']).any(|(at, open)| {
        let rest: Vec<char> = text[at + open.len()..].chars().take(24).collect();
        let year = rest.len() > 5
            && rest[..4].iter().all(char::is_ascii_digit)
            && matches!(rest[4], ')' | '）' | '〕');
        let Some(end) = rest.iter().position(|c| *c == '号') else {
            return false;
        };
        year && end > 5
            && rest[5..end]
                .iter()
                .any(|c| matches!(c, '民' | '刑' | '行' | '执' | '破' | '知'))
            && rest[end - 1].is_ascii_digit()
    })
}

/// Nothing but appeals: no verb of a concrete measure anywhere.
fn is_vague(demand: &str) -> bool {
    const CONCRETE: [&str; 28] = [
        "建设", "修建", "新建", "改造", "增设", "设立", "建立", "制定", "出台", "修订", "安排",
        "拨付", "补助", "补贴", "配备", "开通", "安装", "清理", "整治", "拆除", "开展", "组织",
        "培训", "公开", "取消", "减免", "扩建", "维修",
    ];
    !CONCRETE.iter().any(|word| demand.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const GOOD: Paper = Paper {
        title: "关于整治城东排水沟的建议",
        background: "城东排水沟全长三公里，近五年没有清淤，去年汛期两次漫溢，沿线三个小区一百二十户进水，群众反映强烈。\
                     水利、住建两家各管一段，经费没有列入预算，责任不清是久拖不决的主要原因，亟须明确牵头单位。",
        demand: "明确由水利局牵头，汛期前完成清淤，改造三处涵洞。",
    };

    #[test]
    fn a_good_paper_passes_without_a_word() {
        for kind in [
            MatterKind::Proposal,
            MatterKind::Suggestion,
            MatterKind::Bill,
        ] {
            assert!(faults(kind, &GOOD).is_empty());
        }
        assert!(hints(&GOOD).is_empty());
    }

    #[test]
    fn reason_and_demand_are_required() {
        let empty = Paper::default();
        let fields: Vec<_> = faults(MatterKind::Suggestion, &empty)
            .into_iter()
            .map(|f| f.field)
            .collect();
        assert_eq!(fields, ["title", "background", "demand"]);
        let blanks = Paper {
            demand: "　　　　　　　　　　　　　　　　",
            ..GOOD
        };
        assert_eq!(faults(MatterKind::Suggestion, &blanks)[0].field, "demand");
        let long = "建".repeat(MOST.1 + 1);
        let long = Paper {
            background: &long,
            ..GOOD
        };
        assert_eq!(faults(MatterKind::Bill, &long)[0].field, "background");
    }

    #[test]
    fn doubtful_papers_get_their_hint() {
        for (paper, hint) in [
            (
                Paper {
                    title: "关于修路和关于办学的建议",
                    ..GOOD
                },
                Hint::SeveralMatters,
            ),
            (
                Paper {
                    background: "现将来信转呈如下，请予研究，信中反映的情况我没有核实过，仅供参考，\
                                 请有关部门调查处理并答复来信人，来信人联系方式附后，谢谢支持。来信较长，\
                                 主要讲了道路积水，请一并考虑，并将结果告知。",
                    ..GOOD
                },
                Hint::ForwardedLetter,
            ),
            (
                Paper {
                    demand: "请重新审理（2019）苏01民初123号一案，组织再审。",
                    ..GOOD
                },
                Hint::ConcreteCase,
            ),
            (
                Paper {
                    demand: "请在全县安装我公司生产的净水设备。",
                    ..GOOD
                },
                Hint::ProductPromotion,
            ),
            (
                Paper {
                    demand: "希望政府高度重视，切实加强领导，狠抓落实。",
                    ..GOOD
                },
                Hint::VagueDemand,
            ),
            (
                Paper {
                    background: "排水沟多年没有清淤，去年汛期两次漫溢，进水。",
                    ..GOOD
                },
                Hint::ShortReason,
            ),
            (
                Paper {
                    demand: "请安排解决本人的住房，补助租金。",
                    ..GOOD
                },
                Hint::PersonalAffair,
            ),
        ] {
            assert_eq!(hints(&paper), [hint]);
        }
    }

    /// Every hint is shown in both languages.
    #[test]
    fn hints_have_texts() {
        for hint in Hint::ALL {
            for lang in [text::Lang::Zh, text::Lang::En] {
                assert_ne!(text::t(lang, &hint.key()), hint.key());
            }
        }
    }

    proptest! {
        #[test]
        fn nothing_typed_panics(title in "\\PC{0,40}", text in "[(（〔0-9)）〕民号 啊关于；]{0,40}") {
            let paper = Paper { title: &title, background: &text, demand: &text };
            faults(MatterKind::Bill, &paper);
            hints(&paper);
        }
    }
}
