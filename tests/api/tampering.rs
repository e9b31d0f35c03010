//! What was edited, deleted, added or cut off past the service is found by the check of the record: random mutations
//! of the log and of the facts, each undone before the next. It knows the tables, since tampering does.

use plantrack::{
    config::{Flag, Settings},
    startup,
    store::{Checked, Store},
};
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};

use crate::{
    cases,
    harness::{App, Case, amount},
    talk::{delete, get, import, post, put, set_up_plan},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        a_whole_record_is_found_whole,
        every_random_mutation_is_found,
        the_first_broken_entry_is_named,
        a_record_that_was_cut_off_or_written_anew_is_found_by_a_checkpoint,
    ]
}

/// How many mutations are tried, and from which seed: the long run sets both.
const ROUNDS: &str = "PLANTRACK_TAMPER_ROUNDS";
const SEED: &str = "PLANTRACK_TAMPER_SEED";

/// A table, and the columns whose edits must be found, by kind: t text, o text that may be absent, n number, m number
/// that may be absent, d day, b yes or no.
type Table = (&'static str, &'static [(&'static str, char)]);

const VERSION: &str = "recorded_change";

const TABLES: [Table; 19] = [
    (
        "change_log",
        &[
            ("number", 'n'),
            ("recorded_at", 'n'),
            ("actor", 't'),
            ("request", 't'),
            ("action", 't'),
            ("subject", 't'),
            ("plan_id", 'm'),
            ("series_id", 'm'),
            ("reason", 't'),
            ("before", 'o'),
            ("after", 'o'),
            ("hash", 't'),
        ],
    ),
    ("change_head", &[("id", 'n'), ("number", 'n'), ("recorded_at", 'n'), ("hash", 't')]),
    (
        "outcome",
        &[
            ("id", 'n'),
            ("series_id", 'n'),
            ("period_start", 'd'),
            ("period_end", 'd'),
            ("source_id", 'n'),
            ("text", 't'),
            ("share_text", 't'),
            ("value", 't'),
            ("basis", 't'),
            ("caliber_id", 'm'),
            ("reported_on", 'd'),
            ("numerator", 'o'),
            ("denominator", 'o'),
            ("note", 't'),
        ],
    ),
    (
        "outcome_head",
        &[
            ("series_id", 'n'),
            ("period_start", 'd'),
            ("period_end", 'd'),
            ("source_id", 'n'),
            ("caliber", 'n'),
            ("outcome_id", 'n'),
        ],
    ),
    ("source", &[("id", 'n'), ("name", 't'), (VERSION, 'n')]),
    ("series", &[("id", 'n'), ("indicator_id", 'n'), ("area_id", 'm'), ("category_id", 'm'), ("key", 't')]),
    ("caliber", &[("id", 'n'), ("code", 't')]),
    ("area", &[("id", 'n'), ("code", 't')]),
    ("indicator", &[("id", 'n'), ("code", 't')]),
    ("plan", &[("id", 'n'), ("code", 't')]),
    (
        "target",
        &[("id", 'n'), ("plan_id", 'n'), ("series_id", 'n'), ("period_start", 'd'), ("period_end", 'd')],
    ),
    (
        "caliber_version",
        &[
            ("caliber_id", 'n'),
            ("version", 'n'),
            (VERSION, 'n'),
            ("superseded_change", 'm'),
            ("name_zh", 't'),
            ("name_en", 't'),
        ],
    ),
    (
        "area_version",
        &[
            ("area_id", 'n'),
            ("version", 'n'),
            (VERSION, 'n'),
            ("superseded_change", 'm'),
            ("name_zh", 't'),
            ("parent_id", 'm'),
            ("overlapping", 'b'),
        ],
    ),
    (
        "indicator_version",
        &[
            ("indicator_id", 'n'),
            ("version", 'n'),
            (VERSION, 'n'),
            ("superseded_change", 'm'),
            ("name_zh", 't'),
            ("unit", 't'),
            ("measure", 't'),
            ("direction", 'o'),
            ("aggregation", 't'),
            ("numerator_id", 'm'),
            ("scale", 't'),
            ("decimals", 'm'),
            ("is_reduction", 'b'),
        ],
    ),
    (
        "plan_version",
        &[
            ("plan_id", 'n'),
            ("version", 'n'),
            (VERSION, 'n'),
            ("superseded_change", 'm'),
            ("title_zh", 't'),
            ("issuer", 't'),
            ("period_start", 'd'),
            ("period_end", 'd'),
            ("parent_id", 'm'),
            ("state", 't'),
            ("tolerance", 't'),
            ("on_track_from", 't'),
            ("admitted_from", 't'),
            ("profile", 't'),
            ("asks_for_deviation_notes", 'b'),
        ],
    ),
    (
        "target_version",
        &[
            ("target_id", 'n'),
            ("version", 'n'),
            (VERSION, 'n'),
            ("superseded_change", 'm'),
            ("text", 't'),
            ("criterion", 'o'),
            ("nature", 't'),
            ("no", 'o'),
            ("section_zh", 't'),
            ("position", 'n'),
            ("caliber_id", 'm'),
            ("relative_to_id", 'm'),
            ("tolerance", 'o'),
            ("baseline", 'o'),
            ("waypoints", 't'),
            ("note", 't'),
            ("withdrawn", 'b'),
        ],
    ),
    (
        "ruling",
        &[
            ("target_id", 'n'),
            ("version", 'n'),
            (VERSION, 'n'),
            ("superseded_change", 'm'),
            ("word", 't'),
            ("person", 't'),
            ("reason", 't'),
            ("withdrawn", 'b'),
        ],
    ),
    (
        "deviation_note",
        &[
            ("target_id", 'n'),
            ("version", 'n'),
            (VERSION, 'n'),
            ("superseded_change", 'm'),
            ("cause", 't'),
            ("measures", 't'),
            ("person", 't'),
            ("withdrawn", 'b'),
        ],
    ),
    (
        "bridge",
        &[
            ("key", 't'),
            ("version", 'n'),
            (VERSION, 'n'),
            ("superseded_change", 'm'),
            ("indicator_id", 'n'),
            ("from_id", 'n'),
            ("to_id", 'm'),
            ("factor", 't'),
            ("source", 't'),
            ("withdrawn", 'b'),
        ],
    ),
];

/// Numbers that look random and are the same for the same seed (`SplitMix64`).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn one_of<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        let place = self.below(u64::try_from(of.len()).unwrap());
        &of[usize::try_from(place).unwrap()]
    }
}

/// A connection past the service, without foreign keys.
enum Past {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Past {
    async fn open(url: &str) -> Self {
        if url.starts_with("sqlite") {
            let mut connection = SqliteConnection::connect(url).await.unwrap();
            connection.execute("PRAGMA foreign_keys = OFF").await.unwrap();
            connection.execute("PRAGMA synchronous = OFF").await.unwrap();
            Self::Sqlite(connection)
        } else {
            let mut connection = PgConnection::connect(url).await.unwrap();
            connection.execute("SET session_replication_role = replica").await.unwrap();
            Self::Postgres(connection)
        }
    }

    /// What names a row of any table.
    const fn row(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "rowid",
            Self::Postgres(_) => "ctid",
        }
    }

    /// Runs one statement; gives how many rows it changed, or `None` where the database refused it.
    async fn run(&mut self, sql: &str) -> Option<u64> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(connection) => {
                connection.execute(sqlx::query(sql)).await.ok().map(|done| done.rows_affected())
            }
            Self::Postgres(connection) => {
                connection.execute(sqlx::query(sql)).await.ok().map(|done| done.rows_affected())
            }
        }
    }

    async fn count(&mut self, table: &str) -> u64 {
        let sql = AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
        let count: i64 = match self {
            Self::Sqlite(connection) => sqlx::query_scalar(sql).fetch_one(connection).await.unwrap(),
            Self::Postgres(connection) => sqlx::query_scalar(sql).fetch_one(connection).await.unwrap(),
        };
        u64::try_from(count).unwrap()
    }

    async fn save(&mut self) {
        for (table, _) in TABLES {
            self.run(&format!("CREATE TABLE saved_{table} AS SELECT * FROM {table}")).await.unwrap();
        }
    }

    async fn restore(&mut self, table: &str) {
        self.run(&format!("DELETE FROM {table}")).await.unwrap();
        self.run(&format!("INSERT INTO {table} SELECT * FROM saved_{table}")).await.unwrap();
    }
}

