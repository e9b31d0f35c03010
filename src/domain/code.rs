//! Codes: the short, stable names by which plans, indicators, areas and the rest are called in files and URLs.
//! Knows nothing of what they name.

use std::fmt;

use thiserror::Error;

/// Longest code that is accepted, in characters.
pub const MAX_CODE_LENGTH: usize = 100;

/// A code: 1 to 100 ASCII letters, digits and `-`, `_`, `.`, `/`, beginning with a letter or a digit.
/// Codes are compared as they are written. `/` parts the levels of a category (`sector/industry`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(String);

/// Why a text is no code.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CodeError {
    /// Nothing was given.
    #[error("a code must not be empty")]
    Empty,
    /// More than [`MAX_CODE_LENGTH`] characters.
    #[error("a code has at most {MAX_CODE_LENGTH} characters; this one has {0}")]
    TooLong(usize),
    /// A character that codes do not have.
    #[error(
        "a code is made of ASCII letters, digits, - _ . and /, and begins with a letter or a digit; found {0:?}"
    )]
    BadCharacter(char),
}

impl std::borrow::Borrow<str> for Code {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl Code {
    /// Reads a code.
    ///
    /// # Errors
    /// [`CodeError`] with what is wrong.
    pub fn new(text: &str) -> Result<Self, CodeError> {
        let length = text.chars().count();
        if length > MAX_CODE_LENGTH {
            return Err(CodeError::TooLong(length));
        }
        let mut characters = text.chars();
        let first = characters.next().ok_or(CodeError::Empty)?;
        if !first.is_ascii_alphanumeric() {
            return Err(CodeError::BadCharacter(first));
        }
        match characters.find(|c| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'))) {
            Some(bad) => Err(CodeError::BadCharacter(bad)),
            None => Ok(Self(text.to_owned())),
        }
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for Code {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::new(text)
    }
}
