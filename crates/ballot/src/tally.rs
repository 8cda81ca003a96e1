//! Counting, pure: what a paper says, whether it is valid, what the lines come to, and whether the papers add up.

use serde::{Deserialize, Serialize};
use threshold::{Base, Mark, Rule, Share, Source};

use crate::{LineResult, NewLine};

/// What a paper says to one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Choice {
    Yes,
    No,
    Abstain,
}

impl Choice {
    pub const ALL: [Choice; 3] = [Choice::Yes, Choice::No, Choice::Abstain];

    pub fn code(self) -> &'static str {
        match self {
            Choice::Yes => "yes",
            Choice::No => "no",
            Choice::Abstain => "abstain",
        }
    }

    pub fn parse(code: &str) -> Option<Choice> {
        Choice::ALL.into_iter().find(|c| c.code() == code)
    }

    fn letter(self) -> char {
        match self {
            Choice::Yes => 'y',
            Choice::No => 'n',
            Choice::Abstain => 'a',
        }
    }
}

/// A paper as stored: one letter a line, then each name written in, a line of text each. `names` are sorted ([`named`]), so
/// that their order tells nothing and a repetition is the same paper.
pub(crate) fn written(choices: &[Choice], names: &[String]) -> String {
    let mut out: String = choices.iter().map(|c| c.letter()).collect();
    for name in names {
        out.push('\n');
        out.push_str(name);
    }
    out
}

pub(crate) fn read(written: &str) -> Vec<Choice> {
    let of = |letter| Choice::ALL.into_iter().find(|c| c.letter() == letter);
    let letters = written.lines().next().unwrap_or_default();
    letters.chars().filter_map(of).collect()
}

/// The names written in on a stored paper.
pub(crate) fn names(written: &str) -> impl Iterator<Item = &str> {
    written.lines().skip(1)
}

/// Characters of a name that is written in.
pub const NAME: usize = 40;

/// A name as it is counted: without blanks between Chinese characters, with one kind of dot; none where it is empty, too long
/// or not to be read.
pub fn name(typed: &str) -> Option<String> {
    let mut out = String::new();
    for word in typed.split_whitespace() {
        let latin = |c: char| c.is_ascii_alphanumeric();
        if out.ends_with(latin) && word.starts_with(latin) {
            out.push(' ');
        }
        for c in word.chars() {
            out.push(match c {
                '•' | '‧' | '・' | '･' | '∙' | '⋅' => '·',
                c => c,
            });
        }
    }
    let sound =
        !out.is_empty() && out.chars().count() <= NAME && !out.chars().any(char::is_control);
    sound.then_some(out)
}

/// The names of a paper as they are counted, sorted; each once.
pub(crate) fn named(typed: &[String]) -> Result<Vec<String>, Fault> {
    let mut out = Vec::with_capacity(typed.len());
    for one in typed {
        out.push(name(one).ok_or(Fault::Unreadable)?);
    }
    out.sort();
    match out.windows(2).find(|w| w[0] == w[1]) {
        Some(w) => Err(Fault::Twice(w[0].clone())),
        None => Ok(out),
    }
}

/// Whether `names` may stand on a paper besides `choices`: in an election of `at_most` seats, nobody who is a candidate, one for
/// each candidate voted against (地方组织法第二十八条: 可以另选其他任何代表或者选民; who abstains names nobody), and with those voted for
/// no more than there are seats.
pub(crate) fn check_names<'a>(
    choices: &[Choice],
    names: &[String],
    candidates: impl Iterator<Item = &'a str>,
    at_most: Option<u32>,
) -> Result<(), Fault> {
    let most = at_most.ok_or(Fault::NoWriteIns)?;
    let of = |choice| choices.iter().filter(|c| **c == choice).count();
    let standing: Vec<String> = candidates.filter_map(name).collect();
    if let Some(both) = names.iter().find(|n| standing.contains(n)) {
        return Err(Fault::Candidate(both.clone()));
    }
    if names.len() > of(Choice::No) {
        return Err(Fault::NotAgainst);
    }
    match of(Choice::Yes) + names.len() > most as usize {
        true => Err(Fault::TooMany(most)),
        false => Ok(()),
    }
}

