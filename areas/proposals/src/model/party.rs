//! Who stands behind a matter, and how many it takes to bring it in.

use super::coded;
use super::matter::{Form, MatterKind};

coded! { "proposals-party-",
    /// What somebody is to a matter.
    PartyRole {
        /// 领衔代表、第一提案人
        Lead = "lead",
        /// 联名人
        CoSigner = "cosigner",
        /// Lead proposer of a matter that was merged into this one (并案提案人).
        Merged = "merged",
        /// 附议人: stands behind it without rating the answer.
        Supporter = "supporter",
    }
}

impl PartyRole {
    /// Is asked for a verdict on the reply.
    pub fn rates(self) -> bool {
        self != PartyRole::Supporter
    }

    /// Where it stands among the parties: the lead first.
    pub fn order(self) -> i64 {
        match self {
            PartyRole::Lead => 0,
            PartyRole::CoSigner => 1,
            PartyRole::Merged => 2,
            PartyRole::Supporter => 3,
        }
    }
}

coded! { "proposals-party-state-",
    /// Where a party stands; only co-signers are asked.
    PartyState {
        Invited = "invited",
        Signed = "signed",
        Declined = "declined",
    }
}

/// How many names, the lead's included, it takes to bring a matter in.
///
/// 地方组织法 (2022) 22: a bill of deputies needs ten at county level and above, five in a township; the
/// presidium, standing committee, special committees and the government bring one in by themselves.
/// Proposals and suggestions need one name, two where they are joint. `level` is one of
/// [`kernel::organ::LEVELS`].
pub fn least_names(kind: MatterKind, form: Form, level: &str) -> u32 {
    match (kind, form) {
        (MatterKind::Bill, Form::Joint) if level == "township" => 5,
        (MatterKind::Bill, Form::Joint) => 10,
        (_, Form::Joint) => 2,
        _ => 1,
    }
}

/// How many names are there: the lead and every co-signer who signed, each counted once.
pub fn names<I: PartialEq>(parties: &[(I, PartyRole, PartyState)]) -> u32 {
    let mut seen: Vec<&I> = Vec::new();
    for (person, role, state) in parties {
        let counts = match role {
            PartyRole::Lead => true,
            PartyRole::CoSigner => *state == PartyState::Signed,
            PartyRole::Merged | PartyRole::Supporter => false,
        };
        if counts && !seen.contains(&person) {
            seen.push(person);
        }
    }
    seen.len() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bill_needs_ten_deputies_and_five_in_a_township() {
        for level in kernel::organ::LEVELS {
            let n = if level == "township" { 5 } else { 10 };
            assert_eq!(least_names(MatterKind::Bill, Form::Joint, level), n);
            assert_eq!(least_names(MatterKind::Bill, Form::Committee, level), 1);
            assert_eq!(least_names(MatterKind::Suggestion, Form::Joint, level), 2);
            assert_eq!(least_names(MatterKind::Proposal, Form::Single, level), 1);
        }
    }

    #[test]
    fn only_those_who_signed_count_and_each_once() {
        use PartyRole::*;
        use PartyState::*;
        let parties = [
            (1, Lead, Signed),
            (1, CoSigner, Signed),
            (2, CoSigner, Signed),
            (3, CoSigner, Invited),
            (4, CoSigner, Declined),
            (5, Supporter, Signed),
            (6, Merged, Signed),
        ];
        assert_eq!(names(&parties), 2);
    }
}
