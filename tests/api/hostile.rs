//! Bad input of every kind on every door: each operation of the document is asked the same things. It does not know
//! what the operations do.

use serde_json::{Value, json};

use crate::{
    cases,
    harness::{App, Case},
    talk::{Ask, document, get},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        unknown_and_doubled_parameters_are_refused,
        bodies_that_are_no_documented_json_are_refused,
        what_is_only_given_out_is_not_taken_in,
        whole_numbers_are_taken_as_json_writes_them,
        texts_in_queries_are_those_of_the_document,
        numbers_in_queries_are_taken_up_to_their_limits,
        other_media_types_are_refused,
        bodies_that_are_too_large_are_refused,
        path_parts_that_are_no_codes_are_refused,
        methods_that_a_path_does_not_take_are_refused,
        paths_that_are_not_there_are_refused,
        the_documentation_page_needs_nobody_else,
        answers_are_compressed,
    ]
}

/// An operation of the document, with a path that is filled in.
struct Operation {
    method: String,
    template: String,
    path: String,
    /// The media type and an example of its body.
    body: Option<(String, String)>,
    /// Whether the body may be left away.
    is_optional: bool,
    /// Whether the query must name a plan.
    needs_plan: bool,
}

fn operations() -> Vec<Operation> {
    let document = document();
    let mut all = Vec::new();
    for (template, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let body = operation["requestBody"]["content"].as_object().map(|content| {
                let (media_type, content) = content.iter().next().unwrap();
                (media_type.clone(), example(&document, content))
            });
            all.push(Operation {
                method: method.to_uppercase(),
                path: filled(template, "x"),
                template: template.clone(),
                needs_plan: operation["parameters"].as_array().is_some_and(|parameters| {
                    parameters.iter().any(|one| one["in"] == "query" && one["name"] == "plan")
                }),
                is_optional: body.is_some() && operation["requestBody"]["required"] != json!(true),
                body,
            });
        }
    }
    all
}

fn filled(template: &str, code: &str) -> String {
    let parts = template.split('/').map(|part| match part.split_once('}') {
        Some(("{id", "")) if code == "x" => "1".to_owned(),
        Some((_, ending)) => format!("{code}{ending}"),
        None => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

/// The example of a body: its own, or that of its schema, or of the first choice.
fn example(document: &Value, content: &Value) -> String {
    if let Some(text) = content["example"].as_str() {
        return text.to_owned();
    }
    let mut schema = &content["schema"];
    while let Some(name) = schema["$ref"].as_str() {
        schema = document.pointer(name.trim_start_matches('#')).unwrap();
        if let Some(first) = schema["oneOf"].get(0) {
            schema = first;
        }
    }
    schema["example"].to_string()
}

impl Operation {
    fn at(&self) -> String {
        format!("{} {}", self.method, self.template)
    }

    fn ask<'a>(&self, app: &'a App, path: &str) -> Ask<'a> {
        let ask = Ask::new(app, &self.method, path);
        match &self.body {
            Some((media_type, body)) => ask.body(media_type, body.clone()),
            _ => ask,
        }
    }

    /// Whether its body is a JSON document; of a file every bad row is named instead.
    fn takes_json(&self) -> bool {
        !self.path.contains("/imports/")
            && self.body.as_ref().is_some_and(|(media_type, _)| media_type == "application/json")
    }
}

async fn unknown_and_doubled_parameters_are_refused(app: App) {
    for operation in operations() {
        for (query, code) in [
            ("whatever=1", "unknown_parameter"),
            ("limits=1", "unknown_parameter"),
            ("area=x&area=x", "duplicate_parameter"),
            ("%FF=1", "bad_encoding"),
            ("area=%C0%AF", "bad_encoding"),
        ] {
            let refused = operation.ask(&app, &format!("{}?{query}", operation.path)).send().await;
            let refused = refused.problem(400, "bad-query");
            assert_eq!(refused.errors()[0].0, code, "{} {query}", operation.at());
        }
    }
}

async fn bodies_that_are_no_documented_json_are_refused(app: App) {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth)).into_bytes();
    let keys: Vec<String> = (0..20_000).map(|key| format!("\"k{key}\":1")).collect();
    let bodies: Vec<Vec<u8>> = vec![
        b" ".to_vec(),
        b"null".to_vec(),
        b"\"text\"".to_vec(),
        b"[]".to_vec(),
        b"[1]".to_vec(),
        b"[[\"a\", \"b\"]]".to_vec(),
        b"[{\"whatever\": 1}]".to_vec(),
        b"{\"code\": \"a\"".to_vec(),
        b"{\"code\": NaN}".to_vec(),
        b"{\"code\": Infinity}".to_vec(),
        b"{\"code\": 1e999}".to_vec(),
        b"{\"code\": 01}".to_vec(),
        b"{\"code\": 0x10}".to_vec(),
        b"{\"code\": \"a\", \"code\": \"b\"}".to_vec(),
        b"{\"version\": 1, \"version\": 1}".to_vec(),
        b"{\"code\": \"\\ud800\"}".to_vec(),
        b"{\"code\": \"\xFF\"}".to_vec(),
        b"\xEF\xBB\xBF{}".to_vec(),
        b"{} {}".to_vec(),
        b"{\"whatever\": 1}".to_vec(),
        b"{'code': 'a'}".to_vec(),
        b"{\"version\": 1.5}".to_vec(),
        b"{\"version\": 99999999999999999999}".to_vec(),
        b"{/* */}".to_vec(),
        nested(100),
        nested(100_000),
        format!("{{{}}}", keys.join(",")).into_bytes(),
    ];
    for operation in operations().iter().filter(|operation| operation.takes_json()) {
        for body in &bodies {
            let ask =
                Ask::new(&app, &operation.method, &operation.path).body("application/json", body.clone());
            let refused = ask.send().await;
            let shown = String::from_utf8_lossy(&body[..body.len().min(40)]).into_owned();
            assert_eq!(
                (refused.status, &refused.json["code"]),
                (400, &json!("bad-body")),
                "{} {shown}",
                operation.at()
            );
        }
    }
}

