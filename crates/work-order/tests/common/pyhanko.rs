//! pyHanko (PyPI `pyhanko`) as a judge of signatures that shares no line with ours.

use std::{io::Write, process::Command};

const SCRIPT: &str = r#"
import asyncio, sys, json, datetime
try:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.ades import ades_basic_validation
    from pyhanko.sign.validation.policy_decl import SignatureValidationSpec
    from pyhanko_certvalidator import ValidationContext
    from pyhanko_certvalidator.context import CertValidationPolicySpec
    from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
    from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy
    from pyhanko_certvalidator.registry import SimpleTrustManager
    from asn1crypto import x509, crl
except ImportError as error:
    print(json.dumps({"absent": str(error)}))
    sys.exit(0)
import logging
logging.disable(logging.CRITICAL)
def load(kind, path):
    with open(path, "rb") as file:
        return kind.load(file.read())
pdf, root, revoked = sys.argv[1:4]
moment = datetime.datetime(2026, 11, 23, tzinfo=datetime.timezone.utc)
lists = {} if revoked == "-" else {"crls": [load(crl.CertificateList, revoked)], "revocation_mode": "require"}
context = ValidationContext(trust_roots=[load(x509.Certificate, root)], moment=moment, allow_fetching=False, **lists)
trusted = SimpleTrustManager.build(trust_roots=[load(x509.Certificate, root)])
# ETSI EN 319 102-1, basic validation; revocation is judged by the context above.
spec = SignatureValidationSpec(CertValidationPolicySpec(
    trust_manager=trusted, revinfo_policy=CertRevTrustPolicy(RevocationCheckingPolicy.from_legacy("none"))))
timing = ValidationTimingInfo(validation_time=moment, best_signature_time=moment, point_in_time_validation=True)
def by_etsi(signature):
    signature.compute_integrity_info()
    judged = ades_basic_validation(
        signature.signed_data, spec, timing_info=timing, raw_digest=signature.compute_digest())
    return asyncio.run(judged).ades_subindic.standard_name
found = []
try:
    with open(pdf, "rb") as file:
        for signature in PdfFileReader(file).embedded_signatures:
            status = validate_pdf_signature(signature, context)
            found.append({
                "intact": bool(status.intact), "valid": bool(status.valid), "trusted": bool(status.trusted),
                "whole": status.coverage.name == "ENTIRE_FILE", "kind": str(signature.sig_object["/SubFilter"]),
                "revoked": bool(status.revoked), "line": bool(status.bottom_line), "etsi": by_etsi(signature),
            })
except Exception as error:
    print(json.dumps({"error": f"{type(error).__name__}: {error}"}))
    sys.exit(0)
print(json.dumps({"signatures": found}))
"#;

/// What pyHanko says as JSON; `None`, and said so, where it is not installed. `FELTBOK_PYTHON` names another Python.
pub fn judge(pdf: &[u8], root: &[u8], revoked: Option<&[u8]>) -> Option<serde_json::Value> {
    let file = |bytes: &[u8], suffix| {
        let mut file = tempfile::NamedTempFile::with_suffix(suffix).unwrap();
        file.write_all(bytes).unwrap();
        file
    };
    let (pdf, root) = (file(pdf, ".pdf"), file(root, ".cer"));
    let revoked = revoked.map(|list| file(list, ".crl"));
    let python = std::env::var("FELTBOK_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut command = Command::new(python);
    command.args(["-c", SCRIPT]).arg(pdf.path()).arg(root.path());
    match &revoked {
        Some(list) => command.arg(list.path()),
        None => command.arg("-"),
    };
    let output = match command.output() {
        Ok(output) => output,
        Err(error) => {
            eprintln!("SKIPPED: pyHanko was not asked: {error}");
            return None;
        }
    };
    let said: serde_json::Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("pyHanko: {}", String::from_utf8_lossy(&output.stderr)));
    if let Some(why) = said.get("absent") {
        eprintln!("SKIPPED: pyHanko was not asked: {why}; pip install pyhanko pyhanko-certvalidator");
        return None;
    }
    Some(said)
}

/// Whether it found every signature of a file good, the last one over all of it.
pub fn is_content(said: &serde_json::Value) -> bool {
    let Some(found) = said["signatures"].as_array() else { return false };
    let is_good = |one: &serde_json::Value| {
        ["intact", "valid", "trusted", "line"].iter().all(|word| one[word] == true) && one["etsi"] == "OK"
    };
    found.iter().all(is_good) && found.last().is_some_and(|last| last["whole"] == true)
}
