//! The matrix of a plan on the wire: indicators by areas or categories, compact. It does not know how a cell comes
//! about.

use super::services::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    answer::read_failed,
    completion::Common,
    documented::ReadRefusals,
    kept::{self, Made},
    path_shapes::shown,
    problem::Problem,
    query::{Parameters, Query, path_code},
    readings::BothLanguages,
    standpoint::StandpointOut,
    state::State,
    words::{
        CodeText, DayText, DecimalText, EvidenceWord, LanguageText, PartKindWord, ReasonWord, StatusWord,
    },
};
use crate::{
    domain::{
        assessment::{Evidence, Reason},
        quantity::Exact,
        reading::Language,
    },
    service::{
        matrix::{Cell, Matrix},
        members::{By, Member},
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
    /// The words as published of what was reported; null where nothing is.
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
            completion: told.and_then(|told| told.figures.completion.ok()).map(shown),
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
    /// Only this language, zh or en; both where left out.
    #[param(value_type = Option<LanguageText>)]
    lang: Option<String>,
}

/// Gives a plan's indicators by areas or categories.
///
/// Compact: each member stands once, each row has a cell for each member. A cell has the status of the member's own
/// target and what was reported for it. Nothing is averaged over members.
#[utoipa::path(
    tag = "Completion",
    params(("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"), MatrixQuery),
    responses(
        (status = 200, description = "The matrix.", body = MatrixOut,
            headers(("ETag" = String, description = "Changes exactly when the answer does."))),
        (status = 304, description = "The client has this answer already."),
        ReadRefusals,
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
    let MatrixQuery { by, on, as_of, lang } = &query.0;
    let mut parameters = Parameters::default();
    let (question, language) = Common { on, as_of, area: &None, category: &None, lang }.read(&mut parameters);
    if by.is_none() {
        parameters.fault("by", "", "missing", "say what the members are: by=area or by=category");
    }
    let by = by.as_deref().and_then(|word| parameters.fields().word::<By>("by", word));
    parameters.finish()?;
    let Some(by) = by else { return Err(Problem::internal("a parameter was read and is not there")) };
    let state = state.get_ref();
    kept::answer(&request, state, "", question, |question| async move {
        let matrix = state.plantrack.matrix(&plan, by, &question).await.map_err(read_failed)?;
        let (ground, made_at) = (matrix.ground.clone(), matrix.made_at);
        let mut out = MatrixOut::from(matrix);
        if let Some(language) = language {
            out.only(language);
        }
        Made::json(&out, ground, made_at)
    })
    .await
}

/// The operation on matrices.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(show_matrix);
}
