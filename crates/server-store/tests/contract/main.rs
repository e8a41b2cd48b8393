//! The contract of the server's stores: the same facts hold for every implementation.
#![allow(clippy::unwrap_used, reason = "a test ends at the first surprise")]

mod again;
mod catalogue;
mod desk;
mod dispatch;
mod files;
mod fixture;
mod identity;
mod lost;
mod place;
mod push;
mod seal;
mod several;
mod sync;
mod tls;
mod trust;

use feltbok_server_store::{PostgresStore, SqliteStore, SyncStore};

/// States each fact as a test of both stores, each in a place of its own.
macro_rules! holds_for_both {
    ($($subject:ident: $($fact:ident),+ $(,)?;)*) => {
        mod sqlite {$(
            mod $subject {$(
                #[tokio::test]
                async fn $fact() {
                    let folder = tempfile::tempdir().unwrap();
                    let store = crate::place::in_folder(folder.path()).await;
                    crate::$subject::$fact(&store).await;
                }
            )+}
        )*}
        mod postgres {$(
            mod $subject {$(
                #[tokio::test]
                async fn $fact() {
                    let Some(place) = crate::place::Database::make().await else { return };
                    crate::$subject::$fact(&place.open().await).await;
                }
            )+}
        )*}
    };
}

holds_for_both! {
    push: an_operation_sent_twice_takes_effect_once, the_same_number_with_another_content_is_a_clone,
        nothing_behind_a_gap_is_taken_in, a_bad_operation_is_rejected_alone, a_job_never_held_is_not_there,
        a_rejected_movement_moves_no_feed, what_the_database_refuses_is_undone_alone_and_holds_nothing_up,
        movements_of_one_batch_add_up_on_a_level_under_an_id_of_the_offices, a_serial_is_issued_once, a_step_of_dispatchs_state_is_kept_as_a_conflict,
        fields_changed_on_one_side_merge_and_on_both_conflict, a_draft_machine_waits_for_dispatch,
        a_taken_away_job_still_takes_in_its_report;
    seal: a_sealed_visit_ends_the_job_and_fills_the_passport, an_unsigned_work_order_is_for_review,
        stock_is_booked_once_whoever_books_it, a_further_revision_books_nothing, prepaid_minutes_are_settled_here,
        a_sealed_visit_takes_no_edit;
    sync: a_first_pull_brings_the_own_jobs_with_all_they_need, feeds_are_dense_and_their_digest_fits,
        a_reassigned_job_leaves_one_tablet_and_reaches_the_other, an_ended_job_leaves_after_some_days,
        work_on_held_jobs_is_in_the_feed_as_if_it_was_compared_whole,
        a_cursor_beyond_the_head_starts_anew, a_long_feed_comes_in_pages, a_kept_snapshot_is_good_until_the_feed_moves;
    dispatch: a_registered_job_has_number_agreement_and_targets, an_overdue_customer_blocks_until_overridden,
        an_old_revision_is_stale, what_a_technician_has_begun_is_theirs, read_only_users_change_nothing,
        lists_show_what_they_say, a_sticker_keeps_its_token;
    again: no_code_is_given_twice_after_a_restore, what_a_second_enrolment_sends_again_counts_once,
        work_of_one_technician_joins_under_no_other,
        what_a_copy_changed_is_work_of_its_own;
    identity: an_invite_lets_one_tablet_in, an_expired_invite_lets_nobody_in, an_unknown_invite_lets_nobody_in,
        a_revoked_tablet_is_unknown, a_sighting_is_written_when_it_tells_something, a_session_ends, another_company_sees_nothing;
    files: a_file_is_missing_until_it_is_stored, an_upload_is_its_tablets_only, an_upload_expires,
        a_stranger_gets_no_file;
    lost: a_lost_tablet_is_shut_out_by_that_name_until_all_is_here, an_order_is_called_back_until_the_tablet_has_it,
        only_its_own_company_and_who_dispatches_give_a_tablet_for_lost,
        a_vouched_for_lost_tablets_operations_come_in;
    trust: what_one_admin_changes_of_the_company_undoes_nothing_of_another,
        certificates_are_made_once_and_revoked_with_their_tablet, a_work_order_gets_one_receipt_and_one_copy;
}

