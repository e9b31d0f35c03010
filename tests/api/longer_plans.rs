//! Plans of several years and what is left to them; and totals whose caliber is another one than the last reported.

use serde_json::{Value, json};

use crate::{
    cases,
    harness::{App, Case},
    talk::{get, import, post, put},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        a_target_left_to_the_parent_is_held_against_the_right_one_of_its_targets,
        the_way_to_a_target_that_is_due_in_a_later_year,
        a_plan_for_a_part_is_held_against_the_parents_target_for_that_part,
        a_change_without_a_base_is_counted_from_the_targets_own,
        what_is_none_of_all_the_years_asks_for_its_period,
        a_rise_in_the_brackets_of_a_table_is_counted_from_the_baseline,
        a_growth_that_the_name_calls_an_average_is_one,
        a_fall_over_all_of_the_years_is_that_of_its_years_together,
        a_growth_for_a_year_is_held_against_the_years_that_it_is_one_of,
        a_table_is_taken_as_it_is_printed,
        the_parts_of_a_silent_tier_stand_in_for_it,
        a_total_is_the_figure_that_the_scorecard_answers_with,
        a_share_of_the_plans_target_is_reported_for_its_years,
        a_growth_on_average_over_years_is_of_so_many,
        a_total_without_a_part_on_its_caliber_is_shown,
        a_total_follows_from_what_is_reported_in_its_place,
    ]
}

async fn set_up(app: &App, indicators: &str, targets: &str, outcomes: &str) {
    for (code, period, parent) in [("pp", "2021..2025", Value::Null), ("pc", "2022", json!("pp"))] {
        let plan = json!({"code": code, "title_en": "x", "period": period, "parent": parent});
        post(app, "/api/v1/plans", &plan).await.is(201);
    }
    for (file, head, rows) in [
        ("indicators", "code,name_en,unit,measure,direction,aggregation", indicators),
        ("targets", "plan,indicator,target,period,baseline,baseline_period", targets),
        ("outcomes", "indicator,area,period,outcome,caliber,source", outcomes),
    ] {
        import(app, file, &format!("{head}\n{rows}")).await.is(200);
    }
}

async fn a_target_left_to_the_parent_is_held_against_the_right_one_of_its_targets(app: App) {
    let targets = "pp,dm,50,2021,,\npp,dm,60,2025,40,2020\npc,dm,▽,2022,,\npp,dn,60,2025,,\npc,dn,▽,2022,,\n\
        pp,dz,300,2021..2025,,\npc,dz,▽,2022,,\n";
    let outcomes = "dm,,2021,45,,s\ndm,,2022,49,,s\ndn,,2020,50,,s\ndn,,2021,52,,s\ndn,,2022,54.2,,s\n\
        dz,,2021,120,,s\n";
    let indicators = "dm,M,%,level,higher,none\ndn,N,%,level,higher,none\ndz,Z,t,flow,higher,sum\n";
    set_up(&app, indicators, targets, outcomes).await;
    let one = async |indicator: &str| {
        get(&app, &format!("/api/v1/plans/pc/completion/{indicator}?on=2023-06-01")).await.is(200).json
    };
    let dm = one("dm").await;
    assert_eq!((&dm["status"], &dm["evidence"]), (&json!("achieved"), &json!("measured")), "{dm}");
    // The way begins where the parent plan's does: at the figure of the year before it.
    assert_eq!(one("dn").await["status"], "achieved");
    let dz = one("dz").await;
    assert_eq!((&dz["status"], &dz["reason"]), (&json!("awaiting_outcome"), &json!("late")), "{dz}");
}

