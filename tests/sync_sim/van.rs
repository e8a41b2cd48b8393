//! One technician's tablet: the real engine over the real store, and what was recorded on it for comparing later.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use feltbok_domain::{
    ids::Id,
    job_life::JobStatus,
    model::{
        ContactEdit, Diagnosis, JobEdit, Photo, PhotoKind, Reading, SignedWorkOrder, StatusChange, TimeEntry, TimeKind,
        VisitEdit,
    },
    stock::{Movement, MovementKind},
};
use feltbok_protocol::{enrol::Follows, file::FileRole, operation::Notice};
use feltbok_server_store::{TabletActor, api::Enrolled};
use feltbok_sync::{Clock, Engine, Halt, Ids, Settings, Store};
use feltbok_tablet_store::{DataKey, Location, StoreError, TabletStore, Work};
use jiff::Timestamp;
use rand::{Rng, rngs::StdRng};
use tempfile::TempDir;

use crate::{
    fixture::{self, CONTACT, EQUIPMENT, FUSER},
    place::{copy, in_memory},
    version::Version,
};

/// Above so many changes behind, a snapshot is asked for.
const SNAPSHOT_FROM: u64 = 6;
/// So few operations in one push that a day's work takes several.
const PUSH_OPERATIONS_MAX: usize = 3;

/// A clock that the simulation sets.
pub struct VanClock(AtomicI64);

impl Clock for VanClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::Relaxed)).unwrap()
    }
}

pub struct Van {
    pub number: usize,
    pub actor: TabletActor,
    pub clock: Arc<VanClock>,
    ids: Arc<Ids>,
    folder: TempDir,
    pub store: Option<TabletStore>,
    pub engine: Engine,
    seed: u64,
    /// Time entries recorded, by visit: each must be at the server exactly once.
    pub recorded: BTreeMap<Id, Vec<Id>>,
    /// Those of them that the server had refused when their disk went: whether it takes them from the copy is not judged.
    pub gone_with_disk: BTreeSet<Id>,
    /// Work orders sealed, by visit: each must be at the server as it was signed.
    pub sealed: Vec<(Id, SignedWorkOrder)>,
    /// Fusers issued from this van.
    pub issued: u32,
    /// What the office was told, each once.
    pub told: Vec<String>,
    /// The last diagnosis of each visit.
    pub noted: BTreeMap<Id, String>,
    made: u32,
    /// An older copy of the disk, and the name that the tablet had then.
    copied: Option<(TempDir, TabletActor)>,
    /// It has had another name before.
    pub has_joined_again: bool,
    /// It came from a copy, and the server has not yet noticed.
    pub is_behind: bool,
    /// Requests sent so far.
    asked: u64,
    /// Of the app.
    pub version: Version,
    /// Operations that were sent in today's form.
    pub sent_before: BTreeSet<Id>,
}

impl Van {
    pub fn new(number: usize, actor: TabletActor, seed: u64) -> Self {
        let clock = Arc::new(VanClock(AtomicI64::new(fixture::now().as_millisecond())));
        let ids = Arc::new(Ids::seeded(clock.clone(), seed * 2 + number as u64));
        let folder = in_memory();
        let mut van = Van {
            number,
            actor,
            clock,
            ids,
            folder,
            store: None,
            engine: engine(seed),
            seed,
            recorded: BTreeMap::new(),
            gone_with_disk: BTreeSet::new(),
            sealed: Vec::new(),
            issued: 0,
            told: Vec::new(),
            noted: BTreeMap::new(),
            made: 0,
            copied: None,
            has_joined_again: false,
            is_behind: false,
            asked: 0,
            version: Version::Today,
            sent_before: BTreeSet::new(),
        };
        van.open();
        van
    }

