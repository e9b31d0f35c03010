//! What a scorecard costs does not grow with the history: counted, not timed. It does not know which statements are sent.

use std::{fmt::Write as _, process::Command, time::Duration};

use crate::{
    cases,
    harness::{App, Case},
    program,
    talk::import,
};

pub(crate) fn cases() -> Vec<Case> {
    cases![a_scorecard_reads_no_more_where_the_history_is_longer]
}

const PLAN: &str = "\
no,code,name_zh,section_zh,unit,measure,direction,target
1,gdp,地区生产总值,经济,%,rate,higher,5.5左右
2,grain,粮食产量,经济,万吨,flow,higher,1080以上
3,jobs,城镇新增就业,民生,万人,flow,higher,60
4,beds,养老床位,民生,张,level,higher,\"24000\"
5,energy,能耗强度,生态,%,rate,lower,下降3%
";

/// Of PostgreSQL's own counts, those of the tables that grow with what is reported.
const ROWS_READ: &str = "\
    SELECT (SELECT coalesce(sum(idx_tup_read), 0) FROM pg_stat_user_indexes WHERE relname IN ('outcome', 'outcome_head', 'change_log'))::bigint \
    + (SELECT coalesce(sum(seq_tup_read), 0) FROM pg_stat_user_tables WHERE relname IN ('outcome', 'outcome_head', 'change_log'))::bigint";

const INDICATORS: [&str; 5] = ["gdp", "grain", "jobs", "beds", "energy"];

/// Months of some years, reported for the whole and for districts.
fn months(years: std::ops::Range<i32>, reported_on: &str) -> String {
    let mut file = "indicator,area,period,outcome,source,reported_on\n".to_owned();
    for year in years {
        let last = if year == 2022 { 6 } else { 12 };
        for month in 1..=last {
            for indicator in INDICATORS {
                for area in ["", "north", "south"] {
                    writeln!(file, "{indicator},{area},{year}-{month:02},{month},统计局,{reported_on}")
                        .unwrap();
                }
            }
        }
    }
    file
}

/// How many rows of what was reported PostgreSQL has handed out, once it counts no more of them.
async fn rows_read(app: &App) -> i64 {
    let mut last = -1;
    loop {
        let sum = app.count(ROWS_READ).await;
        if sum == last {
            return sum;
        }
        last = sum;
        // A session reports what it has read when it ends, or once a second.
        tokio::time::sleep(Duration::from_millis(1200)).await;
    }
}

/// What a process that is started for one scorecard reads: rows of PostgreSQL, or bytes of files where there is SQLite.
async fn read_for_a_scorecard(app: &App) -> i64 {
    let words = ["--database", &app.database_url, "status", "p", "--on", "2022-07-15"];
    if !app.database_url.starts_with("sqlite") {
        app.execute("VACUUM ANALYZE").await.unwrap();
        let before = rows_read(app).await;
        program::command(&app.database_url).args(&words[2..]).output().unwrap();
        return rows_read(app).await - before;
    }
    // A shell is told what its children have read once they are gone.
    let script = "\"$@\" >&2 && while read -r line; do echo \"$line\"; done < /proc/$$/io";
    let output =
        Command::new("sh").args(["-c", script, "sh", program::PROGRAM]).args(words).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    said.lines().find_map(|line| line.strip_prefix("rchar: ")).unwrap().parse().unwrap()
}

async fn a_scorecard_reads_no_more_where_the_history_is_longer(app: App) {
    import(&app, "areas", "code,name_zh,parent\ncity,市,\nnorth,北区,city\nsouth,南区,city\n").await.is(200);
    import(&app, "plan-table?plan=p&period=2022", PLAN).await.is(200);
    // The range of a projection looks at some earlier years, which are there from the start.
    import(&app, "outcomes", &months(2016..2023, "2022-07-10")).await.is(200);
    let short = read_for_a_scorecard(&app).await;
    import(&app, "outcomes", &months(1986..2016, "2022-07-10")).await.is(200);
    import(&app, "outcomes", &months(1986..2016, "2022-07-11")).await.is(200);
    let long = read_for_a_scorecard(&app).await;
    assert!(short > 0, "nothing is counted");
    // Ten times as many rows make the trees of SQLite a little deeper.
    assert!(long * 2 <= short * 3, "{short} with 7 years, {long} with 37 years reported twice");
}
