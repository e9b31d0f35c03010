//! The export of the catalogue: indicators, areas, categories, in the columns in which they are imported.

use super::{Destination, ExportError, Exported, Writing};
use crate::{
    domain::{
        area::Area,
        category::Category,
        code::Code,
        indicator::{Direction, Indicator},
    },
    files::{Field, in_one_cell, number, text},
    service::Plantrack,
    store::{AsOf, CatalogueItem},
};

const ITEMS_AT_ONCE: u64 = 1_000;

const NODE_FIELDS: [Field; 5] =
    [text("code"), text("name_zh"), text("name_en"), text("parent"), text("overlapping")];

/// Something of the catalogue as a row.
pub trait ToRow: CatalogueItem {
    /// The columns.
    const FIELDS: &'static [Field];

    /// Its cells.
    fn row(&self) -> Vec<String>;
}

fn flag(is_set: bool) -> String {
    if is_set { "true" } else { "false" }.to_owned()
}

fn optional(code: Option<&Code>) -> String {
    code.map(Code::to_string).unwrap_or_default()
}

impl ToRow for Indicator {
    const FIELDS: &'static [Field] = &[
        text("code"),
        text("name_zh"),
        text("name_en"),
        text("unit"),
        text("measure"),
        text("direction"),
        text("aggregation"),
        text("numerator"),
        text("denominator"),
        text("scale"),
        number("decimals"),
        text("is_reduction"),
    ];

    fn row(&self) -> Vec<String> {
        let Self {
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
            decimals,
            is_reduction,
        } = self;
        vec![
            code.to_string(),
            name_zh.clone(),
            name_en.clone(),
            unit.clone(),
            measure.to_string(),
            direction.as_ref().map(Direction::to_string).unwrap_or_default(),
            aggregation.to_string(),
            optional(numerator.as_ref()),
            optional(denominator.as_ref()),
            in_one_cell(scale),
            decimals.map(|decimals| decimals.to_string()).unwrap_or_default(),
            flag(*is_reduction),
        ]
    }
}

impl ToRow for Area {
    const FIELDS: &'static [Field] = &NODE_FIELDS;

    fn row(&self) -> Vec<String> {
        let Self { code, name_zh, name_en, parent, overlapping } = self;
        let parent = optional(parent.as_ref());
        vec![code.to_string(), name_zh.clone(), name_en.clone(), parent, flag(*overlapping)]
    }
}

impl ToRow for Category {
    const FIELDS: &'static [Field] = &NODE_FIELDS;

    fn row(&self) -> Vec<String> {
        let Self { code, name_zh, name_en, parent, overlapping } = self;
        let parent = optional(parent.as_ref());
        vec![code.to_string(), name_zh.clone(), name_en.clone(), parent, flag(*overlapping)]
    }
}

impl Plantrack {
    /// Exports indicators, areas or categories, in the order they were created.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn export_catalogue<T: ToRow>(
        &self,
        destination: Destination,
    ) -> Result<Exported, ExportError> {
        let (mut writing, _) = Writing::begin(destination, T::FIELDS, None).await?;
        let mut after = 0;
        loop {
            let page = T::list(self.store(), after, ITEMS_AT_ONCE, AsOf::NOW).await?;
            let Some(last) = page.last() else { return writing.finish().await };
            after = last.id;
            writing = writing.rows(page.iter().map(|stored| stored.item.row()).collect()).await?;
        }
    }
}
