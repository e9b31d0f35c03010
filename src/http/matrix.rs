//! The matrix of a plan on the wire: indicators by areas or categories, compact. It does not know how a cell comes
//! about.

use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    answer::read_failed,
    answer_exports::{is_there, matrix_file, members_in},
    documented::{FormRefusals, JudgeRefusals},
    judged::{Chosen, Common},
    kept::{self, Made},
    outgoing::{ANSWERS, TableWord, Wanted},
    problem::Problem,
    query::{Parameters, Query, path_code},
    readings::BothLanguages,
    services::ServiceConfig,
    standpoint::StandpointOut,
    state::State,
    upload::WorkbookFile,
    words::{
        CodeText, DayText, DecimalText, EvidenceWord, LanguageText, NatureWord, PartKindWord, ReasonWord,
        StatusWord,
    },
};
use crate::{
    domain::{
        assessment::{Evidence, Reason},
        quantity::Exact,
        reading::Language,
    },
    service::{
        export::{Form, Format},
        matrix::{Cell, Matrix},
        members::Member,
    },
};

/// A plan's indicators by areas or categories. The members stand once; each row has a cell for each of them, in the
/// same order.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Matrix)]
struct MatrixOut {
    #[serde(flatten)]
    standpoint: StandpointOut,
    /// What the members are.
    #[schema(value_type = PartKindWord)]
    by: &'static str,
    /// The members, in the order of the catalogue.
    members: Vec<MemberOut>,
    /// The indicators of which something is asked or reported for a member, in the order of the plan.
    rows: Vec<RowOut>,
}

/// An area or a category.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Member)]
struct MemberOut {
    /// Its code.
    #[schema(value_type = CodeText, example = "wanzhou")]
    code: String,
    /// Its name.
    name: BothLanguages,
    /// What it is a part of.
    #[schema(required = true, value_type = Option<CodeText>)]
    parent: Option<String>,
    /// Whether it overlaps its siblings, so that sums leave it out.
    overlapping: bool,
}

/// An indicator by the members.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MatrixRow)]
struct RowOut {
    /// The indicator's code.
    #[schema(value_type = CodeText, example = "contracted-investment")]
    indicator: String,
    /// The indicator's name.
    name: BothLanguages,
    /// The unit as written; empty where there is none.
    unit: String,
    /// A cell for each member, in the order of the members; null where nothing is asked of it or reported for it.
    cells: Vec<Option<CellOut>>,
}

/// An indicator for a member.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MatrixCell)]
struct CellOut {
    /// How its target stands; null where the plan asks nothing of it.
    #[schema(required = true, value_type = Option<StatusWord>)]
    status: Option<&'static str>,
    /// What the verdict rests on; null where there is none.
    #[schema(required = true, value_type = Option<EvidenceWord>)]
    evidence: Option<&'static str>,
    /// Why it is not assessed or awaited; null else.
    #[schema(required = true, value_type = Option<ReasonWord>)]
    reason: Option<&'static str>,
    /// The achieved share of the target, in percent, not capped; null where it has no meaning.
    #[schema(required = true, value_type = Option<DecimalText>)]
    completion: Option<Exact>,
    /// The words as published of what was reported, or the sum of the parts that were; null where nothing is.
    #[schema(required = true)]
    outcome: Option<String>,
}

impl From<Cell> for CellOut {
    fn from(cell: Cell) -> Self {
        let Cell { assessment, outcome } = cell;
        let told = assessment.as_ref();
        Self {
            status: told.map(|told| told.status.word()),
            evidence: told.and_then(|told| told.evidence).map(Evidence::word),
            reason: told.and_then(|told| told.reason).map(Reason::word),
            completion: told.and_then(|told| told.figures.completion.ok()).map(Exact::as_quotient),
            outcome,
        }
    }
}

impl From<Member> for MemberOut {
    fn from(member: Member) -> Self {
        let Member { code, name_zh, name_en, parent, overlapping } = member;
        Self {
            code: code.to_string(),
            name: BothLanguages::new(&name_zh, &name_en),
            parent: parent.map(|parent| parent.to_string()),
            overlapping,
        }
    }
}

impl From<Matrix> for MatrixOut {
    fn from(matrix: Matrix) -> Self {
        let Matrix { standpoint, by, members, rows, ground: _, made_at: _ } = matrix;
        Self {
            standpoint: standpoint.into(),
            by: by.word(),
            members: members.into_iter().map(MemberOut::from).collect(),
            rows: rows
                .into_iter()
                .map(|(indicator, cells)| RowOut {
                    indicator: indicator.code.to_string(),
                    name: BothLanguages::new(&indicator.name_zh, &indicator.name_en),
                    unit: indicator.unit,
                    cells: cells.into_iter().map(|cell| cell.map(CellOut::from)).collect(),
                })
                .collect(),
        }
    }
}

