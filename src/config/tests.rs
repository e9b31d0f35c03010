//! Tests of the settings: what wins, what is refused and in which words, and that secrets stay hidden.

use std::{fs, path::PathBuf};

use super::*;

const PASSWORD: &str = "s3cret-w0rd";

fn load(file: Option<&Path>, variables: &[(&str, &str)], flags: &[Flag]) -> Result<Effective, ConfigError> {
    let variables = variables.iter().map(|(name, value)| (OsString::from(name), OsString::from(value)));
    Settings::load(flags, variables, file)
}

fn file_with(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plantrack.toml");
    fs::write(&path, text).unwrap();
    (folder, path)
}

fn database_flag(url: &str) -> Flag {
    Flag { name: "--database", key: "database.url", value: url.to_owned() }
}

fn refusal(variables: &[(&str, &str)]) -> String {
    load(None, variables, &[]).unwrap_err().to_string()
}

fn entry<'a>(effective: &'a Effective, key: &str) -> &'a Entry {
    effective.entries.iter().find(|entry| entry.key == key).unwrap()
}

#[test]
fn the_defaults_alone_are_complete() {
    let effective = load(None, &[], &[]).unwrap();
    assert_eq!(effective.settings.server.port, 8080);
    assert_eq!(effective.settings.time.utc_offset.local_minus_utc(), 0);
    assert!(effective.settings.database.migrates_on_start());
    assert!(effective.entries.iter().all(|entry| entry.origin == Origin::Default));
    assert!(effective.warnings.is_empty());
}

#[test]
fn each_default_has_a_comment_before_it_and_a_rule() {
    let mut is_explained = false;
    let mut keys = 0;
    for line in DEFAULTS.lines() {
        if line.starts_with('#') {
            is_explained = true;
        } else if line.contains('=') {
            assert!(is_explained, "no comment before: {line}");
            is_explained = false;
            keys += 1;
        } else {
            is_explained = false;
        }
    }
    assert_eq!(keys, load(None, &[], &[]).unwrap().entries.len());
    assert_eq!(keys, rules::count(), "a rule without a default, or the other way round");
}

#[test]
fn a_flag_beats_a_variable_beats_the_file_beats_the_default() {
    let (_folder, path) = file_with("[server]\nport = 1\nworkers = 2\n[lists]\nmax_limit = 500\n");
    let variables = [("PLANTRACK__SERVER__PORT", "3"), ("PLANTRACK__DATABASE__URL", "sqlite://variable.db")];
    let effective = load(Some(&path), &variables, &[database_flag("sqlite://flag.db")]).unwrap();

    assert_eq!(effective.settings.server.port, 3);
    assert_eq!(entry(&effective, "server.port").origin.to_string(), "variable PLANTRACK__SERVER__PORT");
    assert_eq!(effective.settings.server.workers, 2);
    assert_eq!(entry(&effective, "server.workers").origin, Origin::File(path));
    assert_eq!(effective.settings.database.url.expose(), "sqlite://flag.db");
    assert_eq!(entry(&effective, "database.url").origin.to_string(), "flag --database");
    assert_eq!(entry(&effective, "server.host").origin, Origin::Default);
    assert_eq!(effective.settings.lists.max_limit, 500);
}

#[test]
fn the_variable_names_the_file_and_the_flag_wins_over_it() {
    let (_one, by_variable) = file_with("[server]\nport = 1\n");
    let (_other, by_flag) = file_with("[server]\nport = 2\n");
    let variables = [(FILE_VARIABLE, by_variable.to_str().unwrap())];
    assert_eq!(load(None, &variables, &[]).unwrap().settings.server.port, 1);
    assert_eq!(load(Some(&by_flag), &variables, &[]).unwrap().settings.server.port, 2);
}

#[test]
fn a_named_file_that_is_missing_is_an_error_that_names_it_and_who_named_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nowhere.toml");
    let text = load(Some(&path), &[], &[]).unwrap_err().to_string();
    assert!(text.contains("nowhere.toml") && text.contains("--config"), "{text}");
    let text = refusal(&[(FILE_VARIABLE, path.to_str().unwrap())]);
    assert!(text.contains("nowhere.toml") && text.contains(FILE_VARIABLE), "{text}");
}

#[test]
fn a_mistyped_key_in_a_file_is_refused_with_its_place_and_the_nearest_key() {
    let (_folder, path) = file_with("[server]\nprot = 1\n[servre]\nhost = \"a\"\n[lgo]\n");
    let text = load(Some(&path), &[], &[]).unwrap_err().to_string();
    assert!(text.contains("server.prot (file ") && text.contains("plantrack.toml"), "{text}");
    assert!(text.contains("the nearest are server.port"), "{text}");
    assert!(text.contains("servre.host"), "every mistake is named, not only the first: {text}");
    assert!(text.contains("lgo (file"), "an empty section is a mistake too: {text}");
}

