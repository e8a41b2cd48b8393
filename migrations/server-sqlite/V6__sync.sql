-- What tablets have sent, and what they may read.

-- One row per operation ever received, for ever: the same operation again gets the same answer (DESIGN §3).
CREATE TABLE operation_result (
    company_id  BLOB NOT NULL,
    tablet_id   BLOB NOT NULL,
    dev_seq     INTEGER NOT NULL,
    op_id       BLOB NOT NULL,
    hash        TEXT NOT NULL,
    kind        TEXT NOT NULL,
    entity      BLOB NOT NULL,
    job_id      BLOB,
    outcome     TEXT NOT NULL,
    result      TEXT NOT NULL,
    at_ms       INTEGER NOT NULL,
    received_ms INTEGER NOT NULL,
    PRIMARY KEY (company_id, tablet_id, dev_seq),
    FOREIGN KEY (company_id, tablet_id) REFERENCES tablet (company_id, id)
) STRICT;
CREATE INDEX operation_result_by_job ON operation_result (company_id, job_id) WHERE job_id IS NOT NULL;

-- The counter row is written last in a transaction, feeds in sorted order: a reader sees the committed prefix.
CREATE TABLE feed (
    company_id BLOB NOT NULL,
    feed       TEXT NOT NULL,
    head       INTEGER NOT NULL,
    digest     TEXT NOT NULL,
    PRIMARY KEY (company_id, feed)
) STRICT;

-- The latest change of each record in each feed; `gone` rows tell a tablet to drop it (R10).
CREATE TABLE feed_item (
    company_id BLOB NOT NULL,
    feed       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    record_id  BLOB NOT NULL,
    seq        INTEGER NOT NULL,
    rev        INTEGER NOT NULL,
    gone       INTEGER NOT NULL,
    PRIMARY KEY (company_id, feed, kind, record_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX feed_item_by_seq ON feed_item (company_id, feed, seq);
CREATE INDEX feed_item_by_record ON feed_item (company_id, record_id, kind);

-- The newest snapshot of a feed; its chunks are files named by their hash.
CREATE TABLE snapshot (
    company_id BLOB NOT NULL,
    feed       TEXT NOT NULL,
    seq        INTEGER NOT NULL,
    manifest   TEXT NOT NULL,
    PRIMARY KEY (company_id, feed)
) STRICT;

CREATE TABLE file (
    company_id BLOB NOT NULL,
    sha256     TEXT NOT NULL,
    bytes      INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    stored_ms  INTEGER NOT NULL,
    PRIMARY KEY (company_id, sha256)
) STRICT;

-- Which visit names which file; `stored` is 0 while the server still lacks it.
CREATE TABLE file_ref (
    company_id    BLOB NOT NULL,
    sha256        TEXT NOT NULL,
    visit_id      BLOB NOT NULL,
    role          TEXT NOT NULL,
    tablet_id     BLOB NOT NULL,
    stored        INTEGER NOT NULL,
    PRIMARY KEY (company_id, sha256, visit_id),
    FOREIGN KEY (company_id, visit_id) REFERENCES visit (company_id, id)
) STRICT;
CREATE INDEX file_ref_missing ON file_ref (company_id, tablet_id) WHERE stored = 0;
CREATE INDEX file_ref_by_visit ON file_ref (company_id, visit_id);

-- A file on its way in by tus; `position` bytes are safely stored.
CREATE TABLE upload (
    company_id BLOB NOT NULL,
    id         BLOB NOT NULL,
    tablet_id  BLOB NOT NULL,
    sha256     TEXT NOT NULL,
    role       TEXT NOT NULL,
    length     INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    made_ms    INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, tablet_id) REFERENCES tablet (company_id, id)
) STRICT;
CREATE INDEX upload_by_expiry ON upload (company_id, expires_ms);
