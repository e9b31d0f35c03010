//! Published plans with the answers that must come out, imported and asked for over HTTP.

use std::fmt::Write;

use chrono::TimeDelta;
use plantrack::domain::quantity::Exact;
use serde_json::{Value, json};

use crate::{
    cases,
    harness::{App, Case},
    talk::{get, import, post, rows},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        the_work_plan_of_an_industry,
        half_a_year_of_investment,
        projects_by_sector_and_source_of_funds,
        five_years_of_industry,
        an_annual_plan_against_the_five_years_it_refines,
        a_plan_against_the_next_one,
        the_published_verdicts_of_a_government,
    ]
}

macro_rules! golden {
    ($path:literal) => {
        include_str!(concat!("../golden/", $path))
    };
}

async fn plan(app: &App, code: &str, period: &str) {
    let made = json!({"code": code, "title_zh": "计划", "period": period});
    post(app, "/api/v1/plans", &made).await.is(201);
}

async fn chongqing(app: &App) {
    let root = json!({"code": "chongqing", "name_zh": "重庆市", "name_en": "Chongqing"});
    post(app, "/api/v1/areas", &root).await.is(201);
}

fn of<'a>(card: &'a Value, indicator: &str) -> &'a Value {
    let items = card["indicators"].as_array().unwrap();
    items.iter().find(|item| item["indicator"] == indicator).unwrap()
}

/// Whether a decimal of an answer is a figure that is printed rounded to some decimals.
#[track_caller]
fn is_about(given: &Value, printed: &Value, decimals: usize) {
    let exact = |value: &Value| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        Exact::parse(&text).unwrap_or_else(|_| panic!("{value} is no decimal"))
    };
    let half = Exact::parse(&format!("0.{}5", "0".repeat(decimals))).unwrap();
    let distance = exact(given).minus(exact(printed)).unwrap().abs();
    assert!(distance <= half, "{given} is not about {printed}");
}

async fn the_work_plan_of_an_industry(app: App) {
    chongqing(&app).await;
    plan(&app, "cq-2022-industry", "2022").await;
    let targets = golden!("cq-2022-industry/targets.csv");
    let set = import(&app, "targets", targets).await.is(200).json;
    assert_eq!(set["done"], json!({"created": 10, "revised": 0, "unchanged": 0}));
    let outcomes = golden!("cq-2022-industry/outcomes.csv");
    assert_eq!(import(&app, "outcomes", outcomes).await.is(200).json["done"]["created"], 9);
    let card = get(&app, "/api/v1/plans/cq-2022-industry/completion?on=2023-01-14").await.is(200).json;
    let expected = rows(golden!("cq-2022-industry/expected.csv"));
    assert_eq!(card["indicators"].as_array().unwrap().len(), expected.len());
    for row in expected {
        let item = of(&card, row["indicator"]);
        let text = |name: &str| item[name].as_str().unwrap_or_default();
        assert_eq!(
            (text("status"), text("evidence"), text("reason")),
            (row["status"], row["evidence"], row["reason"]),
            "{row:?}"
        );
    }
    let conflict = |indicator| of(&card, indicator)["conflict"].as_array().unwrap().len();
    assert_eq!((conflict("smart-upgrades"), conflict("smart-factories-new")), (1, 0));
}

const HALF: &str = "2022-01..2022-06";
const ZONES: [&str; 3] = ["liangjiang", "hightech-zone", "wansheng"];