/// What the service says of itself cannot be told to it: no computed field is taken from a body.
async fn what_is_only_given_out_is_not_taken_in(app: App) {
    let given_out =
        ["id", "criterion", "value", "status", "evidence", "text_read", "recorded_at", "actor", "known"];
    for operation in operations().iter().filter(|operation| operation.takes_json()) {
        let (_, body) = operation.body.as_ref().unwrap();
        let body: Value = serde_json::from_str(body).unwrap();
        for name in given_out {
            let mut told = body.clone();
            told[name] = json!("x");
            let refused = Ask::new(&app, &operation.method, &operation.path).json(&told).send().await;
            let refused = refused.problem(400, "bad-body");
            assert_eq!(
                refused.errors(),
                [("unknown_field".to_owned(), format!("/{name}"))],
                "{}",
                operation.at()
            );
        }
    }
}

/// A schema with the references and choices at its top followed.
fn resolved<'a>(document: &'a Value, mut schema: &'a Value) -> &'a Value {
    loop {
        schema = match (schema["$ref"].as_str(), schema["oneOf"].get(0)) {
            (Some(name), _) => document.pointer(name.trim_start_matches('#')).unwrap(),
            (None, Some(first)) => first,
            (None, None) => return schema,
        };
    }
}

async fn whole_numbers_are_taken_as_json_writes_them(app: App) {
    let document = document();
    let mut numbers = 0;
    for operation in operations().iter().filter(|operation| operation.takes_json()) {
        let (media_type, body) = operation.body.as_ref().unwrap();
        let content = &document["paths"][&operation.template][operation.method.to_lowercase()]["requestBody"];
        let schema = resolved(&document, &content["content"][media_type]["schema"]);
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            if !field["type"].to_string().contains("\"integer\"") {
                continue;
            }
            numbers += 1;
            for (number, is_whole) in [("2", true), ("2.0", true), ("2.5", false), ("1e300", false)] {
                let mut given: Value = serde_json::from_str(body).unwrap();
                given[name] = serde_json::from_str(number).unwrap();
                let path = operation.path.replace("/keys/1", "/keys/0Xk3vTq9LmPa");
                let ask = Ask::new(&app, &operation.method, &path);
                let answer = ask.body(media_type, given.to_string()).send().await;
                let at = format!("{} {name} {number}: {}", operation.at(), answer.text);
                assert_eq!(answer.status != 400, is_whole, "{at}");
            }
        }
    }
    assert!(numbers >= 10, "{numbers}");
}

