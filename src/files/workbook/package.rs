//! The zip that a workbook is: its directory is checked before it is read, and all that is unpacked is counted against
//! one allowance, whatever the directory says of sizes.

use std::{
    cell::Cell,
    io::{self, BufReader, Read, Seek, SeekFrom},
    rc::Rc,
};

use zip::{ZipArchive, result::ZipError};

use super::{
    super::{
        fault::RowFault,
        read::{Input, Limits, Measured},
    },
    xml::Xml,
};

/// Most entries of the directory; a workbook with one sheet has about ten.
const MOST_ENTRIES: u64 = 1_000;

/// How many times its own size a file may unpack to, past the first mebibyte; real workbooks stay under 20.
const GREATEST_RATIO: u64 = 100;
const FREE_OF_RATIO: u64 = 1024 * 1024;

/// Where the end of the directory may lie: its own 22 bytes and the longest comment.
const TAIL: u64 = 22 + 65_535;

/// A workbook that is open.
pub(super) struct Package {
    archive: ZipArchive<Box<dyn Input>>,
    unpacking: Unpacking,
}

/// How much may still be unpacked.
#[derive(Clone)]
pub(super) struct Unpacking {
    left: Rc<Cell<u64>>,
}

impl Unpacking {
    /// Whether nothing more may be unpacked.
    pub(super) fn is_used_up(&self) -> bool {
        self.left.get() == 0
    }

    /// What is to be said then.
    pub(super) fn fault() -> RowFault {
        let detail = "the workbook unpacks to far more than a table of its size; save it as CSV, or in parts";
        RowFault::of_file("unpacks_too_far", detail)
    }
}

impl Package {
    /// Opens a workbook.
    ///
    /// # Errors
    /// No workbook, too large, too many entries, or one with parts that are not taken.
    pub(super) fn open(mut input: Box<dyn Input>, limits: Limits) -> Result<Self, RowFault> {
        let length = input.seek(SeekFrom::End(0)).map_err(|error| unreadable(&error))?;
        if length > limits.workbook_bytes {
            let detail = format!(
                "the workbook has {length} bytes; at most {} are taken; save it as CSV, or in parts",
                limits.workbook_bytes
            );
            return Err(RowFault::of_file("workbook_too_large", detail));
        }
        check_kind(&mut input)?;
        check_directory(&mut input, length)?;
        input.seek(SeekFrom::Start(0)).map_err(|error| unreadable(&error))?;
        let archive = ZipArchive::new(input).map_err(|error| broken(&error))?;
        if u64::try_from(archive.len()).map_or(true, |entries| entries > MOST_ENTRIES) {
            return Err(too_many_entries());
        }
        for name in archive.file_names_raw() {
            check_name(&String::from_utf8_lossy(name).to_ascii_lowercase())?;
        }
        let by_ratio = length.saturating_mul(GREATEST_RATIO).saturating_add(FREE_OF_RATIO);
        let left = Rc::new(Cell::new(limits.unpacked_bytes.min(by_ratio)));
        Ok(Self { archive, unpacking: Unpacking { left } })
    }

    /// Whether there is such a part.
    pub(super) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// A part, to be read as XML.
    ///
    /// # Errors
    /// Where there is no such part, or it cannot be unpacked.
    pub(super) fn part(&mut self, name: &str) -> Result<Xml<'_>, RowFault> {
        let file = self.archive.by_name(name).map_err(|error| broken(&error))?;
        let counted = Counted { inner: file, unpacking: self.unpacking.clone() };
        let (measured, allowance) = Measured::new(counted);
        let reader: Box<dyn Read + '_> = Box::new(measured);
        Ok(Xml::new(BufReader::new(reader), allowance, self.unpacking.clone()))
    }
}

struct Counted<R> {
    inner: R,
    unpacking: Unpacking,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let left = self.unpacking.left.get().saturating_sub(u64::try_from(read).unwrap_or(u64::MAX));
        self.unpacking.left.set(left);
        if left == 0 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "it unpacks too far"));
        }
        Ok(read)
    }
}

fn unreadable(error: &io::Error) -> RowFault {
    RowFault::of_file("unreadable", format!("the file cannot be read: {error}"))
}

fn broken(error: &ZipError) -> RowFault {
    RowFault::of_file("broken_workbook", format!("the workbook cannot be unpacked: {error}"))
}

fn too_many_entries() -> RowFault {
    let detail = format!("the workbook has more than {MOST_ENTRIES} parts; save the table alone");
    RowFault::of_file("too_many_parts", detail)
}

/// Whether it is a zip at all; others that come with the extension are named for what they are.
fn check_kind(input: &mut Box<dyn Input>) -> Result<(), RowFault> {
    let mut head = Vec::new();
    let read = input.seek(SeekFrom::Start(0)).and_then(|_| input.by_ref().take(4).read_to_end(&mut head));
    read.map_err(|error| unreadable(&error))?;
    let detail = match head.as_slice() {
        b"PK\x03\x04" => return Ok(()),
        [0xD0, 0xCF, 0x11, 0xE0] => {
            "the file is an old workbook (.xls) or has a password; save it as .xlsx without one"
        }
        _ => "the file is no workbook; save it as .xlsx, or name the form that it has",
    };
    Err(RowFault::of_file("no_workbook", detail))
}

/// Looks at the end of the directory, and at whatever else in the tail of the file could be taken for one: none may
/// announce more entries than are taken.
fn check_directory(input: &mut Box<dyn Input>, length: u64) -> Result<(), RowFault> {
    let mut tail = Vec::new();
    let start = length.saturating_sub(TAIL.saturating_mul(2));
    let read = input.seek(SeekFrom::Start(start)).and_then(|_| input.by_ref().read_to_end(&mut tail));
    read.map_err(|error| unreadable(&error))?;
    let mut has_end = false;
    for at in 0..tail.len() {
        let entries = match tail.get(at..).unwrap_or_default() {
            [b'P', b'K', 5, 6, _, _, _, _, _, _, low, high, ..] => {
                has_end = true;
                let announced = u64::from(u16::from_le_bytes([*low, *high]));
                // All ones: the number stands in the larger form of the directory's end.
                if announced == u64::from(u16::MAX) { 0 } else { announced }
            }
            [b'P', b'K', 6, 6, rest @ ..] => match rest.get(28..36).map(<[u8; 8]>::try_from) {
                Some(Ok(bytes)) => u64::from_le_bytes(bytes),
                _ => 0,
            },
            _ => 0,
        };
        if entries > MOST_ENTRIES {
            return Err(too_many_entries());
        }
    }
    if has_end {
        return Ok(());
    }
    Err(RowFault::of_file("broken_workbook", "the workbook has no directory; it may be cut short"))
}

/// Refuses parts that bring along more than cells.
fn check_name(name: &str) -> Result<(), RowFault> {
    let (code, what) = if name.contains("externallinks/") {
        ("external_link", "links to other files; break the links (Data, Edit Links)")
    } else if name.ends_with("vbaproject.bin") {
        ("macros", "macros; save it as .xlsx without them")
    } else if name.contains("embeddings/")
        || [".zip", ".xlsx", ".xlsm", ".xlsb", ".xls", ".docx", ".pptx"].iter().any(|end| name.ends_with(end))
    {
        ("embedded_file", "other files within it; take them out")
    } else {
        return Ok(());
    };
    Err(RowFault::of_file(code, format!("the workbook holds {what}")))
}
