//! One field of a form: label, hint, control, and the fault beside it.

use askama::Template;
use text::Lang;

use crate::words::{Speaks, speaks};

/// Something that can be chosen.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// A sentence below the label of a card.
    pub hint: String,
    /// Spellings by pinyin initials, blank between them; a pick finds by them.
    pub initials: String,
    pub chosen: bool,
}

impl Choice {
    pub fn new(value: impl ToString, label: impl Into<String>) -> Choice {
        Choice {
            value: value.to_string(),
            label: label.into(),
            ..Choice::default()
        }
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Choice {
        self.hint = hint.into();
        self
    }

    pub fn chosen(mut self, chosen: bool) -> Choice {
        self.chosen = chosen;
        self
    }

    /// A person or unit, found by pinyin initials as well.
    pub fn named(value: impl ToString, name: impl Into<String>) -> Choice {
        let name = name.into();
        let initials = text::initials(&name).join(" ");
        Choice {
            value: value.to_string(),
            label: name,
            initials,
            ..Choice::default()
        }
    }
}

/// How a field is filled in.
#[derive(Debug, Clone)]
pub enum Control {
    /// One line. `kind` is the HTML type (`text`, `email`, `tel`, `url`, `search`, `password`).
    Line {
        kind: &'static str,
        most: usize,
        autocomplete: &'static str,
    },
    /// A one-time code of digits.
    Code,
    /// Several lines, counted in characters.
    Prose {
        rows: u8,
        most: usize,
    },
    Date,
    Number {
        least: i64,
        most: i64,
    },
    Select(Vec<Choice>),
    /// One of a few, each with a sentence, as cards.
    Cards(Vec<Choice>),
    /// One of a few, in a line each.
    Radios(Vec<Choice>),
    /// Several of a few.
    Ticks(Vec<Choice>),
    /// A single yes.
    Tick {
        label: String,
    },
    /// People or units, found by name or pinyin initials; `many` of them or one.
    Pick {
        options: Vec<Choice>,
        many: bool,
    },
    File {
        accept: String,
        many: bool,
    },
    Hidden,
}

/// One field. Built by [`Field::line`] and its siblings, then refined by the methods below.
#[derive(Debug, Clone, Template)]
#[template(path = "field.html")]
pub struct Field {
    pub(crate) lang: Lang,
    pub name: String,
    pub label: String,
    pub hint: String,
    pub must: bool,
    pub value: String,
    pub error: String,
    pub control: Control,
    /// `short`, `medium` or empty: how wide the answer is expected to be.
    pub width: &'static str,
    pub placeholder: String,
    /// The field the page opens on.
    pub focus: bool,
    /// The page says by itself how long it is.
    pub uncounted: bool,
}

speaks!(Field);

impl Field {
    pub fn new(name: &str, label: impl Into<String>, control: Control) -> Field {
        Field {
            lang: Lang::default(),
            name: name.to_owned(),
            label: label.into(),
            hint: String::new(),
            must: false,
            value: String::new(),
            error: String::new(),
            control,
            width: "",
            placeholder: String::new(),
            focus: false,
            uncounted: false,
        }
    }

    /// One line of text, at most `most` characters.
    pub fn line(name: &str, label: impl Into<String>, most: usize) -> Field {
        Field::new(
            name,
            label,
            Control::Line {
                kind: "text",
                most,
                autocomplete: "off",
            },
        )
    }

    /// Several lines, at most `most` characters.
    pub fn prose(name: &str, label: impl Into<String>, most: usize) -> Field {
        Field::new(name, label, Control::Prose { rows: 6, most })
    }

    pub fn password(name: &str, label: impl Into<String>, autocomplete: &'static str) -> Field {
        let mut field = Field::new(
            name,
            label,
            Control::Line {
                kind: "password",
                most: 200,
                autocomplete,
            },
        );
        field.width = "medium";
        field
    }

    pub fn date(name: &str, label: impl Into<String>) -> Field {
        let mut field = Field::new(name, label, Control::Date);
        field.width = "short";
        field
    }

    pub fn number(name: &str, label: impl Into<String>, least: i64, most: i64) -> Field {
        let mut field = Field::new(name, label, Control::Number { least, most });
        field.width = "short";
        field
    }

    pub fn select(name: &str, label: impl Into<String>, options: Vec<Choice>) -> Field {
        Field::new(name, label, Control::Select(options))
    }

    pub fn cards(name: &str, label: impl Into<String>, options: Vec<Choice>) -> Field {
        Field::new(name, label, Control::Cards(options))
    }

    pub fn ticks(name: &str, label: impl Into<String>, options: Vec<Choice>) -> Field {
        Field::new(name, label, Control::Ticks(options))
    }

    /// A single yes; `words` stand beside the box.
    pub fn tick(name: &str, words: impl Into<String>) -> Field {
        Field::new(
            name,
            "",
            Control::Tick {
                label: words.into(),
            },
        )
    }

