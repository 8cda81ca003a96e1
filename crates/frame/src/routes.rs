//! How routes are declared: as with axum, but each is recorded, so that the program can name every one it has.
//!
//! The table of routes and roles (`huiying/tests/safety/routes.txt`) is compared with these records: a route can't
//! exist without a row there. Nothing else makes a route, because an area hands in [`Routes`] and only this
//! file looks inside.

use axum::Router;
use axum::handler::Handler;
use axum::routing::{MethodFilter, MethodRouter, on};

use crate::App;

/// One method at one path, as declared: `GET`, `/matters/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    pub path: String,
    pub method: &'static str,
}

/// What answers at one path, by method.
pub struct Methods {
    router: MethodRouter<App>,
    names: Vec<&'static str>,
}

/// A path that is read (`HEAD` with it).
pub fn get<H: Handler<T, App>, T: 'static>(handler: H) -> Methods {
    Methods {
        router: on(MethodFilter::GET, handler),
        names: vec!["GET"],
    }
}

/// A path that is only written to.
pub fn post<H: Handler<T, App>, T: 'static>(handler: H) -> Methods {
    Methods {
        router: on(MethodFilter::POST, handler),
        names: vec!["POST"],
    }
}

impl Methods {
    /// The same path is written to as well.
    pub fn post<H: Handler<T, App>, T: 'static>(mut self, handler: H) -> Methods {
        self.router = self.router.on(MethodFilter::POST, handler);
        self.names.push("POST");
        self
    }
}

/// Routes with their records.
#[derive(Default)]
pub struct Routes {
    router: Router<App>,
    declared: Vec<Route>,
}

impl Routes {
    pub fn new() -> Routes {
        Routes::default()
    }

    /// Declares what answers at `path`.
    pub fn route(mut self, path: &str, methods: Methods) -> Routes {
        for method in methods.names {
            self.declared.push(Route {
                path: path.to_owned(),
                method,
            });
        }
        self.router = self.router.route(path, methods.router);
        self
    }

    /// These and `other`.
    pub fn merge(mut self, other: Routes) -> Routes {
        self.declared.extend(other.declared);
        self.router = self.router.merge(other.router);
        self
    }

    /// These, and `other` below `prefix`.
    pub(crate) fn nest(mut self, prefix: &str, other: Routes) -> Routes {
        for route in other.declared {
            self.declared.push(Route {
                path: format!("{prefix}{}", route.path),
                ..route
            });
        }
        self.router = self.router.nest(prefix, other.router);
        self
    }

    pub(crate) fn declared(&self) -> &[Route] {
        &self.declared
    }

    pub(crate) fn into_router(self) -> Router<App> {
        self.router
    }
}
