//! Bringing a database up to date: migrations, the role of the server, and a policy on every table.

use std::time::Duration;

use tokio_postgres::{Client, Config};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::failed;
use crate::{StoreError, StoreResult};

mod migrations {
    refinery::embed_migrations!("../../migrations/server-postgres");
}

/// Servers that start at once may meet in the migrations: who comes second finds them done.
const TRIES_MAX: u32 = 5;

/// Every table shows rows of the transaction's company only, to its owner too. Names of companies and who signs in under
/// an address can be looked up before the company is known.
const SECURE: &str = "
DO $$
DECLARE
    open_table TEXT;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'feltbok_app') THEN
        BEGIN
            CREATE ROLE feltbok_app NOLOGIN NOBYPASSRLS;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END;
    END IF;
    IF NOT pg_has_role(current_user, 'feltbok_app', 'MEMBER') THEN
        EXECUTE format('GRANT feltbok_app TO %I', current_user);
    END IF;
    FOR open_table IN
        SELECT c.relname FROM pg_class AS c
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'company_id'
        WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND NOT c.relforcerowsecurity
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', open_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', open_table);
        EXECUTE format(
            'CREATE POLICY own_company ON %I USING (company_id = nullif(current_setting(''feltbok.company'', true), '''')::uuid)',
            open_table);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO feltbok_app', open_table);
        IF open_table IN ('company', 'user') THEN
            EXECUTE format(
                'CREATE POLICY look_up ON %I FOR SELECT USING (current_setting(''feltbok.lookup'', true) = ''on'')',
                open_table);
        END IF;
    END LOOP;
END
$$";

pub(super) async fn bring_up(config: &Config, tls: &MakeRustlsConnect) -> StoreResult<()> {
    let mut tries = 1;
    loop {
        match try_bring_up(config, tls).await {
            Err(StoreError::Database(why)) if tries < TRIES_MAX => {
                tracing::info!(why, tries, "the schema is looked at again");
                tokio::time::sleep(Duration::from_millis(200 << tries)).await;
                tries += 1;
            }
            done => return done,
        }
    }
}

async fn try_bring_up(config: &Config, tls: &MakeRustlsConnect) -> StoreResult<()> {
    let (mut client, connection) = config.connect(tls.clone()).await.map_err(failed)?;
    let talking = tokio::spawn(connection);
    let done = change(&mut client).await;
    drop(client);
    // It ends with its client; what went wrong was told above.
    let _ = talking.await;
    done
}

async fn change(client: &mut Client) -> StoreResult<()> {
    let runner = migrations::migrations::runner().set_abort_missing(true).set_abort_divergent(true).set_grouped(true);
    if let Err(error) = runner.run_async(client).await {
        return Err(match error.kind() {
            refinery::error::Kind::MissingVersion(migration) => StoreError::NewerSchema(migration.to_string()),
            _ => failed(error),
        });
    }
    client.batch_execute(SECURE).await.map_err(failed)
}
