//! Procedures: copied, changed by form, checked, put in force; and the rule pack they run on.

use axum::http::StatusCode;
use testkit::{Page, TestDb};

use crate::desk::signed_in;
use crate::paper::{PROCEDURE, install};

/// What a form holds, as it would be sent.
fn filled(page: &Page, changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let names = page.attributes("form.form input[name], form input[name]", "name");
    for name in names.into_iter().filter(|n| n != "_csrf" && n != "q") {
        let value = page.attribute(&format!("input[name='{name}']"), "value");
        out.push((name, value.unwrap_or_default()));
    }
    for name in page.attributes("select[name]", "name") {
        let chosen = page.attribute(&format!("select[name='{name}'] option[selected]"), "value");
        out.push((name, chosen.unwrap_or_default()));
    }
    for (name, value) in changes {
        out.retain(|(n, _)| n != name);
        out.push(((*name).to_owned(), (*value).to_owned()));
    }
    out
}

fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect()
}

testkit::on_both! { &[kernel::MIGRATIONS];
    /// A version in force is copied, a step of the copy changed by form, and the copy put in force; what was in
    /// force is past and can't be changed.
    async fn a_procedure_is_changed_as_a_copy(db: TestDb) {
        let county = db.county().await;
        install(&db, &county).await;
        let mut admin = signed_in(&db, &county, "sysadmin").await;
        let page = admin.get("/office/procedures/proposal/1").await.expect(StatusCode::OK);
        assert!(page.has("svg.procedure-picture") && page.words().contains("检查通过"), "{}", page.words());
        assert!(page.words().contains("全国人民代表大会和地方各级人民代表大会代表法"), "{}", page.words());
        admin.get("/office/procedures/proposal/1/steps/assign").await.expect(StatusCode::CONFLICT);
        let confirm = admin.get("/office/procedures/proposal/1/copy").await.expect(StatusCode::OK);
        let fields = filled(&confirm, &[]);
        let page = admin.act("/office/procedures/proposal/1/copy", &pairs(&fields)).await.expect(StatusCode::OK);
        assert!(page.words().contains("草稿"), "{}", page.words());

        let step = "/office/procedures/proposal/2/steps/assign";
        let form = admin.get(step).await.expect(StatusCode::OK);
        let fields = filled(&form, &[("title_zh", "集中交办"), ("limit", "own"), ("n", "5"), ("unit", "working_days")]);
        let page = admin.act(step, &pairs(&fields)).await.expect(StatusCode::OK);
        assert!(page.words().contains("集中交办") && page.words().contains("5个工作日"), "{}", page.words());
        // The form was made from an earlier revision.
        admin.post(step, &pairs(&filled(&form, &[("title_zh", "又改")]))).await.expect(StatusCode::CONFLICT);
        let form = admin.get(step).await.expect(StatusCode::OK);
        let wrong = filled(&form, &[("limit", "own"), ("n", "")]);
        admin.post(step, &pairs(&wrong)).await.expect(StatusCode::UNPROCESSABLE_ENTITY);

        let force = "/office/procedures/proposal/2/force";
        let confirm = admin.get(force).await.expect(StatusCode::OK);
        admin.act(force, &pairs(&filled(&confirm, &[]))).await.expect(StatusCode::OK);
        let states = admin.get("/office/procedures").await.expect(StatusCode::OK).texts("tbody .tag");
        assert_eq!(states, ["现行", "已停用"]);
        let mut auditor = signed_in(&db, &county, "auditor").await;
        let json = auditor.get("/api/v1/office/history").await.expect(StatusCode::OK).value();
        assert_eq!(json["items"][0]["kind"], "procedure_in_force");
        let title = admin.get("/office/procedures/proposal/2").await.text("h1");
        let log = auditor.get("/office/audit").await.expect(StatusCode::OK);
        let said = log.texts("ol.history > li").remove(0);
        assert!(!title.is_empty() && said.contains("启用流程") && said.contains(title.trim()), "{title}: {said}");
    }

    /// A draft that lets a matter end without an answer is shown as such and not put in force; it is discarded.
    async fn an_unsound_draft_stays_a_draft(db: TestDb) {
        let county = db.county().await;
        install(&db, &county).await;
        let mut admin = signed_in(&db, &county, "sysadmin").await;
        admin.get("/office/procedures/proposal/1/copy").await.expect(StatusCode::OK);
        admin.act("/office/procedures/proposal/1/copy", &[("rev", "2")]).await.expect(StatusCode::OK);
        let text = "/office/procedures/proposal/2/text";
        admin.get(text).await.expect(StatusCode::OK);
        let unread = admin.post(text, &[("rev", "1"), ("definition", "[procedure")]).await;
        assert!(unread.expect(StatusCode::UNPROCESSABLE_ENTITY).words().contains("流程文件无法读取"));
        let silent = PROCEDURE.replace("version = 1", "version = 2").replace("effects = [\"refuse\"]", "effects = [\"register\"]");
        let page = admin.act(text, &[("rev", "1"), ("definition", silent.as_str())]).await.expect(StatusCode::OK);
        assert!(page.words().contains("检查未通过"), "{}", page.words());
        let force = "/office/procedures/proposal/2/force";
        let confirm = admin.get(force).await.expect(StatusCode::OK);
        let page = admin.post(force, &pairs(&filled(&confirm, &[]))).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.words().contains("流程检查未通过"), "{}", page.words());
        let discard = "/office/procedures/proposal/2/discard";
        let confirm = admin.get(discard).await.expect(StatusCode::OK);
        admin.act(discard, &pairs(&filled(&confirm, &[]))).await.expect(StatusCode::OK);
        admin.get("/office/procedures/proposal/2").await.expect(StatusCode::NOT_FOUND);
    }

    /// Another pack, and a limit of the office's own with its reason; who may not configure only reads.
    async fn a_limit_may_be_the_offices_own(db: TestDb) {
        let county = db.county().await;
        let mut leader = signed_in(&db, &county, "officeleader").await;
        let empty = leader.get("/office/rules").await.expect(StatusCode::OK);
        assert!(empty.words().contains("尚未选用规则包"), "{}", empty.words());
        install(&db, &county).await;
        let page = leader.get("/office/rules").await.expect(StatusCode::OK);
        assert!(page.words().contains("全国通行") && page.words().contains("已核对原文"), "{}", page.words());
        leader.get("/office/rules/pack").await.expect(StatusCode::OK);
        let missing = leader.post("/office/rules/pack", &[("pack", "chongqing")]).await;
        missing.expect(StatusCode::UNPROCESSABLE_ENTITY);
        let pick = [("pack", "chongqing"), ("why", "市人大常委会规定")];
        let page = leader.act("/office/rules/pack", &pick).await.expect(StatusCode::OK);
        assert!(page.words().contains("重庆"), "{}", page.words());
        let limit = "/office/rules/limits/assign";
        leader.get(limit).await.expect(StatusCode::OK);
        let zero = leader.post(limit, &[("n", "0"), ("unit", "days"), ("why", "x")]).await;
        zero.expect(StatusCode::UNPROCESSABLE_ENTITY);
        let own = [("n", "4"), ("unit", "working_days"), ("why", "主任会议决定")];
        let page = leader.act(limit, &own).await.expect(StatusCode::OK);
        assert!(page.words().contains("4个工作日") && page.words().contains("主任会议决定"), "{}", page.words());
        let mut clerk = signed_in(&db, &county, "clerk").await;
        clerk.get("/office/rules").await.expect(StatusCode::OK);
        clerk.get(limit).await.expect(StatusCode::FORBIDDEN);
        clerk.post(limit, &own).await.expect(StatusCode::FORBIDDEN);
        clerk.post("/office/procedures/proposal/1/copy", &[("rev", "1")]).await.expect(StatusCode::FORBIDDEN);
    }
}
