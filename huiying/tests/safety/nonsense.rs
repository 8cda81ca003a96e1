//! Addresses, bodies and headers nobody of good will sends: a sentence each, never a 500.

use axum::http::Method;
use testkit::{Client, TestDb};

use crate::hostile::calm;
use crate::world::{World, rooms};

/// Every address with nonsense in its places and in its query.
async fn addresses(world: &World, client: &mut Client, who: &str) {
    let places = [
        "x",
        "-1",
        "0",
        "99999999999999999999",
        "0000000000001",
        "ZZZZZZZZZZZZZ",
        "%00",
        "%FF",
        "..%2F..",
        "%E6%B0%B4",
        "262143-12-31",
        "2025-02-30",
        "'%20OR%201=1--",
    ];
    let queries = [
        "q=",
        "q=%27",
        "q=%22a%22*%20OR%20NEAR(",
        "q=%00",
        "q=%ED%A0%80",
        "q=1&q=2",
        "sort=zz",
        "sort=-",
        "cursor=zz",
        "cursor=99999999999999999999",
        "cursor=2025-03-05.0000000000001",
        "cursor=-1",
        "limit=0",
        "limit=-1",
        "limit=99999999999999999999",
        "before=9223372036854775807",
        "before=-9223372036854775808",
        "lang=xx",
        "from=9999-12-31&to=0001-01-01",
        "from=262143-12-31",
        "by=zz",
        "by=unit,unit,unit,unit",
        "compare=zz",
        "view=zz",
        "day=2025-02-30",
        "unit=zz",
        "unit=0000000000001",
        "state=%3Cscript%3E",
        "task=zz",
        "next=//evil.example",
        "due_before=-262143-01-01",
        "received_from=10000-01-01",
        "act=assign&id=zz",
        "act=zz&id=1",
        "columns=zz",
        "about=matter:zz",
        "kind=%F0%9F%8F%AE",
        "year=99999",
        "lamp=blue",
        "open=maybe",
        "unknown=1",
    ];
    for route in world.app.routes().iter().filter(|r| r.method == "GET") {
        if route.path.contains('{') {
            for place in places {
                let address = filled(&route.path, place);
                let page = client.get(&address).await;
                calm(&page, &format!("{who} at {address}"));
            }
        } else {
            for query in queries {
                let address = format!("{}?{query}", route.path);
                let page = client.get(&address).await;
                calm(&page, &format!("{who} at {address}"));
            }
        }
    }
    let figure = world.kernel.figures().next().expect("a figure").name;
    for query in queries {
        for address in [
            format!("/statistics/{figure}?{query}"),
            format!("/api/v1/statistics/{figure}/list?{query}"),
        ] {
            let page = client.get(&address).await;
            calm(&page, &format!("{who} at {address}"));
        }
    }
}

