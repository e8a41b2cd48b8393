//! Finding parts and machines, and knowing whether a job is ready.
#![allow(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

mod common;

use common::{Tablet, change, last_page, records::*, tech_feed};
use feltbok_domain::{ids::Id, lang::Lang, model::Part};
use feltbok_protocol::{feed::FeedId, record::RecordKind};
use feltbok_sync::Store;
use feltbok_tablet_store::{
    TabletStore,
    read::{Missing, PartQuery},
};
use serde_json::{Value, json};

fn catalogue() -> FeedId {
    FeedId::Catalogue(id(0xca7))
}

fn with_parts(tablet: &Tablet, parts: &[Part]) -> TabletStore {
    let store = tablet.open();
    store.grant_feeds(&[catalogue(), tech_feed(), FeedId::Company]).unwrap();
    let changes = parts
        .iter()
        .zip(1..)
        .map(|(part, seq)| change(seq, RecordKind::Part, part.id, 1, Some(serde_json::to_value(part).unwrap())))
        .collect();
    store.apply_page(&last_page(catalogue(), 0, changes)).unwrap();
    store
}

fn sample() -> Vec<Part> {
    vec![
        part(
            1,
            "RM1-8508",
            &[(Lang::English, "Fuser assembly 220 V"), (Lang::ChineseSimplified, "定影组件")],
            &["M404dn"],
        ),
        part(2, "CE505A", &[(Lang::English, "Toner black"), (Lang::Ukrainian, "Тонер чорний")], &[]),
        part(
            3,
            "RL1-3642",
            &[(Lang::English, "Pickup roller"), (Lang::NorwegianBokmal, "Matevalse")],
            &["M404dn", "M507"],
        ),
        part(4, "D2M-0001", &[(Lang::English, "Drum unit, fuser side"), (Lang::Persian, "درام")], &["C3530i"]),
    ]
}

fn numbers(store: &TabletStore, text: &str, model: Option<&str>) -> Vec<String> {
    let query = PartQuery { text: text.into(), model: model.map(str::to_owned), most: 20 };
    store.read(|reader| reader.search_parts(&query)).unwrap().into_iter().map(|part| part.number).collect()
}

#[test]
fn a_battery_that_goes_flat_within_an_update_leaves_no_part_that_is_not_found() {
    let tablet = Tablet::new(1);
    let store = with_parts(&tablet, &sample());
    store.run_sql("DELETE FROM part_search; PRAGMA user_version = 0").unwrap();
    assert!(numbers(&store, "tone", None).is_empty());
    drop(store);
    assert_eq!(numbers(&tablet.open(), "tone", None), ["CE505A"]);
}

#[test]
fn an_update_of_the_app_finds_the_parts_that_were_here_before_without_a_network() {
    let tablet = Tablet::new(1);
    let store = with_parts(&tablet, &sample());
    // As the first version of the app left it: with an index of its own for beginnings of words.
    store
        .run_sql(
            "DROP TABLE part_search;
             CREATE VIRTUAL TABLE part_search USING fts5(
                 words, models, content = '', contentless_delete = 1, prefix = '2 3');
             DROP INDEX operation_sent;
             DROP INDEX operation_answered;
             DELETE FROM refinery_schema_history WHERE version > 1",
        )
        .unwrap();
    drop(store);
    let store = tablet.open();
    assert_eq!(numbers(&store, "tone", None), ["CE505A"]);
    assert_eq!(numbers(&store, "定影", Some("M404dn")), ["RM1-8508"]);
}

#[test]
fn parts_are_found_by_number_gtin_and_words_of_any_language() {
    let tablet = Tablet::new(1);
    let store = with_parts(&tablet, &sample());
    for (text, expected) in [
        ("rm1-8508", "RM1-8508"),
        ("RM18508", "RM1-8508"),
        ("rm1 85", "RM1-8508"),
        ("4006381000002", "CE505A"),
        ("定影", "RM1-8508"),
        ("тонер", "CE505A"),
        ("matev", "RL1-3642"),
        ("درام", "D2M-0001"),
        ("assembly fuser", "RM1-8508"),
    ] {
        assert_eq!(numbers(&store, text, None), [expected], "{text}");
    }
    assert_eq!(numbers(&store, "fuser", None), ["RM1-8508", "D2M-0001"], "a name that begins so comes first");
}

