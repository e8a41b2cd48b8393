-- Parts and the ledger of their movements (R21).

CREATE TABLE part (
    company_id UUID NOT NULL,
    id         UUID NOT NULL,
    rev        BIGINT NOT NULL,
    body       TEXT NOT NULL,
    number     TEXT NOT NULL,
    gtin       TEXT,
    PRIMARY KEY (company_id, id)
);
CREATE UNIQUE INDEX part_by_number ON part (company_id, number);

-- Movements append and are never changed; a missing side is the world outside.
CREATE TABLE movement (
    company_id UUID NOT NULL,
    id         UUID NOT NULL,
    body       TEXT NOT NULL,
    part_id    UUID NOT NULL,
    kind       TEXT NOT NULL,
    from_id    UUID,
    to_id      UUID,
    quantity   BIGINT NOT NULL CHECK (quantity > 0),
    serial     TEXT,
    visit_id   UUID,
    at_ms      BIGINT NOT NULL,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, part_id) REFERENCES part (company_id, id)
);
CREATE INDEX movement_by_serial ON movement (company_id, part_id, serial) WHERE serial IS NOT NULL;
CREATE INDEX movement_by_visit ON movement (company_id, visit_id) WHERE visit_id IS NOT NULL;
CREATE INDEX movement_by_time ON movement (company_id, at_ms);

-- What the movements of a location and part add up to; written in the same transaction as they are.
CREATE TABLE stock_level (
    company_id  UUID NOT NULL,
    id          UUID NOT NULL,
    rev         BIGINT NOT NULL,
    body        TEXT NOT NULL,
    location_id UUID NOT NULL,
    part_id     UUID NOT NULL,
    balance     BIGINT NOT NULL,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, location_id) REFERENCES stock_location (company_id, id),
    FOREIGN KEY (company_id, part_id) REFERENCES part (company_id, id)
);
CREATE UNIQUE INDEX stock_level_by_place ON stock_level (company_id, location_id, part_id);
