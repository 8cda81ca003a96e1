//! The program as the pages see it: one cheap handle, and what each area adds to it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::Response;
use futures_util::future::BoxFuture;
use kernel::Kernel;
use kernel::access::Actor;
use kernel::error::Error;
use kernel::id::Id;
use kernel::matter::{Confidentiality, Matter};
use text::Lang;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

use crate::http::{NavLink, layer};
use crate::live::Live;
use crate::routes::{Route, Routes};
use crate::sign::{self, Gate};
use crate::ui::Table;
use crate::{Failure, SignedIn};
use crate::{api, assets, gallery, live, matter, notices, probe};

/// How the server stands in its network.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The address people type (`https://renda.example.gov.cn`), where it differs from what the server sees.
    /// With https the cookies are secure ones.
    pub public: Option<String>,
    /// A proxy stands in front and names the reader's address in `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// Shows `/gallery`, every piece of the frame on one page: for development.
    pub gallery: bool,
}

impl Settings {
    pub fn https(&self) -> bool {
        self.public
            .as_deref()
            .is_some_and(|p| p.starts_with("https://"))
    }
}

/// One item of the navigation.
#[derive(Clone, Copy)]
pub struct Nav {
    /// The key of its words.
    pub key: &'static str,
    pub href: &'static str,
    /// Smaller stands first.
    pub order: u16,
    /// Who sees it.
    pub visible: fn(&Actor) -> bool,
}

/// What an area offers on the page of a matter of any kind: to plan its coverage.
#[derive(Clone, Copy)]
pub struct About {
    /// The key of its words.
    pub key: &'static str,
    /// The matter's id follows.
    pub href: &'static str,
    /// Who is offered it, on which matter.
    pub offered: fn(&Actor, &Matter) -> bool,
}

/// What an area adds to the program: its pages, its part of the API, its navigation, its part of the kernel.
pub struct Area {
    pub name: &'static str,
    pub nav: Vec<Nav>,
    /// What the workbench offers to begin: a suggestion, an account.
    pub begin: Vec<Nav>,
    /// What it offers on the pages of matters, its own and those of other areas.
    pub about: Vec<About>,
    /// What somebody is asked beside the steps he holds: stands on his workbench above them.
    pub asked: Option<Asked>,
    /// Pages, at full paths (`/proposals/{id}`).
    pub routes: Routes,
    /// JSON, below `/api/v1` (`/proposals/{id}`).
    pub api: Routes,
    /// The description of `api`, with full paths (`/api/v1/proposals/{id}`).
    pub openapi: utoipa::openapi::OpenApi,
    pub part: kernel::Part,
}

/// A table of what somebody is asked today, where there is anything.
pub type Asked = for<'a> fn(&'a App, &'a SignedIn) -> BoxFuture<'a, Result<Option<Table>, Failure>>;

struct Inner {
    kernel: Arc<Kernel>,
    settings: Settings,
    nav: Vec<Nav>,
    begin: Vec<Nav>,
    about: Vec<About>,
    asked: Vec<Asked>,
    openapi: String,
    live: Live,
    gate: Gate,
    organs: Mutex<HashMap<Id, (std::time::Instant, Arc<str>)>>,
    titles: [Arc<str>; 2],
    routes: Vec<Route>,
}

/// The state of every handler: cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

/// Organs are renamed once in years; the name at the top of a page may lag by this much.
const ORGAN_KEPT: std::time::Duration = std::time::Duration::from_secs(60);

impl App {
    fn new(
        kernel: Arc<Kernel>,
        settings: Settings,
        (mut nav, begin): (Vec<Nav>, Vec<Nav>),
        (about, asked): (Vec<About>, Vec<Asked>),
        openapi: String,
        routes: Vec<Route>,
    ) -> App {
        nav.push(Nav {
            key: "frame-nav-workbench",
            href: "/",
            order: 0,
            visible: |_| true,
        });
        nav.sort_by_key(|n| n.order);
        App(Arc::new(Inner {
            kernel,
            settings,
            nav,
            begin,
            about,
            asked,
            openapi,
            live: Live::default(),
            gate: Gate::default(),
            organs: Mutex::default(),
            titles: Lang::ALL.map(|lang| Arc::from(text::t(lang, "frame-product"))),
            routes,
        }))
    }

    pub fn kernel(&self) -> &Kernel {
        &self.0.kernel
    }

    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Every route of the program, by path and method.
    pub fn routes(&self) -> &[Route] {
        &self.0.routes
    }

    /// Wakes the live pages when something was changed outside a request (a job).
    pub fn live(&self) -> &Live {
        &self.0.live
    }

    /// What areas may ask somebody on his workbench.
    pub(crate) fn asked(&self) -> &[Asked] {
        &self.0.asked
    }

    /// Failed sign-ins by address.
    pub(crate) fn gate(&self) -> &Gate {
        &self.0.gate
    }

