//! The layers that settings are put together from, each taken apart into single values with their origin. It
//! does not know which keys exist or what their values mean.

use std::{ffi::OsString, fs, io, path::Path, path::PathBuf};

use config::{File, FileFormat, Map, Source, Value, ValueKind};

use super::{ConfigError, FILE_VARIABLE, Flag, Origin};

/// The beginning of the variables that are settings.
const PREFIX: &str = "PLANTRACK__";

/// One value of a layer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Leaf {
    /// Section and key, `server.port`; where there is no such setting, the name as given.
    pub(super) key: String,
    /// The value as given.
    pub(super) given: Given,
    /// Where it was given.
    pub(super) origin: Origin,
}

/// A value as given.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Given {
    /// A text that its place writes without quotes, such as a variable: it may stand for a number.
    Bare(String),
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Anything else, by the name of its kind.
    Other(&'static str),
}

impl Leaf {
    /// The value as text, for people.
    pub(super) fn text(&self) -> String {
        match &self.given {
            Given::Bare(text) | Given::Text(text) => text.clone(),
            Given::Integer(number) => number.to_string(),
            Given::Other(kind) => (*kind).to_owned(),
        }
    }
}

/// What the environment says.
pub(super) struct Environment {
    /// The variables that are settings.
    pub(super) leaves: Vec<Leaf>,
    /// The settings file that it names.
    pub(super) file: Option<PathBuf>,
    /// Variables that look like settings and are not read.
    pub(super) warnings: Vec<String>,
}

/// Reads a settings file. One that nobody named may be missing.
pub(super) fn file(path: &Path, named_by: Option<&'static str>) -> Result<Vec<Leaf>, ConfigError> {
    match (fs::read_to_string(path), named_by) {
        (Ok(text), _) => toml(&text, &Origin::File(path.to_path_buf())),
        (Err(error), None) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        (Err(error), Some(named_by)) if error.kind() == io::ErrorKind::NotFound => {
            Err(ConfigError::MissingFile { path: path.to_path_buf(), named_by })
        }
        (Err(source), _) => Err(ConfigError::Unreadable { path: path.to_path_buf(), source }),
    }
}

/// Takes TOML apart.
pub(super) fn toml(text: &str, origin: &Origin) -> Result<Vec<Leaf>, ConfigError> {
    let table = File::from_str(text, FileFormat::Toml)
        .collect()
        .map_err(|error| ConfigError::Syntax { origin: origin.clone(), reason: place_and_cause(&error) })?;
    let mut leaves = Vec::new();
    take_apart("", table, origin, &mut leaves);
    leaves.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(leaves)
}

/// The message of a TOML error without the lines that quote the file.
fn place_and_cause(error: &config::ConfigError) -> String {
    let text = error.to_string();
    let kept: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.contains('|')).collect();
    kept.join(": ")
}

fn take_apart(prefix: &str, table: Map<String, Value>, origin: &Origin, leaves: &mut Vec<Leaf>) {
    for (name, value) in table {
        let key = if prefix.is_empty() { name } else { format!("{prefix}.{name}") };
        let given = match value.kind {
            ValueKind::Table(inner) if !inner.is_empty() => {
                take_apart(&key, inner, origin, leaves);
                continue;
            }
            ValueKind::Table(_) => Given::Other("an empty section"),
            ValueKind::String(text) => Given::Text(text),
            ValueKind::I64(number) => Given::Integer(number),
            ValueKind::Boolean(_) => Given::Other("true or false"),
            ValueKind::Float(_) => Given::Other("a number with a decimal point"),
            ValueKind::Array(_) => Given::Other("a list"),
            ValueKind::Nil => Given::Other("nothing"),
            ValueKind::I128(_) | ValueKind::U64(_) | ValueKind::U128(_) => {
                Given::Other("a very large number")
            }
        };
        leaves.push(Leaf { key, given, origin: origin.clone() });
    }
}

/// A variable's name with each line single, as people mistake it: `PLANTRACK_SERVER__PORT`, `PLANTRACK_SERVER_PORT`.
fn of_one_line(name: &str) -> String {
    name.replace("__", "_")
}

/// Picks the settings out of the environment, sorted by name.
pub(super) fn environment(
    variables: impl IntoIterator<Item = (OsString, OsString)>,
    known: &[Leaf],
) -> Environment {
    let mut found = Environment { leaves: Vec::new(), file: None, warnings: Vec::new() };
    for (name, value) in variables {
        let Some(name) = name.to_str() else { continue };
        if name == FILE_VARIABLE {
            found.file = Some(PathBuf::from(value));
        } else if name.starts_with(PREFIX) {
            let key = known.iter().find(|leaf| variable_of(&leaf.key) == name);
            let given = match value.into_string() {
                Ok(text) => Given::Bare(text),
                Err(_) => Given::Other("text that is not UTF-8"),
            };
            found.leaves.push(Leaf {
                key: key.map_or_else(|| name.to_owned(), |leaf| leaf.key.clone()),
                given,
                origin: Origin::Variable(name.to_owned()),
            });
        } else if let Some(leaf) =
            known.iter().find(|leaf| of_one_line(&variable_of(&leaf.key)) == of_one_line(name))
        {
            // Only a warning: a container platform may set such a name for reasons of its own.
            found.warnings.push(format!(
                "the variable {name} is not read; the one that sets {} is {}",
                leaf.key,
                variable_of(&leaf.key)
            ));
        }
    }
    found.leaves.sort_by_key(|leaf| leaf.origin.to_string());
    found.warnings.sort();
    found
}

/// Takes the flags as a layer.
pub(super) fn flags(flags: &[Flag]) -> Vec<Leaf> {
    flags
        .iter()
        .map(|flag| Leaf {
            key: flag.key.to_owned(),
            given: Given::Bare(flag.value.clone()),
            origin: Origin::Flag(flag.name),
        })
        .collect()
}

/// The variable that sets a key.
pub(super) fn variable_of(key: &str) -> String {
    format!("{PREFIX}{}", key.to_ascii_uppercase().replace('.', "__"))
}

/// The key that an unknown name seems to mean: a variable is turned back into one.
pub(super) fn meant_by(name: &str) -> String {
    name.strip_prefix(PREFIX)
        .map_or_else(|| name.to_owned(), |rest| rest.replace("__", "."))
        .to_ascii_lowercase()
}

/// One checked value as a source of the `config` crate, which puts the values together.
#[derive(Debug, Clone)]
pub(super) struct Layer {
    key: String,
    value: Value,
}

impl Layer {
    /// A source of one value.
    pub(super) fn of(key: &str, value: ValueKind) -> Self {
        Self { key: key.to_owned(), value: Value::new(None, value) }
    }
}

impl Source for Layer {
    fn clone_into_box(&self) -> Box<dyn Source + Send + Sync> {
        Box::new(self.clone())
    }

    fn collect(&self) -> Result<Map<String, Value>, config::ConfigError> {
        Ok(Map::from_iter([(self.key.clone(), self.value.clone())]))
    }
}
