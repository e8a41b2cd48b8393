-- What tablets have sent, and what they may read.

-- One row per operation ever received, for ever: the same operation again gets the same answer (DESIGN §3).
CREATE TABLE operation_result (
    company_id  UUID NOT NULL,
    tablet_id   UUID NOT NULL,
    dev_seq     BIGINT NOT NULL,
    op_id       UUID NOT NULL,
    hash        TEXT NOT NULL,
    kind        TEXT NOT NULL,
    entity      UUID NOT NULL,
    job_id      UUID,
    outcome     TEXT NOT NULL,
    result      TEXT NOT NULL,
    at_ms       BIGINT NOT NULL,
    received_ms BIGINT NOT NULL,
    PRIMARY KEY (company_id, tablet_id, dev_seq),
    FOREIGN KEY (company_id, tablet_id) REFERENCES tablet (company_id, id)
);
CREATE INDEX operation_result_by_job ON operation_result (company_id, job_id) WHERE job_id IS NOT NULL;

-- The counter row is written last in a transaction, feeds in sorted order: a reader sees the committed prefix.
CREATE TABLE feed (
    company_id UUID NOT NULL,
    feed       TEXT NOT NULL,
    head       BIGINT NOT NULL,
    digest     TEXT NOT NULL,
    PRIMARY KEY (company_id, feed)
);

-- The latest change of each record in each feed; `gone` rows tell a tablet to drop it (R10).
CREATE TABLE feed_item (
    company_id UUID NOT NULL,
    feed       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    record_id  UUID NOT NULL,
    seq        BIGINT NOT NULL,
    rev        BIGINT NOT NULL,
    gone       BIGINT NOT NULL,
    PRIMARY KEY (company_id, feed, kind, record_id)
);
CREATE UNIQUE INDEX feed_item_by_seq ON feed_item (company_id, feed, seq);
CREATE INDEX feed_item_by_record ON feed_item (company_id, record_id, kind);

-- The newest snapshot of a feed; its chunks are files named by their hash.
CREATE TABLE snapshot (
    company_id UUID NOT NULL,
    feed       TEXT NOT NULL,
    seq        BIGINT NOT NULL,
    manifest   TEXT NOT NULL,
    PRIMARY KEY (company_id, feed)
);

CREATE TABLE file (
    company_id UUID NOT NULL,
    sha256     TEXT NOT NULL,
    bytes      BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    stored_ms  BIGINT NOT NULL,
    PRIMARY KEY (company_id, sha256)
);

-- Which visit names which file; `stored` is 0 while the server still lacks it.
CREATE TABLE file_ref (
    company_id    UUID NOT NULL,
    sha256        TEXT NOT NULL,
    visit_id      UUID NOT NULL,
    role          TEXT NOT NULL,
    tablet_id     UUID NOT NULL,
    stored        BIGINT NOT NULL,
    PRIMARY KEY (company_id, sha256, visit_id),
    FOREIGN KEY (company_id, visit_id) REFERENCES visit (company_id, id)
);
CREATE INDEX file_ref_missing ON file_ref (company_id, tablet_id) WHERE stored = 0;
CREATE INDEX file_ref_by_visit ON file_ref (company_id, visit_id);

-- A file on its way in by tus; `position` bytes are safely stored.
CREATE TABLE upload (
    company_id UUID NOT NULL,
    id         UUID NOT NULL,
    tablet_id  UUID NOT NULL,
    sha256     TEXT NOT NULL,
    role       TEXT NOT NULL,
    length     BIGINT NOT NULL,
    position   BIGINT NOT NULL,
    made_ms    BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, tablet_id) REFERENCES tablet (company_id, id)
);
CREATE INDEX upload_by_expiry ON upload (company_id, expires_ms);
