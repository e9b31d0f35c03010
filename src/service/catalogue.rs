//! Use cases of the catalogue that all plans share: indicators, areas, categories, calibers.

use super::{
    Caller, Pending, Plantrack,
    access::Act,
    error::{Fault, Reference, ServiceError},
    fields::Fields,
    plans::find_in,
    reread,
};
use crate::{
    domain::{
        area::Area,
        caliber::Caliber,
        category::Category,
        code::Code,
        indicator::{Aggregation, Direction, Indicator, Measure},
        reduction::{names_a_reduction, names_less, names_what_should_fall},
    },
    store::{AsOf, CatalogueItem, Expect, Put, StoreError, Stored, Transaction},
};

/// Something of the catalogue as people give it.
pub trait Draft {
    /// What it describes.
    type Item: CatalogueItem;

    /// The thing that the draft describes.
    ///
    /// # Errors
    /// The faults of its fields.
    fn read(&self) -> Result<Self::Item, Vec<Fault>>;

    /// What else of the catalogue it names: the kind, the field and the code.
    fn references(item: &Self::Item) -> Vec<(&'static str, &'static str, Option<&Code>)> {
        let _ = item;
        Vec::new()
    }

    /// What else is to be done where it was revised.
    ///
    /// # Errors
    /// [`ServiceError`]; it cannot be revised so, then.
    fn revised(
        _transaction: &mut Transaction,
        _item: &Self::Item,
    ) -> impl Future<Output = Result<(), ServiceError>> {
        async { Ok(()) }
    }
}

/// An indicator as people give it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IndicatorDraft {
    /// Its code.
    pub code: String,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name.
    pub name_en: String,
    /// The unit as written; empty where there is none.
    pub unit: String,
    /// How the number behaves in time.
    pub measure: String,
    /// Which way is better.
    pub direction: Option<String>,
    /// How parts make up the whole; by default as the measure has it: a flow adds up, all else does not.
    pub aggregation: Option<String>,
    /// The weight series, or the numerator of a ratio of sums.
    pub numerator: Option<String>,
    /// The denominator of a ratio of sums.
    pub denominator: Option<String>,
    /// The ordered scale of a grade, in ascending order; empty is that of water quality.
    pub scale: Vec<String>,
    /// Decimals to show.
    pub decimals: Option<u32>,
    /// Whether it is itself a reduction; by default as its name says.
    pub is_reduction: Option<bool>,
}

impl Draft for IndicatorDraft {
    type Item = Indicator;

