//! From bytes to text: UTF-8 with or without a byte order mark, UTF-16 with one, else GB18030. Never with
//! replacement characters: a text that does not decode is refused with the place, and so is one whose lines are not all
//! in the same encoding. Works through a file of any size in small pieces.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use encoding_rs::{Decoder, DecoderResult, Encoding, GB18030, UTF_8};

use super::{
    fault::{RowFault, Spot},
    read::LONGEST_ROW,
};

const PIECE: usize = 64 * 1024;

/// Reads a file as UTF-8, whichever of the encodings it has.
///
/// # Errors
/// A fault with the line where neither UTF-8 nor GB18030 decodes, or where the other of them begins; one that says so
/// where it cannot be read.
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
            check_unmixed(&mut input)?;
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

/// Refuses a text that has lines of UTF-8 and others that are none: nearly all bytes decode as GB18030, and those of
/// UTF-8 to other words than were written.
fn check_unmixed<R: Read + Seek>(input: &mut R) -> Result<(), RowFault> {
    input.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    let mut input = BufReader::new(input);
    let mut bytes = Vec::new();
    let mut first = None;
    let mut line: u64 = 1;
    // A line without an end is cut: no row of that length is taken.
    let most = u64::try_from(LONGEST_ROW).unwrap_or(u64::MAX);
    loop {
        bytes.clear();
        if input.by_ref().take(most).read_until(b'\n', &mut bytes).map_err(unreadable)? == 0 {
            return Ok(());
        }
        if let Some(is_utf8) = tells_utf8(&bytes) {
            let (before, at) = *first.get_or_insert((is_utf8, line));
            if before != is_utf8 {
                let (here, there) = if is_utf8 { ("is", "is not") } else { ("is not", "is") };
                let detail = format!(
                    "the line {here} UTF-8 and line {at} {there}, so that one of them would be read as other words; save \
                     all of the file as UTF-8 (in a spreadsheet: CSV UTF-8)"
                );
                return Err(RowFault::of_row(Spot::Line(line), "mixed_encoding", detail));
            }
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

    fn gb18030(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    #[test]
    fn lines_of_two_encodings_are_refused_where_the_other_begins() {
        let utf8 = "统计,2.6\n".as_bytes();
        let others = gb18030("指标,目标\n国家统计局,5.5\n");
        let mixed = |parts: &[&[u8]]| {
            let fault = text(&parts.concat()).unwrap_err();
            (fault.code, fault.spot.unwrap().to_string())
        };
        assert_eq!(mixed(&[&others, utf8]), ("mixed_encoding", "line 3".to_owned()));
        assert_eq!(mixed(&[b"a,b\n", utf8, &others]), ("mixed_encoding", "line 3".to_owned()));
        assert_eq!(mixed(&[utf8, &others, utf8]), ("mixed_encoding", "line 2".to_owned()));
        // UTF-8 with one character cut in two, by a field of so many bytes.
        let cut = [utf8, &"来源\n".as_bytes()[..5], b"\n"].concat();
        assert_eq!(mixed(&[&cut]), ("mixed_encoding", "line 2".to_owned()));
        // Words of which each byte could be one of GB2312.
        assert_eq!(mixed(&["奥秘,1\n".as_bytes(), &others]), ("mixed_encoding", "line 2".to_owned()));
    }

    #[test]
    fn words_of_gb18030_are_not_taken_for_utf8() {
        let plan = include_str!("../../tests/golden/cq-2022/plan.csv");
        assert_eq!(text(&gb18030(plan)).unwrap(), plan);
        // Words with rare characters, whose bytes begin as those of UTF-8 do.
        for words in ["联通", "涪陵", "綦江", "璧山", "铜梁", "潼南", "Montréal", "一", "臺灣"]
        {
            let file = format!("国家统计局\n{words}\n{words},{words}\n");
            assert_eq!(text(&gb18030(&file)).unwrap(), file);
        }
        // Whatever stands side by side in a plan, on lines of their own.
        let characters: Vec<char> = plan.chars().filter(|c| !c.is_ascii() && *c != '\u{feff}').collect();
        for length in [1, 2, 3, 5] {
            let lines: Vec<String> = characters.windows(length).map(|word| word.iter().collect()).collect();
            let file = lines.join("\n");
            assert_eq!(text(&gb18030(&file)).unwrap(), file, "{length}");
        }
    }

    #[test]
    fn bytes_of_no_encoding_are_refused_with_their_line() {
        let fault = text(b"code\nb\xFF\xFF\n").unwrap_err();
        assert_eq!((fault.code, fault.spot), ("bad_encoding", Some(Spot::Line(2))));
    }
}
