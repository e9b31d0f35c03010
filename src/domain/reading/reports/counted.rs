//! What a figure counts, by the words for what was done that stand with it: 竣工40个, 新开工45个, 净增60家. Knows no numbers.

use std::collections::BTreeSet;

use super::deed_words::{BUILD, CARRY_OUT, NEW_WORKS, RENOVATIONS};
use crate::domain::{
    act::{acts_said, comes_before_the_end, is_act_alone, is_as_far, is_on_the_way},
    reading::{
        statements::phrase::{Part, parts},
        wording::text::Text,
    },
};

/// A kind of works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Works {
    /// What is built was not there before.
    New,
    /// What is there is renovated or extended.
    Renovation,
}

fn works_in(words: &str) -> BTreeSet<Works> {
    // What is renewed is renovated.
    let words = words.replace("更新改造", "改造").replace("新改造", "改造");
    let said = |of: &[&str], works| of.iter().any(|word| words.contains(word)).then_some(works);
    [said(&NEW_WORKS, Works::New), said(&RENOVATIONS, Works::Renovation)].into_iter().flatten().collect()
}

/// The kinds of works that the name of an indicator says are to be done, and whether they are all that it may be of.
fn works_named(name: &str) -> (BTreeSet<Works>, bool) {
    // What is called new may be sold, rated or begun. Where shanties and unsafe houses were new ones are built, and 建设 is either.
    const OF_NEW: [&str; 9] = ["商品", "建筑", "销售", "成交", "价格", "投资", "项目", "工程", "率"];
    const EITHER: [&str; 7] = ["户厕", "建设", "棚户", "棚改", "危房", "危旧", "城中村"];
    let named = works_in(name);
    let is_one_new = name.contains("新建") && OF_NEW.iter().any(|of| name.contains(of));
    let works: BTreeSet<Works> =
        named.iter().copied().filter(|works| *works == Works::Renovation || !is_one_new).collect();
    let says_works =
        !works.is_empty() && works == named && !EITHER.iter().any(|either| name.contains(either));
    (works, says_works)
}

/// What a figure counts, as far as its words say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is said of a figure by words of its own")]
pub struct Counted {
    /// The acts that were done with each of the things counted, the last of them at the end.
    acts: Vec<&'static str>,
    /// The kinds of works that they are, none of which says how far they have come.
    works: BTreeSet<Works>,
    /// Whether the words say that they are what is to be done; a name may call by them what is sold, or of what kind works are.
    says_works: bool,
    /// Those that stand before the figure, all of which it counts together: 新建、改扩建510所.
    together: BTreeSet<Works>,
    /// Whether those that were lost meanwhile are taken off; `None` where the words say neither.
    is_net: Option<bool>,
    /// Whether that is said of the figure itself, which no total stands before.
    is_rise: bool,
    /// Whether it is to be built, in words that say of no act that it is done: 建设1000个.
    is_built: bool,
    /// Whether it is carried out, which says nothing of how far: 实施32个.
    is_carried_out: bool,
}

impl Counted {
    /// What the figure of a phrase counts.
    pub fn of(phrase: &str) -> Self {
        if phrase.is_ascii() {
            return Self::default();
        }
        let Ok(text) = Text::new(phrase) else { return Self::default() };
        let Ok(parts) = parts(&text.plain, "") else { return Self::default() };
        let figure = parts
            .iter()
            .filter(|part| !part.is_note)
            .filter_map(|part| text.plain.get(part.span.clone()))
            .find(|words| words.contains(|c: char| c.is_ascii_digit()));
        let figure = figure.unwrap_or_default();
        let is_note = |part: &Part| part.is_note && text.plain.get(part.span.clone()) == Some("净增");
        let is_rise = is_net(figure) == Some(true) || parts.iter().any(is_note);
        let works = works_in(&text.plain);
        let says_works = !works.is_empty();
        let together = works_in(before_the_figure(&text.plain));
        let is_built = is_built(before_the_figure(figure));
        let is_carried_out = is_carried_out(figure);
        let is_net = is_net(&text.plain);
        Self {
            acts: acts_said(figure),
            works,
            says_works,
            together,
            is_net,
            is_rise,
            is_built,
            is_carried_out,
        }
    }

    /// The words of the figure behind the first one of a phrase that is of what was asked, where the first is of another act: 竣工1.6万个
    /// of 开工1.8万个，竣工1.6万个. Nothing but acts may stand before its number.
    pub fn of_what_is_asked(&self, phrase: &str) -> Option<String> {
        if phrase.is_ascii() || !self.is_another_act(&Self::of(phrase)) {
            return None;
        }
        let text = Text::new(phrase).ok()?;
        let parts = parts(&text.plain, "").ok()?;
        let words = parts.iter().filter(|part| !part.is_note).map(|part| text.as_given(part.span.clone()));
        let mut asked = words.skip(1).filter(|words| self.is_answered_by(words));
        let found = asked.next()?;
        asked.next().is_none().then_some(found)
    }

