//! Whoever holds a step hears of it in time, and the leaders hear of it when it is late.

use chrono::TimeDelta;
use kernel::clock::Instant;
use kernel::matter::{Confidentiality, Standing, remind};
use kernel::{Kernel, notice, procedures};
use proposals::actions::{Submission, submit};
use proposals::model::matter::{Form, MatterKind};
use testkit::{TestDb, system_act};

testkit::on_both! { &[kernel::MIGRATIONS, proposals::MIGRATIONS];
    /// Amber once to the holder, red once to the holder and the office's leader, then once to the leaders; a second
    /// run of a day tells nobody again.
    async fn reminders_go_out_once_each(db: TestDb) {
        let county = db.county().await;
        let part = proposals::area().part;
        let kernel = Kernel::new(db.db.clone(), db.clock.clone(), &db.folder, vec![part]).expect("a kernel");
        let mut act = system_act(&db.db, county.organ, db.now()).await.expect("an act");
        let kinds: Vec<_> = kernel.kinds().cloned().collect();
        procedures::install(&mut act, county.organ, &kinds).await.expect("procedures");
        act.commit().await.expect("committed");
        let deputy = county.actor(&db, "deputy").await;
        let id = submit(&kernel, &deputy, Submission {
            kind: MatterKind::Suggestion,
            form: Form::Single,
            title: "关于修复滨河路路灯的建议".to_owned(),
            background: "滨河路自南桥至北桥共四十二盏路灯，去冬以来有十七盏不亮，夜间行人不便。".to_owned(),
            demand: "建议一个月内逐盏检修，并建立报修电话。".to_owned(),
            body_name: None,
            category: None,
            cosigners: Vec::new(),
            proposer: Some(county.person("deputy")),
            confidentiality: Confidentiality::Open,
            received_on: None,
            papers: Vec::new(),
            from: None,
            send: true,
        }).await.expect("submitted");
        let clerk = county.actor(&db, "clerk").await;
        let standing = Standing::read(&kernel, &clerk, id).await.expect("the office reads it");
        let task = standing.tasks.first().expect("the office holds it").clone();
        let (amber, red) = (task.amber_on.expect("amber"), task.red_on.expect("red"));

        let told = async |day: chrono::NaiveDate| {
            let at = Instant::at(day, 9);
            (remind::remind(&kernel, at).await.expect("a run"), remind::remind(&kernel, at).await.expect("again"))
        };
        let one = TimeDelta::days(1);
        assert_eq!(told(amber - one).await, (0, 0), "in time: nothing to say");
        assert_eq!(told(amber).await, (1, 0));
        assert_eq!(told(amber + one).await, (0, 0));
        assert_eq!(told(red).await, (1, 0));
        assert_eq!(told(red + TimeDelta::days(10)).await, (1, 0), "the leaders are told");
        assert_eq!(told(red + TimeDelta::days(30)).await, (0, 0));
        let kinds = async |who: &str| -> Vec<String> {
            let actor = county.actor(&db, who).await;
            let page = notice::list(&db.db, &actor, false, None, 20).await.expect("notices");
            page.rows.into_iter().map(|n| n.kind).filter(|k| {
                ["notice-amber", "notice-late", "notice-escalated"].contains(&k.as_str())
            }).collect()
        };
        assert_eq!(kinds("clerk").await, ["notice-late", "notice-amber"]);
        assert_eq!(kinds("officeleader").await, ["notice-late"]);
        assert_eq!(kinds("chief").await, ["notice-escalated"]);
        assert!(kinds("unit").await.is_empty(), "whoever has nothing to do with it hears nothing");
    }
}