async fn half_a_year_of_investment(app: App) {
    let expected: Value = serde_json::from_str(golden!("cq-2022-investment/expected.json")).unwrap();
    let contracts = rows(golden!("cq-2022-investment/contracts_h1.csv"));
    let mut areas = "code,name_zh,parent,overlapping\n".to_owned();
    let mut outcomes = "indicator,area,period,outcome,basis,source,reported_on\n".to_owned();
    for row in &contracts {
        let (area, value) = (row["area"], row["contract_value"]);
        writeln!(areas, "{area},{},chongqing,{}", row["name_zh"], ZONES.contains(&area)).unwrap();
        if !value.is_empty() {
            let row = format!("contracted-investment,{area},{HALF},{value},final,002 newspaper,2022-08-05\n");
            outcomes.push_str(&row);
        }
    }
    // The root last: parents may stand behind their children.
    areas.push_str("chongqing,重庆市,,\n");
    assert_eq!(import(&app, "areas", &areas).await.is(200).json["done"]["created"], 42);
    plan(&app, "cq-2022-investment", "2022").await;
    let targets = "plan,indicator,target,name_zh,name_en,unit,measure,direction\n\
        cq-2022-investment,contracted-investment,—,招商引资合同投资额,Contracted investment,亿元,flow,higher\n\
        cq-2022-investment,arrived-funds,—,招商引资到位资金,Funds arrived,亿元,flow,higher\n";
    import(&app, "targets", targets).await.is(200);
    import(&app, "outcomes", golden!("cq-2022-investment/totals.csv")).await.is(200);
    import(&app, "outcomes", &outcomes).await.is(200);
    let base = "/api/v1/plans/cq-2022-investment";
    let half = get(&app, &format!("{base}/completion?on=2022-06-30")).await.is(200).json;
    for indicator in ["contracted-investment", "arrived-funds"] {
        let item = of(&half, indicator);
        assert_eq!(item["status"], expected["status_on_2022_06_30"][indicator]);
        is_about(&item["implied"]["target"], &expected["implied_targets"][indicator], 2);
        is_about(&item["pace"]["elapsed"], &expected["elapsed_percent"], 2);
    }
    let end = get(&app, &format!("{base}/completion/arrived-funds?on=2023-01-14")).await.is(200).json;
    let at_the_end = &expected["arrived_funds_at_year_end"];
    assert_eq!((&end["status"], &end["outcome"]["text"]), (&at_the_end["status"], &json!("4220")));
    is_about(&end["completion"], &at_the_end["completion_percent"], 2);

    let way = get(&app, &format!("{base}/series/arrived-funds?on=2023-01-14")).await.is(200).json;
    let points = way["points"].as_array().unwrap();
    assert_eq!(points.len(), 2);
    assert_eq!((&points[0]["until"], &points[0]["period"]), (&json!("2022-06-30"), &json!("2022-H1")));
    assert_eq!((&points[0]["reached"], &points[1]["reached"]), (&json!("2217"), &json!("4220")));
    is_about(&points[0]["expected"], &json!("2082.18"), 2);
    assert_eq!((&points[0]["status"], &points[1]["status"]), (&json!("on_track"), &json!("achieved")));
    is_about(&points[1]["expected"], &json!("4198.86"), 2);

    let totals = get(&app, &format!("{base}/reconciliation?period={HALF}")).await.is(200).json;
    let totals = totals["totals"].as_array().unwrap();
    assert_eq!(totals.len(), 1, "the parts print no share, so they imply no targets: {totals:?}");
    let (total, areas) = (&totals[0], &expected["areas"]);
    assert_eq!(
        (&total["by"], &total["of"], &total["figure"]),
        (&json!("area"), &json!("chongqing"), &json!("outcome"))
    );
    is_about(&total["total"], &areas["city_total"], 2);
    is_about(&total["together"], &areas["sum_without_overlapping"], 2);
    assert_eq!(total["missing"], areas["missing"]);
    assert_eq!(total["overlapping"], areas["functional_zones_overlapping_the_districts"]);
    assert_eq!(total["counted"].as_array().unwrap().len(), 41 - 2 - 3);
    assert_eq!((&total["agrees"], &total["agrees_within_rounding"]), (&areas["reconciles"], &json!(false)));
    assert_eq!((&total["partial"], &total["difference"]), (&json!(true), &json!("388.4")));
    let whole_year = get(&app, &format!("{base}/reconciliation")).await.is(200).json;
    assert_eq!(whole_year["totals"], json!([]), "no part is reported for the whole year");

    let matrix = get(&app, &format!("{base}/matrix?by=area&lang=zh")).await.is(200).json;
    let members: Vec<&str> =
        matrix["members"].as_array().unwrap().iter().map(|member| member["code"].as_str().unwrap()).collect();
    assert_eq!(members.len(), 41, "the whole is no member of itself");
    assert_eq!(matrix["rows"].as_array().unwrap().len(), 1);
    let cell = |area| {
        let place = members.iter().position(|member| *member == area).unwrap();
        matrix["rows"][0]["cells"][place].clone()
    };
    assert_eq!(cell("youyang"), Value::Null);
    assert_eq!(
        cell("liangjiang"),
        json!({"status": null, "evidence": null, "reason": null, "completion": null, "outcome": "1158.93"})
    );
    assert!(matrix["rows"][0]["name"]["en"].is_null() && matrix["members"][0]["name"]["en"].is_null());
}

