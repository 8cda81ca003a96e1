//! A site of this area alone, and somebody signed in to it.

use std::sync::Arc;

use frame::Settings;
use kernel::Kernel;
use testkit::{Client, County, TestDb};

/// A browser with an empty cookie jar, in Chinese.
pub fn guest(test: &TestDb) -> Client {
    let mut areas = vec![office::area()];
    let mut parts = frame::parts(&mut areas);
    parts.push(kernel::Part {
        name: "paper",
        kinds: vec![Arc::new(crate::paper::Paper)],
        ..kernel::Part::default()
    });
    let kernel = Kernel::new(test.db.clone(), test.clock.clone(), &test.folder, parts)
        .expect("the parts fit together");
    let (router, _) = frame::router(Arc::new(kernel), Settings::default(), areas);
    Client::new(router).with("accept-language", "zh")
}

/// A browser that is signed in as an account of the county.
pub async fn signed_in(test: &TestDb, county: &County, name: &str) -> Client {
    let secret = test.session(county, name).await;
    guest(test).with_cookie("huiying", &secret)
}

/// The first sheet of a workbook that was downloaded, as text.
pub fn sheet(bytes: &[u8]) -> Vec<Vec<String>> {
    let book = papers::table::read(bytes).expect("a workbook");
    let cell = |c: &papers::table::Cell| match c {
        papers::table::Cell::Text(text) => text.clone(),
        papers::table::Cell::Number(n) => n.to_string(),
        papers::table::Cell::Date(at) => at.date().to_string(),
        _ => String::new(),
    };
    book.sheets[0]
        .rows
        .iter()
        .map(|row| row.cells.iter().map(cell).collect())
        .collect()
}
