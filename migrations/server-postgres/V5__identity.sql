-- Who may do what: users of the console, their sessions, tablets and the invites they came by.
-- Secrets (tokens, invites) are kept as SHA-256 only, passwords as Argon2id.

CREATE TABLE "user" (
    company_id    UUID NOT NULL,
    id            UUID NOT NULL,
    email         TEXT NOT NULL,
    name          TEXT NOT NULL,
    role          TEXT NOT NULL CHECK (role IN ('dispatcher', 'clerk', 'admin', 'read_only')),
    password_hash TEXT NOT NULL,
    active        BIGINT NOT NULL,
    PRIMARY KEY (company_id, id)
);
CREATE UNIQUE INDEX user_by_email ON "user" (company_id, email);

CREATE TABLE session (
    company_id UUID NOT NULL,
    token_hash BYTEA NOT NULL,
    user_id    UUID NOT NULL,
    made_ms    BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    PRIMARY KEY (company_id, token_hash),
    FOREIGN KEY (company_id, user_id) REFERENCES "user" (company_id, id)
);
CREATE INDEX session_by_user ON session (company_id, user_id);

CREATE TABLE tablet (
    company_id      UUID NOT NULL,
    id              UUID NOT NULL,
    code            TEXT NOT NULL,
    technician_id   UUID NOT NULL,
    name            TEXT NOT NULL,
    token_hash      BYTEA NOT NULL,
    auth_key        TEXT NOT NULL,
    document_key    TEXT NOT NULL,
    app_version     TEXT NOT NULL,
    enrolled_ms     BIGINT NOT NULL,
    last_seen_ms    BIGINT NOT NULL,
    backlog         BIGINT NOT NULL,
    clock_offset_ms BIGINT NOT NULL,
    last_dev_seq    BIGINT NOT NULL,
    last_work_order BIGINT NOT NULL,
    revoked_ms      BIGINT,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, technician_id) REFERENCES technician (company_id, id)
);
CREATE UNIQUE INDEX tablet_by_token ON tablet (company_id, token_hash);
CREATE UNIQUE INDEX tablet_by_code ON tablet (company_id, code);

CREATE TABLE invite (
    company_id    UUID NOT NULL,
    id            UUID NOT NULL,
    secret_hash   BYTEA NOT NULL,
    technician_id UUID NOT NULL,
    made_by       UUID NOT NULL,
    made_ms       BIGINT NOT NULL,
    expires_ms    BIGINT NOT NULL,
    used_ms       BIGINT,
    tablet_id     UUID,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, technician_id) REFERENCES technician (company_id, id)
);
CREATE UNIQUE INDEX invite_by_secret ON invite (company_id, secret_hash);