    pub fn store(&self) -> &TabletStore {
        self.store.as_ref().unwrap()
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn pass(&self, ms: i64) {
        self.clock.0.fetch_add(ms, Ordering::Relaxed);
    }

    /// Whether it has time for more while a request is on its way: so for three in four.
    pub fn is_quick(&mut self) -> bool {
        self.asked += 1;
        !(self.seed + self.asked * 7 / 3).is_multiple_of(4)
    }

    /// Kills the app. Torn: the disk is taken as it lies, as after the battery was pulled.
    pub fn crash(&mut self, torn: bool) {
        if torn {
            let folder = in_memory();
            copy(self.folder.path(), folder.path());
            self.store = None;
            self.folder = folder;
        }
        self.store = None;
        self.seed += 1_000;
        self.engine = engine(self.seed);
        self.open();
    }

    pub fn copy_disk(&mut self) {
        let folder = in_memory();
        copy(self.folder.path(), folder.path());
        self.copied = Some((folder, self.actor.clone()));
    }

    /// The tablet is what it was when its disk was copied. False where it never was.
    pub fn put_disk_back(&mut self) -> bool {
        let Some((folder, actor)) = self.copied.take() else { return false };
        // What the server refused stands before the technician's eyes on the newer disk alone, and goes with it.
        let refused = self.store().read(|reader| reader.attention()).unwrap();
        self.sealed.retain(|(visit, _)| !refused.iter().any(|item| item.entity == *visit));
        let entries = self.refused_entries();
        self.gone_with_disk.extend(entries);
        self.store = None;
        (self.folder, self.actor, self.is_behind) = (folder, actor, true);
        // What was typed on into one unsent operation after the copy was made has two contents under one id; the server
        // takes both in as they come, and which of them stands is not judged.
        self.noted.clear();
        self.crash(false);
        true
    }

    /// Time entries that the server refused, and that the technician sees.
    pub fn refused_entries(&self) -> BTreeSet<Id> {
        let attention = self.store().read(|reader| reader.attention()).unwrap();
        let ids = attention.iter().filter_map(|item| item.fields.get("id")?.as_str()?.parse().ok());
        ids.collect()
    }

    /// Whether the server has told it to enrol again.
    pub fn is_shut_out(&self) -> bool {
        matches!(self.engine.halted(), Some(Halt::Revoked | Halt::Cloned))
    }

    pub fn follows(&self) -> Follows {
        Follows { tablet_id: self.actor.tablet_id, technician_id: self.actor.technician_id }
    }

    /// Goes on under another name, as the app does.
    pub fn join_again(&mut self, enrolled: Enrolled) {
        self.store().write(|work| work.renumber_outbox(enrolled.follows_last_dev_seq)).unwrap();
        self.store().grant_feeds(&enrolled.tablet.feeds()).unwrap();
        if self.store().position().unwrap().epoch != Some(enrolled.epoch) {
            self.store().change_epoch(enrolled.epoch).unwrap();
        }
        (self.actor, self.has_joined_again, self.is_behind) = (enrolled.tablet, true, false);
        self.crash(false);
    }

    /// The app ends and comes back as a later one.
    pub fn update(&mut self) {
        self.crash(false);
        self.version = Version::Next;
    }

    fn open(&mut self) {
        let opened = TabletStore::open(
            Location::new(self.folder.path()),
            DataKey::from_bytes([3; 32]),
            self.clock.clone(),
            self.ids.clone(),
        )
        .unwrap();
        assert_eq!(opened.recovery, None);
        self.store = Some(opened.store);
    }

    /// The technician does something on one of the jobs that the tablet shows.
    pub fn edit(&mut self, rng: &mut StdRng) -> String {
        let jobs = self.store().read(|reader| reader.jobs()).unwrap();
        if jobs.is_empty() {
            return "nothing to do".into();
        }
        let job = jobs[rng.random_range(0..jobs.len())].clone();
        self.made += 1;
        let visit = feltbok_domain::ids::derived(job.id, &format!("visit of {}", self.number));
        let what = rng.random_range(0..11);
        let told = format!("{}.{} edit {what} on {}", self.number, self.made, job.number);
        let (made, technician, code) = (self.made, self.number, self.actor.tablet_code.clone());
        let file = (what == 8 || what == 9)
            .then(|| self.store().keep_file(format!("file {technician} {made}").as_bytes()).unwrap());
        let written = self.store().write(|work| {
            begin(work, visit, job.id, technician)?;
            let now = work.now();
            let edit = match what {
                0 | 1 => VisitEdit::Diagnosis(Diagnosis { note: told.clone(), ..Diagnosis::default() }),
                2 | 3 => VisitEdit::PutTime(time(work.next_id(), now)),
                4 => VisitEdit::PutReading(reading(work.next_id(), made, now)),
                5 => VisitEdit::PutPart(fixture::fitted(work.next_id(), FUSER, technician, None)),
                6 => return on_site(work, &job, technician).map(|()| None),
                7 => {
                    let edit = ContactEdit { phone: Some(told.clone()), ..ContactEdit::default() };
                    return work.contact(CONTACT, Some(job.id), edit).map(|_| None);
                }
                8 => {
                    let kept = file.as_ref().expect("kept above");
                    work.add_file(kept, FileRole::Photo, "image/jpeg", job.id)?;
                    VisitEdit::PutPhoto(photo_of(work.next_id(), &kept.sha256, kept.bytes, now))
                }
                9 => {
                    let kept = file.as_ref().expect("kept above");
                    work.add_file(kept, FileRole::Document, "application/pdf", job.id)?;
                    let number = work.next_work_order(2026, &code)?.to_string();
                    let sealed = SignedWorkOrder {
                        pdf_sha256: kept.sha256.clone(),
                        pdf_bytes: u32::try_from(kept.bytes).unwrap(),
                        ..fixture::sealed(&number, 1, true)
                    };
                    VisitEdit::Seal(sealed)
                }
                _ => {
                    let text = told.clone();
                    return work.notice(job.id, Some(job.id), Notice::MasterData { text }).map(|()| None);
                }
            };
            if let VisitEdit::PutPart(_) = &edit {
                work.movement(issue(work.next_id(), job.id, visit, technician, now))?;
            }
            work.visit(visit, edit.clone())?;
            Ok(Some(edit))
        });
        match written {
            Ok(Some(VisitEdit::PutTime(entry))) => self.recorded.entry(visit).or_default().push(entry.id),
            Ok(Some(VisitEdit::PutPart(_))) => self.issued += 1,
            Ok(Some(VisitEdit::Diagnosis(diagnosis))) => {
                self.noted.insert(visit, diagnosis.note);
            }
            Ok(None) if what == 10 => self.told.push(told.clone()),
            Ok(Some(VisitEdit::Seal(sealed))) => self.sealed.push((visit, sealed)),
            // A sealed visit takes no edit, and what the feeds took away takes none either.
            Ok(_) | Err(StoreError::Missing { .. } | StoreError::Edit(_)) => {}
            Err(error) => panic!("{error}"),
        }
        told
    }
}

fn engine(seed: u64) -> Engine {
    Engine::new(
        Settings { snapshot_from: SNAPSHOT_FROM, push_operations_max: PUSH_OPERATIONS_MAX, ..Settings::new("1.0.0") },
        seed,
    )
}

fn begin(work: &mut Work<'_>, visit: Id, job_id: Id, technician: usize) -> Result<(), StoreError> {
    if work.visit_of(visit)?.is_none() {
        let technician_id = fixture::TECHNICIAN[technician];
        let started_at = work.now();
        work.visit(visit, VisitEdit::Begin { job_id, technician_id, equipment_id: Some(EQUIPMENT), started_at })?;
    }
    Ok(())
}

/// Reading beside writing: `Work` has the verb, `Reader` the noun of the same name.
trait VisitOf {
    fn visit_of(&self, id: Id) -> Result<Option<feltbok_domain::model::Visit>, StoreError>;
}

impl VisitOf for Work<'_> {
    fn visit_of(&self, id: Id) -> Result<Option<feltbok_domain::model::Visit>, StoreError> {
        self.get(id)
    }
}

