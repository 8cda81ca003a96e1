//! Filing review (审查立案) and every other place where somebody says no: coded reasons, so that they can be
//! counted, with a note in the reviewer's own words beside them.

use super::coded;

coded! { "proposals-not-filed-",
    /// The ten grounds on which a proposal is not filed (提案工作条例 as told by cppcc.gov.cn, 2011).
    NotFiled {
        /// 涉及党和国家秘密
        Secret = "secret",
        /// 国家明令禁止
        Prohibited = "prohibited",
        /// 中共党内有关组织、人事安排
        PartyInternal = "party_internal",
        /// 民主党派内部事务
        DemocraticParty = "democratic_party",
        /// 进入诉讼、仲裁等程序
        Litigation = "litigation",
        /// 属于学术研讨
        Academic = "academic",
        /// 为本人或亲属解决个人问题
        Personal = "personal",
        /// 宣传、推介具体作品、产品
        Promotion = "promotion",
        /// 指名举报
        Accusation = "accusation",
        /// 内容空泛、没有具体建议
        Empty = "empty",
    }
}

impl NotFiled {
    /// Where the ground comes from, for the letter to the proposer.
    pub const SOURCE: &'static str = "proposals-not-filed-source";
}

coded! { "proposals-returned-",
    /// Why a paper goes back to its proposer before it is taken on (北京 12; 青岛 11; 上海 8; the form of a bill:
    /// 代表法 15).
    Returned {
        /// 不是一事一案
        SeveralMatters = "several_matters",
        /// 缺少情况和理由
        NoReason = "no_reason",
        /// 没有具体建议
        NoDemand = "no_demand",
        /// 转交他人信件
        ForwardedLetter = "forwarded_letter",
        /// 涉及个人事务
        PersonalAffair = "personal_affair",
        /// 涉及具体案件
        ConcreteCase = "concrete_case",
        /// 推介产品
        ProductPromotion = "product_promotion",
        /// 不属于本级职权
        OutsidePowers = "outside_powers",
        /// 联名人数不足
        TooFewNames = "too_few_names",
        /// 案由、案据、方案不全
        BillIncomplete = "bill_incomplete",
        /// 其他
        Other = "other",
    }
}

coded! { "proposals-reviewed-",
    /// Why a draft reply goes back in the chain of review.
    Reviewed {
        /// 没有针对建议逐条答复
        NotToThePoint = "not_to_the_point",
        /// 事实、数据不准
        Inaccurate = "inaccurate",
        /// 与法律、政策不符
        AgainstPolicy = "against_policy",
        /// 措施、时限不具体
        Vague = "vague",
        /// 答复类别不当
        WrongClass = "wrong_class",
        /// 没有吸收协办单位意见
        CoOpinionMissing = "co_opinion_missing",
        /// 与提出人沟通不够
        TooLittleContact = "too_little_contact",
        /// 文字、格式
        Wording = "wording",
        /// 其他
        Other = "other",
    }
}
