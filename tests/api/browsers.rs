//! What browsers, caches and proxies rely on: HEAD and OPTIONS on every path, CORS, codings and their tags. It does
//! not know what the operations do.

use serde_json::json;

use crate::{
    cases,
    harness::{App, Case},
    talk::{Answer, Ask, document, get, set_up_plan},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        every_path_says_what_it_takes,
        head_is_get_without_its_body,
        no_page_may_call_by_default,
        only_pages_of_listed_origins_may_call,
        any_page_may_read_where_that_is_set,
        each_coding_has_its_own_etag,
        browsers_are_told_of_https_where_that_is_set,
    ]
}

/// A path of the document with its parts filled in.
fn filled(template: &str) -> String {
    template
        .split('/')
        .map(|part| part.split_once('{').map_or(part.to_owned(), |(before, _)| format!("{before}x")))
        .collect::<Vec<_>>()
        .join("/")
}

async fn every_path_says_what_it_takes(app: App) {
    for (template, item) in document()["paths"].as_object().unwrap() {
        let answer =
            app.client.request("OPTIONS".parse().unwrap(), app.url(&filled(template))).send().await.unwrap();
        assert_eq!(answer.status(), 204, "{template}");
        let allowed = answer.headers()["allow"].to_str().unwrap();
        let mut wanted: Vec<String> =
            item.as_object().unwrap().keys().map(|name| name.to_uppercase()).collect();
        if wanted.iter().any(|method| method == "GET") {
            wanted.push("HEAD".to_owned());
        }
        wanted.push("OPTIONS".to_owned());
        wanted.sort();
        let mut given: Vec<&str> = allowed.split(", ").collect();
        given.sort_unstable();
        assert_eq!(given, wanted, "{template}");
        assert!(!answer.headers().contains_key("access-control-allow-origin"));
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
    }
    Ask::new(&app, "OPTIONS", "/api/v1/nothing").send().await.problem(404, "no-such-route");
}

async fn head_is_get_without_its_body(app: App) {
    set_up_plan(&app).await;
    for path in [
        "/health/live",
        "/api/v1/plans/cq-2022/completion",
        "/api/v1/plans/none",
        "/api/v1/plans",
        "/openapi.json",
    ] {
        let whole = app.client.get(app.url(path)).send().await.unwrap();
        let head = app.client.head(app.url(path)).send().await.unwrap();
        assert_eq!(head.status(), whole.status(), "{path}");
        for (name, value) in whole.headers() {
            let differs = ["x-request-id", "date"].contains(&name.as_str());
            assert!(differs || head.headers().get(name) == Some(value), "{path}: {name}");
        }
        assert_eq!(head.bytes().await.unwrap().len(), 0, "{path}");
    }
}

async fn preflight(app: &App, path: &str, origin: &str, method: &str, headers: &str) -> Answer {
    let ask = Ask::new(app, "OPTIONS", path).header("origin", origin);
    ask.header("access-control-request-method", method)
        .header("access-control-request-headers", headers)
        .send()
        .await
}

const ALLOWED: &str = "access-control-allow-origin";

async fn no_page_may_call_by_default(app: App) {
    let answer =
        Ask::new(&app, "GET", "/api/v1/plans").header("origin", "https://stats.example.org").send().await;
    assert_eq!(answer.is(200).header(ALLOWED), "");
    let asked = preflight(&app, "/api/v1/plans", "https://stats.example.org", "POST", "content-type").await;
    assert_eq!(asked.is(204).header(ALLOWED), "");
}

