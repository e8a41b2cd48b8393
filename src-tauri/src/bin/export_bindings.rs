//! Writes the TypeScript of everything the window gets and gives: `cargo xtask bindings`. The commands themselves are in
//! `ui/technician/src/lib/api.ts`, one line each.

use std::{error::Error, path::Path};

use feltbok_tablet::{inputs, views};
use specta::Types;
use specta_typescript::Typescript;

const HEADER: &str = "// Types that the tablet's core gives to the window, written from crates/tablet/src/views by `cargo xtask bindings`.\n";

fn main() -> Result<(), Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/technician/src/lib/bindings.ts");
    Typescript::default().header(HEADER).export_to(path, &types(), specta_serde::Format)?;
    Ok(())
}

/// What commands give and take; the types inside them come along.
fn types() -> Types {
    let types = Types::default()
        .register::<views::TabletError>()
        .register::<views::AppState>()
        .register::<views::InviteView>()
        .register::<views::FillProgress>()
        .register::<views::DayView>()
        .register::<views::JobHits>()
        .register::<views::JobView>()
        .register::<views::Resolution>()
        .register::<views::RecentScan>()
        .register::<views::DraftMachine>()
        .register::<views::DiagnosisView>()
        .register::<views::QuoteView>()
        .register::<views::AnswerQuote>()
        .register::<views::TimesView>()
        .register::<views::EditTime>()
        .register::<views::PartsView>()
        .register::<views::PartHits>()
        .register::<views::LabelHit>()
        .register::<views::FitPart>()
        .register::<views::BundleExport>()
        .register::<views::VanStockView>()
        .register::<views::MeterView>()
        .register::<views::ChecklistView>();
    types
        .register::<views::PhotoView>()
        .register::<views::PhotoSize>()
        .register::<views::ChangePhoto>()
        .register::<views::CloseOutView>()
        .register::<views::SigningView>()
        .register::<views::InkView>()
        .register::<views::Stroke>()
        .register::<views::SignAndConfirm>()
        .register::<views::FinishUnsigned>()
        .register::<views::DocumentView>()
        .register::<views::SavedFile>()
        .register::<views::SyncStatus>()
        .register::<views::SyncCentre>()
        .register::<views::RecordsChanged>()
        .register::<views::EquipmentHits>()
        .register::<views::EquipmentView>()
        .register::<views::SettingsView>()
        .register::<views::About>()
        .register::<inputs::ContactEdit>()
        .register::<inputs::PauseReason>()
        .register::<inputs::FrameReport>()
        .register::<inputs::LookingFor>()
}
