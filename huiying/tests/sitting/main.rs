//! A sitting of a standing committee from the notice to the minutes, by the pages alone, as each person would: the clerk at
//! the desk, members on their phones, the screen of the hall. One decision is adopted, one fails for want of one vote though
//! most of those present were for it, one appointment is decided by secret ballot; and the name under embargo is looked for
//! by everybody else, in every way there is, and not found before the result.

mod after;
#[path = "../../src/areas.rs"]
mod areas;
mod ballots;
mod brought;
mod called;
mod hands;
mod hidden;
mod sits;
mod world;

use testkit::{Browser, Engine, Program, Screen, TestDb, browse, run};

/// The windows of one sitting, and the numbers its matters go by.
pub struct Stage {
    desk: Browser,
    phone: Browser,
    hall: Browser,
    today: chrono::NaiveDate,
    meeting: String,
    adopted: String,
    failing: String,
    case: String,
}

impl Stage {
    /// The desk's window as somebody's.
    fn desk(&self, who: &str) -> Browser {
        self.desk.seat(who)
    }

    /// The phone's window as somebody's phone.
    fn phone(&self, who: &str) -> Browser {
        self.phone.seat(who)
    }

    fn day(&self, ahead: i64) -> String {
        (self.today + chrono::Duration::days(ahead)).to_string()
    }
}

const HALL: Screen = Screen {
    width: 1600,
    height: 900,
    lang: "zh-CN",
};

/// Brought in, planned, called, answered, looked for by everybody else, opened, the first item heard with what grows out of
/// it, one decision adopted and one that fails for want of one vote; then the secret ballot, the decree, the open pages, the
/// minutes and their correction.
#[test]
fn from_the_notice_to_the_minutes() {
    run(Engine::Sqlite, &world::rooms(), |db: TestDb| async move {
        world::furnish(&db).await;
        let data = db.folder.to_string_lossy().into_owned();
        let url = db.url();
        let args = ["serve", "--data", &data, "--database", &url];
        let program = Program::serve(env!("CARGO_BIN_EXE_huiying"), &args, &db.folder);
        let site = program.site.clone();
        browse("sitting-desk", &site, Screen::DESK, |desk| async {
            browse("sitting-phone", &site, Screen::PHONE, |phone| async {
                let all = |hall| sitting(desk, phone, hall);
                browse("sitting-hall", &site, HALL, all).await;
            })
            .await;
        })
        .await;
        drop(program);
    });
}

async fn sitting(desk: Browser, phone: Browser, hall: Browser) {
    let mut stage = Stage {
        desk,
        phone,
        hall,
        today: kernel::clock::Clock::System.today(),
        meeting: String::new(),
        adopted: String::new(),
        failing: String::new(),
        case: String::new(),
    };
    brought::decisions(&mut stage).await;
    brought::appointment(&mut stage).await;
    called::planned(&mut stage).await;
    called::answered(&stage).await;
    hidden::from_all_others(&stage).await;
    sits::opened(&stage).await;
    sits::report(&stage).await;
    ballots::adopted(&stage).await;
    ballots::one_short(&stage).await;
    ballots::secret(&stage).await;
    hidden::from_nobody(&stage).await;
    after::decreed(&stage).await;
    after::published(&stage).await;
    after::corrected(&stage).await;
    after::filed(&stage).await;
}
