//! The technician's app: window, permissions and thin commands. What they do is in `feltbok-tablet`.

mod app;
mod commands;
pub mod events;
#[cfg(target_os = "linux")]
mod webkit;

pub use app::furnish;

/// Opens the window and runs until it is closed.
pub fn run() {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info,feltbok=info".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    let builder = furnish(tauri::Builder::default()).on_permission_request(|_, kind| match kind {
        // The window holds only our own pages; the camera reads stickers and takes photos.
        tauri::webview::PermissionKind::Camera => tauri::webview::PermissionResponse::Allow,
        _ => tauri::webview::PermissionResponse::Deny,
    });
    // Calls, letters and maps go to the system's own programs; which addresses may, capabilities/main.json says.
    let opener = tauri_plugin_opener::Builder::new().open_js_links_on_click(false).build();
    let builder = builder.plugin(opener);
    #[cfg(target_os = "linux")]
    let builder = builder.on_page_load(|webview, _| webkit::enable_camera(webview));
    if let Err(error) = builder.run(tauri::generate_context!()) {
        tracing::error!(error = %error, "the window could not be opened");
        std::process::exit(1);
    }
}
