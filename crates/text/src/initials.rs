//! Pinyin initials of a name, by which people are found without typing characters: `zsf` finds 张三丰.
//! A character with several readings gives several spellings; a surname's own reading stands first
//! (单 is shàn, not dān), the everyday one stays, because those who do not know it type that.

use pinyin::ToPinyinMulti;

/// How many spellings of one name are kept; enough for four characters of two initials each.
const SPELLINGS: usize = 16;

/// Surnames whose reading as a surname begins otherwise than the first one in the dictionary, with
/// the initials of that reading. Two-character surnames stand first.
const SURNAMES: &[(&str, &str)] = &[
    ("万俟", "mq"),
    ("尉迟", "yc"),
    ("单于", "cy"),
    ("澹台", "tt"),
    ("单", "s"),
    ("仇", "q"),
    ("解", "x"),
    ("曾", "z"),
    ("区", "o"),
    ("查", "z"),
    ("翟", "z"),
    ("乐", "y"),
    ("种", "c"),
    ("召", "s"),
    ("覃", "q"),
    ("繁", "p"),
    ("折", "s"),
    ("秘", "b"),
    ("祭", "z"),
    ("隗", "w"),
    ("粘", "n"),
    ("句", "g"),
    ("适", "k"),
    ("佴", "n"),
    ("郇", "x"),
    ("乜", "n"),
    ("阚", "k"),
    ("重", "c"),
    ("会", "g"),
];

/// Every spelling of `name` by lower-case initials, the likeliest first, each once. Latin letters
/// and digits stand for themselves, anything without a reading is passed over. Empty for a name
/// with nothing to spell.
pub fn initials(name: &str) -> Vec<String> {
    let name: String = name
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(40)
        .collect();
    let surname = SURNAMES.iter().find(|(s, _)| name.starts_with(s));
    let mut spellings = vec![String::new()];
    for (i, c) in name.chars().enumerate() {
        let mut readings = readings(c);
        if let Some(reading) = surname.and_then(|(_, initials)| initials.chars().nth(i)) {
            readings.retain(|r| *r != reading);
            readings.insert(0, reading);
        }
        if readings.is_empty() {
            continue;
        }
        // The first reading of every character survives the cut, whatever the others do.
        spellings = readings
            .iter()
            .flat_map(|r| spellings.iter().map(move |s| format!("{s}{r}")))
            .take(SPELLINGS)
            .collect();
    }
    spellings.retain(|s| !s.is_empty());
    spellings
}

/// The distinct initials of a character's readings, in the dictionary's order.
fn readings(c: char) -> Vec<char> {
    if c.is_ascii_alphanumeric() {
        return vec![c.to_ascii_lowercase()];
    }
    let mut out = Vec::new();
    for reading in c.to_pinyin_multi().into_iter().flatten() {
        // ê and ń-like interjections have no Latin initial and name nobody.
        let initial = reading
            .plain()
            .chars()
            .next()
            .filter(char::is_ascii_lowercase);
        if let Some(initial) = initial.filter(|i| !out.contains(i)) {
            out.push(initial);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surnames_are_read_as_surnames() {
        for (name, first) in [
            ("张三丰", "zsf"),
            ("单雄信", "sxx"),
            ("仇和", "qh"),
            ("解晓东", "xxd"),
            ("曾国藩", "zgf"),
            ("区伯", "ob"),
            ("欧阳修", "oyx"),
            ("万俟卨", "mqx"),
            ("尉迟恭", "ycg"),
            ("查良镛", "zly"),
        ] {
            assert_eq!(
                initials(name).first().map(String::as_str),
                Some(first),
                "{name}"
            );
        }
    }

    #[test]
    fn the_everyday_reading_finds_them_too() {
        assert!(initials("单雄信").contains(&"dxx".to_owned()));
        assert!(initials("王重阳").contains(&"wcy".to_owned()));
        assert!(initials("王重阳").contains(&"wzy".to_owned()));
        assert!(
            initials("张 三").contains(&"zs".to_owned()),
            "blanks inside a name do not count"
        );
    }

    #[test]
    fn hostile_names_stay_small() {
        assert!(initials("").is_empty());
        assert!(initials("·—！").is_empty());
        assert_eq!(initials("Li雷2"), vec!["lil2"]);
        let long = "单行重".repeat(10_000);
        let spellings = initials(&long);
        assert!(spellings.len() <= SPELLINGS && spellings.iter().all(|s| s.len() <= 40));
    }
}
