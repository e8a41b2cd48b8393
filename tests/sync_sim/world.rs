//! The world of one seed: two vans, one office, a network between them that loses, repeats and delays.

use std::collections::{BTreeMap, BTreeSet};

use feltbok_domain::ids::Id;
use feltbok_protocol::{feed::FeedId, record::RecordKind};
use feltbok_sync::{Answer, Failure, Lane, Request, Step, Store};
use jiff::SignedDuration;
use rand::{Rng, SeedableRng, rngs::StdRng};

use crate::{
    fixture::{FUSER, VAN},
    office::{JOBS, Office},
    place::Database,
    plan::{Event, Fate, Planned},
    planted::{Leaky, Planted},
    van::Van,
    version::{self, Version},
};
use feltbok_server_store::TabletActor;

/// Opening balance of fusers in each van.
const FUSERS: [i64; 2] = [2, 1];
/// Rounds until everything must be at rest: more means that something is stuck.
const ROUNDS_MAX: u32 = 200;
/// Rounds without any change after which a tablet is at rest: a manifest that is out of date costs one without.
const QUIET_ROUNDS: u32 = 3;
/// Changes of a narrow page.
const NARROW: usize = 4;

/// Epoch, acknowledged operations, and of each feed the cursor and the chunks that a fill still lacks.
type Standing = (Option<Id>, u64, Vec<(u64, Option<usize>)>);

pub struct World {
    planted: Option<Planted>,
    office: Office,
    vans: Vec<Van>,
    /// With the name that the tablet had when it sent it.
    late: Vec<(TabletActor, Request)>,
    pub history: Vec<String>,
}

impl World {
    pub fn new(seed: u64, planted: Option<Planted>, database: &Database) -> Self {
        // With half of the seeds, feeds come in narrow pages, and by snapshots.
        let room = seed.is_multiple_of(2).then_some(NARROW);
        let mut office = Office::new(planted, database, room);
        let vans = (0..2).map(|number| Van::new(number, office.enrol(number, None).tablet, seed)).collect();
        office.back_up();
        World { planted, office, vans, late: Vec::new(), history: Vec::new() }
    }

    /// One thing happens.
    pub fn happen(&mut self, (event, choices): Planned) {
        self.history.push(format!("{event:?}"));
        let mut rng = StdRng::seed_from_u64(choices);
        match event {
            Event::Edit { van } => {
                let told = self.vans[van].edit(&mut rng);
                let now = self.vans[van].now();
                self.vans[van].engine.work_waits(now);
                self.history.push(told);
            }
            Event::Exchange { van, fate } => self.exchange(van, Lane::Data, fate),
            Event::SendFile { van, fate } => self.exchange(van, Lane::Files, fate),
            Event::TabletCrash { van, torn } => self.vans[van].crash(torn),
            Event::TabletClock { van, minutes } => self.vans[van].pass(minutes * 60_000),
            Event::LateArrives => self.late_arrives(&mut rng),
            Event::Reassign => {
                let job = rng.random_range(0..JOBS);
                let done = self.office.reassign(job);
                self.history.push(format!("job {job} reassigned: {done}"));
            }
            Event::Cancel => {
                let job = rng.random_range(0..JOBS);
                let done = self.office.cancel(job);
                self.history.push(format!("job {job} cancelled: {done}"));
            }
            Event::DispatchContact => {
                let phone = format!("+47 {}", rng.random_range(0..100_000));
                self.office.edit_contact(phone);
            }
            Event::ServerClock { minutes } => self.office.now += SignedDuration::from_mins(minutes),
            Event::ServerCrash => self.server_crash(),
            Event::Backup => self.office.back_up(),
            Event::Restore { told } => self.office.restore(told),
            Event::UpdateServer => self.office.version = Version::Next,
            Event::UpdateTablet { van } => self.vans[van].update(),
            Event::Revoke { van } => {
                let done = self.office.revoke(self.vans[van].actor.tablet_id);
                self.history.push(format!("revoked: {done}"));
            }
            Event::JoinAgain { van } => self.join_again(van),
            Event::DiskCopied { van } => self.vans[van].copy_disk(),
            Event::DiskPutBack { van } => self.put_disk_back(van),
        }
    }

