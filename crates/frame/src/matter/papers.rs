//! Files of a matter (附件): sent with a form, kept while the form is asked back, listed, taken to read or to save.
//!
//! Who reads which is the kernel's to say ([`kernel::file`]): for all others there is no such file at these addresses.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use kernel::clock::Instant;
use kernel::error::{Arg, Error, FieldError, Message};
use kernel::file::{self, Held, Kind, Place};
use kernel::history::Audience;
use kernel::id::Id;
use text::{Lang, t, ta};

use super::{Shown, stream};
use crate::read::{Path, UPLOAD_BYTES, Upload};
use crate::ui::{Cell, Choice, Column, Field, Form, Row, Table};
use crate::{App, Failure, SignedIn, Visit};

/// Files one form may send.
const MOST_FILES: usize = 20;

/// The files that came with a form, and those it sent before: held for whoever sent them until an act takes them.
#[derive(Debug, Default)]
pub struct Given {
    held: Vec<Held>,
    faults: Vec<FieldError>,
}

impl Given {
    /// Takes in the files of the field `papers`. A file that is refused is a fault of that field, with its name; the
    /// others are held, and what was typed stays.
    pub async fn take(app: &App, visit: &SignedIn, upload: &mut Upload) -> Result<Given, Error> {
        let mut out = Given::default();
        let ids: Vec<Id> = upload
            .fields
            .all("held")
            .filter_map(|id| id.parse().ok())
            .take(MOST_FILES)
            .collect();
        match file::held(app.kernel(), visit.actor(), &ids).await {
            Ok(held) => out.held = held,
            Err(Error::Invalid(faults)) => out.faults.extend(faults),
            Err(other) => return Err(other),
        }
        let sent = std::mem::take(&mut upload.files);
        let sent = sent.into_iter().filter(|f| f.field == "papers");
        for (n, sent) in sent.enumerate() {
            if out.held.len() == MOST_FILES || n >= MOST_FILES {
                let many = Message::new("file-too-many").arg("most", MOST_FILES);
                out.fault(many);
                break;
            }
            if sent.cut {
                let most = UPLOAD_BYTES / 1024 / 1024;
                out.fault_of(
                    &sent.name,
                    &Message::new("file-sent-too-large").arg("most", most),
                );
                continue;
            }
            let bytes = sent.bytes.to_vec();
            match file::hold(app.kernel(), visit.actor(), &sent.name, bytes).await {
                Ok(held) => {
                    upload.fields.push("held", held.id.to_string());
                    out.held.push(held);
                }
                Err(Error::Refused(why) | Error::TooLarge(why)) => out.fault_of(&sent.name, &why),
                Err(other) => return Err(other),
            }
        }
        Ok(out)
    }

    fn fault(&mut self, message: Message) {
        self.faults.push(FieldError {
            field: "papers".to_owned(),
            message,
        });
    }

    fn fault_of(&mut self, name: &str, why: &Message) {
        let both = Arg::Both {
            zh: why.say(Lang::Zh),
            en: why.say(Lang::En),
        };
        self.fault(
            Message::new("file-refused")
                .arg("name", name)
                .arg("why", both),
        );
    }

    /// What was read of the form, where no file was refused; all faults together otherwise.
    pub fn with<T>(&mut self, read: Result<T, Error>) -> Result<T, Error> {
        let mut faults = std::mem::take(&mut self.faults);
        if faults.is_empty() {
            return read;
        }
        match read {
            Ok(_) => Err(Error::Invalid(faults)),
            Err(Error::Invalid(typed)) => {
                faults.splice(0..0, typed);
                Err(Error::Invalid(faults))
            }
            Err(other) => Err(other),
        }
    }

    /// The files, for the act that takes them.
    pub fn bodies(&self) -> Vec<file::Body> {
        self.held.iter().map(|h| h.body.clone()).collect()
    }

