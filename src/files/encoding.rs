//! From bytes to text: as the file is said to be, else UTF-8 with or without a byte order mark, UTF-16 with one, else
//! GB18030 where that gives plain Chinese. Never with replacement characters or those of private use, which another
//! encoding leaves behind: a text that does not decode is refused with the place, and so is one whose lines are not all in
//! the same encoding, or that could be other words in another one. Works through a file of any size in small pieces.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use encoding_rs::{Decoder, DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::{
    fault::{RowFault, Spot},
    guess::Tally,
    read::LONGEST_ROW,
};

const PIECE: usize = 64 * 1024;

/// What a file is said to be encoded in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    /// UTF-8.
    Utf8,
    /// UTF-16 whose byte order mark says which of the two.
    Utf16,
    /// UTF-16, the lower byte first.
    Utf16Le,
    /// UTF-16, the higher byte first.
    Utf16Be,
    /// GB18030, and with it GBK and GB2312.
    Gb18030,
}

impl Charset {
    /// The one that a name means; `None` for what is not taken.
    pub fn of_name(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Some(Self::Utf8),
            "utf-16" => Some(Self::Utf16),
            "utf-16le" => Some(Self::Utf16Le),
            "utf-16be" => Some(Self::Utf16Be),
            "gb18030" | "gbk" | "gb2312" | "gb_2312-80" => Some(Self::Gb18030),
            _ => None,
        }
    }

    /// The encoding; `None` where only the mark in the file says it.
    const fn encoding(self) -> Option<&'static Encoding> {
        match self {
            Self::Utf8 => Some(UTF_8),
            Self::Utf16 => None,
            Self::Utf16Le => Some(UTF_16LE),
            Self::Utf16Be => Some(UTF_16BE),
            Self::Gb18030 => Some(GB18030),
        }
    }
}

/// Reads a file as UTF-8, whichever of the encodings it has; where it is said to have one, that one alone.
///
/// # Errors
/// A fault with the line where neither UTF-8 nor GB18030 decodes, where the other of them begins, or where it cannot be
/// told which words they are; one that says so where it cannot be read.
pub(super) fn as_utf8<R: Read + Seek>(
    mut input: R,
    declared: Option<Charset>,
) -> Result<impl Read, RowFault> {
    let mut mark = [0; 3];
    let marked = fill(&mut input, &mut mark).map_err(unreadable)?;
    let start = mark.get(..marked).unwrap_or_default();
    let has_nul = start.contains(&0);
    let marked = Encoding::for_bom(start);
    let (encoding, start) = match (marked, declared) {
        (None, Some(declared)) => (unmarked(&mut input, declared)?, 0),
        (Some((encoding, length)), declared) => {
            let is_said = match declared {
                None => true,
                Some(Charset::Utf16) => encoding == UTF_16LE || encoding == UTF_16BE,
                Some(declared) => declared.encoding() == Some(encoding),
            };
            if !is_said {
                let detail = format!(
                    "the file begins with the byte order mark of {} and is said to be another; correct one of the two",
                    encoding.name()
                );
                return Err(RowFault::of_row(Spot::Line(1), "bad_encoding", detail));
            }
            let start = u64::try_from(length).unwrap_or(0);
            check(&mut input, encoding, start, encoding.name())?;
            (encoding, start)
        }
        (None, None) if has_nul => {
            let detail = "the file looks like UTF-16 and has no byte order mark; say utf-16le or utf-16be, or save it as \
                          UTF-8 (in a spreadsheet: CSV UTF-8)";
            return Err(RowFault::of_row(Spot::Line(1), "bad_encoding", detail));
        }
        (None, None) if check(&mut input, UTF_8, 0, "").is_ok() => {
            check_no_chinese(&mut input)?;
            (UTF_8, 0)
        }
        (None, None) => {
            check_unmixed(&mut input)?;
            check(&mut input, GB18030, 0, "UTF-8 nor as GB18030")?;
            check_chinese(&mut input)?;
            (GB18030, 0)
        }
    };
    input.seek(SeekFrom::Start(start)).map_err(unreadable)?;
    Ok(Utf8Reader {
        input,
        decoder: encoding.new_decoder_without_bom_handling(),
        ready: String::new(),
        given: 0,
        ended: false,
    })
}

