//! The house rules, kept by reading the source: floors, crates, clocks, file heads and lengths, words. Each rule is
//! also shown to catch a made-up offence, since a rule that was never seen to fail proves nothing.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first thing that is not as it must be"
)]

mod rules;
mod source;

use std::path::Path;

use source::SourceFile;

fn repository() -> Vec<SourceFile> {
    source::all_files(Path::new(env!("CARGO_MANIFEST_DIR")))
}

/// The dependencies of the manifest, as code names them.
fn dependencies() -> Vec<String> {
    let manifest = include_str!("../../Cargo.toml");
    let (_, after) = manifest.split_once("\n[dependencies]\n").unwrap();
    let section = after.split("\n[").next().unwrap();
    let names = section.lines().filter_map(|line| line.split_once(" = ")).map(|(name, _)| name.trim());
    names.filter(|name| !name.starts_with('#')).map(|name| name.replace('-', "_")).collect()
}

fn assert_none(found: &[String]) {
    assert!(found.is_empty(), "{} offences:\n{}", found.len(), found.join("\n"));
}

fn file(path: &str, text: &str) -> SourceFile {
    SourceFile { path: path.to_owned(), text: text.to_owned() }
}

#[test]
fn each_file_begins_with_what_it_is_for() {
    assert_none(&rules::heads(&repository()));
}

#[test]
fn no_file_is_too_long() {
    assert_none(&rules::lengths(&repository()));
}

#[test]
fn arrows_point_down_only() {
    assert_none(&rules::floors(&repository()));
}

#[test]
fn frameworks_stay_on_their_floor() {
    assert_none(&rules::crates(&repository(), &dependencies()));
}

#[test]
fn time_is_an_argument() {
    assert_none(&rules::clocks(&repository()));
}

#[test]
fn no_leftovers_and_nothing_of_one_machine() {
    assert_none(&rules::words(&repository()));
}

/// The page on security names tests by file and function: `keys::a_key_ends_by_itself`.
#[test]
fn the_tests_that_the_page_on_security_names_exist() {
    let files = repository();
    let page = files.iter().find(|file| file.path == "docs/security.md").unwrap();
    let quoted = page.text.split('`').skip(1).step_by(2);
    let named: Vec<(&str, &str)> = quoted
        .filter_map(|text| text.split_once("::"))
        .filter(|(file, name)| {
            let is_plain =
                |text: &str| text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
            is_plain(file) && is_plain(name)
        })
        .collect();
    assert!(named.len() >= 30, "the page names hardly any test: {}", named.len());
    for (file, name) in &named {
        let function = format!("fn {name}(");
        let is_it = |source: &&SourceFile| {
            source.path.ends_with(&format!("/{file}.rs")) && source.text.contains(&function)
        };
        assert!(
            files.iter().any(|source| is_it(&source)),
            "docs/security.md names {file}::{name}, which is no test"
        );
    }
    for risk in 1..=10 {
        assert!(page.text.contains(&format!("## API{risk} ")), "API{risk} is not answered");
    }
}

/// The first folder of a path that a file names, from the root.
fn folder_named(file: &str, path: &str) -> String {
    let mut at: Vec<&str> = file.split('/').collect();
    at.pop();
    for part in path.split('/') {
        if part == ".." {
            at.pop();
        } else {
            at.push(part);
        }
    }
    at.first().copied().unwrap_or_default().to_owned()
}

#[test]
fn the_image_is_built_from_all_that_the_program_is_made_of() {
    let ignored = include_str!("../../docker/Dockerfile.dockerignore");
    let let_in: Vec<&str> = ignored.lines().filter_map(|line| line.strip_prefix('!')).collect();
    let mut named = Vec::new();
    for file in repository().iter().filter(|file| file.path.starts_with("src/")) {
        for after in file.text.split("include_str!(\"").skip(1) {
            let path = after.split('"').next().unwrap();
            named.push((file.path.clone(), folder_named(&file.path, path)));
        }
    }
    assert!(named.iter().any(|(_, folder)| folder == "openapi"), "the document is compiled in");
    named.retain(|(_, folder)| !let_in.contains(&folder.as_str()));
    assert!(named.is_empty(), "docker/Dockerfile.dockerignore keeps out what these read: {named:?}");
}

#[test]
fn the_floors_cannot_form_a_cycle() {
    for (place, (floor, below)) in rules::FLOORS.iter().enumerate() {
        for other in *below {
            let stands_before = rules::FLOORS.iter().take(place).any(|(name, _)| name == other);
            assert!(stands_before, "{floor} names {other}, which does not stand before it");
        }
    }
}

#[test]
fn the_source_is_found() {
    let files = repository();
    for path in ["src/lib.rs", "src/domain/mod.rs", "tests/architecture/main.rs", "Cargo.toml"] {
        assert!(files.iter().any(|file| file.path == path), "{path} was not read");
    }
    assert!(dependencies().iter().any(|name| name == "sea_orm"));
    let domain = files.iter().find(|file| file.path == "src/domain/quantity.rs").unwrap();
    let names_decimal = |segments: &[String]| segments.first().is_some_and(|root| root == "rust_decimal");
    assert!(domain.paths().iter().any(|named| names_decimal(&named.segments)));
}

