//! Texts of all encodings that are read, and of those that are not.

use std::io::Cursor;

use super::*;

fn text(bytes: &[u8]) -> Result<String, RowFault> {
    let mut text = String::new();
    as_utf8(Cursor::new(bytes), None)?.read_to_string(&mut text).unwrap();
    Ok(text)
}

fn said(bytes: &[u8], charset: &str) -> Result<String, (&'static str, Option<Spot>)> {
    let mut text = String::new();
    as_utf8(Cursor::new(bytes), Some(Charset::of_name(charset).unwrap()))
        .map_err(|fault| (fault.code, fault.spot))?
        .read_to_string(&mut text)
        .unwrap();
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
    let plan = include_str!("../../../tests/golden/cq-2022/plan.csv");
    assert_eq!(text(&gb18030(plan)).unwrap(), plan);
    // Words with rare characters, whose bytes begin as those of UTF-8 do.
    for words in ["联通", "涪陵", "綦江", "璧山", "铜梁", "潼南", "Montréal", "一"] {
        let file = format!("国家统计局\n{words}\n{words},{words}\n");
        assert_eq!(text(&gb18030(&file)).unwrap(), file);
    }
    // Characters that are not of GB2312, among many that are.
    for words in ["臺灣", "Montréal", "A级", "A和B", "镕"] {
        let file = format!("{plan}{words}\n");
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

#[test]
fn what_comes_out_as_characters_of_private_use_is_another_encoding() {
    let big5 = encoding_rs::BIG5.encode("code,name_zh\na,產業\nb,年\n").0.into_owned();
    assert_eq!(
        text(&big5).map_err(|fault| (fault.code, fault.spot)),
        Err(("bad_encoding", Some(Spot::Line(3))))
    );
    assert_eq!(said(&big5, "gbk"), Err(("bad_encoding", Some(Spot::Line(3)))));
    // In UTF-8 they were written so.
    assert_eq!(text("a,\u{E67E}\n".as_bytes()).unwrap(), "a,\u{E67E}\n");
}

fn refused(bytes: &[u8]) -> bool {
    text(bytes).is_err_and(|fault| fault.code == "bad_encoding" && fault.spot.is_some())
}

#[test]
fn words_of_other_encodings_are_not_taken_for_chinese() {
    use encoding_rs::{BIG5, EUC_JP, EUC_KR, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};
    for (encoding, words) in [
        (
            WINDOWS_1252,
            &["Montréal", "Statistique Québec", "Büro für Statistik", "Gefäßchirurgie", "café"][..],
        ),
        (BIG5, &["統計處", "國家統計局", "財政部", "市政府", "臺灣 經濟部 來源 產業 衛生局"]),
        (SHIFT_JIS, &["統計局", "東京", "政府統計", "内閣府", "総務省統計局"]),
        (EUC_JP, &["東京都のデータ"]),
        (WINDOWS_1251, &["Москва", "Росстат", "Федеральная служба государственной статистики"]),
        (EUC_KR, &["가계 소득 동향 조사 결과 보고서 분기별 경제 성장 물가 고용"]),
    ] {
        for word in words {
            let file = format!("indicator,period,outcome,source\nstock,2022,5,{word}\n");
            let (bytes, _, is_lossy) = encoding.encode(&file);
            assert!(!is_lossy && refused(&bytes), "{word}: {:?}", text(&bytes));
            assert_eq!(text(file.as_bytes()).unwrap(), file, "as UTF-8 it is what it is");
        }
    }
}

#[test]
fn words_that_could_be_either_encoding_are_refused() {
    for word in ["全省", "省委", "水投", "全省统一", "医院", "模", "联通", "目录"] {
        let file = format!("indicator,period,outcome,source\nstock,2022,5,{word}\n");
        let bytes = gb18030(&file);
        assert!(std::str::from_utf8(&bytes).is_err() || refused(&bytes), "{word}: {:?}", text(&bytes));
        assert_eq!(said(&bytes, "gbk").unwrap(), file);
        assert_eq!(text(file.as_bytes()).unwrap(), file);
    }
    // Letters among letters of ASCII, and signs, are what they seem.
    for word in [
        "Montréal",
        "café",
        "Österreich",
        "İstanbul",
        "Łódź",
        "Росстат",
        "Αθήνα",
        "£5",
        "m²",
        "±0.5",
        "μg/m³",
    ] {
        assert_eq!(text(word.as_bytes()).unwrap(), word);
    }
}

#[test]
fn the_line_of_what_cannot_be_told_is_named() {
    let long = "indicator,period,outcome,source\n".repeat(10_000);
    for bytes in [b"stock,2022,5,Montr\xe9al\n".to_vec(), gb18030("stock,2022,5,模\n")] {
        let fault = text(&[long.as_bytes(), &bytes].concat()).unwrap_err();
        assert_eq!((fault.code, fault.spot), ("bad_encoding", Some(Spot::Line(10_001))));
    }
}

#[test]
fn utf16_without_a_mark_is_named() {
    let utf16 = |units: fn(u16) -> [u8; 2]| {
        "code,name_zh\na,名\n".encode_utf16().flat_map(units).collect::<Vec<u8>>()
    };
    for bytes in [utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)] {
        let fault = text(&bytes).unwrap_err();
        assert_eq!((fault.code, fault.spot), ("bad_encoding", Some(Spot::Line(1))));
        assert!(fault.detail.contains("utf-16le"), "{}", fault.detail);
    }
}

#[test]
fn a_file_is_read_as_what_it_is_said_to_be() {
    let original = "code,name_zh\na,名\n";
    let utf16 = |units: fn(u16) -> [u8; 2]| original.encode_utf16().flat_map(units).collect::<Vec<u8>>();
    let (le, be) = (utf16(u16::to_le_bytes), utf16(u16::to_be_bytes));
    let marked = [&[0xFF, 0xFE], le.as_slice()].concat();
    for (bytes, charset) in [
        (original.as_bytes(), "UTF-8"),
        (&gb18030(original), "gb2312"),
        (&gb18030(original), "GBK"),
        (&le, "utf-16le"),
        (&be, "utf-16be"),
        (&marked, "utf-16"),
        (&marked, "utf-16le"),
    ] {
        assert_eq!(said(bytes, charset).unwrap(), original, "{charset}");
    }
    // Words that could be either are those of the encoding that was named.
    let either = gb18030("a,模\n");
    assert_eq!(text(&either).unwrap_err().code, "bad_encoding");
    assert_eq!(said(&either, "gbk").unwrap(), "a,模\n");
    for (bytes, charset, line) in [
        (gb18030(original), "utf-8", 2),
        (original.as_bytes().to_vec(), "gbk", 2),
        (marked.clone(), "gbk", 1),
        (marked.clone(), "utf-16be", 1),
        (le, "utf-16", 1),
        ([&be[..], &[0xD8, 0x00, 0x00, 0x41]].concat(), "utf-16be", 3),
    ] {
        assert_eq!(said(&bytes, charset), Err(("bad_encoding", Some(Spot::Line(line)))), "{charset}");
    }
    assert_eq!(Charset::of_name("big5"), None);
}
