//! Who is signed in, for which company, and in what role.

use feltbok_domain::{ids::Uuid, lang::Lang};
use feltbok_server_store::Role;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::words;

#[derive(Clone, Deserialize, ToSchema)]
pub struct SignInRequest {
    pub email: String,
    pub password: String,
}

/// The signed-in user; `csrf` goes back in the header `feltbok-csrf` of everything that changes something.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SessionView {
    pub user_id: Uuid,
    pub name: String,
    pub email: String,
    pub role: RoleView,
    pub company: String,
    /// IANA zone of the office.
    pub time_zone: String,
    #[schema(value_type = words::Lang)]
    pub lang: Lang,
    pub csrf: String,
    #[schema(value_type = String, format = DateTime)]
    pub server_time: Timestamp,
}

/// What a console user may do; each role may read everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoleView {
    Admin,
    Dispatcher,
    Clerk,
    ReadOnly,
}

impl From<Role> for RoleView {
    fn from(role: Role) -> RoleView {
        match role {
            Role::Admin => RoleView::Admin,
            Role::Dispatcher => RoleView::Dispatcher,
            Role::Clerk => RoleView::Clerk,
            Role::ReadOnly => RoleView::ReadOnly,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct SignedOut {
    pub signed_out: bool,
}
