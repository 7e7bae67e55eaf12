-- How goods travel, how anything is confirmed, and what was found not to have come.
-- down: DROP the tables of this file.

CREATE TABLE aid_dispatch (
    county BIGINT NOT NULL,
    id BIGINT NOT NULL,
    request BIGINT NOT NULL,
    pledge BIGINT NOT NULL,
    way TEXT NOT NULL CHECK (way IN ('courier', 'in_person')),
    company TEXT NOT NULL,
    tracking TEXT NOT NULL,
    -- Whom to call when it is brought in person. Purpose "aid.dispatch.contact", row id: id.
    contact_sealed BLOB NOT NULL,
    planned_at BIGINT,
    by_account BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (county, id)
);
CREATE INDEX aid_dispatch_pledge ON aid_dispatch (county, pledge, id);

-- A confirmation of goods (pledge) or of a payout (payout); the other one is 0.
CREATE TABLE aid_receipt (
    county BIGINT NOT NULL,
    id BIGINT NOT NULL,
    request BIGINT NOT NULL,
    pledge BIGINT NOT NULL,
    payout BIGINT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    by_account BIGINT NOT NULL,
    by_role TEXT NOT NULL CHECK (by_role IN ('household', 'witness')),
    -- What was said of it; empty when nothing was. Purpose "aid.receipt.note", row id: id.
    note_sealed BLOB NOT NULL,
    -- A photo as evidence, 0 when there is none.
    photo BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (county, id)
);
CREATE INDEX aid_receipt_request ON aid_receipt (county, request, id);

CREATE TABLE aid_dispute (
    county BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    request BIGINT NOT NULL,
    pledge BIGINT NOT NULL,
    payout BIGINT NOT NULL,
    place_path TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('not_arrived', 'not_as_promised')),
    -- What happened, in words; may name people, empty when nothing was said. Purpose "aid.dispute.note", row id: id.
    note_sealed BLOB NOT NULL,
    by_account BIGINT NOT NULL,
    by_role TEXT NOT NULL CHECK (by_role IN ('household', 'witness')),
    at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'arrived', 'rest_closed', 'failed', 'answered')),
    -- Why the officer decided so; empty before. Purpose "aid.dispute.reason", row id: id.
    reason_sealed BLOB NOT NULL,
    decided_by BIGINT NOT NULL,
    decided_at BIGINT,
    PRIMARY KEY (county, id)
);
CREATE INDEX aid_dispute_open ON aid_dispute (place_path, id) WHERE state = 'open';
CREATE INDEX aid_dispute_request ON aid_dispute (county, request, id);
