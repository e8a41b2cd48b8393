//! A network that knows HTTP: each request meets a fault drawn from a seed, before the server or after its commit.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use anyhow::Result;
use rand::{Rng, SeedableRng, rngs::StdRng};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional},
    net::{TcpListener, TcpStream},
};

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    None,
    /// It never reaches the server.
    DroppedBefore,
    /// The server has acted; nobody hears of it.
    DroppedAfter,
    /// The server gets it twice.
    Repeated,
    Delayed,
    /// Half of it reaches the server.
    RequestCut,
    /// Half of the answer reaches the tablet.
    AnswerCut,
    /// A gateway in between is broken.
    GatewayError,
    /// A hotel's sign-in page, with status 200.
    SignInPage,
    /// The answer comes byte by byte, and then not at all.
    Dribbled,
}

const FAULTS: [Fault; 9] = [
    Fault::DroppedBefore,
    Fault::DroppedAfter,
    Fault::Repeated,
    Fault::Delayed,
    Fault::RequestCut,
    Fault::AnswerCut,
    Fault::GatewayError,
    Fault::SignInPage,
    Fault::Dribbled,
];

const GATEWAY_ERROR: &str = "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 11\r\nconnection: close\r\n\r\nBad Gateway";
const SIGN_IN_PAGE: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 37\r\nconnection: close\r\n\r\n\
                            <h1>Welcome! Please accept terms</h1>";
/// Requests of which one meets a fault.
const ONE_IN: u32 = 2;

/// The network between tablets and the servers of one company, any of which may answer.
#[derive(Clone)]
pub struct Network {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

struct State {
    rng: StdRng,
    bad: bool,
    met: BTreeMap<Fault, u32>,
}

impl Network {
    pub async fn to(servers: Vec<SocketAddr>, seed: u64) -> Result<Network> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let state = State { rng: StdRng::seed_from_u64(seed), bad: false, met: BTreeMap::new() };
        let network = Network { address: listener.local_addr()?, state: Arc::new(Mutex::new(state)) };
        let serving = network.clone();
        tokio::spawn(async move {
            while let Ok((tablet, _)) = listener.accept().await {
                let network = serving.clone();
                let server = network.one_of(&servers);
                // A connection that breaks is what this is for.
                tokio::spawn(async move { network.carry(tablet, server).await.ok() });
            }
        });
        Ok(network)
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on faults happen, or none.
    pub fn be_bad(&self, bad: bool) {
        self.lock().bad = bad;
    }

    /// How often each fault was met.
    pub fn met(&self) -> BTreeMap<Fault, u32> {
        self.lock().met.clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn one_of(&self, servers: &[SocketAddr]) -> SocketAddr {
        servers[self.lock().rng.random_range(0..servers.len())]
    }

    fn draw(&self) -> (Fault, u64) {
        let mut state = self.lock();
        let is_met = state.bad && state.rng.random_range(0..ONE_IN) == 0;
        let fault = if is_met { FAULTS[state.rng.random_range(0..FAULTS.len())] } else { Fault::None };
        *state.met.entry(fault).or_default() += 1;
        (fault, state.rng.random_range(20..1_500))
    }

    /// Carries one request and its answer; each gets a connection of its own.
    async fn carry(&self, mut tablet: TcpStream, server: SocketAddr) -> Result<()> {
        let Some(request) = read_request(&mut tablet).await? else { return Ok(()) };
        let (fault, wait_ms) = self.draw();
        if request.starts_with(b"GET /v1/poke") {
            return listen_for_pokes(tablet, server, &request).await;
        }
        match fault {
            Fault::DroppedBefore => return Ok(()),
            Fault::GatewayError => return Ok(tablet.write_all(GATEWAY_ERROR.as_bytes()).await?),
            Fault::SignInPage => return Ok(tablet.write_all(SIGN_IN_PAGE.as_bytes()).await?),
            Fault::Delayed => tokio::time::sleep(Duration::from_millis(wait_ms)).await,
            Fault::RequestCut => {
                let mut half = TcpStream::connect(server).await?;
                half.write_all(&request[..request.len() - request.len() / 4]).await?;
                return Ok(());
            }
            _ => {}
        }
        let answer = ask(server, &request).await?;
        match fault {
            Fault::DroppedAfter => {}
            Fault::AnswerCut => tablet.write_all(&answer[..answer.len() / 2]).await?,
            Fault::Dribbled => {
                for byte in answer.iter().take(60) {
                    tablet.write_all(&[*byte]).await?;
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            }
            Fault::Repeated => {
                ask(server, &request).await?;
                tablet.write_all(&answer).await?;
            }
            _ => tablet.write_all(&answer).await?,
        }
        Ok(tablet.shutdown().await?)
    }
}

/// A whole request with `connection: close`; `None` when the other end said nothing.
async fn read_request(tablet: &mut TcpStream) -> Result<Option<Vec<u8>>> {
    let mut read = Vec::new();
    let head = loop {
        if let Some(at) = read.windows(4).position(|window| window == b"\r\n\r\n") {
            break at + 4;
        }
        if tablet.read_buf(&mut read).await? == 0 {
            return Ok(None);
        }
    };
    let text = String::from_utf8_lossy(&read[..head]).to_ascii_lowercase();
    let length = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"))
        .and_then(|length| length.trim().parse::<usize>().ok())
        .unwrap_or(0);
    while read.len() < head + length {
        if tablet.read_buf(&mut read).await? == 0 {
            return Ok(None);
        }
    }
    let mut request = read[..head - 2].to_vec();
    request.extend_from_slice(b"connection: close\r\n\r\n");
    request.extend_from_slice(&read[head..head + length]);
    Ok(Some(request))
}

async fn ask(server: SocketAddr, request: &[u8]) -> Result<Vec<u8>> {
    let mut stream = TcpStream::connect(server).await?;
    stream.write_all(request).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(answer)
}

/// Pokes stream; they are only cut.
async fn listen_for_pokes(mut tablet: TcpStream, server: SocketAddr, request: &[u8]) -> Result<()> {
    let mut stream = TcpStream::connect(server).await?;
    stream.write_all(request).await?;
    let streaming = copy_bidirectional(&mut tablet, &mut stream);
    tokio::time::timeout(Duration::from_secs(5), streaming).await.ok();
    Ok(())
}
