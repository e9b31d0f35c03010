//! A series: one indicator in one area and one category. Targets and outcomes belong to a series.

use std::fmt;

use super::code::Code;

/// One indicator in one area and one category; `None` is the whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Series {
    /// The indicator.
    pub indicator: Code,
    /// The area; `None` is the whole territory that the plan is for.
    pub area: Option<Code>,
    /// The category; `None` is all of them.
    pub category: Option<Code>,
}

impl Series {
    /// The series of an indicator for the whole: no area, no category.
    pub const fn whole(indicator: Code) -> Self {
        Self { indicator, area: None, category: None }
    }

    /// Whether it is the indicator's series for the whole.
    pub const fn is_whole(&self) -> bool {
        self.area.is_none() && self.category.is_none()
    }
}

impl fmt::Display for Series {
    /// `indicator`, `indicator @area`, `indicator #category`, or all three.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.indicator)?;
        if let Some(area) = &self.area {
            write!(f, " @{area}")?;
        }
        if let Some(category) = &self.category {
            write!(f, " #{category}")?;
        }
        Ok(())
    }
}
