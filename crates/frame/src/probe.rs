//! What machines ask: `/healthz` (the process answers), `/readyz` (the database answers), `/metrics`.
//!
//! Metrics are told to this machine only: they name routes and counts, never people or matters.

use std::net::SocketAddr;
use std::sync::OnceLock;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

use crate::App;
use crate::routes::{Routes, get};

static METRICS: OnceLock<PrometheusHandle> = OnceLock::new();

/// Begins to collect metrics in this process; the first caller wins, another recorder is left alone.
pub fn collect_metrics() {
    METRICS.get_or_init(|| {
        let recorder = PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        // A recorder of the embedding program stays in its place; ours then stays empty.
        let _ = metrics::set_global_recorder(recorder);
        handle
    });
}

pub(crate) fn routes() -> Routes {
    Routes::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(told))
}

async fn ready(State(app): State<App>) -> Response {
    match kernel::pulse::ready(&app.kernel().db).await {
        Ok(_) => "ok\n".into_response(),
        Err(e) => {
            tracing::error!("not ready: {e}");
            (StatusCode::SERVICE_UNAVAILABLE, "database\n").into_response()
        }
    }
}

async fn told(State(app): State<App>, request: Request) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let here = peer.is_none_or(|p| p.0.ip().is_loopback())
        && !request.headers().contains_key("x-forwarded-for");
    let Some(metrics) = METRICS.get().filter(|_| here) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let (open, idle) = app.kernel().db.connections();
    metrics::gauge!("database_connections_open").set(f64::from(open));
    metrics::gauge!("database_connections_idle").set(idle as f64);
    if let Ok(jobs) = kernel::pulse::jobs(&app.kernel().db, app.kernel().now()).await {
        for (state, n) in ["waiting", "late", "failed"].into_iter().zip(jobs) {
            metrics::gauge!("jobs", "state" => state).set(n as f64);
        }
    }
    metrics::gauge!("live_streams_open").set(app.live().open() as f64);
    metrics.run_upkeep();
    (
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4")],
        metrics.render(),
    )
        .into_response()
}
