-- Jobs, visits, and what dispatch has to look at.

CREATE TABLE job (
    company_id    UUID NOT NULL,
    id            UUID NOT NULL,
    rev           BIGINT NOT NULL,
    body          TEXT NOT NULL,
    number        TEXT NOT NULL,
    status        TEXT NOT NULL,
    customer_id   UUID NOT NULL,
    site_id       UUID NOT NULL,
    equipment_id  UUID,
    agreement_id  UUID,
    technician_id UUID,
    registered_ms BIGINT NOT NULL,
    due_ms        BIGINT,
    slot_ms       BIGINT,
    -- When it left the open states, for how long a tablet keeps it afterwards.
    ended_ms      BIGINT,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, customer_id) REFERENCES customer (company_id, id),
    FOREIGN KEY (company_id, site_id) REFERENCES site (company_id, id),
    FOREIGN KEY (company_id, equipment_id) REFERENCES equipment (company_id, id),
    FOREIGN KEY (company_id, agreement_id) REFERENCES agreement (company_id, id),
    FOREIGN KEY (company_id, technician_id) REFERENCES technician (company_id, id)
);
CREATE UNIQUE INDEX job_by_number ON job (company_id, number);
CREATE INDEX job_by_technician ON job (company_id, technician_id, status);
CREATE INDEX job_by_status ON job (company_id, status, due_ms);
CREATE INDEX job_by_customer ON job (company_id, customer_id, registered_ms);
CREATE INDEX job_by_equipment ON job (company_id, equipment_id) WHERE equipment_id IS NOT NULL;
CREATE INDEX job_by_slot ON job (company_id, slot_ms) WHERE slot_ms IS NOT NULL;

CREATE TABLE visit (
    company_id    UUID NOT NULL,
    id            UUID NOT NULL,
    rev           BIGINT NOT NULL,
    body          TEXT NOT NULL,
    job_id        UUID NOT NULL,
    technician_id UUID NOT NULL,
    equipment_id  UUID,
    started_ms    BIGINT NOT NULL,
    finished_ms   BIGINT,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, job_id) REFERENCES job (company_id, id),
    FOREIGN KEY (company_id, technician_id) REFERENCES technician (company_id, id),
    FOREIGN KEY (company_id, equipment_id) REFERENCES equipment (company_id, id)
);
CREATE INDEX visit_by_job ON visit (company_id, job_id);
CREATE INDEX visit_by_equipment ON visit (company_id, equipment_id, started_ms) WHERE equipment_id IS NOT NULL;

-- Something dispatch should know or do; open while `resolved_ms` is missing.
CREATE TABLE notice (
    company_id  UUID NOT NULL,
    id          UUID NOT NULL,
    kind        TEXT NOT NULL,
    job_id      UUID,
    body        TEXT NOT NULL,
    by_name     TEXT NOT NULL,
    at_ms       BIGINT NOT NULL,
    resolved_ms BIGINT,
    resolved_by UUID,
    PRIMARY KEY (company_id, id)
);
CREATE INDEX notice_open ON notice (company_id, at_ms) WHERE resolved_ms IS NULL;
CREATE INDEX notice_by_job ON notice (company_id, job_id) WHERE job_id IS NOT NULL;

-- A change that did not win, kept beside the value that did (R4, R37).
CREATE TABLE conflict (
    company_id   UUID NOT NULL,
    id           UUID NOT NULL,
    kind         TEXT NOT NULL,
    record_id    UUID NOT NULL,
    job_id       UUID,
    field        TEXT NOT NULL,
    kept         TEXT NOT NULL,
    kept_by      TEXT NOT NULL,
    kept_at_ms   BIGINT,
    offered      TEXT NOT NULL,
    offered_by   TEXT NOT NULL,
    offered_at_ms BIGINT NOT NULL,
    code         TEXT NOT NULL,
    resolved_ms  BIGINT,
    resolved_by  UUID,
    took_offered BIGINT,
    PRIMARY KEY (company_id, id)
);
CREATE INDEX conflict_open ON conflict (company_id, offered_at_ms) WHERE resolved_ms IS NULL;
CREATE INDEX conflict_by_job ON conflict (company_id, job_id) WHERE job_id IS NOT NULL;

CREATE TABLE audit (
    company_id UUID NOT NULL,
    id         UUID NOT NULL,
    at_ms      BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id   UUID NOT NULL,
    actor_name TEXT NOT NULL,
    action     TEXT NOT NULL,
    subject    UUID,
    detail     TEXT NOT NULL,
    PRIMARY KEY (company_id, id)
);
CREATE INDEX audit_by_time ON audit (company_id, at_ms);
CREATE INDEX audit_by_subject ON audit (company_id, subject) WHERE subject IS NOT NULL;
