//! Everything the area knows of one matter, in a fixed number of statements.

use kernel::db::Source;
use kernel::error::{Error, Result};
use kernel::id::Id;
use kernel::matter::Matter;
use kernel::organ;

use super::consultation::{self, Consultation};
use super::correction::{self, Correction};
use super::decision::{self, Decision, Deliberation};
use super::instruction::{self, Demand, Inspection, Instruction, Report};
use super::version::{self, Version};
use super::vote::{self, Vote};
use crate::model::text::code_word;

/// A decision with its text, its consultations, its votes and its demands.
#[derive(Debug, Clone)]
pub struct DecisionCase {
    pub decision: Decision,
    /// Whoever leads those who bring it in.
    pub proposer: Option<Id>,
    /// The code word its number begins with, unless another is typed.
    pub code_word: String,
    /// The first one first.
    pub versions: Vec<Version>,
    pub consultations: Vec<Consultation>,
    pub deliberations: Vec<Deliberation>,
    pub votes: Vec<Vote>,
    pub demands: Vec<Demand>,
    pub corrections: Vec<Correction>,
}

impl DecisionCase {
    pub async fn read(from: &mut Source<'_>, matter: &Matter) -> Result<DecisionCase> {
        let proposer = matter.proposer;
        let code_word = match matter.state == "number" {
            true => code_word_of(from, matter.organ_id).await?,
            false => String::new(),
        };
        let matter = matter.id;
        Ok(DecisionCase {
            decision: decision::read(&mut *from, matter)
                .await?
                .ok_or_else(|| Error::missing("the decision of matter", matter))?,
            proposer,
            code_word,
            versions: version::all(&mut *from, matter).await?,
            consultations: consultation::all(&mut *from, matter).await?,
            deliberations: decision::deliberations(&mut *from, matter).await?,
            votes: vote::all(&mut *from, matter).await?,
            demands: instruction::of_source(&mut *from, matter).await?,
            corrections: correction::all(&mut *from, matter).await?,
        })
    }

    pub fn version(&self, n: i64) -> Option<&Version> {
        self.versions.iter().find(|v| v.version == n)
    }

    pub fn newest(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// The version that was adopted.
    pub fn adopted(&self) -> Option<&Version> {
        self.decision.adopted_text.and_then(|n| self.version(n))
    }

    /// The ballot that counts: the last one that was not taken back.
    pub fn vote(&self) -> Option<&Vote> {
        self.votes.iter().rfind(|v| !v.taken_back)
    }

    /// The consultation of a unit that waits for its answer.
    pub fn asked_unit(&self, unit: Id) -> Option<&Consultation> {
        self.consultations
            .iter()
            .rfind(|c| c.unit_id == Some(unit) && c.answered_on.is_none())
    }

    /// The consultation of a person: the one that waits, or the last.
    pub fn asked_person(&self, person: Id) -> Option<&Consultation> {
        let mine = || {
            let all = self.consultations.iter();
            all.filter(move |c| c.person_id == Some(person))
        };
        mine()
            .rfind(|c| c.answered_on.is_none())
            .or(mine().next_back())
    }

    pub fn unweighed(&self) -> usize {
        let waiting = self.consultations.iter();
        waiting.filter(|c| c.is_unweighed()).count()
    }

    pub fn open_demands(&self) -> usize {
        self.demands.iter().filter(|d| d.ended_on.is_none()).count()
    }

    /// Published, so that everybody may read its text.
    pub fn is_public(&self) -> bool {
        self.decision.published_on.is_some()
    }
}

/// The code word the numbers of an organ begin with: the last one used, or one made of its name.
async fn code_word_of(from: &mut Source<'_>, organ: Id) -> Result<String> {
    if let Some(word) = decision::last_code_word(&mut *from, organ).await? {
        return Ok(word);
    }
    let organ = organ::organ(&mut *from, organ).await?;
    Ok(code_word(&organ.short_name))
}

/// A demand with its reports and inspections.
#[derive(Debug, Clone)]
pub struct InstructionCase {
    pub row: Instruction,
    pub reports: Vec<Report>,
    pub inspections: Vec<Inspection>,
}

impl InstructionCase {
    pub async fn read(from: &mut Source<'_>, matter: Id) -> Result<InstructionCase> {
        Ok(InstructionCase {
            row: instruction::read(&mut *from, matter)
                .await?
                .ok_or_else(|| Error::missing("the demand of matter", matter))?,
            reports: instruction::reports(&mut *from, matter).await?,
            inspections: instruction::inspections(&mut *from, matter).await?,
        })
    }

    /// How many inspections there were since the last report.
    pub fn inspected(&self) -> usize {
        let now = self.inspections.iter();
        now.filter(|i| i.round == self.row.round).count()
    }
}
