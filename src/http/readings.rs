//! What phrases are read as, on the wire: the domain's own serialised forms, and their hand-written description.
//! It does not know how a phrase is read.

use std::borrow::Cow;

use serde::Serialize;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Ref, RefOr,
        schema::{AdditionalProperties, ArrayBuilder, ObjectBuilder, OneOfBuilder, Schema, SchemaType, Type},
    },
};

use super::words::DecimalText;
use crate::domain::{
    criterion::Criterion,
    quantity::Exact,
    reading::Language,
    value::{Change, Figure, Missing, Value},
};

/// A criterion as it is sent.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub(super) struct CriterionOut(pub(super) Criterion);

/// A value as it is sent: the figure, without what is printed beside it.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub(super) struct ValueOut(Value);

/// The changes that a report prints beside a figure, as they are sent.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub(super) struct ChangesOut(Vec<Change>);

/// What a report prints beside a figure.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Beside)]
pub(super) struct BesideOut {
    /// The changes that the report prints beside the figure (48653元，增长5.8%).
    changes: ChangesOut,
    /// The figure like for like, where the report prints it beside one that is not (增长5.2%（同口径增长8.9%）).
    #[schema(required = true, value_type = Option<DecimalText>)]
    comparable: Option<Exact>,
    /// Why there is no figure, where the report says so: `withheld`, `discontinued` or `not_applicable`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    why: Option<Missing>,
}

impl ValueOut {
    /// A value, and what is printed beside its figure.
    pub(super) fn of(value: Value) -> (Self, BesideOut) {
        let (mut value, changes, comparable) = value.apart();
        let why = match &mut value.figure {
            Figure::NotReported { why } => why.take(),
            _ => None,
        };
        (Self(value), BesideOut { changes: ChangesOut(changes), comparable, why })
    }
}

/// A text in both languages, or in the one that was asked for.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = BothLanguages)]
pub(super) struct BothLanguages {
    /// In Chinese; absent where English alone is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    pub(super) zh: Option<String>,
    /// In English; absent where Chinese alone is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    pub(super) en: Option<String>,
}

impl BothLanguages {
    /// A text in both.
    pub(super) fn new(zh: &str, en: &str) -> Self {
        Self { zh: Some(zh.to_owned()), en: Some(en.to_owned()) }
    }

    /// Leaves the other language away; where there is no text in the one, it is that of the other.
    pub(super) fn only(&mut self, language: Language) {
        let (kept, other) = match language {
            Language::Zh => (&mut self.zh, &mut self.en),
            Language::En => (&mut self.en, &mut self.zh),
        };
        let other = other.take();
        if kept.as_ref().is_none_or(String::is_empty) {
            *kept = other;
        }
    }
}

type Property = RefOr<Schema>;

/// A field of a choice: its name, what it is, whether it is always there.
type Field = (&'static str, Property, bool);

/// A choice: its kind, what it is, its fields.
type Choice = (&'static str, &'static str, Vec<Field>);

fn of_type(kind: Type, about: &str) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::new(kind)).description(Some(about))
}

fn object(schema: ObjectBuilder) -> Property {
    RefOr::T(Schema::Object(schema.build()))
}

fn words(about: &str, words: &[&str]) -> Property {
    object(of_type(Type::String, about).enum_values(Some(words.iter().copied())))
}

fn text(about: &str) -> Property {
    object(of_type(Type::String, about))
}

fn flag(about: &str) -> Property {
    object(of_type(Type::Boolean, about))
}

fn decimal(about: &str) -> Property {
    object(of_type(Type::String, about).pattern(Some(r"^-?[0-9]+(\.[0-9]+)?$")))
}

fn rank() -> Property {
    object(of_type(Type::Integer, "The place, 1 being the best.").minimum(Some(1)))
}

fn op() -> Property {
    RefOr::Ref(Ref::from_schema_name(COMPARISON))
}

fn by_unit() -> Property {
    RefOr::Ref(Ref::from_schema_name(CHANGE_UNIT))
}

/// Words that several choices share, by the names that they have in the document.
const COMPARISON: &str = "Comparison";
const CHANGE_UNIT: &str = "ChangeUnit";

fn shared_words() -> [(String, Property); 2] {
    let comparisons = ["at_least", "more_than", "at_most", "less_than", "equal"];
    [
        (COMPARISON.to_owned(), words("How the outcome must stand to what is asked.", &comparisons)),
        (CHANGE_UNIT.to_owned(), words("What a change is counted in.", &["points", "percent", "amount"])),
    ]
}

/// One kind of a tagged choice: the fields it has, and those among them that may be left out.
fn variant(kind: &str, about: &str, fields: &[Field], common: &[(&str, Property)]) -> Property {
    let tag = object(of_type(Type::String, "The kind.").enum_values(Some([kind])));
    let mut schema = of_type(Type::Object, about).property("kind", tag).required("kind");
    for (name, property, required) in fields {
        schema = schema.property(*name, property.clone());
        if *required {
            schema = schema.required(*name);
        }
    }
    for (name, property) in common {
        schema = schema.property(*name, property.clone());
    }
    object(schema.additional_properties(Some(AdditionalProperties::FreeForm(false))))
}

