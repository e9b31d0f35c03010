//! What no operation takes: paths that are not there, and methods that a path does not take. It does not know any
//! resource.

use actix_web::{HttpRequest, HttpResponse, ResponseError, web};

use super::{
    problem::{Kind, Problem},
    routes::{NO_ROUTE, Routes, path_of},
    state::State,
};

/// Answers what no operation takes.
pub(super) async fn answer(request: HttpRequest, state: web::Data<State>) -> HttpResponse {
    problem(&request, &state.edge.routes).error_response()
}

/// Why no operation takes a request.
pub(super) fn problem(request: &HttpRequest, routes: &Routes) -> Problem {
    let path = request.path();
    match routes.find(path_of(request)) {
        NO_ROUTE => nothing_at(path),
        route => {
            let methods = routes.get(route).map(|route| route.methods.clone()).unwrap_or_default();
            // A path that is like the one of an operation, and not it: a picture without its ending.
            if methods.split(", ").any(|method| method == request.method().as_str()) {
                return nothing_at(path);
            }
            let detail = format!("{path} takes {methods}, not {}", request.method());
            Problem { allow: Some(methods), ..Problem::new(Kind::MethodNotAllowed, detail) }
        }
    }
}

fn nothing_at(path: &str) -> Problem {
    Problem::new(Kind::NoSuchRoute, format!("there is nothing at {path}; /docs/ shows what there is"))
}
