//! The one door to all forms of files: rows are handed on one at a time, so that a file may be larger than memory.

use std::{
    cell::Cell,
    io::{self, Read, Seek},
    rc::Rc,
};

use super::{
    csv_rows,
    encoding::Charset,
    fault::RowFault,
    format::Format,
    json_rows,
    row::{Columns, Row, Shape},
    workbook,
};

/// Most bytes of one row, its punctuation included.
pub(super) const LONGEST_ROW: usize = 1024 * 1024;

/// A file that can be gone through more than once, on any thread.
pub trait Input: Read + Seek + Send {}
impl<T: Read + Seek + Send> Input for T {}

/// How much of a workbook is taken. All other bounds are fixed, since no table that is taken comes near them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes of the file.
    pub workbook_bytes: u64,
    /// Most bytes of all that is unpacked of it.
    pub unpacked_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { workbook_bytes: 10 * 1024 * 1024, unpacked_bytes: 100 * 1024 * 1024 }
    }
}

/// What takes the rows of a file.
pub trait Sink {
    /// Takes the columns, once and before any row.
    fn columns(&mut self, columns: Columns);

    /// Takes a row, or a fault of one; `false` where no more are wanted.
    fn row(&mut self, row: Result<Row, RowFault>) -> bool;
}

/// A form of a file, and what its text is said to be encoded in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// The form.
    pub format: Format,
    /// The encoding of text; where nothing is said the bytes tell. Other forms than CSV have one of their own.
    pub charset: Option<Charset>,
}

impl From<Format> for Said {
    fn from(format: Format) -> Self {
        Self { format, charset: None }
    }
}

/// Reads a file to its end, or as far as rows are wanted.
///
/// # Errors
/// The faults that leave no rows: no such form, a header that does not fit.
pub fn read(
    input: Box<dyn Input>,
    said: impl Into<Said>,
    shape: Shape,
    limits: Limits,
    sink: &mut dyn Sink,
) -> Result<(), Vec<RowFault>> {
    let Said { format, charset } = said.into();
    match format {
        Format::Csv => csv_rows::read(input, charset, shape, sink),
        Format::Ndjson => {
            json_rows::read_lines(input, shape, sink);
            Ok(())
        }
        Format::Json => json_rows::read_array(input, shape, sink),
        Format::Xlsx => workbook::read(input, shape, limits, sink),
    }
}

/// A reader that gives only so many bytes, until it is allowed more: a row without an end takes no memory without
/// end.
pub(super) struct Measured<R> {
    inner: R,
    allowance: Allowance,
}

/// What a [`Measured`] may still give.
#[derive(Debug, Clone)]
pub(super) struct Allowance {
    left: Rc<Cell<usize>>,
}

impl<R> Measured<R> {
    pub(super) fn new(inner: R) -> (Self, Allowance) {
        let allowance = Allowance { left: Rc::new(Cell::new(LONGEST_ROW)) };
        (Self { inner, allowance: allowance.clone() }, allowance)
    }
}

impl Allowance {
    /// Allows a whole row more.
    pub(super) fn renew(&self) {
        self.left.set(LONGEST_ROW);
    }

    /// Whether it is used up.
    pub(super) fn is_used_up(&self) -> bool {
        self.left.get() == 0
    }
}

impl<R: Read> Read for Measured<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.allowance.left.get();
        if left == 0 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a row is too long"));
        }
        let most = left.min(buffer.len());
        let read = self.inner.read(buffer.get_mut(..most).unwrap_or_default())?;
        self.allowance.left.set(left - read);
        Ok(read)
    }
}

/// The fault of a row without an end.
pub(super) fn too_long() -> String {
    format!("the row is longer than {LONGEST_ROW} bytes; is a closing quote missing?")
}
