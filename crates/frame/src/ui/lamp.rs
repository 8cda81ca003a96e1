//! The three lamps: green in time, amber due soon, red late. Each has its own shape and its own word, so that
//! no one needs to tell the colours apart.

use askama::Template;
use text::Lang;
use text::date::Left;

use crate::words::speaks;

/// Which lamp burns. `Out` is a matter without a clock: ended, historic, or stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Light {
    Green,
    Amber,
    Red,
    Out,
}

impl Light {
    /// As in the API and in filters: `green`, `amber`, `red`, `none`.
    pub fn code(self) -> &'static str {
        match self {
            Light::Green => "green",
            Light::Amber => "amber",
            Light::Red => "red",
            Light::Out => "none",
        }
    }

    pub fn parse(code: &str) -> Option<Light> {
        [Light::Green, Light::Amber, Light::Red, Light::Out]
            .into_iter()
            .find(|l| l.code() == code)
    }

    /// 按时、临期、逾期、不计时
    pub fn word(self, lang: Lang) -> String {
        text::t(
            lang,
            match self {
                Light::Green => "frame-lamp-green",
                Light::Amber => "frame-lamp-amber",
                Light::Red => "frame-lamp-red",
                Light::Out => "frame-lamp-out",
            },
        )
    }
}

/// A lamp with its words: 还剩3天.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r#"<span class="lamp {{ light.code() }}">
{%- match light -%}
{%- when Light::Green -%}<svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6.5"/></svg>
{%- when Light::Amber -%}<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 1 15.5 15H.5z"/></svg>
{%- when Light::Red -%}<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M1.5 1.5h13v13h-13z"/></svg>
{%- when Light::Out -%}<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M2 7h12v2H2z"/></svg>
{%- endmatch -%}
{%- if said %}<span class="hush">{{ light.word(*lang) }} </span>{% endif -%}
<span>{{ words }}</span></span>"#
)]
pub struct Lamp {
    lang: Lang,
    pub light: Light,
    pub words: String,
    /// Whether the lamp's own word is said besides (the days left stand for it on the screen).
    said: bool,
}

speaks!(Lamp);

impl Lamp {
    /// The lamp with the days left beside it; its own word is read out by screen readers.
    pub fn due(lang: Lang, light: Light, left: Left) -> Lamp {
        Lamp {
            lang,
            light,
            words: text::date::left(lang, left),
            said: true,
        }
    }

    /// The lamp with its own word.
    pub fn plain(lang: Lang, light: Light) -> Lamp {
        Lamp {
            lang,
            light,
            words: light.word(lang),
            said: false,
        }
    }

    /// The lamp with other words (a count, a state): they say themselves how it stands.
    pub fn saying(lang: Lang, light: Light, words: impl Into<String>) -> Lamp {
        Lamp {
            lang,
            light,
            words: words.into(),
            said: false,
        }
    }
}
