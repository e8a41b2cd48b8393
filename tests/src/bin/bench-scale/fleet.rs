//! The tablets: enrolled through the server's own store, each of a technician of its own, at the heads of their feeds.

use std::path::Path;

use anyhow::{Context, Result};
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

use super::wall_clock;

/// One tablet as the server knows it.
pub struct Tablet {
    pub token: String,
    pub key: SigningKey,
    pub epoch: Id,
    pub cursors: Vec<Cursor>,
}

/// Makes the company and its tablets.
pub async fn enrol(data: &Path, database: Option<&str>, count: usize) -> Result<Vec<Tablet>> {
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
    for person in &people {
        fleet.push(enrol_one(store.as_ref(), &admin, person).await?);
    }
    Ok(fleet)
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
