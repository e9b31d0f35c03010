//! The forms of files, and how each is named on the command line and on the wire.

use std::{fmt, str::FromStr};

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Comma-separated values with a header line.
    Csv,
    /// A workbook of Office Open XML (Excel, `LibreOffice`, WPS).
    Xlsx,
    /// One JSON object a line.
    Ndjson,
    /// One JSON array of objects.
    Json,
}

impl Format {
    /// Each of them.
    pub const ALL: [Self; 4] = [Self::Csv, Self::Xlsx, Self::Ndjson, Self::Json];

    /// All media types that are understood: that of each, and other names that are in use for NDJSON.
    pub const MEDIA_TYPES: [&str; 6] = [
        Self::Csv.media_type(),
        Self::Ndjson.media_type(),
        Self::Json.media_type(),
        Self::Xlsx.media_type(),
        "application/ndjson",
        "application/jsonl",
    ];

    /// Its name, which is also the extension of its files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Ndjson => "ndjson",
            Self::Json => "json",
        }
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Ndjson => "application/x-ndjson",
            Self::Json => "application/json",
        }
    }

    /// The form that an extension names, whatever its case.
    pub fn of_extension(extension: &str) -> Option<Self> {
        let extension = extension.to_ascii_lowercase();
        match extension.as_str() {
            "jsonl" => Some(Self::Ndjson),
            "txt" => Some(Self::Csv),
            other => Self::ALL.into_iter().find(|format| format.word() == other),
        }
    }

    /// The form that a media type names, without its parameters.
    pub fn of_media_type(media_type: &str) -> Option<Self> {
        let media_type = media_type.trim().to_ascii_lowercase();
        match media_type.as_str() {
            "application/ndjson" | "application/jsonl" => Some(Self::Ndjson),
            other => Self::ALL.into_iter().find(|format| format.media_type() == other),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|format| format.word() == text);
        found.ok_or_else(|| format!("{text:?} is no form of file; write csv, xlsx, ndjson or json"))
    }
}