async fn a_change_without_a_base_is_counted_from_the_targets_own(app: App) {
    let indicators = "ca,A,%,level,higher,none\ncb,B,亿元,flow,higher,sum\ncc,C,家,level,higher,none\n\
        cd,D,%,level,higher,none\nce,E,%,level,higher,none\ncf,F,%,level,higher,none\n\
        cg,G,%,level,higher,none\n";
    let targets = "pp,ca,提高5个百分点,2025,86,2020\npp,cb,增长30%,2025,1000,2020\npp,cb,增长30%,,1000,2020\n\
        pp,cc,翻一番,,1000,2020-12\npp,cc,翻一番,2025,1000,2020-12\n\
        pp,cd,提高5个百分点,,,\npp,ce,比上年提高1个百分点,2025,86,2020\npp,cf,提高5个百分点,2025,86,2024\n\
        pp,cg,提高5个百分点,2023,86,2020\n";
    let outcomes = "ca,,2024,90,,s\nca,,2025,91.3,,s\ncb,,2024,1250,,s\ncb,,2025,1310,,s\ncc,,2024,1800,,s\n\
        cc,,2025,2050,,s\ncd,,2020,86,,s\ncd,,2025,91.3,,s\nce,,2024,90,,s\nce,,2025,91.3,,s\n\
        cf,,2024,90,,s\ncf,,2025,91.3,,s\ncg,,2022,90,,s\ncg,,2023,91.3,,s\n";
    set_up(&app, indicators, targets, outcomes).await;
    for (indicator, period, from, threshold, status) in [
        ("ca", "2025", "2020", "91", "achieved"),
        ("cb", "2025", "2020", "1300", "achieved"),
        ("cb", "2021..2025", "2020", "1300", "achieved"),
        ("cc", "2021..2025", "previous_period", "2000", "achieved"),
        ("cc", "2025", "2020", "2000", "achieved"),
        ("cd", "2021..2025", "previous_period", "91", "achieved"),
        ("ce", "2025", "previous_period", "91", "achieved"),
        ("cf", "2025", "previous_period", "95", "not_achieved"),
        // In a year on the way the year before is meant.
        ("cg", "2023", "previous_period", "95", "not_achieved"),
    ] {
        let target =
            get(&app, &format!("/api/v1/plans/pp/targets/{indicator}?period={period}")).await.is(200);
        assert_eq!(target.json["criterion"]["from"], from, "{indicator}");
        let address = format!("/api/v1/plans/pp/completion/{indicator}?period={period}&on=2026-02-20");
        let judged = get(&app, &address).await.is(200).json;
        assert_eq!(judged["status"], status, "{judged}");
        assert_eq!(judged["threshold"], threshold, "{judged}");
    }
}

async fn a_rise_in_the_brackets_of_a_table_is_counted_from_the_baseline(app: App) {
    let indicators = "la,A,岁,level,higher,none\nlb,B,%,level,higher,none\nlc,C,%,level,lower,none\n";
    let outcomes = "la,,2025,78.4,,s\nlb,,2025,52,,s\n";
    let targets = "pp,la,〔1〕,,77.3,2020\npp,la,〔1〕岁,2025,77.3,2020\npp,lb,〔3〕,2025,50,2020\n";
    set_up(&app, indicators, targets, outcomes).await;
    for (indicator, period, threshold, status) in [
        ("la", "2021..2025", "78.3", "achieved"),
        ("la", "2025", "78.3", "achieved"),
        ("lb", "2025", "53", "not_achieved"),
    ] {
        let address = format!("/api/v1/plans/pp/completion/{indicator}?period={period}&on=2026-02-20");
        let judged = get(&app, &address).await.is(200).json;
        assert_eq!(
            (&judged["status"], &judged["threshold"]),
            (&json!(status), &json!(threshold)),
            "{judged}"
        );
    }
    let refused = async |indicator: &str, target: &str, baseline: Option<&str>, period: &str| {
        let target = json!({"indicator": indicator, "target": target, "baseline": baseline,
            "baseline_period": baseline.map(|_| "2020"), "period": period});
        let answer = post(&app, "/api/v1/plans/pp/targets", &target).await;
        if answer.status == 201 { None } else { answer.problem(422, "data-refused").errors().pop() }
    };
    let cumulative = Some(("cumulative".to_owned(), "/target".to_owned()));
    assert_eq!(refused("lb", "〔3〕", None, "2024..2025").await, cumulative, "from where is not said");
    assert_eq!(refused("lb", "〔3〕", Some("50"), "2023").await, cumulative, "a year on the way");
    assert_eq!(refused("lb", "〔80〕", Some("50"), "2024..2025").await, cumulative, "no rise from 50");
    assert_eq!(refused("lc", "〔3〕", Some("50"), "2024..2025").await, cumulative, "less is better");
    // What is asked is read again as it was where the indicator is revised.
    let again = json!({"code": "la", "name_en": "A", "unit": "岁", "measure": "level", "direction": "higher", "decimals": 1});
    put(&app, "/api/v1/indicators/la", &again).await.is(200);
}

