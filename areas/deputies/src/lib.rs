//! Deputies and members: the register, delegations and terms.

pub mod import;
pub mod store;

use std::sync::Arc;

use frame::Area;

/// What this area adds to the program.
pub fn area() -> Area {
    Area {
        name: "deputies",
        begin: Vec::new(),
        about: Vec::new(),
        nav: Vec::new(),
        asked: None,
        routes: frame::Routes::new(),
        api: frame::Routes::new(),
        openapi: utoipa::openapi::OpenApi::default(),
        part: kernel::Part {
            name: "deputies",
            imports: vec![Arc::new(import::Deputies)],
            ..kernel::Part::default()
        },
    }
}