#[test]
fn a_mistyped_variable_is_refused_with_the_nearest_variable() {
    let text = refusal(&[("PLANTRACK__SERVER__PROT", "1")]);
    assert!(text.contains("PLANTRACK__SERVER__PROT"), "{text}");
    assert!(text.contains("nearest are PLANTRACK__SERVER__PORT"), "{text}");
    let text = refusal(&[("PLANTRACK__PORT", "1")]);
    assert!(text.contains("PLANTRACK__SERVER__PORT"), "{text}");
    let text = refusal(&[("PLANTRACK__SERVER", "1")]);
    assert!(text.contains("it is a section") && text.contains("server.port"), "{text}");
    let text = refusal(&[("PLANTRACK__server__port", "1")]);
    assert!(text.contains("PLANTRACK__SERVER__PORT"), "a setting has one name only: {text}");
}

#[test]
fn a_variable_with_single_underscores_is_warned_of_and_not_read() {
    let variables = [
        ("PLANTRACK_SERVER_PORT", "tcp://10.0.0.1:80"),
        ("PLANTRACK_SERVICE_HOST", "10.0.0.1"),
        ("PLANTRACK_SERVER__HOST", "10.0.0.1"),
    ];
    let effective = load(None, &variables, &[]).unwrap();
    assert_eq!(effective.settings.server.port, 8080);
    assert_eq!(
        effective.warnings,
        [
            "the variable PLANTRACK_SERVER_PORT is not read; the one that sets server.port is PLANTRACK__SERVER__PORT",
            "the variable PLANTRACK_SERVER__HOST is not read; the one that sets server.host is PLANTRACK__SERVER__HOST"
        ]
    );
}

#[test]
fn numbers_are_whole_and_within_their_range() {
    for (given, said) in [
        ("65536", "0 to 65535"),
        ("-1", "0 to 65535"),
        ("80.7", "not a whole number"),
        ("true", "not a whole number"),
        ("", "not a whole number"),
        (" 80", "not a whole number"),
        ("99999999999999999999", "not a whole number"),
    ] {
        let text = refusal(&[("PLANTRACK__SERVER__PORT", given)]);
        assert!(text.contains(said), "{given}: {text}");
    }
    for given in ["0", "65535", "00080"] {
        assert!(load(None, &[("PLANTRACK__SERVER__PORT", given)], &[]).is_ok(), "{given}");
    }
    for given in ["80.5", "true", "\"80\"", "[80]", "{ a = 1 }"] {
        let (_folder, path) = file_with(&format!("server.port = {given}\n"));
        assert!(load(Some(&path), &[], &[]).is_err(), "{given}");
    }
    let text = refusal(&[("PLANTRACK__DATABASE__MAX_CONNECTIONS", "0")]);
    assert!(text.contains("1 to 1000"), "{text}");
}

#[test]
fn words_offsets_levels_and_hosts_are_checked() {
    for (name, good, bad) in [
        ("PLANTRACK__LOG__FORMAT", "json", "JSON"),
        ("PLANTRACK__LOG__LEVEL", "info,plantrack=debug", "inof"),
        ("PLANTRACK__LOG__LEVEL", "off", "info,"),
        ("PLANTRACK__TIME__UTC_OFFSET", "+08:00", "Asia/Shanghai"),
        ("PLANTRACK__TIME__UTC_OFFSET", "-03:30", "+8"),
        ("PLANTRACK__TIME__UTC_OFFSET", "+14:00", "+24:00"),
        ("PLANTRACK__DATABASE__MIGRATE_ON_START", "never", "yes"),
        ("PLANTRACK__SERVER__HOST", "::1", "http://localhost"),
        ("PLANTRACK__DATABASE__URL", "postgres://u@h/d", "mysql://u@h/d"),
        ("PLANTRACK__DATABASE__URL", "sqlite::memory:", "sqlite://"),
        ("PLANTRACK__DATABASE__URL", "postgresql:///d", "plantrack.db"),
    ] {
        assert!(load(None, &[(name, good)], &[]).is_ok(), "{name}={good}");
        let text = refusal(&[(name, bad)]);
        assert!(text.contains(name), "{name}={bad}: {text}");
    }
    let effective = load(None, &[("PLANTRACK__TIME__UTC_OFFSET", "+08:00")], &[]).unwrap();
    assert_eq!(effective.settings.time.utc_offset.local_minus_utc(), 8 * 3600);
}