    fn is_answered_by(&self, words: &str) -> bool {
        let plain = Text::new(words).map(|text| text.plain).unwrap_or_default();
        let before = plain.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
        let acts = acts_said(before);
        let names_it = match self.acts.last() {
            Some(asked) => *asked != COMPLETE || acts.iter().any(|act| is_on_the_way(act)),
            None => acts.iter().any(|act| is_on_the_way(act) && !comes_before_the_end(act)),
        };
        let said = acts.iter().any(|act| *act != COMPLETE);
        before.len() < plain.len()
            && is_act_alone(before.trim_start_matches('已'))
            && names_it
            && said
            && !self.is_another_act(&Self::of(words))
    }

    /// What an indicator counts by its name.
    pub fn by_name(name: &str) -> Self {
        if name.is_ascii() {
            return Self::default();
        }
        let named = Text::new(name);
        let Ok(Text { plain, .. }) = named else { return Self::default() };
        let (works, says_works) = works_named(&plain);
        let is_carried_out = is_carried_out(&plain);
        let is_built = is_built(plain.split('(').next().unwrap_or_default());
        Self {
            acts: acts_said(&plain),
            works,
            says_works,
            is_net: is_net(&plain),
            is_built,
            is_carried_out,
            ..Self::default()
        }
    }

    /// What the target counts of which a phrase says that it is attained, or how much of it, by the name that it gives it:
    /// 超额完成年度投资计划.
    pub fn of_a_target_named(phrase: &str) -> Self {
        let plain = Text::new(phrase).map(|text| text.plain).unwrap_or_default();
        let names = ["投资计划", "投资任务", "投资目标"];
        let is_of_money = names.iter().any(|name| plain.contains(name));
        Self { acts: is_of_money.then_some(INVEST).into_iter().collect(), ..Self::default() }
    }

    /// What is asked, by the words of the target, and where they do not say by the name of the indicator.
    #[must_use]
    pub fn or_by(self, name: &Self) -> Self {
        // Homes that are begun by their name are raised by that.
        let is_begun = |act: &&&str| !self.acts.contains(*act) && comes_before_the_end(act);
        let begun: Vec<&str> = name.acts.iter().filter(is_begun).copied().collect();
        let acts = match self.acts.as_slice() {
            [] => name.acts.clone(),
            own => begun.into_iter().chain(own.iter().copied()).collect(),
        };
        let (works, says_works) = if self.works.is_empty() {
            (name.works.clone(), name.says_works)
        } else {
            (self.works, self.says_works)
        };
        let is_carried_out = self.is_carried_out || name.is_carried_out;
        let is_built = self.is_built || (name.is_built && !self.is_carried_out);
        let is_net = self.is_net.or(name.is_net);
        Self { acts, works, says_works, is_net, is_built, is_carried_out, ..self }
    }

    /// What the figure of a balance counts, which may be known to be lent out: what is new there is what it rose by, of which what
    /// was lent out is more.
    #[must_use]
    pub fn of_a_balance(self, is_lent_out: bool) -> Self {
        let is_lent_out = is_lent_out || self.acts.contains(&GIVE_OUT);
        Self { is_net: if is_lent_out { Some(false) } else { self.is_net.map(|_| true) }, ..self }
    }

    /// Whether the words say anything of it.
    pub fn is_said(&self) -> bool {
        !self.acts.is_empty() || !self.works.is_empty() || self.is_net.is_some() || self.is_built
    }

    /// Whether those that were lost are taken off; `None` where the words do not say.
    pub const fn is_net(&self) -> Option<bool> {
        self.is_net
    }

    /// Whether the figure itself is what a total rose by: 净增2000亿元, but not 2.9万亿元，净增1000亿元.
    pub const fn is_rise(&self) -> bool {
        self.is_rise
    }

