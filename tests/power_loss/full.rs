//! A full disk: what does not fit is refused as a whole with words that say what is safe, and when there is room again
//! everything goes on and is at the server once.

use feltbok_domain::model::Visit;
use feltbok_sync::{Store, Waiting};
use feltbok_tablet_store::{StoreError, TabletStore};
use rand::{Rng, SeedableRng, rngs::StdRng};

use crate::{fixture, in_memory, record::Recording, server, tablet};

/// Tablets, each with another amount of room.
const TABLETS: u64 = 6;
/// What a technician tries while the disk is full.
const TRIES: usize = 6;

/// What a tablet shows, and what it has yet to send.
fn shown(store: &TabletStore) -> (Option<Visit>, Waiting) {
    (store.read(|reader| reader.get(tablet::VISIT)).unwrap(), store.waiting().unwrap())
}

/// Does things until the disk is full and some more; gives how many were refused.
fn work_until_full(day: &mut tablet::Day) -> usize {
    let mut refused = 0;
    while refused < TRIES {
        let before = shown(day.store());
        match day.write_something() {
            Ok(()) => assert_ne!(shown(day.store()), before),
            Err(error) => {
                assert!(matches!(error, StoreError::DiskFull), "{error:?}");
                let told = error.to_string();
                assert!(told.contains("was not saved") && told.contains("everything before it is"), "{told}");
                assert_eq!(shown(day.store()), before, "something of a refused action stayed");
                refused += 1;
            }
        }
    }
    refused
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_full_tablet_refuses_in_words_and_loses_nothing_that_it_said_was_saved() {
    for seed in 0..TABLETS {
        let folder = in_memory();
        let mut day = tablet::Day::new(seed, false);
        day.begin(folder.path(), |_| ());
        let recording = Recording::of(folder.path());
        recording.limit(Some(StdRng::seed_from_u64(seed).random_range(0..800_000)));
        assert_eq!(work_until_full(&mut day), TRIES);
        let saved = shown(day.store());
        // The app is closed and started while there is no room.
        day.close();
        match tablet::try_open(folder.path(), 50) {
            Ok(opened) => {
                assert_eq!(opened.recovery, None);
                assert_eq!(shown(&opened.store), saved);
            }
            Err(error) => assert!(matches!(error, StoreError::DiskFull), "{error:?}"),
        }
        recording.limit(None);
        day.reopen(folder.path());
        assert_eq!(shown(day.store()), saved);
        day.write_something().unwrap();
        recording.end();
        arrives_once(&day, seed).await;
    }
}

/// Sends everything to a real server, the first batch twice.
async fn arrives_once(day: &tablet::Day, seed: u64) {
    let office_folder = in_memory();
    let office = server::Office::open(office_folder.path(), seed, || ()).await;
    let operations = tablet::holding(day.store()).operations;
    for batch in [&operations[..operations.len() / 2], &operations[..]] {
        let results = office.store.push(&office.tablet, batch.to_vec(), fixture::now()).await.unwrap().results;
        day.store().take_results(&results, fixture::now()).unwrap();
    }
    let job = office.store.job(&office.admin, fixture::JOB[0]).await.unwrap();
    let (visit, waiting) = shown(day.store());
    let (visit, there) = (visit.unwrap(), &job.visits[0]);
    assert_eq!(waiting.operations, 0);
    assert_eq!((&there.times, &there.parts, &there.photos), (&visit.times, &visit.parts, &visit.photos));
    for file in std::iter::from_fn(|| day.store().next_file(fixture::minutes(9_000)).unwrap()) {
        assert_eq!(day.store().file(&file.sha256).unwrap().len() as u64, file.bytes);
        day.store().file_sent(&file.sha256, fixture::now()).unwrap();
    }
    assert!(day.store().waiting().unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_full_server_takes_in_nothing_by_halves_and_goes_on_when_there_is_room() {
    for seed in 0..4 {
        let folder = in_memory();
        let mut office = server::Office::begin(folder.path(), seed, || ()).await;
        let recording = Recording::of(folder.path());
        recording.limit(Some(StdRng::seed_from_u64(seed).random_range(0..400_000)));
        let mut refused = 0;
        while refused < TRIES {
            let before = server::view(office.store.as_ref(), &office.admin, &office.tablet).await;
            let Err(error) = office.try_to_push().await else { continue };
            assert!(matches!(error, feltbok_server_store::StoreError::Full), "{error:?}");
            let after = server::view(office.store.as_ref(), &office.admin, &office.tablet).await;
            assert_eq!(before, after, "something of a refused push stayed");
            refused += 1;
        }
        recording.limit(None);
        server::push_again(office.store.as_ref(), &office.tablet, &office.pushed).await;
        office.try_to_push().await.unwrap();
        let answered = u64::try_from(office.pushed.len()).unwrap();
        let pulled = office.store.pull(&office.tablet, Vec::new()).await.unwrap();
        assert_eq!(pulled.last_dev_seq, answered);
        recording.end();
    }
}
