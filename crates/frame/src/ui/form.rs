//! Forms: fields in groups, a summary of faults that leads to each, one filled button, and drafts that outlive
//! a time-out.

use askama::Template;
use kernel::error::Error;
use text::Lang;

use super::field::{Control, Field};
use crate::http::Visit;
use crate::read::Fields;
use crate::words::{self, Speaks, speaks};

/// What a form holds, from top to bottom.
#[derive(Debug, Clone)]
pub enum Part {
    Field(Box<Field>),
    /// Fields beside each other where there is room.
    Side(Vec<Field>),
    /// Fields under a heading of their own.
    Group {
        legend: String,
        hint: String,
        fields: Vec<Field>,
    },
    /// Finished HTML of another part (a note, a table of facts).
    Html(String),
}

/// A form. Posts by default; carries the session's token.
#[derive(Debug, Clone, Template)]
#[template(path = "form.html")]
pub struct Form {
    pub(crate) lang: Lang,
    action: String,
    token: String,
    get: bool,
    files: bool,
    keep: String,
    /// Where what is typed is kept on the server while it is typed.
    autosave: String,
    parts: Vec<Part>,
    send: String,
    grave: bool,
    also: Vec<(String, String, String)>,
    cancel: String,
    faults: Vec<(String, String)>,
    compact: bool,
}

speaks!(Form);

impl Form {
    /// A form of this visit that posts to `action`.
    pub fn new(visit: &Visit, action: impl Into<String>) -> Form {
        Form {
            lang: visit.lang,
            action: action.into(),
            token: visit.token().to_owned(),
            get: false,
            files: false,
            keep: String::new(),
            autosave: String::new(),
            parts: Vec::new(),
            send: text::t(visit.lang, "frame-form-send"),
            grave: false,
            also: Vec::new(),
            cancel: String::new(),
            faults: Vec::new(),
            compact: false,
        }
    }

    /// Sends by GET: searches and filters.
    pub fn get(mut self) -> Form {
        self.get = true;
        self
    }

    /// Keeps a draft in this browser under the account and `key`, until it was sent.
    pub fn keep(mut self, visit: &Visit, key: &str) -> Form {
        self.keep = format!("{}:{key}", visit.account_key());
        self
    }

    /// Sends what is typed to `href` a moment after each stop, and shows the sentence the answer holds (JSON
    /// `{"said": …}`): how much is saved, who else is writing. Without a connection it stays in this browser.
    pub fn autosave(mut self, href: impl Into<String>) -> Form {
        self.autosave = href.into();
        self
    }

    pub fn field(mut self, mut field: Field) -> Form {
        field.lang = self.lang;
        self.files |= matches!(field.control, Control::File { .. });
        self.parts.push(Part::Field(Box::new(field)));
        self
    }

    /// A field of the program's own: not shown, not kept in the draft.
    pub fn hidden(self, name: &str, value: impl ToString) -> Form {
        self.field(Field::hidden(name, value))
    }

    pub fn side(mut self, fields: Vec<Field>) -> Form {
        let fields = self.spoken(fields);
        self.parts.push(Part::Side(fields));
        self
    }

    pub fn group(
        mut self,
        legend: impl Into<String>,
        hint: impl Into<String>,
        fields: Vec<Field>,
    ) -> Form {
        let fields = self.spoken(fields);
        self.parts.push(Part::Group {
            legend: legend.into(),
            hint: hint.into(),
            fields,
        });
        self
    }

    /// Another part among the fields.
    pub fn html(mut self, part: impl askama::filters::HtmlSafe) -> Form {
        self.parts.push(Part::Html(part.to_string()));
        self
    }

    /// The words of the filled button.
    pub fn send(mut self, words: impl Into<String>) -> Form {
        self.send = words.into();
        self
    }

    /// The button ends or refuses something: drawn in red, not filled.
    pub fn grave(mut self) -> Form {
        self.grave = true;
        self
    }

    /// A second way to send: a drawn button that also sends `name=value`.
    pub fn also(mut self, name: &str, value: &str, words: impl Into<String>) -> Form {
        self.also
            .push((name.to_owned(), value.to_owned(), words.into()));
        self
    }

    /// A way back that sends nothing.
    pub fn cancel(mut self, href: impl Into<String>) -> Form {
        self.cancel = href.into();
        self
    }

    /// Without the width limit and gaps of a page's main form: for forms in panels and menus.
    pub fn compact(mut self) -> Form {
        self.compact = true;
        self
    }

    /// Shows what was typed, with the faults an action found. Faults without a field of that name stand in the
    /// summary; anything but invalid fields is handed back for the frame to show.
    pub fn again(mut self, typed: &Fields, error: Error) -> Result<Form, Error> {
        self.fill(typed);
        match error {
            Error::Invalid(faults) => {
                for fault in faults {
                    let lang = self.lang;
                    let words = words::message(lang, &fault.message);
                    if let Some(field) = self.field_mut(&fault.field) {
                        if field.error.is_empty() {
                            field.error = words.clone();
                        }
                        let named = [
                            ("label", field.label.as_str().into()),
                            ("words", words.as_str().into()),
                        ];
                        let named = match field.label.as_str() {
                            "" => words,
                            _ => text::ta(lang, "frame-form-fault", &named),
                        };
                        self.faults.push((fault.field, named));
                    } else {
                        self.faults.push((String::new(), words));
                    }
                }
                Ok(self)
            }
            // A rule's refusal reads best above the form it refused, with everything still typed in.
            Error::Refused(message) => {
                let words = words::message(self.lang, &message);
                self.faults.push((String::new(), words));
                Ok(self)
            }
            other => Err(other),
        }
    }

    /// Puts in what an address gives beforehand; all other fields keep what they start with.
    pub fn start(&mut self, given: &Fields) {
        for field in self.fields_mut() {
            if given.has(&field.name) && !matches!(field.control, Control::Hidden) {
                let values: Vec<&str> = given.all(&field.name).collect();
                field.set(&values);
            }
        }
    }

    /// Puts in what was typed or is known; fields that were not sent are emptied of ticks and choices.
    pub fn fill(&mut self, typed: &Fields) {
        for field in self.fields_mut() {
            if matches!(field.control, Control::Hidden) {
                continue;
            }
            let values: Vec<&str> = typed.all(&field.name).collect();
            field.set(&values);
        }
    }

    fn spoken(&mut self, mut fields: Vec<Field>) -> Vec<Field> {
        for field in &mut fields {
            field.lang = self.lang;
            self.files |= matches!(field.control, Control::File { .. });
        }
        fields
    }

    fn fields_mut(&mut self) -> impl Iterator<Item = &mut Field> {
        self.parts.iter_mut().flat_map(|part| match part {
            Part::Field(field) => std::slice::from_mut(&mut **field).iter_mut(),
            Part::Side(fields) | Part::Group { fields, .. } => fields.iter_mut(),
            Part::Html(_) => [].iter_mut(),
        })
    }

    fn field_mut(&mut self, name: &str) -> Option<&mut Field> {
        self.fields_mut().find(|f| f.name == name)
    }

    /// Whether any fault stands in the form: the answer's status is then 422.
    pub fn has_faults(&self) -> bool {
        !self.faults.is_empty()
    }
}
