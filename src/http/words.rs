//! The texts and words of the domain as the document describes them: patterns, limits, closed sets. The sets are
//! the domain's own, so that the document cannot differ. It does not know any resource.

use std::borrow::Cow;

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{ObjectBuilder, Schema, SchemaType, Type},
    },
};

use crate::domain::{
    approval::ApprovalState,
    assessment::{
        Evidence, Reason, Status, Verdict,
        changes::Cause,
        compare::Change,
        horizon::HorizonKind,
        pace::{CountedIn, Standing},
        profile::Path,
        projection::Method,
    },
    code::MAX_CODE_LENGTH,
    grant::Scope,
    indicator::{Aggregation, Direction, Measure, Nature},
    outcome::Basis,
    plan::{PathProfile, PlanState},
    remark::RulingWord,
};
use crate::service::{members::By, reconciliation::Figured};

/// The shape of a part of a period.
macro_rules! part {
    () => {
        r"[0-9]{4}(-(H[12]|Q[1-4]|(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?))?"
    };
}

/// The shape of a period: one part, or two with .. between them.
const PERIOD: &str = concat!("^", part!(), r"(\.\.", part!(), ")?$");

/// Characters that no text has: those that cannot be seen, and those that turn the direction of what is around them.
macro_rules! unwelcome {
    () => {
        r"\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFEFF"
    };
}

/// The shape of a text.
const WORDS: &str = concat!("^[^", unwelcome!(), "]*$");

/// The same, with something in it that is no space.
const FILLED: &str = concat!("^[^", unwelcome!(), r"]*[^\s", unwelcome!(), "][^", unwelcome!(), "]*$");

/// The same, or nothing.
const PERIOD_OR_NOTHING: &str = concat!("^(", part!(), r"(\.\.", part!(), ")?)?$");

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::new(Type::String))
}

macro_rules! texts {
    ($($name:ident, $component:literal, $schema:expr;)+) => {$(
        /// Describes a text in the document; it is never made.
        pub(super) struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                RefOr::T(Schema::Object($schema.build()))
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed($component)
            }
        }
    )+};
}

macro_rules! closed {
    ($($name:ident, $component:literal, $words:ident, $about:literal;)+) => {texts! {$(
        $name, $component, text().description(Some($about)).enum_values(Some($words::ALL.iter().map(|word| word.word())));
    )+}};
}