async fn only_pages_of_listed_origins_may_call(app: App) {
    const OURS: &str = "https://stats.example.org";
    let app =
        app.with_settings(&[("cors.origins", "https://stats.example.org, http://localhost:5173")]).await;
    for origin in [OURS, "http://localhost:5173"] {
        let answer = Ask::new(&app, "GET", "/api/v1/plans").header("origin", origin).send().await.is(200);
        assert_eq!(answer.header(ALLOWED), origin);
        for name in ["ETag", "Plantrack-Change"] {
            assert!(answer.header("access-control-expose-headers").contains(name));
        }
        assert!(answer.headers.get_all("vary").iter().any(|value| value == "Origin"));
        let refused = Ask::new(&app, "GET", "/api/v1/plans/none").header("origin", origin).send().await;
        assert_eq!(refused.is(404).header(ALLOWED), origin, "a page may read why it was refused");
        let asked = preflight(&app, "/api/v1/plans/x", origin, "PUT", "authorization,if-match").await.is(204);
        assert_eq!(asked.header(ALLOWED), origin);
        assert!(asked.header("access-control-allow-methods").contains("PUT"));
        for name in ["If-Match", "Plantrack-Change"] {
            assert!(asked.header("access-control-allow-headers").contains(name));
        }
        assert_eq!(asked.header("access-control-allow-credentials"), "");
    }
    for origin in [
        "null",
        "https://stats.example.org.evil.example",
        "https://evil-stats.example.org",
        "https://evil.example/https://stats.example.org",
        "http://stats.example.org",
        "https://stats.example.org:8443",
        "https://stats.example.org:443",
        "https://STATS.example.org",
        "https://stats.example.org/",
        "https://stats.example.org https://evil.example",
        "https://statsXexample.org",
        "https://user@stats.example.org",
        "*",
        "",
    ] {
        let answer = Ask::new(&app, "GET", "/api/v1/plans").header("origin", origin).send().await.is(200);
        assert_eq!(answer.header(ALLOWED), "", "{origin}");
        let asked = preflight(&app, "/api/v1/plans", origin, "POST", "content-type").await.is(204);
        assert_eq!(asked.header(ALLOWED), "", "{origin}");
    }
}

async fn any_page_may_read_where_that_is_set(app: App) {
    let app = app.with_settings(&[("cors.public_reads", "any")]).await;
    let from = |method: &str| {
        Ask::new(&app, method, "/api/v1/plans").by(None).header("origin", "https://anyone.example")
    };
    assert_eq!(from("GET").send().await.is(200).header(ALLOWED), "*");
    let written = from("POST").json(&json!({})).send().await;
    assert_eq!(written.header(ALLOWED), "", "a write is no read");
    let asked =
        preflight(&app, "/api/v1/plans", "https://anyone.example", "GET", "if-none-match").await.is(204);
    assert_eq!(asked.header(ALLOWED), "*");
    assert_eq!(asked.header("access-control-allow-methods"), "GET, HEAD");
    for (method, headers) in [("POST", "content-type"), ("GET", "authorization")] {
        let asked = preflight(&app, "/api/v1/plans", "https://anyone.example", method, headers).await.is(204);
        assert_eq!(asked.header(ALLOWED), "", "{method} {headers}");
    }
}

async fn each_coding_has_its_own_etag(app: App) {
    set_up_plan(&app).await;
    let path = "/api/v1/plans/cq-2022/completion";
    let plain = get(&app, path).await.is(200);
    let tag = plain.header("etag").to_owned();
    assert!(plain.text.len() > 1_024, "long enough to be coded");
    let varies = |headers: &reqwest::header::HeaderMap| {
        let values = headers.get_all("vary").iter().map(|value| value.to_str().unwrap());
        let mut names = values.flat_map(|value| value.split(", "));
        names.any(|name| name.eq_ignore_ascii_case("accept-encoding"))
    };
    assert!(varies(&plain.headers));
    for coding in ["gzip", "br", "zstd"] {
        let ask = || app.client.get(app.url(path)).header("accept-encoding", coding);
        let coded = ask().send().await.unwrap();
        assert_eq!(coded.headers()["content-encoding"], coding);
        let own = coded.headers()["etag"].to_str().unwrap().to_owned();
        assert_eq!(
            own,
            tag.replacen('"', "", 1).strip_suffix('"').map(|inner| format!("\"{inner}+{coding}\"")).unwrap()
        );
        let known = ask().header("if-none-match", &own).send().await.unwrap();
        assert_eq!(known.status(), 304);
        assert_eq!(known.headers()["etag"].to_str().unwrap(), own);
        assert!(varies(known.headers()));
    }
    let refused =
        app.client.get(app.url(path)).header("accept-encoding", "gzip;q=0, *;q=0").send().await.unwrap();
    assert!(!refused.headers().contains_key("content-encoding"));
    let known = Ask::new(&app, "GET", path).header("if-none-match", &tag).send().await.is(304);
    assert_eq!(known.header("etag"), tag);
}

async fn browsers_are_told_of_https_where_that_is_set(app: App) {
    assert_eq!(get(&app, "/health/live").await.is(200).header("strict-transport-security"), "");
    let behind_tls = app.with_settings(&[("server.hsts_s", "31536000")]).await;
    for path in ["/health/live", "/nothing"] {
        let answer = get(&behind_tls, path).await;
        assert_eq!(answer.header("strict-transport-security"), "max-age=31536000; includeSubDomains");
    }
}
