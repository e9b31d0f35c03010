//! The paths that are served, with the methods that each takes. The table is made from the document, so that it
//! cannot differ from what is served. It does not know what an operation does.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, http::Method};

use super::openapi::Listed;

/// Names of last parts that take the rest of the path: codes hold slashes.
const RESTS: [&str; 3] = ["{code}", "{indicator}", "{indicator}.svg"];

/// Reads whose answers are kept.
const KEPT: [&str; 6] = [
    "/api/v1/exports/completion",
    "/api/v1/exports/matrix",
    "/api/v1/plans/{plan}/completion",
    "/api/v1/plans/{plan}/completion/{indicator}",
    "/api/v1/plans/{plan}/matrix",
    "/api/v1/plans/{plan}/summary",
];

/// Pages that are served beside the operations.
const PAGES: [&str; 2] = ["/docs", "/docs/{indicator}"];

/// The number of a route in the table.
pub(super) type RouteId = usize;

/// What all the paths that are none share in the table.
pub(super) const NO_ROUTE: RouteId = 0;

/// A path of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Route {
    /// The path with its parts in braces; empty for what is none.
    pub(super) template: String,
    /// The methods that it takes, as in `Allow`.
    pub(super) methods: String,
    /// What it costs.
    pub(super) cost: Cost,
}

/// What a request on a route costs the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cost {
    /// Next to nothing: it needs the process alone.
    Nothing,
    /// Next to nothing where its answer is kept, else work: whoever makes the answer takes the place.
    Kept,
    /// The time of the processor, or of the database.
    Work,
    /// A whole file.
    Import,
}

/// The table of the paths.
#[derive(Debug, Clone)]
pub(super) struct Routes {
    routes: Vec<Route>,
    nodes: Vec<Node>,
}

/// One place within a path.
#[derive(Debug, Clone, Default)]
struct Node {
    plain: BTreeMap<String, usize>,
    one: Option<usize>,
    rest: Option<RouteId>,
    here: Option<RouteId>,
}

impl Routes {
    /// The paths of the operations, which stand in the order of their paths.
    pub(super) fn of(operations: &[Listed]) -> Self {
        let none = Route { template: String::new(), methods: String::new(), cost: Cost::Nothing };
        let mut table = Self { routes: vec![none], nodes: vec![Node::default()] };
        for page in PAGES {
            table.add(page, "GET, HEAD, OPTIONS".to_owned());
        }
        for of_path in operations.chunk_by(|one, next| one.path == next.path) {
            if let Some(Listed { path, .. }) = of_path.first() {
                table.add(path, methods(of_path));
            }
        }
        table
    }

    /// All of them, by their numbers.
    pub(super) fn all(&self) -> &[Route] {
        &self.routes
    }

    /// The route of a path; [`NO_ROUTE`] where it has none. A path that is written out stands before one that takes
    /// anything.
    pub(super) fn find(&self, path: &str) -> RouteId {
        path.strip_prefix('/').and_then(|path| self.find_from(0, path)).unwrap_or(NO_ROUTE)
    }

    /// A route by its number.
    pub(super) fn get(&self, id: RouteId) -> Option<&Route> {
        self.routes.get(id)
    }

    fn find_from(&self, at: usize, path: &str) -> Option<RouteId> {
        let node = self.nodes.get(at)?;
        let (part, more) = path.split_once('/').map_or((path, None), |(part, more)| (part, Some(more)));
        let go_on = |next: usize| match more {
            None => self.nodes.get(next)?.here,
            Some(more) => self.find_from(next, more),
        };
        if let Some(found) = node.plain.get(part).copied().and_then(go_on) {
            return Some(found);
        }
        if !part.is_empty()
            && let Some(found) = node.one.and_then(go_on)
        {
            return Some(found);
        }
        node.rest.filter(|_| path.bytes().any(|byte| byte != b'/'))
    }

    fn add(&mut self, template: &str, methods: String) {
        let id = self.routes.len();
        let mut at = 0;
        let parts: Vec<&str> = template.trim_start_matches('/').split('/').collect();
        let last = parts.len().saturating_sub(1);
        for (number, part) in parts.iter().enumerate() {
            if number == last && number > 1 && RESTS.contains(part)
                || template == "/docs/{indicator}" && number == 1
            {
                if let Some(node) = self.nodes.get_mut(at) {
                    node.rest = Some(id);
                }
                at = usize::MAX;
            } else {
                at = self.step(at, part);
            }
        }
        if let Some(node) = self.nodes.get_mut(at) {
            node.here = Some(id);
        }
        let cost = match template {
            _ if KEPT.contains(&template) => Cost::Kept,
            _ if ["/api/v1/imports/", "/api/v1/exports/"].iter().any(|files| template.starts_with(files)) => {
                Cost::Import
            }
            // The dashboard draws what it shows.
            _ if template.starts_with("/api/") || template == "/" => Cost::Work,
            _ => Cost::Nothing,
        };
        self.routes.push(Route {
            template: template.replace("/docs/{indicator}", "/docs/{file}"),
            methods,
            cost,
        });
    }

