-- The company and everything that is the same for all its tablets.
-- Every table: `company_id` first in each key; ids are UUIDs made by whoever makes the thing; times are milliseconds
-- since 1970 UTC; `body` is the aggregate as JSON in the form of `feltbok_domain::model`, the columns beside it are
-- copies for searching.

CREATE TABLE company (
    company_id UUID NOT NULL,
    id         UUID NOT NULL,
    rev        BIGINT NOT NULL,
    body       TEXT NOT NULL,
    name       TEXT NOT NULL,
    PRIMARY KEY (company_id, id)
);

-- Which restore of the data this is (DESIGN §3): a tablet that knows another epoch pushes again what was lost.
CREATE TABLE epoch (
    company_id UUID NOT NULL,
    epoch      UUID NOT NULL,
    since_ms   BIGINT NOT NULL,
    PRIMARY KEY (company_id)
);

-- Number series of a company: job numbers by year, tablet codes. A row per series instead of a global sequence.
CREATE TABLE counter (
    company_id UUID NOT NULL,
    series     TEXT NOT NULL,
    last       BIGINT NOT NULL,
    PRIMARY KEY (company_id, series)
);

CREATE TABLE calendar (
    company_id UUID NOT NULL,
    id         UUID NOT NULL,
    rev        BIGINT NOT NULL,
    body       TEXT NOT NULL,
    name       TEXT NOT NULL,
    PRIMARY KEY (company_id, id)
);

CREATE TABLE code (
    company_id UUID NOT NULL,
    id         UUID NOT NULL,
    rev        BIGINT NOT NULL,
    body       TEXT NOT NULL,
    list       TEXT NOT NULL,
    code       TEXT NOT NULL,
    PRIMARY KEY (company_id, id)
);
CREATE UNIQUE INDEX code_by_code ON code (company_id, list, code);

CREATE TABLE checklist (
    company_id UUID NOT NULL,
    id         UUID NOT NULL,
    rev        BIGINT NOT NULL,
    body       TEXT NOT NULL,
    work_type  TEXT NOT NULL,
    version    BIGINT NOT NULL,
    PRIMARY KEY (company_id, id)
);

-- Depots and vans.
CREATE TABLE stock_location (
    company_id UUID NOT NULL,
    id         UUID NOT NULL,
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('depot', 'van')),
    PRIMARY KEY (company_id, id)
);

CREATE TABLE technician (
    company_id UUID NOT NULL,
    id         UUID NOT NULL,
    rev        BIGINT NOT NULL,
    body       TEXT NOT NULL,
    name       TEXT NOT NULL,
    van_id     UUID NOT NULL,
    active     BIGINT NOT NULL,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, van_id) REFERENCES stock_location (company_id, id)
);