async fn projects_by_sector_and_source_of_funds(app: App) {
    let expected: Value = serde_json::from_str(golden!("cq-2022-projects/expected.json")).unwrap();
    let all = golden!("cq-2022-projects/outcomes.csv");
    chongqing(&app).await;
    plan(&app, "cq-2022-projects", "2022").await;
    let mut categories = "code,name_zh\n".to_owned();
    let mut targets = "plan,indicator,category,target,name_zh,unit,measure,direction\n".to_owned();
    let mut known = std::collections::BTreeSet::new();
    for row in rows(all).iter().filter(|row| known.insert(row["category"])) {
        let category = row["category"];
        if !category.is_empty() {
            writeln!(categories, "{category},{}", row["category_zh"]).unwrap();
        }
        let words = "—,市级重大项目完成投资,亿元,flow,higher";
        writeln!(targets, "cq-2022-projects,major-project-investment,{category},{words}").unwrap();
    }
    import(&app, "categories", &categories).await.is(200);
    assert_eq!(import(&app, "targets", &targets).await.is(200).json["done"]["created"], 9);
    let (head, lines) = all.split_once('\n').unwrap();
    let of_day = |day: &str| {
        let lines: Vec<&str> = lines.lines().filter(|line| line.ends_with(day)).collect();
        format!("{head}\n{}\n", lines.join("\n"))
    };
    import(&app, "outcomes", &of_day("2023-01-13")).await.is(200);
    app.clock.advance(TimeDelta::days(3));
    let app = app.second().await;
    import(&app, "outcomes", &of_day("2023-01-16")).await.is(200);

    let base = "/api/v1/plans/cq-2022-projects";
    let known_then = "on=2023-01-14&as_of=2023-01-14T08:00:00Z";
    for (category, implied) in expected["implied_targets"].as_object().unwrap() {
        let path = format!("{base}/completion/major-project-investment?category={category}&{known_then}");
        let item = get(&app, &path).await.is(200).json;
        assert_eq!(
            (&item["status"], &item["evidence"]),
            (&expected["status_all"], &expected["evidence_all"])
        );
        is_about(&item["implied"]["target"], implied, 2);
    }
    for (as_of, total) in [("2023-01-14T08:00:00Z", "4104"), ("2023-01-17T08:00:00Z", "4103.9")] {
        let path = format!("{base}/completion/major-project-investment?on=2023-01-17&as_of={as_of}");
        assert_eq!(get(&app, &path).await.is(200).json["outcome"]["text"], total);
        let path = format!("{base}/reconciliation?as_of={as_of}");
        let answer = get(&app, &path).await.is(200).json;
        let found = |of: &str, figure: &str| {
            let totals = answer["totals"].as_array().unwrap();
            totals.iter().find(|one| one["of"] == of && one["figure"] == figure).cloned().unwrap()
        };
        let sector = found("sector", "outcome");
        assert_eq!((&sector["total"], &sector["together"]), (&json!(total), &json!(total)));
        assert_eq!((&sector["agrees"], &sector["partial"]), (&json!(true), &json!(false)));
        let missing = &found("sector", "implied_target")["missing"];
        assert_eq!(missing, &json!([]), "what is restated without its share leaves the target");
        if total == "4104" {
            for of in ["sector", "funding"] {
                let implied = found(of, "implied_target");
                let want = &expected["reconciliation"]["implied_target"][of];
                // The printed sum is one of rounded parts.
                is_about(&implied["together"], &want["sum"], 1);
                is_about(&implied["total"], &want["parent"], 2);
                assert_eq!(
                    (&implied["agrees"], &implied["agrees_within_rounding"]),
                    (&want["agrees"], &json!(false))
                );
                let outcome = found(of, "outcome");
                assert_eq!(outcome["agrees"], expected["reconciliation"]["outcome"][of]["agrees"]);
            }
        }
    }
    let matrix = get(&app, &format!("{base}/matrix?by=category&{known_then}")).await.is(200).json;
    let cells = matrix["rows"][0]["cells"].as_array().unwrap();
    assert_eq!((matrix["members"].as_array().unwrap().len(), cells.len()), (8, 8));
    assert!(cells.iter().all(|cell| cell["status"] == "achieved" && cell["evidence"] == "declared"));
    assert_eq!((&cells[0]["outcome"], &cells[0]["completion"]), (&json!("43.5"), &json!("113.5")));
}

