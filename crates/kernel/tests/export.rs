//! What goes out comes in again and changes nothing, on both engines.

use kernel::error::Error;
use kernel::import::{self, Format, Options};
use kernel::{Kernel, Part, organ};
use testkit::TestDb;
use text::Lang;

testkit::on_both! { &[kernel::MIGRATIONS];
    async fn units_and_days_off_come_in_again(db: TestDb) {
        let county = db.county().await;
        let clerk = county.actor(&db, "clerk").await;
        let kernel = Kernel::new(db.db.clone(), db.clock.clone(), &db.folder, vec![Part::default()]).unwrap();
        let units = organ::units(&db.db, county.organ).await.unwrap().len();
        for format in [Format::Xlsx, Format::Csv] {
            for kind in ["units", "workdays"] {
                let (bytes, rows) = import::export(&kernel, &clerk, kind, false, format).await.unwrap();
                assert!(rows > 0 && (kind != "units" || rows == units), "{kind}: {rows}");
                let report = import::run(&kernel, &clerk, kind, "again", bytes, Options::default(), &mut |_| {}).await.unwrap();
                let why: Vec<_> = report.rows.iter().filter(|r| !r.findings.is_empty()).map(|r| r.reasons(Lang::Zh)).collect();
                assert_eq!((report.counts.total, report.counts.same), (rows, rows), "{kind}: {why:?}");
            }
        }
        let deputy = county.actor(&db, "deputy").await;
        let refused = import::export(&kernel, &deputy, "units", false, Format::Csv).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
        let secret = import::export(&kernel, &clerk, "units", true, Format::Csv).await;
        assert!(matches!(secret, Err(Error::Refused(_))), "from a page nothing confidential goes out");
        let unknown = import::export(&kernel, &clerk, "recipes", false, Format::Csv).await;
        assert!(matches!(unknown, Err(Error::NotFound)));
    }
}