async fn a_growth_that_the_name_calls_an_average_is_one(app: App) {
    set_up(&app, "", "", "").await;
    let growth = json!({"code": "avg", "name_zh": "国内生产总值年均增速", "unit": "%", "measure": "rate", "direction": "higher"});
    post(&app, "/api/v1/indicators", &growth).await.is(201);
    let set = async |period: &str| {
        let target = json!({"indicator": "avg", "target": "＞6.5", "period": period});
        post(&app, "/api/v1/plans/pp/targets", &target).await.is(201);
        get(&app, &format!("/api/v1/plans/pp/targets/avg?period={period}")).await.is(200).json
    };
    assert_eq!(set("2021..2025").await["criterion"]["average_per_year"], json!(true));
    assert_eq!(set("2022").await["criterion"]["average_per_year"], Value::Null, "one year is its own");
    for (year, figure) in
        [("2021", "6.8"), ("2022", "6.9"), ("2023", "6.7"), ("2024", "6.8"), ("2025", "6.1")]
    {
        let report = json!({"indicator": "avg", "period": year, "outcome": figure, "source": "s"});
        post(&app, "/api/v1/outcomes", &report).await.is(201);
    }
    let address = "/api/v1/plans/pp/completion/avg?period=2021..2025&on=2026-02-20";
    assert_eq!(get(&app, address).await.is(200).json["status"], "achieved");
}

async fn what_is_none_of_all_the_years_asks_for_its_period(app: App) {
    set_up(&app, "ga,A,亿元,flow,higher,sum\ngb,B,%,level,higher,none\n", "pp,ga,5000亿元,,,\n", "").await;
    let set = async |indicator: &str, target: &str, baseline: Option<(&str, &str)>, period: &str| {
        let (value, of) = baseline.unzip();
        let target = json!({"indicator": indicator, "target": target, "baseline": value,
            "baseline_period": of, "period": period});
        post(&app, "/api/v1/plans/pp/targets", &target).await
    };
    let refused = [
        ("ga", "稳定在100亿元以上", None, "period_missing", "/period"),
        ("ga", "达到5000亿元", Some(("3500", "2020")), "period_missing", "/period"),
        ("ga", "由3500亿元增加到5000亿元", None, "period_missing", "/period"),
        ("ga", "increase from CNY 350 billion to CNY 500 billion", None, "period_missing", "/period"),
        ("ga", "5000亿元以上（2020年实际3500亿元）", None, "period_missing", "/period"),
        ("ga", "Baseline: CNY 350 billion; Target: CNY 500 billion", None, "period_missing", "/period"),
        ("gb", "比上年提高1个百分点", None, "period_missing", "/period"),
        ("gb", "每年90%以上", None, "period_missing", "/period"),
        ("gb", "at least 90% each year", None, "period_missing", "/period"),
        ("gb", "提高5个百分点", Some(("86", "2020-06")), "other_period", "/baseline_period"),
    ];
    for (indicator, target, baseline, code, field) in refused {
        let answer = set(indicator, target, baseline, "2021..2025").await.problem(422, "data-refused");
        assert_eq!(answer.errors(), [(code.to_owned(), field.to_owned())], "{target}");
    }
    for (indicator, target, baseline, period) in [
        ("ga", "达到5000亿元", Some(("3500", "2020")), "2025"),
        ("ga", "五年累计15000亿元", Some(("3500", "2020")), "2021..2025"),
        ("ga", "由3500亿元增加到5000亿元", None, "2025"),
        ("ga", "增加到15000亿元", None, "2021..2025"),
        ("ga", "由12000亿元增加到15000亿元", Some(("12000", "2016..2020")), "2021..2025"),
        ("ga", "15000亿元", Some(("12000", "2016..2020")), "2021..2025"),
        ("gb", "保持在90%以上", None, "2021..2025"),
        ("gb", "每年95%以上", None, "2025"),
    ] {
        let targets = json!({"indicator": indicator, "target": target, "period": period,
            "baseline": baseline.map(|one| one.0), "baseline_period": baseline.map(|one| one.1)});
        let address = format!("/api/v1/plans/pp/targets/{indicator}?period={period}");
        let done = put(&app, &address, &targets).await;
        assert!(done.status < 300, "{target}: {}", done.json);
    }
}