#[test]
fn nothing_typed_is_search_syntax() {
    let tablet = Tablet::new(1);
    let store = with_parts(&tablet, &sample());
    for text in ["\"", "fuser OR toner\"", "*", "NEAR(", "words:", "-", "'; DROP TABLE record; --", "^fuser", "\u{0}"] {
        numbers(&store, text, Some("M404dn\" OR \""));
    }
    assert!(numbers(&store, "", None).is_empty());
}

#[test]
fn the_model_keeps_what_fits_it_or_any() {
    let tablet = Tablet::new(1);
    let store = with_parts(&tablet, &sample());
    assert_eq!(numbers(&store, "", Some("m404DN")), ["CE505A", "RL1-3642", "RM1-8508"]);
    assert_eq!(numbers(&store, "fuser", Some("C3530i")), ["D2M-0001"]);
}

#[test]
fn a_part_that_changed_or_left_is_found_as_it_is_now() {
    let tablet = Tablet::new(1);
    let store = with_parts(&tablet, &sample());
    let renamed = part(2, "CE505X", &[(Lang::English, "Cartridge")], &[]);
    let changes = vec![
        change(10, RecordKind::Part, id(2), 2, Some(serde_json::to_value(renamed).unwrap())),
        change(11, RecordKind::Part, id(3), 2, None),
    ];
    store.apply_page(&last_page(catalogue(), 4, changes)).unwrap();
    store.purge_revoked().unwrap();
    assert_eq!(numbers(&store, "cartridge", None), ["CE505X"]);
    assert!(numbers(&store, "toner", None).is_empty());
    assert!(numbers(&store, "roller", None).is_empty());
}

#[test]
fn favourites_and_the_last_used_are_kept_on_the_tablet() {
    let tablet = Tablet::new(1);
    let store = with_parts(&tablet, &sample());
    for n in [1, 3, 2] {
        tablet.clock.forward(1_000);
        store.write(|work| work.note_part_use(id(n))).unwrap();
    }
    store.write(|work| work.set_favourite(id(4), true)).unwrap();
    store
        .read(|reader| {
            let recent: Vec<Id> = reader.recent_parts(2)?.iter().map(|part| part.id).collect();
            assert_eq!(recent, [id(2), id(3)]);
            assert_eq!(reader.favourite_parts()?[0].id, id(4));
            assert!(reader.is_favourite(id(4))? && !reader.is_favourite(id(1))?);
            Ok(())
        })
        .unwrap();
}

fn equipment(n: u128, si: &str, serial: &str) -> Value {
    json!({
        "id": id(n), "si": si, "category": "printer", "make": "HP", "model": "M404dn", "serial": serial,
        "customer_id": id(100), "site_id": id(101), "place": "Resepsjon 2. etasje", "user": "",
        "network": {"host": "", "ip": "", "mac": ""}, "condition": "", "state": "working",
        "functions": {"colour": false, "a3": false, "pages_per_minute": 38}, "meters": ["total"],
        "installed_on": null, "factory_warranty_until": null, "agreement_id": null, "owner": "customer",
        "confirmed": true
    })
}

fn customer() -> Value {
    json!({"id": id(100), "number": "1", "name": "Bergen Havn", "lang": "nb", "overdue": false, "note": ""})
}

fn site() -> Value {
    json!({
        "id": id(101), "customer_id": id(100), "name": "Skur 11", "street": "", "postcode": "", "city": "Bergen",
        "country": "NO", "floor": "", "access_notes": "", "opening_hours": "", "time_zone": "Europe/Oslo",
        "latitude": null, "longitude": null
    })
}

