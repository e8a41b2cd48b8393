//! Tauri's own build step, and a folder for the interface where it was not built yet, so that checks run without it.

fn main() {
    let dist = std::path::Path::new("../ui/technician/dist");
    if !dist.exists() {
        std::fs::create_dir_all(dist).expect("the source tree can be written to while building");
    }
    println!("cargo:rerun-if-changed={}", dist.display());
    tauri_build::build();
}
