//! Files on their way out: which form is wanted, and a file sent piece by piece. It does not know what is in them.

use std::{
    io::{self, SeekFrom},
    sync::Arc,
};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, HeaderMap, HeaderValue},
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
    judged::Tongue,
    kept::Made,
    problem::{Kind, Place, Problem},
    query::Parameters,
    state::State,
    upload::spool_failed,
};
use crate::service::{
    Ground,
    export::{Destination, ExportError, Exported, Form, Format, WriteError},
};

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

/// The forms of exports that hold observations, the first where nothing is said.
pub(super) const OBSERVATIONS: &[Form] = &Form::ALL;

/// The forms of exports of tables, the first where nothing is said.
pub(super) const TABLES: &[Form] = &[
    Form::Table(Format::Csv),
    Form::Table(Format::Xlsx),
    Form::Table(Format::Ndjson),
    Form::Table(Format::Json),
];

/// The forms of answers, the first where nothing is said.
pub(super) const ANSWERS: &[Form] = &[
    Form::Table(Format::Json),
    Form::Table(Format::Csv),
    Form::Table(Format::Xlsx),
    Form::Table(Format::Ndjson),
];

/// Which form is wanted of those that there are: the one that `format` names, else the one that Accept prefers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    /// `None` where there is none that the client takes.
    form: Option<Form>,
    with_mark: bool,
    /// What tells answers apart that have the same address.
    mark: &'static str,
    offered: &'static [Form],
}

/// The form that an answer is given in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Taken {
    pub(super) form: Form,
    pub(super) with_mark: bool,
    mark: &'static str,
}

impl Wanted {
    /// Reads it, and notes what is wrong with it.
    pub(super) fn read(
        parameters: &mut Parameters,
        format: Option<&str>,
        bom: Option<&str>,
        request: &HttpRequest,
        offered: &'static [Form],
    ) -> Self {
        let with_mark = parameters.flag("bom", bom);
        let usual = offered.first().copied();
        let Some(word) = format else {
            let form = accepted(request.headers(), offered);
            // Plain JSON is what is kept under the bare address.
            let is_plain = form == Some(Form::Table(Format::Json)) && form == usual;
            let mark = if is_plain { "" } else { form.map_or("", Form::word) };
            return Self { form, with_mark, mark, offered };
        };
        let form = match word.parse::<Form>() {
            Ok(form) if offered.contains(&form) => Some(form),
            Ok(_) => {
                let detail = "SDMX-CSV holds observations: ask for exports of outcomes or targets in it, and for this \
                              as csv";
                parameters.fault("format", word, "no_such_form", detail);
                usual
            }
            Err(_) => {
                let words: Vec<&str> = offered.iter().map(|form| form.word()).collect();
                let detail = format!("{word:?} is no form of this answer; write one of {}", words.join(", "));
                parameters.fault("format", word, "unknown_form", detail);
                usual
            }
        };
        Self { form, with_mark, mark: "", offered }
    }

    /// The form, or why there is none.
    pub(super) fn taken(self) -> Result<Taken, Problem> {
        let Self { form, with_mark, mark, offered } = self;
        let form = form.ok_or_else(|| {
            let there: Vec<&str> = offered.iter().map(|form| form.media_type()).collect();
            let words: Vec<&str> = offered.iter().map(|form| form.word()).collect();
            let detail = format!(
                "Accept names none of the forms that there are: {}; name one of them, or write format={} in the query",
                there.join(", "),
                words.join("|")
            );
            Problem::new(Kind::NotAcceptable, detail)
        })?;
        Ok(Taken { form, with_mark, mark })
    }
}

impl Taken {
    /// What tells answers apart that have the same address, in this form and language.
    pub(super) fn mark_with(self, tongue: Tongue) -> String {
        [self.mark, tongue.mark()].concat()
    }

    /// What tells answers apart that have the same address, where there are no words of a language.
    pub(super) const fn mark(self) -> &'static str {
        self.mark
    }
}

/// How much a client likes a form, in thousandths: what the most exact range says that it falls under (RFC 9110). 0
/// where it does not take it.
fn liking(ranges: &[(String, u16)], form: Form) -> u16 {
    let media_type = form.media_type();
    let kind = media_type.split('/').next().unwrap_or_default();
    let exactness = |range: &str| match range.split_once('/') {
        _ if range == media_type => Some(2),
        _ if Format::of_media_type(range).is_some_and(|format| form == Form::Table(format)) => Some(2),
        Some((of_kind, "*")) if of_kind == kind => Some(1),
        Some(("*", "*")) => Some(0),
        _ => None,
    };
    let fitting = ranges.iter().filter_map(|(range, weight)| Some((exactness(range)?, *weight)));
    fitting.max().map_or(0, |(_, weight)| weight)
}

