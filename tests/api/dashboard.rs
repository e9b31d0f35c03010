//! The dashboard and the pictures: what they show, in which language, what they refuse, and that nothing that people
//! typed becomes markup.

use serde_json::{Value, json};

use crate::{
    cases,
    harness::{App, Case},
    talk::{Answer, Ask, gdp_growth, get, import, post, put, set_up_plan},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        the_list_leads_to_the_page_of_a_plan,
        the_page_shows_each_target_and_the_counts,
        filters_narrow_the_list_and_not_the_counts,
        the_language_is_asked_for_or_accepted,
        what_makes_no_sense_is_refused,
        a_browser_is_told_why_on_a_page_with_a_way_back,
        what_the_client_has_is_not_sent_again,
        what_people_typed_is_never_markup,
        a_ruling_is_told_in_the_words_of_the_page,
        pages_load_their_own_files_alone,
        the_chart_draws_what_was_expected_and_reported,
        a_chart_without_a_number_says_so,
        the_list_of_plans_has_pages,
        a_reader_without_a_key_is_asked_for_one,
    ]
}

const PAGE: &str = "/?plan=cq-2022";
const CHART: &str = "/api/v1/plans/cq-2022/chart/gdp-growth.svg";
const BADGE: &str = "/api/v1/plans/cq-2022/badge.svg";

#[track_caller]
fn holds(answer: &Answer, wanted: &[&str]) {
    for text in wanted {
        assert!(answer.text.contains(text), "{text:?} is missing in: {}", answer.text);
    }
}

#[track_caller]
fn lacks(answer: &Answer, unwanted: &[&str]) {
    for text in unwanted {
        assert!(!answer.text.contains(text), "{text:?} stands in: {}", answer.text);
    }
}

/// Whether every tag that begins also ends, every attribute is quoted, and no lone `&` or `<` is left.
#[track_caller]
fn is_well_formed(text: &str) {
    let mut open = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        let (_, found) = rest.split_at(at);
        if found.starts_with('&') {
            let end = found.find(';').unwrap_or_else(|| panic!("a lone & in {text}"));
            assert!(end < 10, "a lone & in {text}");
            rest = &found[end..];
            continue;
        }
        let end = found.find('>').unwrap_or_else(|| panic!("a tag does not end in {text}"));
        let tag = &found[1..end];
        assert!(!tag.contains('<'), "a lone < in {text}");
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{text}");
        } else if !tag.ends_with('/') && !tag.starts_with('!') {
            open.push(tag.split([' ', '\n']).next().unwrap());
        }
        rest = &found[end..];
    }
    assert!(open.is_empty(), "{open:?} do not end in {text}");
}

async fn the_list_leads_to_the_page_of_a_plan(app: App) {
    let empty = get(&app, "/").await.is(200);
    assert_eq!(empty.header("content-type"), "text/html; charset=utf-8");
    holds(&empty, &["There is no plan yet", "<html lang=\"en\">"]);
    set_up_plan(&app).await;
    let list = get(&app, "/").await.is(200);
    holds(&list, &["Chongqing plan 2022", "href=\"/?plan=cq-2022\"", "0 of 1 met", "draft"]);
    get(&app, "/docs/").await.is(200);
}

async fn the_page_shows_each_target_and_the_counts(app: App) {
    set_up_plan(&app).await;
    let report = json!({"indicator": "gdp-growth", "period": "2022", "outcome": "2.6", "source": "bureau"});
    post(&app, "/api/v1/outcomes", &report).await.is(201);
    let page = get(&app, PAGE).await.is(200);
    holds(
        &page,
        &[
            "<h1>Chongqing plan 2022</h1>",
            "0 of 1 met",
            "GDP growth",
            "5.5左右",
            "2.6%",
            "47.3%",
            "✕</span> Not achieved",
            "Not achieved: 2.6 % reported against at least 5.5 %",
            "about 5.5",
            "bureau, 2023-01-13",
            "data-poll=\"/api/v1/plans/cq-2022/completion?lang=en\"",
            "/api/v1/plans/cq-2022/chart/gdp-growth.svg?lang=en&#38;period=2022",
        ],
    );
    let change = get(&app, "/api/v1/plans/cq-2022/completion").await.is(200).json["change"].clone();
    holds(&page, &[&format!("data-change=\"{change}\"")]);
    let badge = get(&app, BADGE).await.is(200);
    holds(&badge, &["<title id=\"title\">cq-2022: 0 of 1 met</title>", ">0 of 1 met</text>"]);
    is_well_formed(&badge.text);
}

