-- Pooled funds: many give to a purpose and a place, and the board's order says to which requests it goes.
-- down: DROP TABLE aid_fund_pledge; DROP TABLE aid_fund_gift; DROP TABLE aid_fund; before that nothing may lie on a fund's account.
CREATE TABLE aid_fund (
    county BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    -- Where it gives: the county whose books it is in, or a place below it.
    place BIGINT NOT NULL,
    place_path TEXT NOT NULL,
    -- '': any.
    purpose TEXT NOT NULL,
    currency TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_ar TEXT NOT NULL,
    -- By whom its money is kept.
    provider TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'open', 'closing', 'rejected')),
    steward BIGINT NOT NULL,
    opened_by BIGINT NOT NULL,
    -- Why it was rejected or closed to gifts, for officers.
    reason TEXT NOT NULL,
    proposed_at BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    -- When its money is given on next, 0: not at all.
    next_at BIGINT NOT NULL,
    PRIMARY KEY (county, id),
    CHECK (opened_by <> steward)
);
CREATE INDEX aid_fund_place ON aid_fund (place_path, id);
CREATE INDEX aid_fund_listed ON aid_fund (id) WHERE state IN ('open', 'closing');
CREATE INDEX aid_fund_next ON aid_fund (next_at) WHERE next_at > 0;

-- What somebody gave to a fund.
CREATE TABLE aid_fund_gift (
    county BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    fund BIGINT NOT NULL,
    donor BIGINT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    state TEXT NOT NULL CHECK (state IN ('begun', 'paid', 'failed', 'back')),
    payment BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    paid_at BIGINT NOT NULL,
    PRIMARY KEY (county, id)
);
CREATE INDEX aid_fund_gift_fund ON aid_fund_gift (county, fund, state);
CREATE INDEX aid_fund_gift_donor ON aid_fund_gift (donor, id);

-- What a fund pledged, each paid from its account in the same moment; and what came back of it.
CREATE TABLE aid_fund_pledge (
    county BIGINT NOT NULL,
    pledge BIGINT NOT NULL,
    fund BIGINT NOT NULL,
    request BIGINT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    back BIGINT NOT NULL CHECK (back >= 0),
    at BIGINT NOT NULL,
    PRIMARY KEY (county, pledge),
    CHECK (back <= amount)
);
CREATE INDEX aid_fund_pledge_fund ON aid_fund_pledge (county, fund, pledge);
