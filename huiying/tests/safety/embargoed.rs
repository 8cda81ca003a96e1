//! An appointment under embargo: what the crawl looks for as everybody, and finds as nobody.

use appointments::actions::case::{New, begin};
use appointments::model::office::{Action, Class};
use kernel::access::Actor;
use kernel::id::Id;
use kernel::matter::Request;

use crate::world::{MARKER, World, said};

impl World {
    /// An appointment that has come to its papers; one of them is a file.
    pub async fn embargoed(&self, clerk: &Actor) -> Id {
        let new = New {
            name: MARKER.to_owned(),
            gender: String::new(),
            present: "副局长".to_owned(),
            about: format!("{MARKER}，历任科长、副局长"),
            meeting_on: None,
            lines: vec![(
                Action::Appoint,
                Class::Government,
                "县气象局局长".to_owned(),
            )],
            named: vec![(self.county.person("deputy3"), "party")],
        };
        let id = begin(&self.kernel, clerk, new).await;
        let id = id.unwrap_or_else(|e| panic!("{}", said(&e)));
        let today = self.db.now().day();
        let agree = Request::new("agree").field("on_date", today);
        self.does("clerk", id, agree.paper(self.paper().await))
            .await;
        let nominate = Request::new("nominate")
            .field("nominator", "government_head")
            .field("signed_by", "郑海")
            .field("on_date", today)
            .field("meeting_on", today + chrono::Days::new(30));
        self.does("clerk", id, nominate.paper(self.paper().await))
            .await;
        id
    }
}