async fn filters_narrow_the_list_and_not_the_counts(app: App) {
    set_up_plan(&app).await;
    let target = json!({"indicator": "jobs", "target": "60以上", "section_zh": "就业", "nature": "binding"});
    let jobs = json!({"code": "jobs", "name_en": "New jobs", "unit": "万人", "measure": "flow", "direction": "higher"});
    post(&app, "/api/v1/indicators", &jobs).await.is(201);
    post(&app, "/api/v1/plans/cq-2022/targets", &target).await.is(201);
    let all = get(&app, PAGE).await.is(200);
    holds(&all, &["GDP growth", "New jobs", "Without a section"]);
    for filter in
        ["nature=binding", "section=%E5%B0%B1%E4%B8%9A", "nature=binding&status=&section=&on=&area="]
    {
        let some = get(&app, &format!("{PAGE}&{filter}")).await.is(200);
        holds(&some, &["New jobs", "0 of 2 met"]);
        lacks(&some, &["GDP growth"]);
    }
    let none = get(&app, &format!("{PAGE}&status=achieved")).await.is(200);
    holds(
        &none,
        &["No target fits these filters.", "href=\"/?plan=cq-2022\">Clear filters", "selected>Achieved"],
    );
    let day = get(&app, &format!("{PAGE}&on=2022-06-30&as_of=2023-01-14T00:00:00Z")).await.is(200);
    holds(&day, &["datetime=\"2022-06-30\"", "as known at", "name=\"as_of\" value=\"2023-01-14T00:00:00Z\""]);
}

async fn the_language_is_asked_for_or_accepted(app: App) {
    set_up_plan(&app).await;
    let accepting = |path: &'static str, languages: &'static str| {
        let request = Ask::new(&app, "GET", path).header("accept-language", languages);
        async move { request.send().await.is(200) }
    };
    for path in ["/", PAGE, CHART, BADGE] {
        let zh = accepting(path, "zh-CN,zh;q=0.9,en;q=0.8").await;
        let en = accepting(path, "en;q=0.9, zh;q=0.1").await;
        assert!(zh.header("vary").contains("accept-language"), "{path}");
        assert!(zh.text.contains("lang=\"zh\"") && en.text.contains("lang=\"en\""), "{path}");
        assert_ne!(zh.header("etag"), en.header("etag"), "{path}");
        let join = if path.contains('?') { '&' } else { '?' };
        let asked = Ask::new(&app, "GET", &format!("{path}{join}lang=zh")).header("accept-language", "en");
        assert!(asked.send().await.is(200).text.contains("lang=\"zh\""), "{path}");
    }
    holds(&accepting(BADGE, "zh").await, &["1 项中 0 项完成"]);
    holds(&accepting(PAGE, "zh").await, &["地区生产总值增长", "重庆市2022年计划", "完成情况"]);
}

async fn what_makes_no_sense_is_refused(app: App) {
    set_up_plan(&app).await;
    for (path, code) in [
        ("/?plan=cq-2022&stat=achieved", "unknown_parameter"),
        ("/?plan=cq-2022&status=done", "unknown_word"),
        ("/?plan=cq-2022&lang=de", "unknown_word"),
        ("/?plan=cq-2022&cursor=p1", "bad_combination"),
        ("/?status=achieved", "bad_combination"),
        ("/?on=2022-01-01", "bad_combination"),
        ("/?cursor=x", "bad_cursor"),
        ("/?plan=cq-2022&on=2022-02-30", "bad_day"),
        ("/dashboard/style.css?v=1", "unknown_parameter"),
        ("/api/v1/plans/cq-2022/chart/gdp-growth.svg?lang=de", "unknown_word"),
        ("/api/v1/plans/cq-2022/chart/gdp-growth.svg?period=no", "bad_period"),
        ("/api/v1/plans/cq-2022/badge.svg?status=achieved", "unknown_parameter"),
    ] {
        let refused = get(&app, path).await.problem(400, "bad-query");
        assert_eq!(refused.errors()[0].0, code, "{path}");
    }
    for path in [
        "/?plan=none",
        "/dashboard/none.css",
        "/api/v1/plans/none/badge.svg",
        "/api/v1/plans/cq-2022/chart/none.svg",
        "/api/v1/plans/none/chart/gdp-growth.svg",
    ] {
        get(&app, path).await.problem(404, "not-found");
    }
    for path in [PAGE, CHART, BADGE] {
        let join = if path.contains('?') { '&' } else { '?' };
        get(&app, &format!("{path}{join}area=none")).await.problem(422, "data-refused");
    }
    Ask::new(&app, "POST", "/").send().await.problem(405, "method-not-allowed");
}

