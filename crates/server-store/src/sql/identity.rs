//! Users, sessions, invites and tablets.

use async_trait::async_trait;
use feltbok_domain::ids::Id;
use feltbok_protocol::wire_error::code;
use jiff::Timestamp;
use serde_json::json;

use super::{Database, Engine, Row, SqlRows, SqlStore, author, enrolment::enrol, lost::lost_tablets, params};
use crate::{
    Role, StoreError, StoreResult, TabletActor, UserActor,
    actor::Seen,
    api::{
        Credential, Enrolled, IdentityStore, InviteNames, NewInvite, NewTablet, NewUser, Revocation, SecretHash,
        Sighting, TabletSummary, UserSummary,
    },
    work::{Work, demand, demand_dispatch},
};

/// A tablet that was seen within this time is not written again unless something else changed.
const SIGHTING_EVERY_MS: i64 = 60_000;

#[async_trait]
impl<E: Engine> IdentityStore for SqlStore<E> {
    async fn companies(&self) -> StoreResult<Vec<(Id, String)>> {
        let look = |tx: &dyn Database| {
            tx.collect("SELECT company_id, name FROM company ORDER BY name", &[], |row| Ok((row.get(0)?, row.get(1)?)))
        };
        self.engine.look_up(look).await
    }

    async fn has_users(&self, company_id: Id) -> StoreResult<bool> {
        self.read(company_id, move |tx| {
            let sql = "SELECT 1 FROM \"user\" WHERE company_id = ?1 LIMIT 1";
            Ok(tx.first(sql, params![company_id], |_| Ok(()))?.is_some())
        })
        .await
    }

    async fn create_user(&self, company_id: Id, user: NewUser, _at: Timestamp) -> StoreResult<()> {
        self.write(company_id, move |tx| {
            let added = tx.execute(
                "INSERT INTO \"user\" (company_id, id, email, name, role, password_hash, active)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1) ON CONFLICT (company_id, email) DO NOTHING",
                params![
                    company_id,
                    user.id,
                    user.email.trim().to_lowercase(),
                    user.name,
                    user.role.as_str(),
                    user.password_hash
                ],
            )?;
            match added {
                1 => Ok(()),
                _ => Err(StoreError::refused("email_taken", "A user with this address exists already.")),
            }
        })
        .await
    }

    async fn credentials(&self, email: &str) -> StoreResult<Vec<Credential>> {
        let email = email.trim().to_lowercase();
        let look = move |tx: &dyn Database| {
            tx.collect(
                "SELECT company_id, id, password_hash FROM \"user\" WHERE email = ?1 AND active = 1
                 ORDER BY company_id",
                params![email],
                |row| Ok(Credential { company_id: row.get(0)?, user_id: row.get(1)?, password_hash: row.get(2)? }),
            )
        };
        self.engine.look_up(look).await
    }

    async fn open_session(
        &self,
        of: &Credential,
        token_hash: SecretHash,
        at: Timestamp,
        expires_at: Timestamp,
    ) -> StoreResult<UserActor> {
        let (company_id, user_id) = (of.company_id, of.user_id);
        self.write(company_id, move |tx| {
            tx.execute(
                "DELETE FROM session WHERE company_id = ?1 AND expires_ms <= ?2",
                params![company_id, at.as_millisecond()],
            )?;
            tx.execute(
                "INSERT INTO session (company_id, token_hash, user_id, made_ms, expires_ms)
                     VALUES (?1, ?2, ?3, ?4, ?5)",
                params![company_id, token_hash, user_id, at.as_millisecond(), expires_at.as_millisecond()],
            )?;
            session_user(tx, company_id, token_hash, at)
        })
        .await
    }

    async fn session(&self, company_id: Id, token_hash: SecretHash, at: Timestamp) -> StoreResult<UserActor> {
        self.read(company_id, move |tx| session_user(tx, company_id, token_hash, at)).await
    }

    async fn close_session(&self, company_id: Id, token_hash: SecretHash) -> StoreResult<()> {
        self.write(company_id, move |tx| {
            tx.execute(
                "DELETE FROM session WHERE company_id = ?1 AND token_hash = ?2",
                params![company_id, token_hash],
            )?;
            Ok(())
        })
        .await
    }