async fn five_years_of_industry(app: App) {
    let expected: Value = serde_json::from_str(golden!("cq-2021-2025-industry/expected.json")).unwrap();
    chongqing(&app).await;
    plan(&app, "cq-2021-2025-industry", "2021..2025").await;
    import(&app, "targets", golden!("cq-2021-2025-industry/targets.csv")).await.is(200);
    import(&app, "outcomes", golden!("cq-2021-2025-industry/outcomes.csv")).await.is(200);
    let on = expected["on"].as_str().unwrap();
    let base = "/api/v1/plans/cq-2021-2025-industry";
    let card = get(&app, &format!("{base}/completion?on={on}")).await.is(200).json;
    for (indicator, want) in expected.as_object().unwrap().iter().filter(|(_, want)| want.is_object()) {
        let (item, horizon) = (of(&card, indicator), &of(&card, indicator)["horizon"]);
        for (name, want) in want.as_object().unwrap() {
            match name.as_str() {
                "note" => {}
                "years_reported" | "reachable" => assert_eq!(&horizon[name], want, "{indicator}"),
                "average_so_far_percent" => is_about(&horizon["average_so_far"], want, 2),
                "needed_in_the_years_left_percent" | "needed_growth_a_year_percent" => {
                    is_about(&horizon["needed_a_year"], want, 2);
                }
                "last_outcome" => is_about(&horizon["last_value"], want, 2),
                "last_period" => assert_eq!(&horizon["last_period"], want, "{indicator}"),
                "gap_points" => is_about(&item["gap"], want, 2),
                other => assert_eq!(&item[other], want, "{indicator} {other}"),
            }
        }
    }
    // The targets are for 2025 and for the five years: each indicator's own is shown, without naming its period.
    let way = get(&app, &format!("{base}/series/industry-va-growth?on={on}")).await.is(200).json;
    let reached: Vec<&Value> =
        way["points"].as_array().unwrap().iter().map(|point| &point["outcome"]).collect();
    assert_eq!((&way["period"], reached), (&json!("2021..2025"), vec![&json!("10.7"), &json!("3.2")]));
}

async fn an_annual_plan_against_the_five_years_it_refines(app: App) {
    let expected: Value = serde_json::from_str(golden!("cq-2021-2025-industry/expected.json")).unwrap();
    chongqing(&app).await;
    plan(&app, "cq-2021-2025-industry", "2021..2025").await;
    import(&app, "targets", golden!("cq-2021-2025-industry/targets.csv")).await.is(200);
    import(&app, "outcomes", golden!("cq-2021-2025-industry/outcomes.csv")).await.is(200);
    let year = json!({"code": "cq-2023-industry", "title_en": "x", "period": "2023", "parent": "cq-2021-2025-industry"});
    post(&app, "/api/v1/plans", &year).await.is(201);
    let targets = json!([
        {"indicator": "industry-va-growth", "target": "增长8%"},
        {"indicator": "industrial-output", "target": "2.7万亿元"},
        {"indicator": "industry-gdp-share", "target": "28.5%"},
    ]);
    post(&app, "/api/v1/plans/cq-2023-industry/targets", &targets).await.is(201);
    let card = get(&app, "/api/v1/plans/cq-2023-industry/completion?on=2023-01-14").await.is(200).json;
    let growth = &of(&card, "industry-va-growth")["parent_path"];
    is_about(&growth["path"], &expected["industry-va-growth"]["needed_in_the_years_left_percent"], 2);
    assert_eq!((&growth["plan"], &growth["asked"]), (&json!("cq-2021-2025-industry"), &json!("8")));
    assert_eq!(growth["enough"], true);
    // 26,000 in 2021, by 3.64 % a year for two years.
    let output = &of(&card, "industrial-output")["parent_path"];
    is_about(&output["path"], &json!(27928.48), 2);
    assert_eq!((&output["asked"], &output["enough"]), (&json!("27000"), &json!(false)));
    assert_eq!(of(&card, "industry-gdp-share")["parent_path"], Value::Null);
}

