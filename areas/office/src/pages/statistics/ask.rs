//! Questions in addresses, and the form that asks them.

use chrono::{Datelike, NaiveDate};
use frame::ui::{Choice, Field, Form};
use frame::{Fields, Len, Reader, Visit};
use kernel::error::Error;
use kernel::statistics::{Compare, Figure, Question};

/// The first and last day of what is asked when nothing is: this year so far.
pub(super) fn this_year(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today);
    (first, today)
}

/// Reads a question: `from`, `to`, `by` (names with commas; `and` holds a second one), `compare`, and one pair
/// per dimension for rows with that key only. `extra` are names of other rooms; anything else is refused.
pub(crate) fn read(figure: &Figure, fields: &Fields, extra: &[&str]) -> Result<Question, Error> {
    let mut reader = Reader::new(fields);
    let from = reader.date("from");
    let to = reader.date("to");
    let by = reader.line("by", Len(200)).unwrap_or_default();
    let and = reader.line("and", Len(60)).unwrap_or_default();
    let codes = Compare::ALL.map(Compare::code);
    let compare = reader.choice("compare", &codes).and_then(Compare::parse);
    for name in extra {
        let _ = reader.line(name, Len(600));
    }
    let mut only = std::collections::BTreeMap::new();
    for dimension in figure.dimensions {
        // Sent but empty asks for the rows without a key.
        let code = reader.line(dimension.name, Len(200));
        if fields.has(dimension.name) {
            only.insert(dimension.name.to_owned(), code.unwrap_or_default());
        }
    }
    reader.finish_strict()?;
    let by = by
        .split(',')
        .chain([and.as_str()])
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    Ok(Question {
        from,
        to,
        by,
        compare,
        only,
    })
}

/// The form above a figure.
pub(super) fn form(visit: &Visit, figure: &Figure, question: &Question) -> Form {
    let dimensions = |chosen: Option<&String>, none: &str| {
        let mut all = vec![Choice::new("", visit.t(none)).chosen(chosen.is_none())];
        all.extend(figure.dimensions.iter().map(|d| {
            Choice::new(d.name, visit.t(d.title)).chosen(chosen.is_some_and(|c| c == d.name))
        }));
        all
    };
    let mut compare = vec![Choice::new("", visit.t("office-statistics-compare-no"))];
    compare.extend(Compare::ALL.map(|c| {
        let words = match c {
            Compare::PreviousPeriod => visit.t("office-statistics-compare-period"),
            Compare::PreviousYear => visit.t("office-statistics-compare-year"),
        };
        Choice::new(c.code(), words).chosen(question.compare == Some(c))
    }));
    let select = |name: &str, key: &str, options: Vec<Choice>| {
        let value = options.iter().find(|o| o.chosen).map(|o| o.value.clone());
        Field::select(name, visit.t(key), options).value_opt(value)
    };
    let form = Form::new(visit, format!("/statistics/{}", figure.name))
        .get()
        .compact()
        .side(vec![
            Field::date("from", visit.t("office-statistics-from")).value_opt(question.from),
            Field::date("to", visit.t("office-statistics-to")).value_opt(question.to),
            select(
                "by",
                "office-statistics-by",
                dimensions(question.by.first(), "office-statistics-by-none"),
            ),
            select(
                "and",
                "office-statistics-and",
                dimensions(question.by.get(1), "office-statistics-and-none"),
            ),
            select("compare", "office-statistics-compare", compare),
        ]);
    let form = question
        .only
        .iter()
        .fold(form, |form, (name, code)| form.hidden(name, code));
    form.send(visit.t("office-statistics-show"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::statistics::{Dimension, Measure, Source};

    const FIGURE: Figure = Figure {
        name: "test.received",
        title: "statistics-none",
        definition: "statistics-none",
        source: Source(""),
        date: "received_on",
        measure: Measure::All,
        dimensions: &[Dimension::UNIT, Dimension::MONTH],
        page: "/matters/",
    };

    fn asked(query: &str) -> Result<Question, Error> {
        read(
            &FIGURE,
            &Fields::parse(query.as_bytes()).unwrap(),
            &["cursor"],
        )
    }

    #[test]
    fn an_address_is_the_question_it_was_made_of() {
        let question = asked(
            "from=2024-01-01&to=2024-6-30&by=unit&and=month&compare=previous_year&unit=&cursor=x",
        )
        .unwrap();
        assert_eq!(question.by, ["unit", "month"]);
        assert_eq!(question.only.get("unit").map(String::as_str), Some(""));
        assert_eq!(asked(&question.query()).unwrap(), question);
    }

    #[test]
    fn what_is_unknown_is_said() {
        for query in [
            "colour=red",
            "from=tomorrow",
            "compare=never",
            "unit=a&unit=b",
        ] {
            assert!(matches!(asked(query), Err(Error::Invalid(_))), "{query}");
        }
    }
}