/// What is wrong with a paper before it may be put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Not one choice for each line.
    Lines,
    /// More lines are "for", or written in, than there are seats.
    TooMany(u32),
    /// A name on the paper of a ballot in which none may be written in.
    NoWriteIns,
    /// A name that is empty or too long.
    Unreadable,
    /// Somebody written in who is a candidate.
    Candidate(String),
    /// Somebody written in twice.
    Twice(String),
    /// More names than candidates voted against.
    NotAgainst,
}

/// A paper with a choice for each of `lines` lines, at most `at_most` of them "for".
pub fn check(choices: &[Choice], lines: usize, at_most: Option<u32>) -> Result<(), Fault> {
    if choices.len() != lines {
        return Err(Fault::Lines);
    }
    let yes = choices.iter().filter(|c| **c == Choice::Yes).count();
    match at_most {
        Some(most) if yes > most as usize => Err(Fault::TooMany(most)),
        _ => Ok(()),
    }
}

/// Marks of one line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    pub yes: u32,
    pub no: u32,
    pub abstain: u32,
    pub invalid: u32,
}

impl Marks {
    pub fn add(&mut self, choice: Choice) {
        match choice {
            Choice::Yes => self.yes += 1,
            Choice::No => self.no += 1,
            Choice::Abstain => self.abstain += 1,
        }
    }

    pub fn all(self) -> u32 {
        self.yes + self.no + self.abstain + self.invalid
    }

    fn with(self, other: Marks) -> Marks {
        Marks {
            yes: self.yes + other.yes,
            no: self.no + other.no,
            abstain: self.abstain + other.abstain,
            invalid: self.invalid + other.invalid,
        }
    }
}

/// The reconciliation: handed out = for + against + abstain + invalid + not voted, line by line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Members on the roll (应投).
    pub roll: u32,
    /// Papers of the program handed out, and put in. In an open ballot everybody on the roll holds one.
    pub electronic: u32,
    pub electronic_in: u32,
    /// Sheets of paper handed out, and returned.
    pub paper: u32,
    pub paper_in: u32,
    /// Spoiled sheets that were exchanged; they are not among those handed out.
    pub spoiled: u32,
    /// On the roll, but took no paper of either kind.
    pub not_taken: u32,
    /// Why fewer came back than went out.
    pub explained: String,
}

impl Sheet {
    /// Papers that went out (发出).
    pub fn out(&self) -> u32 {
        self.electronic + self.paper
    }

    /// Papers that came back (收回).
    pub fn back(&self) -> u32 {
        self.electronic_in + self.paper_in
    }

    /// Went out, did not come back.
    pub fn missing(&self) -> u32 {
        self.out().saturating_sub(self.back())
    }

    /// More came back than went out: such a ballot counts for nothing.
    pub fn overfull(&self) -> bool {
        self.electronic_in > self.electronic || self.paper_in > self.paper
    }
}

/// The rule a ballot is judged by. A body the law has no rule for (主任会议, a party group, a committee) decides by over
/// half of its members, as its own rules of procedure have it.
pub fn rule(body: &str, level: &str, name: &str) -> Rule {
    threshold::rule(body, level, name).unwrap_or_else(|| Rule {
        name: name.to_owned(),
        body: body.to_owned(),
        level: level.to_owned(),
        share: match name {
            "two_thirds" => Share::AtLeast { of: 2, parts: 3 },
            _ => Share::OverHalf,
        },
        base: Base::Members,
        source: Source {
            act: String::new(),
            article: String::new(),
            mark: Mark::Local,
        },
    })
}