#[test]
fn the_default_page_is_not_larger_than_the_largest() {
    let text = refusal(&[("PLANTRACK__LISTS__MAX_LIMIT", "49")]);
    assert!(text.contains("lists.default_limit") && text.contains("lists.max_limit, which is 49"), "{text}");
    assert!(load(None, &[("PLANTRACK__LISTS__MAX_LIMIT", "50")], &[]).is_ok());
}

#[test]
fn the_duty_of_sending_is_held_for_a_round() {
    let timeout = ("PLANTRACK__WEBHOOKS__TIMEOUT_MS", "20000");
    let text = refusal(&[timeout]);
    assert!(text.contains("webhooks.lease_ms") && text.contains("together: 41000"), "{text}");
    assert!(load(None, &[timeout, ("PLANTRACK__WEBHOOKS__LEASE_MS", "41000")], &[]).is_ok());
}

#[test]
fn a_provider_needs_an_audience_and_https() {
    let issuer = |text| ("PLANTRACK__TOKENS__ISSUER", text);
    let audience = ("PLANTRACK__TOKENS__AUDIENCE", "plantrack");
    let text = refusal(&[issuer("https://id.example.org")]);
    assert!(text.contains("tokens.audience"), "{text}");
    for good in ["https://id.example.org/realms/city", "http://127.0.0.1:9000", "http://[::1]:9000/", ""] {
        assert!(load(None, &[issuer(good), audience], &[]).is_ok(), "{good}");
    }
    for bad in
        ["http://id.example.org", "https://user:word@id.example.org", "id.example.org", "file:///etc/keys"]
    {
        assert!(refusal(&[issuer(bad), audience]).contains("TOKENS__ISSUER"), "{bad}");
    }
    for (name, bad) in [
        ("PLANTRACK__TOKENS__ALGORITHMS", "HS256"),
        ("PLANTRACK__TOKENS__ALGORITHMS", "RS256, none"),
        ("PLANTRACK__TOKENS__SCOPES", "reporter"),
        ("PLANTRACK__TOKENS__SCOPES", "reporter=write"),
        ("PLANTRACK__TOKENS__KEYS_KEPT_S", "601"),
        ("PLANTRACK__ACCESS__READS", "closed"),
    ] {
        assert!(refusal(&[(name, bad)]).contains(name), "{name}={bad}");
    }
}

#[test]
fn postgres_is_not_migrated_at_start_unless_told_to() {
    let url = ("PLANTRACK__DATABASE__URL", "postgres://u@h/d");
    assert!(!load(None, &[url], &[]).unwrap().settings.database.migrates_on_start());
    let always = ("PLANTRACK__DATABASE__MIGRATE_ON_START", "always");
    assert!(load(None, &[url, always], &[]).unwrap().settings.database.migrates_on_start());
    let never = ("PLANTRACK__DATABASE__MIGRATE_ON_START", "never");
    assert!(!load(None, &[never], &[]).unwrap().settings.database.migrates_on_start());
}

#[test]
fn a_password_is_shown_nowhere() {
    for url in [
        format!("postgres://user:{PASSWORD}@host/db"),
        format!("postgres://host/db?user=u&password={PASSWORD}&sslmode=require"),
        format!("postgres://user:p%40{PASSWORD}@host:5432/db"),
    ] {
        let effective = load(None, &[], &[database_flag(&url)]).unwrap();
        let shown = format!("{effective:?} {}", effective.settings.database.url);
        assert!(!shown.contains(PASSWORD), "{shown}");
        assert!(shown.contains("***"), "{shown}");
        assert_eq!(effective.settings.database.url.expose(), url);
    }
    for wrong in [
        format!("postgres:user:{PASSWORD}@host"),
        format!("mysql://user:{PASSWORD}@host/db"),
        format!("user:{PASSWORD}@host"),
        PASSWORD.to_owned(),
    ] {
        let error = load(None, &[], &[database_flag(&wrong)]).unwrap_err();
        assert!(!format!("{error} {error:?}").contains(PASSWORD), "{error}");
    }
    let (_folder, path) = file_with(&format!("[database]\nurl = postgres://u:{PASSWORD}@h/d\n"));
    let error = load(Some(&path), &[], &[]).unwrap_err();
    let text = format!("{error} {error:?}");
    assert!(!text.contains(PASSWORD), "{text}");
    assert!(text.contains("line 2") && text.contains("plantrack.toml"), "{text}");
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_utf8_is_refused() {
    use std::os::unix::ffi::OsStringExt;
    let variables = [(OsString::from("PLANTRACK__SERVER__HOST"), OsString::from_vec(vec![0xff, b'a']))];
    let text = Settings::load(&[], variables, None).unwrap_err().to_string();
    assert!(text.contains("PLANTRACK__SERVER__HOST") && text.contains("UTF-8"), "{text}");
}
