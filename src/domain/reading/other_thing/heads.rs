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
    Socket,
    Reservoir,
}

/// Whether two names end with what are things of different kinds, each counted by itself.
pub(super) fn have_other_heads(one: &str, other: &str) -> bool {
    head(one).zip(head(other)).is_some_and(|(one, other)| one != other)
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
        _ => None,
    })
}
