//! What somebody may do: scopes, and how far reporting reaches. Pure: it knows neither who holds a grant nor how
//! that was proved.

use std::collections::BTreeSet;

use super::{code::Code, indicator::words};

words! {
    /// One kind of thing that may be done.
    Scope, "scope" {
        /// To read.
        Read = "read",
        /// To report outcomes and to explain deviations, within the limits of the grant.
        Report = "report",
        /// To change plans, targets, rulings and the catalogue.
        Plan = "plan",
        /// Everything, keys included.
        Admin = "admin",
    }
}

/// Which indicators or areas reporting reaches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Limit {
    /// All of them, and the whole.
    #[default]
    None,
    /// These alone.
    Only(BTreeSet<Code>),
}

/// What somebody may do. The default is nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grant {
    /// What may be done.
    pub scopes: BTreeSet<Scope>,
    /// The indicators that reporting reaches.
    pub indicators: Limit,
    /// The areas that reporting reaches, each with all areas within it.
    pub areas: Limit,
}

impl Limit {
    /// Whether it says no more than "all".
    pub const fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    /// Whether a code is among them. Codes are compared as they are written.
    fn names(&self, code: &str) -> bool {
        match self {
            Self::None => true,
            Self::Only(codes) => codes.iter().any(|known| known.as_str() == code),
        }
    }
}

impl Grant {
    /// Everything.
    pub fn all() -> Self {
        Self { scopes: BTreeSet::from([Scope::Admin]), ..Self::default() }
    }

    /// Whether the scope is held. Who may write may read; an administrator may do everything.
    pub fn allows(&self, scope: Scope) -> bool {
        match scope {
            Scope::Read => !self.scopes.is_empty(),
            Scope::Report | Scope::Plan | Scope::Admin => {
                self.scopes.contains(&scope) || self.scopes.contains(&Scope::Admin)
            }
        }
    }

    /// Whether areas must be looked up before [`Self::reaches`] can be asked.
    pub fn needs_lineage(&self) -> bool {
        !self.scopes.contains(&Scope::Admin) && !self.areas.is_none()
    }

    /// Whether an indicator is within the limit of indicators, whatever the area.
    pub fn names_indicator(&self, indicator: &str) -> bool {
        self.indicators.names(indicator)
    }

    /// Whether a series may be reported for. `lineage` is its area with all areas that this one lies in; empty for
    /// the whole, which no limit of areas reaches.
    pub fn reaches(&self, indicator: &str, lineage: &[String]) -> bool {
        if self.scopes.contains(&Scope::Admin) {
            return true;
        }
        self.scopes.contains(&Scope::Report)
            && self.indicators.names(indicator)
            && (self.areas.is_none() || lineage.iter().any(|area| self.areas.names(area)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(codes: &[&str]) -> Limit {
        Limit::Only(codes.iter().map(|code| Code::new(code).unwrap()).collect())
    }

    fn grant(scopes: &[Scope]) -> Grant {
        Grant { scopes: scopes.iter().copied().collect(), ..Grant::default() }
    }

    #[test]
    fn nothing_is_allowed_by_default() {
        for scope in Scope::ALL {
            assert!(!Grant::default().allows(*scope), "{scope}");
        }
        assert!(!Grant::default().reaches("gdp", &[]));
    }

    #[test]
    fn each_scope_allows_itself_and_reading_and_admin_allows_all() {
        for held in Scope::ALL {
            for asked in Scope::ALL {
                let expected = held == asked || *asked == Scope::Read || *held == Scope::Admin;
                assert_eq!(grant(&[*held]).allows(*asked), expected, "{held} {asked}");
            }
        }
    }

    #[test]
    fn reporting_reaches_what_both_limits_name_and_what_lies_within() {
        let limited = Grant {
            indicators: only(&["gdp"]),
            areas: only(&["east"]),
            ..grant(&[Scope::Report, Scope::Plan, Scope::Read])
        };
        let lineage = |areas: &[&str]| areas.iter().map(|area| (*area).to_owned()).collect::<Vec<_>>();
        assert!(limited.reaches("gdp", &lineage(&["east"])));
        assert!(limited.reaches("gdp", &lineage(&["old-town", "east", "city"])));
        assert!(!limited.reaches("gdp", &lineage(&["west", "city"])));
        assert!(!limited.reaches("gdp", &lineage(&["city"])), "what an area lies in is not within it");
        assert!(!limited.reaches("gdp", &[]), "the whole is not within an area");
        assert!(!limited.reaches("jobs", &lineage(&["east"])));
        assert!(!limited.reaches("GDP", &lineage(&["east"])), "codes are compared as they are written");
        assert!(grant(&[Scope::Report]).reaches("jobs", &[]));
        assert!(!grant(&[Scope::Plan]).reaches("jobs", &[]), "planning is not reporting");
        assert!(Grant { indicators: only(&[]), ..Grant::all() }.reaches("jobs", &[]));
        assert!(!Grant { indicators: only(&[]), ..grant(&[Scope::Report]) }.reaches("jobs", &[]));
    }
}