texts! {
    CodeText, "Code", text()
        .description(Some("A code: ASCII letters, digits and - _ . /, beginning with a letter or a digit. In a path, write / as %2F."))
        .pattern(Some("^[A-Za-z0-9][A-Za-z0-9_./-]*$"))
        .min_length(Some(1))
        .max_length(Some(MAX_CODE_LENGTH))
        .examples(["gdp-growth"]);
    MemberText, "CodeOrNothing", text()
        .description(Some("A code; empty where none is meant."))
        .pattern(Some("^([A-Za-z0-9][A-Za-z0-9_./-]*)?$"))
        .max_length(Some(MAX_CODE_LENGTH))
        .examples([""]);
    EtagText, "VersionTag", text()
        .description(Some("The ETag of a version; * is whichever there is."))
        .pattern(Some("^(\"v[1-9][0-9]*\"|[*])$"))
        .examples(["\"v1\""]);
    NothingThereText, "NothingThere", text()
        .description(Some("Only where there is nothing yet."))
        .enum_values(Some(["*"]));
    IdempotencyKeyText, "IdempotencyKey", text()
        .description(Some("The key of a write: visible ASCII characters."))
        .pattern(Some("^[!-~]+$"))
        .min_length(Some(1))
        .max_length(Some(super::writing::LONGEST_KEY));
    LanguageText, "Language", text()
        .description(Some("A language."))
        .enum_values(Some(["zh", "en"]));
    DeliveryStateText, "DeliveryState", text()
        .description(Some("Where a delivery is."))
        .enum_values(Some(crate::service::webhooks::DeliveryState::ALL.map(crate::service::webhooks::DeliveryState::word)));
    OrderText, "Order", text()
        .description(Some("The order of a list."))
        .enum_values(Some(["newest", "oldest"]));
    CursorText, "Cursor", text()
        .description(Some("Where a page begins, as the page before gave it; opaque."))
        .pattern(Some("^[a-z][1-9a-z][0-9a-z]{0,10}$"))
        .max_length(Some(16));
    PeriodText, "Period", text()
        .description(Some("A period: 2022, 2022-H1, 2022-Q3, 2022-09, 2022-01..2022-06 (year to date), 2021..2025, a day, or two days with .. between them."))
        .pattern(Some(PERIOD))
        .max_length(Some(24))
        .examples(["2022"]);
    PeriodOrNothingText, "PeriodOrNothing", text()
        .description(Some("A period; empty where none is meant."))
        .pattern(Some(PERIOD_OR_NOTHING))
        .max_length(Some(24))
        .examples([""]);
    DecimalText, "Decimal", text()
        .description(Some("An exact decimal of at most 28 digits, as text."))
        .pattern(Some(r"^-?[0-9]+(\.[0-9]+)?$"))
        .max_length(Some(crate::service::fields::LONGEST_DECIMAL))
        .examples(["5.5"]);
    DayText, "Day", text()
        .description(Some("A day, ISO 8601."))
        .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(utoipa::openapi::KnownFormat::Date)))
        .examples(["2023-01-13"]);
    DayOrNothingText, "DayOrNothing", text()
        .description(Some("A day, ISO 8601; empty where none is meant."))
        .pattern(Some("^([0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]))?$"))
        .max_length(Some(10))
        .examples(["2023-01-13"]);
    KeyIdText, "KeyId", text()
        .description(Some("The part of a key that may be shown: 12 letters and digits."))
        .pattern(Some("^[0-9A-Za-z]{12}$"))
        .examples(["0Xk3vTq9LmPa"]);
    KeyNameText, "KeyName", text()
        .description(Some("What people call a key: one line."))
        .pattern(Some(r"^[^\u0000-\u001F]*$"))
        .min_length(Some(1))
        .max_length(Some(crate::service::keys::LONGEST_NAME));
    WordsText, "Words", text()
        .description(Some("Text of at most 4,000 characters, without control characters other than line ends and tabs."))
        .pattern(Some(WORDS))
        .max_length(Some(crate::service::fields::LONGEST_TEXT));
    FilledText, "FilledWords", text()
        .description(Some("Text of at most 4,000 characters, with more in it than spaces, without control characters other than line ends and tabs."))
        .pattern(Some(FILLED))
        .max_length(Some(crate::service::fields::LONGEST_TEXT));
}

closed! {
    StatusWord, "Status", Status, "How a target stands: the summary of verdict, pace, outlook and evidence.";
    EvidenceWord, "Evidence", Evidence, "What the verdict rests on, from the strongest to the weakest.";
    ReasonWord, "Reason", Reason, "Why a target is not assessed, or why an outcome is awaited.";
    VerdictWord, "Verdict", Verdict, "Target against outcome, in three-valued logic.";
    StandingWord, "Standing", Standing, "The pace, classed by the plan's limits.";
    CountedInWord, "CountedIn", CountedIn, "What the numbers of a pace are counted in.";
    PathWord, "Path", Path, "The shape of the path that a pace is held against.";
    MethodWord, "ProjectionMethod", Method, "How a projection was made.";
    HorizonKindWord, "HorizonKind", HorizonKind, "How the years of a target make up the whole.";
    MeasureWord, "Measure", Measure, "How the number behaves in time.";
    DirectionWord, "Direction", Direction, "Which way is better.";
    NatureWord, "Nature", Nature, "Duty (binding) or guidance (anticipatory).";
    AggregationWord, "Aggregation", Aggregation, "How parts make up the whole.";
    BasisWord, "Basis", Basis, "How firm a reported figure is.";
    ApprovalStateWord, "ApprovalState", ApprovalState, "Where an outcome or a target is on its way to be counted.";
    RulingKindWord, "RulingKind", RulingWord, "What a person rules about a target.";
    PathProfileWord, "PathProfile", PathProfile, "The shape of the expected path of what adds up over the period.";
    PartKindWord, "PartKind", By, "What the parts of a whole are.";
    FiguredWord, "ReconciledFigure", Figured, "Which figure of a total and its parts is held together.";
    PlanChangeWord, "PlanChange", Change, "What became of a target from one plan to the next.";
    MoveCauseWord, "MoveCause", Cause, "Why an assessment moved.";
    ScopeWord, "Scope", Scope, "One kind of thing that a key may do.";
    PlanStateWord, "PlanState", PlanState, "Where a plan is in its life: draft, then adopted, then closed.";
}