/// What the lines come to. In an election more lines may reach what is needed than there are seats: then those with the
/// most votes are elected, and where the last seats are tied none of the tied is (地方组织法: they are voted on again).
///
/// Those `written` in (另选他人), with their votes, are judged with the candidates; they stand after them.
pub fn judge(
    lines: &[NewLine],
    written: &[(String, u32)],
    electronic: &[Marks],
    paper: &[Marks],
    sheet: &Sheet,
    needed: u32,
    at_most: Option<u32>,
) -> Vec<LineResult> {
    let none = Marks::default();
    let mut out: Vec<LineResult> = lines
        .iter()
        .enumerate()
        .map(|(i, line)| {
            let marks = electronic
                .get(i)
                .unwrap_or(&none)
                .with(*paper.get(i).unwrap_or(&none));
            LineResult {
                code: line.code.clone(),
                title: line.title.clone(),
                yes: marks.yes,
                no: marks.no,
                abstain: marks.abstain,
                invalid: marks.invalid,
                not_voted: sheet.missing() + sheet.not_taken,
                needed,
                passed: marks.yes >= needed,
            }
        })
        .collect();
    out.extend(written.iter().map(|(name, yes)| LineResult {
        code: format!("+{name}"),
        title: name.clone(),
        yes: *yes,
        no: 0,
        abstain: 0,
        invalid: 0,
        not_voted: 0,
        needed,
        passed: *yes >= needed,
    }));
    let Some(seats) = at_most else { return out };
    let seats = seats as usize;
    let reached: Vec<u32> = out.iter().filter(|l| l.passed).map(|l| l.yes).collect();
    if reached.len() > seats {
        for line in out.iter_mut().filter(|l| l.passed) {
            let ahead_or_level = reached.iter().filter(|yes| **yes >= line.yes).count();
            line.passed = ahead_or_level <= seats;
        }
    }
    out
}

