//! The technician's app in its real window, driven through WebKit's WebDriver by test ids.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use fantoccini::{Client, ClientBuilder, Locator, elements::Element, wd::Capabilities};
use serde_json::{Value, json};

use crate::programs;

/// How long an element may take to come; a bound against hanging, not an expectation.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often it is looked for.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// A tablet's folder and the window that is open on it.
pub struct Window {
    client: Client,
    driver: Child,
    data: PathBuf,
    shots: PathBuf,
    display: String,
    /// When the app's program was started.
    pub started: Instant,
    /// What a person would have had to tap so far.
    pub taps: u32,
}

impl Window {
    /// Opens the app on the tablet's data folder; screenshots go to `shots`.
    pub async fn open(data: &Path, shots: &Path, display: &str) -> Result<Window> {
        fs::create_dir_all(data)?;
        fs::create_dir_all(shots)?;
        let port = programs::free_address()?.port();
        let log = File::options().create(true).append(true).open(data.with_extension("log"))?;
        let driver = Command::new("WebKitWebDriver")
            .args([format!("--port={port}"), "--host=127.0.0.1".into()])
            .env("DISPLAY", display)
            .env("FELTBOK_DATA_DIR", data)
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .context("WebKitWebDriver does not start; `cargo xtask test` installs it")?;
        let url = format!("http://127.0.0.1:{port}");
        wait_for_driver(&url).await?;
        #[expect(clippy::disallowed_methods, reason = "benchmarks ask how long the window takes")]
        let started = Instant::now();
        let client = connect(&url).await?;
        Ok(Window {
            client,
            driver,
            data: data.to_owned(),
            shots: shots.to_owned(),
            display: display.to_owned(),
            started,
            taps: 0,
        })
    }

    /// Closes the window as a person does.
    pub async fn close(mut self) -> Result<()> {
        self.client.clone().close().await.ok();
        // The driver ends the app only some time after the session: ended too early, it would leave it orphaned.
        self.wait_for_app_to_end().await;
        self.driver.kill()?;
        self.driver.wait()?;
        Ok(())
    }

    /// Kills the app where it stands, as a flat battery does.
    pub async fn kill(mut self) -> Result<()> {
        for process in self.app_processes() {
            Command::new("kill").args(["-9", &process]).status()?;
        }
        self.wait_for_app_to_end().await;
        self.driver.kill()?;
        self.driver.wait()?;
        Ok(())
    }