async fn a_browser_is_told_why_on_a_page_with_a_way_back(app: App) {
    set_up_plan(&app).await;
    for (path, status, wanted) in [
        ("/?plan=none", 404, &["没有找到", "没有这个计划", "href=\"/?lang=zh\""][..]),
        (
            "/?plan=cq-2022&on=2022-13-01",
            400,
            &[
                "这个地址无法显示",
                "<code>on=2022-13-01</code>",
                "请写作 2022-06-30",
                "href=\"/?lang=zh&#38;plan=cq-2022\"",
            ],
        ),
        ("/?plan=cq-2022&area=nope&lang=en", 422, &["This address cannot be shown", "there is no area nope"]),
        ("/?plan=cq-2022&stat=x", 400, &["没有这个参数"]),
        ("/?plan=cq-2022&status=%3Cb%3E", 400, &["&#60;b&#62;"]),
        ("/?zz=1&lang=en", 400, &["This address cannot be shown", "leave it out"]),
        ("/?zz=1&plan=cq-2022&lang=%65n&plan=x", 400, &["This address cannot be shown"]),
        ("/?zz=1&lang=zh", 400, &["这个地址无法显示", "没有这个参数"]),
    ] {
        let asked = app.keyless.get(app.url(path)).header("accept", "text/html,*/*;q=0.8");
        let page = asked.header("accept-language", "zh-CN,zh;q=0.9").send().await.unwrap();
        let header = |name| page.headers().get(name).unwrap().to_str().unwrap().to_owned();
        assert_eq!(
            (page.status().as_u16(), header("content-type").as_str()),
            (status, "text/html; charset=utf-8")
        );
        assert!(header("content-security-policy").starts_with("default-src 'none'"), "{path}");
        let text = page.text().await.unwrap();
        for words in wanted {
            assert!(text.contains(words), "{path}: {words} is missing: {text}");
        }
    }
    get(&app, "/?plan=none").await.problem(404, "not-found");
}

async fn what_the_client_has_is_not_sent_again(app: App) {
    set_up_plan(&app).await;
    for path in
        ["/", PAGE, CHART, BADGE, "/dashboard/style.css", "/dashboard/script.js", "/dashboard/icon.svg"]
    {
        let first = get(&app, path).await.is(200);
        let tag = first.header("etag").to_owned();
        let known = Ask::new(&app, "GET", path).header("if-none-match", &tag).send().await.is(304);
        assert_eq!((known.text.as_str(), known.header("etag")), ("", tag.as_str()), "{path}");
        let head = Ask::new(&app, "HEAD", path).send().await.is(200);
        assert_eq!((head.text.as_str(), head.header("etag")), ("", tag.as_str()), "{path}");
    }
    let before = get(&app, PAGE).await.header("etag").to_owned();
    let report = json!({"indicator": "gdp-growth", "period": "2022", "outcome": "6"});
    post(&app, "/api/v1/outcomes", &report).await.is(201);
    assert_ne!(get(&app, PAGE).await.header("etag"), before);
}

async fn what_people_typed_is_never_markup(app: App) {
    set_up_plan(&app).await;
    let bad = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>&amp;{{7*7}}]]>";
    let indicator = json!({"name_zh": bad, "name_en": bad, "unit": "%", "measure": "rate", "direction": "higher",
        "code": "gdp-growth"});
    put(&app, "/api/v1/indicators/gdp-growth", &indicator).await.is(200);
    let plan = json!({"code": "cq-2022", "title_zh": bad, "title_en": bad, "issuer": bad, "period": "2022"});
    put(&app, "/api/v1/plans/cq-2022", &plan).await.is(200);
    let target = json!({"indicator": "gdp-growth", "target": "5.5左右", "section_zh": bad, "section_en": bad, "no": bad});
    put(&app, "/api/v1/plans/cq-2022/targets/gdp-growth", &target).await.is(200);
    let report =
        json!({"indicator": "gdp-growth", "period": "2022", "outcome": "2.6", "source": bad, "note": bad});
    post(&app, "/api/v1/outcomes", &report).await.is(201);
    let ruling = json!({"ruling": "achieved", "person": bad, "reason": bad});
    put(&app, "/api/v1/plans/cq-2022/targets/gdp-growth/ruling", &ruling).await.is(200);
    for path in ["/?lang=en", "/?plan=cq-2022&lang=en", "/?plan=cq-2022&lang=zh", CHART, BADGE] {
        let answer = get(&app, path).await.is(200);
        lacks(&answer, &["<script>", "<img", "'x')", "onerror=alert(1)>&amp;"]);
        if path != BADGE {
            holds(
                &answer,
                &["&#60;script&#62;alert(&#39;x&#39;)&#60;/script&#62;&#34;&#62;&#60;img", "{{7*7}}"],
            );
        }
        if path.starts_with("/api") {
            is_well_formed(&answer.text);
        }
    }
    let encoded = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E";
    let narrowed =
        get(&app, &format!("/?plan=cq-2022&section={encoded}&as_of=2023-01-13T09:00:00Z")).await.is(200);
    lacks(&narrowed, &["<script>", "alert(1)</script"]);
}

