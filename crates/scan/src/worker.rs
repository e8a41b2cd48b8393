//! A thread of its own for the camera: the latest frame wins, nothing queues up, the preview never waits.

use crate::{
    aim::{Aim, FrameReport, ScanSettings},
    frame::GrayFrame,
};
use std::{
    io,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
};

/// Reads frames beside the program. Dropping it ends the thread after the frame at hand.
pub struct ScanWorker {
    shared: Arc<Shared>,
    thread: Option<thread::JoinHandle<()>>,
}

struct Shared {
    orders: Mutex<Orders>,
    changed: Condvar,
    aim: Mutex<Aim>,
    settings: ScanSettings,
}

/// What the thread is to do next.
#[derive(Default)]
struct Orders {
    waiting: Option<Waiting>,
    aim_afresh: bool,
    stop: bool,
}

struct Waiting {
    frame: GrayFrame,
    answer: SyncSender<FrameReport>,
}

/// The answer to one offered frame.
pub struct PendingReport(Receiver<FrameReport>);

impl PendingReport {
    /// Waits for the report; None when a later frame took this one's place or the worker ended.
    pub fn wait(self) -> Option<FrameReport> {
        self.0.recv().ok()
    }
}

impl ScanWorker {
    /// Starts the thread with a first aiming.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn start(settings: ScanSettings) -> io::Result<Self> {
        let shared = Arc::new(Shared::new(settings));
        let its = Arc::clone(&shared);
        let thread = thread::Builder::new().name("scan".into()).spawn(move || work(&its))?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// Hands over a frame; one that still waits gives way and its report becomes None.
    pub fn offer(&self, frame: GrayFrame) -> PendingReport {
        let (answer, report) = sync_channel(1);
        self.shared.orders().waiting = Some(Waiting { frame, answer });
        self.shared.changed.notify_one();
        PendingReport(report)
    }

    /// Which of these texts the code in front of the camera may begin with, see [`Aim::likely`]; waits for the frame at hand.
    pub fn likely(&self, beginnings: &[String], most: usize) -> Vec<usize> {
        self.shared.aim().likely(beginnings, most)
    }

    /// Forgets what earlier frames showed: the camera is pointed at another sticker.
    pub fn aim_afresh(&self) {
        self.shared.orders().aim_afresh = true;
    }
}

impl Drop for ScanWorker {
    fn drop(&mut self) {
        self.shared.orders().stop = true;
        self.shared.changed.notify_one();
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has been reported by its hook; there is nothing left to save.
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn new(settings: ScanSettings) -> Self {
        let aim = Mutex::new(Aim::new(settings.clone()));
        Self { orders: Mutex::default(), changed: Condvar::new(), aim, settings }
    }

    /// What borrowed readers do stays behind their fence; an aiming is whole after every frame.
    fn aim(&self) -> MutexGuard<'_, Aim> {
        self.aim.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The orders stay usable after a panic elsewhere: they are replaced as a whole, never half written.
    fn orders(&self) -> MutexGuard<'_, Orders> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn work(shared: &Shared) {
    loop {
        let (waiting, afresh) = {
            let mut orders = shared.orders();
            while orders.waiting.is_none() && !orders.stop {
                orders = shared.changed.wait(orders).unwrap_or_else(PoisonError::into_inner);
            }
            if orders.stop {
                return;
            }
            (orders.waiting.take(), std::mem::take(&mut orders.aim_afresh))
        };
        if afresh {
            *shared.aim() = Aim::new(shared.settings.clone());
        }
        if let Some(Waiting { frame, answer }) = waiting {
            let report = shared.aim().frame(&frame);
            // Nobody waits for the answer any more: the scan page was left.
            let _ = answer.send(report);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sticker_image::sticker_image;

    #[test]
    fn an_offered_frame_is_reported() {
        let worker = ScanWorker::start(ScanSettings::default()).unwrap();
        let report = worker.offer(sticker_image("SI-123455", 6).unwrap().into()).wait().unwrap();
        assert_eq!(report.codes[0].text, "SI-123455");
    }

    #[test]
    fn the_latest_frame_wins_and_those_before_it_get_no_report() {
        // The thread is not started: both frames are offered before any is taken.
        let worker = ScanWorker { shared: Arc::new(Shared::new(ScanSettings::default())), thread: None };
        let first = worker.offer(sticker_image("SI-111112", 4).unwrap().into());
        let second = worker.offer(sticker_image("SI-123455", 4).unwrap().into());
        assert_eq!(first.wait(), None);
        let shared = Arc::clone(&worker.shared);
        let thread = thread::spawn(move || work(&shared));
        assert_eq!(second.wait().unwrap().codes[0].text, "SI-123455");
        drop(worker);
        thread.join().unwrap();
    }

    #[test]
    fn dropping_the_worker_ends_its_thread() {
        let worker = ScanWorker::start(ScanSettings::default()).unwrap();
        let pending = worker.offer(GrayFrame::new(1, 1, vec![0]).unwrap());
        drop(worker);
        // Either it was read before the end or it was not; waiting must not hang.
        let _ = pending.wait();
    }
}