    /// A tablet that was told to enrol again. No restore goes back behind it: the server would not know the tablet.
    fn join_again(&mut self, number: usize) {
        let van = &mut self.vans[number];
        if van.is_shut_out() {
            van.join_again(self.office.enrol(number, Some(van.follows())));
            self.office.back_up();
            self.history.push(format!("tablet {number} is {} now", self.vans[number].actor.tablet_code));
        }
    }

    /// What only the newer disk had is at the server first, and in its backup: else it would be lost with the disk.
    fn put_disk_back(&mut self, number: usize) {
        self.update_server_if_needed();
        self.rest(number);
        self.office.back_up();
        let done = self.vans[number].put_disk_back();
        self.history.push(format!("put back: {done}"));
    }

    fn update_server_if_needed(&mut self) {
        if self.vans.iter().any(|van| van.version == Version::Next) {
            self.office.version = Version::Next;
        }
    }

    /// (2): what was acknowledged survives a kill of the server.
    fn server_crash(&mut self) {
        let known = |world: &mut World| -> Vec<Option<u64>> {
            (0..world.vans.len()).map(|number| world.office.last_dev_seq(&world.vans[number].actor)).collect()
        };
        let before = known(self);
        self.office.crash();
        assert_eq!(known(self), before, "operations known to the server before and after its crash");
    }

    fn exchange(&mut self, number: usize, lane: Lane, fate: Fate) {
        let planted = self.planted;
        let van = &mut self.vans[number];
        let (now, is_quick) = (van.now(), van.is_quick());
        let store = Leaky::new(van.store.as_ref().expect("open"), planted);
        let mut step = van.engine.next_step(lane, &store, now).unwrap();
        if let Step::Wait { .. } = step {
            van.engine.poke(now);
            step = van.engine.next_step(lane, &store, now).unwrap();
        }
        let Step::Send(mut request) = step else { return };
        if let Request::Sync(said) = &mut request {
            version::speak(van.version, said, &mut van.sent_before);
        }
        // The engine may settle what it heard, and number what goes next, before this request is answered; or it does not
        // get so far.
        if lane == Lane::Data && is_quick {
            van.engine.meanwhile(&store, now).unwrap();
        }
        let answer = match fate {
            Fate::Arrives => self.office.answer(&van.actor, &request),
            Fate::Repeated => {
                self.office.answer(&van.actor, &request);
                self.office.answer(&van.actor, &request)
            }
            Fate::RequestLost => Answer::Failed(Failure::Unreachable),
            Fate::AnswerLost => {
                self.office.answer(&van.actor, &request);
                Answer::Failed(Failure::TimedOut)
            }
            Fate::Late => {
                self.late.push((van.actor.clone(), request));
                Answer::Failed(Failure::TimedOut)
            }
        };
        van.pass(40);
        let now = van.now();
        let store = Leaky::new(van.store.as_ref().expect("open"), planted);
        van.engine.hear(lane, answer, &store, now).unwrap();
    }

    /// A request that the tablet gave up long ago reaches the server after all.
    fn late_arrives(&mut self, rng: &mut StdRng) {
        if self.late.is_empty() {
            return;
        }
        let chosen = rng.random_range(0..self.late.len());
        let (tablet, request) = self.late.swap_remove(chosen);
        self.office.answer(&tablet, &request);
    }

    /// A good network until nothing waits and nothing more comes. No tablet stays ahead of its server for ever.
    pub fn come_to_rest(&mut self) {
        self.update_server_if_needed();
        for (tablet, request) in std::mem::take(&mut self.late) {
            self.office.answer(&tablet, &request);
        }
        for number in 0..self.vans.len() {
            // Twice: what one tablet pushed, the other may have to let go of.
            for _ in 0..2 {
                self.rest(number);
            }
        }
        self.rest(0);
    }

