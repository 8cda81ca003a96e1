//! Due dates as another program reads them.

use chrono::{NaiveDate, TimeZone, Utc};
use papers::ics::{Due, calendar};

fn due(uid: &str, over: bool) -> Due {
    Due {
        uid: uid.to_owned(),
        summary: "第12号提案, 答复; 到期".to_owned(),
        description: "承办单位：县水务局\n第二行".to_owned(),
        on: NaiveDate::from_ymd_opt(2026, 11, 30).expect("a day"),
        url: Some("https://congress.example/proposals/1".to_owned()),
        changed: Utc.with_ymd_and_hms(2026, 11, 24, 8, 4, 0).unwrap(),
        over,
    }
}

/// Lines put together again (RFC 5545, 3.1), after checking that none is longer than 75 bytes.
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text
        .strip_suffix("\r\n")
        .expect("an end of line")
        .split("\r\n")
    {
        assert!(line.len() <= 75, "{} bytes: {line}", line.len());
        match line.strip_prefix(' ') {
            Some(more) => lines.last_mut().expect("a line before").push_str(more),
            None => lines.push(line.to_owned()),
        }
    }
    lines
}

#[test]
fn a_due_date_is_a_day_with_a_reminder() {
    let text = calendar("云岭县", [due("a@x", false), due("b@x", true)]);
    let lines = unfolded(&text);
    let has = |line: &str| lines.iter().filter(|l| *l == line).count();
    assert_eq!(has("BEGIN:VEVENT"), 2);
    assert_eq!(has("DTSTART;VALUE=DATE:20261130"), 2);
    assert_eq!(has("UID:a@x"), 1);
    assert_eq!(
        has("DTSTAMP:20261124T080400Z"),
        3,
        "two events, one reminder"
    );
    assert_eq!(has("SUMMARY:第12号提案\\, 答复\\; 到期"), 2);
    assert_eq!(has("DESCRIPTION:承办单位：县水务局\\n第二行"), 2);
    assert_eq!(has("URL:https://congress.example/proposals/1"), 2);
    assert_eq!(has("STATUS:CANCELLED"), 1);
    assert_eq!(has("BEGIN:VALARM"), 1);
    // Fifteen hours before midnight: nine in the morning of the day before.
    assert_eq!(has("TRIGGER;RELATED=START:-PT54000S"), 1, "{text}");
    assert!(!text.contains("DTEND"), "{text}");
    assert_eq!(
        text,
        calendar("云岭县", [due("a@x", false), due("b@x", true)])
    );
}