fn about() -> Field {
    ("about", flag("Whether the phrase says about (左右): the tolerance then applies."), false)
}

fn average() -> Field {
    ("average_per_year", flag("Whether the phrase says 年均: an average over the years."), false)
}

fn cumulative() -> Field {
    let about = "Whether it is asked of all years of the period together, of what is itself the fall of one year (〔13.5〕).";
    ("cumulative", flag(about), false)
}

impl CriterionOut {
    fn choices() -> Choices {
        let common = [
            ("aspiration", text("Words of an aspiration beyond the condition: kept, shown, not assessed.")),
            ("like_for_like", flag("Whether the phrase says like-for-like (同口径).")),
        ];
        let issuer = || {
            (
                "as_issued_by",
                text("Who issues it, or the plan it is left to, where the phrase says so."),
                false,
            )
        };
        let parts = ArrayBuilder::new()
            .items(RefOr::Ref(Ref::from_schema_name("Criterion")))
            .description(Some("The parts."))
            .min_items(Some(2));
        let parts = RefOr::T(Schema::Array(parts.build()));
        let day = object(
            of_type(Type::String, "The day; what is done on it is in time.")
                .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(utoipa::openapi::KnownFormat::Date))),
        );
        let choices: [Choice; 11] = [
            (
                "threshold",
                "A number to be reached, passed, kept under or met.",
                vec![
                    ("op", op(), true),
                    ("value", decimal("The number, in the indicator's unit."), true),
                    about(),
                    average(),
                    cumulative(),
                ],
            ),
            (
                "range",
                "From … to …, both included.",
                vec![
                    ("low", decimal("The lower end."), true),
                    ("high", decimal("The upper end."), true),
                    about(),
                    average(),
                    cumulative(),
                ],
            ),
            (
                "change",
                "A change against an earlier figure of the same series.",
                vec![
                    ("op", op(), true),
                    ("by", decimal("The change, with its sign."), true),
                    ("by_unit", by_unit(), true),
                    ("from", text("previous_period, or a baseline as written."), true),
                    ("to_value", decimal("The resulting value, where the phrase prints it."), false),
                    about(),
                    average(),
                ],
            ),
            (
                "relative",
                "A comparison with another series' outcome.",
                vec![
                    ("op", op(), true),
                    ("offset", decimal("Added to the other's outcome; 0 where left out."), false),
                    ("to", text("The other series as written."), true),
                    ("code", text("Its code, once the target names it."), false),
                    about(),
                ],
            ),
            (
                "grade",
                "A grade to be kept or reached; at_least means at least as good.",
                vec![("op", op(), true), ("grade", text("The grade."), true)],
            ),
            (
                "rank",
                "A place in an order.",
                vec![("op", op(), true), ("rank", rank(), true), ("among", text("Among whom."), false)],
            ),
            (
                "milestone",
                "Something to be done, by a day where the phrase gives one.",
                vec![("by", day, false), ("what", text("What is to be done, as written."), true)],
            ),
            ("all", "All of the parts.", vec![("of", parts, true)]),
            ("not_issued", "The target has not been issued yet.", vec![issuer()]),
            ("deferred", "Left to the parent plan.", vec![issuer()]),
            ("qualitative", "Words from which no number follows.", vec![]),
        ];
        named("Criterion", &choices, &common)
    }
}

impl PartialSchema for CriterionOut {
    fn schema() -> RefOr<Schema> {
        choose("What a target phrase is read as; the kind says which fields there are.", &Self::choices())
            .examples([
                serde_json::json!({"kind": "threshold", "op": "at_least", "value": "5.5", "about": true}),
            ])
            .into()
    }
}

/// The choices by the names that they have in the document: generated clients name their types by them.
type Choices = Vec<(String, Property)>;

fn named(of: &str, choices: &[Choice], common: &[(&str, Property)]) -> Choices {
    let name = |kind: &str| {
        let words = kind.split('_').filter_map(|word| {
            let (first, rest) = word.split_at_checked(1)?;
            Some(first.to_ascii_uppercase() + rest)
        });
        format!("{of}{}", words.collect::<String>())
    };
    choices.iter().map(|(kind, about, fields)| (name(kind), variant(kind, about, fields, common))).collect()
}

fn choose(about: &str, choices: &[(String, Property)]) -> OneOfBuilder {
    choices.iter().fold(OneOfBuilder::new().description(Some(about)), |all, (name, _)| {
        all.item(Ref::from_schema_name(name))
    })
}

impl ToSchema for CriterionOut {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Criterion")
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.extend(Self::choices());
        schemas.extend(shared_words());
    }
}

