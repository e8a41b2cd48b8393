-- Records as the server last sent them. `local_body` is there only while this tablet's own edits change it.
CREATE TABLE record (
    n INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    -- The feed it came in; NULL while it was made here and has not come back.
    feed TEXT,
    -- 1 while the feed holds it: the feed's digest runs over these.
    in_feed INTEGER NOT NULL DEFAULT 0,
    -- 1 once it left its feed: taken away when its own operations are acknowledged (R10).
    gone INTEGER NOT NULL DEFAULT 0,
    rev INTEGER NOT NULL DEFAULT 0,
    server_body TEXT,
    local_body TEXT,
    body TEXT GENERATED ALWAYS AS (coalesce(local_body, server_body)) VIRTUAL,
    UNIQUE (kind, id),
    CHECK (server_body IS NOT NULL OR local_body IS NOT NULL)
);
CREATE INDEX record_by_feed ON record (feed, in_feed);
CREATE INDEX record_gone ON record (kind, id) WHERE gone = 1;
CREATE INDEX visit_by_job ON record (json_extract(body, '$.job_id')) WHERE kind = 'visit';
CREATE INDEX visit_by_equipment ON record (json_extract(body, '$.equipment_id')) WHERE kind = 'visit';
CREATE INDEX job_by_equipment ON record (json_extract(body, '$.equipment_id')) WHERE kind = 'job';
CREATE INDEX site_by_customer ON record (json_extract(body, '$.customer_id')) WHERE kind = 'site';
CREATE INDEX contact_by_customer ON record (json_extract(body, '$.customer_id')) WHERE kind = 'contact';
CREATE INDEX equipment_by_customer ON record (json_extract(body, '$.customer_id')) WHERE kind = 'equipment';
CREATE INDEX equipment_by_si ON record (json_extract(body, '$.si')) WHERE kind = 'equipment';
CREATE INDEX part_by_number ON record (json_extract(body, '$.number') COLLATE NOCASE) WHERE kind = 'part';
CREATE INDEX part_by_gtin ON record (json_extract(body, '$.gtin')) WHERE kind = 'part';
CREATE INDEX stock_by_place ON record (json_extract(body, '$.location_id'), json_extract(body, '$.part_id'))
    WHERE kind = 'stock_level';

-- Words of a part (number, names in every language, GTIN) and its models, by record.n.
CREATE VIRTUAL TABLE part_search USING fts5(
    words, models, content = '', contentless_delete = 1, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'
);
-- Parts chosen on this tablet, for favourites and the last ones used.
CREATE TABLE part_use (
    part_id TEXT PRIMARY KEY,
    used_count INTEGER NOT NULL DEFAULT 0,
    used_at INTEGER,
    favourite INTEGER NOT NULL DEFAULT 0
);

-- The outbox: what was done here, in order. `dev_seq` is given with the first send; from then on no byte changes.
CREATE TABLE operation (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    op_id TEXT NOT NULL UNIQUE,
    dev_seq INTEGER UNIQUE,
    kind TEXT NOT NULL,
    v INTEGER NOT NULL,
    entity TEXT NOT NULL,
    job TEXT,
    base_rev INTEGER NOT NULL,
    fields TEXT NOT NULL,
    at TEXT NOT NULL,
    clock_offset_ms INTEGER NOT NULL,
    fold_key TEXT,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'acknowledged')),
    outcome TEXT CHECK (outcome IN ('applied', 'merged', 'conflict', 'rejected')),
    code TEXT,
    message TEXT,
    result_rev INTEGER,
    -- Milliseconds since 1970.
    acknowledged_at INTEGER,
    -- 1 once the server's record shows it, or never will: it is no longer replayed.
    shown INTEGER NOT NULL DEFAULT 0,
    -- 1 once a person has dealt with a conflict or rejection.
    resolved INTEGER NOT NULL DEFAULT 0,
    CHECK ((state = 'waiting') = (dev_seq IS NULL)),
    CHECK ((state = 'acknowledged') = (outcome IS NOT NULL))
);
CREATE INDEX operation_by_entity ON operation (entity, n) WHERE shown = 0;
CREATE INDEX operation_unsent ON operation (n) WHERE state <> 'acknowledged';
CREATE INDEX operation_by_job ON operation (job, state);
CREATE INDEX operation_attention ON operation (n) WHERE outcome IN ('conflict', 'rejected') AND resolved = 0;

CREATE TABLE feed (
    feed TEXT PRIMARY KEY,
    cursor INTEGER NOT NULL DEFAULT 0,
    head INTEGER NOT NULL DEFAULT 0,
    -- Running digest over the feed's live records, 32 hex digits.
    digest TEXT NOT NULL,
    -- 1 once the head was reached.
    complete INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE fill (
    feed TEXT PRIMARY KEY REFERENCES feed (feed) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    digest TEXT NOT NULL
);
CREATE TABLE fill_chunk (
    feed TEXT NOT NULL REFERENCES fill (feed) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    done INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (feed, position)
);
CREATE TABLE sync_state (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    epoch TEXT,
    -- Highest dev_seq ever given out, and highest with a result.
    sent INTEGER NOT NULL DEFAULT 0,
    acknowledged INTEGER NOT NULL DEFAULT 0,
    clock_offset_ms INTEGER NOT NULL DEFAULT 0,
    last_success TEXT
);
INSERT INTO sync_state (only_row) VALUES (1);

-- Files beside the database, encrypted, named by the SHA-256 of their plain bytes.
CREATE TABLE file (
    sha256 TEXT PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('signature', 'document', 'thumbnail', 'photo')),
    mime TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    added_at INTEGER NOT NULL,
    sent_at INTEGER,
    location TEXT,
    sent_bytes INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER,
    last_error TEXT
);
CREATE INDEX file_waiting ON file (added_at) WHERE sent_at IS NULL;
CREATE TABLE file_use (
    sha256 TEXT NOT NULL REFERENCES file (sha256) ON DELETE CASCADE,
    job TEXT NOT NULL,
    PRIMARY KEY (sha256, job)
);
CREATE INDEX file_use_by_job ON file_use (job);

-- What is not yet an edit: ink strokes, half-typed fields.
CREATE TABLE draft (
    key TEXT PRIMARY KEY,
    job TEXT,
    value TEXT NOT NULL,
    saved_at INTEGER NOT NULL
);
CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
-- Counts that must not run twice, e.g. work orders of a year (R30): the last one given out.
CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
);
