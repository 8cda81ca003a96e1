//! An act as a form: what the procedure asks for becomes fields, what was typed becomes a request.

use axum::response::Response;
use kernel::error::{Error, FieldError, Message};
use kernel::id::Id;
use kernel::matter::choice::{self, Offered};
use kernel::matter::{Request, Standing};
use procedure::{FieldType, Need, Offer, Part, Value, Words};
use text::Lang;

use super::{Given, Shown};
use crate::read::{Fields, Len, Reader};
use crate::ui::{Choice, Doc, Field, Form, Note, Tone};
use crate::{App, Failure, SignedIn};

/// Words of a procedure in the reader's language.
pub(crate) fn words(lang: Lang, words: &Words) -> String {
    match lang {
        Lang::Zh => words.zh.clone(),
        Lang::En => words.en.clone(),
    }
}

/// The act named, as this reader meets it: the one on the task asked for, the first that is allowed, or the first.
pub(crate) fn offer(
    standing: &Standing,
    visit: &SignedIn,
    name: &str,
    task: Option<Id>,
) -> Result<Offer, Error> {
    let mut offers: Vec<Offer> = standing
        .offers(visit.actor())
        .into_iter()
        .filter(|o| o.act == name)
        .filter(|o| task.is_none() || o.token.is_none() || o.token == task.map(|t| t.0 as u64))
        .collect();
    offers.sort_by_key(|o| o.result.is_err());
    offers.into_iter().next().ok_or(Error::NotFound)
}

/// The page of an act. `typed` is what was sent, or the query it was opened with; `error` what came of it.
pub(crate) async fn page(
    app: &App,
    visit: &SignedIn,
    standing: &Standing,
    name: &str,
    typed: &Fields,
    given: &Given,
    error: Option<Error>,
) -> Result<Response, Failure> {
    let task = typed.get("task").and_then(|t| t.parse().ok());
    let offer = match offer(standing, visit, name, task) {
        Ok(offer) => offer,
        Err(_) if error.is_some() => return Err(error.unwrap_or(Error::NotFound).into()),
        Err(e) => return Err(e.into()),
    };
    let shown = Shown::new(app, visit, standing).await?;
    let title = words(visit.lang, &offer.title);
    let address = standing.kind.address(standing.matter.id);
    let doc = Doc::new(format!("{title} · {}", standing.matter.title))
        .trail(address.clone(), standing.matter.title.clone())
        .part(shown.act_head(&title));
    if let (Err(refusal), None) = (&offer.result, &error) {
        let said = words(visit.lang, &refusal.message);
        return Ok(doc
            .part(Note::new(Tone::Warn, said).title(visit.t("matter-act-refused")))
            .part(crate::ui::Links::new(vec![(
                address,
                visit.t("matter-back"),
            )]))
            .show(visit));
    }
    let mut form = form(app, visit, standing, &offer, given, &shown).await?;
    form = form.cancel(address);
    Ok(match error {
        None => {
            form.start(typed);
            let doc = in_view(visit, &shown, &offer, doc).part(form);
            shown.beside(app, doc, name).await?.show(visit)
        }
        // Somebody else was quicker: what was typed stays, and what happened since stands above it.
        Some(Error::Conflict { since, .. }) => {
            form.fill(typed);
            let happened: Vec<String> = since.iter().map(|e| shown.sentence_of(e)).collect();
            let note = Note::new(Tone::Warn, visit.t("matter-changed"))
                .title(visit.t("frame-failure-conflict"))
                .points(happened);
            doc.status(axum::http::StatusCode::CONFLICT)
                .part(note)
                .part(form)
                .show(visit)
        }
        Some(error) => {
            let doc = in_view(visit, &shown, &offer, doc).again(form.again(typed, error)?);
            shown.beside(app, doc, name).await?.show(visit)
        }
    })
}

/// What is read before the act, above its form.
fn in_view(visit: &SignedIn, shown: &Shown<'_>, offer: &Offer, doc: Doc) -> Doc {
    match shown.in_view(offer) {
        Some(facts) => doc.panel(&visit.t("matter-in-view"), facts),
        None => doc,
    }
}

async fn form(
    app: &App,
    visit: &SignedIn,
    standing: &Standing,
    offer: &Offer,
    given: &Given,
    shown: &Shown<'_>,
) -> Result<Form, Error> {
    let matter = &standing.matter;
    let task = offer.token.map(|t| Id(t as i64));
    let mut form = Form::new(visit, format!("/matters/{}/acts/{}", matter.id, offer.act))
        .keep(visit, &format!("act-{}-{}", matter.id, offer.act))
        .hidden("rev", matter.rev)
        .send(words(visit.lang, &offer.title));
    let unit = standing
        .tasks
        .iter()
        .find(|t| Some(t.id) == task)
        .and_then(|t| t.branch_unit);
    if let Some(task) = task {
        form = form.hidden("task", task);
    }
    if offer.grave {
        form = form.grave();
    }
    for need in &offer.needs {
        match need {
            Need::Units { parts } => {
                let units = choice::offered(app.kernel(), standing, task, "units").await?;
                for part in parts {
                    let label = words(visit.lang, &part.title());
                    let name = format!("unit-{}", part.code());
                    let options = picks(visit.lang, &units);
                    let field = match part {
                        Part::Lead => Field::pick(&name, label, options),
                        _ => Field::picks(&name, label, options),
                    };
                    form = form.field(field);
                }
            }
            Need::Reason { list } => {
                let options = list
                    .iter()
                    .map(|(code, w)| Choice::new(code, words(visit.lang, w)))
                    .collect();
                form =
                    form.field(Field::select("reason", visit.t("matter-reason"), options).must());
            }
            Need::Paper { required } => {
                let place = standing.place(offer, visit.actor());
                form = given.fields(form, visit, &place, *required);
            }
            Need::Field {
                name,
                title,
                ty,
                required,
            } => {
                let label = words(visit.lang, title);
                let field = match ty {
                    FieldType::Line(most) => Field::line(name, label, *most),
                    FieldType::Prose(most) => Field::prose(name, label, *most),
                    FieldType::Int(least, most) => Field::number(name, label, *least, *most),
                    FieldType::Date => Field::date(name, label),
                    FieldType::Flag => Field::tick(name, label),
                    FieldType::Choice(codes) => {
                        let options: Vec<Choice> = codes
                            .iter()
                            .map(|(code, w)| Choice::new(code, words(visit.lang, w)))
                            .collect();
                        if options.len() <= 4 {
                            Field::cards(name, label, options)
                        } else {
                            Field::select(name, label, options)
                        }
                    }
                    FieldType::Pick(source) => {
                        let options = choice::offered(app.kernel(), standing, task, source).await?;
                        Field::pick(name, label, picks(visit.lang, &options))
                    }
                    FieldType::PickMany(source) => {
                        let options = choice::offered(app.kernel(), standing, task, source).await?;
                        Field::picks(name, label, picks(visit.lang, &options))
                    }
                };
                let field = field.value_opt(standing.case.known(&offer.act, name, unit));
                let must = *required && !matches!(ty, FieldType::Flag);
                form = form.field(if must { field.must() } else { field });
            }
        }
    }
    if offer.needs.is_empty() {
        form = form.html(Note::new(Tone::Info, shown.plain_question(offer)));
    }
    Ok(form)
}

