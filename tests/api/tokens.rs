//! Access tokens of a provider: really signed ones are taken for what they say, forged ones never; the provider may change
//! its keys, and may be down. The provider is one of the test's own. It does not know how a token is checked.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    hmac,
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
    },
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use crate::{
    cases,
    harness::{App, Case},
    talk::{Answer, Ask, gdp_growth, post, set_up_plan},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        signed_tokens_are_taken_for_what_they_say,
        forged_tokens_are_not_taken,
        a_provider_changes_its_keys,
        a_provider_that_is_down_refuses_nobody,
        a_provider_that_misbehaves_harms_nobody,
        tokens_are_none_where_no_provider_is_set,
    ]
}

/// An RSA key of 2048 bits, made for these tests: no service knows it.
const RSA: &str = include_str!("rsa_key_of_the_tests.txt");

const AUDIENCE: &str = "plantrack";

/// A key pair of the provider, or of somebody else.
enum Pair {
    Rsa(RsaKeyPair),
    P256(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

fn part(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Pair {
    fn rsa() -> Self {
        let der: String = RSA.split_whitespace().collect();
        let der = base64::engine::general_purpose::STANDARD.decode(der).unwrap();
        Self::Rsa(RsaKeyPair::from_der(&der).unwrap())
    }

    fn p256() -> Self {
        let random = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        Self::P256(
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, made.as_ref(), &random).unwrap(),
        )
    }

    fn ed25519() -> Self {
        let made = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        Self::Ed25519(Ed25519KeyPair::from_pkcs8(made.as_ref()).unwrap())
    }

    fn alg(&self) -> &'static str {
        match self {
            Self::Rsa(_) => "RS256",
            Self::P256(_) => "ES256",
            Self::Ed25519(_) => "EdDSA",
        }
    }

    fn jwk(&self, kid: &str) -> Value {
        match self {
            Self::Rsa(pair) => {
                let public: ring::rsa::PublicKeyComponents<Vec<u8>> = pair.public().into();
                json!({"kty": "RSA", "kid": kid, "use": "sig", "alg": "RS256", "n": part(public.n), "e": part(public.e)})
            }
            Self::P256(pair) => {
                let point = pair.public_key().as_ref();
                json!({"kty": "EC", "kid": kid, "crv": "P-256", "x": part(&point[1..33]), "y": part(&point[33..])})
            }
            Self::Ed25519(pair) => {
                json!({"kty": "OKP", "kid": kid, "crv": "Ed25519", "x": part(pair.public_key().as_ref())})
            }
        }
    }

    fn sign(&self, message: &str) -> Vec<u8> {
        let random = SystemRandom::new();
        match self {
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message.as_bytes(), &mut signature).unwrap();
                signature
            }
            Self::P256(pair) => pair.sign(&random, message.as_bytes()).unwrap().as_ref().to_vec(),
            Self::Ed25519(pair) => pair.sign(message.as_bytes()).as_ref().to_vec(),
        }
    }

    fn token(&self, kid: &str, claims: &Value) -> String {
        self.token_with(&json!({"alg": self.alg(), "kid": kid, "typ": "at+jwt"}), claims)
    }

    fn token_with(&self, head: &Value, claims: &Value) -> String {
        let message = format!("{}.{}", part(head.to_string()), part(claims.to_string()));
        format!("{message}.{}", part(self.sign(&message)))
    }
}

/// What a provider answers with.
#[derive(Clone)]
enum Says {
    Keys(Value),
    /// This status and these headers and body.
    Raw(String),
    /// Nothing, for ever.
    Nothing,
    /// The connection is closed.
    Down,
}

/// A provider on this machine.
struct Provider {
    address: SocketAddr,
    says: Arc<Mutex<Says>>,
    asked: Arc<Mutex<usize>>,
}