    async fn wait_for_app_to_end(&self) {
        for _ in 0..200 {
            if self.app_processes().is_empty() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The app's processes, known by the tablet's folder in their environment.
    fn app_processes(&self) -> Vec<String> {
        let mark = format!("FELTBOK_DATA_DIR={}", self.data.display());
        let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
        processes
            .filter(|process| {
                let is_app = fs::read_link(process.path().join("exe")).is_ok_and(|exe| exe.ends_with("feltbok-app"));
                let environment = fs::read(process.path().join("environ")).unwrap_or_default();
                is_app && environment.split(|byte| *byte == 0).any(|entry| entry == mark.as_bytes())
            })
            .filter_map(|process| process.file_name().into_string().ok())
            .collect()
    }

    /// Waits for the element with this test id.
    pub async fn find(&self, id: &str) -> Result<Element> {
        let css = format!("[data-testid=\"{id}\"]");
        let found = self.client.wait().at_most(PATIENCE).every(LOOK_EVERY).for_element(Locator::Css(&css)).await;
        match found {
            Ok(element) => Ok(element),
            Err(error) => {
                self.shoot("failed").await.ok();
                let ids = self.test_ids().await.unwrap_or_default();
                bail!("{id:?} did not come ({error}); on the screen: {ids}")
            }
        }
    }

    /// Whether the element is on the screen now.
    pub async fn has(&self, id: &str) -> Result<bool> {
        let css = format!("[data-testid=\"{id}\"]");
        Ok(!self.client.find_all(Locator::Css(&css)).await?.is_empty())
    }

    async fn test_ids(&self) -> Result<String> {
        let script = "return [...document.querySelectorAll('[data-testid]')].map((e) => e.dataset.testid).join(' ')";
        Ok(self.run(script, vec![]).await?.as_str().unwrap_or_default().to_owned())
    }

    /// Taps the element once it can be tapped.
    pub async fn tap(&mut self, id: &str) -> Result<()> {
        self.taps += 1;
        self.press(id).await
    }

    /// A tap that a person's path does not count: a digit of a PIN, a key of a number pad.
    pub async fn press(&self, id: &str) -> Result<()> {
        self.enabled(id).await?;
        for _ in 0..40 {
            match self.find(id).await?.click().await {
                Ok(()) => return Ok(()),
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
        self.find(id).await?.click().await.with_context(|| format!("{id:?} cannot be tapped"))
    }

    async fn enabled(&self, id: &str) -> Result<()> {
        for _ in 0..300 {
            let is_off = self.find(id).await?.attr("disabled").await.unwrap_or_default();
            if is_off.is_none() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        self.shoot("failed").await.ok();
        bail!("{id:?} stays disabled")
    }

    /// Types into a field as a keyboard does.
    pub async fn fill(&self, id: &str, text: &str) -> Result<()> {
        let field = self.find(id).await?;
        field.clear().await.ok();
        field.send_keys(text).await.with_context(|| format!("cannot type into {id:?}"))
    }

    /// Pastes a text into a field at once, as from the clipboard.
    pub async fn paste(&self, id: &str, text: &str) -> Result<()> {
        let field = self.find(id).await?;
        let script = "const [field, text] = arguments; field.focus(); document.execCommand('insertText', false, text);";
        self.run(script, vec![serde_json::to_value(&field)?, json!(text)]).await?;
        Ok(())
    }

    /// The element's text as shown.
    pub async fn text(&self, id: &str) -> Result<String> {
        Ok(self.find(id).await?.text().await?)
    }

    /// What stands in a field.
    pub async fn value(&self, id: &str) -> Result<String> {
        Ok(self.find(id).await?.prop("value").await?.unwrap_or_default())
    }

    /// Waits until the element's text contains `part`.
    pub async fn wait_for_text(&self, id: &str, part: &str) -> Result<()> {
        let mut last = String::new();
        for _ in 0..300 {
            last = self.text(id).await.unwrap_or_default();
            if last.contains(part) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        self.shoot("failed").await.ok();
        bail!("{id:?} says {last:?}, not {part:?}")
    }

    /// Waits until an attribute of the element has the value.
    pub async fn wait_for_attr(&self, id: &str, name: &str, value: &str) -> Result<()> {
        let mut last = None;
        for _ in 0..600 {
            last = self.find(id).await?.attr(name).await.unwrap_or_default();
            if last.as_deref() == Some(value) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        self.shoot("failed").await.ok();
        bail!("{name} of {id:?} is {last:?}, not {value:?}")
    }

    /// Runs a script in the page.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute(script, arguments).await?)
    }

    /// Runs a script that tells its answer to its last argument.
    pub async fn run_async(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute_async(script, arguments).await?)
    }

    /// Draws one stroke with the pen on a canvas, through the points given in parts of its width and height.
    pub async fn draw(&self, id: &str, points: &[(f64, f64)]) -> Result<()> {
        let canvas = self.find(id).await?;
        let points: Vec<Value> = points.iter().map(|(x, y)| json!([x, y])).collect();
        let script = "const [canvas, points] = arguments; canvas.scrollIntoView({ block: 'center' });
            const box = canvas.getBoundingClientRect();
            const send = (type, [x, y], buttons) => canvas.dispatchEvent(
              new PointerEvent(type, { pointerId: 7, pointerType: 'pen', isPrimary: true, bubbles: true, cancelable: true,
                clientX: box.left + x * box.width, clientY: box.top + y * box.height, buttons, button: type === 'pointermove' ? -1 : 0, pressure: buttons ? 0.5 : 0 }));
            send('pointerdown', points[0], 1); points.slice(1).forEach((point) => send('pointermove', point, 1)); send('pointerup', points.at(-1), 0);";
        self.run(script, vec![serde_json::to_value(&canvas)?, Value::Array(points)]).await?;
        Ok(())
    }

    /// Takes a screenshot of the display, counted in the order taken. WebKit's own screenshot command never answers once
    /// the page has stopped painting.
    pub async fn shoot(&self, name: &str) -> Result<PathBuf> {
        let taken = fs::read_dir(&self.shots)?.count();
        let path = self.shots.join(format!("{:02}-{name}.png", taken + 1));
        let status = Command::new("import").args(["-display", &self.display, "-window", "root"]).arg(&path).status();
        if !status.context("ImageMagick's import is missing; `cargo xtask test` installs it")?.success() {
            bail!("no screenshot of {name}");
        }
        Ok(path)
    }
}

async fn connect(url: &str) -> Result<Client> {
    let app = programs::built("feltbok-app")?;
    let mut capabilities = Capabilities::new();
    capabilities.insert("webkitgtk:browserOptions".into(), json!({ "binary": app, "args": [] }));
    let client = ClientBuilder::new(fantoccini_connector()).capabilities(capabilities).connect(url).await?;
    Ok(client)
}

fn fantoccini_connector() -> hyper_util::client::legacy::connect::HttpConnector {
    hyper_util::client::legacy::connect::HttpConnector::new()
}

async fn wait_for_driver(url: &str) -> Result<()> {
    for _ in 0..200 {
        if reqwest::get(format!("{url}/status")).await.is_ok_and(|answer| answer.status().is_success()) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    bail!("the WebDriver does not answer")
}
