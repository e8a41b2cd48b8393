-- Jobs, visits, and what dispatch has to look at.

CREATE TABLE job (
    company_id    BLOB NOT NULL,
    id            BLOB NOT NULL,
    rev           INTEGER NOT NULL,
    body          TEXT NOT NULL,
    number        TEXT NOT NULL,
    status        TEXT NOT NULL,
    customer_id   BLOB NOT NULL,
    site_id       BLOB NOT NULL,
    equipment_id  BLOB,
    agreement_id  BLOB,
    technician_id BLOB,
    registered_ms INTEGER NOT NULL,
    due_ms        INTEGER,
    slot_ms       INTEGER,
    -- When it left the open states, for how long a tablet keeps it afterwards.
    ended_ms      INTEGER,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, customer_id) REFERENCES customer (company_id, id),
    FOREIGN KEY (company_id, site_id) REFERENCES site (company_id, id),
    FOREIGN KEY (company_id, equipment_id) REFERENCES equipment (company_id, id),
    FOREIGN KEY (company_id, agreement_id) REFERENCES agreement (company_id, id),
    FOREIGN KEY (company_id, technician_id) REFERENCES technician (company_id, id)
) STRICT;
CREATE UNIQUE INDEX job_by_number ON job (company_id, number);
CREATE INDEX job_by_technician ON job (company_id, technician_id, status);
CREATE INDEX job_by_status ON job (company_id, status, due_ms);
CREATE INDEX job_by_customer ON job (company_id, customer_id, registered_ms);
CREATE INDEX job_by_equipment ON job (company_id, equipment_id) WHERE equipment_id IS NOT NULL;
CREATE INDEX job_by_slot ON job (company_id, slot_ms) WHERE slot_ms IS NOT NULL;

CREATE TABLE visit (
    company_id    BLOB NOT NULL,
    id            BLOB NOT NULL,
    rev           INTEGER NOT NULL,
    body          TEXT NOT NULL,
    job_id        BLOB NOT NULL,
    technician_id BLOB NOT NULL,
    equipment_id  BLOB,
    started_ms    INTEGER NOT NULL,
    finished_ms   INTEGER,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, job_id) REFERENCES job (company_id, id),
    FOREIGN KEY (company_id, technician_id) REFERENCES technician (company_id, id),
    FOREIGN KEY (company_id, equipment_id) REFERENCES equipment (company_id, id)
) STRICT;
CREATE INDEX visit_by_job ON visit (company_id, job_id);
CREATE INDEX visit_by_equipment ON visit (company_id, equipment_id, started_ms) WHERE equipment_id IS NOT NULL;

-- Something dispatch should know or do; open while `resolved_ms` is missing.
CREATE TABLE notice (
    company_id  BLOB NOT NULL,
    id          BLOB NOT NULL,
    kind        TEXT NOT NULL,
    job_id      BLOB,
    body        TEXT NOT NULL,
    by_name     TEXT NOT NULL,
    at_ms       INTEGER NOT NULL,
    resolved_ms INTEGER,
    resolved_by BLOB,
    PRIMARY KEY (company_id, id)
) STRICT;
CREATE INDEX notice_open ON notice (company_id, at_ms) WHERE resolved_ms IS NULL;
CREATE INDEX notice_by_job ON notice (company_id, job_id) WHERE job_id IS NOT NULL;

-- A change that did not win, kept beside the value that did (R4, R37).
CREATE TABLE conflict (
    company_id   BLOB NOT NULL,
    id           BLOB NOT NULL,
    kind         TEXT NOT NULL,
    record_id    BLOB NOT NULL,
    job_id       BLOB,
    field        TEXT NOT NULL,
    kept         TEXT NOT NULL,
    kept_by      TEXT NOT NULL,
    kept_at_ms   INTEGER,
    offered      TEXT NOT NULL,
    offered_by   TEXT NOT NULL,
    offered_at_ms INTEGER NOT NULL,
    code         TEXT NOT NULL,
    resolved_ms  INTEGER,
    resolved_by  BLOB,
    took_offered INTEGER,
    PRIMARY KEY (company_id, id)
) STRICT;
CREATE INDEX conflict_open ON conflict (company_id, offered_at_ms) WHERE resolved_ms IS NULL;
CREATE INDEX conflict_by_job ON conflict (company_id, job_id) WHERE job_id IS NOT NULL;

CREATE TABLE audit (
    company_id BLOB NOT NULL,
    id         BLOB NOT NULL,
    at_ms      INTEGER NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id   BLOB NOT NULL,
    actor_name TEXT NOT NULL,
    action     TEXT NOT NULL,
    subject    BLOB,
    detail     TEXT NOT NULL,
    PRIMARY KEY (company_id, id)
) STRICT;
CREATE INDEX audit_by_time ON audit (company_id, at_ms);
CREATE INDEX audit_by_subject ON audit (company_id, subject) WHERE subject IS NOT NULL;
