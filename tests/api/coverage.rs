//! Which documented answers were seen in this run. It does not know which tests asked for them.

use std::{
    collections::BTreeSet,
    sync::{Mutex, OnceLock},
};

use crate::talk::document;

/// Answers that need a database that is broken, a client that is slow, or too much of something: shown once each,
/// not for each operation.
const SHOWN_ONCE: [u16; 7] = [408, 414, 429, 431, 500, 503, 507];

type Seen = BTreeSet<(String, String, u16)>;

static SEEN: Mutex<Seen> = Mutex::new(Seen::new());

/// Every documented answer: method, path, status.
fn documented() -> &'static Seen {
    static DOCUMENTED: OnceLock<Seen> = OnceLock::new();
    DOCUMENTED.get_or_init(|| {
        let mut all = Seen::new();
        for (path, item) in document()["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                for status in operation["responses"].as_object().unwrap().keys() {
                    all.insert((method.to_uppercase(), path.clone(), status.parse().unwrap()));
                }
            }
        }
        all
    })
}

/// Notes an answer. One that the document does not know fails the test.
pub(crate) fn note(method: &str, path: &str, status: u16) {
    let method = if method == "HEAD" { "GET" } else { method };
    let path = plain(path);
    let path = path.as_str();
    // Not the operation on a target whose code ends like this: the approval of a target takes fewer methods.
    if status == 405 && path.split('?').next().is_some_and(|path| path.ends_with("/approval")) {
        return;
    }
    let fitting = documented().iter().filter(|(known, template, _)| known == method && fits(template, path));
    // A last code that takes the rest of the path stands behind what is written out.
    let openness = |template: &str| (is_rest(template), template.matches('{').count());
    let Some((_, template, _)) = fitting.min_by_key(|(_, template, _)| openness(template)) else {
        // A path or a method that is none: 404 and 405 are what remains, or 401 where reads are keyed.
        assert!(
            matches!(status, 401 | 404 | 405 | 307 | 200 | 204),
            "{method} {path} is not documented and gives {status}"
        );
        return;
    };
    let seen = (method.to_owned(), template.clone(), status);
    assert!(documented().contains(&seen), "{method} {template} gives {status}, which is not documented");
    SEEN.lock().unwrap().insert(seen);
}

/// A path without the escapes of what needs none.
fn plain(path: &str) -> String {
    let mut parts = path.split('%');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        match u8::from_str_radix(code, 16) {
            Ok(byte) if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => {
                text.push(char::from(byte));
            }
            _ => text = format!("{text}%{code}"),
        }
        text.push_str(rest);
    }
    text
}

/// Whether the last code of a template takes all that is left of a path.
fn is_rest(template: &str) -> bool {
    let parts: Vec<&str> = template.split('/').collect();
    parts.len() > 4 && matches!(parts.last(), Some(&("{code}" | "{indicator}" | "{indicator}.svg")))
}

/// Whether a path is one of a template.
fn fits(template: &str, path: &str) -> bool {
    let takes_the_rest = is_rest(template);
    let (template, path): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    let enough = if takes_the_rest { path.len() >= template.len() } else { path.len() == template.len() };
    enough
        && template
            .iter()
            .zip(&path)
            .all(|(part, given)| part == given || (part.starts_with('{') && !given.is_empty()))
}

/// The documented answers that no test of this run has seen.
pub(crate) fn gaps() -> Vec<String> {
    let seen = SEEN.lock().unwrap();
    documented()
        .iter()
        .filter(|(_, _, status)| !SHOWN_ONCE.contains(status))
        .filter(|answer| !seen.contains(*answer))
        .map(|(method, path, status)| format!("{method} {path} {status}"))
        .collect()
}