    fn rest(&mut self, number: usize) {
        let mut quiet = 0;
        for _ in 0..ROUNDS_MAX {
            let before = self.position(number);
            self.exchange(number, Lane::Data, Fate::Arrives);
            self.exchange(number, Lane::Files, Fate::Arrives);
            self.join_again(number);
            self.vans[number].pass(1_000);
            let waiting = self.vans[number].store().waiting().unwrap();
            quiet = if waiting.is_none() && self.position(number) == before { quiet + 1 } else { 0 };
            if quiet == QUIET_ROUNDS {
                return;
            }
            if !waiting.is_none() && self.position(number) == before {
                // What was put off may be due later.
                self.vans[number].pass(400_000);
            }
        }
        panic!("tablet {number} does not come to rest: {:?}", self.vans[number].store().waiting().unwrap());
    }

    fn position(&self, number: usize) -> Standing {
        let position = self.vans[number].store().position().unwrap();
        let feeds = position.feeds.iter().map(|feed| (feed.cursor, feed.fill.as_ref().map(|fill| fill.missing.len())));
        (position.epoch, position.acknowledged, feeds.collect())
    }

    /// DESIGN §3's invariants, after quiet.
    pub fn check(&mut self) {
        for number in 0..self.vans.len() {
            self.check_feeds(number);
            self.check_loose(number);
            self.check_outbox(number);
            self.check_stock(number);
            self.check_versions(number);
        }
        self.check_visits();
        self.check_documents();
        self.check_told();
    }

    /// (4), (5), (6): the tablet holds exactly what its feeds hold, and shows it.
    fn check_feeds(&mut self, number: usize) {
        let van = &self.vans[number];
        assert_eq!(van.engine.halted(), None, "tablet {number} halted");
        let granted: BTreeSet<FeedId> = van.actor.feeds().into_iter().collect();
        let position = van.store().position().unwrap();
        let known: BTreeSet<FeedId> = position.feeds.into_iter().map(|state| state.feed).collect();
        assert_eq!(known, granted, "tablet {number} has feeds that are not its own");
        for feed in granted {
            let content = self.office.feed(&van.actor, &feed);
            let seqs: Vec<u64> = content.changes.iter().map(|change| change.seq).collect();
            assert!(seqs.is_sorted_by(|a, b| a < b), "{feed} is not in order");
            assert!(seqs.last().is_none_or(|last| *last <= content.seq), "{feed} goes on behind its head");
            let theirs: BTreeMap<(RecordKind, Id), u64> =
                content.changes.iter().map(|change| ((change.kind, change.id), change.rev)).collect();
            let held = van.store().read(|reader| reader.held(&feed)).unwrap();
            let ours: BTreeMap<(RecordKind, Id), u64> =
                held.iter().map(|record| ((record.kind, record.id), record.rev)).collect();
            assert_eq!(ours, theirs, "tablet {number} holds something else than {feed}");
            for change in content.changes {
                let shown = van.store().read(|reader| reader.raw(change.kind, change.id)).unwrap();
                assert_eq!(
                    shown.map(version::of_today),
                    change.body.map(|body| body.value()),
                    "tablet {number} shows another {:?} {}",
                    change.kind,
                    change.id
                );
            }
        }
    }

    /// (6): nothing stays that left the feeds, but for work that the server refused, which a person must see.
    fn check_loose(&self, number: usize) {
        let van = &self.vans[number];
        let (loose, attention) = van.store().read(|reader| Ok((reader.loose()?, reader.attention()?))).unwrap();
        let refused: BTreeSet<Id> = attention.iter().map(|item| item.entity).collect();
        for record in loose {
            assert!(refused.contains(&record.id), "tablet {number} still has {:?} {}", record.kind, record.id);
        }
    }

    /// (1), (3): every operation has its answer, under dense numbers.
    fn check_outbox(&mut self, number: usize) {
        let van = &self.vans[number];
        let is_behind = van.is_behind;
        let position = van.store().position().unwrap();
        assert!(van.store().waiting().unwrap().is_none(), "tablet {number} has unsent work");
        assert_eq!(position.acknowledged, position.sent);
        let known = self.office.last_dev_seq(&self.vans[number].actor).expect("it is let in");
        // One that came from a copy is noticed with the next that it sends.
        assert!(known == position.sent || is_behind && known > position.sent, "{known} and {}", position.sent);
    }

