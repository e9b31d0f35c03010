//! The rules that the source must keep. Each says which line breaks it and what to do.

use crate::source::SourceFile;

/// The floors and their neighbours, from the ground up. Each may name those listed with it, all of which stand
/// before it, so that there can be no cycle.
pub(crate) const FLOORS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("files", &[]),
    ("config", &[]),
    ("outbound", &[]),
    ("telemetry", &["config", "outbound"]),
    ("store", &["domain", "config"]),
    ("service", &["domain", "files", "store", "outbound"]),
    ("dashboard", &["domain", "service"]),
    ("http", &["domain", "service", "dashboard", "config", "telemetry"]),
    ("startup", &["domain", "config", "telemetry", "store", "service", "dashboard", "http", "outbound"]),
    ("cli", &["domain", "service", "config", "telemetry", "http", "startup"]),
    ("main", &["domain", "config", "telemetry", "startup", "cli"]),
];

/// Crates that belong to some floors only, and what to do elsewhere.
const CRATES: &[(&[&str], &[&str], &str)] = &[
    (&["sea_orm", "sqlx", "migrations"], &["store"], "ask the store for it by intent"),
    (
        &[
            "actix_http",
            "actix_server",
            "actix_service",
            "actix_web",
            "actix_web_lab",
            "tracing_actix_web",
            "utoipa",
            "utoipa_actix_web",
            "utoipa_swagger_ui",
        ],
        &["http", "startup"],
        "keep HTTP in src/http",
    ),
    (
        &["tokio_rustls", "webpki_roots"],
        &["outbound", "service"],
        "connections to others begin in src/outbound, and for the keys of a provider in src/service/tokens",
    ),
    (&["socket2"], &["http"], "keep sockets where connections are"),
    (&["clap", "comfy_table", "indicatif"], &["cli", "main"], "keep the terminal in src/cli"),
    (&["tracing_subscriber"], &["telemetry"], "set up the log in src/telemetry.rs"),
    (
        &["csv", "encoding_rs", "quick_xml", "rust_xlsxwriter", "zip"],
        &["files"],
        "read and write tables in src/files",
    ),
    (&["tempfile"], &["http", "cli"], "keep files that wait at the edge"),
    (&["anyhow"], &["cli", "main", "startup"], "give the floor a typed error of its own"),
    (&["askama"], &["dashboard"], "keep templates in src/dashboard"),
    (
        &["ring", "subtle", "getrandom", "crc32fast"],
        &["service", "outbound"],
        "keys and tokens are proved in src/service",
    ),
    (&["strsim"], &["config", "cli"], "keep guesses at what was meant at the edge"),
];

/// All that the domain may use besides itself.
const CRATES_OF_THE_DOMAIN: [&str; 9] = [
    "std",
    "core",
    "alloc",
    "chrono",
    "rust_decimal",
    "serde",
    "thiserror",
    "unicode_normalization",
    "winnow",
];

/// Readings of a clock or of chance, and where they may stand.
const CLOCKS: [(&[&str], &[&str]); 2] = [
    (&["Utc::now", "Local::now", "SystemTime::now"], &["src/service/clock.rs"]),
    (
        &["Instant::now"],
        &["src/service/clock.rs", "src/telemetry.rs", "src/http/", "src/cli/", "src/store/follow.rs"],
    ),
];

pub(crate) const MOST_LINES: usize = 500;

/// Rust files begin with a sentence on what they are for.
pub(crate) fn heads(files: &[SourceFile]) -> Vec<String> {
    let rust = files.iter().filter(|file| file.is_rust());
    rust.filter(|file| {
        file.text.lines().next().is_none_or(|first| {
            first.trim_start_matches("//!").trim().is_empty() || !first.starts_with("//!")
        })
    })
    .map(|file| {
        format!("{}:1: begin the file with `//!` and what it is for and what it does not know", file.path)
    })
    .collect()
}

/// No Rust file is longer than can be kept in mind.
pub(crate) fn lengths(files: &[SourceFile]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        let lines = file.text.lines().count();
        if lines > MOST_LINES {
            found.push(format!(
                "{}:{lines}: more than {MOST_LINES} lines; part it where it has two reasons to change",
                file.path
            ));
        }
    }
    found
}

