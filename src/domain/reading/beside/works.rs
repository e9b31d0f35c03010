//! What is said behind a figure of works that are done: how many are still under way, and that what is due later is reached early.
//! Neither changes the figure.

use crate::domain::reading::{
    numbers::amount::Yardstick,
    times::reference::year,
    wording::scan::{Table, take, try_word},
};

/// 在建4所, 剩余40座正在施工: those that are not among the ones counted before.
pub(crate) fn still_under_way(input: &mut &str, yardstick: &Yardstick) -> bool {
    const LEFT: Table<()> = &[("剩余", ()), ("其余", ()), ("另有", ()), ("尚有", ()), ("还有", ())];
    const UNDER_WAY: Table<()> = &[
        ("正在施工", ()),
        ("正在建设", ()),
        ("正在推进", ()),
        ("正在改造", ()),
        ("正在实施", ()),
        ("在建", ()),
        ("施工中", ()),
        ("建设中", ()),
    ];
    let is_under_way = take(input, "在建") || take(input, "正在建设") || take(input, "正在施工");
    let is_led = is_under_way || try_word(input, LEFT).is_some();
    let counts = |amount: &crate::domain::reading::numbers::amount::Amount| {
        !amount.unit.is_fraction() && amount.unit_span.is_some()
    };
    is_led
        && yardstick.amount(input).is_ok_and(|amount| counts(&amount))
        && (is_under_way || try_word(input, UNDER_WAY).is_some())
}

/// 提前达标, 提前实现2030年目标
pub(crate) fn early(input: &mut &str, _: &Yardstick) -> bool {
    if !take(input, "提前") {
        return false;
    }
    let counts: Table<()> =
        &[("一年", ()), ("两年", ()), ("三年", ()), ("1年", ()), ("2年", ()), ("3年", ())];
    let _ = try_word(input, counts);
    if take(input, "达标") {
        return true;
    }
    let is_reached = take(input, "实现") || take(input, "完成") || take(input, "达到");
    let is_dated = is_reached && year(input).is_some() && take(input, "年");
    let _ = take(input, "规划");
    is_dated && take(input, "目标") && {
        let _ = take(input, "任务") || take(input, "要求");
        true
    }
}