#[test]
fn machines_are_found_by_number_serial_customer_and_place() {
    let tablet = Tablet::new(1);
    let store = with_parts(&tablet, &[]);
    let changes = vec![
        change(1, RecordKind::Customer, id(100), 1, Some(customer())),
        change(2, RecordKind::Site, id(101), 1, Some(site())),
        change(3, RecordKind::Equipment, id(201), 1, Some(equipment(201, "SI-123455", "VNB3K12345"))),
        change(4, RecordKind::Equipment, id(202), 1, Some(equipment(202, "SI-200006", "CN-77"))),
    ];
    store.apply_page(&last_page(tech_feed(), 0, changes)).unwrap();
    let found = |text: &str| {
        let hits = store.read(|reader| reader.search_equipment(text, 10)).unwrap();
        hits.iter().map(|hit| hit.equipment.si.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(found("123455"), ["SI-123455"]);
    assert_eq!(found("si123"), ["SI-123455"]);
    assert_eq!(found("vnb3k"), ["SI-123455"]);
    assert_eq!(found("cn77"), ["SI-200006"]);
    assert_eq!(found("havn resepsjon").len(), 2);
    assert_eq!(found("skur m404").len(), 2);
    assert!(found("oslo").is_empty());
    store
        .read(|reader| {
            let known = reader.known_si_numbers()?;
            assert_eq!(known.len(), 2);
            assert_eq!(reader.equipment_by_si(&known[0])?.unwrap().id, id(201));
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_job_says_what_is_missing_for_it() {
    let tablet = Tablet::new(1);
    let store = tablet.open();
    store.grant_feeds(&[catalogue(), tech_feed(), FeedId::Company]).unwrap();
    let mut needy = job(1);
    needy.equipment_id = Some(id(201));
    let changes = vec![
        change(1, RecordKind::Job, id(1), 1, Some(serde_json::to_value(&needy).unwrap())),
        change(2, RecordKind::Customer, id(100), 1, Some(customer())),
        change(3, RecordKind::Equipment, id(201), 1, Some(equipment(201, "SI-123455", "1"))),
    ];
    store.apply_page(&last_page(tech_feed(), 0, changes)).unwrap();
    let missing = || store.read(|reader| reader.readiness()).unwrap().remove(0).missing;
    use Missing as M;
    assert_eq!(missing(), [M::Site, M::Passport, M::Checklist, M::Company, M::CodeLists, M::Catalogue]);
    let passport = json!({"equipment_id": id(201), "visits": [], "readings": [], "parts": [], "loans": []});
    let changes = vec![
        change(4, RecordKind::Site, id(101), 1, Some(site())),
        change(5, RecordKind::Passport, id(201), 1, Some(passport)),
    ];
    store.apply_page(&last_page(tech_feed(), 3, changes)).unwrap();
    let code = json!({"id": id(300), "list": "symptom", "code": "S1", "name": {}, "categories": [], "parents": []});
    let checklist = json!({"id": id(301), "work_type": "breakdown_repair", "version": 1, "name": {}, "items": []});
    let company = json!({"id": id(302)});
    let changes = vec![
        change(1, RecordKind::Code, id(300), 1, Some(code)),
        change(2, RecordKind::Checklist, id(301), 1, Some(checklist)),
        change(3, RecordKind::Company, id(302), 1, Some(company)),
    ];
    store.apply_page(&last_page(FeedId::Company, 0, changes)).unwrap();
    assert_eq!(missing(), [M::Catalogue]);
    let parts: Vec<_> = sample()
        .iter()
        .zip(1..)
        .map(|(part, seq)| change(seq, RecordKind::Part, part.id, 1, Some(serde_json::to_value(part).unwrap())))
        .collect();
    let mut half = last_page(catalogue(), 0, parts[..2].to_vec());
    half.head = 4;
    store.apply_page(&half).unwrap();
    assert_eq!(missing(), [M::Catalogue], "half a catalogue is not ready");
    store.apply_page(&last_page(catalogue(), 2, parts[2..].to_vec())).unwrap();
    assert!(store.read(|reader| reader.readiness()).unwrap()[0].ready);
}
