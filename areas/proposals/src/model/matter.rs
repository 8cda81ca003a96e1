//! What kind of matter it is, and in what form it was brought in.

use super::coded;

coded! { "proposals-kind-",
    /// The kinds of matter this area runs.
    MatterKind {
        /// 政协提案
        Proposal = "proposal",
        /// 代表建议、批评和意见
        Suggestion = "suggestion",
        /// 议案
        Bill = "bill",
        /// 承诺事项: what a reply promised, until it is delivered and rated again.
        Commitment = "commitment",
    }
}

impl MatterKind {
    /// Brought in by somebody; a commitment grows out of a reply.
    pub fn is_submitted(self) -> bool {
        self != MatterKind::Commitment
    }

    /// The procedure that a new matter of this kind runs, unless the office put another in force.
    pub fn procedure(self) -> &'static str {
        match self {
            MatterKind::Proposal => "cppcc-proposal",
            MatterKind::Suggestion => "deputy-suggestion",
            MatterKind::Bill => "bill",
            MatterKind::Commitment => "commitment",
        }
    }

    /// The word before the serial in a number given outside a session (〔2026〕).
    pub fn series(self) -> &'static str {
        self.code()
    }
}

coded! { "proposals-form-",
    /// In what form a matter is brought in.
    Form {
        /// 个人提出
        Single = "single",
        /// 联名提出
        Joint = "joint",
        /// 代表团、界别、委员小组
        Delegation = "delegation",
        /// 专门委员会
        Committee = "committee",
        /// 党派、人民团体
        Party = "party",
        /// 主席团
        Presidium = "presidium",
        /// 常务委员会
        Standing = "standing",
        /// 人民政府
        Government = "government",
    }
}

impl Form {
    /// The forms in which a kind of matter may be brought in (地方组织法 22; 提案工作条例 2).
    pub fn of(kind: MatterKind) -> &'static [Form] {
        match kind {
            MatterKind::Proposal => &[
                Form::Single,
                Form::Joint,
                Form::Delegation,
                Form::Committee,
                Form::Party,
            ],
            MatterKind::Suggestion => &[Form::Single, Form::Joint, Form::Delegation],
            MatterKind::Bill => &[
                Form::Joint,
                Form::Committee,
                Form::Presidium,
                Form::Standing,
                Form::Government,
            ],
            MatterKind::Commitment => &[],
        }
    }

    /// An organisation stands behind it: no co-signers are asked for.
    pub fn is_collective(self) -> bool {
        !matches!(self, Form::Single | Form::Joint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_submitted_has_forms() {
        for kind in MatterKind::ALL {
            assert_eq!(kind.is_submitted(), !Form::of(*kind).is_empty());
        }
        assert!(!Form::of(MatterKind::Bill).contains(&Form::Single));
    }
}
