//! The form of a key: how one is made, how a text is recognised as one, and the hash that it is known by. It does
//! not know what a key may do.
//!
//! `plantrack_<id>_<secret>_<checksum>`: the prefix lets a scanner find keys that were committed by mistake, the
//! checksum rules out texts that only look like one, without a look into the database. The secret is 256 bits of
//! chance, so that a plain SHA-256 of the whole is enough to know it by: there is nothing to guess.

use std::fmt;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// What every key begins with.
pub const PREFIX: &str = "plantrack_";

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Digits of each part, so that every key is equally long.
const ID_LENGTH: usize = 12;
const SECRET_LENGTH: usize = 43;
const CHECKSUM_LENGTH: usize = 6;

/// Chance that makes one key.
#[derive(Clone, Copy)]
pub struct Chance {
    /// For the part that may be shown.
    pub id: [u8; 8],
    /// For the secret.
    pub secret: [u8; 32],
}

impl Chance {
    /// Chance from the operating system.
    ///
    /// # Errors
    /// Where the operating system has none.
    pub fn draw() -> Result<Self, getrandom::Error> {
        let mut chance = Self { id: [0; 8], secret: [0; 32] };
        getrandom::fill(&mut chance.id)?;
        getrandom::fill(&mut chance.secret)?;
        Ok(chance)
    }
}

/// A whole key. It is shown by [`Secret::expose`] alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The key that some chance makes.
    pub fn of(chance: &Chance) -> Self {
        let id = in_base_62(&chance.id, ID_LENGTH);
        let secret = in_base_62(&chance.secret, SECRET_LENGTH);
        let stem = format!("{PREFIX}{id}_{secret}");
        let checksum = checksum(&stem);
        Self(format!("{stem}_{checksum}"))
    }

    /// The key that a text is; `None` where it is none, for its form or its checksum.
    pub fn read(text: &str) -> Option<Self> {
        let (stem, given) = text.rsplit_once('_')?;
        let (id, secret) = stem.strip_prefix(PREFIX)?.split_once('_')?;
        let is_part = |part: &str, length: usize| {
            part.len() == length && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        let is_key = is_part(id, ID_LENGTH) && is_part(secret, SECRET_LENGTH) && checksum(stem) == given;
        is_key.then(|| Self(text.to_owned()))
    }

    /// The part that may be shown.
    pub fn id(&self) -> &str {
        self.0.get(PREFIX.len()..PREFIX.len() + ID_LENGTH).unwrap_or_default()
    }

    /// The whole: for who is to use it, and for nobody else.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The hash that it is known by.
    pub fn hash(&self) -> Hash {
        Hash(Sha256::digest(self.0.as_bytes()).into())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({})", self.id())
    }
}

/// The hash that a key is known by.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hash([u8; 32]);

impl Hash {
    /// A hash that no key has: what is compared where there is no key of an id.
    pub const NONE: Self = Self([0; 32]);

    /// In hexadecimal digits.
    pub fn to_hex(self) -> String {
        let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
        self.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    }

    /// From hexadecimal digits.
    pub fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        for (place, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(place * 2..place * 2 + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// Whether both are the same, in a time that does not depend on where they differ.
    pub fn is(self, other: Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hash(hidden)")
    }
}

fn checksum(stem: &str) -> String {
    in_base_62(&crc32fast::hash(stem.as_bytes()).to_be_bytes(), CHECKSUM_LENGTH)
}

/// A number, its highest byte first, in base 62 with leading zeros.
fn in_base_62(bytes: &[u8], length: usize) -> String {
    let mut number = bytes.to_vec();
    let mut digits = Vec::with_capacity(length);
    for _ in 0..length {
        let mut rest: u32 = 0;
        for byte in &mut number {
            let part = (rest << 8) | u32::from(*byte);
            *byte = u8::try_from(part / 62).unwrap_or_default();
            rest = part % 62;
        }
        let digit = usize::try_from(rest).ok().and_then(|rest| DIGITS.get(rest));
        digits.extend(digit.copied().map(char::from));
    }
    digits.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Secret {
        Secret::of(&Chance { id: [7; 8], secret: [9; 32] })
    }

    #[test]
    fn a_key_reads_back_and_has_its_parts() {
        let secret = some();
        let text = secret.expose();
        assert_eq!(text.len(), PREFIX.len() + 12 + 1 + 43 + 1 + 6);
        assert_eq!(Secret::read(text), Some(secret.clone()));
        assert_eq!(text.split('_').nth(1), Some(secret.id()));
        assert_eq!(Hash::from_hex(&secret.hash().to_hex()), Some(secret.hash()));
    }

    #[test]
    fn all_of_the_chance_is_in_the_key() {
        let largest = Secret::of(&Chance { id: [255; 8], secret: [255; 32] });
        assert_eq!(largest.expose().len(), some().expose().len());
        for place in 0..32 {
            let mut chance = Chance { id: [7; 8], secret: [9; 32] };
            chance.secret[place] ^= 1;
            assert_ne!(Secret::of(&chance).hash(), some().hash(), "byte {place} does not count");
        }
        let drawn: Vec<Secret> = (0..100).map(|_| Secret::of(&Chance::draw().unwrap())).collect();
        let distinct: std::collections::HashSet<&str> = drawn.iter().map(Secret::expose).collect();
        assert_eq!(distinct.len(), 100);
    }

    #[test]
    fn any_single_character_that_is_wrong_is_seen_without_the_database() {
        let text = some().expose().to_owned();
        for place in 0..text.len() {
            for other in [b'x', b'_', b'0', b' ', b'-'] {
                let mut bytes = text.clone().into_bytes();
                if bytes[place] == other {
                    continue;
                }
                bytes[place] = other;
                let changed = String::from_utf8(bytes).unwrap();
                assert_eq!(Secret::read(&changed), None, "{changed}");
            }
        }
        for wrong in ["", "plantrack_", "plantrack____", "plantrack_é", &text[1..], &format!("{text}0")] {
            assert_eq!(Secret::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_checksum_is_crc_32_of_what_stands_before_it() {
        // The check value of CRC-32 (ISO-HDLC) is that of the text 123456789.
        assert_eq!(crc32fast::hash(b"123456789"), 0xCBF4_3926);
        assert_eq!(in_base_62(&61_u32.to_be_bytes(), 6), "00000z");
        assert_eq!(in_base_62(&62_u32.to_be_bytes(), 6), "000010");
        assert_eq!(in_base_62(&u32::MAX.to_be_bytes(), 6), "4gfFC3");
    }

    #[test]
    fn what_is_written_for_the_log_holds_no_secret() {
        let secret = some();
        let part = secret.expose().split('_').nth(2).unwrap();
        let shown = format!("{secret:?} {:?}", secret.hash());
        assert!(!shown.contains(part) && !shown.contains(&secret.hash().to_hex()), "{shown}");
    }
}
