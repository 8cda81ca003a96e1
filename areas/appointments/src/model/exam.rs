//! The law examination (任前法律知识考试): a paper drawn from the bank, a time to answer it, a mark out of a hundred.

use serde::{Deserialize, Serialize};

/// Answers of a question at most.
pub const CHOICES: usize = 8;
/// Minutes after the last in which what is on its way still counts.
const GRACE: i64 = 60_000_000;

/// A question as it stands on a paper: frozen with it, whatever becomes of the bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub asked: String,
    pub choices: Vec<String>,
    /// The letters of the right answers, in order: `A`, `BD`.
    pub answer: String,
}

impl Question {
    /// More than one answer is right.
    pub fn several(&self) -> bool {
        self.answer.len() > 1
    }
}

/// The letter of the nth answer.
pub fn letter(n: usize) -> char {
    (b'A' + n.min(25) as u8) as char
}

/// Letters as typed, made plain: upper case, in order, once each; none where one is no answer of the question.
pub fn letters(typed: &str, choices: usize) -> Option<String> {
    let mut out: Vec<char> = Vec::new();
    for c in typed
        .chars()
        .filter(|c| !c.is_whitespace() && !",，、".contains(*c))
    {
        let c = c.to_ascii_uppercase();
        if !(0..choices.min(CHOICES)).any(|n| letter(n) == c) {
            return None;
        }
        if !out.contains(&c) {
            out.push(c);
        }
    }
    out.sort_unstable();
    (!out.is_empty()).then(|| out.into_iter().collect())
}

/// The mark out of a hundred: each question weighs alike, and counts where exactly its right answers were given.
pub fn mark(paper: &[Question], answers: &[String]) -> i64 {
    if paper.is_empty() {
        return 0;
    }
    let right = paper
        .iter()
        .enumerate()
        .filter(|(n, q)| answers.get(*n).is_some_and(|a| *a == q.answer))
        .count();
    (right * 100 / paper.len()) as i64
}

/// `n` of `all`, each as likely, by random numbers drawn beforehand (at least `n` of them).
pub fn draw<T: Clone>(all: &[T], n: usize, random: &[u64]) -> Vec<T> {
    let mut left: Vec<T> = all.to_vec();
    let mut out = Vec::new();
    for r in random.iter().take(n.min(all.len())) {
        let at = (r % left.len() as u64) as usize;
        out.push(left.swap_remove(at));
    }
    out
}

/// The instant, in microseconds, from which nothing more is taken.
pub fn closes(begun_at: i64, minutes: i64) -> i64 {
    begun_at + minutes * 60_000_000
}

/// Whether an answer that arrives at `now` still counts.
pub fn in_time(begun_at: i64, minutes: i64, now: i64) -> bool {
    now <= closes(begun_at, minutes) + GRACE
}

/// How the examination of a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Not sat yet, or a re-sit is left.
    Open,
    Passed,
    /// Not passed, and no re-sit left.
    Failed,
}

/// The outcome of marks so far: `pass` is needed, `resits` beyond the first sitting are given.
pub fn outcome(marks: &[i64], pass: i64, resits: i64) -> Outcome {
    if marks.iter().any(|m| *m >= pass) {
        Outcome::Passed
    } else if marks.len() as i64 > resits {
        Outcome::Failed
    } else {
        Outcome::Open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(answer: &str) -> Question {
        Question {
            asked: "哪些是".to_owned(),
            choices: vec!["甲".to_owned(); 4],
            answer: answer.to_owned(),
        }
    }

    #[test]
    fn a_question_counts_where_exactly_the_right_answers_were_given() {
        let paper = [
            question("A"),
            question("BD"),
            question("C"),
            question("ABC"),
        ];
        let given = |all: [&str; 4]| all.map(str::to_owned);
        assert_eq!(mark(&paper, &given(["A", "BD", "C", "ABC"])), 100);
        assert_eq!(mark(&paper, &given(["A", "B", "C", "ABCD"])), 50);
        assert_eq!(mark(&paper, &[]), 0);
    }

    #[test]
    fn sixty_passes_and_one_resit_is_given() {
        assert_eq!(outcome(&[], 60, 1), Outcome::Open);
        assert_eq!(outcome(&[60], 60, 1), Outcome::Passed);
        assert_eq!(outcome(&[59], 60, 1), Outcome::Open);
        assert_eq!(outcome(&[59, 80], 60, 1), Outcome::Passed);
        assert_eq!(outcome(&[59, 30], 60, 1), Outcome::Failed);
        assert_eq!(outcome(&[59], 60, 0), Outcome::Failed);
    }

    #[test]
    fn letters_are_made_plain() {
        assert_eq!(letters("d, b", 4).as_deref(), Some("BD"));
        assert_eq!(letters("AA", 4).as_deref(), Some("A"));
        assert_eq!(letters("E", 4), None);
        assert_eq!(letters(" ", 4), None);
    }

    #[test]
    fn a_drawn_paper_has_no_question_twice() {
        let drawn = draw(&[1, 2, 3, 4, 5], 4, &[9, 9, 9, 9]);
        let mut sorted = drawn.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), 4);
        assert_eq!(draw(&[1, 2], 4, &[0, 0, 0, 0]).len(), 2);
    }

    #[test]
    fn the_last_minute_is_a_last_minute() {
        assert!(in_time(0, 60, 60 * 60_000_000));
        assert!(!in_time(0, 60, 62 * 60_000_000));
    }
}
