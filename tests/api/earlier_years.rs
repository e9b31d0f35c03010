//! What targets and reports count from: the years that they name are found on record, however long ago and whatever they are
//! called.

use std::fmt::Write as _;

use serde_json::json;

use crate::{
    cases,
    harness::{App, Case},
    talk::{get, import, post},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        a_year_that_a_target_counts_from_is_found,
        a_year_that_the_parent_plan_counts_from_is_found,
        a_year_that_a_report_counts_from_is_found,
        a_year_known_by_a_growth_is_found_by_the_year_before,
        a_kept_answer_takes_in_the_year_that_a_report_counts_from,
        where_the_words_start_from_is_the_start_of_the_path,
    ]
}

/// A plan with a target and figures on record.
#[derive(Debug)]
struct Told<'a> {
    period: &'a str,
    unit: &'a str,
    measure: &'a str,
    direction: &'a str,
    target: &'a str,
    /// Periods with what was reported for them, in that order.
    outcomes: &'a [(&'a str, &'a str)],
    /// The day that it is judged for.
    on: &'a str,
}

/// Each stands as it should: by its status, or the reason why it has none, and by its threshold, empty for none.
async fn stand(app: &App, all: &[(Told<'_>, &str, &str)]) {
    let (mut indicators, mut targets, mut outcomes) = (
        "code,name_en,unit,measure,direction\n".to_owned(),
        "plan,indicator,target\n".to_owned(),
        "indicator,period,outcome,source\n".to_owned(),
    );
    for (at, (told, ..)) in all.iter().enumerate() {
        let Told { period, unit, measure, direction, target, outcomes: reported, on: _ } = told;
        let plan = json!({"code": format!("p{at}"), "title_en": "x", "period": period});
        post(app, "/api/v1/plans", &plan).await.is(201);
        writeln!(indicators, "i{at},Thing {at},{unit},{measure},{direction}").unwrap();
        writeln!(targets, "p{at},i{at},\"{target}\"").unwrap();
        for (period, outcome) in *reported {
            writeln!(outcomes, "i{at},{period},\"{outcome}\",s").unwrap();
        }
    }
    for (file, rows) in [("indicators", indicators), ("targets", targets), ("outcomes", outcomes)] {
        import(app, file, &rows).await.is(200);
    }
    for (at, (told, word, threshold)) in all.iter().enumerate() {
        let address = format!("/api/v1/plans/p{at}/completion/i{at}?on={}", told.on);
        let answer = get(app, &address).await.is(200).json;
        let said = if answer["reason"].is_null() { &answer["status"] } else { &answer["reason"] };
        let asked = answer["threshold"].as_str().unwrap_or_default();
        assert_eq!((said.as_str().unwrap(), asked), (*word, *threshold), "{told:?}: {answer}");
    }
}

/// The plan of a financial year, or of another, of which less is better.
const fn lower<'a>(period: &'a str, target: &'a str, outcomes: &'a [(&'a str, &'a str)]) -> Told<'a> {
    Told {
        period,
        unit: "incidents",
        measure: "level",
        direction: "lower",
        target,
        outcomes,
        on: "2024-01-10",
    }
}

const fn higher<'a>(period: &'a str, target: &'a str, outcomes: &'a [(&'a str, &'a str)]) -> Told<'a> {
    Told { direction: "higher", ..lower(period, target, outcomes) }
}