/// A tablet's whole visit, pushed into a store that is closed afterwards.
async fn push_a_visit(store: impl feltbok_server_store::Store) -> feltbok_server_store::TabletActor {
    let desk = desk::Desk::open(&store).await;
    let tablet = desk.tablet(0).await;
    desk.push(&tablet, fixture::Pen::new(1).whole_visit(fixture::id(300), 0, 0)).await;
    tablet
}

#[tokio::test]
async fn a_reopened_store_holds_what_was_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let tablet = push_a_visit(place::in_folder(folder.path()).await).await;
    let store = place::in_folder(folder.path()).await;
    assert_eq!(store.pull(&tablet, vec![]).await.unwrap().last_dev_seq, 7);

    let Some(place) = place::Database::make().await else { return };
    let tablet = push_a_visit(place.open().await).await;
    assert_eq!(place.open().await.pull(&tablet, vec![]).await.unwrap().last_dev_seq, 7);
}

/// A tablet goes on after the move where it was: a sent operation still has its answer, its feeds have not moved.
#[tokio::test]
async fn a_company_moves_into_postgres_whole() {
    let Some(place) = place::Database::make().await else { return };
    let folder = tempfile::tempdir().unwrap();
    let tablet = push_a_visit(place::in_folder(folder.path()).await).await;
    let (old, new) = (place::in_folder(folder.path()).await, place.open().await);
    let moved = feltbok_server_store::transfer::transfer(&old, &new).await.unwrap();
    assert!(moved[0].rows > 50, "{moved:?}");
    assert_eq!(new.pull(&tablet, vec![]).await.unwrap(), old.pull(&tablet, vec![]).await.unwrap());
    let again = fixture::Pen::new(1).whole_visit(fixture::id(300), 0, 0);
    let (theirs, ours) =
        (old.push(&tablet, again.clone(), fixture::now()).await, new.push(&tablet, again, fixture::now()).await);
    assert_eq!(ours.unwrap().results, theirs.unwrap().results);
    let twice = feltbok_server_store::transfer::transfer(&old, &new).await;
    assert!(matches!(twice, Err(feltbok_server_store::StoreError::Refused { code: "company_exists", .. })));
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    drop(place::in_folder(folder.path()).await);
    let path = folder.path().join("feltbok.sqlite");
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.execute(
        "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
         VALUES (999, 'later', '2027-01-01T00:00:00Z', '1')",
        [],
    )
    .unwrap();
    drop(raw);
    let error = SqliteStore::open(&path).await.err().expect("it must not open");
    assert!(matches!(error, feltbok_server_store::StoreError::NewerSchema(_)), "{error:?}");

    let Some(place) = place::Database::make().await else { return };
    drop(place.open().await);
    let later = "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
         VALUES (999, 'later', '2027-01-01T00:00:00Z', '1')";
    place.owner().await.batch_execute(later).await.unwrap();
    let error = PostgresStore::connect(&place.url).await.err().expect("it must not open");
    assert!(matches!(error, feltbok_server_store::StoreError::NewerSchema(_)), "{error:?}");
}

/// So that the same schema shards by company (DESIGN §2).
#[tokio::test]
async fn every_key_of_every_table_starts_with_the_company() {
    let folder = tempfile::tempdir().unwrap();
    drop(place::in_folder(folder.path()).await);
    let raw = rusqlite::Connection::open(folder.path().join("feltbok.sqlite")).unwrap();
    let list = |sql: &str| -> Vec<String> {
        let mut statement = raw.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    };
    // What the database and the migrations keep for themselves holds no data of a company.
    let ours = "name NOT LIKE 'refinery%' AND name NOT LIKE 'sqlite%'";
    let tables = list(&format!("SELECT name FROM sqlite_schema WHERE type = 'table' AND {ours}"));
    assert!(tables.len() > 25, "{tables:?}");
    for table in tables {
        assert_eq!(
            list(&format!("SELECT name FROM pragma_table_info('{table}') WHERE pk = 1")),
            ["company_id"],
            "{table}"
        );
        for index in list(&format!("SELECT name FROM pragma_index_list('{table}')")) {
            let first = list(&format!("SELECT name FROM pragma_index_info('{index}') WHERE seqno = 0"));
            assert_eq!(first, ["company_id"], "{index}");
        }
        for column in list(&format!("SELECT \"from\" FROM pragma_foreign_key_list('{table}') WHERE seq = 0")) {
            assert_eq!(column, "company_id", "a foreign key of {table}");
        }
    }
    assert!(list("SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view')").is_empty());
}
