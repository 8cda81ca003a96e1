//! What changed between two versions of a text, so that a reader of Chinese sees it: by characters, with crumbs swept
//! together (a single character that stayed between two changes is part of the change).

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A stretch of text in one version, the other, or both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Same(String),
    Gone(String),
    New(String),
}

/// Characters that stayed between two changes and count as changed: fewer than so many.
const CRUMB: usize = 2;

/// Cuts a text into what is compared: single Chinese characters and marks, whole Latin words and numbers, blanks.
pub fn tokens(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut word: Option<usize> = None;
    for (i, c) in text.char_indices() {
        let within = c.is_ascii_alphanumeric();
        match (word, within) {
            (None, true) => word = Some(i),
            (Some(from), false) => {
                out.push(&text[from..i]);
                word = None;
            }
            _ => {}
        }
        if !within {
            out.push(&text[i..i + c.len_utf8()]);
        }
    }
    if let Some(from) = word {
        out.push(&text[from..]);
    }
    out
}

/// The changes from `old` to `new`, in reading order: what is gone before what is new.
pub fn diff(old: &str, new: &str) -> Vec<Piece> {
    let (a, b) = (tokens(old), tokens(new));
    let ops = capture_diff_slices(Algorithm::Myers, &a, &b);
    let mut out: Vec<Piece> = Vec::new();
    let (mut gone, mut added) = (String::new(), String::new());
    let last = ops.len().saturating_sub(1);
    for (i, op) in ops.into_iter().enumerate() {
        match op {
            DiffOp::Equal { old_index, len, .. } => {
                let same = a[old_index..old_index + len].concat();
                let between = (!gone.is_empty() || !added.is_empty()) && i != last;
                if between && len < CRUMB && !same.contains('\n') {
                    gone.push_str(&same);
                    added.push_str(&same);
                } else {
                    flush(&mut out, &mut gone, &mut added);
                    out.push(Piece::Same(same));
                }
            }
            DiffOp::Delete {
                old_index, old_len, ..
            } => {
                gone.push_str(&a[old_index..old_index + old_len].concat());
            }
            DiffOp::Insert {
                new_index, new_len, ..
            } => {
                added.push_str(&b[new_index..new_index + new_len].concat());
            }
            DiffOp::Replace {
                old_index,
                old_len,
                new_index,
                new_len,
            } => {
                gone.push_str(&a[old_index..old_index + old_len].concat());
                added.push_str(&b[new_index..new_index + new_len].concat());
            }
        }
    }
    flush(&mut out, &mut gone, &mut added);
    out
}

fn flush(out: &mut Vec<Piece>, gone: &mut String, added: &mut String) {
    if !gone.is_empty() {
        out.push(Piece::Gone(std::mem::take(gone)));
    }
    if !added.is_empty() {
        out.push(Piece::New(std::mem::take(added)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_word_changed_reads_as_a_word_changed() {
        assert_eq!(
            diff("县人大常委会听取报告", "县人大常委会审议报告"),
            [
                Piece::Same("县人大常委会".into()),
                Piece::Gone("听取".into()),
                Piece::New("审议".into()),
                Piece::Same("报告".into()),
            ]
        );
        // 代表 was 委员, 的 stayed: one change, not two with a crumb between.
        assert_eq!(
            diff("听取代表的建议。", "采纳委员的意见。"),
            [
                Piece::Gone("听取代表的建议".into()),
                Piece::New("采纳委员的意见".into()),
                Piece::Same("。".into()),
            ]
        );
        assert_eq!(diff("2024年", "2025年")[0], Piece::Gone("2024".into()));
    }

    proptest! {
        #[test]
        fn both_versions_can_be_read_back(old in "[甲乙丙丁 a1。\n]{0,30}", new in "[甲乙丙丁 a1。\n]{0,30}") {
            let all = diff(&old, &new);
            let side = |keep: fn(&Piece) -> Option<&str>| all.iter().filter_map(keep).collect::<String>();
            let before = side(|p| match p { Piece::Same(t) | Piece::Gone(t) => Some(t), Piece::New(_) => None });
            let after = side(|p| match p { Piece::Same(t) | Piece::New(t) => Some(t), Piece::Gone(_) => None });
            prop_assert_eq!(before, old);
            prop_assert_eq!(after, new);
        }
    }
}
