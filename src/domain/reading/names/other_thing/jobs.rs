//! New jobs in all (城镇新增就业), which prove none of those of a group (失业人员再就业): they stand side by side in every report.

/// By which a name is that of the work of some.
const GROUPS: [&str; 26] = [
    "人员",
    "劳动力",
    "劳动者",
    "毕业生",
    "军人",
    "残疾",
    "青年",
    "妇女",
    "女性",
    "农民",
    "群体",
    "移民",
    "家庭",
    "务工",
    "返乡",
    "带动",
    "困难",
    "脱贫",
    "贫困",
    "转移",
    "再就业",
    "搬迁",
    "牧民",
    "渔民",
    "职工",
    "学生",
];

/// Whether a report counts the new jobs of all, and those of a group are asked, of which it does not speak.
pub(super) fn is_of_all_new_jobs(report: &str, [name, target]: [&str; 2]) -> bool {
    let Some((_, new)) = report.split_once("新增") else { return false };
    let end = |c: char| c.is_ascii_digit() || [',', ';', '。', ':'].contains(&c);
    if !new.split(end).next().is_some_and(|jobs| jobs.contains("就业")) {
        return false;
    }
    // 就业人员 are all who work.
    let plain = |words: &str| words.replace("就业人员", "就业");
    let asked = if target.contains("就业") { target } else { name };
    let asked = plain(asked.split('(').next().unwrap_or_default());
    let of_some: Vec<&str> = GROUPS.into_iter().filter(|group| asked.contains(group)).collect();
    // 新增就业 alone may be short for what the name says is new, and 城镇新增就业 is what is counted of all.
    let is_of_all = |words: &str| words.contains("城镇新增就业") || words.contains("新增城镇就业");
    let may_be_short = is_of_all(&asked) || (asked.contains("新增") && !is_of_all(report));
    let report = plain(report);
    !of_some.is_empty() && !may_be_short && !of_some.iter().any(|group| report.contains(group))
}