/// Each floor names only those below it.
pub(crate) fn floors(files: &[SourceFile]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.is_program() && file.path.starts_with("src/")) {
        let module = file.module();
        let Some(floor) = module.first() else { continue };
        let Some((_, below)) = FLOORS.iter().find(|(name, _)| name == floor) else {
            found
                .push(format!("{}:1: {floor} is no floor; put it on one, or name it in the test", file.path));
            continue;
        };
        for named in file.paths() {
            let [root, other, ..] = named.segments.as_slice() else { continue };
            let is_floor = FLOORS.iter().any(|(name, _)| name == other);
            if root == "crate" && is_floor && other != floor && !below.contains(&other.as_str()) {
                found.push(format!(
                    "{}:{}: {floor} must not know {other}; it may know: {}",
                    file.path,
                    named.line,
                    if below.is_empty() { "itself alone".to_owned() } else { below.join(", ") }
                ));
            }
        }
    }
    found
}

/// Frameworks stay on their floor; the domain uses next to nothing. `dependencies` are those of `Cargo.toml`, as
/// they are written in code.
pub(crate) fn crates(files: &[SourceFile], dependencies: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.is_program() && file.path.starts_with("src/")) {
        let module = file.module();
        let Some(floor) = module.first().map(String::as_str) else { continue };
        for named in file.paths() {
            let Some(root) = named.segments.first().map(String::as_str) else { continue };
            let place = format!("{}:{}", file.path, named.line);
            for (names, homes, advice) in CRATES {
                if names.contains(&root) && !homes.contains(&floor) {
                    found.push(format!("{place}: {floor} must not know {root}; {advice}"));
                }
            }
            let is_crate = dependencies.iter().any(|dependency| dependency == root);
            if floor == "domain" && is_crate && !CRATES_OF_THE_DOMAIN.contains(&root) {
                found.push(format!("{place}: the domain must not know {root}; it is pure"));
            }
        }
    }
    found
}

/// Time is an argument: only the clock reads it.
pub(crate) fn clocks(files: &[SourceFile]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.is_program()) {
        for (number, line) in file.code().lines().enumerate() {
            for (readings, homes) in CLOCKS {
                let is_home = homes.iter().any(|home| file.path.starts_with(home));
                if let Some(reading) = readings.iter().find(|reading| line.contains(**reading))
                    && !is_home
                {
                    found.push(format!(
                        "{}:{}: {reading} is read outside {}; take the time as an argument",
                        file.path,
                        number + 1,
                        homes.join(", ")
                    ));
                }
            }
        }
    }
    found
}

/// Words that must not stand in the repository, and what to do. They are written here in two pieces, so that this
/// file keeps its own rule.
fn banned() -> Vec<(String, &'static str)> {
    let word = |pieces: [&str; 2]| pieces.concat();
    vec![
        (word(["TO", "DO"]), "do it, or leave it out"),
        (word(["FIX", "ME"]), "fix it, or leave it out"),
        (word(["XX", "X"]), "do it, or leave it out"),
        (word(["dbg", "!"]), "take it out, or log it with tracing"),
        (word(["ut", "ils"]), "name it for what it does"),
        (word(["help", "ers"]), "name it for what it does"),
        (word(["/wo", "rk/"]), "no path of one machine belongs here"),
        (word(["/tmp", "/wt"]), "no path of one machine belongs here"),
        (word(["/ro", "ot/"]), "no path of one machine belongs here"),
        (word(["crates", ".io"]), "no package registry is named"),
        (word(["npm", "js."]), "no package registry is named"),
        (word(["pypi", ".org"]), "no package registry is named"),
        (word(["artif", "actory"]), "no package registry is named"),
        (word(["issue", " #"]), "say what it is about; the number means nothing here"),
    ]
}

/// Files that a program writes, or that are a fixed text.
const NOT_WRITTEN_HERE: [&str; 5] = [
    "Cargo.lock",
    "fuzz/Cargo.lock",
    "LICENSE",
    "tests/contract/typescript/package-lock.json",
    "benches/Cargo.lock",
];

/// No leftovers, no drawers, nothing that belongs to one machine.
pub(crate) fn words(files: &[SourceFile]) -> Vec<String> {
    let banned = banned();
    let mut found = Vec::new();
    for file in files.iter().filter(|file| !NOT_WRITTEN_HERE.contains(&file.path.as_str())) {
        for (word, advice) in &banned {
            if stands_in(&file.path, word) {
                found.push(format!("{}:1: {word:?} in the file's name; {advice}", file.path));
            }
            for (number, line) in file.text.lines().enumerate() {
                if stands_in(line, word) {
                    found.push(format!("{}:{}: {word:?}; {advice}", file.path, number + 1));
                }
            }
        }
    }
    found
}

/// Whether a word stands in a text as a whole word, so far as it begins and ends with a letter.
fn stands_in(text: &str, word: &str) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
        let joined_before = is_letter(word.chars().next()) && is_letter(before);
        let joined_after = is_letter(word.chars().next_back()) && is_letter(after);
        !joined_before && !joined_after
    })
}
