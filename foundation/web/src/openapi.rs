//! The API's description: generated from the operations themselves, with the problems that every one can answer.

use crate::module::{Access, RouteInfo};
use http::Method;
use utoipa::openapi::path::{Operation, Parameter, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, RefOr, Required, ResponseBuilder};
use utoipa::{PartialSchema, ToSchema};

use crate::answer::{FieldProblem, Problem};

const WORDS: &[(u16, &str)] = &[
    (400, "The request cannot be read"),
    (401, "Nobody is signed in, or the token is not known"),
    (403, "Not theirs to do, here"),
    (404, "There is no such thing, or none that this caller may know of"),
    (409, "The state of things does not allow it (any more)"),
    (412, "It has changed since it was read"),
    (413, "Too large"),
    (415, "A kind of content that is not taken"),
    (422, "One or more fields are not right, or the key was used for another body or at another address"),
    (428, "An If-Match or Idempotency-Key header is needed"),
    (429, "Too often"),
    (503, "Not possible at this moment; try again"),
];

/// Which problems an operation can answer, by what it is and what it takes. An operation tells of others by itself.
fn problems_of(info: &RouteInfo, operation: &Operation) -> Vec<u16> {
    let body = operation.request_body.is_some();
    let query = operation.parameters.iter().flatten().any(|p| matches!(p, RefOr::T(p) if p.parameter_in == ParameterIn::Query));
    // A token that is not known is told so even where anybody may read.
    let mut codes = vec![401, 503];
    if query || body || info.idempotent {
        codes.push(400);
    }
    if info.access != Access::Public || info.method != Method::GET {
        codes.push(403);
    }
    if info.path.contains('{') {
        codes.push(404);
    }
    if info.method != Method::GET {
        codes.push(409);
    }
    if body {
        codes.extend([413, 415]);
    }
    if body || info.idempotent {
        codes.push(422);
    }
    if info.idempotent {
        codes.push(428);
    }
    if matches!(info.method, Method::PATCH | Method::PUT) {
        codes.extend([412, 428]);
    }
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Adds to the description what every operation has in common.
pub(crate) fn complete(mut api: OpenApi, infos: &[RouteInfo], base_url: &str) -> OpenApi {
    api.info.title = "Qianmo".into();
    api.info.version = env!("CARGO_PKG_VERSION").into();
    api.info.description = Some(
        "The network that joins donors to families in need. Errors are problem details (RFC 9457); money is whole minor units; \
         dates are RFC 3339; lists are pages with a cursor; POST that moves money or creates takes an Idempotency-Key."
            .into(),
    );
    api.servers = Some(vec![utoipa::openapi::Server::new(base_url)]);
    let components = api.components.get_or_insert_with(Default::default);
    let mut schemas =
        vec![(Problem::name().into_owned(), Problem::schema()), (FieldProblem::name().into_owned(), FieldProblem::schema())];
    Problem::schemas(&mut schemas);
    components.schemas.extend(schemas);
    components.security_schemes.insert("token".into(), RefOr::T(SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer))));
    for info in infos {
        let Some(at) = info.path.strip_prefix("/api/v1") else { continue };
        let full = format!("/api/v1{at}");
        let Some(item) = api.paths.paths.get_mut(&full) else { continue };
        let operation = match info.method {
            Method::GET => item.get.as_mut(),
            Method::POST => item.post.as_mut(),
            Method::PUT => item.put.as_mut(),
            Method::PATCH => item.patch.as_mut(),
            Method::DELETE => item.delete.as_mut(),
            _ => None,
        };
        if let Some(operation) = operation {
            finish(operation, info);
        }
    }
    api
}

fn finish(operation: &mut Operation, info: &RouteInfo) {
    for code in problems_of(info, operation) {
        let words = WORDS.iter().find(|(c, _)| *c == code).map_or("", |(_, w)| w);
        let response = ResponseBuilder::new()
            .description(words)
            .content("application/problem+json", ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build())
            .build();
        operation.responses.responses.entry(code.to_string()).or_insert(RefOr::T(response));
    }
    let mut security = vec![SecurityRequirement::new("token", Vec::<String>::new())];
    if info.access == Access::Public {
        security.push(SecurityRequirement::default());
    }
    operation.security = Some(security);
    if info.idempotent {
        let words = "The caller's key: the same key and body at the same address are answered the same and done once";
        header(operation, "Idempotency-Key", words, true);
    }
    if matches!(info.method, Method::PATCH | Method::PUT) {
        header(operation, "If-Match", "The version that was read, as its ETag; `*` for whatever there is", true);
    }
}

fn header(operation: &mut Operation, name: &str, words: &str, required: bool) {
    // An operation that tells of it by itself is left as it is.
    if operation.parameters.iter().flatten().any(|p| matches!(p, RefOr::T(p) if p.name.eq_ignore_ascii_case(name))) {
        return;
    }
    let mut parameter = Parameter::new(name);
    parameter.parameter_in = ParameterIn::Header;
    parameter.description = Some(words.into());
    parameter.required = if required { Required::True } else { Required::False };
    parameter.schema =
        Some(RefOr::T(ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(200)).build().into()));
    operation.parameters.get_or_insert_with(Vec::new).push(RefOr::T(parameter));
}
