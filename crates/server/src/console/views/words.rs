//! How the domain's closed lists look in the OpenAPI: one named schema each, so that screens can be exhaustive.

use std::borrow::Cow;

use feltbok_domain::{
    entitlement::{self as e, Attribution},
    job_life::{JobStatus as Status, Priority as Urgency},
    lang::Lang as Language,
    model as m,
    work_type::WorkType as Work,
};
use feltbok_server_store::api as kept;
use serde::Serialize;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, Type, schema::AdditionalProperties},
};

/// A string schema whose values are the words that serde writes.
fn closed_list<T: Serialize>(all: &[T]) -> RefOr<Schema> {
    let words = all.iter().map(|word| serde_json::to_value(word).expect("a unit variant is a string"));
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words)).into()
}

/// Names a closed list of the domain for `#[schema(value_type = words::…)]`; the types hold nothing.
macro_rules! closed_lists {
    ($($name:ident = $all:expr;)*) => {$(
        #[doc = concat!("Schema of the words of `", stringify!($name), "`.")]
        pub struct $name;
        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                closed_list(&$all)
            }
        }
        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }
        }
    )*};
}

closed_lists! {
    JobStatus = Status::ALL;
    Priority = [Urgency::Critical, Urgency::Normal, Urgency::Low];
    WorkType = Work::ALL;
    Lang = Language::ALL;
    WhoseFault = Attribution::ALL;
    CoveredBy = [
        e::CoveredBy::PartWarranty, e::CoveredBy::FactoryWarranty, e::CoveredBy::Agreement, e::CoveredBy::Prepaid,
        e::CoveredBy::FreeSupport,
    ];
    BillingReason = [
        e::Reason::ThirdParty, e::Reason::UserError, e::Reason::External, e::Reason::NotIncluded,
        e::Reason::AgreementInactive, e::Reason::NoAgreement, e::Reason::PrepaidExhausted,
    ];
    Category = [
        m::Category::Printer, m::Category::Copier, m::Category::Fax, m::Category::Scanner, m::Category::Mfp,
        m::Category::Shredder, m::Category::Projector, m::Category::Binder, m::Category::Furniture, m::Category::Other,
    ];
    ContactRole = [
        m::ContactRole::Responsible, m::ContactRole::Superuser, m::ContactRole::It, m::ContactRole::Signatory,
    ];
    MachineState = [m::MachineState::Working, m::MachineState::Limited, m::MachineState::Down];
    MeterKind = [
        m::MeterKind::Mono, m::MeterKind::Colour, m::MeterKind::Total, m::MeterKind::Scans, m::MeterKind::A3,
    ];
    PartKind = [m::PartKind::Spare, m::PartKind::Wear, m::PartKind::Consumable];
    PhotoKind = [
        m::PhotoKind::Before, m::PhotoKind::After, m::PhotoKind::Detail, m::PhotoKind::Meter, m::PhotoKind::Absent,
    ];
    TimeKind = [m::TimeKind::Travel, m::TimeKind::Work, m::TimeKind::Waiting];
    Outcome = [
        m::Outcome::Fixed, m::Outcome::WaitingParts, m::Outcome::WaitingCustomer, m::Outcome::FollowUp,
    ];
    UnsignedReason = [
        m::UnsignedReason::Refused, m::UnsignedReason::Absent, m::UnsignedReason::NotAuthorised,
        m::UnsignedReason::RemoteWork,
    ];
    Finding = [
        kept::Finding::Genuine, kept::Finding::Unsigned, kept::Finding::OtherKey, kept::Finding::Revoked,
        kept::Finding::Altered,
    ];
}

/// Schema of a text in several languages: BCP 47 tag → text.
pub struct LocalText;

impl PartialSchema for LocalText {
    fn schema() -> RefOr<Schema> {
        let text = ObjectBuilder::new().schema_type(Type::String).build();
        ObjectBuilder::new()
            .schema_type(Type::Object)
            .additional_properties(Some(AdditionalProperties::RefOr(RefOr::T(Schema::Object(text)))))
            .into()
    }
}

impl ToSchema for LocalText {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("LocalText")
    }
}