impl MatrixOut {
    /// Leaves the texts of the other language away.
    fn only(&mut self, language: Language) {
        let members = self.members.iter_mut().map(|member| &mut member.name);
        members.chain(self.rows.iter_mut().map(|row| &mut row.name)).for_each(|name| name.only(language));
    }
}

/// What a matrix is asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct MatrixQuery {
    /// What the members are: area or category.
    #[param(value_type = PartKindWord, required = true)]
    by: Option<String>,
    /// The day it is judged for; today where left out.
    #[param(value_type = Option<DayText>)]
    on: Option<String>,
    /// The moment whose knowledge counts, RFC 3339; now where left out.
    #[param(value_type = Option<String>, format = DateTime)]
    as_of: Option<String>,
    /// Of areas, only this one and those within it; of categories, those of this area.
    #[param(value_type = Option<CodeText>)]
    area: Option<String>,
    /// Of categories, only this one and those within it; of areas, what they have of this category.
    #[param(value_type = Option<CodeText>)]
    category: Option<String>,
    /// Only the targets of this section, by its Chinese or English name.
    section: Option<String>,
    /// Only the targets of this nature: binding or anticipatory.
    #[param(value_type = Option<NatureWord>)]
    nature: Option<String>,
    /// Only the targets with this status.
    #[param(value_type = Option<StatusWord>)]
    status: Option<String>,
    /// The language of the words: zh or en; by Accept-Language where left out, and both where that names neither.
    #[param(value_type = Option<LanguageText>)]
    lang: Option<String>,
    /// The form; by Accept where left out, else JSON.
    #[param(value_type = Option<TableWord>)]
    format: Option<String>,
    /// true: CSV begins with the mark by which a spreadsheet sees that it is UTF-8.
    #[param(value_type = Option<bool>)]
    bom: Option<String>,
}

/// Gives a plan's indicators by areas or categories.
///
/// Compact: each member stands once, each row has a cell for each member. A cell has the status of the member's own
/// target and what was reported for it. Where only some targets are asked for, it has the cells of these. Nothing is
/// averaged over members.
#[utoipa::path(
    tag = "Completion",
    params(("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"), MatrixQuery),
    responses(
        (status = 200, description = "The matrix. As a table it has one row an indicator and a member, as an export does.", content(
            (MatrixOut = "application/json"),
            (String = "text/csv"),
            (String = "application/x-ndjson"),
            (WorkbookFile = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ), headers(
            ("ETag" = String, description = "Changes exactly when the answer does; another one for each form and language."),
            ("Content-Language" = String, description = "The languages of the words."),
        )),
        (status = 304, description = "The client has this answer already."),
        JudgeRefusals, FormRefusals,
    ),
)]
#[get("/plans/{plan}/matrix")]
async fn show_matrix(
    request: HttpRequest,
    state: web::Data<State>,
    path: web::Path<String>,
    query: Query<MatrixQuery>,
) -> Result<HttpResponse, Problem> {
    let plan = path_code("plan", &path)?;
    let MatrixQuery { by, on, as_of, area, category, section, nature, status, lang, format, bom } = &query.0;
    let mut parameters = Parameters::default();
    let (mut question, tongue) = Common { on, as_of, area, category, lang }.read(&mut parameters, &request);
    question.listed = Chosen { section, nature, status }.read(&mut parameters);
    let wanted = Wanted::read(&mut parameters, format.as_deref(), bom.as_deref(), &request, ANSWERS);
    let by = members_in(&mut parameters, by.as_deref());
    parameters.finish()?;
    let (by, wanted) = (is_there(by)?, wanted.taken()?);
    let state = state.get_ref();
    if wanted.form != Form::Table(Format::Json) {
        return matrix_file(&request, state, plan, by, question, wanted).await;
    }
    kept::answer(&request, state, wanted.mark_with(tongue), question, |question| async move {
        let matrix = state.plantrack.matrix(&plan, by, &question).await.map_err(read_failed)?;
        let (ground, made_at) = (matrix.ground.clone(), matrix.made_at);
        let mut out = MatrixOut::from(matrix);
        if let Some(language) = tongue.language {
            out.only(language);
        }
        Ok(Made::json(&out, ground, made_at)?.worded(tongue).in_forms())
    })
    .await
}

/// The operation on matrices.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(show_matrix);
}