    fn read(&self) -> Result<Indicator, Vec<Fault>> {
        let mut fields = Fields::default();
        let code = fields.code("code", &self.code);
        let measure: Option<Measure> = fields.word("measure", &self.measure);
        let direction: Option<Direction> = fields.optional_word("direction", self.direction.as_deref());
        if measure.is_some_and(Measure::needs_direction)
            && self.direction.as_deref().is_none_or(str::is_empty)
        {
            let detail = "this measure needs a direction; write higher, lower or on_target";
            fields.fault("direction", "", "missing", detail);
        }
        let by_measure = if measure == Some(Measure::Flow) { Aggregation::Sum } else { Aggregation::None };
        let aggregation =
            fields.optional_word("aggregation", self.aggregation.as_deref()).unwrap_or(by_measure);
        let numerator = fields.optional_code("numerator", self.numerator.as_deref());
        let denominator = fields.optional_code("denominator", self.denominator.as_deref());
        if matches!(aggregation, Aggregation::WeightedMean | Aggregation::RatioOfSums) && numerator.is_none()
        {
            let detail = "a weighted mean needs its weight series here, a ratio of sums its numerator";
            fields.fault("numerator", "", "missing", detail);
        }
        if aggregation == Aggregation::RatioOfSums && denominator.is_none() {
            fields.fault("denominator", "", "missing", "a ratio of sums needs its denominator");
        }
        if let Some(decimals) = self.decimals.filter(|decimals| *decimals > 10) {
            fields.fault("decimals", &decimals.to_string(), "too_many", "at most 10 decimals are shown");
        }
        let scale: Vec<String> = self.scale.iter().map(|grade| fields.text("scale", grade)).collect();
        if !scale.is_empty() && measure.is_some_and(|measure| measure != Measure::Grade) {
            fields.fault(
                "scale",
                &scale.join(","),
                "scale_without_grade",
                "only a grade has a scale of its own",
            );
        }
        let distinct: std::collections::BTreeSet<&String> = scale.iter().collect();
        let cannot_be_one = |grade: &&String| grade.is_empty() || grade.contains('|');
        if distinct.len() != scale.len() || scale.len() == 1 || distinct.iter().any(cannot_be_one) {
            let detail =
                "a scale has two or more grades in ascending order, each once, and none with a bar in it";
            fields.fault("scale", &scale.join(","), "bad_scale", detail);
        }
        let (name_zh, name_en) = names(&mut fields, &self.name_zh, &self.name_en);
        let unit = fields.unit(&self.unit);
        fields.finish()?;
        let (Some(code), Some(measure)) = (code, measure) else { return Err(Vec::new()) };
        let is_reduction = self.is_reduction.unwrap_or_else(|| {
            let counts_the_fall = measure == Measure::Rate
                && direction == Some(Direction::Higher)
                && names_what_should_fall(&name_zh);
            let says_less =
                measure == Measure::Rate && direction == Some(Direction::Higher) && names_less(&name_en);
            counts_the_fall || says_less || names_a_reduction(&name_zh, &name_en)
        });
        Ok(Indicator {
            code,
            name_zh,
            name_en,
            unit,
            measure,
            direction,
            aggregation,
            numerator,
            denominator,
            scale,
            decimals: self.decimals,
            is_reduction,
        })
    }

    fn references(item: &Indicator) -> Vec<(&'static str, &'static str, Option<&Code>)> {
        vec![
            ("indicator", "numerator", item.numerator.as_ref()),
            ("indicator", "denominator", item.denominator.as_ref()),
        ]
    }

    async fn revised(transaction: &mut Transaction, item: &Indicator) -> Result<(), ServiceError> {
        reread::targets_of(transaction, item).await
    }
}

/// A node of a tree, an area or a category, as people give it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NodeDraft {
    /// Its code.
    pub code: String,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name.
    pub name_en: String,
    /// The node that it is a part of.
    pub parent: Option<String>,
    /// Whether it overlaps its siblings.
    pub overlapping: bool,
}

/// An area as people give it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AreaDraft(pub NodeDraft);

/// A category as people give it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CategoryDraft(pub NodeDraft);

struct Node {
    code: Code,
    name_zh: String,
    name_en: String,
    parent: Option<Code>,
}

impl NodeDraft {
    fn read(&self) -> Result<Node, Vec<Fault>> {
        let mut fields = Fields::default();
        let code = fields.code("code", &self.code);
        let parent = fields.optional_code("parent", self.parent.as_deref());
        if parent.is_some() && parent == code {
            fields.fault("parent", &self.code, "own_parent", "nothing is a part of itself");
        }
        let (name_zh, name_en) = names(&mut fields, &self.name_zh, &self.name_en);
        fields.finish()?;
        let Some(code) = code else { return Err(Vec::new()) };
        Ok(Node { code, name_zh, name_en, parent })
    }
}

impl Draft for AreaDraft {
    type Item = Area;

    fn read(&self) -> Result<Area, Vec<Fault>> {
        let Node { code, name_zh, name_en, parent } = self.0.read()?;
        Ok(Area { code, name_zh, name_en, parent, overlapping: self.0.overlapping })
    }

    fn references(item: &Area) -> Vec<(&'static str, &'static str, Option<&Code>)> {
        vec![("area", "parent", item.parent.as_ref())]
    }
}