async fn store(app: &App) -> Store {
    let flag = |key, value: &str| Flag { name: "test", key, value: value.to_owned() };
    let flags = [flag("database.url", &app.database_url), flag("database.durability", "not_required")];
    let settings = Settings::load(&flags, [], None).unwrap().settings;
    startup::open_store(&settings).await.unwrap()
}

fn is_whole(checked: &Checked) -> bool {
    checked.findings.total == 0
}

/// A record with something of every kind in it.
async fn set_up(app: &App) {
    set_up_plan(app).await;
    let areas = "code,parent,name_zh,name_en\ncq,,重庆,Chongqing\nwz,cq,万州,Wanzhou\n";
    import(app, "areas", areas).await.is(200);
    for (code, name) in [("old", "Old"), ("new", "New")] {
        post(app, "/api/v1/calibers", &json!({"code": code, "name_en": name})).await.is(201);
    }
    put(app, "/api/v1/calibers/new", &json!({"code": "new", "name_en": "Newer"})).await.is(200);
    let bridge =
        json!({"indicator": "gdp-growth", "from": "old", "to": "new", "factor": "1.25", "source": "局"});
    post(app, "/api/v1/bridges", &bridge).await.is(201);
    let target = json!({"indicator": "gdp-growth", "area": "wz", "target": "6左右", "caliber": "old"});
    post(app, "/api/v1/plans/cq-2022/targets", &target).await.is(201);
    let whole = "/api/v1/plans/cq-2022/targets/gdp-growth";
    put(app, whole, &json!({"indicator": "gdp-growth", "target": "6", "no": "1"})).await.is(200);
    let ruling = json!({"ruling": "achieved", "person": "李华", "reason": "见会议纪要"});
    put(app, &format!("{whole}/ruling"), &ruling).await.is(200);
    delete(app, &format!("{whole}/ruling")).await;
    put(app, &format!("{whole}/ruling"), &ruling).await.is(200);
    let note = json!({"cause": "疫情", "measures": "稳增长", "person": "李华"});
    put(app, &format!("{whole}/deviation"), &note).await.is(200);
    let row = |number: usize| {
        let (area, caliber) = (["", "wz"][number % 2], ["", "old", "new"][number % 3]);
        let (year, basis) = (2015 + number % 7, ["forecast", "preliminary", "final"][number % 3]);
        let day = 1 + number % 28;
        format!("gdp-growth,{area},{year},{number}.5,{basis},{caliber},s{},2022-03-{day:02}\n", number % 2)
    };
    let rows: Vec<String> = (0..60).map(row).collect();
    let columns = "indicator,area,period,outcome,basis,caliber,source,reported_on";
    let file = format!("{columns}\n{}", rows.concat());
    import(app, "outcomes", &file).await.is(200);
}

