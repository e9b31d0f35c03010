//! Files that are imported, read on a thread of their own: rows come in batches as they are asked for, so that a file
//! may be larger than memory and reading it holds up nobody else. Knows no use of the columns.

use std::{fmt, ops::ControlFlow, sync::Arc, vec};

use tokio::sync::mpsc;

pub use crate::files::{Charset, Columns, Format, Input, Limits, Row, Said, Shape, Spot};
use crate::{
    domain::shown::printed_nature,
    files::{self, RowFault, Sink},
    service::error::{Fault, Faults},
};

/// Rows that are handed over together, and the bytes after which there are no more of them.
const ROWS_A_BATCH: usize = 1_000;
const BYTES_A_BATCH: usize = 1024 * 1024;

/// Batches that may wait for their reader.
const BATCHES_WAITING: usize = 2;

/// Most bytes of the rows of a table that is held as a whole.
const BYTES_HELD: usize = 64 * 1024 * 1024;

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// So many rows were read.
    Read(usize),
    /// So many rows were written.
    Written(usize),
}

/// Is told how far an import has come.
pub type Progress = Arc<dyn Fn(Step) + Send + Sync>;

/// A file that is to be imported.
pub struct Source {
    input: Box<dyn Input>,
    said: Said,
    limits: Limits,
    progress: Option<Progress>,
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source").field("said", &self.said).finish_non_exhaustive()
    }
}

impl Source {
    /// A file in a form, taken within limits.
    pub fn new(input: impl Input + 'static, said: impl Into<Said>, limits: Limits) -> Self {
        Self { input: Box::new(input), said: said.into(), limits, progress: None }
    }

    /// The same, telling how far it has come.
    #[must_use]
    pub fn with_progress(self, progress: Progress) -> Self {
        Self { progress: Some(progress), ..self }
    }

    /// What is told of rows that were written; it outlives the file.
    pub(super) fn teller(&self) -> impl Fn(usize) + use<> {
        let progress = self.progress.clone();
        move |rows| {
            if let Some(tell) = &progress {
                tell(Step::Written(rows));
            }
        }
    }
}

/// What the thread that reads hands over.
enum Piece {
    Columns(Columns),
    Rows(Vec<Result<Row, Fault>>),
    Refused(Faults),
    End,
}

/// A table that is being read.
#[derive(Debug)]
pub struct Table {
    /// Its columns.
    pub columns: Columns,
    pieces: mpsc::Receiver<Piece>,
    ready: vec::IntoIter<Result<Row, Fault>>,
    has_ended: bool,
}

impl fmt::Debug for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Piece")
    }
}

/// Opens a file.
///
/// # Errors
/// The faults: no file of that form; a column that is missing, unknown (unless that is to be ignored) or there twice.
pub async fn open(source: Source, shape: Shape) -> Result<Table, Faults> {
    let (sender, mut pieces) = mpsc::channel(BATCHES_WAITING);
    let reading = tokio::task::spawn_blocking(move || read(source, shape, &sender));
    let refused = match pieces.recv().await {
        Some(Piece::Columns(columns)) => {
            return Ok(Table { columns, pieces, ready: Vec::new().into_iter(), has_ended: false });
        }
        Some(Piece::Refused(faults)) => faults,
        _ => broken_off().into(),
    };
    drop(reading);
    Err(refused)
}

/// Reads the file to its end, or as long as someone takes the rows.
fn read(source: Source, shape: Shape, sender: &mpsc::Sender<Piece>) {
    let Source { input, said, limits, progress } = source;
    let mut batch = Batch { sender, rows: Vec::new(), weight: 0, read: 0, progress };
    let last = match files::read(input, said, shape, limits, &mut batch) {
        Ok(()) => match batch.hand_over() {
            ControlFlow::Continue(()) => Piece::End,
            ControlFlow::Break(()) => return,
        },
        Err(faults) => Piece::Refused(faults.into_iter().map(Fault::from).collect::<Vec<_>>().into()),
    };
    // Where nobody takes it any more, nothing is lost.
    drop(sender.blocking_send(last));
}

struct Batch<'a> {
    sender: &'a mpsc::Sender<Piece>,
    rows: Vec<Result<Row, Fault>>,
    weight: usize,
    read: usize,
    progress: Option<Progress>,
}

impl Batch<'_> {
    fn hand_over(&mut self) -> ControlFlow<()> {
        self.weight = 0;
        self.read += self.rows.len();
        if let Some(tell) = &self.progress {
            tell(Step::Read(self.read));
        }
        match self.sender.blocking_send(Piece::Rows(std::mem::take(&mut self.rows))) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }
}

impl Sink for Batch<'_> {
    fn columns(&mut self, columns: Columns) {
        drop(self.sender.blocking_send(Piece::Columns(columns)));
    }

    fn row(&mut self, row: Result<Row, RowFault>) -> bool {
        self.weight += row.as_ref().map_or(0, Row::weight);
        self.rows.push(row.map_err(Fault::from));
        if self.rows.len() < ROWS_A_BATCH && self.weight < BYTES_A_BATCH {
            return true;
        }
        self.hand_over().is_continue()
    }
}

impl Table {
    /// The next row; `None` at the end.
    ///
    /// # Errors
    /// A fault of the row. Reading may go on after it.
    pub async fn next_row(&mut self) -> Option<Result<Row, Fault>> {
        loop {
            if let Some(row) = self.ready.next() {
                return Some(row);
            }
            if self.has_ended {
                return None;
            }
            match self.pieces.recv().await {
                Some(Piece::Rows(rows)) => self.ready = rows.into_iter(),
                Some(Piece::End) => self.has_ended = true,
                _ => {
                    self.has_ended = true;
                    return Some(Err(broken_off()));
                }
            }
        }
    }

    /// All good rows of a small table; the faults of the others are added, one where there are more than `most`.
    pub async fn all_rows(mut self, most: usize, faults: &mut Faults) -> (Columns, Vec<Row>) {
        let mut rows: Vec<Row> = Vec::new();
        let mut weight = 0;
        while let Some(row) = self.next_row().await {
            match row {
                Ok(row) if rows.len() == most || weight > BYTES_HELD => {
                    let detail =
                        format!("such a table has at most {most} rows of bearable length; split the file");
                    faults.push(Fault::new("", "", "too_many_rows", detail).at(row.spot));
                    break;
                }
                Ok(row) => {
                    weight += row.weight();
                    rows.push(row);
                }
                Err(fault) => faults.push(fault),
            }
        }
        (self.columns, rows)
    }
}

fn broken_off() -> Fault {
    Fault::new("", "", "unreadable", "the file could not be read to its end; send it again")
}

/// Duty or guidance, by its word or as tables print it.
pub(super) fn nature(columns: &Columns, row: &Row) -> Option<String> {
    let given = columns.filled(row, "nature")?;
    Some(printed_nature(&given).map_or(given, |nature| nature.word().to_owned()))
}

/// What a cell of true or false says; `None` where it is empty, and where it says something else, which is a fault.
pub(super) fn flag(columns: &Columns, row: &Row, column: &str, faults: &mut Vec<Fault>) -> Option<bool> {
    match columns.cell(row, column) {
        "" => None,
        "yes" | "1" => Some(true),
        "no" | "0" => Some(false),
        // A spreadsheet writes them in capitals.
        word if word.eq_ignore_ascii_case("true") => Some(true),
        word if word.eq_ignore_ascii_case("false") => Some(false),
        other => {
            faults.push(Fault::new(column, other, "bad_flag", "write true or false (or yes, no, 1, 0)"));
            None
        }
    }
}