impl Provider {
    async fn start(keys: Value) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let says = Arc::new(Mutex::new(Says::Keys(keys)));
        let asked = Arc::new(Mutex::new(0));
        let (said, counted) = (says.clone(), asked.clone());
        tokio::task::spawn_local(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let says = said.lock().unwrap().clone();
                let mut head = vec![0; 4_096];
                let read = stream.read(&mut head).await.unwrap_or(0);
                let head = String::from_utf8_lossy(&head[..read]).into_owned();
                let body = match says {
                    Says::Down => continue,
                    Says::Nothing => {
                        tokio::task::spawn_local(async move {
                            tokio::time::sleep(Duration::from_mins(1)).await;
                            drop(stream);
                        });
                        continue;
                    }
                    Says::Raw(raw) => {
                        drop(stream.write_all(raw.as_bytes()).await);
                        continue;
                    }
                    Says::Keys(_) if head.starts_with("GET /.well-known/openid-configuration ") => {
                        let issuer = format!("http://{address}");
                        json!({"issuer": issuer, "jwks_uri": format!("{issuer}/keys")})
                    }
                    Says::Keys(keys) => {
                        *counted.lock().unwrap() += 1;
                        keys
                    }
                };
                let body = body.to_string();
                let answer = format!(
                    "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                    body.len()
                );
                drop(stream.write_all(answer.as_bytes()).await);
            }
        });
        Self { address, says, asked }
    }

    fn issuer(&self) -> String {
        format!("http://{}", self.address)
    }

    fn says(&self, says: Says) {
        *self.says.lock().unwrap() = says;
    }

    /// A service that takes its tokens.
    async fn trusted_by(&self, app: &App, more: &[(&'static str, &str)]) -> App {
        let issuer = self.issuer();
        let mut settings = vec![("tokens.issuer", issuer.as_str()), ("tokens.audience", AUDIENCE)];
        settings.extend(more);
        app.with_settings(&settings).await
    }

    /// Claims that are all as they must be, at the time of the tests.
    fn claims(&self, app: &App, scope: &str) -> Value {
        let now = app.clock.now().timestamp();
        json!({
            "iss": self.issuer(), "aud": AUDIENCE, "sub": "li.hua", "exp": now + 300, "nbf": now - 10, "iat": now - 10,
            "scope": scope
        })
    }
}

/// The same claims with one of them set to something else, or taken out where that is null.
fn with(claims: &Value, name: &str, value: Value) -> Value {
    let mut claims = claims.clone();
    let map = claims.as_object_mut().unwrap();
    if value.is_null() {
        map.remove(name);
    } else {
        map.insert(name.to_owned(), value);
    }
    claims
}

async fn report(app: &App, token: &str, indicator: &str) -> Answer {
    let outcome = json!({"indicator": indicator, "period": "2022", "outcome": "2.6"});
    Ask::new(app, "POST", "/api/v1/outcomes").by(Some(token)).json(&outcome).send().await
}

async fn signed_tokens_are_taken_for_what_they_say(app: App) {
    set_up_plan(&app).await;
    let jobs = json!({"code": "jobs", "name_en": "Jobs", "measure": "flow", "direction": "higher"});
    post(&app, "/api/v1/indicators", &jobs).await.is(201);
    let pairs = [("r", Pair::rsa()), ("e", Pair::p256()), ("d", Pair::ed25519())];
    let keys: Vec<Value> = pairs.iter().map(|(kid, pair)| pair.jwk(kid)).collect();
    let provider = Provider::start(json!({"keys": keys})).await;
    let trusting = provider.trusted_by(&app, &[]).await;
    for (kid, pair) in &pairs {
        let token = pair.token(kid, &provider.claims(&app, "openid plantrack:report"));
        let answer = report(&trusting, &token, "gdp-growth").await;
        assert!(matches!(answer.status, 200 | 201), "{kid}: {}", answer.text);
        let area = Ask::new(&trusting, "POST", "/api/v1/areas").by(Some(&token));
        area.json(&json!({"code": "a", "name_en": "A"})).send().await.problem(403, "scope-missing");
        let many = with(&provider.claims(&app, "plantrack:report"), "aud", json!(["other", AUDIENCE]));
        report(&trusting, &pair.token(kid, &many), "gdp-growth").await.is(200);
        let none = pair.token(kid, &provider.claims(&app, "openid profile"));
        report(&trusting, &none, "gdp-growth").await.problem(403, "scope-missing");
    }
    assert_eq!(*provider.asked.lock().unwrap(), 1, "the keys are fetched once");
    // Words in a list deep inside, and limits by claims.
    let settings = [
        ("tokens.scope_claim", "realm_access.roles"),
        ("tokens.scopes", "statistician=report"),
        ("tokens.indicators_claim", "indicators"),
        ("tokens.types", "at+jwt, JWT"),
        ("tokens.algorithms", "EdDSA"),
    ];
    let mapped = provider.trusted_by(&app, &settings).await;
    let claims = with(&provider.claims(&app, ""), "realm_access", json!({"roles": ["statistician"]}));
    let limited = with(&claims, "indicators", json!(["jobs"]));
    let (ed, jwt) = (&pairs[2].1, json!({"alg": "EdDSA", "kid": "d", "typ": "JWT"}));
    report(&mapped, &ed.token_with(&jwt, &limited), "jobs").await.is(201);
    report(&mapped, &ed.token("d", &limited), "gdp-growth").await.problem(403, "out-of-reach");
    report(&mapped, &ed.token("d", &claims), "jobs").await.problem(403, "out-of-reach");
    report(&mapped, &ed.token("d", &with(&claims, "indicators", json!("*"))), "gdp-growth").await.is(200);
    let by_rsa = pairs[0].1.token("r", &with(&claims, "indicators", json!("*")));
    report(&mapped, &by_rsa, "jobs").await.problem(401, "bad-credentials");
}

#[expect(clippy::too_many_lines, reason = "a list of forgeries")]
async fn forged_tokens_are_not_taken(app: App) {
    post(&app, "/api/v1/indicators", &gdp_growth()).await.is(201);
    let (ours, other) = (Pair::rsa(), Pair::p256());
    let (own, elliptic) = (Pair::ed25519(), Pair::p256());
    let jwk = ours.jwk("r");
    let set = json!({"keys": [jwk, elliptic.jwk("e"), own.jwk("d"), {"kty": "oct", "kid": "o", "k": part("secret")}]});
    let provider = Provider::start(set).await;
    let trusting = provider.trusted_by(&app, &[("access.reads", "keyed")]).await;
    let good = provider.claims(&app, "plantrack:admin");
    let now = app.clock.now().timestamp();
    let head = json!({"alg": "RS256", "kid": "r", "typ": "at+jwt"});
    let unsigned = |alg: &str| {
        let head = json!({"alg": alg, "kid": "r", "typ": "at+jwt"});
        format!("{}.{}.", part(head.to_string()), part(good.to_string()))
    };
    let by_secret = |alg: &str, kid: &str, secret: &[u8]| {
        let head = json!({"alg": alg, "kid": kid, "typ": "at+jwt"});
        let message = format!("{}.{}", part(head.to_string()), part(good.to_string()));
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
        format!("{message}.{}", part(hmac::sign(&key, message.as_bytes())))
    };
    let modulus = URL_SAFE_NO_PAD.decode(jwk["n"].as_str().unwrap()).unwrap();
    let whole = ours.token("r", &good);
    let claim = |name: &str, value: Value| ours.token("r", &with(&good, name, value));
    let head_with = |name: &str, value: Value| ours.token_with(&with(&head, name, value), &good);
    let (message, signature) = whole.rsplit_once('.').unwrap();
    let mut changed = URL_SAFE_NO_PAD.decode(signature).unwrap();
    changed[7] ^= 1;
    let others = with(&good, "sub", json!("somebody else"));
    let swapped = format!("{}.{}.{signature}", message.split('.').next().unwrap(), part(others.to_string()));
    let forged = [
        ("alg none", unsigned("none")),
        ("alg None", unsigned("None")),
        ("alg RS256 without a signature", unsigned("RS256")),
        ("HS256 by the public modulus", by_secret("HS256", "r", &modulus)),
        ("HS256 by the published key", by_secret("HS256", "r", jwk.to_string().as_bytes())),
        ("HS256 by a shared key of the set", by_secret("HS256", "o", b"secret")),
        ("RS256 in words, HMAC in fact", by_secret("RS256", "r", &modulus)),
        ("another's key under our name", other.token("e", &good)),
        (
            "another's key, embedded",
            other.token_with(
                &json!({"alg": "ES256", "kid": "e", "typ": "at+jwt", "jwk": other.jwk("e")}),
                &good,
            ),
        ),
        ("our own key, embedded", head_with("jwk", jwk.clone())),
        ("keys from an address", head_with("jku", json!("https://evil.example/keys"))),
        ("a certificate from an address", head_with("x5u", json!("https://evil.example/cert"))),
        ("something critical", head_with("crit", json!(["exp"]))),
        ("no kid", head_with("kid", Value::Null)),
        ("an unknown kid", head_with("kid", json!("zz"))),
        ("the kid of another kind of key", head_with("kid", json!("e"))),
        ("a path as kid", head_with("kid", json!("../../dev/null"))),
        ("RS384", head_with("alg", json!("RS384"))),
        ("PS256", head_with("alg", json!("PS256"))),
        ("an algorithm in other letters", head_with("alg", json!("rs256"))),
        ("an ID token", head_with("typ", json!("JWT"))),
        ("no type", head_with("typ", Value::Null)),
        ("no aud", claim("aud", Value::Null)),
        ("another aud", claim("aud", json!("other"))),
        ("a list of other auds", claim("aud", json!(["other", "plantrack2"]))),
        ("an empty list of auds", claim("aud", json!([]))),
        ("no iss", claim("iss", Value::Null)),
        ("another iss", claim("iss", json!("https://evil.example"))),
        ("a list of iss", claim("iss", json!([provider.issuer()]))),
        ("the iss with a slash", claim("iss", json!(format!("{}/", provider.issuer())))),
        ("no exp", claim("exp", Value::Null)),
        ("expired 31 seconds ago", claim("exp", json!(now - 31))),
        ("exp as text", claim("exp", json!((now + 300).to_string()))),
        ("exp as a list", claim("exp", json!([now + 300]))),
        ("exp beyond all numbers", claim("exp", json!(1e300))),
        ("nbf in 31 seconds", claim("nbf", json!(now + 31))),
        ("nbf as text", claim("nbf", json!("0"))),
        ("issued in the future", claim("iat", json!(now + 31))),
        ("no sub", claim("sub", Value::Null)),
        ("an empty sub", claim("sub", json!(""))),
        ("a sub with a line end", claim("sub", json!("a\nkey x"))),
        ("other claims under the same signature", swapped),
        ("a changed signature", format!("{message}.{}", part(&changed))),
        ("half a signature", format!("{message}.{}", part(&changed[..128]))),
        ("no signature", format!("{message}.")),
        ("two parts", message.to_owned()),
        ("four parts", format!("{whole}.{}", part("x"))),
        ("padding", format!("{whole}==")),
        ("the claims as a list", ours.token_with(&head, &json!([good.clone()]))),
        ("no JSON in the head", format!("{}.{}.{signature}", part("{"), part(good.to_string()))),
        ("as long as a book", claim("scope", json!("plantrack:admin ".repeat(1_000)))),
    ];
    assert!(forged.len() >= 20);
    for (what, token) in &forged {
        let answer = Ask::new(&trusting, "GET", "/api/v1/plans").by(Some(token)).send().await;
        assert_eq!(
            (answer.status, answer.json["code"].as_str()),
            (401, Some("bad-credentials")),
            "{what}: {}",
            answer.text
        );
        assert!(!answer.text.contains(token.as_str()), "{what}");
    }
    // The same with nothing forged, and at the edges of time.
    for token in [
        whole.clone(),
        claim("exp", json!(now - 29)),
        claim("nbf", json!(now + 29)),
        claim("nbf", Value::Null),
    ] {
        Ask::new(&trusting, "GET", "/api/v1/plans").by(Some(&token)).send().await.is(200);
    }
    assert!(
        *provider.asked.lock().unwrap() <= 2,
        "unknown names make the provider's keys be fetched again and again"
    );
}

async fn a_provider_changes_its_keys(app: App) {
    let (old, new) = (Pair::ed25519(), Pair::p256());
    let provider = Provider::start(json!({"keys": [old.jwk("old")]})).await;
    let settings =
        [("access.reads", "keyed"), ("tokens.keys_fetched_every_s", "1"), ("tokens.keys_kept_s", "2")];
    let trusting = provider.trusted_by(&app, &settings).await;
    let claims = provider.claims(&app, "plantrack:read");
    let read =
        async |token: &str| Ask::new(&trusting, "GET", "/api/v1/plans").by(Some(token)).send().await.status;
    let (by_old, by_new) = (old.token("old", &claims), new.token("new", &claims));
    assert_eq!(read(&by_old).await, 200);
    provider.says(Says::Keys(json!({"keys": [old.jwk("old"), new.jwk("new")]})));
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    assert_eq!(
        (read(&by_new).await, read(&by_old).await),
        (200, 200),
        "both are taken while both are published"
    );
    provider.says(Says::Keys(json!({"keys": [new.jwk("new")]})));
    tokio::time::sleep(Duration::from_millis(2_100)).await;
    assert_eq!((read(&by_new).await, read(&by_old).await), (200, 401), "the old one is gone");
}

async fn a_provider_that_is_down_refuses_nobody(app: App) {
    let pair = Pair::ed25519();
    let provider = Provider::start(json!({"keys": [pair.jwk("d")]})).await;
    let settings =
        [("access.reads", "keyed"), ("tokens.keys_fetched_every_s", "1"), ("tokens.keys_kept_s", "1")];
    let trusting = provider.trusted_by(&app, &settings).await;
    let token = pair.token("d", &provider.claims(&app, "plantrack:read"));
    let read = async || Ask::new(&trusting, "GET", "/api/v1/plans").by(Some(&token)).send().await.status;
    assert_eq!(read().await, 200);
    provider.says(Says::Down);
    for _ in 0..3 {
        tokio::time::sleep(Duration::from_millis(1_100)).await;
        assert_eq!(read().await, 200, "a token that was good is refused while the provider is down");
    }
    // A service that starts while it is down knows no key yet, and recovers by itself.
    let late = provider.trusted_by(&app, &settings).await;
    let ask = async || Ask::new(&late, "GET", "/api/v1/plans").by(Some(&token)).send().await.status;
    assert_eq!(ask().await, 401);
    provider.says(Says::Keys(json!({"keys": [pair.jwk("d")]})));
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    assert_eq!(ask().await, 200);
}

async fn a_provider_that_misbehaves_harms_nobody(app: App) {
    let pair = Pair::ed25519();
    let provider = Provider::start(json!({"keys": [pair.jwk("d")]})).await;
    let token = pair.token("d", &provider.claims(&app, "plantrack:read"));
    let large = format!("HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n{}", " ".repeat(1_000_000));
    let elsewhere = format!(
        "HTTP/1.1 302 Found\r\nlocation: http://{}/keys\r\ncontent-length: 0\r\n\r\n",
        provider.address
    );
    let other = json!({"issuer": "https://evil.example", "jwks_uri": format!("{}/keys", provider.issuer())})
        .to_string();
    let other = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{other}", other.len());
    for says in [
        Says::Nothing,
        Says::Raw(large),
        Says::Raw(elsewhere),
        Says::Raw(other),
        Says::Raw("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".to_owned()),
        Says::Raw("nonsense\r\n\r\n".to_owned()),
        Says::Raw(format!("HTTP/1.1 200 OK\r\nx: {}\r\n\r\n", "x".repeat(100_000))),
    ] {
        provider.says(says);
        let trusting = provider.trusted_by(&app, &[("access.reads", "keyed")]).await;
        let started = std::time::Instant::now();
        let answer = Ask::new(&trusting, "GET", "/api/v1/plans").by(Some(&token)).send().await;
        answer.problem(401, "bad-credentials");
        assert!(started.elapsed() < Duration::from_secs(8));
        // Keys of the service are taken all the while.
        Ask::new(&trusting, "GET", "/api/v1/plans").send().await.is(200);
    }
}

async fn tokens_are_none_where_no_provider_is_set(app: App) {
    let pair = Pair::ed25519();
    let provider = Provider::start(json!({"keys": [pair.jwk("d")]})).await;
    let token = pair.token("d", &provider.claims(&app, "plantrack:admin"));
    Ask::new(&app, "GET", "/api/v1/plans").by(Some(&token)).send().await.problem(401, "bad-credentials");
    assert_eq!(*provider.asked.lock().unwrap(), 0);
}