    /// (11): no operation was given to a server that cannot read it.
    fn check_versions(&self, number: usize) {
        let attention = self.vans[number].store().read(|reader| reader.attention()).unwrap();
        for item in attention {
            let code = item.code.as_deref().unwrap_or_default();
            assert!(!code.starts_with("operation_"), "tablet {number}: an operation was refused as {code}");
        }
    }

    /// (7): the van's books are its opening balance less what was taken, each piece once.
    fn check_stock(&mut self, number: usize) {
        let van = &self.vans[number];
        let line = van.store().read(|reader| reader.stock_line(VAN[number], FUSER)).unwrap();
        assert_eq!(line.balance, FUSERS[number] - i64::from(van.issued), "fusers in van {number}");
        let content = self.office.feed(&self.vans[number].actor, &FeedId::Stock(VAN[number]));
        assert!(!content.changes.is_empty());
    }

    /// (1), (3): every time entry is at the server exactly once, also where the job was taken away meanwhile, or stands
    /// under "Needs attention": a restored server may not know that the job was ever this technician's.
    fn check_visits(&mut self) {
        let mut kept: BTreeMap<Id, Vec<Id>> = BTreeMap::new();
        for job in 0..JOBS {
            for visit in self.office.job(job).visits {
                kept.insert(visit.id, visit.times.iter().map(|entry| entry.id).collect());
            }
        }
        for van in &self.vans {
            let refused = van.refused_entries();
            let is_judged = |entry: &Id| !van.gone_with_disk.contains(entry);
            for (visit, recorded) in &van.recorded {
                let theirs = kept.get(visit).into_iter().flatten().copied();
                let mut theirs: Vec<Id> = theirs.filter(is_judged).collect();
                let ours = recorded.iter().filter(|entry| !refused.contains(entry)).copied();
                let mut ours: Vec<Id> = ours.filter(is_judged).collect();
                theirs.sort();
                ours.sort();
                assert_eq!(theirs, ours, "times of visit {visit} of tablet {}", van.number);
            }
        }
    }
}

impl World {
    /// (1), (3): what was told is in the office's list once, and nothing of an earlier name set back what came later.
    fn check_told(&mut self) {
        let notices = self.office.notices();
        let visits: Vec<_> = (0..JOBS).flat_map(|job| self.office.job(job).visits).collect();
        for van in self.vans.iter().filter(|van| van.has_joined_again) {
            let attention = van.store().read(|reader| reader.attention()).unwrap();
            for told in &van.told {
                let times = notices.matches(&format!("\"{told}\"")).count();
                assert!(times == 1 || !attention.is_empty(), "\"{told}\" stands {times} times in the office's list");
            }
            for visit in visits.iter().filter(|visit| !attention.iter().any(|item| item.entity == visit.id)) {
                if let Some(note) = van.noted.get(&visit.id) {
                    assert_eq!(&visit.diagnosis.note, note, "diagnosis of visit {}", visit.id);
                }
            }
        }
    }

    /// (8), (9): a sealed revision is at the server as it was signed, or stands refused before the technician's eyes;
    /// and no file that a visit names is missing.
    fn check_documents(&mut self) {
        let mut kept = Vec::new();
        for job in 0..JOBS {
            let detail = self.office.job(job);
            for file in detail.files {
                assert!(file.stored, "file {} of visit {} is missing", file.sha256, file.visit_id);
            }
            kept.extend(detail.visits.into_iter().flat_map(|visit| visit.work_orders));
        }
        for van in &self.vans {
            let attention = van.store().read(|reader| reader.attention()).unwrap();
            for (visit, sealed) in &van.sealed {
                let is_refused = attention.iter().any(|item| item.entity == *visit);
                assert!(kept.contains(sealed) || is_refused, "work order {} is not as it was signed", sealed.number);
            }
        }
    }
}
