//! `/openapi.json`: what the server answers, for programs; the tablets' routes beside the console's.
//!
//! Bodies of the tablets' routes are the types of `feltbok_protocol`, whose versions are their own documentation.

use axum::Json;
use utoipa::openapi::{
    HttpMethod, ObjectBuilder, OpenApi, Required, ResponseBuilder, Type,
    content::ContentBuilder,
    path::{OperationBuilder, ParameterBuilder, ParameterIn},
    request_body::RequestBodyBuilder,
};

/// Those that take a JSON object.
const TAKES_OBJECT: [&str; 3] = ["/v1/enrol", "/v1/sync", "/v1/lost/erased"];

/// Method, path, what it does.
const OTHER_ROUTES: [(HttpMethod, &str, &str); 27] = [
    (HttpMethod::Post, "/v1/enrol", "Exchanges an invite and the tablet's public keys for a token"),
    (HttpMethod::Post, "/v1/certificate", "The tablet's certificate for signing work orders, with the company's root"),
    (HttpMethod::Post, "/v1/sync", "Pushes operations and pulls changes in one round trip, plain or zstd"),
    (HttpMethod::Get, "/v1/snapshot/{feed}", "Lists the chunks of a feed for the first fill"),
    (HttpMethod::Get, "/v1/snapshot/{feed}/{sha256}", "One chunk: zstd-compressed NDJSON"),
    (HttpMethod::Get, "/v1/poke", "Server-sent events that say which feed has moved"),
    (HttpMethod::Get, "/v1/lost", "The order to a tablet that was given for lost: whom it seals its unsent work to"),
    (HttpMethod::Put, "/v1/lost/parts/{sha256}", "Keeps a part that a lost tablet has sealed, by its SHA-256"),
    (HttpMethod::Post, "/v1/lost/erased", "A lost tablet is erased; which of its sealed parts are not here yet"),
    (HttpMethod::Post, "/v1/files", "Begins an upload (tus 1.0 creation)"),
    (HttpMethod::Options, "/v1/files", "What this server speaks of tus"),
    (HttpMethod::Get, "/v1/files/{name}", "A file of a visit that the tablet holds, by its SHA-256"),
    (HttpMethod::Head, "/v1/files/{name}", "Where an upload stands (tus 1.0)"),
    (HttpMethod::Patch, "/v1/files/{name}", "The next piece of an upload (tus 1.0 with checksum)"),
    (HttpMethod::Delete, "/v1/files/{name}", "Gives an upload up (tus 1.0 termination)"),
    (HttpMethod::Get, "/healthz", "The process answers"),
    (HttpMethod::Get, "/readyz", "The process can read its data"),
    (HttpMethod::Get, "/openapi.json", "This document"),
    (HttpMethod::Get, "/ca/{name}", "A company's root certificate (.cer) or revocation list (.crl)"),
    (HttpMethod::Get, "/w", "The page on which anybody checks a work order"),
    (HttpMethod::Post, "/w", "Examines a work order that is sent as a form or as plain bytes"),
    (HttpMethod::Get, "/w/check.js", "The page's script"),
    (HttpMethod::Get, "/w/check.css", "The page's style"),
    (HttpMethod::Get, "/w/{sha256}", "What is known of a work order, by its SHA-256"),
    (HttpMethod::Get, "/W/{sha256}", "The same, as the code on the document writes it"),
    (HttpMethod::Get, "/w/{sha256}/pdf", "The work order, for whoever knows its SHA-256"),
    (HttpMethod::Get, "/api/check/{sha256}", "What is known of a work order, for programs"),
];

pub async fn document() -> Json<OpenApi> {
    Json(whole())
}

fn whole() -> OpenApi {
    let mut document = crate::console::openapi();
    document.info.title = "Feltbok".to_owned();
    for (method, path, summary) in OTHER_ROUTES {
        let mut operation = OperationBuilder::new()
            .tag(tag(path))
            .summary(Some(summary))
            .response("2XX", ResponseBuilder::new().description(summary))
            .response("default", ResponseBuilder::new().description("A code for programs and a text for people"));
        for name in ["feed", "sha256", "name"].into_iter().filter(|name| path.contains(&format!("{{{name}}}"))) {
            let text = ObjectBuilder::new().schema_type(Type::String);
            let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path).schema(Some(text));
            operation = operation.parameter(parameter.required(Required::True));
        }
        if TAKES_OBJECT.contains(&path) {
            let object = ContentBuilder::new().schema(Some(ObjectBuilder::new().schema_type(Type::Object))).build();
            let body = RequestBodyBuilder::new().content("application/json", object).required(Some(Required::True));
            operation = operation.request_body(Some(body.build()));
        }
        document.paths.add_path_operation(path, vec![method], operation.build());
    }
    document
}

fn tag(path: &str) -> &'static str {
    match path {
        "/healthz" | "/readyz" | "/openapi.json" => "operator",
        path if path.starts_with("/v1") => "tablet",
        _ => "anybody",
    }
}
