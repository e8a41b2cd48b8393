//! What DESIGN §2 asks of the schema, read from PostgreSQL's own catalogue: it must shard by company as it is.

use feltbok_server_store::{IdentityStore, SeedStore};

use crate::{fixture, place::Database};

async fn list(place: &Database, sql: &str) -> Vec<String> {
    place.owner().await.query(sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn every_key_starts_with_the_company_and_nothing_is_global() {
    let Some(place) = Database::make().await else { return };
    drop(place.open().await);
    let tables = "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace
                  AND relkind = 'r' AND relname NOT LIKE 'refinery%' ORDER BY 1";
    assert!(list(&place, tables).await.len() > 25);
    let unkeyed = "SELECT relname::text FROM pg_class AS c WHERE relnamespace = 'public'::regnamespace
                   AND relkind = 'r' AND relname NOT LIKE 'refinery%'
                   AND NOT EXISTS (SELECT 1 FROM pg_index WHERE indrelid = c.oid AND indisprimary)";
    assert_eq!(list(&place, unkeyed).await, [""; 0], "tables without a primary key");
    let indexes = "SELECT i.indexrelid::regclass::text FROM pg_index AS i
                   JOIN pg_class AS c ON c.oid = i.indrelid
                   JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
                   WHERE c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE 'refinery%'
                   AND a.attname <> 'company_id'";
    assert_eq!(list(&place, indexes).await, [""; 0], "keys that do not start with the company");
    let foreign = "SELECT conname::text FROM pg_constraint AS k
                   JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
                   JOIN pg_attribute AS b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[1]
                   WHERE k.contype = 'f' AND (a.attname <> 'company_id' OR b.attname <> 'company_id')";
    assert_eq!(list(&place, foreign).await, [""; 0], "foreign keys that do not start with the company");
    let global =
        "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('S', 'v', 'm')
                  UNION ALL SELECT tgname::text FROM pg_trigger WHERE NOT tgisinternal";
    assert_eq!(list(&place, global).await, [""; 0], "sequences, views and triggers");
}

#[tokio::test]
async fn the_server_sees_nothing_of_a_company_that_the_transaction_does_not_name() {
    let Some(place) = Database::make().await else { return };
    let store = place.open().await;
    store.seed(fixture::COMPANY, fixture::company(), fixture::now()).await.unwrap();
    assert_eq!(store.companies().await.unwrap().len(), 1);
    let open = "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
                AND relname NOT LIKE 'refinery%' AND NOT (relrowsecurity AND relforcerowsecurity)";
    assert_eq!(list(&place, open).await, [""; 0], "tables without forced row-level security");

    let client = place.owner().await;
    client.batch_execute("SET ROLE feltbok_app").await.unwrap();
    let count = async |sql: &str| client.query_one(sql, &[]).await.unwrap().get::<_, i64>(0);
    assert_eq!(count("SELECT count(*) FROM job").await, 0, "without a company");
    let stranger = format!("BEGIN; SELECT set_config('feltbok.company', '{}', true)", fixture::id(2));
    client.batch_execute(&stranger).await.unwrap();
    assert_eq!(count("SELECT count(*) FROM job").await, 0, "under another company");
    let theft = format!("UPDATE job SET number = 'stolen' WHERE company_id = '{}'", fixture::COMPANY);
    assert_eq!(client.execute(&theft, &[]).await.unwrap(), 0);
    client.batch_execute("ROLLBACK").await.unwrap();
    let own = format!("BEGIN; SELECT set_config('feltbok.company', '{}', true)", fixture::COMPANY);
    client.batch_execute(&own).await.unwrap();
    assert!(count("SELECT count(*) FROM job").await > 0, "under its own company");
    let attributes = "SELECT rolsuper OR rolbypassrls OR rolcreatedb FROM pg_roles WHERE rolname = 'feltbok_app'";
    let mighty: bool = client.query_one(attributes, &[]).await.unwrap().get(0);
    assert!(!mighty, "the server's role may not go round the policies");
}
