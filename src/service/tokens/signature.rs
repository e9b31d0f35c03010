//! Keys of a provider and signatures by them: three algorithms, each bound to its own kind of key. It does not know what
//! a token says.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde::Deserialize;

use crate::domain::indicator::words;

words! {
    /// How a token is signed. There is no other way: none without a key, and none with a shared one.
    Algorithm, "algorithm" {
        /// RSA with SHA-256, PKCS #1 v1.5; keys of 2048 bits or more.
        Rs256 = "RS256",
        /// ECDSA on P-256 with SHA-256.
        Es256 = "ES256",
        /// Ed25519.
        EdDsa = "EdDSA",
    }
}

/// A public key of the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    /// Its name.
    pub kid: String,
    material: Material,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Material {
    Rsa { n: Vec<u8>, e: Vec<u8> },
    P256(Vec<u8>),
    Ed25519(Vec<u8>),
}

/// A key as the provider publishes it (RFC 7517).
#[derive(Debug, Deserialize)]
struct Jwk {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    used_for: Option<String>,
    alg: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

#[derive(Debug, Deserialize)]
struct JwkSet {
    keys: Vec<serde_json::Value>,
}

/// Most keys of a set.
const MOST_KEYS: usize = 100;

/// The keys of a set that tokens may be signed with; others in it are passed over.
///
/// # Errors
/// Where it is no set of keys, or none of them can be used.
pub fn keys_of(set: &[u8]) -> Result<Vec<PublicKey>, String> {
    let set: JwkSet = serde_json::from_slice(set).map_err(|error| format!("no set of keys: {error}"))?;
    let keys: Vec<PublicKey> = set
        .keys
        .into_iter()
        .take(MOST_KEYS)
        .filter_map(|key| serde_json::from_value::<Jwk>(key).ok().and_then(read))
        .collect();
    if keys.is_empty() { Err("the set has no key that signs tokens".to_owned()) } else { Ok(keys) }
}

fn read(jwk: Jwk) -> Option<PublicKey> {
    let Jwk { kty, kid, used_for, alg, crv, n, e, x, y } = jwk;
    if used_for.is_some_and(|used_for| used_for != "sig") {
        return None;
    }
    let part = |text: Option<String>| decoded(&text?);
    let material = match (kty.as_str(), crv.as_deref()) {
        ("RSA", _) => Material::Rsa { n: part(n)?, e: part(e)? },
        ("EC", Some("P-256")) => {
            let (x, y) = (part(x)?, part(y)?);
            if x.len() != 32 || y.len() != 32 {
                return None;
            }
            Material::P256([&[4][..], &x, &y].concat())
        }
        ("OKP", Some("Ed25519")) => Material::Ed25519(part(x)?),
        _ => return None,
    };
    let key = PublicKey { kid: kid?, material };
    let is_its_own = alg.is_none_or(|alg| alg == key.algorithm().word());
    is_its_own.then_some(key)
}

/// Base64 for addresses, without padding and without stray bits.
pub(super) fn decoded(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

impl PublicKey {
    /// The one algorithm that goes with the key.
    pub const fn algorithm(&self) -> Algorithm {
        match self.material {
            Material::Rsa { .. } => Algorithm::Rs256,
            Material::P256(_) => Algorithm::Es256,
            Material::Ed25519(_) => Algorithm::EdDsa,
        }
    }

    /// Whether a message was signed by the key, with the key's own algorithm.
    pub fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.material {
            Material::Rsa { n, e } => {
                // ring takes the number without leading zeros.
                let n =
                    n.iter().position(|byte| *byte != 0).and_then(|start| n.get(start..)).unwrap_or_default();
                RsaPublicKeyComponents { n, e: e.as_slice() }
                    .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
                    .is_ok()
            }
            Material::P256(point) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature).is_ok()
            }
            Material::Ed25519(point) => {
                UnparsedPublicKey::new(&ED25519, point).verify(message, signature).is_ok()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key of an example, its token, and whether the token was signed by it.
    fn is_signed(jwk: &str, token: &str) -> bool {
        let keys = keys_of(format!("{{\"keys\": [{jwk}]}}").as_bytes()).unwrap();
        let (message, signature) = token.rsplit_once('.').unwrap();
        keys[0].signed(message.as_bytes(), &decoded(signature).unwrap())
    }

    #[test]
    fn the_examples_of_the_standards_verify_and_a_changed_one_does_not() {
        // RFC 7515, A.3 (ES256), and RFC 8037, A.4 (Ed25519).
        let examples = [
            (
                r#"{"kty":"EC","kid":"a","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#,
                "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
            ),
            (
                r#"{"kty":"OKP","kid":"b","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
                "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
            ),
        ];
        for (jwk, token) in examples {
            assert!(is_signed(jwk, token), "{jwk}");
            assert!(!is_signed(jwk, &token.replacen("eyJ", "eyK", 1)), "{jwk}");
        }
    }

    #[test]
    fn keys_that_do_not_sign_tokens_are_passed_over() {
        let set = br#"{"keys": [
            {"kty":"oct","kid":"shared","k":"c2VjcmV0"},
            {"kty":"RSA","kid":"enc","use":"enc","n":"AQAB","e":"AQAB"},
            {"kty":"RSA","kid":"hs","alg":"HS256","n":"AQAB","e":"AQAB"},
            {"kty":"RSA","n":"AQAB","e":"AQAB"},
            {"kty":"EC","kid":"other","crv":"secp256k1","x":"AQAB","y":"AQAB"},
            {"kty":"EC","kid":"short","crv":"P-256","x":"AQAB","y":"AQAB"},
            "no key",
            {"kty":"RSA","kid":"good","use":"sig","alg":"RS256","n":"AQAB","e":"AQAB"}
        ]}"#;
        let keys = keys_of(set).unwrap();
        assert_eq!(keys.iter().map(|key| key.kid.as_str()).collect::<Vec<_>>(), ["good"]);
        for none in ["{}", "[]", "", r#"{"keys": []}"#, r#"{"keys": [{"kty":"oct","kid":"a","k":"AQAB"}]}"#] {
            assert!(keys_of(none.as_bytes()).is_err(), "{none}");
        }
    }
}
