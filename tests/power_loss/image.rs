//! The disk after the power went: what was waited for is there, of the rest anything may be.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use rand::{Rng, SeedableRng, rngs::StdRng};

use crate::record::{Event, File};

/// A disk writes sectors whole.
const SECTOR: u64 = 512;

/// What reached the disk of all that nobody had waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    Nothing,
    /// The first so many, in the order done.
    First(usize),
    /// Some, drawn; a write among them may be torn between sectors.
    Some(u64),
}

pub const EVERYTHING: Kept = Kept::First(usize::MAX);

/// Which changes before `at` nobody had waited for by then, in the order done.
pub fn pending(events: &[Event], at: usize) -> Vec<usize> {
    let (mut files, mut folders): (BTreeSet<File>, BTreeSet<&Path>) = Default::default();
    let mut pending = Vec::new();
    for (index, event) in events[..at].iter().enumerate().rev() {
        let is_waited_for = match event {
            Event::Sync { file } => {
                files.insert(*file);
                true
            }
            Event::SyncFolder { path } => {
                folders.insert(path);
                true
            }
            Event::Said => true,
            Event::Write { file, .. } | Event::Cut { file, .. } => files.contains(file),
            Event::Make { path, .. } | Event::MakeFolder { path } | Event::Remove { path } => is_in(path, &folders),
            Event::Rename { to, .. } => is_in(to, &folders),
        };
        if !is_waited_for {
            pending.push(index);
        }
    }
    pending.reverse();
    pending
}

fn is_in(path: &Path, folders: &BTreeSet<&Path>) -> bool {
    path.parent().is_some_and(|folder| folders.contains(folder))
}

/// Lays the disk out in `target` as it is when the power goes before event `at`.
pub fn lay_out(events: &[Event], at: usize, kept: Kept, recorded: &Path, target: &Path) {
    let mut rng = StdRng::seed_from_u64(if let Kept::Some(seed) = kept { seed } else { 0 });
    let pending = pending(events, at);
    let torn = pending.get(rng.random_range(0..pending.len().max(1))).copied();
    let mut disk = Disk::default();
    for (index, event) in events[..at].iter().enumerate() {
        let Ok(place) = pending.binary_search(&index) else {
            disk.take(event, None);
            continue;
        };
        match kept {
            Kept::Nothing => {}
            Kept::First(count) if place < count => disk.take(event, None),
            Kept::First(_) => {}
            Kept::Some(_) if torn == Some(index) => disk.take(event, Some(&mut rng)),
            Kept::Some(_) if rng.random_bool(0.5) => disk.take(event, None),
            Kept::Some(_) => {}
        }
    }
    disk.write_out(recorded, target);
}

#[derive(Default)]
struct Disk {
    folders: BTreeSet<PathBuf>,
    names: BTreeMap<PathBuf, File>,
    contents: BTreeMap<File, Vec<u8>>,
}

impl Disk {
    fn take(&mut self, event: &Event, torn: Option<&mut StdRng>) {
        match event {
            Event::Make { path, file } => drop(self.names.insert(path.clone(), *file)),
            Event::MakeFolder { path } => drop(self.folders.insert(path.clone())),
            Event::Write { file, offset, bytes } => {
                let content = self.contents.entry(*file).or_default();
                match torn {
                    None => put(content, *offset, bytes),
                    Some(rng) => sectors(*offset, bytes).filter(|_| rng.random_bool(0.5)).for_each(|(at, sector)| {
                        put(content, at, sector);
                    }),
                }
            }
            Event::Cut { file, length } => {
                self.contents.entry(*file).or_default().resize(usize::try_from(*length).expect("small"), 0);
            }
            Event::Rename { from, to, file } => {
                self.names.remove(from);
                self.names.insert(to.clone(), *file);
            }
            Event::Remove { path } => drop(self.names.remove(path)),
            Event::Sync { .. } | Event::SyncFolder { .. } | Event::Said => {}
        }
    }

    /// A file is there only if every folder above it is.
    fn write_out(&self, recorded: &Path, target: &Path) {
        let has = |path: &Path| {
            path.ancestors().skip(1).take_while(|above| *above != recorded).all(|above| self.folders.contains(above))
        };
        let place = |path: &Path| target.join(path.strip_prefix(recorded).expect("it was recorded there"));
        for folder in self.folders.iter().filter(|folder| has(folder)) {
            fs::create_dir_all(place(folder)).expect("a folder can be made");
        }
        for (path, file) in self.names.iter().filter(|(path, _)| has(path)) {
            let content = self.contents.get(file).map(Vec::as_slice).unwrap_or_default();
            fs::write(place(path), content).expect("there is room for an image");
        }
    }
}

fn put(content: &mut Vec<u8>, offset: u64, bytes: &[u8]) {
    let offset = usize::try_from(offset).expect("small");
    content.resize(content.len().max(offset + bytes.len()), 0);
    content[offset..offset + bytes.len()].copy_from_slice(bytes);
}

/// A write cut at the sectors' borders, each piece with its offset.
fn sectors(offset: u64, bytes: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    let mut at = offset;
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let length = usize::try_from(SECTOR - at % SECTOR).expect("small").min(rest.len());
        let (sector, after) = rest.split_at(length);
        let from = at;
        (at, rest) = (at + length as u64, after);
        (length > 0).then_some((from, sector))
    })
}