async fn the_way_to_a_target_that_is_due_in_a_later_year(app: App) {
    let outcomes = "e2,,2020,50,,s\ne2,,2021,48,,s\ne2,,2022,46,,s\n";
    set_up(&app, "e2,E,%,level,lower,none\n", "pp,e2,40以内,2025,50,2020\n", outcomes).await;
    let way = get(&app, "/api/v1/plans/pp/series/e2?on=2023-06-01").await.is(200).json;
    let of = |place: usize| {
        let point = &way["points"][place];
        let expected: String = point["expected"].as_str().unwrap().chars().take(4).collect();
        (point["period"].clone(), point["reached"].clone(), expected, point["standing"].clone())
    };
    assert_eq!(way["points"].as_array().unwrap().len(), 2, "{way}");
    assert_eq!(of(0), (json!("2021"), json!("48"), "48".to_owned(), json!("on_track")));
    assert_eq!(of(1), (json!("2022"), json!("46"), "46".to_owned(), json!("on_track")));
}

async fn a_fall_over_all_of_the_years_is_that_of_its_years_together(app: App) {
    set_up(
        &app,
        "cut,Reduction of energy use,%,rate,higher,none\n",
        "pp,cut,〔14〕,,,\npc,cut,3,2022,,\n",
        "cut,,2021,3.5,,s\ncut,,2022,2.6,,s\n",
    )
    .await;
    let way = get(&app, "/api/v1/plans/pp/series/cut?on=2023-06-01").await.is(200).json;
    let of = |place: usize| {
        let point = &way["points"][place];
        let expected: String = point["expected"].as_str().unwrap().chars().take(4).collect();
        (point["period"].clone(), point["reached"].clone(), expected, point["standing"].clone())
    };
    assert_eq!(of(0), (json!("2021"), json!("3.5"), "2.8".to_owned(), json!("on_track")), "{way}");
    assert_eq!(of(1), (json!("2022"), json!("6.009"), "5.6".to_owned(), json!("on_track")), "{way}");
    let year = get(&app, "/api/v1/plans/pc/completion/cut?on=2023-06-01").await.is(200).json;
    assert_eq!(year["parent_path"]["enough"], true, "2.84 a year is left after 3.5: {year}");
    let targets = "/api/v1/plans/pp/targets";
    let of_one_year = json!({"indicator": "cut", "target": "累计下降14%", "period": "2025"});
    let refused = post(&app, targets, &of_one_year).await.problem(422, "data-refused");
    assert_eq!(refused.errors(), [("other_period".to_owned(), "/target".to_owned())]);
    let in_an_annual_plan = json!({"indicator": "cut", "target": "〔14〕"});
    let refused = put(&app, "/api/v1/plans/pc/targets/cut", &in_an_annual_plan).await;
    let refused = refused.problem(422, "data-refused");
    assert_eq!(refused.errors(), [("other_period".to_owned(), "/target".to_owned())]);
    let report = json!({"indicator": "cut", "period": "2023", "outcome": "累计下降9%", "source": "s"});
    let refused = post(&app, "/api/v1/outcomes", &report).await.problem(422, "data-refused");
    assert_eq!(refused.errors(), [("other_period".to_owned(), "/outcome".to_owned())]);
    let together =
        json!({"indicator": "cut", "period": "2021..2023", "outcome": "累计下降9%", "source": "s"});
    post(&app, "/api/v1/outcomes", &together).await.is(201);
    let now = get(&app, "/api/v1/plans/pp/completion/cut?on=2024-02-01").await.is(200).json;
    assert_eq!((&now["status"], &now["pace"]["reached"]), (&json!("on_track"), &json!("9")), "{now}");
    // Of a state it is the change since the year before them.
    let held = |said: &str, on: &str| {
        json!({"target": "较2020年下降16%", "outcome": said, "unit": "吨/万元", "measure": "level",
            "direction": "lower", "period": "2021..2025", "on": on})
    };
    for (said, status) in [("累计下降17%", "achieved"), ("累计下降15%", "not_achieved")] {
        let answer = post(&app, "/api/v1/assess", &held(said, "2026-02-01")).await.is(200).json;
        assert_eq!(answer["status"], status, "{said}: {answer}");
    }
    let of_one_year = json!({"target": "较2020年下降16%", "outcome": "累计下降17%", "unit": "吨/万元",
        "measure": "level", "direction": "lower", "period": "2023", "on": "2024-02-01"});
    post(&app, "/api/v1/assess", &of_one_year).await.problem(422, "data-refused");
}

