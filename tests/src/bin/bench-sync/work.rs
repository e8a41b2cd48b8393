//! The workloads, the same for both products.

use std::{path::Path, time::Duration};

use anyhow::Result;
use tempfile::TempDir;

use super::{
    Load, Options,
    client::Client,
    feltbok::Feltbok,
    meter::{Cost, Reading, memory_mb},
    pouch::Pouch,
    table::{Outcome, Row},
};

const SMALL: Load = Load { jobs: 500, parts: 5_000 };
const LARGE: Load = Load { jobs: 1_000, parts: 20_000 };
const NO_NEWS_RUNS: usize = 20;
const CHANGE_RUNS: usize = 5;
/// Over the long line everything takes its round trips; fewer runs say the same.
const SLOW_RUNS: usize = 5;
const CHANGES: usize = 50;
/// Edits that were queued, and how often that is measured: to save 5,000 to the disk one by one takes a minute.
const PUSHES: [(usize, usize); 2] = [(200, 5), (5_000, 1)];

/// A product with its server and data; its folder goes with it.
struct Stand {
    product: Product,
    load: Load,
    limit: Duration,
    label: &'static str,
    /// How often each byte crosses the loopback interface: also to our gate, and through a slow line.
    hops: u64,
    rows: Vec<Row>,
    _folder: TempDir,
}

enum Product {
    Feltbok(Box<Feltbok>),
    Pouch(Box<Pouch>),
}

/// Every workload that was asked for, of ours or of the peer.
pub async fn all(options: &Options, peers: Option<&Path>) -> Result<Vec<Row>> {
    println!("\n{}", if peers.is_none() { "Feltbok" } else { "PouchDB" });
    let mut rows = Vec::new();
    if options.wants("one") {
        let mut stand = Stand::new(options, peers, LARGE, false).await?;
        stand.one_client(NO_NEWS_RUNS, CHANGE_RUNS).await?;
        rows.extend(stand.rows);
    }
    if options.wants("history") {
        let mut stand = Stand::new(options, peers, SMALL, false).await?;
        stand.history().await?;
        rows.extend(stand.rows);
    }
    if options.wants("many") {
        let mut stand = Stand::new(options, peers, SMALL, false).await?;
        for count in &options.at_once {
            stand.at_once(*count).await?;
        }
        rows.extend(stand.rows);
    }
    if options.wants("slow") {
        let mut stand = Stand::new(options, peers, SMALL, true).await?;
        stand.one_client(SLOW_RUNS, SLOW_RUNS).await?;
        rows.extend(stand.rows);
    }
    Ok(rows)
}

impl Stand {
    async fn new(options: &Options, peers: Option<&Path>, load: Load, is_slow: bool) -> Result<Stand> {
        let temporary = tempfile::tempdir()?;
        let folder = temporary.path().join("data");
        let product = match peers {
            None => Product::Feltbok(Box::new(Feltbok::start(folder, load, is_slow).await?)),
            Some(peers) => Product::Pouch(Box::new(Pouch::start(folder, peers, load, is_slow).await?)),
        };
        let label = if is_slow { ", slow line" } else { "" };
        let hops = 1 + u64::from(peers.is_none()) + u64::from(is_slow);
        Ok(Stand { product, load, limit: options.limit(), label, hops, rows: Vec::new(), _folder: temporary })
    }

    /// The day of one tablet: filled, quiet, changed by the office, back from offline.
    async fn one_client(&mut self, quiet_runs: usize, change_runs: usize) -> Result<()> {
        let Load { jobs, parts } = self.load;
        let mut client = Some(self.client().await?);
        let fill = client.as_ref().map(|client| client.fill.clone()).unwrap_or_default();
        self.ask(&mut client, format!("first fill, {jobs} jobs + {parts} parts"), &fill).await?;
        self.ask(&mut client, "sync without news".to_owned(), &format!("no-news {quiet_runs}")).await?;
        self.changes(&mut client, change_runs).await?;
        for (count, runs) in PUSHES {
            self.pushes(&mut client, count, runs).await?;
        }
        Ok(())
    }

    /// A thousand syncs with an edit each: the last must cost what the first did.
    async fn history(&mut self) -> Result<()> {
        let mut client = Some(self.client().await?);
        let fill = client.as_ref().map(|client| client.fill.clone()).unwrap_or_default();
        let Load { jobs, parts } = self.load;
        self.ask(&mut client, format!("first fill, {jobs} + {parts}, before a long history"), &fill).await?;
        // Jobs have to be begun before time can be entered on them.
        self.pushes(&mut client, PUSHES[0].0, 1).await?;
        let workload = "1,000 syncs of one edit".to_owned();
        // A thousand round trips, each with its commits on both sides.
        let limit = self.limit;
        self.limit = limit * 4;
        self.ask(&mut client, workload, "history 1000").await?;
        self.limit = limit;
        let Some(Row { outcome: Outcome::Took(took), cost, memory, .. }) = self.rows.last().cloned() else {
            return Ok(());
        };
        for (what, part) in [("the 10th to the 59th", took.get(9..59)), ("the 951st to the last", took.get(950..))] {
            let Some(part) = part else { continue };
            let row =
                Row { workload: format!("- of them {what}"), outcome: Outcome::Took(part.to_vec()), cost, memory };
            println!("{}", row.tell());
            self.rows.push(row);
        }
        Ok(())
    }

    async fn client(&mut self) -> Result<Client> {
        match &mut self.product {
            Product::Feltbok(feltbok) => feltbok.client().await,
            Product::Pouch(pouch) => pouch.client(),
        }
    }

