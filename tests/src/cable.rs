//! A network cable that can be pulled: forwards bytes between a tablet and its server while it is plugged in.

use std::{net::SocketAddr, sync::Arc};

use anyhow::Result;
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// The tablet's end of the cable; dropping it pulls the plug for good.
#[derive(Clone)]
pub struct Cable {
    address: SocketAddr,
    plugged: Arc<watch::Sender<bool>>,
}

impl Cable {
    /// Lays a cable to `server` from any free address of this machine, plugged in.
    pub async fn to(server: SocketAddr) -> Result<Cable> {
        Cable::between(SocketAddr::from(([127, 0, 0, 1], 0)), server).await
    }

    /// Lays a cable from a given address to `server`, plugged in.
    pub async fn between(tablet: SocketAddr, server: SocketAddr) -> Result<Cable> {
        let listener = TcpListener::bind(tablet).await?;
        let address = listener.local_addr()?;
        let (plugged, state) = watch::channel(true);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(forward(stream, server, state.clone()));
            }
        });
        Ok(Cable { address, plugged: Arc::new(plugged) })
    }

    /// Where the tablet thinks the server is.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Breaks every connection and refuses new ones.
    pub fn pull(&self) {
        self.plugged.send_replace(false);
    }

    /// Lets new connections through.
    pub fn plug(&self) {
        self.plugged.send_replace(true);
    }
}

async fn forward(mut tablet: TcpStream, server: SocketAddr, mut state: watch::Receiver<bool>) {
    if !*state.borrow() {
        return;
    }
    let Ok(mut server) = TcpStream::connect(server).await else { return };
    tokio::select! {
        _ = copy_bidirectional(&mut tablet, &mut server) => {}
        _ = state.wait_for(|plugged| !plugged) => {}
    }
}
