//! `/account`: who one is here, and the ways to change what is one's own.

use axum::extract::State;
use axum::response::Response;
use kernel::account;
use text::Lang;

use super::tabs;
use crate::http::Visit;
use crate::ui::{Choice, Control, Doc, Facts, Field, Form as Sheet};
use crate::{App, Failure, SignedIn};

pub(crate) async fn page(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    let db = &app.kernel().db;
    let account = account::account(db, visit.account()).await?;
    let actor = visit.actor();
    let mut facts = Facts::new(&visit)
        .line(visit.t("sign-person"), &actor.name)
        .line(visit.t("sign-name"), &account.name)
        .line(visit.t("sign-organ"), visit.organ_name());
    for post in &actor.posts {
        let role = visit.t(&format!("role-{}", post.role.code()));
        let words = if post.title.is_empty() {
            role
        } else {
            format!("{} ({role})", post.title)
        };
        let label = if post.instead_of.is_some() {
            "sign-post-instead"
        } else {
            "sign-post"
        };
        facts = facts.line(visit.t(label), words);
    }
    for role in &actor.administrative {
        let words = visit.t(&format!("role-{}", role.code()));
        facts = facts.line(visit.t("sign-post"), words);
    }
    let factor = if account.totp_secret.is_some() {
        "sign-factor-is-on"
    } else {
        "sign-factor-is-off"
    };
    let facts = facts.link(
        visit.t("sign-tab-factor"),
        visit.t(factor),
        "/account/factor",
    );
    let mail = crate::notices::mail_form(&app, &visit).await?;
    Ok(Doc::titled(visit.t("frame-account"))
        .part(tabs(&visit))
        .panel(&visit.t("sign-who"), facts)
        .panel(&visit.t("frame-notices"), mail)
        .panel(&visit.t("sign-language"), language_form(&visit))
        .show(&visit))
}

fn language_form(visit: &Visit) -> Sheet {
    let choices = Lang::ALL.map(|lang| {
        Choice::new(lang.code(), text::t(lang, "sign-language-own")).chosen(lang == visit.lang)
    });
    let field = Field::new(
        "lang",
        visit.t("sign-language-pick"),
        Control::Radios(choices.to_vec()),
    );
    Sheet::new(visit, "/account/language")
        .field(field)
        .send(visit.t("sign-save"))
}
