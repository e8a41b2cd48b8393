//! The world of one seed: two vans, one office, a network between them that loses, repeats and delays.

use std::collections::{BTreeMap, BTreeSet};

use feltbok_domain::ids::Id;
use feltbok_protocol::{feed::FeedId, record::RecordKind};
use feltbok_sync::{Answer, Failure, Lane, Request, Step, Store};
use rand::{Rng, SeedableRng, rngs::StdRng};

use crate::{
    fixture::{FUSER, VAN},
    office::{JOBS, Office},
    plan::{Event, Fate},
    van::Van,
};

/// Opening balance of fusers in each van.
const FUSERS: [i64; 2] = [2, 1];
/// Rounds until everything must be at rest: more means that something is stuck.
const ROUNDS_MAX: u32 = 200;

pub struct World {
    rng: StdRng,
    office: Office,
    vans: Vec<Van>,
    late: Vec<(usize, Request)>,
    pub history: Vec<String>,
}

impl World {
    pub fn new(seed: u64) -> Self {
        let mut office = Office::new();
        let vans = (0..2).map(|number| Van::new(number, office.enrol(number), seed)).collect();
        office.back_up();
        let mut world = World { rng: StdRng::seed_from_u64(seed), office, vans, late: Vec::new(), history: Vec::new() };
        world.come_to_rest();
        world
    }

    /// One thing happens.
    pub fn happen(&mut self) {
        let event = Event::draw(&mut self.rng);
        self.history.push(format!("{event:?}"));
        match event {
            Event::Edit { van } => {
                let told = self.vans[van].edit(&mut self.rng);
                let now = self.vans[van].now();
                self.vans[van].engine.work_waits(now);
                self.history.push(told);
            }
            Event::Exchange { van, fate } => self.exchange(van, Lane::Data, fate),
            Event::SendFile { van, fate } => self.exchange(van, Lane::Files, fate),
            Event::TabletCrash { van, torn } => self.vans[van].crash(torn),
            Event::TabletClock { van, minutes } => self.vans[van].pass(minutes * 60_000),
            Event::LateArrives => self.late_arrives(),
            Event::Reassign => {
                let job = self.rng.random_range(0..JOBS);
                let done = self.office.reassign(job);
                self.history.push(format!("job {job} reassigned: {done}"));
            }
            Event::DispatchContact => {
                let phone = format!("+47 {}", self.rng.random_range(0..100_000));
                self.office.edit_contact(phone);
            }
            Event::ServerCrash => self.office.crash(),
            Event::Backup => self.office.back_up(),
            Event::Restore => self.office.restore(),
        }
    }

    fn exchange(&mut self, number: usize, lane: Lane, fate: Fate) {
        let van = &mut self.vans[number];
        let now = van.now();
        van.engine.poke(now);
        let store = van.store.as_ref().expect("open");
        let Step::Send(request) = van.engine.next_step(lane, store, now).unwrap() else { return };
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
                self.late.push((number, request));
                Answer::Failed(Failure::TimedOut)
            }
        };
        van.pass(40);
        let now = van.now();
        van.engine.on_answer(lane, answer, van.store.as_ref().expect("open"), now).unwrap();
    }

    /// A request that the tablet gave up long ago reaches the server after all.
    fn late_arrives(&mut self) {
        if self.late.is_empty() {
            return;
        }
        let chosen = self.rng.random_range(0..self.late.len());
        let (number, request) = self.late.swap_remove(chosen);
        self.office.answer(&self.vans[number].actor, &request);
    }

    /// A good network until nothing waits and nothing more comes.
    pub fn come_to_rest(&mut self) {
        while !self.late.is_empty() {
            self.late_arrives();
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
        for _ in 0..ROUNDS_MAX {
            let before = self.position(number);
            self.exchange(number, Lane::Data, Fate::Arrives);
            self.exchange(number, Lane::Files, Fate::Arrives);
            self.vans[number].pass(1_000);
            let waiting = self.vans[number].store().waiting().unwrap();
            if waiting.is_none() && self.position(number) == before {
                return;
            }
            if !waiting.is_none() && self.position(number) == before {
                // What was put off may be due later.
                self.vans[number].pass(400_000);
            }
        }
        panic!("tablet {number} does not come to rest: {:?}", self.vans[number].store().waiting().unwrap());
    }

    fn position(&self, number: usize) -> (Option<Id>, u64, Vec<u64>) {
        let position = self.vans[number].store().position().unwrap();
        (position.epoch, position.acknowledged, position.feeds.iter().map(|feed| feed.cursor).collect())
    }

    /// DESIGN §3's invariants, after quiet.
    pub fn check(&mut self) {
        for number in 0..self.vans.len() {
            self.check_feeds(number);
            self.check_loose(number);
            self.check_outbox(number);
            self.check_stock(number);
        }
        self.check_visits();
    }

    /// (4), (5), (6): the tablet holds exactly what its feeds hold, and shows it.
    fn check_feeds(&mut self, number: usize) {
        let van = &self.vans[number];
        assert_eq!(van.engine.halted(), None, "tablet {number} halted");
        for feed in van.actor.feeds() {
            let content = self.office.feed(&van.actor, &feed);
            let theirs: BTreeMap<(RecordKind, Id), u64> =
                content.changes.iter().map(|change| ((change.kind, change.id), change.rev)).collect();
            let held = van.store().read(|reader| reader.held(&feed)).unwrap();
            let ours: BTreeMap<(RecordKind, Id), u64> =
                held.iter().map(|record| ((record.kind, record.id), record.rev)).collect();
            assert_eq!(ours, theirs, "tablet {number} holds something else than {feed}");
            for change in content.changes {
                let shown = van.store().read(|reader| reader.raw(change.kind, change.id)).unwrap();
                assert_eq!(shown, change.body, "tablet {number} shows another {:?} {}", change.kind, change.id);
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
        let position = van.store().position().unwrap();
        assert!(van.store().waiting().unwrap().is_none(), "tablet {number} has unsent work");
        assert_eq!(position.acknowledged, position.sent);
        assert_eq!(self.office.last_dev_seq(&self.vans[number].actor), position.sent);
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
            let refused = refused_entries(van);
            for (visit, recorded) in &van.recorded {
                let mut theirs = kept.get(visit).cloned().unwrap_or_default();
                let mut ours: Vec<Id> = recorded.iter().filter(|entry| !refused.contains(entry)).copied().collect();
                theirs.sort();
                ours.sort();
                assert_eq!(theirs, ours, "times of visit {visit} of tablet {}", van.number);
            }
        }
    }
}

/// Time entries that the server refused, and that the technician sees.
fn refused_entries(van: &Van) -> BTreeSet<Id> {
    let attention = van.store().read(|reader| reader.attention()).unwrap();
    let ids = attention.iter().filter_map(|item| item.fields.get("id")?.as_str()?.parse().ok());
    ids.collect()
}
