//! The names that targets go by in Chinese, and whose they are: the year's own, one that an authority has issued, that of a
//! plan of several years. The one list of them for shares, for what is declared and for what stands beside a figure.

use crate::domain::reading::{
    times::reference::five_year_plan,
    wording::scan::{Table, try_word},
};

/// A target by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Named {
    /// What it is that is named.
    pub(crate) what: What,
    /// Whether the name says whose it is by the authority alone: 国家目标, which may be the whole country's.
    pub(crate) is_of_authority: bool,
    /// Whether it is that of a plan of several years: 规划目标, “十四五”目标.
    pub(crate) is_of_years: bool,
    /// Whether it names the five-year plan.
    pub(crate) names_plan: bool,
}

/// What it is that the name is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// A target.
    Target,
    /// One of money to be spent: 年度投资计划, 预算.
    Money,
    /// One of growth, which of an amount is another than that of the amount: 增长目标.
    Growth,
    /// What is expected, which may be a target or a forecast: 预期.
    Expectation,
}

/// What a word of the name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    /// That it is this one, and no more.
    Own,
    /// Who it is from.
    Authority,
    /// That it was issued to whoever reports.
    Issued,
    /// That it is one of several years.
    Years,
    /// What it is of.
    Of(What),
    /// That it is a target, with which the name may end.
    Target,
    /// What it is of, with which the name may end.
    End(What),
}

const WORDS: Table<Word> = &[
    ("年度", Word::Own),
    ("全年", Word::Own),
    ("年", Word::Own),
    ("当年", Word::Own),
    ("本年", Word::Own),
    ("本年度", Word::Own),
    ("年初", Word::Own),
    ("既定", Word::Own),
    ("预定", Word::Own),
    ("预期", Word::End(What::Expectation)),
    ("增长", Word::Of(What::Growth)),
    ("规定", Word::Own),
    ("约束性", Word::Own),
    ("控制", Word::Own),
    ("的", Word::Own),
    ("国家", Word::Authority),
    ("国务院", Word::Authority),
    ("中央", Word::Authority),
    ("自治区", Word::Authority),
    ("省", Word::Authority),
    ("市", Word::Authority),
    ("区", Word::Authority),
    ("县", Word::Authority),
    ("省级", Word::Authority),
    ("市级", Word::Authority),
    ("上级", Word::Authority),
    ("省政府", Word::Authority),
    ("市政府", Word::Authority),
    ("省委省政府", Word::Authority),
    ("市委市政府", Word::Authority),
    ("国家和省", Word::Authority),
    ("国家、省", Word::Authority),
    ("国家和自治区", Word::Authority),
    ("国家和市", Word::Authority),
    ("省和市", Word::Authority),
    ("国定", Word::Issued),
    ("省定", Word::Issued),
    ("市定", Word::Issued),
    ("区定", Word::Issued),
    ("县定", Word::Issued),
    ("下达", Word::Issued),
    ("分解下达", Word::Issued),
    ("确定", Word::Issued),
    ("核定", Word::Issued),
    ("考核", Word::Issued),
    ("规划", Word::Years),
    ("规划期", Word::Years),
    ("规划期末", Word::Years),
    ("五年", Word::Years),
    ("五年规划", Word::Years),
    ("三年", Word::Years),
    ("三年行动", Word::Years),
    ("投资", Word::Of(What::Money)),
    ("目标", Word::Target),
    ("目标值", Word::Target),
    ("目标数", Word::Target),
    ("目标要求", Word::Target),
    ("任务", Word::Target),
    ("任务数", Word::Target),
    ("任务要求", Word::Target),
    ("指标", Word::Target),
    ("计划", Word::Target),
    ("计划数", Word::Target),
    ("计划投资", Word::End(What::Money)),
    ("预算", Word::End(What::Money)),
    ("预算数", Word::End(What::Money)),
];

/// Takes the name of a target as far as it reaches.
pub(crate) fn target(input: &mut &str) -> Option<Named> {
    let mut rest = *input;
    let (mut is_from_authority, mut is_issued, mut is_of_years, mut names_plan) =
        (false, false, false, false);
    let mut of = What::Target;
    let mut whole = None;
    loop {
        let mut end = None;
        if five_year_plan(&mut rest).is_some() {
            (is_of_years, names_plan) = (true, true);
            let _ = try_word(&mut rest, &[("期间", ()), ("时期", ())]);
        } else {
            match try_word(&mut rest, WORDS) {
                Some(Word::Own) => {}
                Some(Word::Authority) => is_from_authority = true,
                Some(Word::Issued) => is_issued = true,
                Some(Word::Years) => is_of_years = true,
                Some(Word::Of(what)) => of = what,
                Some(Word::Target) => end = Some(of),
                Some(Word::End(what)) => end = Some(what),
                None => break,
            }
        }
        if let Some(what) = end {
            let is_of_authority = is_from_authority && !is_issued;
            whole = Some((rest, Named { what, is_of_authority, is_of_years, names_plan }));
        }
    }
    let (behind, named) = whole?;
    *input = behind;
    Some(named)
}