fn on_site(work: &mut Work<'_>, job: &feltbok_domain::model::Job, technician: usize) -> Result<(), StoreError> {
    let change = StatusChange {
        from: job.status,
        to: JobStatus::OnSite,
        at: work.now(),
        by: fixture::TECHNICIAN[technician],
        by_name: String::new(),
        reason: None,
    };
    work.job(job.id, JobEdit::Status(change)).map(drop)
}

fn time(id: Id, now: Timestamp) -> TimeEntry {
    TimeEntry { id, kind: TimeKind::Work, from: now, until: Some(now), edit_reason: None }
}

fn reading(id: Id, made: u32, now: Timestamp) -> Reading {
    Reading { id, meter: feltbok_domain::model::MeterKind::Total, value: 10_000 + made, at: now, reset_reason: None }
}

fn photo_of(id: Id, sha256: &str, bytes: u64, now: Timestamp) -> Photo {
    Photo {
        id,
        kind: PhotoKind::Detail,
        caption: String::new(),
        taken_at: now,
        sha256: sha256.into(),
        bytes: u32::try_from(bytes).unwrap(),
        width: 1,
        height: 1,
        on_document: false,
    }
}

fn issue(id: Id, job: Id, visit: Id, technician: usize, at: Timestamp) -> Movement {
    Movement {
        id,
        part_id: FUSER,
        kind: MovementKind::Issue,
        from: Some(fixture::VAN[technician]),
        to: None,
        quantity: 1,
        serial: None,
        lot: None,
        job_id: Some(job),
        visit_id: Some(visit),
        transfer_id: None,
        at,
        by: fixture::TECHNICIAN[technician],
        note: None,
    }
}
