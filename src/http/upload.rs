//! Files on their way in: the Content-Type says their form, what is larger than a little waits in a file of its own, and
//! no more is taken than the limit. It does not know what is in them.

use std::{
    fs::File,
    io::{self, BufReader, Cursor, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, http::header, web};
use futures_util::future::LocalBoxFuture;
use utoipa::openapi::{
    RefOr,
    schema::{ArrayBuilder, KnownFormat, ObjectBuilder, Schema, SchemaFormat, SchemaType, Type},
};

use super::{
    body::{broken, check_head, too_large},
    incoming::Incoming,
    problem::{Kind, Problem},
    state::State,
};
use crate::service::import::{
    catalogue::{INDICATOR_COLUMNS, INDICATOR_LISTS, NODE_COLUMNS},
    outcomes, plan_table,
    table::{Charset, Format, Limits, Said, Source},
    targets,
};

/// What is held in memory; more of it waits in a file.
const HELD_BYTES: usize = 256 * 1024;

/// A file in one of the forms.
pub(super) struct Upload(pub(super) Source);

impl FromRequest for Upload {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        upload(request, &Format::MEDIA_TYPES, |state| state.settings.server.max_import_bytes)
    }
}

/// A file of one of the media types, of at most so many bytes.
pub(super) fn upload(
    request: &HttpRequest,
    taken: &'static [&'static str],
    most: impl Fn(&State) -> usize,
) -> LocalBoxFuture<'static, Result<Upload, Problem>> {
    let prepared = prepare(request, taken, most);
    let incoming = request.extensions().get::<Incoming>().cloned();
    Box::pin(async move {
        let (said, limit, limits, folder) = prepared?;
        let incoming = incoming.ok_or_else(|| Problem::internal("a request came without its body"))?;
        Ok(Upload(match spool(&incoming, limit, folder).await? {
            Spooled::Held(bytes) => Source::new(Cursor::new(bytes), said, limits),
            Spooled::Filed(file) => Source::new(BufReader::new(file), said, limits),
        }))
    })
}

/// The form that the Content-Type of a request names.
pub(super) fn form_of(request: &HttpRequest) -> Option<Format> {
    let given = request.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    Format::of_media_type(given.split(';').next().unwrap_or_default())
}

fn prepare(
    request: &HttpRequest,
    taken: &[&str],
    most: impl Fn(&State) -> usize,
) -> Result<(Said, usize, Limits, PathBuf), Problem> {
    let state = request.app_data::<web::Data<State>>();
    let state = state.ok_or_else(|| Problem::internal("a request came without the state"))?;
    let settings = &state.settings;
    let files = &settings.files;
    let format = form_of(request);
    let mut limit = most(state);
    if format == Some(Format::Xlsx) {
        limit = limit.min(usize::try_from(files.max_workbook_bytes).unwrap_or(usize::MAX));
    }
    let limit = check_head(request, taken, limit)?;
    let charset = if format == Some(Format::Csv) { charset(request)? } else { None };
    let limits =
        Limits { workbook_bytes: files.max_workbook_bytes, unpacked_bytes: files.max_unpacked_bytes };
    Ok((Said { format: format.unwrap_or(Format::Csv), charset }, limit, limits, files.spool()))
}

/// What CSV says that it is encoded in; refused where that is none that is read: it would be read as other words.
fn charset(request: &HttpRequest) -> Result<Option<Charset>, Problem> {
    let given = request.headers().get(header::CONTENT_TYPE).and_then(|given| given.to_str().ok());
    let parameters =
        given.unwrap_or_default().split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let mut named = parameters.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    let Some((_, value)) = named.next() else { return Ok(None) };
    if named.next().is_some() {
        let detail = "the Content-Type has a charset more than once; say it once";
        return Err(Problem::new(Kind::UnsupportedMediaType, detail.to_owned()));
    }
    let name = value.trim().trim_matches('"');
    let charset = Charset::of_name(name).ok_or_else(|| {
        let detail = format!(
            "the Content-Type says that the file is {name:?}; CSV is taken as UTF-8, UTF-16 or GB18030 (GBK, GB2312); \
             save it as UTF-8"
        );
        Problem::new(Kind::UnsupportedMediaType, detail)
    })?;
    Ok(Some(charset))
}

enum Spooled {
    Held(Vec<u8>),
    Filed(File),
}