    /// Whether what is reported was done with other things than with those that are asked: begun, signed or trained where they are
    /// to be built, paid or employed. What is in use may have been built in another year, so that a later act says as little of
    /// how many were built as an earlier one.
    pub fn is_another_act(&self, reported: &Self) -> bool {
        let said = || reported.acts.iter().filter(|act| **act != COMPLETE);
        let are_other_works = self.works.is_disjoint(&reported.works);
        // Of those that are new or extended an unknown number is new.
        let counts_more = !reported.together.is_subset(&self.works);
        if self.says_works && reported.says_works && (are_other_works || counts_more) {
            return true;
        }
        if self.is_more_than_carried_out(reported) {
            return true;
        }
        let Some(asked) = self.acts.last() else {
            // What is to be built or renovated is not so when that is begun or agreed upon.
            let is_asked = !self.works.is_empty() || self.is_built;
            // What is raised may be bought or rented.
            let is_new = self.works.contains(&Works::New) && reported.works.is_empty();
            let is_less = |act| comes_before_the_end(act) || (is_new && act == RAISE);
            return is_asked && said().next().is_some() && said().all(|act| is_less(*act));
        };
        if said().next().is_none() {
            return false;
        }
        if *asked == COMPLETE {
            said().all(|act| comes_before_the_end(act))
        } else if is_on_the_way(asked) {
            !said().any(|act| is_as_far(act, asked))
        } else {
            // 引进培育: either is what is asked.
            let is_alone = self.acts.len() == 1;
            !said().any(|act| self.acts.contains(act) || (is_alone && is_told_by(asked, act)))
        }
    }

    /// Whether what is asked is done with, or are works, and a report says no more than that something is carried out.
    fn is_more_than_carried_out(&self, reported: &Self) -> bool {
        let is_carried_out = reported.is_carried_out && !self.is_carried_out && reported.acts.is_empty();
        let is_done = self.acts.last().is_some_and(|asked| {
            *asked == COMPLETE || (is_on_the_way(asked) && !comes_before_the_end(asked))
        });
        // 实施改造45个 are the works that are asked.
        let are_works =
            self.acts.is_empty() && !self.works.is_empty() && self.works.is_disjoint(&reported.works);
        is_carried_out && (is_done || are_works)
    }
}

/// Whether publishers report one act where another is asked: who is to be fostered is recognised in the end, and homes are raised by
/// being built.
fn is_told_by(asked: &str, act: &str) -> bool {
    (asked == "foster" && act == "recognise")
        || (asked == RAISE && is_on_the_way(act) && !comes_before_the_end(act))
}

/// Whether words say that something is to be built: they begin or end with it. 建设用地 is land, and 建设项目 are projects.
fn is_built(words: &str) -> bool {
    const NAMES: [&str; 7] = ["用地", "项目", "工程", "资金", "单位", "兵团", "银行"];
    let lead = words.trim_start_matches(['新', '全', '年', '市', '省', '区', '县']);
    let begins = lead.strip_prefix(BUILD).is_some_and(|of| !NAMES.iter().any(|name| of.starts_with(name)));
    let ends = words.trim_end_matches(['数', '量', '约', '近']).strip_suffix(BUILD);
    begins || ends.is_some_and(|of| !["项目", "工程"].iter().any(|name| of.ends_with(name)))
}

/// Whether words say that something is carried out; a plan for it (实施方案) is not.
fn is_carried_out(words: &str) -> bool {
    const PLANS: [&str; 5] = ["方案", "意见", "细则", "办法", "规划"];
    let mut behind = words.split(CARRY_OUT).skip(1);
    behind.any(|behind| !PLANS.iter().any(|plan| behind.starts_with(plan)))
}

/// The words before the first number that is not a year's, a month's or a day's.
fn before_the_figure(plain: &str) -> &str {
    let mut rest = plain;
    loop {
        let number = rest.trim_start_matches(|c: char| !c.is_ascii_digit());
        let behind = number.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        if number.is_empty() || !behind.starts_with(['年', '月', '日', '-', '~']) {
            return rest.get(..rest.len() - number.len()).unwrap_or("");
        }
        rest = behind;
    }
}

/// Whether the words say that what was lost is taken off; `None` where they do not say, or say both.
fn is_net(plain: &str) -> Option<bool> {
    let (gross, net) = (plain.contains("新增"), plain.contains("净增"));
    (gross != net).then_some(net)
}

/// That something is complete, whatever it is.
const COMPLETE: &str = "complete";

/// That money was spent on works.
const INVEST: &str = "invest";

/// That homes, or money, are raised from wherever they come.
const RAISE: &str = "raise";

/// That something is paid or lent to those who are to have it.
const GIVE_OUT: &str = "give out";

#[cfg(test)]
mod tests {
    use super::Counted;