/// The encoding of a file that is said to have it and has no mark.
fn unmarked<R: Read + Seek>(input: &mut R, declared: Charset) -> Result<&'static Encoding, RowFault> {
    let Some(encoding) = declared.encoding() else {
        let detail = "the file is said to be UTF-16 and has no byte order mark; say utf-16le or utf-16be, or save it \
                      as UTF-8";
        return Err(RowFault::of_row(Spot::Line(1), "bad_encoding", detail.to_owned()));
    };
    if encoding == GB18030
        && let Some(line) = first_line(input, |bytes, _| tells_utf8(bytes) == Some(true))?
    {
        let detail = "the line is UTF-8 and the file is said to be GB18030, so that it would be read as other words; say \
                      utf-8";
        return Err(RowFault::of_row(Spot::Line(line), "bad_encoding", detail.to_owned()));
    }
    check(input, encoding, 0, &format!("{}, which it is said to be", encoding.name()))?;
    Ok(encoding)
}

/// Fills the buffer as far as the input goes.
fn fill(input: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match input.read(rest)? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

/// Decodes all of it and keeps nothing; the fault names the line of the first bytes that do not decode.
fn check<R: Read + Seek>(
    input: &mut R,
    encoding: &'static Encoding,
    start: u64,
    tried: &str,
) -> Result<(), RowFault> {
    input.seek(SeekFrom::Start(start)).map_err(unreadable)?;
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut piece = vec![0; PIECE];
    let mut text = String::with_capacity(PIECE * 3);
    let mut line: u64 = 1;
    loop {
        let read = fill(input, &mut piece).map_err(unreadable)?;
        let bytes = piece.get(..read).unwrap_or_default();
        let is_text = decode(&mut decoder, bytes, read < PIECE, &mut text);
        // Nearly all bytes decode as GB18030; those of another encoding come out as what nobody writes.
        if encoding == GB18030
            && let Some((at, strange)) = text.char_indices().find(|(_, c)| is_private(*c))
        {
            let before = text.get(..at).unwrap_or_default().bytes().filter(|byte| *byte == b'\n').count();
            let line = line + u64::try_from(before).unwrap_or(0);
            let detail = format!(
                "the line has U+{:04X} where it is read as GB18030, a character of private use: the file has another \
                 encoding; save it as UTF-8 (in a spreadsheet: CSV UTF-8)",
                u32::from(strange)
            );
            return Err(RowFault::of_row(Spot::Line(line), "bad_encoding", detail));
        }
        line += u64::try_from(text.bytes().filter(|byte| *byte == b'\n').count()).unwrap_or(0);
        if !is_text {
            let detail = format!(
                "the file does not decode as {tried}; save it as UTF-8 (in a spreadsheet: CSV UTF-8)"
            );
            return Err(RowFault::of_row(Spot::Line(line), "bad_encoding", detail));
        }
        if read < PIECE {
            return Ok(());
        }
        text.clear();
    }
}

const fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}

/// Refuses a text that has lines of UTF-8 and others that are none: nearly all bytes decode as GB18030, and those of
/// UTF-8 to other words than were written.
fn check_unmixed<R: Read + Seek>(input: &mut R) -> Result<(), RowFault> {
    let mut first = None;
    let other = first_line(input, |bytes, line| {
        tells_utf8(bytes).is_some_and(|is_utf8| first.get_or_insert((is_utf8, line)).0 != is_utf8)
    })?;
    let (Some(line), Some((is_utf8, at))) = (other, first) else { return Ok(()) };
    let (here, there) = if is_utf8 { ("is not", "is") } else { ("is", "is not") };
    let detail = format!(
        "the line {here} UTF-8 and line {at} {there}, so that one of them would be read as other words; save all of \
         the file as UTF-8 (in a spreadsheet: CSV UTF-8)"
    );
    Err(RowFault::of_row(Spot::Line(line), "mixed_encoding", detail))
}

/// Refuses a text that comes out of GB18030 as other than plain Chinese: it may be in another encoding.
fn check_chinese<R: Read + Seek>(input: &mut R) -> Result<(), RowFault> {
    let mut tally = Tally::new();
    pieces(input, |piece| {
        tally.pass(piece);
        true
    })?;
    let Some(line) = tally.doubtful_line() else { return Ok(()) };
    let detail = "the file is no UTF-8, and where it is read as GB18030 it is no plain Chinese, so that it may be other \
                  words in another encoding; say the charset (gb18030, if it is that), or save the file as UTF-8 (in a \
                  spreadsheet: CSV UTF-8)";
    Err(RowFault::of_row(Spot::Line(line), "bad_encoding", detail))
}

