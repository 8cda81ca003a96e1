//! The areas of the house, in the order of their navigation. Nothing else in the program lists them.

use frame::Area;

/// Every area, ready to be put together.
pub fn all() -> Vec<Area> {
    vec![
        ballot_box(),
        proposals::area(),
        meetings::area(),
        decisions::area(),
        appointments::area(),
        publicity::area(),
        office::area(),
        deputies::area(),
    ]
}

/// The ballot box has no pages of its own: the meetings area holds ballots.
fn ballot_box() -> Area {
    Area {
        name: "ballot",
        nav: Vec::new(),
        begin: Vec::new(),
        about: Vec::new(),
        asked: None,
        routes: frame::Routes::new(),
        api: frame::Routes::new(),
        openapi: utoipa::openapi::OpenApi::default(),
        part: ballot::part(),
    }
}
