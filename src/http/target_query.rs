//! The parameters that name a target of a plan, and those that pick some of them. It does not know what is done with
//! them.

use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    problem::Problem,
    query::{Parameters, path_code},
    words::{CursorText, MemberText, PeriodText, WordsText},
};
use crate::{
    domain::{code::Code, period::Period, series::Series, target::Target},
    service::targets::TargetKey,
};

/// Which target of an indicator.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct KeyQuery {
    /// The area; left out or empty it is the whole.
    #[param(value_type = Option<MemberText>)]
    pub(super) area: Option<String>,
    /// The category; left out or empty it is all of them.
    #[param(value_type = Option<MemberText>)]
    pub(super) category: Option<String>,
    /// The period; left out it is the plan's.
    #[param(value_type = Option<PeriodText>)]
    pub(super) period: Option<String>,
}

/// Which target of an indicator is to be withdrawn, and why.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WithdrawQuery {
    /// The area; left out or empty it is the whole.
    #[param(value_type = Option<MemberText>)]
    pub(super) area: Option<String>,
    /// The category; left out or empty it is all of them.
    #[param(value_type = Option<MemberText>)]
    pub(super) category: Option<String>,
    /// The period; left out it is the plan's.
    #[param(value_type = Option<PeriodText>)]
    pub(super) period: Option<String>,
    /// Why; kept in the record.
    #[param(value_type = Option<WordsText>)]
    pub(super) reason: Option<String>,
}

/// Which targets of a plan, and which page of them.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// Only of this indicator.
    #[param(value_type = Option<MemberText>)]
    indicator: Option<String>,
    /// Only of this area; empty for the whole alone.
    #[param(value_type = Option<MemberText>)]
    area: Option<String>,
    /// Only of this category; empty for all of them together alone.
    #[param(value_type = Option<MemberText>)]
    category: Option<String>,
    /// Only for exactly this period.
    #[param(value_type = Option<PeriodText>)]
    period: Option<String>,
    /// Most entries of the page. The default and the largest value are settings (50 and 1000).
    #[param(value_type = Option<u32>, minimum = 1, maximum = 1000, example = 50)]
    pub(super) limit: Option<String>,
    /// The cursor of the page, as the page before gave it in `next`.
    #[param(value_type = Option<CursorText>)]
    pub(super) cursor: Option<String>,
}

/// Which areas, or categories, are asked for.
#[derive(Debug)]
enum Members {
    /// Any of them, and the whole.
    Any,
    /// The whole alone.
    Whole,
    /// This one alone.
    One(Code),
}

impl Members {
    fn read(parameters: &mut Parameters, name: &str, text: Option<&str>) -> Self {
        match text {
            None => Self::Any,
            Some(text) => parameters.code(name, Some(text)).map_or(Self::Whole, Self::One),
        }
    }

    const fn one(&self) -> Option<&Code> {
        match self {
            Self::One(code) => Some(code),
            Self::Any | Self::Whole => None,
        }
    }

    fn admit(&self, member: Option<&Code>) -> bool {
        match self {
            Self::Any => true,
            Self::Whole => member.is_none(),
            Self::One(code) => member == Some(code),
        }
    }
}

/// Which targets of a plan, read.
#[derive(Debug)]
pub(super) struct Wanted {
    indicator: Option<Code>,
    area: Members,
    category: Members,
    period: Option<Period>,
}

impl ListQuery {
    /// Reads which targets are asked for.
    pub(super) fn read(&self, parameters: &mut Parameters) -> Wanted {
        Wanted {
            indicator: parameters.code("indicator", self.indicator.as_deref()),
            area: Members::read(parameters, "area", self.area.as_deref()),
            category: Members::read(parameters, "category", self.category.as_deref()),
            period: parameters.period("period", self.period.as_deref()),
        }
    }
}

impl Wanted {
    /// The indicator, the area and the category that are asked for, where one is.
    pub(super) const fn named(&self) -> (Option<&Code>, Option<&Code>, Option<&Code>) {
        (self.indicator.as_ref(), self.area.one(), self.category.one())
    }

    /// Whether a target is among those asked for.
    pub(super) fn admits(&self, target: &Target) -> bool {
        let Series { indicator, area, category } = &target.series;
        self.indicator.as_ref().is_none_or(|wanted| wanted == indicator)
            && self.area.admit(area.as_ref())
            && self.category.admit(category.as_ref())
            && self.period.is_none_or(|wanted| wanted == target.period)
    }
}

/// Which target the path and the query name.
pub(super) fn key(indicator: &str, query: &KeyQuery) -> Result<TargetKey, Problem> {
    let indicator = path_code("indicator", indicator)?;
    let mut parameters = Parameters::default();
    let area = parameters.code("area", query.area.as_deref());
    let category = parameters.code("category", query.category.as_deref());
    let period = parameters.period("period", query.period.as_deref());
    parameters.finish()?;
    Ok(TargetKey { series: Series { indicator, area, category }, period })
}
