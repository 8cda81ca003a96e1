//! Characters as the trade counts them (字数): as Word does for Chinese text. Each Chinese character and each Chinese
//! punctuation mark is one; a run of Latin letters, digits and their marks without a blank is one.

/// Counts a text. Blanks and line ends count nothing.
pub fn count(text: &str) -> u32 {
    let chars: Vec<char> = text.chars().collect();
    let mut n = 0;
    let mut in_word = false;
    for (i, c) in chars.iter().enumerate() {
        if c.is_whitespace() || c.is_control() {
            in_word = false;
        } else if is_wide(*c) || is_shared(*c) && !is_within_word(&chars, i) {
            in_word = false;
            n += 1;
        } else if !in_word {
            in_word = true;
            n += 1;
        }
    }
    n
}

/// Chinese, Japanese and Korean characters, their punctuation, and full-width forms.
fn is_wide(c: char) -> bool {
    matches!(u32::from(c),
        0x2e80..=0x303f | 0x3040..=0x33ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xac00..=0xd7a3
        | 0xf900..=0xfaff | 0xfe10..=0xfe1f | 0xfe30..=0xfe4f | 0xff00..=0xffef
        | 0x20000..=0x3ffff)
}

/// Marks that Chinese and Latin texts share: quotation marks, dash, ellipsis, middle dot.
fn is_shared(c: char) -> bool {
    matches!(c, '‘' | '’' | '“' | '”' | '—' | '…' | '·')
}

/// Inside a Latin word (don’t): Latin on both sides.
fn is_within_word(chars: &[char], i: usize) -> bool {
    let latin = |at: Option<usize>| {
        at.and_then(|at| chars.get(at))
            .is_some_and(|c| c.is_alphanumeric() && !is_wide(*c))
    };
    latin(i.checked_sub(1)) && latin(Some(i + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn counts_as_word_counts() {
        for (text, n) in [
            ("", 0),
            ("县人大常委会", 6),
            ("县人大常委会，", 7),
            ("GDP增长8.5%", 4),
            ("2024年3月5日", 6),
            ("people's congress", 2),
            ("“两会”召开……", 8),
            ("don’t", 1),
            ("　全角空格 ", 4),
            ("第１期", 3),
            ("阿·列克谢", 5),
        ] {
            assert_eq!(count(text), n, "{text}");
        }
    }

    proptest! {
        #[test]
        fn chinese_alone_counts_by_the_character(text in "[\u{4e00}-\u{9fff}，。！？]{0,80}") {
            prop_assert_eq!(count(&text) as usize, text.chars().count());
        }

        #[test]
        fn parts_add_up_at_a_blank(a in "\\PC{0,40}", b in "\\PC{0,40}") {
            prop_assert_eq!(count(&format!("{a}\n{b}")), count(&a) + count(&b));
        }

        #[test]
        fn blanks_between_chinese_change_nothing(text in "[\u{4e00}-\u{9fff}]{1,40}") {
            let spaced: String = text.chars().flat_map(|c| [c, ' ']).collect();
            prop_assert_eq!(count(&text), count(&spaced));
        }
    }
}