    /// The API's description as JSON.
    pub(crate) fn openapi(&self) -> &str {
        &self.0.openapi
    }

    /// What stands at the top of a page nobody has signed in to.
    pub(crate) fn title(&self, lang: Lang) -> Arc<str> {
        self.0.titles[usize::from(lang == Lang::En)].clone()
    }

    pub(crate) async fn organ_name(&self, organ: Id) -> Result<Arc<str>, Error> {
        {
            let kept = self.0.organs.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((at, name)) = kept.get(&organ)
                && at.elapsed() < ORGAN_KEPT
            {
                return Ok(name.clone());
            }
        }
        let name: Arc<str> = kernel::organ::organ(&self.kernel().db, organ)
            .await?
            .name
            .into();
        let mut kept = self.0.organs.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(organ, (std::time::Instant::now(), name.clone()));
        Ok(name)
    }

    pub(crate) fn nav_of(&self, actor: &Actor) -> Vec<NavLink> {
        let open = self.0.nav.iter().filter(|n| (n.visible)(actor));
        open.map(|n| NavLink {
            key: n.key,
            href: n.href,
        })
        .collect()
    }

    /// What `actor` may begin from the workbench: address and key of the words, the first one first.
    pub(crate) fn begin_of(&self, actor: &Actor) -> Vec<(&'static str, &'static str)> {
        let open = self.0.begin.iter().filter(|n| (n.visible)(actor));
        open.map(|n| (n.href, n.key)).collect()
    }

    /// What `actor` is offered on the page of a matter: address and key of the words.
    pub fn about(&self, actor: &Actor, matter: &Matter) -> Vec<(String, &'static str)> {
        // Nothing of another area may grow out of what is under embargo: it would tell of it.
        let hidden = matter.confidentiality() == Confidentiality::Embargo;
        let all = self.0.about.iter().filter(|_| !hidden);
        let open = all.filter(|a| (a.offered)(actor, matter));
        open.map(|a| (format!("{}{}", a.href, matter.id), a.key))
            .collect()
    }

    /// Unread notices of a reader; counting stops at 1000.
    pub(crate) async fn unread(&self, actor: &Actor) -> Result<i64, Error> {
        kernel::notice::unread(&self.kernel().db, actor).await
    }
}

/// Takes the areas' parts for the kernel out, so that it can be made before the router.
pub fn parts(areas: &mut [Area]) -> Vec<kernel::Part> {
    areas
        .iter_mut()
        .map(|a| std::mem::take(&mut a.part))
        .collect()
}

/// The whole program as one service: the areas' pages and API, sign-in, account, live events, probes, assets,
/// and the middleware around them. The handle beside it is for jobs that wake live pages.
pub fn router(kernel: Arc<Kernel>, settings: Settings, areas: Vec<Area>) -> (Router, App) {
    let (mut nav, mut begin, mut about) = (Vec::new(), Vec::new(), Vec::new());
    let mut asked = Vec::new();
    let mut described = vec![matter::api::described()];
    let (mut pages, mut json) = (Routes::new(), Routes::new());
    for area in areas {
        nav.extend(area.nav);
        begin.extend(area.begin);
        about.extend(area.about);
        asked.extend(area.asked);
        described.push(area.openapi);
        pages = pages.merge(area.routes);
        json = json.merge(area.api);
    }
    let openapi = api::describe(described).to_string();
    let json = json.merge(api::routes()).merge(matter::api::routes());
    let json = Routes::new().nest("/api/v1", json);
    let pages = pages
        .merge(live::routes())
        .merge(sign::routes())
        .merge(api::pages())
        .merge(matter::routes())
        .merge(notices::routes())
        .merge(gallery::routes());
    let machines = assets::routes().merge(probe::routes());
    let mut declared: Vec<Route> = [&json, &pages, &machines]
        .into_iter()
        .flat_map(|routes| routes.declared().iter().cloned())
        .collect();
    declared.sort();
    let app = App::new(
        kernel,
        settings,
        (nav, begin),
        (about, asked),
        openapi,
        declared,
    );
    let json = json
        .into_router()
        .layer(from_fn_with_state(app.clone(), api::idempotency_layer));
    let https = app.settings().https();
    let machines =
        machines
            .into_router()
            .layer(map_response(move |mut answer: Response| async move {
                layer::harden(answer.headers_mut(), https);
                answer
            }));
    let routes = pages
        .into_router()
        .merge(json)
        .fallback(|| async { StatusCode::NOT_FOUND })
        .method_not_allowed_fallback(|| async { StatusCode::METHOD_NOT_ALLOWED })
        .layer(DefaultBodyLimit::max(crate::read::SENT_BYTES))
        .layer(from_fn_with_state(app.clone(), layer::visit))
        .merge(machines)
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .with_state(app.clone());
    (routes, app)
}
