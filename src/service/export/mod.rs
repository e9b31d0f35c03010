//! Exports: the record in files, in the columns in which it is imported. Rows are written as they are read from the
//! database, so that a file may be larger than memory. Knows no door that a file goes out through.

pub mod catalogue;
pub mod completion;
pub mod outcomes;
mod sdmx;
pub mod targets;

use std::{fmt, path::PathBuf, str::FromStr};

use thiserror::Error;

pub use crate::files::{Format, Output, WriteError};
use crate::{
    files::{Field, Writer},
    service::error::ServiceError,
};

/// The form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A table in one of the forms of files.
    Table(Format),
    /// SDMX-CSV 2.0, for the exchange with other statistical systems.
    Sdmx,
}

impl Form {
    /// Each of them.
    pub const ALL: [Self; 5] = [
        Self::Table(Format::Csv),
        Self::Table(Format::Xlsx),
        Self::Table(Format::Ndjson),
        Self::Table(Format::Json),
        Self::Sdmx,
    ];

    /// Its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Table(format) => format.word(),
            Self::Sdmx => "sdmx",
        }
    }

    /// Its media type, without parameters.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Table(format) => format.media_type(),
            Self::Sdmx => "application/vnd.sdmx.data+csv",
        }
    }

    /// The extension of its files.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Table(format) => format.word(),
            Self::Sdmx => "csv",
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Form {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|form| form.word() == text);
        found.ok_or_else(|| format!("{text:?} is no form of export; write csv, xlsx, ndjson, json or sdmx"))
    }
}

/// Where an export goes, and how.
pub struct Destination {
    /// What it is written to.
    pub out: Box<dyn Output>,
    /// The form.
    pub form: Form,
    /// Where a workbook keeps its rows until it is finished.
    pub folder: PathBuf,
    /// Whether CSV begins with the mark that tells a spreadsheet that it is UTF-8.
    pub with_mark: bool,
}

impl fmt::Debug for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Destination").field("form", &self.form).finish_non_exhaustive()
    }
}

/// An export that is done.
pub struct Exported {
    /// What it was written to.
    pub out: Box<dyn Output>,
    /// How many rows there are.
    pub rows: usize,
}

impl fmt::Debug for Exported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exported").field("rows", &self.rows).finish_non_exhaustive()
    }
}

/// Why an export fails.
#[derive(Debug, Error)]
pub enum ExportError {
    /// What was asked cannot be answered.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// The file cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The form does not hold what was asked for.
    #[error("{0}")]
    NoSuchForm(String),
}

impl From<crate::store::StoreError> for ExportError {
    fn from(error: crate::store::StoreError) -> Self {
        Self::Service(error.into())
    }
}

/// A file that is being written, off the thread that answers others.
struct Writing {
    writer: Writer,
    rows: usize,
}

impl Writing {
    /// Begins a file with its header.
    async fn begin(
        destination: Destination,
        fields: &'static [Field],
        of_sdmx: Option<&'static [Field]>,
    ) -> Result<(Self, Form), ExportError> {
        let Destination { out, form, folder, with_mark } = destination;
        let (format, fields) = match (form, of_sdmx) {
            (Form::Table(format), _) => (format, fields),
            (Form::Sdmx, Some(fields)) => (Format::Csv, fields),
            (Form::Sdmx, None) => {
                let detail =
                    "SDMX-CSV holds observations: ask for outcomes or targets in it, and for this as csv";
                return Err(ExportError::NoSuchForm(detail.to_owned()));
            }
        };
        let writer = off_thread(move || Writer::new(out, format, fields, &folder, with_mark)).await?;
        Ok((Self { writer, rows: 0 }, form))
    }

    /// Writes rows.
    async fn rows(self, rows: Vec<Vec<String>>) -> Result<Self, ExportError> {
        let Self { mut writer, rows: before } = self;
        let written = before + rows.len();
        let writer = off_thread(move || {
            for row in &rows {
                writer.row(row)?;
            }
            Ok(writer)
        })
        .await?;
        Ok(Self { writer, rows: written })
    }

    async fn finish(self) -> Result<Exported, ExportError> {
        let Self { writer, rows } = self;
        Ok(Exported { out: off_thread(move || writer.finish()).await?, rows })
    }
}

async fn off_thread<T: Send + 'static>(
    write: impl FnOnce() -> Result<T, WriteError> + Send + 'static,
) -> Result<T, ExportError> {
    match tokio::task::spawn_blocking(write).await {
        Ok(written) => Ok(written?),
        Err(error) => Err(WriteError::Io(std::io::Error::other(error)).into()),
    }
}
