//! Health (`grpc.health.v1`): what is served is served for as long as the server runs. Whoever watches a
//! service that is not there is told so, and may go on watching: it could have come.

use std::pin::Pin;

use futures_util::{StreamExt as _, stream};
use tonic::codegen::tokio_stream::Stream;
use tonic::{Request, Response, Status, async_trait};
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_server::Health;
use tonic_health::pb::{HealthCheckRequest, HealthCheckResponse};

/// The health of these services; the empty name is that of the server.
pub(super) struct Healthy(pub(super) &'static [&'static str]);

impl Healthy {
    fn status(&self, service: &str) -> ServingStatus {
        if service.is_empty() || self.0.contains(&service) {
            ServingStatus::Serving
        } else {
            ServingStatus::ServiceUnknown
        }
    }
}

#[async_trait]
impl Health for Healthy {
    type WatchStream = Pin<Box<dyn Stream<Item = Result<HealthCheckResponse, Status>> + Send>>;

    async fn check(
        &self,
        request: Request<HealthCheckRequest>,
    ) -> Result<Response<HealthCheckResponse>, Status> {
        match self.status(&request.get_ref().service) {
            ServingStatus::ServiceUnknown => Err(Status::not_found("there is no such service")),
            status => Ok(Response::new(told(status))),
        }
    }

    async fn watch(
        &self,
        request: Request<HealthCheckRequest>,
    ) -> Result<Response<Self::WatchStream>, Status> {
        let status = self.status(&request.get_ref().service);
        let told = stream::iter([Ok(told(status))]).chain(stream::pending());
        Ok(Response::new(Box::pin(told)))
    }
}

fn told(status: ServingStatus) -> HealthCheckResponse {
    HealthCheckResponse {
        status: status.into(),
    }
}
