//! `huiying serve`: the pages and the API, until the service manager asks it to end.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use axum::Router;
use tokio::net::TcpListener;

use crate::config::Config;
use crate::demo::is_loopback;
use crate::house::{For, House};
use crate::seed::{self, Holds};
use crate::{End, say};

/// Serve the pages and the API, and run the jobs.
///
/// Plain HTTP: put a proxy with TLS in front and name its address with `public` in huiying.toml. Ends on
/// Ctrl-C or SIGTERM, after the requests that are running.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: huiying serve --data /srv/huiying --listen 127.0.0.1:7100")]
pub struct Args {
    /// Where to listen [default: 127.0.0.1:7100]
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<String>,
}

pub async fn run(args: Args, config: Config) -> Result<End> {
    let config = config.listening(args.listen);
    let house = House::open(&config, For::Serving).await?;
    if seed::holds(&house.kernel).await? == Holds::Seeded && !is_loopback(&config.listen).await {
        bail!(
            "{} holds invented organs whose passwords are public: it is served on loopback addresses only",
            config.database_shown()
        );
    }
    let listener = listen(&config).await?;
    say::line(format!("Huiying serves {}", site(&listener)?));
    until_ended(house, listener, &config).await?;
    Ok(End::Done)
}

/// Takes the address, so that a port in use is said before anything else.
pub async fn listen(config: &Config) -> Result<TcpListener> {
    TcpListener::bind(&config.listen)
        .await
        .with_context(|| format!("listening on {}", config.listen))
}

/// The address to type on this machine.
pub fn site(listener: &TcpListener) -> Result<String> {
    let address = listener.local_addr()?;
    Ok(if address.ip().is_unspecified() {
        format!("http://127.0.0.1:{}", address.port())
    } else {
        format!("http://{address}")
    })
}

/// Serves the house until Ctrl-C or SIGTERM, then ends what runs and closes the database.
pub async fn until_ended(mut house: House, listener: TcpListener, config: &Config) -> Result<()> {
    frame::collect_metrics();
    let settings = frame::Settings {
        public: Some(config.public.clone()).filter(|p| !p.is_empty()),
        behind_proxy: config.behind_proxy,
        gallery: config.gallery,
    };
    let areas = std::mem::take(&mut house.areas);
    let (router, _app) = frame::router(house.kernel.clone(), settings, areas);
    tracing::info!(
        address = %listener.local_addr()?,
        database = config.database_shown(),
        data = %config.data.display(),
        "serving"
    );
    let jobs = tokio::spawn(kernel::job::run_forever(
        house.kernel.clone(),
        asked_to_end(),
    ));
    answer(
        router,
        listener,
        Duration::from_secs(config.shutdown_seconds),
    )
    .await?;
    jobs.await?;
    house.close().await;
    tracing::info!("ended");
    Ok(())
}

/// Answers requests until asked to end; those that run then have `grace` to finish (live pages never do).
async fn answer(router: Router, listener: TcpListener, grace: Duration) -> Result<()> {
    let (ended, mut end) = tokio::sync::watch::channel(false);
    let mut gone = ended.subscribe();
    tokio::spawn(async move {
        asked_to_end().await;
        tracing::info!("asked to end");
        let _ = ended.send(true);
    });
    let serving = axum::serve(
        listener,
        router.into_make_service_with_connect_info::<SocketAddr>(),
    )
    .with_graceful_shutdown(async move {
        // An error means that the asking task is gone, which ends the server as well.
        let _ = end.wait_for(|ended| *ended).await;
    });
    tokio::select! {
        ended = async { serving.await } => ended?,
        () = async {
            let _ = gone.wait_for(|ended| *ended).await;
            tokio::time::sleep(grace).await;
        } => tracing::warn!("requests that were still running were cut off"),
    }
    Ok(())
}

/// Returns when the terminal or the service manager asks the program to end.
pub async fn asked_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = tokio::signal::ctrl_c() => {}
                }
                return;
            }
            Err(e) => tracing::warn!("SIGTERM cannot be heard: {e}"),
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
