//! The canonical text of values, Chinese and English: forms that the grammar reads back as the same value.

use super::{Printer, chinese_baseline};
use crate::domain::{
    criterion::{ChangeUnit, Comparison, PREVIOUS_PERIOD},
    indicator::Measure,
    quantity::Exact,
    reading::wording::joined::said,
    value::{Change, Declaration, Figure, Missing, Value},
};

impl Printer<'_> {
    pub(crate) fn value(&self, value: &Value) -> String {
        if value.figure == Figure::DeclaredPace {
            let is_behind = value.declared == Some(Declaration::BehindPace);
            let (zh, en) = if is_behind {
                ("滞后于“十四五”期间序时进度", "behind the five-year plan's pace")
            } else {
                ("能达到“十四五”期间序时进度", "on pace for the five-year plan")
            };
            return self.pick(zh, en).to_owned();
        }
        let mut text = self.figure(&value.figure, value.average_per_year);
        if value.like_for_like {
            text = if self.zh { format!("{text}（同口径）") } else { format!("{text} (like-for-like)") };
        }
        if let Some(comparable) = value.comparable {
            let beside = self.reported("", comparable, false);
            let beside = if self.zh {
                format!("（同口径{beside}）")
            } else {
                format!(" (like-for-like {beside})")
            };
            text.push_str(&beside);
        }
        for change in &value.changes {
            text.push_str(self.pick("，", ", "));
            text.push_str(&self.reported_change(change));
        }
        match (value.declared, self.zh) {
            (None, _) => text,
            (Some(Declaration::Attained), true) => format!("{text}（完成目标）"),
            (Some(Declaration::Attained), false) => format!("{text} (target attained)"),
            (Some(Declaration::OnParentPace), true) => format!("{text}（能达到“十四五”期间序时进度）"),
            (Some(Declaration::OnParentPace), false) => format!("{text} (on pace for the five-year plan)"),
            (Some(Declaration::OnPace), true) => format!("{text}（达到序时进度）"),
            (Some(Declaration::OnPace), false) => format!("{text} (on pace)"),
            (Some(Declaration::BehindPace), true) => format!("{text}（滞后于序时进度）"),
            (Some(Declaration::BehindPace), false) => format!("{text} (behind pace)"),
        }
    }

    fn figure(&self, figure: &Figure, average_per_year: bool) -> String {
        match figure {
            Figure::Number { value, approximate } => {
                self.averaged(self.reported("", *value, *approximate), average_per_year)
            }
            Figure::Bound { value, near: true, .. } => {
                let nearly = format!("{}{}", self.pick("近", "nearly "), self.amount(*value));
                self.averaged(nearly, average_per_year)
            }
            Figure::Bound { op, value, near: false } => {
                let op = if self.has_risen(*value) { op.turned() } else { *op };
                self.averaged(self.reported(self.before(op), *value, false), average_per_year)
            }
            Figure::Between { low, high } if self.has_risen(*high) => {
                let risen = format!("{}{}", self.risen(), self.range(high.abs(), low.abs()));
                self.averaged(risen, average_per_year)
            }
            Figure::Between { low, high } => self.averaged(self.range(*low, *high), average_per_year),
            Figure::Change { by, by_unit, op, approximate, from } => self.reported_change(&Change {
                by: *by,
                by_unit: *by_unit,
                op: *op,
                approximate: *approximate,
                from: from.clone(),
                average_per_year,
                like_for_like: false,
            }),
            Figure::DeclaredAttained => self.pick("完成目标", "target attained").to_owned(),
            Figure::DeclaredMissed => self.pick("未完成目标", "target missed").to_owned(),
            Figure::DeclaredPace => String::new(),
            Figure::ShareOfTarget { percent, value } => {
                let share = if self.zh {
                    format!("完成年度目标的{percent}%")
                } else {
                    format!("{percent}% of the annual target")
                };
                value.map_or(share.clone(), |value| {
                    format!("{}{}{share}", self.amount(value), self.pick("、", ", "))
                })
            }
            Figure::Grade { grade, op: None } => self.grade_name(grade),
            Figure::Grade { grade, op: Some(op) } => self.grade(*op, grade),
            Figure::Rank { rank, among } => self.place("第", "no.", *rank, among),
            Figure::Act { what, not_done } => said(what, *not_done),
            Figure::NotReported { why: None } => self.pick("—", "not reported").to_owned(),
            Figure::NotReported { why: Some(Missing::Withheld) } => {
                self.pick("数据暂不公布", "data withheld").to_owned()
            }
            Figure::NotReported { why: Some(Missing::Discontinued) } => {
                self.pick("指标已停止统计", "indicator discontinued").to_owned()
            }
            Figure::NotReported { why: Some(Missing::NotApplicable) } => {
                self.pick("不适用", "not applicable").to_owned()
            }
        }
    }

    /// A figure of its own with the words before it. What is itself a reduction and has risen is read by that word alone: a
    /// minus would leave open whether it is the fall.
    fn reported(&self, op_words: &str, value: Exact, approximate: bool) -> String {
        if self.has_risen(value) {
            format!("{}{}", self.risen(), self.around(op_words, &self.amount(value.abs()), approximate))
        } else {
            self.around(op_words, &self.amount(value), approximate)
        }
    }

    /// Whether a figure says that what is to be reduced has risen.
    fn has_risen(&self, value: Exact) -> bool {
        self.context.is_reduction && self.context.measure == Measure::Rate && value.is_negative()
    }

    fn risen(&self) -> &'static str {
        self.pick("上升", "increase of ")
    }

    fn reported_change(&self, change: &Change) -> String {
        let Change { by, by_unit, op, approximate, from, average_per_year, like_for_like } = change;
        let (by, by_unit) = (*by, *by_unit);
        let like = if *like_for_like { self.pick("同口径", "like-for-like ") } else { "" };
        let like = format!("{like}{}", self.averaged(String::new(), *average_per_year));
        if let Some(op) = op {
            let said = if by.is_zero() {
                self.direction_of_change(*op, by_unit).to_owned()
            } else {
                self.change(*op, by, by_unit, from, None, false)
            };
            return format!("{like}{said}");
        }
        let amount = match by_unit {
            ChangeUnit::Points => self.points(by.abs()),
            ChangeUnit::Percent => format!("{}%", by.abs()),
            ChangeUnit::Amount => self.amount(by.abs()),
        };
        let said = self.around("", &amount, *approximate);
        let is_previous = from == PREVIOUS_PERIOD;
        if self.zh {
            let base = match (is_previous, average_per_year) {
                (true, true) => String::new(),
                (true, false) => "比上年".to_owned(),
                (false, _) => format!("比{}", chinese_baseline(from)),
            };
            let verb = match (by.is_negative(), by_unit) {
                (true, ChangeUnit::Amount) => "减少",
                (true, _) => "下降",
                (false, ChangeUnit::Amount) => "增加",
                (false, ChangeUnit::Percent) => "增长",
                (false, ChangeUnit::Points) => "提高",
            };
            format!("{like}{base}{verb}{said}")
        } else {
            let verb = if by.is_negative() { "decrease of" } else { "increase of" };
            let base = match (is_previous, average_per_year) {
                (true, true) => String::new(),
                (true, false) => " over the previous period".to_owned(),
                (false, _) => format!(" compared with {from}"),
            };
            format!("{like}{verb} {said}{base}")
        }
    }

    /// A change of which only the direction is known.
    fn direction_of_change(&self, op: Comparison, by_unit: ChangeUnit) -> &'static str {
        match (op, by_unit) {
            (Comparison::MoreThan, ChangeUnit::Percent) => self.pick("正增长", "positive growth"),
            (Comparison::LessThan, ChangeUnit::Percent) => self.pick("负增长", "negative growth"),
            (Comparison::MoreThan, _) => self.pick("有所提高", "increased"),
            (Comparison::LessThan, _) => self.pick("有所下降", "decreased"),
            (Comparison::AtLeast, _) => self.pick("不下降", "no decrease"),
            (Comparison::AtMost, _) => self.pick("不增加", "no increase"),
            (Comparison::Equal, _) => self.pick("持平", "unchanged"),
        }
    }
}
