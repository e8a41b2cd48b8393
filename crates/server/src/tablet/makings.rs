//! One making of each feed's snapshot at a time, so that whoever asks meanwhile gets what the first one made.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use feltbok_domain::ids::Id;
use feltbok_protocol::feed::FeedId;

use crate::error::{ApiError, ApiResult};

type Turn = tokio::sync::Mutex<()>;

/// The turns that somebody holds or waits for, by company and feed.
#[derive(Default)]
pub struct Makings(Mutex<HashMap<(Id, FeedId), Weak<Turn>>>);

impl Makings {
    /// Runs the task while no other of its key runs. It looks first whether the one before has left what it would make:
    /// nothing is remembered here, so a making that failed is tried again by whoever waits.
    ///
    /// Errors: the task's; `internal` if it panics.
    pub async fn alone<T: Send + 'static>(
        &self,
        key: (Id, FeedId),
        task: impl Future<Output = ApiResult<T>> + Send + 'static,
    ) -> ApiResult<T> {
        let turn = self.turn(key);
        // A task of its own: an asker who goes away takes nothing from those who wait.
        let made = tokio::spawn(async move {
            let _turn = turn.lock().await;
            task.await
        });
        made.await.map_err(|error| ApiError::internal(&error))?
    }

    fn turn(&self, key: (Id, FeedId)) -> Arc<Turn> {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        turns.retain(|_, turn| turn.strong_count() > 0);
        if let Some(turn) = turns.get(&key).and_then(Weak::upgrade) {
            return turn;
        }
        let turn = Arc::default();
        turns.insert(key, Arc::downgrade(&turn));
        turn
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use tokio::sync::Semaphore;

    use super::*;

    /// Counts makings; each says that it began and waits to be let go.
    struct Workshop {
        makings: Makings,
        made: Mutex<Option<u32>>,
        begun: AtomicU32,
        has_begun: Semaphore,
        may_end: Semaphore,
    }

    impl Workshop {
        fn open() -> Arc<Self> {
            Arc::new(Workshop {
                makings: Makings::default(),
                made: Mutex::new(None),
                begun: AtomicU32::new(0),
                has_begun: Semaphore::new(0),
                may_end: Semaphore::new(0),
            })
        }

        async fn ask(self: Arc<Self>, fails: bool) -> ApiResult<u32> {
            let key = (Id::default(), FeedId::Catalogue(Id::default()));
            let shop = self.clone();
            let task = async move {
                if let Some(kept) = *shop.made.lock().unwrap() {
                    return Ok(kept);
                }
                let number = shop.begun.fetch_add(1, Ordering::Relaxed) + 1;
                shop.has_begun.add_permits(1);
                let _go = shop.may_end.acquire().await.unwrap();
                if fails {
                    return Err(ApiError::not_found());
                }
                *shop.made.lock().unwrap() = Some(number);
                Ok(number)
            };
            self.makings.alone(key, task).await
        }

        async fn begins(&self) {
            self.has_begun.acquire().await.unwrap().forget();
        }
    }

    #[tokio::test]
    async fn who_asks_meanwhile_gets_what_the_first_made() {
        let shop = Workshop::open();
        let release = async {
            shop.begins().await;
            // Whoever could begin beside the first has begun.
            tokio::task::yield_now().await;
            shop.may_end.add_permits(2);
        };
        let (first, second, ()) = tokio::join!(shop.clone().ask(false), shop.clone().ask(false), release);
        assert_eq!((first.unwrap(), second.unwrap()), (1, 1));
        assert_eq!(shop.begun.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn a_making_goes_on_when_its_asker_goes_away() {
        let shop = Workshop::open();
        let first = tokio::spawn(shop.clone().ask(false));
        shop.begins().await;
        first.abort();
        assert!(first.await.unwrap_err().is_cancelled());
        shop.may_end.add_permits(2);
        assert_eq!(shop.clone().ask(false).await.unwrap(), 1);
        assert_eq!(shop.begun.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn a_failed_making_is_not_remembered() {
        let shop = Workshop::open();
        shop.may_end.add_permits(1);
        let (first, second) = tokio::join!(shop.clone().ask(true), shop.clone().ask(false));
        assert!(first.is_err());
        assert_eq!(second.unwrap(), 2);
    }

    #[tokio::test]
    async fn turns_that_nobody_holds_are_forgotten() {
        let makings = Makings::default();
        let key = |number| (Id::default(), FeedId::Stock(feltbok_domain::ids::Id::from_u128(number)));
        (0..5).for_each(|number| drop(makings.turn(key(number))));
        let _held = makings.turn(key(9));
        assert_eq!(makings.0.lock().unwrap().len(), 1);
    }
}
