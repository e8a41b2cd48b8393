//! Any machine on the tablet.

use feltbok_tablet::{
    Result,
    inputs::Id,
    views::{EquipmentHits, EquipmentView},
};
use tauri::State;

use crate::app::App;

#[tauri::command(async)]
pub(crate) fn search_equipment(app: State<'_, App>, text: String) -> Result<EquipmentHits> {
    app.tablet()?.search_equipment(&text)
}

#[tauri::command(async)]
pub(crate) fn open_equipment(app: State<'_, App>, equipment_id: Id) -> Result<EquipmentView> {
    app.tablet()?.open_equipment(equipment_id)
}