async fn the_parts_of_a_silent_tier_stand_in_for_it(app: App) {
    let areas = "code,name_en,parent,overlapping\ncity,City,,\nmain,Main,city,\nne,North-east,city,\nse,South-east,city,\n\
        ma,A,main,\nmb,B,main,\nmz,Zone,main,yes\nna,C,ne,\nnb,D,ne,\nsa,E,se,\n";
    import(&app, "areas", areas).await.is(200);
    let parts = "iv,ma,2022,50,,s\niv,mz,2022,9,,s\niv,na,2022,20,,s\niv,nb,2022,30,,s\n";
    set_up(&app, "iv,I,t,flow,higher,sum\nmn,M,%,level,higher,mean\n", "pc,iv,100,,,\npc,mn,50,,,\n", parts)
        .await;
    let plan = json!({"code": "pt", "title_en": "x", "period": "2022", "area": "city"});
    post(&app, "/api/v1/plans", &plan).await.is(201);
    let reports = "indicator,area,period,outcome,source\niv,,2022,130,s\nmn,ma,2022,40,s\n";
    import(&app, "outcomes", reports).await.is(200);
    for indicator in ["iv", "mn"] {
        post(&app, "/api/v1/plans/pt/targets", &json!({"indicator": indicator, "target": "50"}))
            .await
            .is(201);
    }
    let of_the_city = async || {
        let answer = get(&app, "/api/v1/plans/pt/reconciliation").await.is(200).json;
        let mut rows = answer["totals"].as_array().unwrap().clone();
        rows.retain(|row| row["of"] == "city");
        rows
    };
    let rows = of_the_city().await;
    assert_eq!(rows.len(), 1, "a mean of parts of parts is another one: {rows:?}");
    let row = &rows[0];
    assert_eq!((&row["together"], &row["partial"]), (&json!("100"), &json!(true)), "{row}");
    assert_eq!((&row["counted"], &row["missing"]), (&json!(["ma", "na", "nb"]), &json!(["mb", "se"])));
    assert_eq!((&row["total"], &row["overlapping"]), (&json!("130"), &json!(["mz"])));
    // What reports itself stands for its parts, of which none is counted again.
    let more = "indicator,area,period,outcome,source\niv,ne,2022,60,s\niv,mb,2022,10,s\niv,se,2022,10,s\n";
    import(&app, "outcomes", more).await.is(200);
    let row = of_the_city().await.remove(0);
    assert_eq!((&row["together"], &row["agrees"]), (&json!("130"), &json!(true)), "{row}");
    assert_eq!(row["counted"], json!(["ma", "mb", "ne", "se"]));
}

async fn a_total_is_the_figure_that_the_scorecard_answers_with(app: App) {
    import(&app, "areas", "code,name_en\nwz,W\nyz,Y\n").await.is(200);
    post(&app, "/api/v1/calibers", &json!({"code": "calx", "name_en": "x"})).await.is(201);
    let outcomes = "jobs,,2022,100,,a\njobs,wz,2022,60,,a\njobs,yz,2022,40,,a\njobs,,2022,150,calx,b\n\
        jobs,wz,2022,90,calx,b\n";
    set_up(&app, "jobs,J,t,flow,higher,sum\n", "pc,jobs,100,2022,,\n", outcomes).await;
    let path = "/api/v1/plans/pc/completion/jobs?on=2023-06-01";
    assert_eq!(get(&app, path).await.is(200).json["outcome"]["text"], "100");
    let total = async || {
        let answer = get(&app, "/api/v1/plans/pc/reconciliation").await.is(200).json;
        let total = &answer["totals"][0];
        (total["total"].clone(), total["together"].clone(), total["agrees"].clone(), total["missing"].clone())
    };
    assert_eq!(total().await, (json!("100"), json!("100"), json!(true), json!([])));
    // Nothing is left on the target's caliber: only parts on the caliber of the total count.
    import(&app, "outcomes", "indicator,period,outcome,source\njobs,2022,—,a\n").await.is(200);
    assert_eq!(total().await, (json!("150"), json!("90"), json!(false), json!(["yz"])));
}

