//! `/openapi.json`: what the server answers, for programs; the tablets' routes beside the console's.
//!
//! Bodies of the tablets' routes are the types of `feltbok_protocol`, whose versions are their own documentation.

use axum::Json;
use utoipa::openapi::{
    HttpMethod, OpenApi, ResponseBuilder,
    path::{OperationBuilder, ParameterBuilder, ParameterIn},
};

/// Method, path, what it does.
const TABLET_ROUTES: [(HttpMethod, &str, &str); 13] = [
    (HttpMethod::Post, "/v1/enrol", "Exchanges an invite and the tablet's public keys for a token"),
    (HttpMethod::Post, "/v1/certificate", "The tablet's certificate for signing work orders, with the company's root"),
    (HttpMethod::Post, "/v1/sync", "Pushes operations and pulls changes in one round trip, plain or zstd"),
    (HttpMethod::Get, "/v1/snapshot/{feed}", "Lists the chunks of a feed for the first fill"),
    (HttpMethod::Get, "/v1/snapshot/{feed}/{sha256}", "One chunk: zstd-compressed NDJSON"),
    (HttpMethod::Get, "/v1/poke", "Server-sent events that say which feed has moved"),
    (HttpMethod::Post, "/v1/files", "Begins an upload (tus 1.0 creation)"),
    (HttpMethod::Options, "/v1/files", "What this server speaks of tus"),
    (HttpMethod::Get, "/v1/files/{name}", "A file of a visit that the tablet holds, by its SHA-256"),
    (HttpMethod::Head, "/v1/files/{name}", "Where an upload stands (tus 1.0)"),
    (HttpMethod::Patch, "/v1/files/{name}", "The next piece of an upload (tus 1.0 with checksum)"),
    (HttpMethod::Delete, "/v1/files/{name}", "Gives an upload up (tus 1.0 termination)"),
    (HttpMethod::Get, "/healthz", "The process answers"),
];

pub async fn document() -> Json<OpenApi> {
    Json(whole())
}

fn whole() -> OpenApi {
    let mut document = crate::console::openapi();
    document.info.title = "Feltbok".to_owned();
    for (method, path, summary) in TABLET_ROUTES {
        let mut operation = OperationBuilder::new()
            .tag(if path.starts_with("/v1") { "tablet" } else { "health" })
            .summary(Some(summary))
            .response("2XX", ResponseBuilder::new().description(summary))
            .response("default", ResponseBuilder::new().description("A code for programs and a text for people"));
        for name in ["feed", "sha256", "name"].into_iter().filter(|name| path.contains(&format!("{{{name}}}"))) {
            operation = operation.parameter(ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path));
        }
        document.paths.add_path_operation(path, vec![method], operation.build());
    }
    document
}