    #[test]
    fn what_was_done_with_what_is_counted() {
        for (asked, reported, is_another) in [
            ("竣工40个", "开工45个", true),
            ("培育30家", "新认定32家", false),
            ("新认定30家", "培育32家", true),
            ("筹集5000套", "开工5100套", true),
            ("筹集5000套", "建成5100套", false),
            ("竣工40个", "竣工45个", false),
            ("竣工40个", "完工45个", false),
            ("竣工40个", "建成45个", false),
            ("竣工40个", "45个", false),
            ("40个", "开工45个", false),
            ("建成500套", "新开工520套", true),
            ("建成投用500套", "新开工520套", true),
            ("建成投用500套", "建成520套", true),
            ("建成投用500套", "投用520套", false),
            ("建成500套", "建成投用520套", false),
            ("建成500套", "建成并投用520套", false),
            ("完成改造50个", "开工改造52个", true),
            ("改造50个", "开工改造52个", true),
            ("开工改造50个", "开工改造52个", false),
            ("改造50个", "实施52个", true),
            ("改造50个", "实施改造52个", false),
            ("完成改造50个", "实施改造52个", true),
            ("实施改造50个", "实施52个", false),
            ("建成50个", "实施52个", true),
            ("建成50个", "完成实施52个", false),
            ("完成50个", "实施52个", true),
            ("新建50个", "实施52个", true),
            ("实施50个", "实施52个", false),
            ("实施50个", "开工52个", false),
            ("开工50个", "实施52个", false),
            ("培训500人", "实施520人", false),
            ("50个", "实施52个", false),
            ("建设50个", "开工52个", true),
            ("建设50个", "开工建设52个", true),
            ("建设50个", "签约52个", true),
            ("建设50个", "启动52个", true),
            ("建设50个", "建成52个", false),
            ("建设50个", "建设52个", false),
            ("建设50个", "新建52个", false),
            ("建设50个", "实施52个", false),
            ("开工建设50个", "开工52个", false),
            ("建设项目50个", "开工52个", false),
            ("50个", "开工52个", false),
            ("改造50个", "改造52个", false),
            ("改造50个", "开工52个", true),
            ("改造50个", "新开工52个", true),
            ("改造50个", "完成52个", false),
            ("改造50个", "竣工52个", false),
            ("改造50个", "新建52个", true),
            ("新建50个", "改造52个", true),
            ("新建50个", "新建、改扩建52个", true),
            ("新建50个", "2024年新改扩建52个", true),
            ("新建50个", "新建和改造52个", true),
            ("新建50个", "新建52个，改扩建10个", false),
            ("新建、改扩建50个", "新改扩建52个", false),
            ("新建、改扩建50个", "新建52个", false),
            ("改造50个", "新建、改造52个", true),
            ("50个", "新建、改扩建52个", false),
            ("新建50个", "开工52个", true),
            ("新建50个", "建成52个", false),
            ("新建50个", "新增52个", false),
            ("新建改扩建50个", "改扩建52个", false),
            ("新改建50公里", "新建52公里", false),
            ("建成50个", "改造52个", false),
            ("开工50个", "改造52个", false),
            ("完成50个", "开工52个", true),
            ("完成50个", "投用52个", false),
            ("完成50个", "培训52个", false),
            ("开工50个", "完成52个", false),
            ("建成120公里", "新开工125公里", true),
            ("建成10万亩", "新开工10.2万亩", true),
            ("到位资金200亿元", "签约220亿元", true),
            ("到位资金200亿元", "实际到位资金220亿元", false),
            ("完成投资200亿元", "签约220亿元", true),
            ("完成投资200亿元", "完成投资220亿元", false),
            ("完成投资200亿元", "完成220亿元", false),
            ("开工80个", "签约95个", true),
            ("开工80个", "竣工30个", true),
            ("开工80个", "开工建设95个", false),
            ("新增就业5000人", "培训5200人", true),
            ("新增就业5000人", "城镇新增就业5200人", false),
            ("新增就业5000人", "新增5200人", false),
            ("新认定10家", "培育12家", true),
            ("引进10家", "招引12家", false),
            ("建成6000套", "已开工6000套", true),
            ("竣工40个以上，力争开工50个", "竣工45个", false),
            ("建成区绿地50公顷", "建成绿地52公顷", false),
            ("建成500套", "開工520套", true),
            ("引进培育10家", "引进12家", false),
            ("引进培育10家", "认定12家", true),
            ("签约开工10个", "签约12个", true),
            ("完成签约40个", "签约42个", false),
        ] {
            let [asked_of, counted] = [asked, reported].map(Counted::of);
            assert_eq!(asked_of.is_another_act(&counted), is_another, "{asked}: {reported}");
        }
    }