fn picks(lang: Lang, offered: &[Offered]) -> Vec<Choice> {
    offered
        .iter()
        .map(|o| {
            let named = Choice::named(&o.value, words(lang, &o.label));
            let hint = words(lang, &o.hint);
            if hint.is_empty() {
                named
            } else {
                named.hint(hint)
            }
        })
        .collect()
}

/// What was typed, as a request; every fault at once.
pub(crate) async fn read(
    app: &App,
    visit: &SignedIn,
    standing: &Standing,
    name: &str,
    typed: &Fields,
) -> Result<Request, Error> {
    let task: Option<Id> = typed.get("task").and_then(|t| t.parse().ok());
    let offer = offer(standing, visit, name, task)?;
    let mut request = Request::new(name);
    request.task = task;
    request.rev = typed.get("rev").and_then(|r| r.parse().ok());
    // Whoever may not do it is told so, and not what it would need. A form from before is told what changed instead.
    if let Err(refusal) = &offer.result
        && request.rev.is_none_or(|rev| rev == standing.matter.rev)
    {
        return Err(kernel::matter::act::refused(refusal.clone()));
    }
    let mut reader = Reader::new(typed);
    for need in &offer.needs {
        match need {
            Need::Units { parts } => {
                for part in parts {
                    for unit in reader.ids(&format!("unit-{}", part.code()), 100) {
                        request.units.push((unit, *part));
                    }
                }
            }
            Need::Reason { list } => {
                let codes: Vec<&str> = list.iter().map(|(code, _)| code.as_str()).collect();
                request.reason = reader.must_choice("reason", &codes).map(str::to_owned);
            }
            Need::Paper { .. } => {}
            Need::Field {
                name, ty, required, ..
            } => {
                let picks = match ty {
                    FieldType::Pick(source) | FieldType::PickMany(source) => {
                        let on = offer.token.map(|t| Id(t as i64));
                        choice::offered(app.kernel(), standing, on, source).await?
                    }
                    _ => Vec::new(),
                };
                if let Some(value) = field(&mut reader, name, ty, *required, &picks) {
                    request.fields.insert(name.clone(), value);
                }
            }
        }
    }
    reader.finish()?;
    if request.rev.is_none() {
        return Err(Error::Invalid(vec![FieldError {
            field: "rev".to_owned(),
            message: Message::new("matter-rev-missing"),
        }]));
    }
    Ok(request)
}

fn field(
    reader: &mut Reader<'_>,
    name: &str,
    ty: &FieldType,
    required: bool,
    picks: &[Offered],
) -> Option<Value> {
    let values: Vec<&str> = picks.iter().map(|o| o.value.as_str()).collect();
    match ty {
        FieldType::Line(most) if required => Some(reader.must_line(name, Len(*most)).into()),
        FieldType::Line(most) => reader.line(name, Len(*most)).map(Value::Text),
        FieldType::Prose(most) if required => Some(reader.must_prose(name, Len(*most)).into()),
        FieldType::Prose(most) => reader.prose(name, Len(*most)).map(Value::Text),
        FieldType::Int(least, most) if required => {
            reader.must_number(name, *least..=*most).map(Value::Int)
        }
        FieldType::Int(least, most) => reader.number(name, *least..=*most).map(Value::Int),
        FieldType::Date if required => reader.must_date(name).map(Value::Date),
        FieldType::Date => reader.date(name).map(Value::Date),
        FieldType::Flag => Some(Value::Flag(reader.tick(name))),
        FieldType::Choice(codes) => {
            let codes: Vec<&str> = codes.iter().map(|(code, _)| code.as_str()).collect();
            let chosen = if required {
                reader.must_choice(name, &codes)
            } else {
                reader.choice(name, &codes)
            };
            chosen.map(Value::from)
        }
        FieldType::Pick(_) => {
            let chosen = if required {
                reader.must_choice(name, &values)
            } else {
                reader.choice(name, &values)
            };
            chosen.map(Value::from)
        }
        FieldType::PickMany(_) => {
            let ids = reader.choices(name, &values);
            (!ids.is_empty()).then(|| Value::Text(ids.join(",")))
        }
    }
}
