//! The paths that users of httpbin expect beside the echo: `/status/N`, `/delay/N`, `/bytes/N`,
//! `/headers`, `/redirect/N`. Every other path is echoed.

use std::time::Duration;

use hyper::header::{CONTENT_TYPE, HeaderValue, LOCATION};
use hyper::{Request, Response, StatusCode};
use serde_json::json;

use super::{headers, respond};
use crate::serve::answer;
use crate::serve::body::Body;
use crate::serve::inbound::Inbound;

/// The answer to one of the paths; `None` where the request is to be echoed, perhaps after a delay.
pub(super) async fn answer(request: &Request<Inbound>) -> Option<Response<Body>> {
    let path = request.uri().path();
    if path == "/headers" {
        return Some(respond(&json!({ "headers": headers(request.headers()) })));
    }
    let (what, number) = path.strip_prefix('/')?.split_once('/')?;
    if !matches!(what, "bytes" | "delay" | "redirect" | "status") {
        return None;
    }
    let Ok(number) = number.parse::<u32>() else {
        return Some(answer::bad_request(&format!(
            "Write /{what}/N with a whole number N."
        )));
    };
    match what {
        "bytes" => Some(bytes(number)),
        "delay" => {
            tokio::time::sleep(Duration::from_secs(number.min(LONGEST).into())).await;
            None
        }
        "redirect" => Some(redirect(number)),
        _ => Some(status(number)),
    }
}

fn status(number: u32) -> Response<Body> {
    let code = u16::try_from(number)
        .ok()
        .and_then(|number| StatusCode::from_u16(number).ok());
    // 1xx is not the end of an exchange.
    match code.filter(|code| (200..=599).contains(&code.as_u16())) {
        None => answer::bad_request("A status is a number from 200 to 599."),
        Some(code) => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = code;
            if code.is_redirection() && code != StatusCode::NOT_MODIFIED {
                response
                    .headers_mut()
                    .insert(LOCATION, HeaderValue::from_static("/redirect/1"));
            }
            response
        }
    }
}

fn bytes(number: u32) -> Response<Body> {
    let mut bytes = vec![0; usize::try_from(number.min(MOST)).unwrap_or(0)];
    if aws_lc_rs::rand::fill(&mut bytes).is_err() {
        return answer::internal();
    }
    let mut response = Response::new(Body::full(bytes));
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    response
}

/// N times, then to what is echoed.
fn redirect(number: u32) -> Response<Body> {
    let location = if number <= 1 {
        "/get".to_owned()
    } else {
        format!("/redirect/{}", number - 1)
    };
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::FOUND;
    if let Ok(location) = HeaderValue::try_from(location) {
        response.headers_mut().insert(LOCATION, location);
    }
    response
}

/// The longest delay, in seconds, and the most bytes, as httpbin has them.
const LONGEST: u32 = 10;
const MOST: u32 = 100 << 10;
