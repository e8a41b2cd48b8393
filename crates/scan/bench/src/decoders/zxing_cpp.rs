//! zxing-cpp, the best free reader, in its default mode (try harder, rotate, invert, downscale), QR codes only.

use super::{Decoder, Run, timed};
use anyhow::Result;
use feltbok_scan::GrayFrame;
use zxingcpp::{BarcodeFormat, BarcodeReader, ImageFormat, ImageView};

pub struct ZxingCpp(BarcodeReader);

impl ZxingCpp {
    pub fn new() -> Self {
        Self(zxingcpp::read().formats(BarcodeFormat::QRCode))
    }
}

impl Decoder for ZxingCpp {
    fn name(&self) -> &'static str {
        "zxing-cpp"
    }

    fn read(&mut self, frame: &GrayFrame) -> Result<Run> {
        let (width, height) = (frame.width() as i32, frame.height() as i32);
        let view = ImageView::from_slice(frame.pixels(), width, height, ImageFormat::Lum)?;
        Ok(timed(|| {
            let codes = self.0.from(&view).unwrap_or_default();
            codes.into_iter().filter(|code| code.is_valid()).map(|code| code.text()).collect()
        }))
    }
}
