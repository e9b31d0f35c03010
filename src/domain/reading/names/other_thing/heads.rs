//! What things are that begin alike, by the letter with which their names end: 学校, 学位. A closed list of letters that are sure to be of
//! different things; places may go by several of them (文化站, 文化馆) and are not told apart.

/// What a name ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Head {
    /// A house, an institution or a ground.
    Place,
    /// What one of those who come takes: 学位, 床位, 泊位.
    Seat,
    Toilet,
    Vehicle,
    Pile,
    Lift,
    Socket,
    Reservoir,
}

/// Whether two names end with what are things of different kinds, each counted by itself.
pub(super) fn have_other_heads(one: &str, other: &str) -> bool {
    head(one).zip(head(other)).is_some_and(|(one, other)| one != other)
}

/// Whether a name goes on behind a beginning with no more than a place: 园 of 产业园, 园区 of 产业园区.
pub(super) fn is_place_behind(beginning: &str, name: &str) -> bool {
    let behind = name.strip_prefix(beginning).unwrap_or_default();
    let is_place = head(behind) == Some(Head::Place) || ["园区", "基地", "中心"].contains(&behind);
    is_place && behind.chars().nth(2).is_none()
}

fn head(name: &str) -> Option<Head> {
    const WHOLE: [(&str, Head); 3] =
        [("厕所", Head::Toilet), ("插座", Head::Socket), ("水库", Head::Reservoir)];
    let whole = WHOLE.iter().find(|(end, _)| name.ends_with(end)).map(|(_, head)| *head);
    whole.or_else(|| match name.chars().next_back()? {
        '校' | '院' | '站' | '所' | '室' | '馆' | '店' | '园' | '厂' => Some(Head::Place),
        '位' => Some(Head::Seat),
        '厕' => Some(Head::Toilet),
        '车' => Some(Head::Vehicle),
        '桩' => Some(Head::Pile),
        '梯' => Some(Head::Lift),
        _ => None,
    })
}
