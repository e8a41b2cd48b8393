//! "Sync now", where something waits that failed before.

use feltbok_domain::{ids::Id, model::PhotoKind};
use feltbok_sync::Store;
use jiff::SignedDuration;

use super::{house::House, records::*, visit::arrive};

#[tokio::test]
async fn sync_now_ends_the_wait_of_files_that_were_put_off() {
    let house = House::new();
    let tablet = house.open();
    arrive(&house, &tablet);
    let mut png = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(64, 48).write_to(&mut png, image::ImageFormat::Png).unwrap();
    tablet.add_photo(Id::from_u128(JOB), PhotoKind::Detail, png.get_ref()).unwrap();
    let (open, now) = (tablet.open().unwrap(), tablet.now());
    let later = now + SignedDuration::from_mins(5);
    let mut put_off = Vec::new();
    while let Some(file) = open.store.next_file(now).unwrap() {
        open.store.file_failed(&file.sha256, later, "415").unwrap();
        put_off.push(file.sha256);
    }
    tablet.sync_now().unwrap();
    let next = open.store.next_file(now).unwrap().expect("a file is tried at once");
    assert!(put_off.contains(&next.sha256));
    assert_eq!(next.failures, 1);
}
