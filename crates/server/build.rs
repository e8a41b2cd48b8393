//! Makes sure that there is a page to embed: without a built console the server says how to build it.

use std::{fs, path::Path};

const NOTE: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Feltbok</title>\
<p>The console is not built into this server. Run <code>npm ci && npm run build</code> in <code>ui/</code> \
and build the server again.</p></html>\n";

fn main() {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/console/dist");
    println!("cargo:rerun-if-changed={}", dist.display());
    let index = dist.join("index.html");
    if !index.exists() {
        fs::create_dir_all(&dist).expect("the folder of the console's build can be made");
        fs::write(index, NOTE).expect("the note can be written");
    }
}
