//! Names of papers: shown and offered for saving, never used as a path.

use super::Kind;

/// Characters of a name at most, its ending included.
const LONGEST: usize = 120;

/// The name without folders, control and direction marks and what file systems dislike, with an ending that
/// fits its content.
pub fn cleaned(name: &str, kind: Kind) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last
        .chars()
        .filter(|c| !c.is_control() && !is_invisible(*c))
        .map(|c| if "<>:\"|?*".contains(c) { '_' } else { c })
        .collect();
    let plain = plain.trim().trim_matches('.').trim();
    let (stem, ending) = match plain.rsplit_once('.') {
        Some((stem, ending)) => {
            let ending = ending.to_ascii_lowercase();
            match kind.endings().iter().find(|e| **e == ending) {
                Some(fits) => (stem, *fits),
                None => (plain, kind.endings()[0]),
            }
        }
        None => (plain, kind.endings()[0]),
    };
    let room = LONGEST - ending.len() - 1;
    let stem: String = stem.chars().take(room).collect();
    let stem = stem.trim().trim_matches('.');
    if stem.is_empty() {
        return format!("paper.{ending}");
    }
    if is_device(stem) {
        return format!("_{stem}.{ending}");
    }
    format!("{stem}.{ending}")
}

/// Marks that turn or hide text: `报告fdp.exe` must not read as `报告exe.pdf`.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e000}'..='\u{f8ff}')
}

/// Names that Windows keeps for devices.
fn is_device(stem: &str) -> bool {
    let stem = stem
        .split('.')
        .next()
        .unwrap_or_default()
        .to_ascii_uppercase();
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || (stem.len() == 4
            && (stem.starts_with("COM") || stem.starts_with("LPT"))
            && stem.ends_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_cleaned() {
        for (given, expected) in [
            ("答复函.pdf", "答复函.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\Users\\王芳\\答复.PDF", "答复.pdf"),
            ("a\u{202e}fdp.exe", "afdp.exe.pdf"),
            ("..", "paper.pdf"),
            ("", "paper.pdf"),
            ("nul.pdf", "_nul.pdf"),
            ("a<b>:c?.pdf", "a_b__c_.pdf"),
            ("一\r\nSet-Cookie: x.pdf", "一Set-Cookie_ x.pdf"),
        ] {
            assert_eq!(cleaned(given, Kind::Pdf), expected);
        }
        assert_eq!(cleaned("表.et", Kind::Xls), "表.et");
    }

    proptest! {
        #[test]
        fn no_name_is_a_path(given in ".{0,300}") {
            let name = cleaned(&given, Kind::Docx);
            prop_assert!(name.ends_with(".docx") && name.chars().count() <= LONGEST);
            prop_assert!(!name.contains(['/', '\\', '\0', '\n', '\r', '"']) && !name.starts_with('.'));
        }
    }
}