    async fn users(&self, user: &UserActor) -> StoreResult<Vec<UserSummary>> {
        demand(user.role.may_administer())?;
        let company_id = user.company_id;
        self.read(company_id, move |tx| {
            let sql = "SELECT id, email, name, role, active FROM \"user\" WHERE company_id = ?1 ORDER BY name, id";
            tx.collect(sql, params![company_id], |row| {
                let (id, email, name, active) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(4)?);
                Ok(UserSummary { id, email, name, role: role_at(row, 3)?, active })
            })
        })
        .await
    }

    async fn create_invite(&self, user: &UserActor, invite: NewInvite, at: Timestamp) -> StoreResult<InviteNames> {
        demand_dispatch(user)?;
        let user = user.clone();
        self.write(user.company_id, move |tx| {
            let names = tx.first(
                "SELECT c.name, t.name FROM company AS c JOIN technician AS t ON t.company_id = c.company_id
                         WHERE c.company_id = ?1 AND t.id = ?2 AND t.active = 1",
                params![user.company_id, invite.technician_id],
                |row| Ok(InviteNames { company: row.get(0)?, technician: row.get(1)? }),
            )?;
            let names = names.ok_or(StoreError::NotFound)?;
            tx.execute(
                "INSERT INTO invite (company_id, id, secret_hash, technician_id, made_by, made_ms, expires_ms)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    user.company_id,
                    invite.id,
                    invite.secret_hash,
                    invite.technician_id,
                    user.user_id,
                    at.as_millisecond(),
                    invite.expires_at.as_millisecond()
                ],
            )?;
            let rows = SqlRows::new(tx, user.company_id);
            let work = Work::new(&rows, author(&user), at);
            work.audit("invite.made", Some(invite.technician_id), json!({ "technician": names.technician }))?;
            Ok(names)
        })
        .await
    }

    async fn enrol(
        &self,
        company_id: Id,
        secret_hash: SecretHash,
        tablet: NewTablet,
        at: Timestamp,
    ) -> StoreResult<Enrolled> {
        self.write(company_id, move |tx| enrol(tx, company_id, secret_hash, &tablet, at)).await
    }

    async fn tablet(&self, company_id: Id, token_hash: SecretHash) -> StoreResult<TabletActor> {
        self.read(company_id, move |tx| {
            let sql = format!("{TABLET} WHERE t.company_id = ?1 AND t.token_hash = ?2 AND t.revoked_ms IS NULL");
            if let Some(tablet) = tx.first(&sql, params![company_id, token_hash], tablet_actor)? {
                return Ok(tablet);
            }
            let sql = "SELECT 1 FROM tablet
                 WHERE company_id = ?1 AND token_hash = ?2 AND lost_ms IS NOT NULL AND delivered_ms IS NULL";
            Err(match tx.first(sql, params![company_id, token_hash], |_| Ok(()))? {
                Some(()) => StoreError::refused(code::TABLET_LOST, "This tablet was given for lost."),
                None => StoreError::NotFound,
            })
        })
        .await
    }

    async fn sighted(&self, tablet: &TabletActor, sighting: Sighting) -> StoreResult<()> {
        let (company_id, id) = (tablet.company_id, tablet.tablet_id);
        let at_ms = sighting.at.as_millisecond();
        let Sighting { app_version, backlog, clock_offset_ms, .. } = sighting;
        let seen = &tablet.seen;
        let is_same = seen.app_version == app_version && seen.backlog == backlog;
        if is_same && seen.at_ms >= at_ms - SIGHTING_EVERY_MS {
            return Ok(());
        }
        let note = move |tx: &dyn Database| {
            tx.execute(
                "UPDATE tablet SET last_seen_ms = ?3, app_version = ?4, backlog = ?5, clock_offset_ms = ?6
                     WHERE company_id = ?1 AND id = ?2",
                params![company_id, id, at_ms, app_version, backlog, clock_offset_ms],
            )?;
            Ok(())
        };
        self.engine.write_aside(company_id, note).await
    }

    async fn tablets(&self, user: &UserActor) -> StoreResult<Vec<TabletSummary>> {
        let company_id = user.company_id;
        self.read(company_id, move |tx| {
            let sql =
                "SELECT t.id, t.code, t.name, t.technician_id, p.name, t.app_version, t.enrolled_ms, t.last_seen_ms,
                        t.backlog, t.clock_offset_ms, t.revoked_ms, f.code
                 FROM tablet AS t JOIN technician AS p ON p.company_id = t.company_id AND p.id = t.technician_id
                 LEFT JOIN tablet AS f ON f.company_id = t.company_id AND f.id = t.follows
                 WHERE t.company_id = ?1 ORDER BY t.code";
            let mut lost = lost_tablets(tx, company_id)?;
            tx.collect(sql, params![company_id], |row| {
                let id = row.get(0)?;
                Ok(TabletSummary {
                    id,
                    code: row.get(1)?,
                    name: row.get(2)?,
                    technician_id: row.get(3)?,
                    technician_name: row.get(4)?,
                    app_version: row.get(5)?,
                    enrolled_at: time_at(row, 6)?,
                    last_seen_at: time_at(row, 7)?,
                    backlog: row.get(8)?,
                    clock_offset_ms: row.get(9)?,
                    revoked_at: row.get::<Option<i64>>(10)?.map(from_ms),
                    follows_code: row.get(11)?,
                    lost: lost.remove(&id),
                })
            })
        })
        .await
    }

    async fn tablet_to_take_in(
        &self,
        user: &UserActor,
        tablet_id: Id,
    ) -> StoreResult<(TabletActor, Option<Revocation>)> {
        demand_dispatch(user)?;
        let company_id = user.company_id;
        self.read(company_id, move |tx| {
            let sql = format!("{TABLET} WHERE t.company_id = ?1 AND t.id = ?2");
            let tablet = tx.first(&sql, params![company_id, tablet_id], tablet_actor)?.ok_or(StoreError::NotFound)?;
            let sql = "SELECT t.revoked_ms, a.actor_name FROM tablet AS t
                 LEFT JOIN audit AS a ON a.company_id = t.company_id AND a.subject = t.id
                    AND a.action IN ('tablet.revoked', 'tablet.lost') AND a.at_ms = t.revoked_ms
                 WHERE t.company_id = ?1 AND t.id = ?2 AND t.revoked_ms IS NOT NULL";
            let revocation = tx.first(sql, params![company_id, tablet_id], |row| {
                Ok(Revocation { at: time_at(row, 0)?, by_name: row.get::<Option<String>>(1)?.unwrap_or_default() })
            })?;
            Ok((tablet, revocation))
        })
        .await
    }

    async fn vouch_for_tablet(
        &self,
        user: &UserActor,
        tablet: TabletActor,
        (made_at, operations): (Timestamp, usize),
        at: Timestamp,
    ) -> StoreResult<TabletActor> {
        demand_dispatch(user)?;
        let (user, tablet_id) = (user.clone(), tablet.tablet_id);
        self.write(user.company_id, move |tx| {
            let rows = SqlRows::new(tx, user.company_id);
            let detail = json!({ "made_at": made_at, "operations": operations });
            Work::new(&rows, author(&user), at).audit("tablet.bundle_vouched_for", Some(tablet_id), detail)
        })
        .await?;
        Ok(TabletActor { is_vouched_for: true, ..tablet })
    }

    async fn revoke_tablet(&self, user: &UserActor, tablet_id: Id, at: Timestamp) -> StoreResult<()> {
        demand_dispatch(user)?;
        let user = user.clone();
        self.write(user.company_id, move |tx| {
            let changed = tx.execute(
                "UPDATE tablet SET revoked_ms = ?3 WHERE company_id = ?1 AND id = ?2 AND revoked_ms IS NULL",
                params![user.company_id, tablet_id, at.as_millisecond()],
            )?;
            if changed == 0 {
                return Err(StoreError::NotFound);
            }
            let rows = SqlRows::new(tx, user.company_id);
            Work::new(&rows, author(&user), at).audit("tablet.revoked", Some(tablet_id), json!({}))
        })
        .await
    }
}

