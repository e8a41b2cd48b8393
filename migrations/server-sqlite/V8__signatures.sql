-- The company's certificate authority, the tablets' certificates, and what was found when a work order came in.

-- Certificates as DER; the keys are derived from the server's own and stored nowhere.
CREATE TABLE authority (
    company_id BLOB NOT NULL,
    root       BLOB NOT NULL,
    receipt    BLOB NOT NULL,
    made_ms    INTEGER NOT NULL,
    PRIMARY KEY (company_id)
) STRICT;

-- A certificate is revoked with its tablet (`tablet.revoked_ms`).
CREATE TABLE certificate (
    company_id BLOB NOT NULL,
    serial     TEXT NOT NULL,
    tablet_id  BLOB NOT NULL,
    der        BLOB NOT NULL,
    issued_ms  INTEGER NOT NULL,
    until_ms   INTEGER NOT NULL,
    PRIMARY KEY (company_id, serial),
    FOREIGN KEY (company_id, tablet_id) REFERENCES tablet (company_id, id)
) STRICT;
CREATE INDEX certificate_by_tablet ON certificate (company_id, tablet_id, issued_ms);

-- One row per sealed work order whose bytes are here. `sha256` names the tablet's bytes, which never change;
-- `copy_sha256` the same with the server's countersignature behind them.
CREATE TABLE receipt (
    company_id     BLOB NOT NULL,
    sha256         TEXT NOT NULL,
    visit_id       BLOB NOT NULL,
    tablet_id      BLOB NOT NULL,
    number         TEXT NOT NULL,
    revision       INTEGER NOT NULL,
    content_sha256 TEXT NOT NULL,
    sealed_ms      INTEGER NOT NULL,
    received_ms    INTEGER NOT NULL,
    finding        TEXT NOT NULL,
    why            TEXT NOT NULL,
    copy_sha256    TEXT,
    stamped_ms     INTEGER,
    PRIMARY KEY (company_id, sha256),
    FOREIGN KEY (company_id, visit_id) REFERENCES visit (company_id, id)
) STRICT;
CREATE INDEX receipt_by_content ON receipt (company_id, content_sha256);
CREATE INDEX receipt_by_copy ON receipt (company_id, copy_sha256) WHERE copy_sha256 IS NOT NULL;
CREATE INDEX receipt_to_countersign ON receipt (company_id, received_ms) WHERE copy_sha256 IS NULL;
CREATE INDEX receipt_by_number ON receipt (company_id, number, revision);
CREATE INDEX receipt_by_visit ON receipt (company_id, visit_id);
CREATE INDEX file_ref_documents ON file_ref (company_id, sha256) WHERE role = 'document' AND stored = 1;
