//! WebKitGTK's own settings: distributions ship it with the camera off.

use tauri::Webview;
use webkit2gtk::{SettingsExt, WebViewExt};

/// Lets `getUserMedia` see cameras at all; who may use them is asked by permission.
pub(crate) fn enable_camera(webview: &Webview) {
    let enabled = webview.with_webview(|platform| {
        if let Some(settings) = platform.inner().settings() {
            settings.set_enable_media_stream(true);
            settings.set_enable_mediasource(true);
        }
    });
    if let Err(error) = enabled {
        tracing::warn!(error = %error, "the camera could not be enabled; numbers can be typed");
    }
}
