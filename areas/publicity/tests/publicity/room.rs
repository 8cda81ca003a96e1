//! What every test of this area starts from: a county with its procedures, and signed-in clients.

use std::sync::Arc;

use frame::{Area, Settings};
use kernel::Kernel;
use kernel::db::Migrations;
use kernel::import::{self, Options, Report};
use kernel::procedures;
use testkit::{Client, County, TestDb, system_act};

pub fn rooms() -> [Migrations; 2] {
    [kernel::MIGRATIONS, publicity::MIGRATIONS]
}

pub struct Room {
    pub kernel: Arc<Kernel>,
    pub county: County,
    pub db: TestDb,
    site: axum::Router,
}

impl Room {
    /// A county in which these areas run.
    pub async fn of(db: TestDb, mut areas: Vec<Area>) -> Room {
        let county = db.county().await;
        let parts = frame::parts(&mut areas);
        let kernel = Kernel::new(db.db.clone(), db.clock.clone(), &db.folder, parts).unwrap();
        let kernel = Arc::new(kernel);
        let mut act = system_act(&db.db, county.organ, db.now()).await.unwrap();
        let kinds: Vec<_> = kernel.kinds().cloned().collect();
        procedures::install(&mut act, county.organ, &kinds)
            .await
            .unwrap();
        act.commit().await.unwrap();
        let site = frame::router(kernel.clone(), Settings::default(), areas).0;
        Room {
            kernel,
            county,
            db,
            site,
        }
    }

    /// Somebody signed in, reading English.
    pub async fn client(&self, who: &str) -> Client {
        self.client_of(&self.county, who).await
    }

    /// Somebody of this or another county signed in, reading English.
    pub async fn client_of(&self, county: &County, who: &str) -> Client {
        let secret = self.db.session(county, who).await;
        Client::new(self.site.clone())
            .with("accept-language", "en")
            .with_cookie("huiying", &secret)
    }

    pub async fn import(&self, kind: &str, file: &str, bytes: &[u8]) -> Report {
        let clerk = self.county.actor(&self.db, "clerk").await;
        import::run(
            &self.kernel,
            &clerk,
            kind,
            file,
            bytes.to_vec(),
            Options::default(),
            &mut |_| {},
        )
        .await
        .unwrap()
    }
}