    fn read(&self, clients: &[u32]) -> Reading {
        let server = match &self.product {
            Product::Feltbok(feltbok) => feltbok.server_pid(),
            Product::Pouch(pouch) => pouch.server_pid(),
        };
        Reading::now(server, clients, self.hops)
    }

    fn memory(&self, clients: &[u32]) -> (f64, f64) {
        let server = match &self.product {
            Product::Feltbok(feltbok) => feltbok.server_pid(),
            Product::Pouch(pouch) => pouch.server_pid(),
        };
        let largest = clients.iter().map(|pid| memory_mb(*pid)).fold(0.0, f64::max);
        (server.map(memory_mb).unwrap_or_default(), largest)
    }

    fn add(&mut self, workload: String, outcome: Outcome, before: Reading, clients: &[u32]) {
        let cost = self.read(clients).since(before);
        self.add_cost(workload, outcome, cost, clients);
    }

    fn add_cost(&mut self, workload: String, outcome: Outcome, cost: Cost, clients: &[u32]) {
        let workload = format!("{workload}{}", self.label);
        let memory = self.memory(clients);
        let row = Row { workload, outcome, cost, memory };
        println!("{}", row.tell());
        self.rows.push(row);
    }

    /// One command to one client as a workload; a client that ran over its time is gone.
    async fn ask(&mut self, client: &mut Option<Client>, workload: String, line: &str) -> Result<()> {
        let pids: Vec<u32> = client.iter().filter_map(Client::pid).collect();
        let before = self.read(&pids);
        let outcome = match client {
            None => Outcome::NotReached,
            Some(asked) => match asked.ask(line, self.limit).await? {
                Some(took) => Outcome::Took(took),
                None => Outcome::Over(self.limit),
            },
        };
        if matches!(outcome, Outcome::Over(_)) {
            *client = None;
        }
        self.add(workload, outcome, before, &pids);
        Ok(())
    }

    async fn changes(&mut self, client: &mut Option<Client>, runs: usize) -> Result<()> {
        let pids: Vec<u32> = client.iter().filter_map(Client::pid).collect();
        let (mut all, mut before, mut outcome) = (Vec::new(), self.read(&pids), None);
        for _ in 0..runs {
            let Some(asked) = client else { break };
            asked.halt(true).await?;
            match &mut self.product {
                Product::Feltbok(feltbok) => feltbok.change(CHANGES, self.load).await?,
                Product::Pouch(pouch) => pouch.change(CHANGES).await?,
            }
            if all.is_empty() {
                before = self.read(&pids);
            }
            asked.tell("changes").await?;
            asked.halt(false).await?;
            match asked.answer("changes", self.limit).await? {
                Some(took) => all.extend(took),
                None => (*client, outcome) = (None, Some(Outcome::Over(self.limit))),
            }
        }
        let outcome = outcome.unwrap_or(if all.is_empty() { Outcome::NotReached } else { Outcome::Took(all) });
        self.add(format!("{CHANGES} changes of the office"), outcome, before, &pids);
        Ok(())
    }

    /// Edits that were made while the server was out of reach.
    async fn pushes(&mut self, client: &mut Option<Client>, count: usize, runs: usize) -> Result<()> {
        let pids: Vec<u32> = client.iter().filter_map(Client::pid).collect();
        let (mut all, mut cost, mut outcome) = (Vec::new(), Cost::default(), None);
        for _ in 0..runs {
            let Some(asked) = client else { break };
            self.reach(false).await?;
            let queued = asked.ask(&format!("queue {count}"), self.limit * 4).await?;
            asked.halt(true).await?;
            self.reach(true).await?;
            let before = self.read(&pids);
            asked.halt(false).await?;
            let took = if queued.is_some() { asked.ask("push", self.limit).await? } else { None };
            cost += self.read(&pids).since(before);
            match took {
                Some(took) => all.extend(took),
                None => (*client, outcome) = (None, Some(Outcome::Over(self.limit))),
            }
        }
        let outcome = outcome.unwrap_or(if all.is_empty() { Outcome::NotReached } else { Outcome::Took(all) });
        self.add_cost(format!("push of {count} queued edits"), outcome, cost, &pids);
        Ok(())
    }

    /// Ours pushes by itself as soon as it reaches the server; PouchDB does so when told.
    async fn reach(&mut self, can_reach: bool) -> Result<()> {
        match &mut self.product {
            Product::Feltbok(feltbok) => feltbok.reach(can_reach).await,
            Product::Pouch(_) => Ok(()),
        }
    }

    /// So many tablets fill at the same time.
    async fn at_once(&mut self, count: usize) -> Result<()> {
        let mut clients = Vec::new();
        for _ in 0..count {
            clients.push(self.client().await?);
        }
        let pids: Vec<u32> = clients.iter().filter_map(Client::pid).collect();
        let before = self.read(&pids);
        for client in &mut clients {
            let fill = client.fill.clone();
            client.tell(&fill).await?;
        }
        let limit = self.limit;
        let filling: Vec<_> = clients
            .into_iter()
            .map(|mut client| {
                tokio::spawn(async move { client.answer("fill", limit).await.map(|took| (took, client)) })
            })
            .collect();
        let (mut all, mut done, mut is_over) = (Vec::new(), Vec::new(), false);
        for filling in filling {
            let (took, client) = filling.await??;
            is_over |= took.is_none();
            all.extend(took.into_iter().flatten());
            done.push(client);
        }
        let outcome = if is_over { Outcome::Over(limit) } else { Outcome::Took(all) };
        let Load { jobs, parts } = self.load;
        let tablets = if count == 1 { "one tablet".to_owned() } else { format!("{count} tablets at once") };
        self.add(format!("first fill, {jobs} + {parts}, {tablets}"), outcome, before, &pids);
        Ok(())
    }
}
