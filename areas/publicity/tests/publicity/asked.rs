//! Questions to a room, and who is refused.

use axum::http::StatusCode;
use kernel::statistics::{self, Question};
use testkit::TestDb;

use super::room::Room;

/// A county with this area alone.
pub async fn room(db: TestDb) -> Room {
    Room::of(db, vec![publicity::area()]).await
}

/// The rows of a figure as `(keys, value)`, and its total, as somebody reads them.
pub async fn told(room: &Room, who: &str, figure: &str, by: &[&str]) -> (Vec<(String, i64)>, i64) {
    let actor = room.county.actor(&room.db, who).await;
    let question = Question {
        by: by.iter().map(|d| (*d).to_owned()).collect(),
        ..Question::default()
    };
    let answer = statistics::evaluate(&room.kernel, &actor, figure, &question)
        .await
        .unwrap();
    let rows = answer
        .rows
        .iter()
        .map(|r| {
            let keys: Vec<&str> = r.keys.values().map(|k| k.code.as_str()).collect();
            (keys.join(" "), r.value.rows())
        })
        .collect();
    (rows, answer.total.value.rows())
}

/// How many adoptions somebody's figures count.
pub async fn total(room: &Room, who: &str) -> i64 {
    told(room, who, "publicity.adoptions", &[]).await.1
}

/// Somebody who keeps no newsroom is told that it is kept by the office.
pub async fn refuses(room: &Room, who: &str, path: &str, fields: &[(&str, &str)]) {
    let mut client = room.client(who).await;
    client.get("/").await.expect(StatusCode::OK);
    let page = client
        .post(path, fields)
        .await
        .expect(StatusCode::FORBIDDEN);
    assert!(
        page.words().contains("kept by the office"),
        "{}",
        page.words()
    );
}
