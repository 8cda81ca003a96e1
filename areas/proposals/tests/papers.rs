//! Files of a matter, through HTTP: sent with the forms, read by exactly those who read what they belong to, kept in the
//! history and the volume.

mod site;

use axum::http::{Method, StatusCode};
use kernel::Kernel;
use kernel::id::Id;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use site::{ROOMS, Site, paper};
use testkit::{Client, Page, TestDb, Upload};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n0000 a picture of the dark road";
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n";

/// Where the file of this name is taken, on a page that lists it.
fn link(page: &Page, name: &str) -> Option<String> {
    let hrefs = page.attributes("a[href*='/files/']", "href");
    let words = page.texts("a[href*='/files/']");
    words
        .iter()
        .position(|w| w == name)
        .and_then(|at| hrefs.get(at).cloned())
}

testkit::on_both! { &ROOMS;
    /// A deputy on a phone: a file that is no paper is refused by its name and with the reason, everything typed stays,
    /// the good file need not be sent again; then it is sent in with it.
    async fn a_paper_is_brought_in_with_its_files(db: TestDb) {
        let site = Site::new(db).await;
        let mut client = site.client("deputy").await;
        let address = "/proposals/new/suggestion";
        let form = client.get(address).await.expect(StatusCode::OK);
        assert_eq!(form.attribute("form.form", "enctype").as_deref(), Some("multipart/form-data"));
        let files: [Upload<'_>; 3] = [
            ("papers", "..\\夜间照片.png", PNG),
            ("papers", "说明.pdf", b"MZ\x90\0\x03\0\0\0"),
            ("papers", "空.docx", b""),
        ];
        let again = client.upload(address, &paper(), &files).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        let said = again.texts("[role=alert] li").join("\n");
        assert!(said.contains("说明.pdf") && said.contains("程序"), "{said}");
        assert!(said.contains("空.docx") && said.contains("空的"), "{said}");
        assert_eq!(again.attribute("input[name=title]", "value").as_deref(), Some(paper()[0].1));
        assert!(again.text("textarea[name=demand]").contains("报修电话"));
        let held = again.attribute("input[name=held]", "value").expect("the good file is kept");
        assert!(again.has("input[name=held][checked]"));

        // Far too much is a sentence beside the field as well, not a broken connection.
        let huge = vec![b'a'; frame::UPLOAD_BYTES + 1];
        let most = client.upload(address, &paper(), &[("papers", "录像.pdf", &huge)]).await;
        assert_eq!(most.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(most.texts("[role=alert] li").join("").contains("录像.pdf"));
        assert!(most.text("textarea[name=demand]").contains("报修电话"));

        let fields = [&paper()[..], &[("held", held.as_str())]].concat();
        let done = client.upload(address, &fields, &[("papers", "统计.pdf", PDF)]).await;
        let to = done.location().unwrap_or_else(|| panic!("{}", done.words())).to_owned();
        let page = client.get(&to).await.expect(StatusCode::OK);
        let names: Vec<String> = page.texts("a[href*='/files/']");
        assert_eq!(names, ["夜间照片.png", "统计.pdf"]);
        assert!(page.words().contains("附件：夜间照片.png、统计.pdf"), "the history tells: {}", page.words());
        let picture = link(&page, "夜间照片.png").expect("a link");
        let shown = client.get(&picture).await.expect(StatusCode::OK);
        assert_eq!(shown.bytes, PNG);
        assert_eq!(shown.header("content-type"), Some("image/png"));
        assert!(shown.header("content-disposition").is_some_and(|d| d.starts_with("inline")));
        assert_eq!(shown.header("x-content-type-options"), Some("nosniff"));

        // The unit reads it from the day it is assigned; strangers never.
        let id: Id = to.rsplit('/').next().expect("an id").parse().expect("an id");
        assert_eq!(site.status("clerk", &picture).await, StatusCode::OK);
        assert_eq!(site.status("unit", &picture).await, StatusCode::NOT_FOUND);
        site.assigned(id).await;
        assert_eq!(site.status("unit", &picture).await, StatusCode::OK);
        for stranger in ["unit2", "deputy2", "sysadmin"] {
            assert_eq!(site.status(stranger, &picture).await, StatusCode::NOT_FOUND, "{stranger}");
        }
        let other = picture.replace(&id.to_string(), &site.county.organ.to_string());
        assert_eq!(site.status("clerk", &other).await, StatusCode::NOT_FOUND, "under its own matter only");
    }

    /// While it is a draft a file can be taken away again: it is gone for everybody, and the history says so.
    async fn a_file_of_a_draft_is_taken_away_again(db: TestDb) {
        let site = Site::new(db).await;
        let id = site.brought_in("deputy", &[("only", "draft")], &[("papers", "旧.pdf", PDF)]).await;
        site.does("deputy", id, "edit", &paper()[..3], &[("papers", "新.png", PNG)]).await;
        let page = site.page("deputy", id).await;
        let old = link(&page, "旧.pdf").expect("listed");
        let file = old.rsplit('/').next().expect("an id").to_owned();
        site.does("deputy", id, "remove_paper", &[("paper", &file)], &[]).await;
        let page = site.page("deputy", id).await;
        assert_eq!(page.texts("a[href*='/files/']"), ["新.png"]);
        assert!(page.words().contains("撤下附件：旧.pdf"), "{}", page.words());
        assert_eq!(site.status("deputy", &old).await, StatusCode::NOT_FOUND);
        // Sent in, it is the office's: nothing is taken away any more.
        site.does("deputy", id, "submit", &[], &[]).await;
        let after = site.client("deputy").await.get(&format!("/matters/{id}/acts/remove_paper")).await;
        assert!(!after.has("form.form"), "{}", after.words());
    }

    /// The draft's files are the unit's and its reviewers' until the reply leaves; then they are the letter's, and stand
    /// in the volume.
    async fn a_drafts_files_leave_with_the_reply(db: TestDb) {
        let site = Site::new(db).await;
        let id = site.brought_in("deputy", &[], &[]).await;
        site.assigned(id).await;
        let rivers = site.county.unit("rivers").to_string();
        site.does("unit", id, "accept", &[("section", &rivers)], &[]).await;
        let today = site.db.now().day().to_string();
        let contact = [("way", "visit"), ("on_date", today.as_str()), ("contact_note", "到现场与代表面商")];
        site.does("section", id, "record_contact", &contact, &[("papers", "面商记录.pdf", PDF)]).await;
        let draft = [
            ("class", "A"),
            ("gist", "已逐盏检修并公布报修电话，十七盏全部恢复"),
            ("letter", "您提出的关于修复滨河路路灯的建议收悉，现答复如下。"),
        ];
        site.does("section", id, "save_draft", &draft, &[("papers", "检修清单.pdf", PDF), ("papers", "错.png", PNG)]).await;
        let page = site.page("section", id).await;
        let (list, wrong) = (link(&page, "检修清单.pdf").expect("listed"), link(&page, "错.png").expect("listed"));
        let record = link(&page, "面商记录.pdf").expect("listed");
        let file = wrong.rsplit('/').next().expect("an id").to_owned();
        site.does("section", id, "remove_paper", &[("paper", &file)], &[]).await;
        assert_eq!(site.status("deputy", &record).await, StatusCode::OK, "a contact is read by the parties");
        let readers = async |expected: &[(&str, bool)]| {
            for (who, reads) in expected {
                let status = if *reads { StatusCode::OK } else { StatusCode::NOT_FOUND };
                assert_eq!(site.status(who, &list).await, status, "{who}");
                let page = site.page(who, id).await;
                assert_eq!(link(&page, "检修清单.pdf").is_some(), *reads, "{who} is shown it");
            }
        };
        readers(&[("unit", true), ("section", true), ("unitdeputy", true), ("deputy", false), ("clerk", false), ("countyleader", false)]).await;
        site.does("section", id, "submit_draft", &[], &[]).await;
        site.does("unitdeputy", id, "pass", &[], &[]).await;
        site.does("unitprincipal", id, "approve", &[], &[]).await;
        readers(&[("countyleader", true), ("deputy", false), ("clerk", false)]).await;
        let reviewed = site.page("countyleader", id).await;
        assert!(reviewed.words().contains("已逐盏检修并公布报修电话"), "a reviewer reads what he reviews");
        site.does("countyleader", id, "agree", &[], &[]).await;
        site.does("unit", id, "issue_reply", &[], &[]).await;
        readers(&[("deputy", true), ("clerk", true), ("section", true)]).await;
        let letter = format!("/proposals/{id}/letter/{}/1", site.county.unit("water"));
        let letter = site.client("deputy").await.get(&letter).await.expect(StatusCode::OK);
        assert!(letter.body().contains("检修清单") && letter.body().contains("附件"), "the letter names its files");

        // The unit reports back with papers that the proposer does not read; the volume has everything the office reads.
        site.does("unit", id, "feed_back", &[("note", "答复已印发，现报送办理材料")], &[("papers", "办理总结.pdf", PDF)]).await;
        let page = site.page("clerk", id).await;
        let feedback = link(&page, "办理总结.pdf").expect("the office reads it");
        assert_eq!(site.status("deputy", &feedback).await, StatusCode::NOT_FOUND);
        assert!(!site.page("deputy", id).await.words().contains("现报送办理材料"));
        site.does("deputy", id, "rate", &[("result", "satisfied")], &[]).await;
        site.does("clerk", id, "archive", &[], &[]).await;
        let volume = site.client("clerk").await.get(&format!("/proposals/{id}/volume.zip")).await.expect(StatusCode::OK);
        let zip = zip::ZipArchive::new(std::io::Cursor::new(volume.bytes)).expect("a zip");
        let names: Vec<String> = zip.file_names().map(|n| n.expect("a name").into_owned()).collect();
        for part in ["papers/reply/", "papers/contact/", "papers/feedback/"] {
            assert!(names.iter().any(|n| n.contains(part)), "{part} in {names:?}");
        }
        assert!(!names.iter().any(|n| n.contains("错.png")));
        let kernel = Kernel::new(site.db.db.clone(), site.db.clock.clone(), &site.db.folder, vec![proposals::area().part]).expect("a kernel");
        let report = kernel::history::verify(&kernel.db, |_| {}).await.expect("verified");
        assert!(report.broken.is_none(), "{:?}", report.broken);
    }

    /// A confidential matter's files do not exist for others, on pages and in the API.
    async fn a_confidential_matters_files_do_not_exist_for_others(db: TestDb) {
        let site = Site::new(db).await;
        let deputy = site.county.person("deputy").to_string();
        let more = [("proposer", deputy.as_str()), ("confidentiality", "confidential")];
        let id = site.brought_in("clerk", &more, &[("papers", "密.pdf", PDF)]).await;
        let page = site.page("clerk", id).await;
        let file = link(&page, "密.pdf").expect("listed");
        for (who, exists) in [("clerk", true), ("deputy", true), ("clerk2", true), ("chief", false), ("leader", false), ("unit", false), ("deputy2", false), ("auditor", false)] {
            let expected = if exists { StatusCode::OK } else { StatusCode::NOT_FOUND };
            let (listed, one) = (format!("/api/v1/matters/{id}/files"), format!("/api/v1{file}"));
            for address in [file.as_str(), listed.as_str(), one.as_str()] {
                // Whoever holds a task on it reads it while holding it: registration lies with the office.
                assert_eq!(site.status(who, address).await, expected, "{who} at {address}");
            }
        }
        let other = site.db.other_county().await;
        let secret = site.db.session(&other, "clerk").await;
        let mut stranger = Client::new(site.router.clone()).with_cookie("huiying", &secret);
        stranger.get(&file).await.expect(StatusCode::NOT_FOUND);
    }

    /// A program sends a file, names it in an act, and takes it again; what it may not read it does not find.
    async fn a_program_sends_and_takes_files(db: TestDb) {
        let site = Site::new(db).await;
        let id = site.brought_in("deputy", &[], &[]).await;
        let mut client = site.client("deputy").await;
        let csrf = client.csrf.clone().expect("a token");
        let kind = [("content-type", "application/octet-stream"), ("x-csrf-token", csrf.as_str())];
        let sent = client.send(Method::POST, "/api/v1/files?name=%E7%85%A7%E7%89%87.png", &kind, PNG.to_vec()).await.expect(StatusCode::CREATED).value();
        assert_eq!((sent["name"].as_str(), sent["size"].as_i64()), (Some("照片.png"), Some(PNG.len() as i64)));
        assert_eq!(sent["sha256"], hex::encode(Sha256::digest(PNG)));
        let refused = client.send(Method::POST, "/api/v1/files?name=a.pdf", &kind, b"#!/bin/sh\n".to_vec()).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.body());

        let matter = client.get(&format!("/api/v1/matters/{id}")).await.expect(StatusCode::OK);
        let etag = matter.header("etag").expect("a revision").to_owned();
        let add = format!("/api/v1/matters/{id}/acts/add_paper");
        let body = json!({"papers": [sent["id"]], "fields": {"note": "补充夜间照片"}});
        // Somebody else's file is not his to name.
        let mut other = site.client("clerk").await;
        let stolen = other.json(Method::POST, &add, &[("if-match", &etag)], &body).await;
        assert_eq!(stolen.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", stolen.body());
        client.json(Method::POST, &add, &[("if-match", &etag)], &body).await.expect(StatusCode::OK);
        let none = json!({"fields": {"note": "没有附件"}});
        let etag = client.get(&format!("/api/v1/matters/{id}")).await.header("etag").expect("a revision").to_owned();
        let without = client.json(Method::POST, &add, &[("if-match", &etag)], &none).await;
        assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", without.body());

        let list = client.get(&format!("/api/v1/matters/{id}/files")).await.expect(StatusCode::OK).value();
        let items = list["items"].as_array().expect("items");
        assert_eq!(items.len(), 1);
        assert_eq!((items[0]["place"].as_str(), items[0]["name"].as_str()), (Some("added"), Some("照片.png")));
        let one = format!("/api/v1/matters/{id}/files/{}", items[0]["id"].as_str().expect("an id"));
        assert_eq!(client.get(&one).await.expect(StatusCode::OK).bytes, PNG);
        assert_eq!(site.status("deputy2", &one).await, StatusCode::NOT_FOUND);
        let history = client.get(&format!("/api/v1/matters/{id}/history")).await.value();
        assert_eq!(history["items"][0]["data"]["papers"][0]["name"], "照片.png");
    }
}
