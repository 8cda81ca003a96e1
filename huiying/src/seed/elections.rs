//! Elections by the congress of an invented county: one that is over, with a name written in, its notice and certificate;
//! one whose candidates are being nominated, more of them than the law allows.

use anyhow::{Context, Result};
use appointments::election::{New, begin};
use appointments::model::election::Post;
use appointments::model::office::Class;
use chrono::{Days, NaiveDate};
use kernel::Kernel;
use kernel::access::Actor;
use kernel::clock::Instant;
use kernel::id::Id;
use kernel::matter::{Request, perform};

use super::county::County;
use super::course::acting;

/// Deputies of the congress.
const DEPUTIES: i64 = 182;

struct Desk<'a> {
    kernel: &'a Kernel,
    clerk: Actor,
}

impl Desk<'_> {
    async fn does(&self, id: Id, day: NaiveDate, request: Request) -> Result<()> {
        self.kernel.clock.set(Instant::at(day, 10));
        let actor = Actor {
            today: day,
            ..self.clerk.clone()
        };
        let name = request.act.clone();
        perform(self.kernel, &actor, id, request)
            .await
            .with_context(|| format!("{name} of an election"))?;
        Ok(())
    }

    async fn opened(&self, day: NaiveDate, title: &str, office: &str, post: Post) -> Result<Id> {
        self.kernel.clock.set(Instant::at(day, 9));
        let actor = Actor {
            today: day,
            ..self.clerk.clone()
        };
        let new = New {
            title: title.to_owned(),
            office: office.to_owned(),
            class: match post {
                Post::Head => Class::Head,
                _ => Class::Congress,
            },
            post,
            seats: 1,
            turnover: false,
        };
        Ok(begin(self.kernel, &actor, new).await?)
    }

    async fn stands(
        &self,
        id: Id,
        day: NaiveDate,
        name: &str,
        present: &str,
        signers: i64,
    ) -> Result<()> {
        let by = if signers > 0 { "joint" } else { "presidium" };
        let add = Request::new("add_candidate")
            .field("name", name)
            .field("present", present)
            .field("nominated_by", by)
            .field("signers", signers);
        self.does(id, day, add).await
    }

    async fn over(&self, day: NaiveDate) -> Result<()> {
        let title = "补选县人大常委会副主任";
        let id = self
            .opened(day, title, "县人大常委会副主任", Post::Vice)
            .await?;
        self.stands(id, day, "闻人杰", "城关镇党委书记", 0).await?;
        self.stands(id, day, "薄秋生", "县司法局局长", 14).await?;
        let next = day + Days::new(1);
        self.does(id, next, Request::new("fix")).await?;
        let written = Request::new("enter_written")
            .field("name", "厉行舟")
            .field("members", DEPUTIES)
            .field("yes", 3i64);
        self.does(id, next, written).await?;
        for (n, yes, no, abstain) in [("1", 128i64, 30i64, 15i64), ("2", 42, 118, 13)] {
            let votes = Request::new("enter_votes")
                .field("uncounted", n)
                .field("members", DEPUTIES)
                .field("yes", yes)
                .field("no", no)
                .field("abstain", abstain);
            self.does(id, next, votes).await?;
        }
        let certify = Request::new("certify").field("on_date", next);
        self.does(id, next, certify).await
    }

    async fn prepared(&self, day: NaiveDate) -> Result<()> {
        let title = "选举县监察委员会主任";
        let id = self
            .opened(day, title, "县监察委员会主任", Post::Head)
            .await?;
        self.stands(id, day, "卫东阳", "县监察委员会代理主任", 0)
            .await?;
        self.stands(id, day, "冷清源", "县监察委员会副主任", 12)
            .await?;
        self.stands(id, day, "钟鸣", "县委巡察办主任", 11).await
    }
}

/// Both of them; the clerk keeps them.
pub async fn elections(kernel: &Kernel, county: &County, today: NaiveDate) -> Result<()> {
    let person = county.named.get("clerk").copied();
    let clerk = county.people.iter().find(|s| Some(s.person) == person);
    let desk = Desk {
        kernel,
        clerk: acting(county, clerk.context("nobody is the clerk")?, today),
    };
    desk.over(today - Days::new(45)).await?;
    desk.prepared(today - Days::new(1)).await?;
    kernel.clock.set(Instant::at(today, 9));
    Ok(())
}
