//! The web frame: what every page and every API answer of the program share.
//!
//! Owns the visit (session, language, right to write), forms, tables, charts, errors, live pages, sign-in, one's
//! own account, the API's common parts, the assets. Never decides what may be done: that comes in as data.
//!
//! # How to write a page
//!
//! An area's `area()` returns an [`Area`]; its handlers take what they need and answer a [`Failure`] or a page:
//!
//! ```ignore
//! async fn list(State(app): State<App>, visit: SignedIn, Query(query): Query) -> Result<Response, Failure> {
//!     let listing = Listing::read("proposals", "/proposals", filters(&visit), columns(&visit), "-due",
//!         visit.columns("proposals"), &query)?;                        // strict: unknown filters are refused
//!     let page = store::list(&app.kernel().db, visit.actor(), &listing.asked).await?;
//!     let table = Table::of(&visit, &listing, visit.t("proposals-list")).rows(rows).pages(None, page.next)
//!         .export(listing.same_at("/proposals.xlsx"));
//!     Ok(Doc::titled(visit.t("proposals-list")).part(listing.filters(&visit)).part(table).show(&visit))
//! }
//!
//! fn form(visit: &Visit) -> ui::Form {
//!     ui::Form::new(visit, "/proposals").keep(visit, "proposal-new")    // a draft survives a time-out
//!         .field(Field::line("title", visit.t("proposals-title"), 100).must())
//!         .field(Field::prose("text", visit.t("proposals-text"), 20_000).must())
//!         .send(visit.t("proposals-submit"))
//! }
//!
//! async fn create(State(app): State<App>, visit: SignedIn, Form(typed): Form) -> Result<Response, Failure> {
//!     match submit(&app, &visit, &typed).await {
//!         Ok(id) => Ok(Go::to(format!("/proposals/{id}")).saying(Message::new("proposals-submitted")).into_response()),
//!         // Invalid fields and refusals: the form again (422), with everything still typed in.
//!         Err(e) => Ok(Doc::titled(visit.t("proposals-new")).again(form(&visit).again(&typed, e)?).show(&visit)),
//!     }
//! }
//!
//! async fn submit(app: &App, visit: &SignedIn, typed: &Fields) -> Result<Id, Error> {
//!     let mut r = Reader::new(typed);
//!     let title = r.must_line("title", Len(100));
//!     let text = r.must_prose("text", Len(20_000));
//!     r.finish()?;                                                      // all faults at once
//!     actions::submit(app.kernel(), visit.actor(), title, text).await
//! }
//! ```
//!
//! * Routes: [`Routes`], [`get`], [`post`]; each needs its row in the table of routes and roles.
//! * Extractors: [`Guest`], [`SignedIn`] (both deref to [`Visit`]), [`Form`], [`Query`], [`Path`], [`Upload`],
//!   and for the API [`Json`], [`api::IfMatch`], [`api::Paging`].
//! * Parts of pages: [`ui`]. A part prints itself; [`ui::Doc`] puts parts together; own templates implement
//!   `askama::Template` and go in by [`ui::Doc::template`].
//! * A write answers [`Go`] (303, with a sentence shown once). A page for a grave act is [`ui::Confirm`].
//! * A document as PDF is a [`Print`], where the program was built with that.
//! * Errors go up with `?`: `kernel::error::Error` becomes a page in the reader's language, or a problem
//!   document (RFC 9457) below `/api`.

pub mod api;
mod app;
pub mod assets;
mod error;
mod export;
mod gallery;
mod http;
mod live;
pub mod matter;
mod notices;
mod press;
mod probe;
mod read;
mod routes;
mod sign;
pub mod ui;
mod words;

pub use app::{About, App, Area, Asked, Nav, Settings, parts, router};
pub use error::Failure;
pub use export::{Export, file};
pub use http::{BALLOT_BOX, Go, Guest, SignedIn, Visit, Who, local};
pub use live::Live;
pub use press::{PDF, Print};
pub use probe::collect_metrics;
pub use read::{
    FORM_BYTES, Fields, Form, Json, Len, Path, Query, Reader, UPLOAD_BYTES, Upload, UploadedFile,
    parse_date,
};
pub use routes::{Methods, Route, Routes, get, post};
pub use words::Speaks;
