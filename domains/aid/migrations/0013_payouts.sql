-- Money on its way to a household. What goes back to donors is kept by the payments.
-- down: DROP the tables of this file.

CREATE TABLE aid_payout (
    county BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    request BIGINT NOT NULL,
    part BIGINT NOT NULL,
    place_path TEXT NOT NULL,
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    state TEXT NOT NULL,
    -- What the officer saw that shows the need and the way it is paid. Purpose "aid.payout.evidence", row id: id.
    evidence_sealed BLOB NOT NULL,
    prepared_by BIGINT NOT NULL,
    prepared_at BIGINT NOT NULL,
    -- Who approved, rejected or took it back, and why.
    decided_by BIGINT NOT NULL,
    decided_at BIGINT,
    reason TEXT NOT NULL,
    -- The hold in the ledger until it is approved.
    hold BIGINT NOT NULL,
    -- The order at the provider, 0 before approval.
    payment BIGINT NOT NULL,
    paid_out_at BIGINT,
    received_at BIGINT,
    PRIMARY KEY (county, id),
    CHECK (state NOT IN ('approved', 'paid_out', 'disputed', 'received') OR (decided_by <> 0 AND decided_by <> prepared_by))
);
CREATE INDEX aid_payout_request ON aid_payout (county, request, id);
CREATE INDEX aid_payout_place ON aid_payout (place_path, id);

-- Which gift a payout was made of: pro rata over what was in custody.
CREATE TABLE aid_payout_share (
    county BIGINT NOT NULL,
    payout BIGINT NOT NULL,
    pledge BIGINT NOT NULL,
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    PRIMARY KEY (county, payout, pledge)
);
CREATE INDEX aid_payout_share_pledge ON aid_payout_share (county, pledge);

CREATE INDEX aid_payout_awaited ON aid_payout (place_path, id) WHERE state IN ('paid_out', 'disputed');
