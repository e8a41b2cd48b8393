//! The tablets: enrolled through the server's own store, each of a technician of its own, at the heads of their feeds.

use std::{path::Path, sync::Arc};

use anyhow::{Context, Result, ensure};
use ed25519_dalek::SigningKey;
use feltbok_domain::{
    ids::{Id, derived},
    model::Technician,
};
use feltbok_protocol::feed::Cursor;
use feltbok_server::{Config, Server, secret};
use feltbok_server_store::{
    Store, UserActor,
    api::{LocationKind, NewInvite, NewTablet, Seed, StockLocation},
};
use feltbok_testkit::{
    sample::{self, COMPANY_ID, Size},
    seed::{self, ADMIN},
};
use jiff::SignedDuration;
use tokio::{task::JoinSet, time::Instant};

use super::{keeping, wall_clock};

/// So many are enrolled side by side.
const AT_ONCE: usize = 8;

/// One tablet as the server knows it.
#[derive(Clone)]
pub struct Tablet {
    pub token: String,
    pub key: SigningKey,
    pub epoch: Id,
    pub cursors: Vec<Cursor>,
}

/// Makes the company and its tablets, or takes those up that an earlier run left in `data`.
///
/// Prints how long the first and the last tenth of the tablets took: the last costs what the first did.
pub async fn enrol(data: &Path, database: Option<&str>, count: usize) -> Result<Vec<Tablet>> {
    if let Some(kept) = keeping::read(data)? {
        ensure!(kept.len() == count, "{} has a fleet of {} tablets", data.display(), kept.len());
        return Ok(kept);
    }
    seed::seed(data, Size { parts: 500, ..Size::default() }).await?;
    let config = Config { database: database.map(str::to_owned), ..Config::local(data) };
    if let Some(database) = database {
        Server::transfer(&Config::local(data), database).await?;
    }
    let store = Server::store(&config).await?;
    let people = technicians(count)?;
    let vans = people.iter().map(|person| StockLocation {
        id: person.van_id,
        name: person.name.clone(),
        kind: LocationKind::Van,
    });
    let more = Seed { locations: vans.collect(), technicians: people.clone(), ..Seed::default() };
    store.seed(COMPANY_ID, more, wall_clock()).await?;
    let admin = admin(store.as_ref()).await?;
    let mut fleet = Vec::with_capacity(count);
    let mut tenths = Vec::new();
    for tenth in people.chunks(count.div_ceil(10).max(1)) {
        let begun = Instant::now();
        fleet.extend(enrol_all(&store, &admin, tenth).await?);
        tenths.push(begun.elapsed().as_secs_f64() * 1_000.0 / tenth.len() as f64);
    }
    if let (Some(first), Some(last)) = (tenths.first(), tenths.last()) {
        println!("an enrolment: {first:.1} ms in the first tenth, {last:.1} ms in the last");
    }
    keeping::write(data, &fleet)?;
    Ok(fleet)
}

/// Some at once, as a company's tablets come; the store lets the writers of one company take turns.
async fn enrol_all(store: &Arc<dyn Store>, admin: &UserActor, people: &[Technician]) -> Result<Vec<Tablet>> {
    let mut hands = JoinSet::new();
    for share in people.chunks(people.len().div_ceil(AT_ONCE)) {
        let (store, admin, share) = (store.clone(), admin.clone(), share.to_vec());
        hands.spawn(async move {
            let mut enrolled = Vec::with_capacity(share.len());
            for person in &share {
                enrolled.push(enrol_one(store.as_ref(), &admin, person).await?);
            }
            anyhow::Ok(enrolled)
        });
    }
    let mut enrolled = Vec::with_capacity(people.len());
    while let Some(share) = hands.join_next().await {
        enrolled.extend(share??);
    }
    Ok(enrolled)
}

fn technicians(count: usize) -> Result<Vec<Technician>> {
    let one = sample::technician(0).context("the sample company has technicians")?;
    let many = (0..count).map(|number| {
        let name = format!("Technician {number}");
        Technician {
            id: derived(COMPANY_ID, &name),
            van_id: derived(COMPANY_ID, &format!("van {number}")),
            name,
            ..one.clone()
        }
    });
    Ok(many.collect())
}

async fn admin(store: &dyn Store) -> Result<UserActor> {
    let now = wall_clock();
    let credentials = store.credentials(ADMIN.0).await?;
    let credential = credentials.first().context("the sample company has an admin")?;
    Ok(store.open_session(credential, [9; 32], now, now + SignedDuration::from_hours(1)).await?)
}

async fn enrol_one(store: &dyn Store, admin: &UserActor, person: &Technician) -> Result<Tablet> {
    let now = wall_clock();
    let (token, key) = (secret::token(COMPANY_ID), SigningKey::from_bytes(&rand::random()));
    let invite = secret::hash(&token);
    let expires_at = now + SignedDuration::from_mins(10);
    let new = NewInvite { id: derived(person.id, "invite"), secret_hash: invite, technician_id: person.id, expires_at };
    store.create_invite(admin, new, now).await?;
    let tablet = NewTablet {
        tablet_id: derived(person.id, "tablet"),
        name: person.name.clone(),
        token_hash: secret::hash(&token),
        auth_key: data_encoding::BASE64URL_NOPAD.encode(key.verifying_key().as_bytes()),
        document_key: String::new(),
        app_version: env!("CARGO_PKG_VERSION").to_owned(),
        follows: None,
    };
    let enrolled = store.enrol(COMPANY_ID, invite, tablet, now).await?;
    let heads = store.heads(&enrolled.tablet).await?;
    let cursors = heads.into_iter().map(|(feed, seq)| Cursor { feed, seq }).collect();
    Ok(Tablet { token, key, epoch: enrolled.epoch, cursors })
}
