//! Imports through their pages: from the file to the confirmed rows.

use axum::http::StatusCode;
use testkit::{TestDb, Upload};

use super::desk::{sheet, signed_in};

fn file(bytes: &[u8]) -> Upload<'_> {
    ("file", "名单.csv", bytes)
}

const UNITS: &str =
    "承办单位名单,,\n单位名称,类别,上级单位\n审计局,局,\n统计局,星球,\n水利局,,\n注：完,,\n";

testkit::on_both! { &[kernel::MIGRATIONS];
    /// A register is taken as a table by whoever may import, and its headings are those the import reads.
    async fn a_register_is_taken_as_a_table(db: TestDb) {
        let county = db.county().await;
        let mut clerk = signed_in(&db, &county, "clerk").await;
        let page = clerk.get("/office/imports").await.expect(StatusCode::OK);
        let csv = "/office/imports/export/units.csv";
        assert!(page.attributes("a", "href").contains(&csv.to_owned()));
        let taken = clerk.get(csv).await.expect(StatusCode::OK);
        assert!(taken.body().contains("单位名称,简称,类别") && taken.body().contains("水利局"));
        assert!(taken.header("content-disposition").is_some_and(|d| d.starts_with("attachment")));
        clerk.get("/office/imports/export/units.pdf").await.expect(StatusCode::NOT_FOUND);
        clerk.get("/office/imports/export/recipes.csv").await.expect(StatusCode::NOT_FOUND);
        let mut deputy = signed_in(&db, &county, "deputy").await;
        deputy.get(csv).await.expect(StatusCode::FORBIDDEN);
    }

    /// Send, see every row's state, mend the refused one, confirm, find it in the history; then once more.
    async fn a_table_is_sent_mended_and_confirmed(db: TestDb) {
        let county = db.county().await;
        let mut clerk = signed_in(&db, &county, "clerk").await;
        let page = clerk.get("/office/imports").await.expect(StatusCode::OK);
        assert!(page.has("input[type=file]"), "{}", page.words());
        let none = clerk.upload("/office/imports", &[("kind", "units")], &[]).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(none.words().contains("请选择文件"));
        let pdf = clerk.upload("/office/imports", &[("kind", "units")], &[file(b"%PDF-1.7")]).await;
        assert_eq!(pdf.status, StatusCode::UNPROCESSABLE_ENTITY);

        let sent = clerk.upload("/office/imports", &[("kind", "units")], &[file(UNITS.as_bytes())]).await;
        let address = sent.location().expect("the preview").to_owned();
        let page = clerk.get(&address).await.expect(StatusCode::OK);
        let words = page.words();
        for said in ["待导入", "已有，一致", "不能导入", "“星球”不在可选之列", "注：完", "还有 1 行不能导入"] {
            assert!(words.contains(said), "{said} in {words}");
        }
        assert_eq!(page.texts("tbody tr").len(), 3);
        let only = clerk.get(&format!("{address}?view=refused")).await.expect(StatusCode::OK);
        assert_eq!(only.texts("tbody tr").len(), 1);
        let refused = clerk.post(&format!("{address}/commit"), &[]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        let book = clerk.get(&format!("{address}/refused.xlsx")).await.expect(StatusCode::OK);
        let rows = sheet(&book.bytes);
        assert_eq!(rows[2][0], "统计局");
        assert!(rows[2][3].contains("星球"), "{rows:?}");

        let row = format!("{address}/rows/4");
        clerk.get(&row).await.expect(StatusCode::OK);
        let wrong = clerk.post(&row, &[("c-name", "统计局"), ("c-kind", "彗星"), ("c-parent", "")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.words().contains("彗星"));
        let mended = clerk.act(&row, &[("c-name", "统计局"), ("c-kind", "局"), ("c-parent", "")]).await;
        assert_eq!(mended.status, StatusCode::OK);
        let done = clerk.act(&format!("{address}/commit"), &[]).await.expect(StatusCode::OK);
        assert!(done.words().contains("已导入 2 行"), "{}", done.words());
        let history = clerk.get("/office/imports").await.expect(StatusCode::OK);
        assert!(history.texts("tbody tr")[0].contains("已完成"));

        let again = clerk.upload("/office/imports", &[("kind", "units")], &[file(UNITS.as_bytes())]).await;
        let second = again.location().expect("the preview").to_owned();
        let page = clerk.get(&second).await.expect(StatusCode::OK);
        assert!(!page.words().contains("确认导入 2 行"));
        clerk.act(&format!("{second}/cancel"), &[]).await.expect(StatusCode::OK);
        clerk.get(&second).await.expect(StatusCode::NOT_FOUND);
    }

    /// The pages are for those who import; nobody else sees that an import exists.
    async fn imports_are_for_those_who_import(db: TestDb) {
        let county = db.county().await;
        for name in ["unit", "deputy", "leader", "auditor", "secadmin"] {
            let mut other = signed_in(&db, &county, name).await;
            other.get("/office/imports").await.expect(StatusCode::FORBIDDEN);
            other.get("/office/imports/0000000000001").await.expect(StatusCode::FORBIDDEN);
        }
        let mut clerk = signed_in(&db, &county, "clerk").await;
        clerk.get("/office/imports/0000000000001").await.expect(StatusCode::NOT_FOUND);
    }
}
