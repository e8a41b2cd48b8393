//! The console's API: thin handlers by noun and verb, over the store; `views` is what they answer, `compose` makes it.
//!
//! Every route but signing in needs a session; every change needs the session's CSRF value; the store decides what a
//! role may do. Nothing here knows SQL, and nothing here is for tablets.

mod attention;
mod brand;
pub mod compose;
mod equipment;
mod evidence;
mod files;
mod intake;
mod jobs;
mod live;
mod session;
mod stickers;
mod tablets;
mod technicians;
pub mod views;

use axum::Router;
use utoipa::openapi::{ContentBuilder, InfoBuilder, OpenApi, Ref, Response, ResponseBuilder};
use utoipa_axum::router::OpenApiRouter;

use crate::AppState;

/// All routes under `/api/console`.
pub fn router() -> Router<AppState> {
    documented().split_for_parts().0
}

/// What the routes take and answer; the console's TypeScript types are made from it.
pub fn openapi() -> OpenApi {
    let mut document = documented().split_for_parts().1;
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            operation.responses.responses.entry("default".to_owned()).or_insert_with(|| problem().into());
        }
    }
    document.info = InfoBuilder::new().title("Feltbok console").version(env!("CARGO_PKG_VERSION")).build();
    document
}

/// What every route answers when it does not do what was asked: a code for programs and a text for people.
fn problem() -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    ResponseBuilder::new().description("A code and a text").content("application/json", content).build()
}

fn documented() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .merge(session::router())
        .merge(jobs::router())
        .merge(attention::router())
        .merge(intake::router())
        .merge(equipment::router())
        .merge(technicians::router())
        .merge(tablets::router())
        .merge(stickers::router())
        .merge(files::router())
        .merge(evidence::router())
        .merge(brand::router())
        .merge(live::router())
}
