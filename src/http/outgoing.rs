//! Files on their way out: which form is wanted, and a file sent piece by piece. It does not know what is in them.

use std::io::{self, SeekFrom};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, HeaderValue},
    web::{self, Bytes},
};
use futures_util::stream;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{ObjectBuilder, Schema, SchemaType, Type},
    },
};

use super::{
    problem::{Place, Problem},
    query::Parameters,
    state::State,
    upload::spool_failed,
};
use crate::service::export::{Destination, ExportError, Exported, Form, Format, WriteError};

/// Bytes that are sent together.
const PIECE: usize = 64 * 1024;

/// Describes the name of a form in the document; it is never made.
pub(super) struct FormWord;

/// Describes the name of a form of tables in the document; it is never made.
pub(super) struct TableWord;

impl PartialSchema for TableWord {
    fn schema() -> RefOr<Schema> {
        let words = Format::ALL.map(Format::word);
        ObjectBuilder::new().schema_type(SchemaType::new(Type::String)).enum_values(Some(words)).into()
    }
}

impl ToSchema for TableWord {
    fn name() -> std::borrow::Cow<'static, str> {
        std::borrow::Cow::Borrowed("TableForm")
    }
}

impl PartialSchema for FormWord {
    fn schema() -> RefOr<Schema> {
        let words = Form::ALL.map(Form::word);
        ObjectBuilder::new().schema_type(SchemaType::new(Type::String)).enum_values(Some(words)).into()
    }
}

impl ToSchema for FormWord {
    fn name() -> std::borrow::Cow<'static, str> {
        std::borrow::Cow::Borrowed("ExportForm")
    }
}

/// The form that `format` names, else the one that Accept prefers, else CSV.
pub(super) fn wanted_form(parameters: &mut Parameters, format: Option<&str>, request: &HttpRequest) -> Form {
    let Some(word) = format else { return accepted(request) };
    word.parse().unwrap_or_else(|detail: String| {
        parameters.fault("format", word, "unknown_form", detail);
        Form::Table(Format::Csv)
    })
}

/// The form that Accept prefers; CSV where it names none that there is.
fn accepted(request: &HttpRequest) -> Form {
    let values = request.headers().get_all(header::ACCEPT).filter_map(|value| value.to_str().ok());
    let mut best: Option<(u16, Form)> = None;
    for range in values.flat_map(|value| value.split(',')) {
        let mut parts = range.split(';').map(str::trim);
        let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
        let quality = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1_000), thousandths);
        let Some(quality) = quality.filter(|quality| *quality > 0) else { continue };
        let form = match kind.as_str() {
            "*/*" | "text/*" => Some(Form::Table(Format::Csv)),
            kind => Form::ALL.into_iter().find(|form| form.media_type() == kind),
        };
        if let Some(form) = form
            && best.is_none_or(|(so_far, _)| quality > so_far)
        {
            best = Some((quality, form));
        }
    }
    best.map_or(Form::Table(Format::Csv), |(_, form)| form)
}

/// A quality such as `0.5`, in thousandths.
fn thousandths(quality: &str) -> Option<u16> {
    let (whole, fraction) = quality.split_once('.').unwrap_or((quality, ""));
    let whole: u16 = whole.parse().ok().filter(|whole| *whole <= 1)?;
    let fraction: u16 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    Some(whole * 1_000 + fraction).filter(|quality| *quality <= 1_000)
}

/// A file without a name that an export is written to.
pub(super) fn destination(state: &State, form: Form, with_mark: bool) -> Result<Destination, Problem> {
    let folder = state.settings.files.spool();
    let file = tempfile::tempfile_in(&folder).map_err(|error| spool_failed(&error))?;
    Ok(Destination { out: Box::new(file), form, folder, with_mark })
}

/// Sends an export, its length ahead, or says why there is none.
pub(super) async fn send(
    name: &str,
    form: Form,
    exported: Result<Exported, ExportError>,
) -> Result<HttpResponse, Problem> {
    let mut out = exported.map_err(problem)?.out;
    let rewound = web::block(move || {
        let length = out.seek(SeekFrom::End(0))?;
        out.seek(SeekFrom::Start(0))?;
        Ok::<_, io::Error>((out, length))
    })
    .await
    .map_err(|error| Problem::internal(error.to_string()))?;
    let (out, length) = rewound.map_err(|error| spool_failed(&error))?;
    let pieces = stream::try_unfold(out, |mut out| async move {
        let read = web::block(move || {
            let mut piece = vec![0; PIECE];
            let read = out.read(&mut piece)?;
            piece.truncate(read);
            Ok::<_, io::Error>((piece, out))
        })
        .await
        .map_err(io::Error::other)?;
        let (piece, out) = read?;
        Ok::<_, io::Error>((!piece.is_empty()).then(|| (Bytes::from(piece), out)))
    });
    let media_type = match form {
        Form::Table(Format::Csv) => "text/csv; charset=utf-8; header=present".to_owned(),
        Form::Sdmx => format!("{}; version=2.0.0; charset=utf-8", form.media_type()),
        Form::Table(_) => form.media_type().to_owned(),
    };
    let disposition = format!("attachment; filename=\"{name}.{}\"", form.extension());
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CONTENT_TYPE, media_type)).insert_header((header::VARY, "Accept"));
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        answer.insert_header((header::CONTENT_DISPOSITION, disposition));
    }
    Ok(answer.body(actix_web::body::SizedStream::new(length, pieces)))
}

fn problem(error: ExportError) -> Problem {
    match error {
        ExportError::Service(error) => Problem::of(error, Place::Query),
        ExportError::NoSuchForm(detail) => Problem::query("format", "", "no_such_form", detail),
        ExportError::Write(WriteError::TooManyRows) => {
            Problem::query("format", "xlsx", "too_many_rows", WriteError::TooManyRows.to_string())
        }
        ExportError::Write(WriteError::Io(error)) => spool_failed(&error),
        ExportError::Write(WriteError::Workbook(error)) => Problem::internal(error.to_string()),
    }
}