async fn a_ruling_is_told_in_the_words_of_the_page(app: App) {
    set_up_plan(&app).await;
    for (word, zh, en) in [
        ("achieved", "已达成", "Achieved"),
        ("not_achieved", "未达成", "Not achieved"),
        ("withheld", "暂不公布", "withheld"),
        ("discontinued", "已停止统计", "discontinued"),
        ("not_applicable", "不适用", "not applicable"),
    ] {
        let ruling = json!({"ruling": word, "person": "Li", "reason": "seen"});
        put(&app, "/api/v1/plans/cq-2022/targets/gdp-growth/ruling", &ruling).await.is(200);
        for (language, told) in [("zh", zh), ("en", en)] {
            let page = get(&app, &format!("/?plan=cq-2022&lang={language}")).await.is(200);
            holds(&page, &[&format!("<dd>{told} · Li · seen</dd>")]);
        }
    }
}

async fn pages_load_their_own_files_alone(app: App) {
    set_up_plan(&app).await;
    for path in ["/", PAGE] {
        let page = get(&app, path).await.is(200);
        let policy = page.header("content-security-policy").to_owned();
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'"), "{policy}");
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{policy}");
        lacks(&page, &["http://", "https://", "style=", "onclick=", "<script>", "javascript:"]);
        for attribute in ["href=\"", "src=\"", "action=\"", "data-poll=\"", "data-chart=\""] {
            for link in page.text.split(attribute).skip(1) {
                assert!(link.starts_with('/') && !link.starts_with("//"), "{attribute}{link:.60}");
            }
        }
    }
    for (file, media_type) in [
        ("style.css", "text/css; charset=utf-8"),
        ("script.js", "text/javascript; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
    ] {
        let answer = get(&app, &format!("/dashboard/{file}")).await.is(200);
        assert_eq!(answer.header("content-type"), media_type);
        let elsewhere = answer.text.replace("http://www.w3.org/2000/svg", "");
        assert!(
            !elsewhere.contains("http://") && !elsewhere.contains("https://") && !elsewhere.contains("url("),
            "{file}"
        );
    }
}

async fn the_chart_draws_what_was_expected_and_reported(app: App) {
    set_up_plan(&app).await;
    let jobs = json!({"code": "new/jobs", "name_en": "New jobs", "unit": "万人", "measure": "flow", "direction": "higher"});
    post(&app, "/api/v1/indicators", &jobs).await.is(201);
    let target = json!({"indicator": "new/jobs", "target": "60以上"});
    post(&app, "/api/v1/plans/cq-2022/targets", &target).await.is(201);
    let outcomes = "indicator,period,outcome,reported_on\nnew/jobs,2022-01..2022-03,14,2022-04-10\n\
        new/jobs,2022-01..2022-06,31,2022-07-10\n";
    import(&app, "outcomes", outcomes).await.is(200);
    let path = "/api/v1/plans/cq-2022/chart/new%2Fjobs.svg?on=2022-07-15&lang=en";
    let chart = get(&app, path).await.is(200);
    assert_eq!(chart.header("content-type"), "image/svg+xml");
    assert_eq!(get(&app, &path.replace("%2F", "/")).await.is(200).text, chart.text);
    is_well_formed(&chart.text);
    holds(
        &chart,
        &[
            "role=\"img\" aria-labelledby=\"title description\"",
            "<title id=\"title\">New jobs (万人)</title>",
            "<desc id=\"description\">",
            "2022-03-31: reported 14, expected 14.7945",
            "2022-06-30: reported 31, expected 29.7534",
            "judged for 2022-07-15",
            ">60<",
            "▲ On track",
        ],
    );
    let way = get(&app, "/api/v1/plans/cq-2022/series/new%2Fjobs?on=2022-07-15").await.is(200).json;
    assert_eq!(way["points"].as_array().map(Vec::len), Some(chart.text.matches("<circle").count()));
    let zh = get(&app, &path.replace("lang=en", "lang=zh")).await.is(200);
    holds(&zh, &["已报告 31", "3月", "判定日 2022-07-15"]);
    let running = get(&app, "/?plan=cq-2022&on=2022-07-15&lang=en").await.is(200);
    holds(&running, &["1 of 2 on course", "class=\"due\"", "expected by now 49.6%"]);
}

async fn a_chart_without_a_number_says_so(app: App) {
    set_up_plan(&app).await;
    let mut indicator: Value = gdp_growth();
    indicator["code"] = json!("road");
    indicator["measure"] = json!("milestone");
    indicator["unit"] = json!("");
    post(&app, "/api/v1/indicators", &indicator).await.is(201);
    let target = json!({"indicator": "road", "target": "到6月底完成"});
    post(&app, "/api/v1/plans/cq-2022/targets", &target).await.is(201);
    let chart = get(&app, "/api/v1/plans/cq-2022/chart/road.svg").await.is(200);
    is_well_formed(&chart.text);
    holds(&chart, &["There is no number to draw.", "到6月底完成"]);
    get(&app, PAGE).await.is(200);
}

async fn the_list_of_plans_has_pages(app: App) {
    for number in 1..=21 {
        let plan =
            json!({"code": format!("p{number}"), "title_en": format!("Plan {number}"), "period": "2022"});
        post(&app, "/api/v1/plans", &plan).await.is(201);
    }
    let first = get(&app, "/?lang=en").await.is(200);
    assert_eq!(first.text.matches("class=\"title\"").count(), 20);
    let (_, link) = first.text.split_once("rel=\"next\" href=\"").unwrap();
    let link = link.split('"').next().unwrap().replace("&#38;", "&");
    let second = get(&app, &link).await.is(200);
    assert_eq!(second.text.matches("class=\"title\"").count(), 1);
    holds(&second, &["Plan 21", "First page"]);
    lacks(&second, &["rel=\"next\""]);
}

async fn a_reader_without_a_key_is_asked_for_one(app: App) {
    set_up_plan(&app).await;
    let keyed = app.with_settings(&[("access.reads", "keyed")]).await;
    let page = |client: &reqwest::Client, path: &str| {
        client.get(keyed.url(path)).header("accept", "text/html,*/*;q=0.8").send()
    };
    for (path, words) in [
        (
            "/?plan=cq-2022&lang=en",
            ["This service asks for a key", "Forget the key", "/?plan=cq-2022&#38;lang=zh"],
        ),
        ("/?lang=zh", ["读取需要密钥", "清除密钥", "/?lang=en"]),
    ] {
        let asked = page(&keyed.keyless, path).await.unwrap();
        assert_eq!(asked.status(), 401);
        let header = |name: &str| asked.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), "text/html; charset=utf-8");
        assert_eq!(header("cache-control"), "no-store");
        assert!(header("www-authenticate").starts_with("Bearer "));
        assert!(header("content-security-policy").starts_with("default-src 'none'; script-src 'self'"));
        let text = asked.text().await.unwrap();
        for word in words {
            assert!(text.contains(word), "{path}: {word} is missing: {text}");
        }
        assert!(!text.contains("Chongqing") && !text.contains("重庆") && !text.contains("gdp"), "{text}");
        assert!(text.contains("type=\"password\"") && text.contains("data-locked"), "{text}");
    }
    // A program is told in its own way, and who has a key sees the page.
    Ask::new(&keyed, "GET", "/").by(None).send().await.problem(401, "no-credentials");
    let wrong = keyed.keyless.get(keyed.url("/")).bearer_auth("wrong").header("accept", "text/html");
    assert_eq!(wrong.send().await.unwrap().status(), 401);
    let shown = page(&keyed.client, "/?plan=cq-2022&lang=en").await.unwrap();
    assert_eq!(shown.status(), 200);
    assert!(shown.text().await.unwrap().contains("data-change"));
    for file in ["script.js", "style.css", "icon.svg"] {
        Ask::new(&keyed, "GET", &format!("/dashboard/{file}")).by(None).send().await.is(200);
    }
    let script = get(&app, "/dashboard/script.js").await.is(200).text;
    assert!(script.contains("sessionStorage") && !script.contains("localStorage"));
    assert!(!script.contains("cookie"));
}
