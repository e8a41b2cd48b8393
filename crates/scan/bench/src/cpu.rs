//! CPU time of this thread: other programs on the machine do not count.

use feltbok_scan::Stopwatch;
use std::time::Duration;

pub struct CpuStopwatch;

impl Stopwatch for CpuStopwatch {
    fn reading(&self) -> Duration {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
    }
}
