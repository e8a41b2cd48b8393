//! Property: after any schedule of edits, lost messages, crashes and takings-away, tablet and server end the same.
#![allow(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

mod common;

use common::{
    Tablet,
    records::*,
    server::{ModelServer, sync_until_quiet},
};
use feltbok_domain::{job_life::JobStatus, model::VisitEdit};
use feltbok_protocol::record::RecordKind;
use feltbok_sync::{Answer, Clock, Engine, Failure, Lane, Settings, Step};
use feltbok_tablet_store::{StoreError, TabletStore};
use proptest::prelude::*;

const JOBS: u128 = 3;

/// One thing that may happen.
#[derive(Debug, Clone)]
enum Event {
    /// The technician edits the visit of a job.
    Edit {
        job: u128,
        what: u8,
    },
    /// One round trip, and where it is lost.
    Exchange(Fate),
    /// The app is killed and started again.
    Restart,
    /// Dispatch changes a job's note.
    Dispatch {
        job: u128,
    },
    /// The server is set back to its last backup.
    Restore,
    Backup,
}

#[derive(Debug, Clone, Copy)]
enum Fate {
    Arrives,
    RequestLost,
    AnswerLost,
    AnsweredTwice,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        6 => (1..=JOBS, any::<u8>()).prop_map(|(job, what)| Event::Edit { job, what }),
        4 => Just(Event::Exchange(Fate::Arrives)),
        1 => Just(Event::Exchange(Fate::RequestLost)),
        2 => Just(Event::Exchange(Fate::AnswerLost)),
        1 => Just(Event::Exchange(Fate::AnsweredTwice)),
        1 => Just(Event::Restart),
        1 => (1..=JOBS).prop_map(|job| Event::Dispatch { job }),
        1 => Just(Event::Backup),
        1 => Just(Event::Restore),
    ];
    prop::collection::vec(event, 1..40)
}

struct World {
    tablet: Tablet,
    store: Option<TabletStore>,
    engine: Engine,
    server: ModelServer,
    backup: ModelServer,
    made: u128,
}

impl World {
    fn new() -> Self {
        let mut server = ModelServer::new();
        server.page = 5;
        for n in 1..=JOBS {
            server.put(RecordKind::Job, id(n), serde_json::to_value(job(n)).unwrap());
        }
        let tablet = Tablet::new(3);
        let store = Some(tablet.open());
        let backup = server.clone();
        let mut world = World { tablet, store, engine: new_engine(), server, backup, made: 1_000 };
        world.quiet();
        world
    }

    fn store(&self) -> &TabletStore {
        self.store.as_ref().unwrap()
    }

    fn happen(&mut self, event: &Event) {
        match event {
            Event::Edit { job, what } => self.edit(*job, *what),
            Event::Exchange(fate) => self.exchange(*fate),
            Event::Restart => {
                self.store = None;
                self.store = Some(self.tablet.open());
                self.engine = new_engine();
            }
            Event::Dispatch { job: n } => {
                let (_, body) = self.server.records[&(RecordKind::Job, id(*n))].clone();
                self.made += 1;
                let mut changed = body;
                changed["dispatch_note"] = format!("note {}", self.made).into();
                self.server.put(RecordKind::Job, id(*n), changed);
            }
            Event::Backup => self.backup = self.server.clone(),
            Event::Restore => {
                let epoch = self.server.epoch + 1;
                self.server = ModelServer { epoch, ..self.backup.clone() };
            }
        }
    }

    fn edit(&mut self, job: u128, what: u8) {
        self.made += 1;
        let (made, visit) = (self.made, id(100 + job));
        let edit = match what % 6 {
            0 => diagnosis(&format!("note {made}")),
            1 => time(2_000 + u128::from(what % 4), i64::from(what) + 1),
            2 => fitted(3_000 + u128::from(what % 4), u32::from(what) + 1),
            3 => VisitEdit::RemovePart { id: id(3_000 + u128::from(what % 4)) },
            4 => VisitEdit::RemoveTime { id: id(2_000 + u128::from(what % 4)) },
            _ => begin(id(job)),
        };
        let minute = i64::try_from(made).unwrap();
        let written = self.store().write(|work| {
            work.visit(visit, begin(id(job)))?;
            work.job(id(job), step(JobStatus::OnSite, minute))?;
            work.visit(visit, edit)
        });
        assert!(matches!(written, Ok(_) | Err(StoreError::Edit(_))), "{written:?}");
    }

    fn exchange(&mut self, fate: Fate) {
        self.engine.poke(self.tablet.clock.now());
        let now = self.tablet.clock.now();
        let Step::Send(request) = self.engine.next_step(Lane::Data, self.store.as_ref().unwrap(), now).unwrap() else {
            return;
        };
        let answer = match fate {
            Fate::Arrives => self.server.answer(&request, now),
            Fate::AnsweredTwice => {
                self.server.answer(&request, now);
                self.server.answer(&request, now)
            }
            Fate::RequestLost => Answer::Failed(Failure::Unreachable),
            Fate::AnswerLost => {
                self.server.answer(&request, now);
                Answer::Failed(Failure::TimedOut)
            }
        };
        self.tablet.clock.forward(50);
        self.engine.on_answer(Lane::Data, answer, self.store.as_ref().unwrap(), self.tablet.clock.now()).unwrap();
    }

    fn quiet(&mut self) {
        for _ in 0..3 {
            let store = self.store.as_ref().unwrap();
            sync_until_quiet(&mut self.engine, store, &mut self.server, &self.tablet.clock);
        }
    }

    fn assert_converged(&self) {
        assert_eq!(self.engine.halted(), None);
        for ((kind, id), (_, body)) in &self.server.records {
            let shown: Option<serde_json::Value> = self.store().read(|reader| reader.raw(*kind, *id)).unwrap();
            assert_eq!(shown.as_ref(), Some(body), "{kind:?} {id}");
        }
        let ids: std::collections::BTreeSet<_> = self.server.results.iter().map(|(op, _)| op.op_id).collect();
        assert_eq!(ids.len(), self.server.results.len(), "an operation took effect twice");
    }
}

fn new_engine() -> Engine {
    Engine::new(Settings::new("1.0.0"), 5)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn after_quiet_the_tablet_shows_what_the_server_has(events in events()) {
        let mut world = World::new();
        for event in &events {
            world.happen(event);
        }
        world.quiet();
        world.assert_converged();
    }
}
