-- Who may do what: users of the console, their sessions, tablets and the invites they came by.
-- Secrets (tokens, invites) are kept as SHA-256 only, passwords as Argon2id.

CREATE TABLE user (
    company_id    BLOB NOT NULL,
    id            BLOB NOT NULL,
    email         TEXT NOT NULL,
    name          TEXT NOT NULL,
    role          TEXT NOT NULL CHECK (role IN ('dispatcher', 'clerk', 'admin', 'read_only')),
    password_hash TEXT NOT NULL,
    active        INTEGER NOT NULL,
    PRIMARY KEY (company_id, id)
) STRICT;
CREATE UNIQUE INDEX user_by_email ON user (company_id, email);

CREATE TABLE session (
    company_id BLOB NOT NULL,
    token_hash BLOB NOT NULL,
    user_id    BLOB NOT NULL,
    made_ms    INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    PRIMARY KEY (company_id, token_hash),
    FOREIGN KEY (company_id, user_id) REFERENCES user (company_id, id)
) STRICT;
CREATE INDEX session_by_user ON session (company_id, user_id);

CREATE TABLE tablet (
    company_id      BLOB NOT NULL,
    id              BLOB NOT NULL,
    code            TEXT NOT NULL,
    technician_id   BLOB NOT NULL,
    name            TEXT NOT NULL,
    token_hash      BLOB NOT NULL,
    auth_key        TEXT NOT NULL,
    document_key    TEXT NOT NULL,
    app_version     TEXT NOT NULL,
    enrolled_ms     INTEGER NOT NULL,
    last_seen_ms    INTEGER NOT NULL,
    backlog         INTEGER NOT NULL,
    clock_offset_ms INTEGER NOT NULL,
    last_dev_seq    INTEGER NOT NULL,
    last_work_order INTEGER NOT NULL,
    revoked_ms      INTEGER,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, technician_id) REFERENCES technician (company_id, id)
) STRICT;
CREATE UNIQUE INDEX tablet_by_token ON tablet (company_id, token_hash);
CREATE UNIQUE INDEX tablet_by_code ON tablet (company_id, code);

CREATE TABLE invite (
    company_id    BLOB NOT NULL,
    id            BLOB NOT NULL,
    secret_hash   BLOB NOT NULL,
    technician_id BLOB NOT NULL,
    made_by       BLOB NOT NULL,
    made_ms       INTEGER NOT NULL,
    expires_ms    INTEGER NOT NULL,
    used_ms       INTEGER,
    tablet_id     BLOB,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, technician_id) REFERENCES technician (company_id, id)
) STRICT;
CREATE UNIQUE INDEX invite_by_secret ON invite (company_id, secret_hash);
