//! A teller's count of the sheets of paper: each for himself; only when both are in are they compared.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use ballot::Line;
use ballot::count::{self, Agreement, Counted, Sheets};
use ballot::tally::Marks;
use frame::ui::{Doc, Field, Form as Sheet, Head, Note, Tone};
use frame::{App, Failure, Fields, Form, Go, Len, Path, Reader, Routes, SignedIn, get};
use kernel::error::{Error, Message};
use kernel::id::Id;
use text::ta;

use super::sight::{self, Sight};

pub(super) fn routes() -> Routes {
    Routes::new().route("/ballots/{id}/count", get(page).post(enter))
}

const MOST: i64 = 100_000;
/// Characters of the names written in, with their votes.
const WRITTEN: usize = 20_000;
const MARKS: [&str; 4] = ["yes", "no", "abstain", "invalid"];

struct Counting {
    sight: Sight,
    lines: Vec<Line>,
    entries: Vec<Counted>,
}

async fn counting(app: &App, visit: &SignedIn, id: Id) -> Result<Counting, Failure> {
    let sight = sight::see(app, visit.actor(), id).await?;
    if !sight.runs && !sight.votes {
        visit
            .actor()
            .authorize(kernel::access::Permission::Register)?;
    }
    let db = &app.kernel().db;
    Ok(Counting {
        lines: ballot::lines(db, id).await?,
        entries: count::entries(db, id).await?,
        sight,
    })
}

fn form(visit: &SignedIn, c: &Counting) -> Sheet {
    let id = c.sight.ballot.id;
    let mine = c.entries.iter().find(|e| e.account == visit.account());
    let mine = mine.map(|m| &m.sheets);
    let known = |n: Option<u32>| n.map(i64::from);
    let mut form = Sheet::new(visit, format!("/ballots/{id}/count"))
        .keep(visit, &format!("count-{id}"))
        .field(
            Field::number("returned", visit.t("ballot-returned"), 0, MOST)
                .hint(visit.t("ballot-returned-hint"))
                .value_opt(known(mine.map(|m| m.returned)))
                .must(),
        );
    for (i, line) in c.lines.iter().enumerate() {
        let was = mine.and_then(|m| m.lines.get(i));
        let of = |w: &Marks, code: &str| match code {
            "yes" => w.yes,
            "no" => w.no,
            "abstain" => w.abstain,
            _ => w.invalid,
        };
        let fields = MARKS
            .map(|code| {
                Field::number(
                    &format!("{code}-{}", line.place),
                    visit.t(&format!("ballot-{code}")),
                    0,
                    MOST,
                )
                .value_opt(known(was.map(|w| of(w, code))))
                .must()
            })
            .to_vec();
        form = form.group(&line.title, "", Vec::new()).side(fields);
    }
    if c.sight.ballot.write_ins {
        let was = mine.map(|m| {
            let lines = m.written.iter().map(|(name, n)| format!("{name} {n}"));
            lines.collect::<Vec<_>>().join("\n")
        });
        form = form
            .group(visit.t("ballot-write-ins"), "", Vec::new())
            .field(
                Field::prose("written", visit.t("ballot-count-written"), WRITTEN)
                    .rows(4)
                    .hint(visit.t("ballot-count-written-hint"))
                    .uncounted()
                    .value_opt(was),
            );
    }
    form.send(visit.t("ballot-count-enter"))
        .cancel(format!("/ballots/{id}"))
}

fn shown(visit: &SignedIn, c: &Counting) -> Doc {
    let ballot = &c.sight.ballot;
    let note = match count::compare(&c.entries) {
        Agreement::Waiting(left) => Note::new(
            Tone::Info,
            ta(visit.lang, "ballot-count-waiting", &[("left", left.into())]),
        ),
        Agreement::Agree(_) => Note::new(Tone::Good, visit.t("ballot-count-agree")),
        Agreement::Differ {
            returned,
            lines,
            written,
        } => {
            let mut on: Vec<String> = lines
                .iter()
                .filter_map(|i| c.lines.get(*i))
                .map(|l| l.title.clone())
                .collect();
            if returned {
                on.insert(0, visit.t("ballot-returned"));
            }
            if written {
                on.push(visit.t("ballot-write-ins"));
            }
            Note::new(Tone::Bad, visit.t("ballot-counts-differ")).points(on)
        }
    };
    let tellers: Vec<&str> = c.entries.iter().map(|e| e.teller.as_str()).collect();
    let mut head = Head::new(visit.t("ballot-count"))
        .eyebrow(&ballot.title)
        .lede(visit.t("ballot-count-about"));
    if !tellers.is_empty() {
        head = head.answer(visit.t("ballot-tellers"), &tellers.join("、"));
    }
    Doc::new(visit.t("ballot-count"))
        .trail(format!("/ballots/{}", ballot.id), &ballot.title)
        .part(head)
        .part(note)
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let c = counting(&app, &visit, id).await?;
    let doc = shown(&visit, &c);
    Ok(match c.sight.counts() {
        true => doc.part(form(&visit, &c)),
        false => doc,
    }
    .show(&visit))
}

/// Names with their votes, a line each: the name, a blank or a sign between, the number.
fn written(typed: &str) -> Result<Vec<(String, u32)>, Error> {
    let mut out = Vec::new();
    for (at, line) in typed.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let name = line.trim_end_matches(|c: char| c.is_ascii_digit());
        let votes = line[name.len()..].parse::<u32>();
        let name = name.trim_end_matches(|c: char| c.is_whitespace() || ":：,，、\t".contains(c));
        match votes {
            Ok(votes) if !name.is_empty() => out.push((name.to_owned(), votes)),
            _ => {
                let message = Message::new("ballot-count-written-line").arg("n", at as i64 + 1);
                return Err(Error::field("written", message));
            }
        }
    }
    Ok(out)
}

fn read(typed: &Fields, lines: &[Line]) -> Result<Sheets, Error> {
    let mut r = Reader::new(typed);
    let n = |n: Option<i64>| u32::try_from(n.unwrap_or(0)).unwrap_or(0);
    let returned = n(r.must_number("returned", 0..=MOST));
    let mut all = Vec::new();
    for line in lines {
        let [yes, no, abstain, invalid] =
            MARKS.map(|code| n(r.must_number(&format!("{code}-{}", line.place), 0..=MOST)));
        all.push(Marks {
            yes,
            no,
            abstain,
            invalid,
        });
    }
    let names = r.prose("written", Len(WRITTEN)).unwrap_or_default();
    r.finish()?;
    Ok(Sheets {
        returned,
        lines: all,
        written: written(&names)?,
    })
}

async fn enter(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let c = counting(&app, &visit, id).await?;
    let done = async {
        let sheets = read(&typed, &c.lines)?;
        count::enter_sheets(app.kernel(), visit.actor(), id, sheets).await
    };
    match done.await {
        Ok(()) => Ok(Go::to(format!("/ballots/{id}/count"))
            .saying(Message::new("ballot-count-entered"))
            .into_response()),
        Err(e) => Ok(shown(&visit, &c)
            .again(form(&visit, &c).again(&typed, e)?)
            .show(&visit)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_with_their_votes() {
        let all = written("王强 3\n\n 阿卜杜拉·买买提：12\n张三,1").expect("read");
        let all: Vec<(&str, u32)> = all.iter().map(|(n, v)| (n.as_str(), *v)).collect();
        assert_eq!(all, [("王强", 3), ("阿卜杜拉·买买提", 12), ("张三", 1)]);
        assert!(written("王强").is_err() && written("3").is_err());
    }
}
