-- The company's certificate authority, the tablets' certificates, and what was found when a work order came in.

-- Certificates as DER; the keys are derived from the server's own and stored nowhere.
CREATE TABLE authority (
    company_id UUID NOT NULL,
    root       BYTEA NOT NULL,
    receipt    BYTEA NOT NULL,
    made_ms    BIGINT NOT NULL,
    PRIMARY KEY (company_id)
);

-- A certificate is revoked with its tablet (`tablet.revoked_ms`).
CREATE TABLE certificate (
    company_id UUID NOT NULL,
    serial     TEXT NOT NULL,
    tablet_id  UUID NOT NULL,
    der        BYTEA NOT NULL,
    issued_ms  BIGINT NOT NULL,
    until_ms   BIGINT NOT NULL,
    PRIMARY KEY (company_id, serial),
    FOREIGN KEY (company_id, tablet_id) REFERENCES tablet (company_id, id)
);
CREATE INDEX certificate_by_tablet ON certificate (company_id, tablet_id, issued_ms);

-- One row per sealed work order whose bytes are here. `sha256` names the tablet's bytes, which never change;
-- `copy_sha256` the same with the server's countersignature behind them.
CREATE TABLE receipt (
    company_id     UUID NOT NULL,
    sha256         TEXT NOT NULL,
    visit_id       UUID NOT NULL,
    tablet_id      UUID NOT NULL,
    number         TEXT NOT NULL,
    revision       BIGINT NOT NULL,
    content_sha256 TEXT NOT NULL,
    sealed_ms      BIGINT NOT NULL,
    received_ms    BIGINT NOT NULL,
    finding        TEXT NOT NULL,
    why            TEXT NOT NULL,
    copy_sha256    TEXT,
    stamped_ms     BIGINT,
    PRIMARY KEY (company_id, sha256),
    FOREIGN KEY (company_id, visit_id) REFERENCES visit (company_id, id)
);
CREATE INDEX receipt_by_content ON receipt (company_id, content_sha256);
CREATE INDEX receipt_by_copy ON receipt (company_id, copy_sha256) WHERE copy_sha256 IS NOT NULL;
CREATE INDEX receipt_to_countersign ON receipt (company_id, received_ms) WHERE copy_sha256 IS NULL;
CREATE INDEX receipt_by_number ON receipt (company_id, number, revision);
CREATE INDEX receipt_by_visit ON receipt (company_id, visit_id);
CREATE INDEX file_ref_documents ON file_ref (company_id, sha256) WHERE role = 'document' AND stored = 1;
