-- The company and everything that is the same for all its tablets.
-- Every table: `company_id` first in each key; ids are UUIDs made by whoever makes the thing; times are milliseconds
-- since 1970 UTC; `body` is the aggregate as JSON in the form of `feltbok_domain::model`, the columns beside it are
-- copies for searching.

CREATE TABLE company (
    company_id BLOB NOT NULL,
    id         BLOB NOT NULL,
    rev        INTEGER NOT NULL,
    body       TEXT NOT NULL,
    name       TEXT NOT NULL,
    PRIMARY KEY (company_id, id)
) STRICT;

-- Which restore of the data this is (DESIGN §3): a tablet that knows another epoch pushes again what was lost.
CREATE TABLE epoch (
    company_id BLOB NOT NULL,
    epoch      BLOB NOT NULL,
    since_ms   INTEGER NOT NULL,
    PRIMARY KEY (company_id)
) STRICT;

-- Number series of a company: job numbers by year, tablet codes. A row per series instead of a global sequence.
CREATE TABLE counter (
    company_id BLOB NOT NULL,
    series     TEXT NOT NULL,
    last       INTEGER NOT NULL,
    PRIMARY KEY (company_id, series)
) STRICT;

CREATE TABLE calendar (
    company_id BLOB NOT NULL,
    id         BLOB NOT NULL,
    rev        INTEGER NOT NULL,
    body       TEXT NOT NULL,
    name       TEXT NOT NULL,
    PRIMARY KEY (company_id, id)
) STRICT;

CREATE TABLE code (
    company_id BLOB NOT NULL,
    id         BLOB NOT NULL,
    rev        INTEGER NOT NULL,
    body       TEXT NOT NULL,
    list       TEXT NOT NULL,
    code       TEXT NOT NULL,
    PRIMARY KEY (company_id, id)
) STRICT;
CREATE UNIQUE INDEX code_by_code ON code (company_id, list, code);

CREATE TABLE checklist (
    company_id BLOB NOT NULL,
    id         BLOB NOT NULL,
    rev        INTEGER NOT NULL,
    body       TEXT NOT NULL,
    work_type  TEXT NOT NULL,
    version    INTEGER NOT NULL,
    PRIMARY KEY (company_id, id)
) STRICT;

-- Depots and vans.
CREATE TABLE stock_location (
    company_id BLOB NOT NULL,
    id         BLOB NOT NULL,
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('depot', 'van')),
    PRIMARY KEY (company_id, id)
) STRICT;

CREATE TABLE technician (
    company_id BLOB NOT NULL,
    id         BLOB NOT NULL,
    rev        INTEGER NOT NULL,
    body       TEXT NOT NULL,
    name       TEXT NOT NULL,
    van_id     BLOB NOT NULL,
    active     INTEGER NOT NULL,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, van_id) REFERENCES stock_location (company_id, id)
) STRICT;
