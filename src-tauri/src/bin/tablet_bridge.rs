//! The app without a window: its commands over loopback HTTP, so that a browser runs the interface on the real core.
//!
//! `POST /ipc/<command>` takes the arguments as JSON (or a raw body with headers, for commands of bytes) and answers what
//! the command gives: 200 with JSON or bytes, 400 with the error. `GET /events` streams the app's events as they are
//! emitted. For development and tests only; it listens on 127.0.0.1.

use std::{convert::Infallible, net::SocketAddr, sync::Arc};

use http_body_util::{BodyExt, Full, StreamBody, combinators::UnsyncBoxBody};
use hyper::{
    Method, Request, Response, StatusCode,
    body::{Bytes, Frame, Incoming},
    header,
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tauri::{
    Listener, WebviewWindow,
    ipc::{CallbackFn, InvokeBody, InvokeResponseBody},
    test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder, mock_context, noop_assets},
    webview::InvokeRequest,
};
use tokio::{net::TcpListener, sync::broadcast};
use tokio_stream::{StreamExt, wrappers::BroadcastStream};

type Body = UnsyncBoxBody<Bytes, Infallible>;
type AnyError = Box<dyn std::error::Error + Send + Sync>;

/// A photo at most, with room.
const BODY_MAX: usize = 80 * 1024 * 1024;

struct Bridge {
    window: WebviewWindow<MockRuntime>,
    events: broadcast::Sender<String>,
}

fn main() -> Result<(), AnyError> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    let address: SocketAddr = std::env::args().nth(1).as_deref().unwrap_or("127.0.0.1:8440").parse()?;
    if !address.ip().is_loopback() {
        return Err("the bridge listens on this machine only".into());
    }
    // Commands run on Tauri's runtime; the bridge shares it.
    let runtime = tokio::runtime::Runtime::new()?;
    tauri::async_runtime::set(runtime.handle().clone());
    let app = feltbok_app::furnish(mock_builder()).build(mock_context(noop_assets()))?;
    let window = tauri::WebviewWindowBuilder::new(&app, "main", tauri::WebviewUrl::default()).build()?;
    let events = broadcast::Sender::new(256);
    for name in feltbok_app::events::NAMES {
        let sender = events.clone();
        app.listen_any(name, move |event| {
            // Nobody may be listening.
            let _ = sender.send(format!("event: {name}\ndata: {}\n\n", event.payload()));
        });
    }
    runtime.spawn(async move {
        if let Err(error) = serve(address, Arc::new(Bridge { window, events })).await {
            tracing::error!(error = %error, "the bridge cannot listen");
            std::process::exit(1);
        }
    });
    // Setup runs with the first turn of the loop; it ends with the program.
    app.run(|_, _| {});
    Ok(())
}

async fn serve(address: SocketAddr, bridge: Arc<Bridge>) -> Result<(), AnyError> {
    let listener = TcpListener::bind(address).await?;
    println!("http://{}", listener.local_addr()?);
    loop {
        let (stream, _) = listener.accept().await?;
        let bridge = bridge.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request| answer(bridge.clone(), request));
            if let Err(error) = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await {
                tracing::debug!(error = %error, "a connection ended early");
            }
        });
    }
}

async fn answer(bridge: Arc<Bridge>, request: Request<Incoming>) -> Result<Response<Body>, Infallible> {
    let mut response = match (request.method(), request.uri().path()) {
        (&Method::OPTIONS, _) => plain(StatusCode::NO_CONTENT, Bytes::new(), "text/plain"),
        (&Method::GET, "/events") => stream(&bridge),
        (&Method::POST, path) if path.starts_with("/ipc/") => invoke(bridge, request).await,
        _ => plain(StatusCode::NOT_FOUND, Bytes::from_static(b"no such path"), "text/plain"),
    };
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "*"),
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, OPTIONS"),
    ] {
        response.headers_mut().insert(name, header::HeaderValue::from_static(value));
    }
    Ok(response)
}

async fn invoke(bridge: Arc<Bridge>, request: Request<Incoming>) -> Response<Body> {
    let cmd = request.uri().path().trim_start_matches("/ipc/").to_owned();
    let headers = request.headers().clone();
    let is_json =
        headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    let Ok(body) = http_body_util::Limited::new(request.into_body(), BODY_MAX).collect().await else {
        return plain(StatusCode::PAYLOAD_TOO_LARGE, Bytes::new(), "text/plain");
    };
    let bytes = body.to_bytes();
    let body = match (is_json, serde_json::from_slice(&bytes)) {
        (true, Ok(json)) => InvokeBody::Json(json),
        (true, Err(error)) => return plain(StatusCode::BAD_REQUEST, Bytes::from(error.to_string()), "text/plain"),
        (false, _) => InvokeBody::Raw(bytes.to_vec()),
    };
    let invoked = tokio::task::spawn_blocking(move || {
        let url = "tauri://localhost".parse().map_err(|_| serde_json::Value::from("no address"))?;
        let request = InvokeRequest {
            cmd,
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url,
            body,
            headers,
            invoke_key: INVOKE_KEY.to_owned(),
        };
        get_ipc_response(&bridge.window, request)
    });
    match invoked.await {
        Ok(Ok(InvokeResponseBody::Json(json))) => plain(StatusCode::OK, Bytes::from(json), "application/json"),
        Ok(Ok(InvokeResponseBody::Raw(bytes))) => plain(StatusCode::OK, Bytes::from(bytes), "application/octet-stream"),
        Ok(Err(error)) => plain(StatusCode::BAD_REQUEST, Bytes::from(error.to_string()), "application/json"),
        Err(error) => plain(StatusCode::INTERNAL_SERVER_ERROR, Bytes::from(error.to_string()), "text/plain"),
    }
}

fn stream(bridge: &Bridge) -> Response<Body> {
    let told = BroadcastStream::new(bridge.events.subscribe())
        .filter_map(|event| event.ok().map(|text| Ok::<_, Infallible>(Frame::data(Bytes::from(text)))));
    let opening = tokio_stream::once(Ok(Frame::data(Bytes::from_static(b": open\n\n"))));
    let mut response = Response::new(BodyExt::boxed_unsync(StreamBody::new(opening.chain(told))));
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("text/event-stream"));
    response
}

fn plain(status: StatusCode, bytes: Bytes, kind: &'static str) -> Response<Body> {
    let mut response = Response::new(Full::new(bytes).boxed_unsync());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(kind));
    response
}
