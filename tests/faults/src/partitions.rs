//! Partitions: the cable between tablet and server falls silent while the tablet works. The same process must come to
//! rest when the cable is whole again: nothing is started anew, only its own deadlines free its queue.

use std::{
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use clap::Args;
use feltbok_domain::ids::Id;
use feltbok_testkit::{office::Office, sample, seed};
use rand::{Rng, SeedableRng, rngs::StdRng};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    process::{Child, Command},
};

use crate::{
    audit::audit,
    cable::{Cable, Silence},
    processes::{Server, Tablet, free_port},
    rounds::{ENTRIES_PER_ROUND, STILL_MAX, pause, size},
};

#[derive(Args)]
pub struct Options {
    /// How often the cable falls silent.
    #[arg(long, default_value_t = 6)]
    cycles: u64,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The longest silence in seconds.
    #[arg(long, default_value_t = 40)]
    silence_seconds: u64,
}

pub async fn run(options: &Options) -> Result<()> {
    let cable = match Cable::lay() {
        Ok(cable) => cable,
        Err(why) => {
            println!("partitions: not permitted here ({why})");
            return Ok(());
        }
    };
    let folder = tempfile::tempdir()?;
    let (data, tablet_folder) = (folder.path().join("server"), folder.path().join("tablet"));
    seed::seed(&data, size()).await?;
    // A tablet joins without TLS only on its own machine: there a relay carries on to the server.
    let port = free_port(Ipv4Addr::UNSPECIFIED.into())?;
    let (address, here) =
        (SocketAddr::from((Ipv4Addr::UNSPECIFIED, port)), SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    let url = format!("http://{here}");
    let _relay = relay_in(&cable.namespace, here, SocketAddr::from((cable.server(), port)))?;
    let server = Server::start(&data, None, address, &url).await?;
    let technician = sample::technician(0).context("the sample company has technicians")?;
    let invite = Office::enter(&url).await?.invite(technician.id).await?;
    let there = Some(cable.namespace.as_str());
    let told = Tablet::enrol_in(there, &tablet_folder, &invite)?.rest(STILL_MAX).await.context("enrolling")?;
    let jobs: Vec<Id> =
        told.iter().filter_map(|line| line.strip_prefix("job ")).map(str::parse).collect::<Result<_, _>>()?;
    ensure!(!jobs.is_empty(), "the tablet has no job");

    let mut rng = StdRng::seed_from_u64(options.seed);
    let (mut said, mut silences) = (Vec::new(), Vec::new());
    for (cycle, job) in (1..=options.cycles).zip(jobs.iter().cycle()) {
        let tablet = Tablet::work_in(there, &tablet_folder, *job, cycle * ENTRIES_PER_ROUND)?;
        pause(&mut rng, 3_000).await;
        let silence = [Silence::Both, Silence::Requests, Silence::Answers][rng.random_range(0..3)];
        let seconds = rng.random_range(1..=options.silence_seconds);
        cable.cut(silence)?;
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        cable.heal()?;
        silences.push(format!("{silence:?} {seconds} s"));
        said.extend(tablet.rest(STILL_MAX).await.with_context(|| format!("after {silence:?} for {seconds} s"))?);
    }
    server.kill().await?;
    let attention = said.iter().rev().find_map(|line| line.strip_prefix("rest ")).context("the tablet came to rest")?;
    let found = audit(&data, None, &jobs, &said).await?;
    println!("{} silences, seed {}: {}", options.cycles, options.seed, silences.join(", "));
    found.tell(attention);
    ensure!(found.violations() == 0 && attention == "0", "violations: {found:?}");
    Ok(())
}

fn relay_in(namespace: &str, listen: SocketAddr, to: SocketAddr) -> Result<Child> {
    let mut relay = Command::new("ip");
    relay.args(["netns", "exec", namespace]).arg(std::env::current_exe()?);
    relay.args(["relay", "--listen", &listen.to_string(), "--to", &to.to_string()]);
    Ok(relay.kill_on_drop(true).spawn()?)
}

/// Carries every connection on, until it is killed.
pub async fn relay(listen: SocketAddr, to: SocketAddr) -> Result<()> {
    let listener = TcpListener::bind(listen).await?;
    loop {
        let (mut tablet, _) = listener.accept().await?;
        tokio::spawn(async move {
            let mut server = TcpStream::connect(to).await?;
            copy_bidirectional(&mut tablet, &mut server).await
        });
    }
}