/// Refuses a text of UTF-8 that could be plain Chinese in GB18030 as well: words of Chinese are UTF-8 now and then, but
/// with letters of two bytes alone. What has characters of three bytes is what it seems, and so are signs as in £ and m².
fn check_no_chinese<R: Read + Seek>(input: &mut R) -> Result<(), RowFault> {
    let mut tally = Tally::new();
    let (mut has_letter, mut has_longer) = (false, false);
    pieces(input, |piece| {
        if !piece.is_ascii() {
            has_longer = piece.iter().any(|byte| *byte >= 0xE0);
            has_letter |= piece.iter().any(|byte| (0xC3..=0xDF).contains(byte));
        }
        tally.pass(piece);
        !has_longer
    })?;
    let line = tally.first_line();
    if has_longer || !has_letter || tally.doubtful_line().is_some() {
        return Ok(());
    }
    let detail = "the file could be UTF-8, and GB18030 with other words; say the charset, or save it as UTF-8 with a byte \
                  order mark (in a spreadsheet: CSV UTF-8)";
    Err(RowFault::of_row(Spot::Line(line), "bad_encoding", detail))
}

/// Goes through all of it in pieces, as long as they are wanted.
fn pieces<R: Read + Seek>(input: &mut R, mut wanted: impl FnMut(&[u8]) -> bool) -> Result<(), RowFault> {
    input.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    let mut piece = vec![0; PIECE];
    loop {
        let read = fill(input, &mut piece).map_err(unreadable)?;
        if !wanted(piece.get(..read).unwrap_or_default()) || read < PIECE {
            return Ok(());
        }
    }
}

/// The number of the first line that something holds of.
fn first_line<R: Read + Seek>(
    input: &mut R,
    mut holds: impl FnMut(&[u8], u64) -> bool,
) -> Result<Option<u64>, RowFault> {
    input.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    let mut input = BufReader::new(input);
    let mut bytes = Vec::new();
    let mut line: u64 = 1;
    // A line without an end is cut: no row of that length is taken.
    let most = u64::try_from(LONGEST_ROW).unwrap_or(u64::MAX);
    loop {
        bytes.clear();
        if input.by_ref().take(most).read_until(b'\n', &mut bytes).map_err(unreadable)? == 0 {
            return Ok(None);
        }
        if holds(&bytes, line) {
            return Ok(Some(line));
        }
        line += u64::from(bytes.last() == Some(&b'\n'));
    }
}

/// Whether a line is UTF-8 and not GB18030, or no UTF-8; `None` where it may be either.
///
/// Chinese words in GB18030 are next to never UTF-8 with a character of three bytes, since those begin with what is a
/// rare character there. Where the line could be ordinary words of GB2312 all the same, it counts as UTF-8 only if
/// that reads as ordinary words too.
fn tells_utf8(line: &[u8]) -> Option<bool> {
    if line.is_ascii() {
        return None;
    }
    let Ok(text) = std::str::from_utf8(line) else { return Some(false) };
    let has_three = text.chars().any(|character| character.len_utf8() == 3);
    let is_no_gb2312 = line.iter().any(|byte| (0x80..=0xA0).contains(byte));
    (has_three && (is_no_gb2312 || is_common(text))).then_some(true)
}

/// Whether a text has only the signs and the ordinary characters of GB2312, its first level.
fn is_common(text: &str) -> bool {
    let (bytes, _, _) = GB18030.encode(text);
    let mut bytes = bytes.iter();
    while let Some(byte) = bytes.next() {
        let is_common = match byte {
            0..=0x7F => true,
            0xA1..=0xA9 | 0xB0..=0xD7 => bytes.next().is_some_and(|trail| *trail >= 0xA1),
            _ => false,
        };
        if !is_common {
            return false;
        }
    }
    true
}

/// Appends the text of a piece; `false` where it does not decode.
fn decode(decoder: &mut Decoder, mut bytes: &[u8], last: bool, text: &mut String) -> bool {
    loop {
        text.reserve(bytes.len().saturating_mul(3).max(16));
        let (result, read) = decoder.decode_to_string_without_replacement(bytes, text, last);
        bytes = bytes.get(read..).unwrap_or_default();
        match result {
            DecoderResult::InputEmpty => return true,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => return false,
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err takes")]
fn unreadable(error: io::Error) -> RowFault {
    RowFault::of_file("unreadable", format!("the file cannot be read: {error}"))
}

struct Utf8Reader<R> {
    input: R,
    decoder: Decoder,
    ready: String,
    given: usize,
    ended: bool,
}

impl<R: Read> Read for Utf8Reader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() && !self.ended {
            let mut piece = vec![0; PIECE];
            let read = fill(&mut self.input, &mut piece)?;
            self.ended = read < PIECE;
            self.ready.clear();
            self.given = 0;
            let bytes = piece.get(..read).unwrap_or_default();
            if !decode(&mut self.decoder, bytes, self.ended, &mut self.ready) {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "the file changed while it was read"));
            }
        }
        let waiting = self.ready.as_bytes().get(self.given..).unwrap_or_default();
        let count = waiting.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..count), waiting.get(..count)) {
            to.copy_from_slice(from);
        }
        self.given += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests;
