//! How the company's documents look.

use feltbok_domain::model::Company;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What an admin sets for documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Brand {
    /// SVG, PNG or JPEG as base64; at most 200 kB.
    pub logo: Option<String>,
    /// `#rrggbb`, dark enough for white paper.
    pub colour: Option<String>,
    /// At every page's foot.
    pub legal_footer: String,
    /// An RFC 3161 time stamping authority instead of the server's.
    pub timestamp_url: Option<String>,
}

impl From<&Company> for Brand {
    fn from(company: &Company) -> Self {
        Brand {
            logo: company.logo.clone(),
            colour: company.brand_colour.clone(),
            legal_footer: company.legal_footer.clone(),
            timestamp_url: company.timestamp_url.clone(),
        }
    }
}