/// The form that Accept prefers; of those it prefers equally, the first; the first of all where it says nothing.
fn accepted(headers: &HeaderMap, offered: &[Form]) -> Option<Form> {
    if !headers.contains_key(header::ACCEPT) {
        return offered.first().copied();
    }
    let values = headers.get_all(header::ACCEPT).filter_map(|value| value.to_str().ok());
    let ranges: Vec<(String, u16)> = values
        .flat_map(|value| value.split(','))
        .filter_map(|range| {
            let mut parts = range.split(';').map(str::trim);
            let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
            let quality = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
            Some((kind, quality.map_or(Some(1_000), thousandths)?))
        })
        .filter(|(kind, _)| !kind.is_empty())
        .collect();
    if ranges.is_empty() {
        return offered.first().copied();
    }
    let mut best = None;
    let mut best_liking = 0;
    for form in offered {
        let liking = liking(&ranges, *form);
        if liking > best_liking {
            (best, best_liking) = (Some(*form), liking);
        }
    }
    best
}

/// A quality such as `0.5`, in thousandths.
pub(super) fn thousandths(quality: &str) -> Option<u16> {
    let (whole, fraction) = quality.split_once('.').unwrap_or((quality, ""));
    let whole: u16 = whole.parse().ok().filter(|whole| *whole <= 1)?;
    let fraction: u16 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    Some(whole * 1_000 + fraction).filter(|quality| *quality <= 1_000)
}

/// A file without a name that an export is written to.
pub(super) fn destination(state: &State, taken: Taken) -> Result<Destination, Problem> {
    let Taken { form, with_mark, mark: _ } = taken;
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
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CONTENT_TYPE, content_type(form))).insert_header((header::VARY, "Accept"));
    if let Some(disposition) = disposition(name, form) {
        answer.insert_header((header::CONTENT_DISPOSITION, disposition));
    }
    Ok(answer.body(actix_web::body::SizedStream::new(length, pieces)))
}

/// The media type of a form, with its parameters.
const fn content_type(form: Form) -> HeaderValue {
    HeaderValue::from_static(match form {
        Form::Table(Format::Csv) => "text/csv; charset=utf-8; header=present",
        Form::Sdmx => "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8",
        Form::Table(_) => form.media_type(),
    })
}

/// What a file is called where it is saved.
fn disposition(name: &str, form: Form) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("attachment; filename=\"{name}.{}\"", form.extension())).ok()
}

/// A place in memory that an answer is written to.
pub(super) fn in_memory(state: &State, taken: Taken) -> Destination {
    let Taken { form, with_mark, mark: _ } = taken;
    let folder = state.settings.files.spool();
    Destination { out: Box::new(io::Cursor::new(Vec::new())), form, folder, with_mark }
}

/// An answer that was written to memory, to be kept.
pub(super) fn made(
    name: &str,
    form: Form,
    exported: Result<Exported, ExportError>,
    ground: Arc<Ground>,
    holds_at: i64,
) -> Result<Made, Problem> {
    let mut out = exported.map_err(problem)?.out;
    let mut body = Vec::new();
    out.rewind().and_then(|()| out.read_to_end(&mut body)).map_err(|error| spool_failed(&error))?;
    Ok(Made::file(body, content_type(form), disposition(name, form), ground, holds_at).in_forms())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_the_one_that_the_client_prefers() {
        const CSV: Form = Form::Table(Format::Csv);
        const JSON: Form = Form::Table(Format::Json);
        const NDJSON: Form = Form::Table(Format::Ndjson);
        for (accept, answers, tables) in [
            ("", Some(JSON), Some(CSV)),
            ("*/*", Some(JSON), Some(CSV)),
            ("application/*", Some(JSON), Some(Form::Table(Format::Xlsx))),
            ("text/*", Some(CSV), Some(CSV)),
            ("text/csv, application/json;q=0.9", Some(CSV), Some(CSV)),
            ("application/json;q=0.5, application/x-ndjson;q=0.2", Some(JSON), Some(JSON)),
            ("application/jsonl", Some(NDJSON), Some(NDJSON)),
            ("application/json;q=0, */*", Some(CSV), Some(CSV)),
            ("text/csv;q=0.1, */*;q=0.5", Some(JSON), Some(Form::Table(Format::Xlsx))),
            ("text/html, application/xhtml+xml, */*;q=0.8", Some(JSON), Some(CSV)),
            ("TEXT/CSV; charset=utf-8; q=0.3", Some(CSV), Some(CSV)),
            ("image/png", None, None),
            ("*/*;q=0", None, None),
            ("application/vnd.sdmx.data+csv", None, None),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]);
            assert_eq!(accepted(&headers, ANSWERS), answers, "{accept}");
            assert_eq!(accepted(&headers, TABLES), tables, "{accept}");
        }
        assert_eq!(accepted(&HeaderMap::new(), ANSWERS), Some(JSON));
    }
}
