//! A camera in the page that a hand holds: the sticker moves, shakes and is badly lit; scenes change at a word.

use anyhow::{Context, Result};
use data_encoding::BASE64;
use image::{DynamicImage, ImageFormat};
use serde_json::json;

use crate::window::Window;

/// What the camera shows.
#[derive(Debug, Clone, Copy)]
pub enum Scene {
    /// Bare metal.
    Nothing,
    /// The sticker too far away.
    Far,
    /// With a lamp's reflection on it.
    Glare,
    /// In a cellar.
    Dark,
    /// In a hand that shakes.
    Shaken,
    /// Near enough, but turned, moving, soft, noisy and in the shade.
    Degraded,
}

impl Scene {
    fn name(self) -> &'static str {
        match self {
            Scene::Nothing => "nothing",
            Scene::Far => "far",
            Scene::Glare => "glare",
            Scene::Dark => "dark",
            Scene::Shaken => "shaken",
            Scene::Degraded => "degraded",
        }
    }
}

/// Draws 25 pictures a second; softness by drawing small and enlarging, because WebKit's canvas has no filters.
const CAMERA: &str = "
const picture = new Image(); picture.src = 'data:image/png;base64,' + arguments[0];
const sheet = (w, h) => Object.assign(document.createElement('canvas'), { width: w, height: h });
const [canvas, small, noise] = [sheet(1280, 720), sheet(512, 288), sheet(320, 180)];
const grain = noise.getContext('2d').createImageData(320, 180); let seed = 7;
for (let i = 0; i < grain.data.length; i += 4) { seed = (seed * 1103515245 + 12345) & 0x7fffffff;
  grain.data[i] = grain.data[i + 1] = grain.data[i + 2] = (seed >> 16) & 255; grain.data[i + 3] = 255; }
noise.getContext('2d').putImageData(grain, 0, 0);
window.__scene = 'nothing'; let count = 0;
const scenes = { far: [0.13, 0.8, 0], glare: [0.75, 0.8, 0.96], dark: [0.5, 0.03, 0, 0.06], shaken: [0.6, 0.9, 0, 0.06, 14],
  degraded: [0.27, 0.5, 0, 0.16] };
const draw = () => { count += 1; const c = small.getContext('2d'); const t = count / 25;
  c.setTransform(1, 0, 0, 1, 0, 0); c.globalAlpha = 1; c.fillStyle = '#9a9a96'; c.fillRect(0, 0, 512, 288);
  const scene = scenes[window.__scene];
  if (scene && picture.width) { const [share, light, glare] = scene; const side = 288 * share;
    c.setTransform(Math.cos(0.3), 0.12 + Math.sin(0.3), -Math.sin(0.3) + 0.1, 0.9 * Math.cos(0.3),
      256 + 10 * Math.sin(t * 2.1), 144 + 7 * Math.cos(t * 2.9));
    for (let shake = scene[4] ?? 0, i = 0; i <= shake; i += 1) { c.globalAlpha = 1 / (i + 1);
      c.drawImage(picture, -side / 2 + i - shake / 2, -side / 2 + (i - shake / 2) / 2, side, side); }
    c.globalAlpha = 1;
    const held = c.getTransform(); c.setTransform(1, 0, 0, 1, 0, 0); c.fillStyle = 'rgba(0,0,0,' + (1 - light) + ')'; c.fillRect(0, 0, 512, 288);
    c.setTransform(held);
    if (glare) { const g = c.createRadialGradient(0, 0, 0, 0, 0, side * 0.42); g.addColorStop(0, 'rgba(255,255,255,1)');
      g.addColorStop(0.6, 'rgba(255,255,255,' + glare + ')'); g.addColorStop(1, 'rgba(255,255,255,0)');
      c.fillStyle = g; c.fillRect(-side, -side, 2 * side, 2 * side); }
    c.setTransform(1, 0, 0, 1, 0, 0); }
  const b = canvas.getContext('2d'); b.globalAlpha = 1; b.drawImage(small, 0, 0, 1280, 720);
  if (scene?.[3]) { b.globalAlpha = scene[3]; b.drawImage(noise, -((count * 37) % 300), 0, 1600, 720); }
  if (window.__scene === 'degraded' && !window.__seenAt) window.__seenAt = performance.now(); };
setInterval(draw, 40); draw();
window.__drawn = []; const tick = (at) => { window.__drawn.push(at); requestAnimationFrame(tick); }; requestAnimationFrame(tick);
addEventListener('hashchange', () => { if (window.__seenAt && !window.__openedAt && !location.hash.endsWith('/scan')) window.__openedAt = performance.now(); });
const devices = { getUserMedia: async () => canvas.captureStream(25), enumerateDevices: async () => [] };
Object.defineProperty(navigator, 'mediaDevices', { configurable: true, value: devices });";

/// Puts the camera into the page; it shows bare metal until a scene is set.
pub async fn install(window: &Window, text: &str) -> Result<()> {
    let mut png = std::io::Cursor::new(Vec::new());
    DynamicImage::ImageLuma8(feltbok_scan::sticker_image(text, 8)?).write_to(&mut png, ImageFormat::Png)?;
    window.run(CAMERA, vec![json!(BASE64.encode(png.get_ref()))]).await?;
    Ok(())
}

/// Changes what the camera shows.
pub async fn show(window: &Window, scene: Scene) -> Result<()> {
    window.run("window.__scene = arguments[0]", vec![json!(scene.name())]).await?;
    Ok(())
}

/// Milliseconds from the first picture with the degraded sticker to the job's screen.
pub async fn first_sight_to_screen(window: &Window) -> Result<f64> {
    let span = window.run("return window.__openedAt - window.__seenAt", vec![]).await?;
    span.as_f64().context("the sticker was seen and a screen opened")
}

/// Pictures that the window drew in a second, from when the camera was put in, and the longest time without a new one, in
/// milliseconds: the preview is one of the things drawn.
pub async fn pictures_a_second(window: &Window) -> Result<(f64, f64)> {
    let script = "const d = window.__drawn; let longest = 0;
        for (let i = 1; i < d.length; i += 1) longest = Math.max(longest, d[i] - d[i - 1]);
        return [1000 * (d.length - 1) / (d.at(-1) - d[0]), longest]";
    let told = window.run(script, vec![]).await?;
    Ok((told[0].as_f64().context("a rate")?, told[1].as_f64().context("a gap")?))
}