async fn a_whole_record_is_found_whole(app: App) {
    let store = store(&app).await;
    assert!(is_whole(&store.check().await.unwrap()), "an empty record");
    set_up(&app).await;
    let checked = store.check().await.unwrap();
    assert!(is_whole(&checked), "{:?}", checked.findings);
    let head = get(&app, "/api/v1/changes").await.is(200).json["head"].as_i64().unwrap();
    assert_eq!(checked.entries, head);
    // Every entry is of a kind that leaves a row.
    assert_eq!(checked.facts, u64::try_from(head).unwrap());
    assert!(checked.heads > 20, "{checked:?}");
}

/// A random mutation of one table; `None` where the database refused it or nothing changed.
async fn mutate(past: &mut Past, chance: &mut Chance) -> Option<(&'static str, String)> {
    // Half of the mutations are of the log itself.
    let (table, columns) = if chance.below(2) == 0 { TABLES[0] } else { *chance.one_of(&TABLES) };
    let rows = past.count(table).await;
    let row = past.row();
    let any = |chance: &mut Chance| {
        let place = chance.below(rows);
        format!("{row} = (SELECT {row} FROM {table} ORDER BY {row} LIMIT 1 OFFSET {place})")
    };
    let kind = chance.below(if table == "change_log" { 8 } else { 6 });
    let sql = match kind {
        0 => format!("DELETE FROM {table} WHERE {}", any(chance)),
        6 => format!("DELETE FROM change_log WHERE number > {}", chance.below(rows)),
        7 => {
            // All but the numbers of two entries that stand beside one another.
            let first = 1 + chance.below(rows - 1);
            let fields =
                "recorded_at,actor,request,action,subject,plan_id,series_id,reason,before,after,hash";
            format!(
                "UPDATE change_log SET ({fields}) = (SELECT {fields} FROM saved_change_log AS saved WHERE \
                 saved.number = {first} + {first} + 1 - change_log.number) WHERE number IN ({first}, {first} + 1)"
            )
        }
        1 if table == "change_log" => {
            let number = if chance.below(2) == 0 { "0" } else { "(SELECT max(number) + 1 FROM change_log)" };
            format!(
                "INSERT INTO change_log SELECT {number}, recorded_at, actor, request, action, subject, plan_id, \
                 series_id, reason, before, after, hash FROM change_log WHERE {}",
                any(chance)
            )
        }
        _ => {
            let (column, kind) = *chance.one_of(columns);
            let by = 1 + chance.below(3);
            let changed = match kind {
                't' if chance.below(2) == 0 => format!("{column} || 'x'"),
                't' => format!("substr({column}, 2)"),
                'o' => format!("CASE WHEN {column} IS NULL THEN '7' ELSE NULL END"),
                'm' => format!("CASE WHEN {column} IS NULL THEN {by} ELSE NULL END"),
                'd' if row == "rowid" => format!("date({column}, '+{by} day')"),
                'n' | 'd' => format!("{column} + {by}"),
                'b' => format!("NOT {column}"),
                other => panic!("{other} is no kind of column"),
            };
            let place = any(chance);
            format!(
                "UPDATE {table} SET {column} = {changed} WHERE {place} AND ({changed}) IS DISTINCT FROM {column}"
            )
        }
    };
    let changed = past.run(&sql).await?;
    (changed > 0).then_some((table, sql))
}