async fn a_year_that_a_target_counts_from_is_found(app: App) {
    const APRIL: &str = "2020-04..2021-03";
    const JULY: &str = "2020-07..2021-06";
    const OCTOBER: &str = "2019-10..2020-09";
    const BEFORE: &[(&str, &str)] = &[("2018-04..2019-03", "100"), (APRIL, "96")];
    const MISSING: &str = "reference_missing";
    let half = |told| Told { on: "2020-10-10", ..told };
    let of_percent = |told| Told { unit: "%", ..told };
    stand(
        &app,
        &[
            (lower(APRIL, "5% below 2018–19 levels", BEFORE), "not_achieved", "95"),
            (lower(APRIL, "5% below 2018/19 levels", BEFORE), "not_achieved", "95"),
            (
                lower(APRIL, "5% below 2012–13 levels", &[("2012-04..2013-03", "100"), (APRIL, "95")]),
                "achieved",
                "95",
            ),
            (higher(APRIL, "Maintain or improve on 2018–19 result", BEFORE), "not_achieved", "100"),
            (
                of_percent(higher(APRIL, "At least 2 percentage points above 2018–19 result", BEFORE)),
                "not_achieved",
                "102",
            ),
            (lower(APRIL, "Decrease from 2018–19", BEFORE), "achieved", "100"),
            (lower(JULY, "below 2018–19", &[("2018-07..2019-06", "100"), (JULY, "96")]), "achieved", "100"),
            (
                higher(OCTOBER, "Increase from FY 2018", &[("2017-10..2018-09", "100"), (OCTOBER, "103")]),
                "achieved",
                "100",
            ),
            (
                higher(
                    OCTOBER,
                    "10% increase over FY 2017",
                    &[("2016-10..2017-09", "100"), (OCTOBER, "103")],
                ),
                "not_achieved",
                "110",
            ),
            // A year from April on has no name by one number.
            (higher(APRIL, "Increase from FY 2018", BEFORE), MISSING, ""),
            // What is a month among calendar years is a year among others.
            (
                lower(
                    APRIL,
                    "5% below 2005–06 levels",
                    &[("2005-06", "50"), ("2005-04..2006-03", "100"), (APRIL, "95")],
                ),
                "achieved",
                "95",
            ),
            (lower(APRIL, "5% below 2005–06 levels", &[("2005-06", "100"), (APRIL, "95")]), MISSING, ""),
            (lower("2022", "5% below 2005 levels", &[("2005", "100"), ("2022", "95")]), "achieved", "95"),
            (
                lower("2022", "5% below 2018–19 levels", &[("2018", "100"), ("2019", "100"), ("2022", "95")]),
                MISSING,
                "",
            ),
            // A part of the year is held against the year that is named beside the whole.
            (
                half(lower(
                    APRIL,
                    "5% below 2018–19 levels",
                    &[("2018-04..2019-03", "100"), ("2020-04..2020-09", "94")],
                )),
                "on_track",
                "95",
            ),
            (
                half(lower(
                    APRIL,
                    "5% below 2005–06 levels",
                    &[("2005-06", "50"), ("2005-04..2006-03", "100"), ("2020-04..2020-09", "94")],
                )),
                "on_track",
                "95",
            ),
        ],
    )
    .await;
}

async fn a_year_that_the_parent_plan_counts_from_is_found(app: App) {
    const YEAR: &str = "2020-04..2021-03";
    for (code, period, parent) in [("long", "2020-04..2023-03", None), ("short", YEAR, Some("long"))] {
        let plan = json!({"code": code, "title_en": "x", "period": period, "parent": parent});
        post(&app, "/api/v1/plans", &plan).await.is(201);
    }
    let indicators = "code,name_en,unit,measure,direction\ni,Thing,incidents,level,lower\n";
    let targets =
        format!("plan,indicator,target,period\nlong,i,5% below 2012–13 levels,{YEAR}\nshort,i,▽,\n");
    let outcomes = format!("indicator,period,outcome,source\ni,2012-04..2013-03,100,s\ni,{YEAR},96,s\n");
    for (file, rows) in [("indicators", indicators), ("targets", &targets), ("outcomes", &outcomes)] {
        import(&app, file, rows).await.is(200);
    }
    for plan in ["long", "short"] {
        let address = format!("/api/v1/plans/{plan}/completion/i?period={YEAR}&on=2024-01-10");
        let answer = get(&app, &address).await.is(200).json;
        assert_eq!(answer["status"], "not_achieved", "{plan}: {answer}");
    }
}

async fn a_year_that_a_report_counts_from_is_found(app: App) {
    const APRIL: &str = "2020-04..2021-03";
    const MISSING: &str = "reference_missing";
    let flow = |told| Told { measure: "flow", ..told };
    let of_2015 = |outcome| [("2015", "100"), ("2022", outcome)];
    stand(
        &app,
        &[
            (lower("2022", "95", &of_2015("5% below 2015 levels")), "achieved", "95"),
            (lower("2022", "95", &of_2015("down 4% from 2015")), "not_achieved", "95"),
            (lower("2022", "95", &of_2015("比2015年下降5%")), "achieved", "95"),
            (lower("2022", "95", &[("2016", "100"), ("2022", "down 5% from 2015")]), MISSING, ""),
            (flow(lower("2022", "95", &of_2015("down 5% from 2015"))), "achieved", "95"),
            (
                flow(lower(
                    "2022",
                    "95",
                    &[("2015-H1", "60"), ("2015-07..2015-12", "40"), ("2022", "down 4% from 2015")],
                )),
                "not_achieved",
                "95",
            ),
            (
                lower(APRIL, "95", &[("2018-04..2019-03", "100"), (APRIL, "5% below 2018–19 levels")]),
                "achieved",
                "95",
            ),
            (
                lower(
                    APRIL,
                    "95",
                    &[("2005-06", "50"), ("2005-04..2006-03", "100"), (APRIL, "4% below 2005–06 levels")],
                ),
                "not_achieved",
                "95",
            ),
            // What a target and a report name apart.
            (
                lower(
                    "2022",
                    "2% below 2018 levels",
                    &[("2018", "96"), ("2010", "100"), ("2022", "down 5% from 2010")],
                ),
                "not_achieved",
                "94.08",
            ),
        ],
    )
    .await;
}