/// Takes the body in, in pieces.
async fn spool(incoming: &Incoming, limit: usize, folder: PathBuf) -> Result<Spooled, Problem> {
    let mut held = Vec::new();
    let mut file: Option<File> = None;
    let mut total = 0_usize;
    while let Some(chunk) = incoming.next().await {
        let chunk = chunk.map_err(|error| broken(&error))?;
        total = total.saturating_add(chunk.len());
        if total > limit {
            return Err(too_large(limit));
        }
        held.extend_from_slice(&chunk);
        if held.len() >= HELD_BYTES {
            file = Some(append(file.take(), std::mem::take(&mut held), folder.clone(), false).await?);
        }
    }
    match file {
        None => Ok(Spooled::Held(held)),
        Some(file) => Ok(Spooled::Filed(append(Some(file), held, folder, true).await?)),
    }
}

/// Writes a piece to the file that a body waits in; it is made with the first piece, and has no name.
async fn append(file: Option<File>, piece: Vec<u8>, folder: PathBuf, is_last: bool) -> Result<File, Problem> {
    let writing = move || -> io::Result<File> {
        let mut file = match file {
            Some(file) => file,
            None => tempfile::tempfile_in(&folder)?,
        };
        file.write_all(&piece)?;
        if is_last {
            file.seek(SeekFrom::Start(0))?;
        }
        Ok(file)
    };
    let written = web::block(writing).await.map_err(|error| Problem::internal(error.to_string()))?;
    written.map_err(|error| spool_failed(&error))
}

/// Whether a file can wait in a folder for its reader; it is gone at once.
///
/// # Errors
/// Why it cannot.
pub fn file_can_wait_in(folder: &Path) -> io::Result<()> {
    tempfile::tempfile_in(folder).map(drop)
}

/// The problem of a file that cannot wait.
pub(super) fn spool_failed(error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            Problem::new(Kind::StorageFull, "there is no space for the file to wait in; nothing was changed")
        }
        _ => Problem::internal(format!("a file cannot wait in files.spool_folder: {error}")),
    }
}

/// Describes a workbook in the document; it is never made.
pub(super) struct WorkbookFile;

impl utoipa::PartialSchema for WorkbookFile {
    fn schema() -> RefOr<Schema> {
        let binary = SchemaFormat::KnownFormat(KnownFormat::Binary);
        ObjectBuilder::new().schema_type(SchemaType::new(Type::String)).format(Some(binary)).into()
    }
}

impl utoipa::ToSchema for WorkbookFile {
    fn name() -> std::borrow::Cow<'static, str> {
        std::borrow::Cow::Borrowed("WorkbookFile")
    }
}

/// The schema of rows as JSON: the columns of the file, each a text, a number, a flag or null, and those of several words
/// also an array of texts.
fn rows(columns: &[&str], required: &[&str], lists: &[&str]) -> RefOr<Schema> {
    const ONE: [Type; 4] = [Type::String, Type::Number, Type::Boolean, Type::Null];
    let cell = |column: &str| -> Schema {
        if !lists.contains(&column) {
            return ObjectBuilder::new().schema_type(SchemaType::from_iter(ONE)).into();
        }
        let word = ObjectBuilder::new().schema_type(SchemaType::new(Type::String));
        let types: SchemaType = ONE.into_iter().chain([Type::Array]).collect();
        ArrayBuilder::new().schema_type(types).items(word).into()
    };
    let row = columns.iter().fold(ObjectBuilder::new(), |row, column| row.property(*column, cell(column)));
    let row = required.iter().fold(row, |row, column| row.required(*column));
    ArrayBuilder::new().items(row.build()).into()
}

macro_rules! rows_of {
    ($($(#[$doc:meta])* $name:ident = $component:literal, $columns:expr, $required:expr, $lists:expr;)+) => {$(
        $(#[$doc])*
        pub(super) struct $name;

        impl utoipa::PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                rows(&$columns, &$required, &$lists)
            }
        }

        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                std::borrow::Cow::Borrowed($component)
            }
        }
    )+};
}

rows_of! {
    /// The rows of a plan table.
    PlanTableRows = "PlanTableRows", plan_table::COLUMNS, plan_table::REQUIRED, [];
    /// The rows of a long file of targets.
    TargetRows = "TargetRows", targets::COLUMNS, targets::REQUIRED, [];
    /// The rows of a long file of outcomes.
    OutcomeRows = "OutcomeRows", outcomes::COLUMNS, outcomes::REQUIRED, [];
    /// The rows of a file of indicators.
    IndicatorRows = "IndicatorRows", INDICATOR_COLUMNS, ["code", "measure"], INDICATOR_LISTS;
    /// The rows of a file of areas.
    AreaRows = "AreaRows", NODE_COLUMNS, ["code"], [];
    /// The rows of a file of categories.
    CategoryRows = "CategoryRows", NODE_COLUMNS, ["code"], [];
}
