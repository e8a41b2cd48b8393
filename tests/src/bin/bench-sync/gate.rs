//! The way from clients to the server, which can be shut: then connections end, and none is taken.

use std::net::SocketAddr;

use anyhow::Result;
use feltbok_tests::programs;
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    task::{AbortHandle, JoinSet},
};

pub struct Gate {
    near: SocketAddr,
    far: SocketAddr,
    open: Option<AbortHandle>,
}

impl Gate {
    /// An open gate before the address.
    pub async fn before(far: SocketAddr) -> Result<Gate> {
        let mut gate = Gate { near: programs::free_address()?, far, open: None };
        gate.set_open(true).await?;
        Ok(gate)
    }

    /// Where clients go.
    pub fn url(&self) -> String {
        format!("http://{}", self.near)
    }

    pub async fn set_open(&mut self, open: bool) -> Result<()> {
        if let Some(carrying) = self.open.take() {
            carrying.abort();
        }
        if open {
            let listener = TcpListener::bind(self.near).await?;
            self.open = Some(tokio::spawn(carry_all(listener, self.far)).abort_handle());
        }
        Ok(())
    }
}

/// Carries every connection until it is stopped, and with it all of them.
async fn carry_all(listener: TcpListener, far: SocketAddr) {
    let mut connections = JoinSet::new();
    while let Ok((near, _)) = listener.accept().await {
        connections.spawn(carry(near, far));
    }
}

async fn carry(mut near: TcpStream, far: SocketAddr) -> Result<()> {
    let mut far = TcpStream::connect(far).await?;
    near.set_nodelay(true)?;
    far.set_nodelay(true)?;
    copy_bidirectional(&mut near, &mut far).await?;
    Ok(())
}