fn side_of_grade() -> Property {
    words(
        "How the grade stands to it, where only that is reported (Ⅲ类及以上); left out where it is that grade.",
        &["at_least", "more_than", "at_most", "less_than"],
    )
}

fn side_of_change() -> Property {
    words(
        "On which side of the change it lies, where only that is reported (正增长); left out where it is the change.",
        &["at_least", "more_than", "at_most", "less_than"],
    )
}

fn changed_from() -> Field {
    (
        "from",
        text("The earlier figure as written (2020); left out where it is that of the period before."),
        false,
    )
}

const REPORTED_CHANGE: &str = "ReportedChange";

fn reported_change() -> Property {
    let like_for_like = flag("Whether the report says that the change is like-for-like (同口径).");
    let fields: [Field; 7] = [
        ("by", decimal("The change, with its sign."), true),
        ("by_unit", by_unit(), true),
        ("op", side_of_change(), false),
        ("approximate", flag("Whether the report says about (左右, 约)."), false),
        changed_from(),
        average(),
        ("like_for_like", like_for_like, false),
    ];
    let mut change = of_type(Type::Object, "A change against an earlier figure, printed beside a figure.");
    for (name, property, required) in fields {
        change = change.property(name, property);
        if required {
            change = change.required(name);
        }
    }
    object(change.additional_properties(Some(AdditionalProperties::FreeForm(false))))
}

impl PartialSchema for ChangesOut {
    fn schema() -> RefOr<Schema> {
        let all = ArrayBuilder::new().items(RefOr::Ref(Ref::from_schema_name(REPORTED_CHANGE)));
        RefOr::T(Schema::Array(all.build()))
    }
}

impl ToSchema for ChangesOut {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Changes")
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((REPORTED_CHANGE.to_owned(), reported_change()));
        schemas.extend(shared_words());
    }
}

impl ValueOut {
    fn choices() -> Choices {
        let approximate = || ("approximate", flag("Whether the report says about (左右, 约)."), false);
        let common = [
            ("like_for_like", flag("Whether the report says like-for-like (同口径).")),
            (
                "average_per_year",
                flag(
                    "Whether the figure, a growth, is the average a year over several years (年均增长5.8%).",
                ),
            ),
            (
                "declared",
                words(
                    "What the report declares beside the figure.",
                    &["attained", "on_parent_pace", "on_pace", "behind_pace"],
                ),
            ),
        ];
        let bound = words(
            "On which side of the value the figure lies.",
            &["at_least", "more_than", "at_most", "less_than"],
        );
        let choices: [Choice; 12] = [
            (
                "number",
                "A number.",
                vec![("value", decimal("The number, in the indicator's unit."), true), approximate()],
            ),
            (
                "bound",
                "Only a bound is known.",
                vec![
                    ("op", bound, true),
                    ("value", decimal("The bound, in the indicator's unit."), true),
                    ("near", flag("Whether the report says just under (近20%)."), false),
                ],
            ),
            (
                "between",
                "The figure lies in a range, both ends included.",
                vec![("low", decimal("The lower end."), true), ("high", decimal("The upper end."), true)],
            ),
            (
                "change",
                "Only the change against an earlier figure is known.",
                vec![
                    ("by", decimal("The change, with its sign."), true),
                    ("by_unit", by_unit(), true),
                    ("op", side_of_change(), false),
                    approximate(),
                    changed_from(),
                ],
            ),
            ("declared_attained", "The reporter says that the target is attained, without a number.", vec![]),
            (
                "declared_missed",
                "The reporter says that the target is missed, or that what is asked is not done, without a number.",
                vec![],
            ),
            (
                "declared_pace",
                "The reporter says how the pace of the plan of several years is kept, and no more; which way is in declared.",
                vec![],
            ),
            (
                "share_of_target",
                "A printed share of the plan's target.",
                vec![
                    ("percent", decimal("The share, in percent."), true),
                    ("value", decimal("The amount, where printed."), false),
                ],
            ),
            (
                "grade",
                "A grade, or a bound on it: at_least means at least as good.",
                vec![("grade", text("The grade."), true), ("op", side_of_grade(), false)],
            ),
            (
                "rank",
                "A place in an order.",
                vec![("rank", rank(), true), ("among", text("Among whom."), false)],
            ),
            (
                "act",
                "An act was done, or was not, which is what is asked where a milestone asks for no other.",
                vec![
                    ("what", text("The act, as written."), true),
                    ("not_done", flag("Whether it was not done."), false),
                ],
            ),
            ("not_reported", "Nothing was reported.", vec![]),
        ];
        named("Value", &choices, &common)
    }
}

impl PartialSchema for ValueOut {
    fn schema() -> RefOr<Schema> {
        choose("What an outcome phrase is read as; the kind says which fields there are.", &Self::choices())
            .examples([serde_json::json!({"kind": "number", "value": "2.6"})])
            .into()
    }
}

impl ToSchema for ValueOut {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Value")
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.extend(Self::choices());
        schemas.extend(shared_words());
    }
}
