//! The paths that users of httpbin expect beside the echo, as httpbin and go-httpbin have them:
//! `/status/N`, `/delay/N`, `/bytes/N`, `/headers`, `/redirect/N`. Every other path is echoed.

use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use hyper::header::{ALLOW, CONTENT_TYPE, HeaderValue, LOCATION, PROXY_AUTHENTICATE, WWW_AUTHENTICATE};
use hyper::{Method, Request, Response, StatusCode};
use serde_json::json;

use super::{headers, respond};
use crate::serve::answer;
use crate::serve::body::Body;
use crate::serve::inbound::Inbound;

/// The answer to one of the paths; `None` where the request is to be echoed, perhaps after a delay.
pub(super) async fn answer(request: &Request<Inbound>) -> Option<Response<Body>> {
    let path = request.uri().path();
    let (what, value) = match path.strip_prefix('/')? {
        "headers" => ("headers", ""),
        other => other.split_once('/')?,
    };
    let only_read = match (what, value) {
        ("headers", "") | ("bytes" | "redirect", _) => true,
        ("delay" | "status", _) => false,
        _ => return None,
    };
    if only_read && !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Some(not_allowed());
    }
    match what {
        "headers" => Some(respond(&json!({ "headers": headers(request.headers()) }))),
        "bytes" => Some(bytes(value, request.uri().query())),
        "redirect" => Some(redirect(value)),
        "status" => Some(status(value)),
        _ => delay(value).await,
    }
}

/// Waits, in seconds and parts of them, and lets the request be echoed.
async fn delay(value: &str) -> Option<Response<Body>> {
    let seconds = value.parse::<f64>().ok();
    let Some(seconds) = seconds.filter(|seconds| seconds.is_finite() && *seconds >= 0.0) else {
        return Some(answer::bad_request("Write /delay/N with N seconds, such as 1.5."));
    };
    tokio::time::sleep(Duration::from_secs_f64(seconds.min(LONGEST))).await;
    None
}

/// The status of that number, or one of several by lot: `200,503`, or weighted `200:9,503:1`.
fn status(value: &str) -> Response<Body> {
    let choices: Option<Vec<(StatusCode, f64)>> = value.split(',').map(choice).collect();
    let Some(code) = choices.and_then(|choices| drawn(&choices)) else {
        return answer::bad_request(
            "Write /status/N with N from 200 to 599, or several: /status/200,503 or /status/200:9,503:1.",
        );
    };
    let mut response = Response::new(Body::empty());
    *response.status_mut() = code;
    let field = match code {
        StatusCode::UNAUTHORIZED => Some((WWW_AUTHENTICATE, "Basic realm=\"tlsctl\"")),
        StatusCode::PROXY_AUTHENTICATION_REQUIRED => Some((PROXY_AUTHENTICATE, "Basic realm=\"tlsctl\"")),
        StatusCode::NOT_MODIFIED => None,
        code if code.is_redirection() => Some((LOCATION, "/redirect/1")),
        _ => None,
    };
    if let Some((name, value)) = field {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

/// A status with its weight. 1xx is not the end of an exchange.
fn choice(text: &str) -> Option<(StatusCode, f64)> {
    let (code, weight) = text.trim().split_once(':').unwrap_or((text.trim(), "1"));
    let code = code.parse().ok().filter(|code| (200..=599).contains(code))?;
    let weight = weight
        .parse()
        .ok()
        .filter(|weight: &f64| weight.is_finite() && *weight >= 0.0)?;
    Some((StatusCode::from_u16(code).ok()?, weight))
}

/// One of them, by lot where there are several.
fn drawn(choices: &[(StatusCode, f64)]) -> Option<StatusCode> {
    if let [(code, _)] = choices {
        return Some(*code);
    }
    let mut dice = [0; 4];
    aws_lc_rs::rand::fill(&mut dice).ok()?;
    let total: f64 = choices.iter().map(|(_, weight)| weight).sum();
    let mut left = f64::from(u32::from_be_bytes(dice)) / (f64::from(u32::MAX) + 1.0) * total;
    for (code, weight) in choices {
        if left < *weight {
            return Some(*code);
        }
        left -= weight;
    }
    None
}

/// So many random bytes; the same again with the same `?seed=`.
fn bytes(value: &str, query: Option<&str>) -> Response<Body> {
    let Ok(number) = value.parse::<u32>() else {
        return answer::bad_request("Write /bytes/N with a whole number N.");
    };
    let length = usize::try_from(number.min(MOST)).unwrap_or(0);
    let seed = query.and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("seed=")));
    let bytes = match seed {
        Some(seed) => {
            let blocks =
                (0..length.div_ceil(32)).map(|block| digest(&SHA256, format!("{seed}/{block}").as_bytes()));
            let mut bytes: Vec<u8> = blocks.flat_map(|block| block.as_ref().to_vec()).collect();
            bytes.truncate(length);
            bytes
        }
        None => {
            let mut bytes = vec![0; length];
            if aws_lc_rs::rand::fill(&mut bytes).is_err() {
                return answer::internal();
            }
            bytes
        }
    };
    let mut response = Response::new(Body::full(bytes));
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    response
}

/// N times, then to what is echoed.
fn redirect(value: &str) -> Response<Body> {
    let location = match value.parse::<u32>() {
        Ok(0) | Err(_) => return answer::bad_request("Write /redirect/N with a whole number N from 1 on."),
        Ok(1) => "/get".to_owned(),
        Ok(number) => format!("/redirect/{}", number - 1),
    };
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::FOUND;
    if let Ok(location) = HeaderValue::try_from(location) {
        response.headers_mut().insert(LOCATION, location);
    }
    response
}

fn not_allowed() -> Response<Body> {
    let line = "There is only something to read here.";
    let mut refusal = answer::status(StatusCode::METHOD_NOT_ALLOWED, line);
    refusal
        .headers_mut()
        .insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    refusal
}

/// The longest delay, in seconds, and the most bytes, as httpbin has them.
const LONGEST: f64 = 10.0;
const MOST: u32 = 100 << 10;