    #[test]
    fn what_is_raised_is_not_built_anew() {
        let is_another = |asked, reported| Counted::of(asked).is_another_act(&Counted::of(reported));
        assert!(is_another("新建50套", "筹集52套") && !is_another("新建50套", "新建、筹集52套"));
        assert!(!is_another("新建、筹集50套", "筹集52套"));
        assert!(!is_another("建设50套", "筹集52套") && !is_another("50套", "筹集52套"));
        assert!(!is_another("新建筹建50套", "建设筹集52套") && !is_another("新建筹建50套", "筹集52套"));
    }

    #[test]
    fn a_figure_of_what_is_asked_stands_behind_that_of_another_act() {
        for (asked, reported, found) in [
            ("新建1.5万个", "开工1.6万个，竣工1.6万个", Some("竣工1.6万个")),
            ("新建1.5万个", "开工1.6万个，已建成1.2万个", Some("已建成1.2万个")),
            ("改造50个", "开工52个、完工48个", Some("完工48个")),
            ("竣工40个", "开工45个，竣工42个", Some("竣工42个")),
            ("到位资金200亿元", "签约220亿元，到位资金210亿元", None),
            ("新建1.5万个", "竣工1.6万个，开工1.8万个", None),
            ("新建1.5万个", "开工1.6万个", None),
            ("新建1.5万个", "开工1.6万个，其中竣工1.2万个", None),
            ("新建1.5万个", "开工1.6万个，累计竣工9.8万个", None),
            ("新建1.5万个", "开工1.6万个，去年竣工1.6万个", None),
            ("新建1.5万个", "开工1.6万个，计划竣工1.6万个", None),
            ("新建1.5万个", "开工1.6万个，封顶1.6万个", None),
            ("新建1.5万个", "签约1.8万个，开工1.6万个", None),
            ("新建1.5万个", "开工1.6万个，竣工0.8万个，建成0.9万个", None),
            ("开工80个", "签约95个，竣工30个", None),
            ("开工80个", "签约95个，开工82个", Some("开工82个")),
        ] {
            let found_in = Counted::of(asked).of_what_is_asked(reported);
            assert_eq!(found_in.as_deref(), found, "{asked}: {reported}");
        }
    }

    #[test]
    fn the_name_says_it_where_the_words_do_not() {
        for (name, asked, reported, is_another) in [
            ("保障房建成", "500套", "新开工520套", true),
            ("保障房建成", "500套", "建成520套", false),
            ("保障房建成", "开工500套", "新开工520套", false),
            ("项目竣工数", "40个", "开工45个", true),
            ("到位资金", "200亿元", "签约220亿元", true),
            ("签约项目到位资金", "200亿元", "到位资金220亿元", false),
            ("城镇新增就业", "5000人", "培训5200人", true),
            ("建成区面积", "500平方公里", "开工520平方公里", false),
            ("Homes built", "500套", "新开工520套", false),
            ("老旧小区改造", "45个", "开工50个", true),
            ("老旧小区改造", "45个", "开工改造50个", true),
            ("老旧小区改造", "45个", "实施50个", true),
            ("老旧小区改造", "45个", "实施改造50个", false),
            ("实施老旧小区改造", "45个", "实施50个", false),
            ("新开工老旧小区改造", "45个", "开工改造50个", false),
            ("新开工项目", "建设45个", "开工50个", false),
            ("充电桩建设", "45个", "签约50个", true),
            ("高标准农田建设", "30万亩", "开工32万亩", true),
            ("高标准农田", "30万亩", "开工32万亩", false),
            ("新增建设用地", "30万亩", "签约32万亩", false),
            ("重点建设项目", "45个", "开工50个", false),
            ("老旧小区改造", "开工45个", "开工50个", false),
            ("老旧小区改造", "45个", "新建50个", true),
            ("技术改造投资", "120亿元", "完成投资130亿元", false),
            ("新建商品房销售面积", "120万平方米", "网上签约130万平方米", false),
        ] {
            let asked_of = Counted::of(asked).or_by(&Counted::by_name(name));
            assert_eq!(asked_of.is_another_act(&Counted::of(reported)), is_another, "{name}: {reported}");
        }
    }

    #[test]
    fn net_of_what_was_lost() {
        for (phrase, is_net) in [
            ("净增60家", Some(true)),
            ("新增65家，总数达到345家", Some(false)),
            ("345家，净增45家", Some(true)),
            ("65家", None),
            ("345家，新增65家、净增45家", None),
        ] {
            assert_eq!(Counted::of(phrase).is_net(), is_net, "{phrase}");
        }
        for (phrase, is_rise) in [
            ("净增60家", true),
            ("总量净增2000亿元以上", true),
            ("345家，净增45家", false),
            ("新增60家", false),
        ] {
            assert_eq!(Counted::of(phrase).is_rise(), is_rise, "{phrase}");
        }
    }
}
