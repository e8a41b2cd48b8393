-- Tablets given for lost (ADR 15): who gave them for lost and when, whether they have heard of it, and what came of it.
-- A tablet given for lost is revoked too (`revoked_ms`), which `lost_ms` never is when the order was withdrawn.
ALTER TABLE tablet ADD COLUMN lost_ms BIGINT;
ALTER TABLE tablet ADD COLUMN lost_by UUID;
-- When the order was first handed out: from then on nothing calls it back.
ALTER TABLE tablet ADD COLUMN order_given_ms BIGINT;
ALTER TABLE tablet ADD COLUMN erased_ms BIGINT;
ALTER TABLE tablet ADD COLUMN erased_operations BIGINT;
ALTER TABLE tablet ADD COLUMN erased_files BIGINT;
ALTER TABLE tablet ADD COLUMN erased_unreadable BIGINT;
-- When all sealed parts were here: its token opens nothing any more.
ALTER TABLE tablet ADD COLUMN delivered_ms BIGINT;

-- What a lost tablet sealed, by the SHA-256 of the sealed bytes. `position` is its place in the tablet's list, once told;
-- `received_ms` is NULL as long as it is on its way.
CREATE TABLE sealed_part (
    company_id  UUID NOT NULL,
    tablet_id   UUID NOT NULL,
    sha256      TEXT NOT NULL,
    position    BIGINT,
    is_work     BIGINT NOT NULL,
    received_ms BIGINT,
    taken_in_ms BIGINT,
    PRIMARY KEY (company_id, tablet_id, sha256),
    FOREIGN KEY (company_id, tablet_id) REFERENCES tablet (company_id, id)
);