    /// The place behind a part, made where it is missing.
    fn step(&mut self, at: usize, part: &str) -> usize {
        let new = self.nodes.len();
        let Some(node) = self.nodes.get_mut(at) else { return at };
        let next = if part.starts_with('{') {
            *node.one.get_or_insert(new)
        } else {
            *node.plain.entry(part.to_owned()).or_insert(new)
        };
        if next == new {
            self.nodes.push(Node::default());
        }
        next
    }
}

fn methods(of_path: &[Listed]) -> String {
    let named =
        of_path.iter().map(|one| if one.method == Method::GET { "GET, HEAD" } else { one.method.as_str() });
    named.chain(["OPTIONS"]).collect::<Vec<_>>().join(", ")
}

/// The path of a request as the router reads it: with the escapes undone that need not be there. Whoever looks at a path
/// looks at this one, so that no way of writing it comes to an operation past what the operation needs and costs.
pub(super) fn path_of(request: &HttpRequest) -> &str {
    request.match_info().as_str()
}

/// Whether a path is one of the pages that are served beside the operations, which need nothing.
pub(super) fn is_page(path: &str) -> bool {
    path.strip_prefix("/docs").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a method only reads.
pub(super) fn is_reading(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(path: &str) -> String {
        let routes = Routes::of(&crate::http::openapi::operations().unwrap());
        routes.get(routes.find(path)).unwrap().template.clone()
    }

    #[test]
    fn the_pages_are_no_operations() {
        assert!(["/docs", "/docs/", "/docs/swagger-ui.css"].into_iter().all(is_page));
        let operations = crate::http::openapi::operations().unwrap();
        assert!(!operations.iter().any(|operation| is_page(&operation.path)));
        assert!(!["", "/", "/docsx", "/api/v1/docs"].into_iter().any(is_page));
    }

    #[test]
    fn a_path_is_the_one_of_the_router() {
        for (given, wanted) in [
            ("/api/v1/%61udit", "/api/v1/audit"),
            ("/%61pi/v1/audit", "/api/v1/audit"),
            ("/api/v1/areas/%E4%B8%87%E5%B7%9E", "/api/v1/areas/万州"),
            ("/api/v1/areas/a%20b", "/api/v1/areas/a b"),
            // What stands for itself within a code stays as it is, and is not undone twice.
            ("/api/v1/areas/a%2Fb", "/api/v1/areas/a%2Fb"),
            ("/api/v1/%2561udit", "/api/v1/%2561udit"),
        ] {
            let request = actix_web::test::TestRequest::with_uri(given).to_http_request();
            assert_eq!(path_of(&request), wanted, "{given}");
        }
    }

    #[test]
    fn a_path_has_the_route_that_fits_it_best() {
        for (path, wanted) in [
            ("/", "/"),
            ("/docs", "/docs"),
            ("/docs/", ""),
            ("/docs/swagger-ui.css", "/docs/{file}"),
            ("/health/live", "/health/live"),
            ("/health/live/", ""),
            ("/problems/not-found", "/problems/{code}"),
            ("/api/v1/plans", "/api/v1/plans"),
            ("/api/v1/plans/", ""),
            ("/api/v1/plans/cq-2022", "/api/v1/plans/{plan}"),
            ("/api/v1/plans/cq-2022/completion", "/api/v1/plans/{plan}/completion"),
            ("/api/v1/plans/cq/completion/a/b", "/api/v1/plans/{plan}/completion/{indicator}"),
            ("/api/v1/plans/cq/targets/gdp", "/api/v1/plans/{plan}/targets/{indicator}"),
            ("/api/v1/plans/cq/targets/gdp/ruling", "/api/v1/plans/{plan}/targets/{indicator}/ruling"),
            ("/api/v1/plans/cq/targets/gdp/ruling/x", "/api/v1/plans/{plan}/targets/{indicator}"),
            ("/api/v1/indicators/a/b", "/api/v1/indicators/{code}"),
            ("/api/v1/whatever", ""),
            ("", ""),
            ("*", ""),
            ("//", ""),
        ] {
            assert_eq!(template(path), wanted, "{path}");
        }
    }
}