async fn every_random_mutation_is_found(app: App) {
    set_up(&app).await;
    let store = store(&app).await;
    let mut past = Past::open(&app.database_url).await;
    past.save().await;
    let (rounds, seed) = (amount(ROUNDS, 120), amount(SEED, 1));
    let mut chance = Chance(seed);
    let mut done = 0;
    let mut missed = Vec::new();
    while done < rounds {
        let Some((table, sql)) = mutate(&mut past, &mut chance).await else { continue };
        done += 1;
        // What cannot even be read is found as well.
        if store.check().await.is_ok_and(|checked| is_whole(&checked)) {
            missed.push(sql);
        }
        past.restore(table).await;
    }
    assert!(missed.is_empty(), "{} of {rounds} were not found:\n{}", missed.len(), missed.join("\n"));
    let checked = store.check().await.unwrap();
    assert!(is_whole(&checked), "the restored record: {:?}", checked.findings);
}

async fn the_first_broken_entry_is_named(app: App) {
    set_up(&app).await;
    let store = store(&app).await;
    let mut past = Past::open(&app.database_url).await;
    past.run("UPDATE change_log SET actor = 'someone' WHERE number IN (7, 9)").await.unwrap();
    let found = store.check_chain().await.unwrap().findings;
    assert!(found.told[0].place.starts_with("entry 7 ("), "{found:?}");
    past.run("DELETE FROM change_log WHERE number = 5").await.unwrap();
    let found = store.check_chain().await.unwrap().findings;
    assert_eq!(found.told[0].place, "entry 5", "{found:?}");
    assert_eq!(found.told[0].detail, "it is missing");
    past.run("UPDATE outcome SET text = '99' WHERE id = (SELECT max(id) FROM outcome)").await.unwrap();
    let found = store.check().await.unwrap().findings;
    let edited = found.told.iter().find(|finding| finding.place.starts_with("outcome ")).unwrap();
    assert!(edited.detail.starts_with("it is not what the record says"), "{edited:?}");
}

async fn a_record_that_was_cut_off_or_written_anew_is_found_by_a_checkpoint(app: App) {
    set_up(&app).await;
    let store = store(&app).await;
    let early = store.checkpoint().await.unwrap();
    for number in 0..5 {
        let outcome = json!({"indicator": "gdp-growth", "period": "2030", "outcome": format!("{number}"), "source": "s0"});
        post(&app, "/api/v1/outcomes", &outcome).await.is(201);
    }
    let late = store.checkpoint().await.unwrap();
    assert_eq!(store.check_against(&early).await.unwrap(), None);
    assert_eq!(store.check_against(&late).await.unwrap(), None);
    // Everything after the early checkpoint is cut off, without a trace in the database itself.
    let mut past = Past::open(&app.database_url).await;
    let number = early.number;
    for sql in [
        format!("DELETE FROM outcome_head WHERE outcome_id > {number}"),
        format!("DELETE FROM outcome WHERE id > {number}"),
        format!("DELETE FROM change_log WHERE number > {number}"),
        format!(
            "UPDATE change_head SET number = {number}, hash = '{}', recorded_at = {}",
            early.hash, early.recorded_at
        ),
    ] {
        past.run(&sql).await.unwrap();
    }
    let checked = store.check().await.unwrap();
    assert!(is_whole(&checked), "the tail is what the database alone cannot know: {:?}", checked.findings);
    assert_eq!(store.check_against(&early).await.unwrap(), None);
    let found = store.check_against(&late).await.unwrap().unwrap();
    assert_eq!(found.place, format!("entry {}", late.number));
    past.run(&format!("UPDATE change_log SET hash = 'other' WHERE number = {number}")).await.unwrap();
    assert!(store.check_against(&early).await.unwrap().unwrap().detail.contains("another hash"));
}
