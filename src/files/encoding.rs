//! From bytes to text: UTF-8 with or without a byte order mark, UTF-16 with one, else GB18030. Never with
//! replacement characters: a text that does not decode is refused with the place. Works through a file of any
//! size in small pieces.

use std::io::{self, Read, Seek, SeekFrom};

use encoding_rs::{Decoder, DecoderResult, Encoding, GB18030, UTF_8};

use super::fault::{RowFault, Spot};

const PIECE: usize = 64 * 1024;

/// Reads a file as UTF-8, whichever of the encodings it has.
///
/// # Errors
/// A fault with the line where neither UTF-8 nor GB18030 decodes; one that says so where it cannot be read.
pub(super) fn as_utf8<R: Read + Seek>(mut input: R) -> Result<impl Read, RowFault> {
    let mut mark = [0; 3];
    let marked = fill(&mut input, &mut mark).map_err(unreadable)?;
    let marked = Encoding::for_bom(mark.get(..marked).unwrap_or_default());
    let (encoding, start) = match marked {
        Some((encoding, length)) => {
            let start = u64::try_from(length).unwrap_or(0);
            check(&mut input, encoding, start, encoding.name())?;
            (encoding, start)
        }
        None if check(&mut input, UTF_8, 0, "").is_ok() => (UTF_8, 0),
        None => {
            check(&mut input, GB18030, 0, "UTF-8 nor as GB18030")?;
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
mod tests {
    use std::io::Cursor;

    use super::*;

    fn text(bytes: &[u8]) -> Result<String, RowFault> {
        let mut text = String::new();
        as_utf8(Cursor::new(bytes))?.read_to_string(&mut text).unwrap();
        Ok(text)
    }

    #[test]
    fn utf8_with_and_without_mark_gb18030_and_utf16_decode_to_the_same_text() {
        // Longer than one piece, so that characters lie across its edge.
        let original = "指标,目标\n增速,5.5左右\n".repeat(10_000);
        let (gb18030, _, _) = GB18030.encode(&original);
        let mut marked = vec![0xEF, 0xBB, 0xBF];
        marked.extend(original.as_bytes());
        let mut utf16 = vec![0xFF, 0xFE];
        utf16.extend(original.encode_utf16().flat_map(u16::to_le_bytes));
        for bytes in [original.as_bytes(), &gb18030, &marked, &utf16] {
            assert_eq!(text(bytes).unwrap(), original);
        }
        assert_eq!(text(b"").unwrap(), "");
    }

    #[test]
    fn bytes_of_no_encoding_are_refused_with_their_line() {
        let fault = text(b"code\nb\xFF\xFF\n").unwrap_err();
        assert_eq!((fault.code, fault.spot), ("bad_encoding", Some(Spot::Line(2))));
    }
}
