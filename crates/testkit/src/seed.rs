//! Puts the sample company into a server's data folder, with the people who may sign in to its console.

use std::path::Path;

use anyhow::{Context, Result};
use feltbok_domain::ids::derived;
use feltbok_server::{Config, Server, clock::Clock, clock::SystemClock, password};
use feltbok_server_store::{
    Role,
    api::{LocationKind, NewUser, Seed, StockLocation},
};

use crate::sample::{COMPANY_ID, Sample, Size, sample};

/// Who signs in to the sample company's console.
pub const DISPATCHER: (&str, &str) = ("dispatch@nordlys.example", "nordlys-dispatch");
/// The sample company's admin.
pub const ADMIN: (&str, &str) = ("admin@nordlys.example", "nordlys-admin-2026");
/// The PIN of tablets that the demo enrols.
pub const PIN: &str = "2580";

/// Makes the company as of now; what is there already under the same ids is replaced.
pub async fn seed(data: &Path, size: Size) -> Result<()> {
    let store = Server::store(&Config::local(data.to_owned())).await?;
    let now = SystemClock.now();
    let made = sample(size, now);
    store.seed(COMPANY_ID, as_seed(made), now).await?;
    for (role, name, (email, word)) in [(Role::Dispatcher, "Dispatcher", DISPATCHER), (Role::Admin, "Admin", ADMIN)] {
        let user = NewUser {
            id: derived(COMPANY_ID, email),
            email: email.to_owned(),
            name: name.to_owned(),
            role,
            password_hash: password::hash(word),
        };
        store.create_user(COMPANY_ID, user, now).await.with_context(|| format!("making {email}"))?;
    }
    let login = format!("Sign in:  {}\nPassword: {}\n", DISPATCHER.0, DISPATCHER.1);
    std::fs::write(data.join("demo-login.txt"), login)?;
    Ok(())
}

fn as_seed(made: Sample) -> Seed {
    let depots = made.depots.into_iter().map(|(id, name)| StockLocation { id, name, kind: LocationKind::Depot });
    let vans = made.technicians.iter().map(|technician| StockLocation {
        id: technician.van_id,
        name: format!("Van of {}", technician.name),
        kind: LocationKind::Van,
    });
    Seed {
        locations: depots.chain(vans).collect(),
        company: Some(made.company),
        calendars: made.calendars,
        codes: made.codes,
        checklists: made.checklists,
        technicians: made.technicians,
        customers: made.customers,
        sites: made.sites,
        contacts: made.contacts,
        agreements: made.agreements,
        equipment: made.equipment,
        passports: made.passports,
        parts: made.parts,
        stock: made.stock_levels,
        jobs: made.jobs,
        visits: Vec::new(),
    }
}
