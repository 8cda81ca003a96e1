//! Which of the two languages a reader gets: the address (`?lang=`) before the cookie before the
//! browser's `Accept-Language`; Chinese when none of them says anything usable.

use fluent_templates::{LanguageIdentifier, langid};
use std::fmt;

static ZH: LanguageIdentifier = langid!("zh");
static EN: LanguageIdentifier = langid!("en");

/// A language of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// Chinese (simplified), the language of the offices and of every letter.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Both, in the order of the switch.
    pub const ALL: [Lang; 2] = [Lang::Zh, Lang::En];

    /// `zh` or `en`, as in the address, the cookie and the folder of texts.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Zh => "zh",
            Lang::En => "en",
        }
    }

    /// The value of an HTML `lang` attribute.
    pub fn html(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }

    /// The other one, for the switch in the page.
    pub fn other(self) -> Lang {
        match self {
            Lang::Zh => Lang::En,
            Lang::En => Lang::Zh,
        }
    }

    /// Reads a language tag by its primary subtag: `zh`, `zh-CN`, `zh_Hans`, `en-GB` …
    pub fn parse(tag: &str) -> Option<Lang> {
        let primary = tag.trim().split(['-', '_']).next()?;
        Lang::ALL
            .into_iter()
            .find(|lang| primary.eq_ignore_ascii_case(lang.code()))
    }

    /// The reader's language from the three places that may say it; the first usable one wins.
    pub fn negotiate(query: Option<&str>, cookie: Option<&str>, accept: Option<&str>) -> Lang {
        query
            .and_then(Lang::parse)
            .or_else(|| cookie.and_then(Lang::parse))
            .or_else(|| accept.and_then(Lang::from_accept))
            .unwrap_or_default()
    }

    /// The best of an `Accept-Language` header (RFC 9110, 12.5.4): highest weight, then first.
    fn from_accept(header: &str) -> Option<Lang> {
        let mut best: Option<(Lang, u16)> = None;
        for range in header.split(',').take(32) {
            let (tag, params) = range.split_once(';').unwrap_or((range, ""));
            let weight = match params.trim().strip_prefix("q=") {
                Some(q) => thousandths(q),
                None => Some(1000),
            };
            let (Some(lang), Some(weight)) = (Lang::parse(tag), weight) else {
                continue;
            };
            if weight > 0 && best.is_none_or(|(_, w)| weight > w) {
                best = Some((lang, weight));
            }
        }
        best.map(|(lang, _)| lang)
    }

    pub(crate) fn id(self) -> &'static LanguageIdentifier {
        match self {
            Lang::Zh => &ZH,
            Lang::En => &EN,
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A qvalue (`0`, `0.8`, `1.000`) in thousandths.
fn thousandths(q: &str) -> Option<u16> {
    let (whole, fraction) = q.trim().split_once('.').unwrap_or((q.trim(), ""));
    if fraction.len() > 3 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let weight = whole.parse::<u16>().ok().filter(|w| *w <= 1)? * 1000
        + format!("{fraction:0<3}").parse::<u16>().ok()?;
    (weight <= 1000).then_some(weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_wins_over_the_cookie_over_the_browser() {
        let n = Lang::negotiate;
        assert_eq!(n(Some("en"), Some("zh"), Some("zh-CN")), Lang::En);
        assert_eq!(n(Some("xx"), Some("en"), Some("zh-CN")), Lang::En);
        assert_eq!(n(None, None, Some("en-GB,en;q=0.9,zh;q=0.8")), Lang::En);
        assert_eq!(n(None, None, None), Lang::Zh);
    }

    #[test]
    fn weights_decide_and_nonsense_is_ignored() {
        let accept = |h| Lang::negotiate(None, None, Some(h));
        assert_eq!(accept("en;q=0.5, zh-Hans-CN;q=0.7"), Lang::Zh);
        assert_eq!(accept("fr, en;q=0.1"), Lang::En);
        assert_eq!(accept("en;q=0, fr"), Lang::Zh);
        assert_eq!(accept("en;q=2, en;q=x, ;;;,,=q"), Lang::Zh);
        assert_eq!(accept("en;q=0.65535"), Lang::Zh);
        assert_eq!(accept(""), Lang::Zh);
    }
}