async fn texts_in_queries_are_those_of_the_document(app: App) {
    let document = document();
    let mut texts = 0;
    for operation in operations() {
        let parameters =
            &document["paths"][&operation.template][operation.method.to_lowercase()]["parameters"];
        for parameter in parameters.as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap();
            let schema = parameter["schema"]["$ref"].as_str().unwrap_or_default();
            let is_filled = schema.ends_with("/FilledWords");
            if operation.template.contains("/imports/")
                // Of a file the rows are looked at first.
                || parameter["in"] != "query"
                || !(is_filled || schema.ends_with("/Words"))
            {
                continue;
            }
            texts += 1;
            let path = operation.path.replace("/locks/x", "/locks/2019");
            let plan = if operation.needs_plan { "&plan=x" } else { "" };
            for (value, is_taken) in [
                ("a%20%E8%A7%84%0A%0D%09b".to_owned(), true),
                ("%20%E3%80%80".to_owned(), !is_filled),
                ("a%0Fb".to_owned(), false),
                ("a%7F".to_owned(), false),
                ("%C2%9E".to_owned(), false),
                ("%E2%80%AEa".to_owned(), false),
                ("%EF%BB%BFa".to_owned(), false),
                ("a".repeat(4_001), false),
            ] {
                let answer = operation.ask(&app, &format!("{path}?{name}={value}{plan}")).send().await;
                let at = format!("{} {name}={value}: {} {}", operation.at(), answer.status, answer.text);
                let wrong = ["control_character", "too_long", "missing"];
                let is_refused = answer.json["errors"].is_array()
                    && answer.errors().iter().any(|(code, _)| wrong.contains(&code.as_str()));
                assert_eq!(!is_refused, is_taken, "{at}");
            }
        }
    }
    assert!(texts >= 6, "{texts}");
}

async fn numbers_in_queries_are_taken_up_to_their_limits(app: App) {
    let document = document();
    let mut limits = 0;
    for operation in operations() {
        let parameters =
            &document["paths"][&operation.template][operation.method.to_lowercase()]["parameters"];
        for parameter in parameters.as_array().into_iter().flatten() {
            let (name, schema) = (parameter["name"].as_str().unwrap(), &parameter["schema"]);
            if parameter["in"] != "query" || schema["type"] != "integer" {
                continue;
            }
            let (least, most) = (schema["minimum"].as_i64().unwrap(), schema["maximum"].as_i64());
            limits += most.map_or(1, |_| 2);
            let path = operation.path.replace("/webhooks/x", "/webhooks/1");
            // The longest wait for a change is a wait; it is asked for where there is one already.
            let rest = if operation.path.ends_with("/changes") && name != "after" { "&after=0" } else { "" };
            let values = [(least - 1, false), (least, true), (least + 1, true)].into_iter();
            let top = most.into_iter().flat_map(|most| [(most - 1, true), (most, true), (most + 1, false)]);
            for (value, is_taken) in values.chain(top) {
                let answer = operation.ask(&app, &format!("{path}?{name}={value}{rest}")).send().await;
                let at = format!("{} {name}={value}: {} {}", operation.at(), answer.status, answer.text);
                let is_refused =
                    answer.status == 400 && answer.errors().iter().any(|(_, place)| place == name);
                assert_eq!(!is_refused, is_taken, "{at}");
            }
        }
    }
    assert!(limits >= 20, "{limits}");
}

async fn other_media_types_are_refused(app: App) {
    for operation in operations().iter().filter(|operation| operation.body.is_some()) {
        for media_type in
            ["text/plain", "application/xml", "application/jsonx", "application/json; charset=gbk", "x"]
        {
            let ask = Ask::new(&app, &operation.method, &operation.path).body(media_type, "{}");
            ask.send().await.problem(415, "unsupported-media-type");
        }
        let (media_type, _) = operation.body.as_ref().unwrap();
        let ask = Ask::new(&app, &operation.method, &operation.path).body(media_type, "{}");
        ask.header("content-encoding", "gzip").send().await.problem(415, "unsupported-media-type");
        if !operation.is_optional {
            Ask::new(&app, &operation.method, &operation.path)
                .send()
                .await
                .problem(415, "unsupported-media-type");
        }
    }
}