    /// One person or unit.
    pub fn pick(name: &str, label: impl Into<String>, options: Vec<Choice>) -> Field {
        Field::new(
            name,
            label,
            Control::Pick {
                options,
                many: false,
            },
        )
    }

    /// Several people or units.
    pub fn picks(name: &str, label: impl Into<String>, options: Vec<Choice>) -> Field {
        Field::new(
            name,
            label,
            Control::Pick {
                options,
                many: true,
            },
        )
    }

    /// `accept` as in HTML: `.xlsx,.csv`.
    pub fn file(name: &str, label: impl Into<String>, accept: &str, many: bool) -> Field {
        Field::new(
            name,
            label,
            Control::File {
                accept: accept.to_owned(),
                many,
            },
        )
    }

    pub fn hidden(name: &str, value: impl ToString) -> Field {
        Field::new(name, "", Control::Hidden).value(value)
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Field {
        self.hint = hint.into();
        self
    }

    pub fn must(mut self) -> Field {
        self.must = true;
        self
    }

    pub fn value(mut self, value: impl ToString) -> Field {
        self.set(&[value.to_string().as_str()]);
        self
    }

    pub fn value_opt(self, value: Option<impl ToString>) -> Field {
        match value {
            Some(value) => self.value(value),
            None => self,
        }
    }

    pub fn rows(mut self, n: u8) -> Field {
        if let Control::Prose { rows, .. } = &mut self.control {
            *rows = n;
        }
        self
    }

    pub fn kind(mut self, html: &'static str) -> Field {
        if let Control::Line { kind, .. } = &mut self.control {
            *kind = html;
        }
        self
    }

    pub fn autocomplete(mut self, token: &'static str) -> Field {
        if let Control::Line { autocomplete, .. } = &mut self.control {
            *autocomplete = token;
        }
        self
    }

    pub fn short(mut self) -> Field {
        self.width = "short";
        self
    }

    pub fn medium(mut self) -> Field {
        self.width = "medium";
        self
    }

    pub fn focus(mut self) -> Field {
        self.focus = true;
        self
    }

    /// Without the counter: the page counts by a rule of its own.
    pub fn uncounted(mut self) -> Field {
        self.uncounted = true;
        self
    }

    pub fn placeholder(mut self, words: impl Into<String>) -> Field {
        self.placeholder = words.into();
        self
    }

    /// Puts values in: marks what is chosen, or takes the first as the text.
    pub(crate) fn set(&mut self, values: &[&str]) {
        match &mut self.control {
            Control::Select(all)
            | Control::Cards(all)
            | Control::Radios(all)
            | Control::Ticks(all)
            | Control::Pick { options: all, .. } => {
                for choice in all.iter_mut() {
                    choice.chosen = values.contains(&choice.value.as_str());
                }
            }
            Control::File { .. } => {}
            Control::Line {
                kind: "password", ..
            }
            | Control::Code => self.value.clear(),
            _ => self.value = values.first().copied().unwrap_or_default().to_owned(),
        }
    }

    /// Whether several controls share one label: then a fieldset with a legend.
    fn grouped(&self) -> bool {
        matches!(
            self.control,
            Control::Cards(_) | Control::Radios(_) | Control::Ticks(_) | Control::Pick { .. }
        )
    }

    fn is_hidden(&self) -> bool {
        matches!(self.control, Control::Hidden)
    }

    fn counted(&self) -> usize {
        match self.control {
            Control::Prose { most, .. } if !self.uncounted => most,
            _ => 0,
        }
    }

    /// What the control's `aria-describedby` names.
    fn described_by(&self) -> String {
        let mut ids = Vec::new();
        if !self.hint.is_empty() {
            ids.push(format!("h-{}", self.name));
        }
        if !self.error.is_empty() {
            ids.push(format!("e-{}", self.name));
        }
        if self.counted() > 0 {
            ids.push(format!("c-{}", self.name));
        }
        ids.join(" ")
    }

    /// The attributes every control shares; names and ids are the program's own.
    fn shared(&self) -> Shared<'_> {
        Shared(self)
    }

    /// 2024年3月5日(周二), beside a date control that shows the browser's own form.
    fn date_words(&self) -> String {
        match crate::read::parse_date(&self.value) {
            Some(day) => text::date::date(self.lang, day),
            None => String::new(),
        }
    }
}

/// Prints `id`, `name`, `required`, `aria-…` of a control.
struct Shared<'a>(&'a Field);

impl std::fmt::Display for Shared<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let field = self.0;
        write!(f, "id=\"f-{0}\" name=\"{0}\"", field.name)?;
        if field.must {
            f.write_str(" required")?;
        }
        if !field.error.is_empty() {
            f.write_str(" aria-invalid=\"true\"")?;
        }
        let described = field.described_by();
        if !described.is_empty() {
            write!(f, " aria-describedby=\"{described}\"")?;
        }
        if !field.width.is_empty() {
            write!(f, " class=\"{}\"", field.width)?;
        }
        if field.focus {
            f.write_str(" autofocus")?;
        }
        Ok(())
    }
}

impl askama::filters::HtmlSafe for Shared<'_> {}
