-- Customers, their places, people, agreements and machines.

CREATE TABLE customer (
    company_id UUID NOT NULL,
    id         UUID NOT NULL,
    rev        BIGINT NOT NULL,
    body       TEXT NOT NULL,
    number     TEXT NOT NULL,
    name       TEXT NOT NULL,
    overdue    BIGINT NOT NULL,
    PRIMARY KEY (company_id, id)
);
CREATE UNIQUE INDEX customer_by_number ON customer (company_id, number);

CREATE TABLE site (
    company_id  UUID NOT NULL,
    id          UUID NOT NULL,
    rev         BIGINT NOT NULL,
    body        TEXT NOT NULL,
    customer_id UUID NOT NULL,
    name        TEXT NOT NULL,
    city        TEXT NOT NULL,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, customer_id) REFERENCES customer (company_id, id)
);
CREATE INDEX site_by_customer ON site (company_id, customer_id);

CREATE TABLE contact (
    company_id  UUID NOT NULL,
    id          UUID NOT NULL,
    rev         BIGINT NOT NULL,
    body        TEXT NOT NULL,
    customer_id UUID NOT NULL,
    site_id     UUID,
    name        TEXT NOT NULL,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, customer_id) REFERENCES customer (company_id, id),
    FOREIGN KEY (company_id, site_id) REFERENCES site (company_id, id)
);
CREATE INDEX contact_by_customer ON contact (company_id, customer_id);

-- The revision at which each field of a shared record last changed: what a per-field merge is judged by.
CREATE TABLE field_rev (
    company_id UUID NOT NULL,
    kind       TEXT NOT NULL,
    record_id  UUID NOT NULL,
    field      TEXT NOT NULL,
    rev        BIGINT NOT NULL,
    by_id      UUID NOT NULL,
    by_name    TEXT NOT NULL,
    at_ms      BIGINT NOT NULL,
    PRIMARY KEY (company_id, kind, record_id, field)
);

CREATE TABLE agreement (
    company_id  UUID NOT NULL,
    id          UUID NOT NULL,
    rev         BIGINT NOT NULL,
    body        TEXT NOT NULL,
    number      TEXT NOT NULL,
    customer_id UUID NOT NULL,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, customer_id) REFERENCES customer (company_id, id)
);
CREATE UNIQUE INDEX agreement_by_number ON agreement (company_id, number);
CREATE INDEX agreement_by_customer ON agreement (company_id, customer_id);

CREATE TABLE equipment (
    company_id   UUID NOT NULL,
    id           UUID NOT NULL,
    rev          BIGINT NOT NULL,
    body         TEXT NOT NULL,
    si           TEXT NOT NULL,
    serial       TEXT NOT NULL,
    model        TEXT NOT NULL,
    customer_id  UUID NOT NULL,
    site_id      UUID NOT NULL,
    agreement_id UUID,
    confirmed    BIGINT NOT NULL,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, customer_id) REFERENCES customer (company_id, id),
    FOREIGN KEY (company_id, site_id) REFERENCES site (company_id, id),
    FOREIGN KEY (company_id, agreement_id) REFERENCES agreement (company_id, id)
);
-- A draft may bear a number that turns out to be known (R3), so only confirmed machines are unique.
CREATE UNIQUE INDEX equipment_by_si ON equipment (company_id, si) WHERE confirmed = 1;
CREATE INDEX equipment_by_site ON equipment (company_id, site_id);
CREATE INDEX equipment_by_customer ON equipment (company_id, customer_id);

-- The secret part of a sticker's address (R2); a stolen number alone opens nothing.
CREATE TABLE sticker (
    company_id   UUID NOT NULL,
    equipment_id UUID NOT NULL,
    token        TEXT NOT NULL,
    made_ms      BIGINT NOT NULL,
    PRIMARY KEY (company_id, equipment_id),
    FOREIGN KEY (company_id, equipment_id) REFERENCES equipment (company_id, id)
);

-- One row a machine; the id is the equipment's.
CREATE TABLE passport (
    company_id UUID NOT NULL,
    id         UUID NOT NULL,
    rev        BIGINT NOT NULL,
    body       TEXT NOT NULL,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, id) REFERENCES equipment (company_id, id)
);
