//! From bytes to text: UTF-8 with or without a byte order mark, UTF-16 with one, else GB18030. Never with
//! replacement characters: a text that does not decode is refused with the place.

use std::borrow::Cow;

use crate::service::error::Fault;

/// The text of a file.
///
/// # Errors
/// A fault with the line where neither UTF-8 nor GB18030 decodes.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Fault> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let body = bytes.get(mark..).unwrap_or_default();
        return encoding
            .decode_without_bom_handling_and_without_replacement(body)
            .ok_or_else(|| undecodable(bytes, 0, encoding.name()));
    }
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(Cow::Borrowed(text)),
        Err(error) => error.valid_up_to(),
    };
    encoding_rs::GB18030
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or_else(|| undecodable(bytes, valid, "UTF-8 nor as GB18030"))
}

fn undecodable(bytes: &[u8], valid: usize, tried: &str) -> Fault {
    let line = bytes.iter().take(valid).filter(|byte| **byte == b'\n').count() + 1;
    let detail =
        format!("the file does not decode as {tried}; save it as UTF-8 (in a spreadsheet: CSV UTF-8)");
    Fault::new("", "", "bad_encoding", detail).at_line(u64::try_from(line).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf8_with_and_without_mark_gb18030_and_utf16_decode_to_the_same_text() {
        let text = "指标,目标\n增速,5.5左右\n";
        let (gb18030, _, _) = encoding_rs::GB18030.encode(text);
        let mut marked = vec![0xEF, 0xBB, 0xBF];
        marked.extend(text.as_bytes());
        let mut utf16 = vec![0xFF, 0xFE];
        utf16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        for bytes in [text.as_bytes(), &gb18030, &marked, &utf16] {
            assert_eq!(decode(bytes).unwrap(), text);
        }
    }

    #[test]
    fn bytes_of_no_encoding_are_refused_with_their_line() {
        let fault = decode(b"code\nb\xFF\xFF\n").unwrap_err();
        assert_eq!((fault.code.as_str(), fault.line), ("bad_encoding", Some(2)));
    }
}
