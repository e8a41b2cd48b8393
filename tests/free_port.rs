//! Ports for programs that are started and must be told where to listen. Whoever starts such programs includes this file.

use std::{
    hash::{BuildHasher, RandomState},
    io,
    net::{IpAddr, TcpListener},
    ops::Range,
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
    },
};

/// Below those that systems hand out by themselves (from 32768 up on Linux, from 49152 elsewhere): no connection that
/// somebody opens meanwhile, not even the one that asks whether the program is ready, can sit on the port before it.
const PORTS: Range<u16> = 20_000..32_000;

/// Where this process looks next; a number of its own to begin with, so that processes side by side do not meet.
static NEXT: LazyLock<AtomicU64> = LazyLock::new(|| AtomicU64::new(RandomState::new().hash_one(())));

/// A port that nobody listens at now, each call another one.
pub fn free_port(at: IpAddr) -> io::Result<u16> {
    for _ in PORTS {
        let steps = NEXT.fetch_add(1, Ordering::Relaxed) % PORTS.len() as u64;
        let port = PORTS.start + u16::try_from(steps).expect("fewer ports than 65536");
        match TcpListener::bind((at, port)) {
            Ok(_) => return Ok(port),
            Err(taken) if taken.kind() == io::ErrorKind::AddrInUse => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AddrInUse.into())
}
