//! What no operation takes: paths that are not there, and methods that a path does not take. The table of both is
//! made from the document, so that it cannot differ from what is served. It does not know any resource.

use actix_web::{HttpRequest, HttpResponse, ResponseError, web};
use utoipa::openapi::{OpenApi, PathItem};

use super::problem::{Kind, Problem};

/// The paths of the document, with the methods that each takes.
#[derive(Debug, Clone)]
pub(super) struct Paths(Vec<(Vec<Segment>, String)>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    Plain(String),
    /// One part of the path.
    One,
    /// All that is left of the path: codes hold slashes.
    Rest,
}

/// Names of last parts that take the rest of the path.
const RESTS: [&str; 3] = ["{code}", "{indicator}", "{indicator}.svg"];

impl Paths {
    /// The paths of a document.
    pub(super) fn of(document: &OpenApi) -> Self {
        Self(document.paths.paths.iter().map(|(path, item)| (segments(path), methods(item))).collect())
    }

    /// The methods that a path takes; `None` where there is no such path.
    fn methods(&self, path: &str) -> Option<&str> {
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let fitting = self.0.iter().filter(|(segments, _)| fits(segments, &parts));
        // A path that is written out stands before one that takes anything.
        let best = fitting.min_by_key(|(segments, _)| {
            let open = segments.iter().filter(|segment| !matches!(segment, Segment::Plain(_))).count();
            (segments.contains(&Segment::Rest), open)
        });
        best.map(|(_, methods)| methods.as_str())
    }
}

fn segments(path: &str) -> Vec<Segment> {
    let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    let last = parts.len().saturating_sub(1);
    let segment = |(number, part): (usize, &&str)| match *part {
        part if number == last && number > 1 && RESTS.contains(&part) => Segment::Rest,
        part if part.starts_with('{') => Segment::One,
        part => Segment::Plain(part.to_owned()),
    };
    parts.iter().enumerate().map(segment).collect()
}

fn fits(segments: &[Segment], parts: &[&str]) -> bool {
    match (segments.split_first(), parts.split_first()) {
        (None, None) => true,
        (Some((Segment::Rest, _)), Some(_)) => parts.iter().any(|part| !part.is_empty()),
        (Some((Segment::One, segments)), Some((part, parts))) => !part.is_empty() && fits(segments, parts),
        (Some((Segment::Plain(plain), segments)), Some((part, parts))) => {
            plain == part && fits(segments, parts)
        }
        _ => false,
    }
}

fn methods(item: &PathItem) -> String {
    let known = [
        ("GET, HEAD", item.get.is_some()),
        ("POST", item.post.is_some()),
        ("PUT", item.put.is_some()),
        ("PATCH", item.patch.is_some()),
        ("DELETE", item.delete.is_some()),
    ];
    let there: Vec<&str> = known.iter().filter(|(_, is_there)| *is_there).map(|(name, _)| *name).collect();
    there.join(", ")
}

/// Answers what no operation takes.
pub(super) async fn answer(request: HttpRequest, paths: web::Data<Paths>) -> HttpResponse {
    let path = request.path();
    let problem = if let Some(methods) = paths.methods(path) {
        let detail = format!("{path} takes {methods}, not {}", request.method());
        Problem { allow: Some(methods.to_owned()), ..Problem::new(Kind::MethodNotAllowed, detail) }
    } else {
        Problem::new(Kind::NoSuchRoute, format!("there is nothing at {path}; /docs/ shows what there is"))
    };
    problem.error_response()
}
