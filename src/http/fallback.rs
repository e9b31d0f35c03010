//! What no operation takes: paths that are not there, and methods that a path does not take. It does not know any
//! resource.

use actix_web::{HttpRequest, HttpResponse, ResponseError, web};

use super::{
    problem::{Kind, Problem},
    routes::NO_ROUTE,
    state::State,
};

/// Answers what no operation takes.
pub(super) async fn answer(request: HttpRequest, state: web::Data<State>) -> HttpResponse {
    let path = request.path();
    let routes = &state.edge.routes;
    let problem = match routes.find(path) {
        NO_ROUTE => nothing_at(path),
        route => {
            let methods = routes.get(route).map(|route| route.methods.clone()).unwrap_or_default();
            // A path that is like the one of an operation, and not it: a picture without its ending.
            if methods.split(", ").any(|method| method == request.method().as_str()) {
                return nothing_at(path).error_response();
            }
            let detail = format!("{path} takes {methods}, not {}", request.method());
            Problem { allow: Some(methods), ..Problem::new(Kind::MethodNotAllowed, detail) }
        }
    };
    problem.error_response()
}

fn nothing_at(path: &str) -> Problem {
    Problem::new(Kind::NoSuchRoute, format!("there is nothing at {path}; /docs/ shows what there is"))
}