async fn a_growth_on_average_over_years_is_of_so_many(app: App) {
    set_up(&app, "ga,A,%,rate,higher,none\n", "pp,ga,年均增长6%,2021..2025,,\n", "").await;
    let report = async |period: &str, outcome: &str| {
        let report = json!({"indicator": "ga", "period": period, "outcome": outcome, "source": "s"});
        post(&app, "/api/v1/outcomes", &report).await
    };
    report("2021..2022", "两年平均增长5.1%").await.is(201);
    report("2021", "8.1%，两年平均增长5.1%").await.is(201);
    for period in ["2021", "2021..2023"] {
        report(period, "两年平均增长5.1%").await.problem(422, "data-refused");
    }
}

async fn a_total_without_a_part_on_its_caliber_is_shown(app: App) {
    import(&app, "areas", "code,name_en\nwz,W\nyz,Y\n").await.is(200);
    post(&app, "/api/v1/calibers", &json!({"code": "calx", "name_en": "x"})).await.is(201);
    let outcomes = "jobs,,2022,101,calx,a\njobs,wz,2022,60,,a\njobs,yz,2022,40,,a\nwork,,2022,50,,a\n";
    let targets = "pc,jobs,100,2022,,\npc,work,100,2022,,\n";
    set_up(&app, "jobs,J,t,flow,higher,sum\nwork,W,t,flow,higher,sum\n", targets, outcomes).await;
    let totals = async || {
        let answer = get(&app, "/api/v1/plans/pc/reconciliation").await.is(200).json;
        let of = |total: &Value| {
            ["indicator", "total", "together", "counted", "missing"].map(|name| total[name].clone())
        };
        answer["totals"].as_array().unwrap().iter().map(of).collect::<Vec<_>>()
    };
    let jobs = |together: Value, counted: Value, missing: Value| {
        [json!("jobs"), json!("101"), together, counted, missing]
    };
    let all = totals().await;
    assert_eq!(
        all,
        [jobs(Value::Null, json!([]), json!(["wz", "yz"]))],
        "nothing is reported of parts of work"
    );
    import(&app, "outcomes", "indicator,area,period,outcome,caliber,source\njobs,wz,2022,61,calx,b\n")
        .await
        .is(200);
    assert_eq!(totals().await, [jobs(json!("61"), json!(["wz"]), json!(["yz"]))]);
}

async fn a_total_follows_from_what_is_reported_in_its_place(app: App) {
    import(&app, "areas", "code,name_en\nwz,W\nyz,Y\n").await.is(200);
    let indicators = ["ga", "gb", "gc", "gd"].map(|code| format!("{code},X,亿元,flow,higher,sum\n")).concat();
    let targets = ["ga", "gb", "gc", "gd"].map(|code| format!("pc,{code},1000,2022,,\n")).concat();
    let parts =
        ["ga", "gb", "gc", "gd"].map(|code| format!("{code},wz,2022,600,,a\n{code},yz,2022,480,,a\n"));
    let wholes = "ga,,2022,超过1000亿元,,a\ngb,,2021,1000,,a\ngb,,2022,增长8%,,a\n\
        gc,,2022-Q1,270,,a\ngc,,2022-Q2,270,,a\ngc,,2022-H2,540.0,,a\ngd,,2022-H1,540,,a\n";
    set_up(&app, &indicators, &targets, &format!("{}{wholes}", parts.concat())).await;
    let answer = get(&app, "/api/v1/plans/pc/reconciliation").await.is(200).json;
    let of = |indicator: &str| {
        let totals = answer["totals"].as_array().unwrap();
        let total = totals.iter().find(|total| total["indicator"] == indicator).unwrap();
        let why = total["unavailable"].as_array().unwrap().iter().find(|one| one["figure"] == "total");
        let why = why.map(|one| one["reason"].clone()).unwrap_or_default();
        (total["total"].clone(), why, total["agrees"].clone(), total["rounding"].clone())
    };
    let unknown = |why: &str, rounding: &str| (Value::Null, json!(why), Value::Null, json!(rounding));
    let agrees = |rounding: &str| (json!("1080"), Value::Null, json!(true), json!(rounding));
    assert_eq!(of("ga"), unknown("no_number", "1"));
    assert_eq!(of("gb"), agrees("6"), "8 % is between 7.5 and 8.5 %");
    assert_eq!(of("gc"), agrees("2.05"), "270, 270 and 540.0");
    assert_eq!(of("gd"), unknown("nothing_reported", "1"), "the half year is not the year");
}