/// Lines of an election that reached what was needed and yet are not elected because others have as many votes.
pub fn tied(lines: &[LineResult]) -> Vec<String> {
    let reached = |l: &&LineResult| l.yes >= l.needed && !l.passed;
    let top = lines.iter().filter(reached).map(|l| l.yes).max();
    let level: Vec<&LineResult> = lines
        .iter()
        .filter(|l| reached(l) && Some(l.yes) == top)
        .collect();
    match level.len() {
        0 | 1 => Vec::new(),
        _ => level.into_iter().map(|l| l.code.clone()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use threshold::Electorate;

    use super::*;

    fn lines(n: usize) -> Vec<NewLine> {
        (0..n)
            .map(|i| NewLine {
                code: format!("l{i}"),
                title: format!("第{i}项"),
            })
            .collect()
    }

    fn yes(counts: &[u32]) -> Vec<Marks> {
        counts
            .iter()
            .map(|yes| Marks {
                yes: *yes,
                ..Marks::default()
            })
            .collect()
    }

    fn passed(counts: &[u32], needed: u32, at_most: Option<u32>) -> (Vec<bool>, Vec<String>) {
        let judged = judge(
            &lines(counts.len()),
            &[],
            &yes(counts),
            &[],
            &Sheet::default(),
            needed,
            at_most,
        );
        (judged.iter().map(|l| l.passed).collect(), tied(&judged))
    }

    /// 25 members: 12 of them are most of 20 present, and not enough. 地方组织法 51.
    #[test]
    fn most_of_those_present_is_not_most_of_all() {
        let all = Electorate {
            seats: 27,
            members: 25,
            present: 20,
        };
        for body in ["standing_committee", "chairpersons"] {
            assert_eq!(rule(body, "county", "majority").needed(all), 13);
        }
        assert_eq!(passed(&[12], 13, None).0, [false]);
        assert_eq!(passed(&[13], 13, None).0, [true]);
    }

    #[test]
    fn seats_go_to_the_most_votes_and_a_tie_for_the_last_seats_elects_none_of_the_tied() {
        assert_eq!(
            passed(&[20, 18, 15, 9], 13, Some(2)).0,
            [true, true, false, false]
        );
        let (who, again) = passed(&[20, 15, 15, 9], 13, Some(2));
        assert_eq!(who, [true, false, false, false]);
        assert_eq!(again, ["l1", "l2"]);
        // One behind the last seat lost by votes, not by a tie.
        assert_eq!(
            passed(&[20, 18, 15, 9], 13, Some(2)).1,
            Vec::<String>::new()
        );
        assert_eq!(passed(&[20, 18], 13, Some(2)).0, [true, true]);
    }

    #[test]
    fn a_paper_has_one_choice_a_line_and_no_more_for_than_seats() {
        use Choice::*;
        assert_eq!(check(&[Yes, No], 2, None), Ok(()));
        assert_eq!(check(&[Yes], 2, None), Err(Fault::Lines));
        assert_eq!(check(&[Yes, Yes, No], 3, Some(1)), Err(Fault::TooMany(1)));
        assert_eq!(read(&written(&[Yes, Abstain, No], &[])), [Yes, Abstain, No]);
    }

    #[test]
    fn a_name_is_written_in_for_a_candidate_voted_against() {
        use Choice::*;
        let names = |all: &[&str]| named(&all.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>());
        let paper = names(&[" 王 强 ", "阿卜杜拉•买买提"]).expect("names");
        assert_eq!(paper, ["王强", "阿卜杜拉·买买提"]);
        // Letters of a name are no choices.
        let stored = written(&[No, Abstain], &names(&["Ann yay", "王强"]).expect("names"));
        assert_eq!(read(&stored), [No, Abstain]);
        assert_eq!(
            super::names(&stored).collect::<Vec<_>>(),
            ["Ann yay", "王强"]
        );
        assert_eq!(
            names(&["王强", "王　强"]),
            Err(Fault::Twice("王强".to_owned()))
        );
        assert_eq!(names(&[" "]), Err(Fault::Unreadable));
        let check = |choices: &[Choice], all: &[&str], most| {
            let candidates = ["甲某", "乙某"].into_iter();
            check_names(choices, &names(all).expect("names"), candidates, most)
        };
        assert_eq!(check(&[No, Yes], &["王强"], Some(2)), Ok(()));
        assert_eq!(
            check(&[No, Yes], &["王强"], Some(1)),
            Err(Fault::TooMany(1))
        );
        assert_eq!(check(&[No, No], &["王强"], Some(1)), Ok(()));
        assert_eq!(
            check(&[Abstain, Yes], &["王强"], Some(2)),
            Err(Fault::NotAgainst)
        );
        assert_eq!(
            check(&[No, Yes], &["乙 某"], Some(2)),
            Err(Fault::Candidate("乙某".to_owned()))
        );
        assert_eq!(check(&[No, No], &["王强"], None), Err(Fault::NoWriteIns));
    }

    #[test]
    fn whoever_is_written_in_takes_a_seat_by_votes() {
        let judged = judge(
            &lines(2),
            &[("王强".to_owned(), 14), ("李明".to_owned(), 2)],
            &yes(&[20, 13]),
            &[],
            &Sheet::default(),
            13,
            Some(2),
        );
        let passed: Vec<bool> = judged.iter().map(|l| l.passed).collect();
        assert_eq!(passed, [true, false, true, false]);
        assert_eq!(judged[2].code, "+王强");
        assert!(tied(&judged).is_empty());
    }

    #[test]
    fn papers_add_up() {
        let sheet = Sheet {
            roll: 25,
            electronic: 18,
            electronic_in: 17,
            paper: 4,
            paper_in: 4,
            not_taken: 3,
            ..Sheet::default()
        };
        assert_eq!((sheet.out(), sheet.back(), sheet.missing()), (22, 21, 1));
        assert!(!sheet.overfull());
        assert!(
            Sheet {
                paper_in: 5,
                ..sheet
            }
            .overfull()
        );
    }
}
