//! Who handles it, as registers write it: one unit, several in one cell, the helping ones marked before or behind
//! (会办：财政局, 公安局（协办）), or in a column of their own.

/// Units as written: those that answer, and those that help. Where nothing is marked the first of several answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Handlers {
    pub(super) leads: Vec<String>,
    pub(super) helping: Vec<String>,
}

const HELPING: [&str; 6] = ["会办单位", "协办单位", "配合单位", "会办", "协办", "配合"];
const LEADING: [&str; 5] = ["主办单位", "牵头单位", "承办单位", "主办", "牵头"];
/// Stand for the marks while the cell is taken apart; no text of a table holds them.
const NOW_HELPING: char = '\u{1}';
const NOW_LEADING: char = '\u{2}';

/// Takes a cell apart.
pub(super) fn read(typed: &str) -> Handlers {
    let mut text = typed
        .replace('：', ":")
        .replace('（', "(")
        .replace('）', ")");
    // A name spaced out to fill its cell (水 利 局) is one name.
    if text.split_whitespace().all(|p| p.chars().count() == 1) {
        text.retain(|c| !c.is_whitespace());
    }
    for (words, now) in [(&HELPING[..], NOW_HELPING), (&LEADING[..], NOW_LEADING)] {
        for word in words {
            text = text.replace(&format!("{word}:"), &now.to_string());
        }
    }
    let mut out = Handlers::default();
    let mut helps = false;
    let mut token = String::new();
    let parted = |c: char| "、，,;；/／|".contains(c) || c.is_whitespace();
    for c in text.chars().chain(['、']) {
        match c {
            NOW_HELPING | NOW_LEADING => {
                out.put(&mut token, helps);
                helps = c == NOW_HELPING;
            }
            c if parted(c) => out.put(&mut token, helps),
            c => token.push(c),
        }
    }
    if out.leads.len() > 1 {
        let others = out.leads.split_off(1);
        out.helping.splice(0..0, others);
    }
    out
}

impl Handlers {
    fn put(&mut self, token: &mut String, helps: bool) {
        let mut name = std::mem::take(token);
        let mut helps = helps;
        for (words, marks) in [(&HELPING[..], true), (&LEADING[..], false)] {
            for word in words {
                if let Some(bare) = name.strip_suffix(&format!("({word})")) {
                    name = bare.to_owned();
                    helps = marks;
                }
            }
        }
        let all = if helps {
            &mut self.helping
        } else {
            &mut self.leads
        };
        if !name.is_empty() && !all.contains(&name) {
            all.push(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_as_offices_fill_them() {
        for (typed, leads, helping) in [
            ("水利局", "水利局", ""),
            ("水 利 局", "水利局", ""),
            ("水利局、交通局（会办）", "水利局", "交通局"),
            ("住建局 会办：财政局", "住建局", "财政局"),
            ("城管局\n会办：公安局、交通局", "城管局", "公安局、交通局"),
            (
                "主办：教育局；协办：卫健局，财政局",
                "教育局",
                "卫健局、财政局",
            ),
            ("公安局(协办)、城管局(主办)", "城管局", "公安局"),
            ("交通局、财政局", "交通局", "财政局"),
            ("会办：财政局", "", "财政局"),
            ("", "", ""),
        ] {
            let read = read(typed);
            assert_eq!(
                (read.leads.join("、"), read.helping.join("、")),
                (leads.to_owned(), helping.to_owned()),
                "{typed}"
            );
        }
    }
}