async fn a_table_is_taken_as_it_is_printed(app: App) {
    let table = "no,code,parent,name_zh,nature,unit,measure,direction,target\n\
        1,cuts,,主要污染物排放总量减少,约束性,,group,,\n,nitrogen,cuts,氨氮,约束性,%,rate,higher,〔8〕\n\
        2,urban,,城镇化率,预期性,%,level,higher,65\n3,grain,,粮食产量,*,万吨,flow,higher,年均1000\n\
        4,energy,,单位GDP能耗,约束性,%,rate,higher,3\n5,spending,,压减一般性支出,预期性,%,rate,higher,10%以上\n\
        6,index,,综合指数,预期性,—,level,higher,0.58\n";
    let path = "plan-table?plan=five&period=2021..2025&title_zh=x";
    import(&app, path, table).await.is(200);
    let nitrogen = get(&app, "/api/v1/indicators/nitrogen").await.is(200).json;
    assert_eq!(nitrogen["is_reduction"], true, "{nitrogen}");
    for cut in ["energy", "spending"] {
        let cut = get(&app, &format!("/api/v1/indicators/{cut}")).await.is(200).json;
        assert_eq!(cut["is_reduction"], true, "{cut}");
    }
    assert_eq!(get(&app, "/api/v1/indicators/index").await.is(200).json["unit"], "", "a dash is no unit");
    let unmarked = json!({"code": "used", "name_zh": "万元GDP能耗", "unit": "%", "measure": "rate",
        "direction": "higher", "is_reduction": false});
    post(&app, "/api/v1/indicators", &unmarked).await.is(201);
    let asked = json!({"indicator": "used", "target": "13.5"});
    let refused = post(&app, "/api/v1/plans/five/targets", &asked).await.problem(422, "data-refused");
    assert_eq!(refused.errors(), [("reduction_unmarked".to_owned(), "/target".to_owned())]);
    let natures = ["nitrogen", "urban", "grain"].map(|code| format!("/api/v1/plans/five/targets/{code}"));
    let mut found = Vec::new();
    for path in &natures {
        found.push(get(&app, path).await.is(200).json["nature"].clone());
    }
    assert_eq!(found, ["binding", "anticipatory", "binding"]);
}

async fn a_growth_for_a_year_is_held_against_the_years_that_it_is_one_of(app: App) {
    let indicators = "ga,A,亿元,flow,higher,sum\ngb,B,万人,flow,higher,sum\ngc,C,%,level,higher,none\n\
        gd,D,亿元,flow,higher,sum\nge,E,亿元,flow,higher,sum\ngf,F,亿元,flow,higher,sum\n\
        gg,G,%,level,lower,none\ngh,H,%,level,higher,none\ngi,I,亿元,flow,higher,sum\n";
    let targets = "pp,ga,年均增长6%,2021..2025,1000,2020\npc,ga,增长6.5%,2022,,\n\
        pp,gb,五年累计300万人以上,2021..2025,,\npc,gb,增长10%,2022,,\n\
        pp,gc,60,2025,50,2020\npc,gc,较上年提升2个百分点,2022,,\n\
        pp,gd,年均增长6%,2021..2025,1000,2020\npc,gd,—,2022,,\n\
        pp,ge,年均增长6%,2021..2025,1000,2020\npc,ge,增长6.5%,2022,,\n\
        pp,gf,700,2025,500,2020\npc,gf,560亿元、增长8%以上,2022,,\n\
        pp,gg,5.5以内,2025,5.2,2020\npc,gg,5.5以内,2022,,\n\
        pp,gh,88以上,2025,91,2020\npc,gh,87以上,2022,,\n\
        pp,gi,700,2025,500,2020\npc,gi,580亿元、比2010年增长80%,2022,,\n";
    let outcomes = "ga,,2021,1050,,s\ngb,,2021,50,,s\ngc,,2021,51,,s\ngd,,2021,1050,,s\nge,,2021,超过1050,,s\n\
        gf,,2021,540,,s\ngg,,2021,5.1,,s\ngh,,2021,89.3,,s\ngi,,2021,540,,s\n";
    set_up(&app, indicators, targets, outcomes).await;
    let asks = async |indicator: &str| {
        let address = format!("/api/v1/plans/pc/completion/{indicator}?on=2022-06-01");
        let path = get(&app, &address).await.is(200).json["parent_path"].clone();
        let number = |name: &str| path[name].as_str().map(|number| number[..number.len().min(6)].to_owned());
        (number("path"), number("asked"), path["enough"].as_bool())
    };
    let known =
        |path: &str, asked: &str, enough| (Some(path.to_owned()), Some(asked.to_owned()), Some(enough));
    assert_eq!(asks("ga").await, known("1115.6", "1118.2", true), "6.2512 % a year of 1050");
    assert_eq!(asks("gb").await, known("62.5", "55", false), "250 in four years");
    assert_eq!(asks("gc").await, known("53.114", "53", false), "60 / 51 in four years");
    assert_eq!(asks("gd").await, (None, None, None), "nothing is asked yet");
    assert_eq!(asks("ge").await, (None, None, None), "known only so far");
    assert_eq!(asks("gf").await, known("576.19", "583.2", true), "8 % more than 540 is more than 560");
    assert_eq!(asks("gg").await, known("5.5", "5.5", true), "5.1 is as good as 5.5 already");
    assert_eq!(asks("gh").await, known("88", "87", false), "89.3 may fall to 88, and not to 87");
    assert_eq!(asks("gi").await, known("576.19", "580", true), "580 is enough, whatever 80 % more are");
}

