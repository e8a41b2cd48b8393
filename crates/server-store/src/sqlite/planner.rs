//! What SQLite's planner must know: a company has very many rows, so an index is worth what stands behind `company_id`.
//!
//! Without it the planner takes any index that begins with the company for a good one, and reads the whole company for
//! one row. Figures of our own instead of `ANALYZE`: plans are the same on a new database and on an old one.

use rusqlite::Connection;

use crate::StoreResult;

/// Tells the planner about every index. Cheap, and the same however often it is run.
pub(super) fn inform(connection: &Connection) -> StoreResult<()> {
    connection.execute_batch(
        "PRAGMA analysis_limit = 1;
         BEGIN IMMEDIATE;
         ANALYZE;
         DELETE FROM sqlite_stat1;
         INSERT INTO sqlite_stat1 (tbl, idx, stat)
         SELECT t.name, i.name,
                '1000000 1000000' || coalesce((
                    SELECT group_concat(CASE WHEN c.seqno < last.seqno THEN ' 1000' WHEN i.\"unique\" THEN ' 1' ELSE ' 10' END, ''
                                        ORDER BY c.seqno)
                    FROM pragma_index_info(i.name) AS c, (SELECT max(seqno) AS seqno FROM pragma_index_info(i.name)) AS last
                    WHERE c.seqno > 0), '')
         FROM sqlite_schema AS t, pragma_index_list(t.name) AS i
         WHERE t.type = 'table'
           AND EXISTS (SELECT 1 FROM pragma_index_info(i.name) AS c WHERE c.seqno = 0 AND c.name = 'company_id');
         COMMIT;
         ANALYZE sqlite_schema;",
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    fn plan(connection: &Connection, sql: &str) -> String {
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let steps = statement.query_map([], |row| row.get::<_, String>(3)).unwrap();
        steps.map(Result::unwrap).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_row_is_looked_for_by_more_than_its_company() {
        let mut connection = Connection::open_in_memory().unwrap();
        super::super::migrate(&mut connection).unwrap();
        super::inform(&connection).unwrap();
        for sql in [
            "SELECT feed FROM feed_item WHERE company_id = 1 AND record_id = 2 AND kind = 'job' AND gone = 0",
            "SELECT kind FROM feed_item WHERE company_id = 1 AND feed = 'company' AND kind = 'job' AND record_id = 2",
            "SELECT seq FROM feed_item WHERE company_id = 1 AND feed = 'company' AND seq > 4 ORDER BY seq LIMIT 9",
            "SELECT body FROM visit WHERE company_id = 1 AND job_id = 2 ORDER BY id",
            "SELECT body FROM contact WHERE company_id = 1 AND customer_id = 2 ORDER BY id",
            "SELECT body FROM movement WHERE company_id = 1 AND visit_id = 2 ORDER BY id",
            "SELECT body FROM movement WHERE company_id = 1 AND part_id = 2 AND serial = 's' ORDER BY id",
            "SELECT body FROM job WHERE company_id = 1 AND technician_id = 2 AND status = 'on_site'",
            "SELECT sha256 FROM file_ref WHERE company_id = 1 AND tablet_id = 2 AND stored = 0 ORDER BY sha256",
            "SELECT id FROM conflict WHERE company_id = 1 AND job_id = 2 AND resolved_ms IS NULL ORDER BY offered_at_ms, id",
            "SELECT id FROM audit WHERE company_id = 1 AND subject = 's' ORDER BY at_ms, id",
        ] {
            let plan = plan(&connection, sql);
            assert!(!plan.contains("(company_id=?)") && !plan.contains("SCAN"), "{sql}\n{plan}");
        }
    }
}
