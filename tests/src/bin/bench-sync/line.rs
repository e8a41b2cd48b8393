//! A long, lossy line between clients and server, for machines whose kernel cannot make one (`tc netem`): each byte is
//! on its way for half a round trip, and a segment that is lost holds up what follows it for one more round trip.

use std::{net::SocketAddr, time::Duration};

use anyhow::Result;
use rand::{Rng, SeedableRng, rngs::StdRng};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc,
    time::Instant,
};

const ROUND_TRIP: Duration = Duration::from_millis(300);
const LOST_OF_1000: u32 = 20;
/// Payload of a TCP segment on Ethernet.
const SEGMENT: usize = 1_448;
/// Segments under way at most, in each direction of a connection: 94 kB.
const UNDER_WAY: usize = 64;

/// Carries connections of `listener` to the server.
pub fn lay(listener: TcpListener, server: SocketAddr) {
    tokio::spawn(async move {
        let mut seed = 0;
        while let Ok((near, _)) = listener.accept().await {
            seed += 2;
            tokio::spawn(carry(near, server, seed));
        }
    });
}

async fn carry(near: TcpStream, server: SocketAddr, seed: u64) -> Result<()> {
    // The handshake, which this end has answered too soon.
    tokio::time::sleep(ROUND_TRIP).await;
    let far = TcpStream::connect(server).await?;
    far.set_nodelay(true)?;
    near.set_nodelay(true)?;
    let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
    tokio::try_join!(one_way(near_in, far_out, seed), one_way(far_in, near_out, seed + 1))?;
    Ok(())
}

async fn one_way(mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin, seed: u64) -> Result<()> {
    let (sender, mut segments) = mpsc::channel::<(Instant, Vec<u8>)>(UNDER_WAY);
    let send = async move {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut held_until = Instant::now();
        loop {
            let mut segment = vec![0; SEGMENT];
            let read = from.read(&mut segment).await?;
            if read == 0 {
                return anyhow::Ok(());
            }
            segment.truncate(read);
            let mut due = Instant::now() + ROUND_TRIP / 2;
            if rng.random_range(0..1_000) < LOST_OF_1000 {
                due += ROUND_TRIP;
            }
            // Bytes arrive in order: what is lost holds up the rest.
            held_until = held_until.max(due);
            if sender.send((held_until, segment)).await.is_err() {
                return Ok(());
            }
        }
    };
    let receive = async move {
        while let Some((due, segment)) = segments.recv().await {
            tokio::time::sleep_until(due).await;
            to.write_all(&segment).await?;
        }
        Ok(to.shutdown().await?)
    };
    tokio::try_join!(send, receive)?;
    Ok(())
}