#[test]
fn an_arrow_that_points_up_is_caught_however_it_is_written() {
    for text in [
        "use crate::service::clock;",
        "use crate::{domain::code, service::clock as c};",
        "fn f() { crate::service::clock::now() }",
        "use super::super::service;",
        "pub use plantrack::service::*;",
        "fn f(_: &'static str) -> crate::http::Answer { 'x' }",
    ] {
        let found = rules::floors(&[file("src/store/plans.rs", text)]);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert!(found[0].starts_with("src/store/plans.rs:1: store must not know "), "{found:?}");
    }
    let found = rules::floors(&[file("src/http/plans.rs", "//! x\n\nuse crate::store::plans;\n")]);
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("src/http/plans.rs:3:"), "{found:?}");
    assert_eq!(rules::floors(&[file("src/drawer/one.rs", "")]).len(), 1, "an unknown floor");
}

#[test]
fn what_only_looks_like_an_arrow_is_let_be() {
    for text in [
        "// use crate::service::clock;",
        "/* crate::service */ use crate::domain::code::Code;",
        "const A: &str = \"crate::service::x\"; const B: &str = r#\"use crate::http;\"#;",
        "use super::{entities, error::StoreError};",
        "use crate::{config::Database, domain::plan::Plan};",
        "#[cfg(test)]\nmod tests { use crate::service::clock; }",
    ] {
        let found = rules::floors(&[file("src/store/plans.rs", text)]);
        assert!(found.is_empty(), "{text}: {found:?}");
    }
    assert!(rules::floors(&[file("src/store/tests.rs", "use crate::service::clock;")]).is_empty());
}

#[test]
fn a_framework_on_a_foreign_floor_is_caught() {
    let dependencies = dependencies();
    for (path, text) in [
        ("src/service/plans.rs", "use sea_orm::EntityTrait;"),
        ("src/http/plans.rs", "fn f() { sqlx::query(\"x\") }"),
        ("src/service/plans.rs", "use actix_web::{web, HttpResponse};"),
        ("src/domain/plan.rs", "use serde_json::Value;"),
        ("src/domain/plan.rs", "#[derive(utoipa::ToSchema)] struct A;"),
    ] {
        let found = rules::crates(&[file(path, text)], &dependencies);
        assert!(!found.is_empty(), "{path}: {text}");
    }
    for (path, text) in [
        ("src/store/plans.rs", "use sea_orm::EntityTrait;"),
        ("src/http/plans.rs", "use utoipa::ToSchema;"),
        ("src/domain/plan.rs", "use std::fmt; use chrono::NaiveDate; use winnow::Parser;"),
    ] {
        assert_none(&rules::crates(&[file(path, text)], &dependencies));
    }
}

#[test]
fn a_clock_read_in_the_wrong_place_is_caught() {
    let wall = "fn f() { chrono::Utc::now() }";
    let span = "fn f() { std::time::Instant::now() }";
    assert_eq!(rules::clocks(&[file("src/domain/plan.rs", wall)]).len(), 1);
    assert_eq!(rules::clocks(&[file("src/http/plans.rs", wall)]).len(), 1);
    assert_eq!(rules::clocks(&[file("migrations/src/m1.rs", wall)]).len(), 1);
    assert_eq!(rules::clocks(&[file("src/store/plans.rs", span)]).len(), 1);
    assert_none(&rules::clocks(&[file("src/service/clock.rs", wall), file("src/http/timing.rs", span)]));
}

#[test]
fn heads_lengths_and_words_are_caught() {
    for text in ["use std::fmt;", "", "//!\n", "// a remark\n", "\n//! late"] {
        assert_eq!(rules::heads(&[file("src/domain/plan.rs", text)]).len(), 1, "{text:?}");
    }
    assert_none(&rules::heads(&[
        file("src/domain/plan.rs", "//! Plans.\n"),
        file("README.md", "# plantrack\n"),
    ]));

    let lines = |count: usize| "a\n".repeat(count);
    assert_none(&rules::lengths(&[file("src/a.rs", &lines(rules::MOST_LINES))]));
    assert_eq!(rules::lengths(&[file("tests/a.rs", &lines(rules::MOST_LINES + 1))]).len(), 1);

    for pieces in [["// TO", "DO: later"], ["see iss", "ue #12"], ["mod ut", "ils;"], ["at /wo", "rk/x"]] {
        assert_eq!(rules::words(&[file("docs/a.md", &pieces.concat())]).len(), 1, "{pieces:?}");
    }
    assert_eq!(rules::words(&[file(&["src/ut", "ils.rs"].concat(), "")]).len(), 1);
    assert_none(&rules::words(&[file("docs/a.md", "the mastodon of the network was fixmed")]));
}
