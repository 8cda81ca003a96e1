//! The square code an authenticator app reads, drawn as SVG, with the secret beside it to type by hand.

use std::fmt::Write;

use askama::Template;
use kernel::error::Error;
use qrcode::{Color, EcLevel, QrCode};
use text::Lang;

use crate::http::Visit;
use crate::words::{Speaks, speaks};

/// Modules of white around the square that scanners need (ISO/IEC 18004).
const QUIET: usize = 4;

#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r##"<ol class="steps"><li>{{ self.t("sign-factor-step-app") }}</li><li>{{ self.t("sign-factor-step-scan") }}<div class="square"><svg viewBox="0 0 {{ side }} {{ side }}" role="img" aria-label="{{ self.t("sign-factor-square") }}" shape-rendering="crispEdges"><path d="M0 0h{{ side }}v{{ side }}H0z" fill="#fff"/><path d="{{ path }}" fill="#000"/></svg><p>{{ self.t("sign-factor-type") }}<br><code class="secret">{{ secret }}</code></p></div></li><li>{{ self.t("sign-factor-step-code") }}</li></ol>"##
)]
pub(super) struct Square {
    lang: Lang,
    side: usize,
    path: String,
    secret: String,
}

speaks!(Square);

impl Square {
    pub(super) fn new(visit: &Visit, address: &str, secret: &str) -> Result<Square, Error> {
        let code =
            QrCode::with_error_correction_level(address, EcLevel::M).map_err(Error::internal)?;
        let width = code.width();
        let mut path = String::new();
        let colours = code.to_colors();
        for (y, line) in colours.chunks(width).enumerate() {
            let mut x = 0;
            while x < width {
                let run = line[x..].iter().take_while(|c| **c == Color::Dark).count();
                if run > 0 {
                    let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
                }
                x += run.max(1);
            }
        }
        let groups: Vec<&str> = (0..secret.len())
            .step_by(4)
            .filter_map(|i| secret.get(i..(i + 4).min(secret.len())))
            .collect();
        Ok(Square {
            lang: visit.lang,
            side: width + 2 * QUIET,
            path,
            secret: groups.join(" "),
        })
    }
}
