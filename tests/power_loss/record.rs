//! What was done to a folder, in the order of the disk, and how much room is left in it.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

/// A file whatever its name; a new one under an old name is another.
pub type File = usize;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    Make {
        path: PathBuf,
        file: File,
    },
    MakeFolder {
        path: PathBuf,
    },
    Write {
        file: File,
        offset: u64,
        bytes: Vec<u8>,
    },
    Cut {
        file: File,
        length: u64,
    },
    Rename {
        from: PathBuf,
        to: PathBuf,
        file: File,
    },
    Remove {
        path: PathBuf,
    },
    Sync {
        file: File,
    },
    SyncFolder {
        path: PathBuf,
    },
    /// The store has told its caller that the action is done.
    Said,
}

static ANY: AtomicBool = AtomicBool::new(false);
static RECORDINGS: RwLock<Vec<Arc<Recording>>> = RwLock::new(Vec::new());

pub fn any() -> bool {
    ANY.load(Ordering::Acquire)
}

/// The recording of the folder that holds this path.
pub fn of(path: &Path) -> Option<Arc<Recording>> {
    let recordings = RECORDINGS.read().unwrap_or_else(PoisonError::into_inner);
    recordings.iter().find(|recording| path.starts_with(&recording.folder)).cloned()
}

/// One folder under the eye of `calls.rs`.
pub struct Recording {
    folder: PathBuf,
    record: Mutex<Record>,
}

#[derive(Default)]
pub struct Record {
    pub events: Vec<Event>,
    /// Bytes by which files may still grow; `None` where there is no bound.
    pub room: Option<u64>,
    names: BTreeMap<PathBuf, File>,
    files: File,
}

impl Recording {
    /// Begins; what is in the folder already counts as on the disk.
    pub fn of(folder: &Path) -> Arc<Recording> {
        let recording = Arc::new(Recording { folder: folder.to_owned(), record: Mutex::default() });
        RECORDINGS.write().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&recording));
        ANY.store(true, Ordering::Release);
        recording
    }

    pub fn lock(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn said(&self) {
        self.lock().events.push(Event::Said);
    }

    /// Lets so many more bytes on the disk, or as many as come.
    pub fn limit(&self, room: Option<u64>) {
        self.lock().room = room;
    }

    /// Ends, and gives what was recorded.
    pub fn end(&self) -> Vec<Event> {
        RECORDINGS.write().unwrap_or_else(PoisonError::into_inner).retain(|other| other.folder != self.folder);
        std::mem::take(&mut self.lock().events)
    }
}

impl Record {
    /// How many of the bytes there is room for; `None` when not one.
    pub fn room_for(&mut self, length: u64, offset: u64, bytes: usize) -> Option<usize> {
        let Some(room) = self.room.as_mut() else { return Some(bytes) };
        let growth = (offset + bytes as u64).saturating_sub(length);
        let missing = growth.saturating_sub(*room);
        let fitting = (bytes as u64).checked_sub(missing).filter(|fitting| *fitting > 0 || bytes == 0)?;
        *room -= growth - missing;
        usize::try_from(fitting).ok()
    }

    pub fn write(&mut self, path: &Path, offset: u64, bytes: &[u8]) {
        if let Some(file) = self.file(path) {
            self.events.push(Event::Write { file, offset, bytes: bytes.to_vec() });
        }
    }

    pub fn cut(&mut self, path: &Path, before: u64, length: u64) {
        self.give_back(before.saturating_sub(length));
        if let Some(file) = self.file(path) {
            self.events.push(Event::Cut { file, length });
        }
    }

    pub fn sync(&mut self, path: &Path) {
        if path.is_dir() {
            self.events.push(Event::SyncFolder { path: path.to_owned() });
        } else if let Some(file) = self.file(path) {
            self.events.push(Event::Sync { file });
        }
    }

    pub fn make(&mut self, path: &Path) {
        if is_of_the_moment(path) {
            return;
        }
        self.files += 1;
        self.names.insert(path.to_owned(), self.files);
        self.events.push(Event::Make { path: path.to_owned(), file: self.files });
    }

    pub fn make_folder(&mut self, path: &Path) {
        self.events.push(Event::MakeFolder { path: path.to_owned() });
    }

    pub fn rename(&mut self, from: &Path, to: &Path) {
        if let Some(file) = self.file(from) {
            self.names.remove(from);
            self.names.insert(to.to_owned(), file);
            self.events.push(Event::Rename { from: from.to_owned(), to: to.to_owned(), file });
        }
    }

    pub fn remove(&mut self, path: &Path, bytes: u64) {
        self.give_back(bytes);
        if self.names.remove(path).is_some() {
            self.events.push(Event::Remove { path: path.to_owned() });
        }
    }

    fn give_back(&mut self, bytes: u64) {
        if let Some(room) = self.room.as_mut() {
            *room += bytes;
        }
    }

    /// `None` for a file that has no name any more, or that was there before the recording.
    fn file(&self, path: &Path) -> Option<File> {
        self.names.get(path).copied()
    }
}

/// SQLite's shared memory: made anew after every start, never waited for.
fn is_of_the_moment(path: &Path) -> bool {
    path.to_string_lossy().ends_with("-shm")
}
