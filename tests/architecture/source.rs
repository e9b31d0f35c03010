//! Source files as text and as the paths they name. It does not know which paths are allowed.

use std::{fs, path::Path};

/// A file of the repository.
pub(crate) struct SourceFile {
    /// Its path from the root of the repository, with `/`.
    pub(crate) path: String,
    /// Its text.
    pub(crate) text: String,
}

/// A path that a file names, such as `crate::store::plans`, made absolute, and the line it begins on.
pub(crate) struct Named {
    pub(crate) line: usize,
    pub(crate) segments: Vec<String>,
}

/// Folders that hold nothing written by hand, or other people's data.
const SKIPPED: [&str; 9] = [
    ".git",
    "target",
    "node_modules",
    "tests/golden",
    "fuzz/target",
    "fuzz/corpus",
    "fuzz/artifacts",
    "fuzz/seeds",
    "benches/results",
];

/// All text files of the repository, sorted by path.
pub(crate) fn all_files(root: &Path) -> Vec<SourceFile> {
    let mut files = Vec::new();
    collect(root, "", &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn collect(root: &Path, folder: &str, files: &mut Vec<SourceFile>) {
    for entry in fs::read_dir(root.join(folder)).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        let kind = entry.file_type().unwrap();
        if SKIPPED.contains(&path.as_str()) || path.ends_with("/target") || path.ends_with("/node_modules") {
            continue;
        }
        if kind.is_dir() {
            collect(root, &path, files);
        } else if kind.is_file()
            && let Ok(text) = fs::read_to_string(root.join(&path))
        {
            files.push(SourceFile { path, text });
        }
    }
}

impl SourceFile {
    pub(crate) fn is_rust(&self) -> bool {
        Path::new(&self.path).extension().is_some_and(|extension| extension == "rs")
    }

    /// Whether it is part of the program and not of its tests.
    pub(crate) fn is_program(&self) -> bool {
        let in_program = self.path.starts_with("src/") || self.path.starts_with("migrations/src/");
        self.is_rust() && in_program && !self.path.ends_with("/tests.rs") && !self.path.contains("/tests/")
    }

    /// The module of a file under `src/`, from the root of the crate: `src/http/plans.rs` is `[http, plans]`.
    pub(crate) fn module(&self) -> Vec<String> {
        let inner = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        let mut module: Vec<String> = inner.split('/').map(str::to_owned).collect();
        if module.last().is_some_and(|last| last == "mod") || module == ["lib"] {
            module.pop();
        }
        module
    }

    /// The code without comments, texts and the module of unit tests; each line keeps its number.
    pub(crate) fn code(&self) -> String {
        let code = without_comments_and_texts(&self.text);
        let tests = code.match_indices("#[cfg(test)]").find(|(at, mark)| {
            let after = code.get(at + mark.len()..).unwrap_or_default().trim_start();
            after.starts_with("mod ")
        });
        tests.map_or(code.clone(), |(at, _)| code.get(..at).unwrap_or_default().to_owned())
    }

    /// Every path that the code names, in `use` and in place, from the root of the crate where it begins with
    /// `crate`, `self`, `super` or the crate's own name.
    pub(crate) fn paths(&self) -> Vec<Named> {
        let code = self.code();
        let tokens = tokens(&code);
        let mut named = Vec::new();
        let mut at = 0;
        while let Some((line, token)) = tokens.get(at) {
            let continues = at > 0 && tokens[at - 1].1 == "::";
            let captures = tokens.get(at + 1).is_some_and(|(_, next)| *next == "<");
            if *token == "use" && !captures {
                at = use_tree(&tokens, at + 1, &[], &mut named);
            } else if is_name(token) && !continues {
                let mut segments = vec![(*token).to_owned()];
                while tokens.get(at + 1).is_some_and(|(_, t)| *t == "::")
                    && tokens.get(at + 2).is_some_and(|(_, t)| is_name(t))
                {
                    segments.push(tokens[at + 2].1.to_owned());
                    at += 2;
                }
                if segments.len() > 1 {
                    named.push(Named { line: *line, segments });
                }
                at += 1;
            } else {
                at += 1;
            }
        }
        let module = self.module();
        for one in &mut named {
            one.segments = absolute(&one.segments, &module);
        }
        named
    }
}

fn absolute(segments: &[String], module: &[String]) -> Vec<String> {
    let mut base: Vec<String> = module.to_vec();
    let mut rest = segments;
    match rest.first().map(String::as_str) {
        Some("crate" | "plantrack") => base.clear(),
        Some("self") => {}
        Some("super") => {
            base.pop();
        }
        _ => return segments.to_vec(),
    }
    rest = &rest[1..];
    while let Some((first, others)) = rest.split_first()
        && first == "super"
    {
        base.pop();
        rest = others;
    }
    [vec!["crate".to_owned()], base, rest.to_vec()].concat()
}

/// Reads a use tree from the token at `at`, and gives the place after it.
fn use_tree(tokens: &[(usize, &str)], at: usize, prefix: &[String], named: &mut Vec<Named>) -> usize {
    let mut at = at;
    let mut segments = prefix.to_vec();
    let line = tokens.get(at).map_or(0, |(line, _)| *line);
    while let Some((_, token)) = tokens.get(at) {
        match *token {
            "{" => {
                at += 1;
                while tokens.get(at).is_some_and(|(_, t)| *t != "}") {
                    at = use_tree(tokens, at, &segments, named);
                    if tokens.get(at).is_some_and(|(_, t)| *t == ",") {
                        at += 1;
                    }
                }
                return at + 1;
            }
            "as" => at += 2,
            "," | ";" | "}" => break,
            "::" | "*" => at += 1,
            name => {
                segments.push(name.to_owned());
                at += 1;
            }
        }
    }
    named.push(Named { line, segments });
    at
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Names, `::` and single signs, with their lines.
fn tokens(code: &str) -> Vec<(usize, &str)> {
    let mut tokens = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let is_word = |c: char| c.is_alphanumeric() || c == '_';
            let length = if is_word(first) {
                rest.find(|c| !is_word(c)).unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            let (token, after) = rest.split_at(length);
            tokens.push((number + 1, token));
            rest = after.trim_start();
        }
    }
    tokens
}

/// Replaces comments, texts and characters by spaces, keeping the line breaks.
fn without_comments_and_texts(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            'r' if raw_text(rest).is_some() && !code.ends_with(|c: char| c.is_alphanumeric()) => {
                raw_text(rest).unwrap()
            }
            '"' => quoted(rest),
            '\'' => character(rest),
            _ => 0,
        };
        let (blank, after) = rest.split_at(length);
        code.extend(blank.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        if length == 0 {
            code.push(first);
            rest = &after[first.len_utf8()..];
        } else {
            rest = after;
        }
    }
    code
}

fn raw_text(rest: &str) -> Option<usize> {
    let hashes = rest[1..].chars().take_while(|c| *c == '#').count();
    let opening = format!("r{}\"", "#".repeat(hashes));
    let closing = format!("\"{}", "#".repeat(hashes));
    let inner = rest.strip_prefix(&opening)?;
    inner.find(&closing).map(|end| opening.len() + end + closing.len())
}

fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => return at + 1,
            _ => escaped = false,
        }
    }
    rest.len()
}

/// The length of a character literal; 0 where the quote begins a lifetime.
fn character(rest: &str) -> usize {
    let inner: Vec<char> = rest.chars().skip(1).take(12).collect();
    match inner.as_slice() {
        ['\\', ..] => rest.char_indices().skip(3).find(|(_, c)| *c == '\'').map_or(0, |(at, _)| at + 1),
        [one, '\'', ..] => 2 + one.len_utf8(),
        _ => 0,
    }
}