fn filled(path: &str, place: &str) -> String {
    let parts = path.split('/').map(|part| match part.starts_with('{') {
        true => place,
        false => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

/// Bodies and headers no program of good will sends.
async fn bodies(world: &World, client: &mut Client, who: &str) {
    client.get("/account").await;
    let token = client.csrf.clone().unwrap_or_default();
    let deep = format!(
        "{{\"fields\":{{\"note\":{}1{}}}}}",
        "[".repeat(5_000),
        "]".repeat(5_000)
    );
    let long = format!("{{\"fields\":{{\"note\":\"{}\"}}}}", "长".repeat(300_000));
    let bad = [
        "",
        "{",
        "null",
        "[]",
        "\"x\"",
        "{\"fields\":null}",
        "{\"fields\":{\"note\":{}}}",
        "{\"fields\":{\"note\":1e999}}",
        "{\"fields\":{\"note\":\"\\ud800\"}}",
        "{\"fields\":{\"note\":\"a\\u0000b\"}}",
        "{\"fields\":{\"note\":99999999999999999999}}",
        "{\"units\":[{\"unit\":\"zz\",\"part\":\"lead\"}]}",
        "{\"units\":[{\"unit\":\"0000000000001\",\"part\":\"co\"}]}",
        "{\"task\":\"zz\"}",
        "{\"task\":\"0000000000001\"}",
        "{\"reason\":\"zz\"}",
        "{\"unknown\":1}",
        "{\"fields\":{\"category\":\"zz\",\"plan\":\"<script>alert(1)</script>\"}}",
        "{\"papers\":[\"zz\"]}",
        "{\"fields\":{\"on_date\":\"262143-12-31\"}}",
        deep.as_str(),
        long.as_str(),
        "\u{feff}{}",
    ];
    for (id, act) in [
        (&world.at.fresh, "register"),
        (&world.at.fresh, "merge"),
        (&world.at.running, "record_contact"),
        (&world.at.running, "set_key"),
        (&world.at.running, "accept"),
        (&world.at.draft, "invite"),
    ] {
        let rev = format!("\"{}\"", world.rev(id).await);
        let address = format!("/api/v1/matters/{id}/acts/{act}");
        for text in bad {
            let headers = [
                ("content-type", "application/json"),
                ("x-csrf-token", token.as_str()),
                ("if-match", rev.as_str()),
            ];
            let page = client
                .send(Method::POST, &address, &headers, text.as_bytes().to_vec())
                .await;
            calm(&page, &format!("{who} posts {address} {text:.60}"));
        }
        for tag in [
            "",
            "0",
            "\"-1\"",
            "\"zz\"",
            "*",
            "W/\"1\"",
            "\"99999999999999999999\"",
            "\"1\", \"2\"",
        ] {
            let headers = [
                ("content-type", "application/json"),
                ("x-csrf-token", token.as_str()),
                ("if-match", tag),
            ];
            let page = client
                .send(Method::POST, &address, &headers, b"{}".to_vec())
                .await;
            calm(&page, &format!("{who} posts {address} if-match {tag}"));
            assert!(
                page.status.is_client_error(),
                "{who} {address} if-match {tag}"
            );
        }
        for key in ["", "\"\"", "k k", &"k".repeat(5_000), "\"a\"b"] {
            let headers = [
                ("content-type", "application/json"),
                ("x-csrf-token", token.as_str()),
                ("if-match", "\"0\""),
                ("idempotency-key", key),
            ];
            let page = client
                .send(Method::POST, &address, &headers, b"{}".to_vec())
                .await;
            calm(&page, &format!("{who} posts {address} key {key:.20}"));
        }
    }
    let long = "zh,".repeat(3_000);
    for (name, value) in [
        ("accept-language", long.as_str()),
        ("accept-language", ";;q=NaN,*;q=-1"),
        ("authorization", "Bearer"),
        ("authorization", "Bearer hy_zz"),
        ("authorization", "Basic eDp4"),
        ("cookie", "huiying=zz; huiying_flash=zz; =; huiying_lang=zz"),
        ("referer", "://"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("x-forwarded-for", "zz, , 1"),
        ("user-agent", long.as_str()),
        ("accept", "*/*;q=x"),
        ("range", "bytes=9-1"),
        ("if-none-match", "\"zz\""),
    ] {
        for address in ["/", "/proposals", "/api/v1/matters", "/account"] {
            let page = client
                .send(Method::GET, address, &[(name, value)], Vec::new())
                .await;
            calm(
                &page,
                &format!("{who} gets {address} with {name} {value:.30}"),
            );
        }
    }
}

testkit::on_both! { &rooms();
    /// Every address, with nonsense in its places and its query.
    async fn no_address_breaks(db: TestDb) {
        let world = World::new(db).await;
        let mut client = world.client("officeleader").await;
        addresses(&world, &mut client, "officeleader").await;
    }

    /// Every body and header of the API.
    async fn no_body_breaks(db: TestDb) {
        let world = World::new(db).await;
        for who in ["clerk", "unit", "deputy"] {
            let mut client = world.client(who).await;
            bodies(&world, &mut client, who).await;
        }
    }
}