    /// The fields of a form that takes files at `place`: those it has already, to be left out again, and one for more.
    pub fn fields(&self, form: Form, visit: &Visit, place: &Place, must: bool) -> Form {
        let lang = visit.lang;
        let form = if self.held.is_empty() {
            form
        } else {
            let held = self
                .held
                .iter()
                .map(|h| {
                    Choice::new(h.id, &h.body.name)
                        .hint(text::number::size(h.body.size))
                        .chosen(true)
                })
                .collect();
            form.field(Field::ticks("held", visit.t("file-held"), held))
        };
        let readers = match place.audience {
            Audience::Public | Audience::Parties => "file-readers-parties",
            Audience::Office => "file-readers-office",
            Audience::Named(_) => "file-readers-named",
        };
        let most = UPLOAD_BYTES / 1024 / 1024;
        let hint = ta(lang, "file-field-hint", &[("most", (most as i64).into())]);
        let field = Field::file("papers", visit.t("file-field"), &accepted(), true)
            .hint(format!("{hint}{}", t(lang, readers)));
        form.field(if must && self.held.is_empty() {
            field.must()
        } else {
            field
        })
    }
}

/// The endings a browser offers to choose from.
fn accepted() -> String {
    let endings = Kind::ALL.into_iter().flat_map(Kind::endings);
    endings
        .map(|e| format!(".{e}"))
        .collect::<Vec<String>>()
        .join(",")
}

/// What kind of file it is, as people call it: PDF, DOCX.
fn kind(paper: &file::Paper) -> String {
    let ending = paper.name.rsplit_once('.').map(|(_, e)| e);
    ending.unwrap_or(&paper.mime).to_uppercase()
}

impl Shown<'_> {
    /// The files of this matter that the reader may read; none where there are none.
    pub async fn papers(&self, app: &App) -> Result<Option<Table>, Error> {
        let matter = self.standing.matter.id;
        let visit = self.visit;
        let papers = file::of_matter(&app.kernel().db, visit.actor(), matter).await?;
        if papers.is_empty() {
            return Ok(None);
        }
        let columns = vec![
            Column::new("name", visit.t("file-name")),
            Column::new("place", visit.t("file-place")),
            Column::new("kind", visit.t("file-kind")),
            Column::new("size", visit.t("file-size")),
            Column::new("by", visit.t("file-by")),
            Column::new("at", visit.t("file-at")),
        ];
        let rows = papers
            .into_iter()
            .map(|p| Row {
                id: p.id.to_string(),
                cells: vec![
                    Cell::lead(format!("/matters/{matter}/files/{}", p.id), p.name.as_str()),
                    Cell::text(self.place(&p)),
                    Cell::text(kind(&p)),
                    Cell::text(text::number::size(p.size)),
                    Cell::text(p.person.clone().unwrap_or_else(|| visit.t("matter-system"))),
                    Cell::day(Some(Instant(p.created_at).day())),
                ],
            })
            .collect();
        let table = Table::new(visit, "papers", visit.t("file-all"), columns);
        Ok(Some(table.rows(rows).cards()))
    }

    /// What a file belongs to, with the unit whose it is.
    fn place(&self, paper: &file::Paper) -> String {
        let place = t(self.lang(), &format!("file-place-{}", paper.place));
        match paper.unit_id {
            Some(unit) => format!("{place} · {}", self.unit(unit)),
            None => place,
        }
    }
}

/// A file, shown by the browser where it can, otherwise saved.
pub(super) async fn take(
    State(app): State<App>,
    visit: SignedIn,
    headers: HeaderMap,
    Path((matter, paper)): Path<(Id, Id)>,
) -> Result<Response, Failure> {
    bytes(&app, &visit, &headers, matter, paper).await
}

/// The answer for a file of this matter, on the page and for programs.
pub(super) async fn bytes(
    app: &App,
    visit: &SignedIn,
    headers: &HeaderMap,
    matter: Id,
    paper: Id,
) -> Result<Response, Failure> {
    let opened = file::open(app.kernel(), visit.actor(), paper).await?;
    if opened.paper.matter_id != matter {
        return Err(Error::NotFound.into());
    }
    Ok(stream::answer(opened, headers).await?)
}

/// The names of files an event tells of: those it brought, and those it took away.
pub(super) fn told(lang: Lang, data: &serde_json::Value) -> Option<String> {
    let names = |key: &str| -> Vec<String> {
        let all = data[key].as_array().into_iter().flatten();
        let named = all.filter_map(|p| p["name"].as_str().or(p.as_str()));
        named.map(str::to_owned).collect()
    };
    let lines: Vec<String> = [
        ("papers", "file-told-added"),
        ("papers_gone", "file-told-gone"),
    ]
    .into_iter()
    .filter_map(|(key, words)| {
        let names = names(key).join("、");
        (!names.is_empty()).then(|| ta(lang, words, &[("names", text::Arg::Str(&names))]))
    })
    .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}