async fn a_plan_against_the_next_one(app: App) {
    let expected: Value = serde_json::from_str(golden!("cq-2023/expected.json")).unwrap();
    for (plan, period, table) in
        [("cq-2022", "2022", golden!("cq-2022/plan.csv")), ("cq-2023", "2023", golden!("cq-2023/plan.csv"))]
    {
        let options = format!("plan-table?plan={plan}&period={period}&title_en=x&basis=forecast");
        import(&app, &options, table).await.is(200);
    }
    let path = "/api/v1/plans/cq-2022/compare/cq-2023?on=2023-01-14";
    let compared = get(&app, path).await.is(200).json;
    let items = compared["items"].as_array().unwrap();
    let with = |change: &str, any: bool| -> Vec<&str> {
        items
            .iter()
            .filter(|item| item["change"] == change && (any || item["parent"].is_null()))
            .map(|item| item["indicator"].as_str().unwrap())
            .collect()
    };
    let want = &expected["against_cq_2022"];
    assert_eq!(json!(with("added", false)), want["added"]);
    assert_eq!(json!(with("dropped", false)), want["dropped"]);
    assert_eq!(json!(with("kept_in_words_and_number", true)), want["target_kept_in_words_and_number"]);
    for (change, name) in [("replaced", "sub_indicators_replaced"), ("caliber_changed", "caliber_changed")] {
        for (before, after) in want[name].as_object().unwrap() {
            let item = items.iter().find(|item| item["indicator"] == *after).unwrap();
            assert_eq!((&item["change"], &item["before"]["indicator"]), (&json!(change), &json!(before)));
        }
    }
    let headline = &compared["counts"]["headline"];
    assert_eq!((&headline["added"], &headline["dropped"]), (&json!(5), &json!(1)));
    let total: u64 = headline.as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!(total, 39 + 1, "the later plan's, and what was dropped");
    assert_eq!(compared["counts"]["sub_indicators"]["replaced"], 1);
    let gdp = items.iter().find(|item| item["indicator"] == "gdp-growth").unwrap();
    assert_eq!((&gdp["change"], &gdp["asks_more"]), (&json!("raised"), &json!(true)));
    assert_eq!(gdp["numbers"], json!({"before": "5.5", "after": "6"}));
    assert_eq!(
        (&gdp["before"]["status"], &gdp["before"]["outcome"]),
        (&json!("not_achieved"), &json!("2.6"))
    );
    assert_eq!(
        (&gdp["after"]["status"], &gdp["after"]["reason"]),
        (&json!("awaiting_outcome"), &json!("not_due"))
    );
}

/// The rows of a file with quoted cells, by column.
fn records(text: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}

/// Every due verdict that Canada's organizations published on a numeric target with a numeric result: read from
/// their own words, imported, and judged. Those that do not follow from the numbers are the committed list.
async fn the_published_verdicts_of_a_government(app: App) {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let others: Vec<String> = records(include_str!("../engine/canada_2016_verdicts_not_from_numbers.csv"))
        .into_iter()
        .map(|row| row["id"].clone())
        .collect();
    let mut targets = String::from("plan,indicator,target,name_en,unit,measure,direction\n");
    let mut outcomes = String::from("indicator,period,outcome,reported_on\n");
    let mut published = Vec::new();
    for row in records(golden!("canada-2016/indicators.csv")) {
        let words = row["target_text"].to_lowercase();
        let direction = match &words {
            words if words.starts_with("at least") => "higher",
            words if words.starts_with("at most") => "lower",
            _ => "on_target",
        };
        let met = match (row["due"].as_str(), row["published_verdict"].as_str()) {
            ("Jan 2017" | "Feb 2017" | "Mar 2017", "Target met") => true,
            ("Jan 2017" | "Feb 2017" | "Mar 2017", "Attention required (past due)") => false,
            _ => continue,
        };
        let bare: String =
            row["outcome_text"].chars().filter(|c| !matches!(c, '$' | '%' | ',' | ' ')).collect();
        if Exact::parse(&bare).is_err() {
            continue;
        }
        let unit = ["%", "$"].into_iter().find(|unit| words.contains(unit)).unwrap_or_default();
        let (id, name) = (&row["id"], quoted(&row["indicator"]));
        let target = quoted(&row["target_text"]);
        writeln!(targets, "canada-2016,{id},{target},{name},{unit},level,{direction}").unwrap();
        writeln!(outcomes, "{id},2016-04..2017-03,{},2017-06-01", quoted(&row["outcome_text"])).unwrap();
        published.push((id.clone(), met));
    }
    plan(&app, "canada-2016", "2016-04..2017-03").await;
    import(&app, "targets", &targets).await.is(200);
    import(&app, "outcomes", &outcomes).await.is(200);
    let card = get(&app, "/api/v1/plans/canada-2016/completion?on=2017-06-01").await.is(200).json;
    let mut differing = Vec::new();
    for (id, met) in &published {
        let item = of(&card, id);
        if (item["status"] == "achieved") != *met {
            differing.push(id.clone());
        }
    }
    differing.sort();
    assert_eq!(differing, others);
    assert!(published.len() > 400, "{}", published.len());
}