impl Draft for CategoryDraft {
    type Item = Category;

    fn read(&self) -> Result<Category, Vec<Fault>> {
        let Node { code, name_zh, name_en, parent } = self.0.read()?;
        Ok(Category { code, name_zh, name_en, parent, overlapping: self.0.overlapping })
    }

    fn references(item: &Category) -> Vec<(&'static str, &'static str, Option<&Code>)> {
        vec![("category", "parent", item.parent.as_ref())]
    }
}

/// A caliber as people give it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaliberDraft {
    /// Its code.
    pub code: String,
    /// What the definition is, in Chinese.
    pub name_zh: String,
    /// What the definition is, in English.
    pub name_en: String,
}

impl Draft for CaliberDraft {
    type Item = Caliber;

    fn read(&self) -> Result<Caliber, Vec<Fault>> {
        let mut fields = Fields::default();
        let code = fields.code("code", &self.code);
        let (name_zh, name_en) = names(&mut fields, &self.name_zh, &self.name_en);
        fields.finish()?;
        let Some(code) = code else { return Err(Vec::new()) };
        Ok(Caliber { code, name_zh, name_en })
    }
}

fn names(fields: &mut Fields, name_zh: &str, name_en: &str) -> (String, String) {
    let name_zh = fields.text("name_zh", name_zh);
    let name_en = fields.text("name_en", name_en);
    if name_zh.is_empty() && name_en.is_empty() {
        let detail = "a name in Chinese or in English is needed; give name_zh or name_en";
        fields.fault("name_zh", "", "missing", detail);
    }
    (name_zh, name_en)
}

impl Plantrack {
    /// Creates or revises something of the catalogue, as expected; gives what was done and how it stands.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn put_in_catalogue<D: Draft>(
        &self,
        caller: &Caller,
        draft: &D,
        expect: Expect,
        reason: &str,
    ) -> Result<Pending<(Put, Stored<D::Item>)>, ServiceError> {
        let item = draft.read().map_err(ServiceError::from)?;
        let mut transaction = self.begin(caller, Act::Plan, reason).await?;
        let put = item.put(&mut transaction, expect).await.map_err(|error| {
            ServiceError::of_references(error, D::references(&item).into_iter().map(Reference::of_code))
        })?;
        if matches!(put, Put::Revised(_)) {
            D::revised(&mut transaction, &item).await?;
        }
        let stored = find_in::<D::Item>(&transaction, item.code(), "entry").await?;
        Ok(self.pending(transaction, (put, stored)))
    }

    /// Finds something of the catalogue, or a plan, by its code.
    ///
    /// # Errors
    /// [`ServiceError::Store`] where there is none.
    pub async fn find<T: CatalogueItem>(&self, code: &Code, as_of: AsOf) -> Result<Stored<T>, ServiceError> {
        Ok(T::find(&self.store, code, as_of).await?)
    }

    /// A page of the catalogue, or of plans, in order of creation, after the key of the last one seen.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn list<T: CatalogueItem>(
        &self,
        after: i64,
        limit: u64,
    ) -> Result<Vec<Stored<T>>, ServiceError> {
        Ok(T::list(&self.store, after, limit, AsOf::NOW).await?)
    }
}

/// The indicator that a field names, or the fault of that field.
pub(super) async fn find_indicator(
    transaction: &Transaction,
    code: &str,
) -> Result<Result<Indicator, Fault>, ServiceError> {
    let read = match Code::new(code) {
        Ok(read) => read,
        Err(error) => return Ok(Err(Fault::new("indicator", code, "bad_code", error.to_string()))),
    };
    match find_in::<Indicator>(transaction, &read, "indicator").await {
        Ok(stored) => Ok(Ok(stored.item)),
        Err(ServiceError::Store(StoreError::Missing { .. })) => Ok(Err(Fault::unknown("indicator", code))),
        Err(other) => Err(other),
    }
}