async fn a_plan_for_a_part_is_held_against_the_parents_target_for_that_part(app: App) {
    import(&app, "areas", "code,name_en,parent\ncity,City,\nwest,West,city\n").await.is(200);
    set_up(&app, "m,M,%,level,higher,none\n", "pp,m,60,2025,50,2020\n", "m,west,2022,53.5,,s\n").await;
    let plan = json!({"code": "pw", "title_en": "x", "period": "2022", "parent": "pp", "area": "west"});
    post(&app, "/api/v1/plans", &plan).await.is(201);
    post(&app, "/api/v1/plans/pw/targets", &json!({"indicator": "m", "target": "▽"})).await.is(201);
    let one = async || get(&app, "/api/v1/plans/pw/completion/m?on=2023-06-01").await.is(200).json;
    let without = one().await;
    assert_eq!(without["reason"], "target_deferred", "the city's own target is not the west's: {without}");
    let of_the_west = json!({"indicator": "m", "area": "west", "target": "58", "period": "2025",
        "baseline": "50", "baseline_period": "2020"});
    post(&app, "/api/v1/plans/pp/targets", &of_the_west).await.is(201);
    let with = one().await;
    assert_eq!(with["status"], "achieved", "{with}");
    let threshold =
        with["figures"]["threshold"].as_str().or(with["threshold"].as_str()).map(|at| at[..4].to_owned());
    assert!(threshold.is_none_or(|at| at == "53.2"), "{with}");
}

async fn a_share_of_the_plans_target_is_reported_for_its_years(app: App) {
    set_up(&app, "sh,S,亿元,flow,higher,sum\n", "pp,sh,800,2021..2025,,\n", "").await;
    let report = async |period: &str, words: &str| {
        let outcome = json!({"indicator": "sh", "period": period, "outcome": words,
            "source": "s", "reported_on": "2023-01-10"});
        post(&app, "/api/v1/outcomes", &outcome).await
    };
    for words in ["500亿元，完成规划目标的62.5%", "完成“十四五”规划目标的62.5%"] {
        let refused = report("2022", words).await.problem(422, "data-refused");
        assert_eq!(refused.errors(), [("share_of_years".to_owned(), "/outcome".to_owned())], "{words}");
        let done = report("2021..2022", words).await;
        assert!(done.status < 300, "{words}: {}", done.json);
    }
    let of_a_year = report("2021..2022", "完成年度目标的62.5%").await.problem(422, "data-refused");
    assert_eq!(of_a_year.errors(), [("other_period".to_owned(), "/outcome".to_owned())]);
    let judged = get(&app, "/api/v1/plans/pp/completion/sh?on=2023-06-01").await.is(200).json;
    assert_eq!(judged["status"], "on_track", "{judged}");
}