pub(super) const TABLET: &str = "SELECT t.company_id, t.id, t.code, t.technician_id, p.name, p.van_id, t.auth_key,
            t.follows IS NOT NULL
                OR EXISTS (SELECT 1 FROM tablet AS f WHERE f.company_id = t.company_id AND f.follows = t.id),
            t.last_seen_ms, t.app_version, t.backlog
     FROM tablet AS t JOIN technician AS p ON p.company_id = t.company_id AND p.id = t.technician_id";

pub(super) fn tablet_actor(row: &Row) -> StoreResult<TabletActor> {
    Ok(TabletActor {
        company_id: row.get(0)?,
        tablet_id: row.get(1)?,
        tablet_code: row.get(2)?,
        technician_id: row.get(3)?,
        technician_name: row.get(4)?,
        van_id: row.get(5)?,
        auth_key: row.get(6)?,
        shares_work: row.get(7)?,
        is_vouched_for: false,
        seen: Seen { at_ms: row.get(8)?, app_version: row.get(9)?, backlog: row.get(10)? },
    })
}

fn session_user(tx: &dyn Database, company_id: Id, token_hash: SecretHash, at: Timestamp) -> StoreResult<UserActor> {
    let found = tx.first(
        "SELECT u.id, u.name, u.email, u.role FROM session AS s
             JOIN \"user\" AS u ON u.company_id = s.company_id AND u.id = s.user_id
             WHERE s.company_id = ?1 AND s.token_hash = ?2 AND s.expires_ms > ?3 AND u.active = 1",
        params![company_id, token_hash, at.as_millisecond()],
        |row| {
            let (user_id, name, email) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(UserActor { company_id, user_id, name, email, role: role_at(row, 3)? })
        },
    )?;
    found.ok_or(StoreError::NotFound)
}

/// The company's epoch; made with the company.
pub(super) fn epoch_of(tx: &dyn Database, company_id: Id) -> StoreResult<Id> {
    let epoch = tx.first("SELECT epoch FROM epoch WHERE company_id = ?1", params![company_id], |row| row.get(0))?;
    epoch.ok_or(StoreError::NotFound)
}

fn role_at(row: &Row, index: usize) -> StoreResult<Role> {
    let word: String = row.get(index)?;
    Role::from_word(&word).ok_or_else(|| StoreError::Corrupt { what: "role".into(), why: format!("no role {word:?}") })
}

/// A time column; one beyond the calendar is shown as its edge.
pub(super) fn time_at(row: &Row, index: usize) -> StoreResult<Timestamp> {
    row.get(index).map(from_ms)
}

pub(super) fn from_ms(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(if ms < 0 { Timestamp::MIN } else { Timestamp::MAX })
}
