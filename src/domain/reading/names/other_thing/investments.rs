//! What money is invested in: projects that are chosen, or all fixed assets, of which those are a part. Knows no number.

use super::ThingCounted;

/// How projects are called that a plan chooses.
const CHOSEN: [&str; 6] = ["重点项目", "重大项目", "重点工程", "重大工程", "重点建设项目", "重大建设项目"];

/// What is invested in anything.
const ALL: [&str; 2] = ["固定资产投资", "全社会投资"];

/// What a report says that money was invested in, beside what the target, or else the name, says.
pub(super) fn invested_in(report: &str, [name, target]: [&str; 2]) -> ThingCounted {
    let of_figure = |words: &str| -> Option<String> {
        let mut clauses = words.split([',', ';', '。', '(', ')']);
        clauses.find(|clause| clause.contains(|c: char| c.is_ascii_digit())).map(str::to_owned)
    };
    let is = |words: &str, list: &[&str]| list.iter().any(|word| words.contains(word));
    // Of projects or works it may be that one whose investment it is: 项目完成固定资产投资.
    let is_of_all = |words: &str| is(words, &ALL) && !["项目", "工程"].iter().any(|of| words.contains(of));
    let is_of_chosen = |words: &str| is(words, &CHOSEN) && words.contains('投') && !is(words, &ALL);
    let Some(said) = of_figure(report) else { return ThingCounted::Asked };
    let asked = of_figure(target).filter(|words| is_of_all(words) || is_of_chosen(words));
    let asked = asked.as_deref().unwrap_or(name);
    match (is_of_all(&said), is_of_chosen(&said)) {
        (true, _) if is_of_chosen(asked) => ThingCounted::Another,
        (_, true) if is_of_all(asked) => ThingCounted::PartOfIt,
        _ => ThingCounted::Asked,
    }
}
