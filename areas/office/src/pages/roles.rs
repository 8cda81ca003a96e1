//! Roles: who may do what, who holds the rights, and the three administrators.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::{
    Cell, Choice, Column, Control, Doc, Field, Form as Sheet, Head, Note, Row, Table, Tone,
};
use frame::{App, Failure, Form, Go, Path, Reader, Routes, SignedIn, Visit, get};
use kernel::access::{Permission, Role};
use kernel::account;
use kernel::account::administration::account_in;
use kernel::error::{Error, Message};
use kernel::id::Id;

use super::{View, role_words, ta, tabs};
use crate::actions::account::{self as actions, ADMINISTRATORS};
use crate::model::person::Wanted;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/office/roles", get(list))
        .route("/office/roles/{id}", get(choosing).post(set))
}

/// Every permission with the key of its words.
const PERMISSIONS: [(Permission, &str); 12] = [
    (Permission::ReadAll, "office-may-read-all"),
    (Permission::Submit, "office-may-submit"),
    (Permission::Register, "office-may-register"),
    (Permission::Import, "office-may-import"),
    (Permission::Snapshot, "office-may-snapshot"),
    (Permission::Write, "office-may-write"),
    (Permission::Newsroom, "office-may-newsroom"),
    (Permission::Configure, "office-may-configure"),
    (Permission::ManagePeople, "office-may-people"),
    (Permission::ManageAccounts, "office-may-accounts"),
    (Permission::ManageRoles, "office-may-roles"),
    (Permission::Audit, "office-may-audit"),
];

fn may_words(visit: &Visit, role: Role) -> String {
    let words: Vec<String> = PERMISSIONS
        .into_iter()
        .filter(|(p, _)| role.permissions().contains(p))
        .map(|(_, key)| visit.t(key))
        .collect();
    if words.is_empty() {
        visit.t("office-may-steps")
    } else {
        words.join("、")
    }
}

async fn list(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    let actor = visit.actor();
    View::Roles.open(actor)?;
    let db = &app.kernel().db;
    let accounts = super::accounts_listed(db, actor.organ, visit.now).await?;
    let columns = vec![
        Column::new("role", visit.t("office-role")),
        Column::new("may", visit.t("office-role-may")),
        Column::new("who", visit.t("office-role-holders")),
    ];
    let admins = ADMINISTRATORS.into_iter().map(|role| {
        let holders: Vec<&str> = accounts
            .iter()
            .filter(|r| r.role == Some(role) && !r.account.disabled)
            .map(|r| r.account.name.as_str())
            .collect();
        Row {
            id: role.code().to_owned(),
            cells: vec![
                Cell::text(role_words(&visit, role.code())),
                Cell::text(may_words(&visit, role)),
                Cell::text(if holders.is_empty() {
                    visit.t("office-role-nobody")
                } else {
                    holders.join("、")
                }),
            ],
        }
    });
    let administrators = Table::new(
        &visit,
        "administrators",
        visit.t("office-role-administrators"),
        columns.clone(),
    )
    .rows(admins.collect())
    .cards();
    let register = super::people_found(db, actor.organ, actor.today, &Wanted::default()).await?;
    let rows = Role::ALL
        .into_iter()
        .filter(|r| !r.is_administrative())
        .map(|role| {
            let holders = register
                .iter()
                .filter(|r| r.posts.iter().any(|p| p.post.role == role.code()))
                .count();
            Row {
                id: role.code().to_owned(),
                cells: vec![
                    Cell::text(role_words(&visit, role.code())),
                    Cell::text(may_words(&visit, role)),
                    Cell::CountLink {
                        href: format!("/office/people?role={}", role.code()),
                        n: holders as i64,
                    },
                ],
            }
        })
        .collect();
    let posts = Table::new(&visit, "roles", visit.t("office-role-posts"), columns)
        .rows(rows)
        .cards();
    let mut doc = Doc::new(visit.t("office-roles"))
        .trail("/office", visit.t("office-nav"))
        .part(Head::new(visit.t("office-roles")).lede(visit.t("office-roles-lede")))
        .part(tabs(&visit, actor, View::Roles))
        .part(administrators);
    if actor.may(Permission::ManageRoles) {
        let columns = vec![
            Column::new("account", visit.t("office-account-name")),
            Column::new("role", visit.t("office-account-role")),
            Column::new("act", visit.t("office-acts")),
        ];
        let rows = accounts
            .iter()
            .filter(|r| r.account.person_id.is_none() || r.role.is_some())
            .map(|r| Row {
                id: r.account.id.to_string(),
                cells: vec![
                    Cell::text(&r.account.name),
                    Cell::text(match r.role {
                        Some(role) => role_words(&visit, role.code()),
                        None => visit.t("office-role-none"),
                    }),
                    Cell::link(
                        format!("/office/roles/{}", r.account.id),
                        visit.t("office-role-set"),
                    ),
                ],
            })
            .collect();
        let table = Table::new(
            &visit,
            "role-accounts",
            visit.t("office-role-accounts"),
            columns,
        );
        doc = doc.part(table.rows(rows).cards());
    }
    Ok(doc.part(posts).show(&visit))
}

async fn form_of(app: &App, visit: &SignedIn, id: Id) -> Result<(Doc, Sheet), Error> {
    let actor = visit.actor();
    actor.authorize(Permission::ManageRoles)?;
    let db = &app.kernel().db;
    let account = account_in(db, actor.organ, id).await?;
    let held = account::roles_of(db, id).await?;
    let mut choices =
        vec![Choice::new("none", visit.t("office-role-none")).chosen(held.is_empty())];
    for role in ADMINISTRATORS {
        let choice = Choice::new(role.code(), role_words(visit, role.code()))
            .hint(may_words(visit, role))
            .chosen(held.contains(&role));
        choices.push(choice);
    }
    let title = ta(
        visit,
        "office-role-of",
        &[("name", account.name.as_str().into())],
    );
    let doc = Doc::titled(title)
        .trail("/office/roles", visit.t("office-roles"))
        .part(Note::new(Tone::Info, visit.t("office-role-three")));
    let form = Sheet::new(visit, format!("/office/roles/{id}"))
        .field(
            Field::new(
                "role",
                visit.t("office-account-role"),
                Control::Cards(choices),
            )
            .must(),
        )
        .send(visit.t("office-role-set"))
        .cancel("/office/roles");
    Ok((doc, form))
}

async fn choosing(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let (doc, form) = form_of(&app, &visit, id).await?;
    Ok(doc.part(form).show(&visit))
}

async fn set(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let done = async {
        let codes = ADMINISTRATORS.map(|r| r.code());
        let mut offered = vec!["none"];
        offered.extend(codes);
        let mut r = Reader::new(&typed);
        let role = r.must_choice("role", &offered).and_then(Role::parse);
        r.finish()?;
        actions::set_role(app.kernel(), visit.actor(), id, role).await
    };
    match done.await {
        Ok(()) => Ok(Go::to("/office/roles")
            .saying(Message::new("office-role-was-set"))
            .into_response()),
        Err(e) => {
            let (doc, form) = form_of(&app, &visit, id).await?;
            Ok(doc.again(form.again(&typed, e)?).show(&visit))
        }
    }
}