async fn a_year_known_by_a_growth_is_found_by_the_year_before(app: App) {
    const MISSING: &str = "reference_missing";
    let grown = [("2020", "100"), ("2021", "增长5%"), ("2022", "增长5%")];
    let of_four =
        [("2018", "100"), ("2019", "增长5%"), ("2020", "增长5%"), ("2021", "增长5%"), ("2022", "增长5%")];
    let flow = |told| Told { measure: "flow", ..told };
    stand(
        &app,
        &[
            (flow(lower("2022", "不超过110", &grown)), "not_achieved", "110"),
            (flow(higher("2022", "110以上", &grown)), "achieved", "110"),
            (higher("2022", "110以上", &grown), "achieved", "110"),
            (flow(higher("2022", "121以上", &of_four)), "achieved", "121"),
            (flow(higher("2022", "122以上", &of_four)), "not_achieved", "122"),
            (flow(higher("2022", "110以上", &grown[1..])), MISSING, ""),
            (
                higher("2022", "增长5%", &[("2020", "100"), ("2021", "增长5%"), ("2022", "110.25")]),
                "achieved",
                "110.25",
            ),
        ],
    )
    .await;
}

async fn a_kept_answer_takes_in_the_year_that_a_report_counts_from(app: App) {
    let import = async |file: &str, rows: &str| import(&app, file, rows).await.is(200);
    import("areas", "code,name_en,parent\ncq,Chongqing,\n").await;
    post(&app, "/api/v1/plans", &json!({"code": "p", "title_en": "x", "period": "2022"})).await.is(201);
    let targets = "plan,indicator,target,name_en,unit,measure,direction\np,i,95,I,incidents,level,lower\n";
    import("targets", targets).await;
    let report = async |area: &str, period: &str, outcome: &str| {
        let row = json!({"indicator": "i", "area": (!area.is_empty()).then_some(area), "period": period,
            "outcome": outcome, "source": "s"});
        post(&app, "/api/v1/outcomes", &row).await.is(201);
    };
    let stands = async |word: &str| {
        let address = "/api/v1/plans/p/completion/i?on=2023-06-01";
        let kept = get(&app, address).await.is(200).json;
        let said = if kept["reason"].is_null() { &kept["status"] } else { &kept["reason"] };
        assert_eq!(said, word, "{kept}");
        let second = app.second().await;
        let fresh = get(&second, address).await.is(200).json;
        assert_eq!(kept, fresh, "a service that knows nothing yet says the same");
    };
    report("", "2015", "110").await;
    stands("late").await;
    report("", "2022", "100").await;
    stands("not_achieved").await;
    report("", "2022", "down 10% from 2015").await;
    stands("not_achieved").await;
    report("", "2015", "105").await;
    stands("achieved").await;
    // A growth, and what it was counted from is not known: what was said before stands.
    report("", "2015", "up 3%").await;
    stands("achieved").await;
    // Where nothing is known of that year, the amount that its source reported before answers.
    report("", "2015", "—").await;
    stands("not_achieved").await;
    report("cq", "2015", "104").await;
    stands("achieved").await;
    report("", "2022", "99").await;
    stands("not_achieved").await;
    for outcome in ["98, down from 100 in 2020-21", "5% below 2021–22 levels"] {
        let of_no_earlier =
            json!({"indicator": "i", "period": "2020-04..2021-03", "outcome": outcome, "source": "s"});
        let refused = post(&app, "/api/v1/outcomes", &of_no_earlier).await.problem(422, "data-refused");
        assert_eq!(refused.errors(), [("other_period".to_owned(), "/outcome".to_owned())], "{outcome}");
    }
}

/// In a quarter as in a year.
async fn where_the_words_start_from_is_the_start_of_the_path(app: App) {
    for (at, (period, part, words)) in [
        ("2023-Q2", "2023-05", "Increase from 60% to 80%"),
        ("2023-Q2", "2023-05", "80% (baseline 60%)"),
        ("2023", "2023-09", "Baseline: 60%; Target: 80%"),
    ]
    .iter()
    .enumerate()
    {
        let (plan, code) = (format!("s{at}"), format!("si{at}"));
        post(&app, "/api/v1/plans", &json!({"code": plan, "title_en": "x", "period": period})).await.is(201);
        let indicator = json!({"code": code, "name_en": "Coverage", "unit": "%", "measure": "level", "direction": "higher"});
        post(&app, "/api/v1/indicators", &indicator).await.is(201);
        post(&app, &format!("/api/v1/plans/{plan}/targets"), &json!({"indicator": code, "target": words}))
            .await
            .is(201);
        let row = json!({"indicator": code, "period": part, "outcome": "76%", "source": "s"});
        post(&app, "/api/v1/outcomes", &row).await.is(201);
        let day = if *period == "2023" { "2023-10-05" } else { "2023-06-05" };
        let answer =
            get(&app, &format!("/api/v1/plans/{plan}/completion/{code}?on={day}")).await.is(200).json;
        assert_eq!(
            (&answer["status"], &answer["pace"]["path"]),
            (&json!("on_track"), &json!("from_baseline")),
            "{words}: {answer}"
        );
    }
}
