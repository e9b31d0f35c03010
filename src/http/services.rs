//! The list of operations, taken twice: to serve them, and to describe them. Describing costs memory and time that a
//! server does not need, so that it is only done where the document is written. It does not know any operation.

use actix_web::{Route, dev::HttpServiceFactory, web};
use utoipa::openapi::{
    Paths, RefOr,
    schema::{Components, Schema},
};
use utoipa_actix_web::OpenApiFactory;

/// What takes the list.
#[derive(Debug)]
pub(super) struct ServiceConfig<'s>(Taken<'s>);

enum Taken<'s> {
    Served(&'s mut web::ServiceConfig),
    Described(&'s mut Description),
}

impl std::fmt::Debug for Taken<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Served(_) => "Served",
            Self::Described(_) => "Described",
        })
    }
}

/// What operations say of themselves.
#[derive(Default)]
pub(super) struct Description {
    paths: Paths,
    schemas: Vec<(String, RefOr<Schema>)>,
    prefix: &'static str,
}

impl Description {
    /// What the operations of a list say.
    pub(super) fn of(list: impl FnOnce(&mut ServiceConfig<'_>)) -> Self {
        let mut description = Self::default();
        list(&mut ServiceConfig(Taken::Described(&mut description)));
        description
    }

    /// The paths, with the schemas added to the components.
    pub(super) fn into_parts(self, components: &mut Components) -> Paths {
        components.schemas.extend(self.schemas);
        self.paths
    }
}

impl<'s> ServiceConfig<'s> {
    /// Serves the operations of a list.
    pub(super) fn serve(served: &'s mut web::ServiceConfig, list: impl FnOnce(&mut ServiceConfig<'_>)) {
        list(&mut ServiceConfig(Taken::Served(served)));
    }

    /// One operation.
    pub(super) fn service<F: HttpServiceFactory + OpenApiFactory + 'static>(
        &mut self,
        operation: F,
    ) -> &mut Self {
        match &mut self.0 {
            Taken::Served(served) => {
                served.service(operation);
            }
            Taken::Described(description) => {
                operation.schemas(&mut description.schemas);
                let mut paths = operation.paths();
                paths.paths = std::mem::take(&mut paths.paths)
                    .into_iter()
                    .map(|(path, item)| (format!("{}{path}", description.prefix), item))
                    .collect();
                description.paths.merge(paths);
            }
        }
        self
    }

    /// A path that is no operation, and has no place in the document.
    pub(super) fn route(&mut self, path: &str, route: Route) -> &mut Self {
        if let Taken::Served(served) = &mut self.0 {
            served.route(path, route);
        }
        self
    }

    /// The operations of a module.
    pub(super) fn configure(&mut self, list: impl FnOnce(&mut ServiceConfig<'_>)) -> &mut Self {
        list(self);
        self
    }

    /// Operations whose paths begin with something.
    pub(super) fn under(
        &mut self,
        prefix: &'static str,
        list: impl FnOnce(&mut ServiceConfig<'_>),
    ) -> &mut Self {
        match &mut self.0 {
            Taken::Served(served) => {
                served.service(web::scope(prefix).configure(|scope| ServiceConfig::serve(scope, list)));
            }
            Taken::Described(description) => {
                let outer = std::mem::replace(&mut description.prefix, prefix);
                list(&mut ServiceConfig(Taken::Described(description)));
                description.prefix = outer;
            }
        }
        self
    }
}