async fn bodies_that_are_too_large_are_refused(app: App) {
    let small =
        app.with_settings(&[("server.max_json_bytes", "1024"), ("server.max_import_bytes", "1024")]).await;
    for operation in operations().iter().filter(|operation| operation.body.is_some()) {
        let (media_type, _) = operation.body.as_ref().unwrap();
        let path = if operation.takes_json() {
            operation.path.clone()
        } else {
            format!("{}{}", operation.path, if operation.needs_plan { "?plan=x" } else { "" })
        };
        let ask =
            |body: reqwest::Body| Ask::new(&small, &operation.method, &path).body(media_type, body).send();
        let refused = ask("x".repeat(1025).into()).await.problem(413, "body-too-large");
        assert_eq!(refused.header("connection"), "close", "{}", operation.at());
        let exact = ask("x".repeat(1024).into()).await;
        assert!(matches!(exact.status, 400 | 422), "{}: at the limit: {}", operation.at(), exact.text);
    }
}

async fn path_parts_that_are_no_codes_are_refused(app: App) {
    let long = "x".repeat(101);
    for operation in operations() {
        let is_coded = operation.template.contains('{')
            && !["/problems", "/dashboard"].iter().any(|start| operation.template.starts_with(start));
        for code in ["%00", "a%20b", "%FF", "-x", "%E4%B8%87", long.as_str()] {
            if is_coded {
                let path = filled(&operation.template, code);
                operation.ask(&app, &path).send().await.problem(400, "bad-path");
            }
        }
    }
}

async fn methods_that_a_path_does_not_take_are_refused(app: App) {
    let document = document();
    for (template, item) in document["paths"].as_object().unwrap() {
        let path = filled(template, "x");
        let taken: Vec<String> =
            item.as_object().unwrap().keys().map(|method| method.to_uppercase()).collect();
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "WHAT"] {
            if taken.iter().any(|known| known == method) {
                continue;
            }
            let refused = Ask::new(&app, method, &path).send().await.problem(405, "method-not-allowed");
            let allowed = refused.header("allow").split(", ");
            let allowed: Vec<&str> = allowed.filter(|method| !["HEAD", "OPTIONS"].contains(method)).collect();
            let mut taken: Vec<&str> = taken.iter().map(String::as_str).collect();
            taken.sort_unstable();
            let mut sorted = allowed.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, taken, "{method} {path}");
        }
    }
}

async fn paths_that_are_not_there_are_refused(app: App) {
    for path in [
        "/api",
        "/api/v1",
        "/api/v1/plans/p/chart/gdp-growth",
        "/api/v1/",
        "/api/v1/plans/",
        "/api/v1/plan",
        "/api/v2/plans",
        "/api/v1/plans/x/y",
        "/api/v1/plans//targets",
        "/.env",
        "/api/v1/../../etc/passwd",
        "/health",
        "//",
    ] {
        get(&app, path).await.problem(404, "no-such-route");
    }
}

async fn the_documentation_page_needs_nobody_else(app: App) {
    let moved = get(&app, "/docs").await.is(307);
    assert_eq!(moved.header("location"), "/docs/");
    let page = get(&app, "/docs/").await.is(200);
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(page.header("content-security-policy").contains("script-src 'self'"));
    assert!(!page.text.contains("//cdn") && !page.text.contains("https://"), "{}", page.text);
    let start = get(&app, "/docs/swagger-initializer.js").await.is(200);
    assert!(
        start.text.contains("/openapi.json") && start.text.contains("\"validatorUrl\": \"none\""),
        "{}",
        start.text
    );
    get(&app, "/docs/none.js").await.problem(404, "no-such-route");
}

async fn answers_are_compressed(app: App) {
    let plain = get(&app, "/openapi.json").await.is(200).text.len();
    for coding in ["gzip", "br", "zstd"] {
        let asked =
            app.client.get(app.url("/openapi.json")).header("accept-encoding", coding).send().await.unwrap();
        assert_eq!(asked.headers()["content-encoding"], coding);
        assert!(asked.bytes().await.unwrap().len() < plain / 5, "{coding}");
    }
}
