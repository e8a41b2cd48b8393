-- Tablets given for lost (ADR 15): who gave them for lost and when, whether they have heard of it, and what came of it.
-- A tablet given for lost is revoked too (`revoked_ms`), which `lost_ms` never is when the order was withdrawn.
ALTER TABLE tablet ADD COLUMN lost_ms INTEGER;
ALTER TABLE tablet ADD COLUMN lost_by BLOB;
-- When the order was first handed out: from then on nothing calls it back.
ALTER TABLE tablet ADD COLUMN order_given_ms INTEGER;
ALTER TABLE tablet ADD COLUMN erased_ms INTEGER;
ALTER TABLE tablet ADD COLUMN erased_operations INTEGER;
ALTER TABLE tablet ADD COLUMN erased_files INTEGER;
ALTER TABLE tablet ADD COLUMN erased_unreadable INTEGER;
-- When all sealed parts were here: its token opens nothing any more.
ALTER TABLE tablet ADD COLUMN delivered_ms INTEGER;

-- What a lost tablet sealed, by the SHA-256 of the sealed bytes. `position` is its place in the tablet's list, once told;
-- `received_ms` is NULL as long as it is on its way.
CREATE TABLE sealed_part (
    company_id  BLOB NOT NULL,
    tablet_id   BLOB NOT NULL,
    sha256      TEXT NOT NULL,
    position    INTEGER,
    is_work     INTEGER NOT NULL,
    received_ms INTEGER,
    taken_in_ms INTEGER,
    PRIMARY KEY (company_id, tablet_id, sha256),
    FOREIGN KEY (company_id, tablet_id) REFERENCES tablet (company_id, id)
) STRICT;
