-- Pledges: what a donor promised on a part, and how far it came.
-- down: DROP the tables of this file, nothing older refers to them.
-- Quantities: minor units for money, whole items for goods. NULL in a time: it has not happened.

CREATE TABLE aid_pledge (
    county BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    request BIGINT NOT NULL,
    part BIGINT NOT NULL,
    gift TEXT NOT NULL CHECK (gift IN ('money', 'goods')),
    donor BIGINT NOT NULL,
    -- Where the request is: for those who confirm deliveries there.
    place_path TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    currency TEXT NOT NULL,
    -- Goods: the estimated value of the whole pledge. Money: 0.
    value_minor BIGINT NOT NULL CHECK (value_minor >= 0),
    state TEXT NOT NULL,
    -- What the household or a witness confirmed.
    received BIGINT NOT NULL CHECK (received >= 0 AND received <= quantity),
    -- Money: what came in, what a prepared or approved payout holds, what was paid out, what went or goes back.
    paid_minor BIGINT NOT NULL CHECK (paid_minor >= 0),
    held_minor BIGINT NOT NULL CHECK (held_minor >= 0),
    paid_out_minor BIGINT NOT NULL CHECK (paid_out_minor >= 0),
    refunded_minor BIGINT NOT NULL CHECK (refunded_minor >= 0),
    -- The order at the payment provider that was begun last, 0 while there is none.
    payment BIGINT NOT NULL,
    anonymous SMALLINT NOT NULL CHECK (anonymous IN (0, 1)),
    message TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- The end of the countdown, NULL while none runs.
    due_at BIGINT,
    -- Goods: when the household, or whoever serves it, accepted the donor. Before that nobody is shown the address.
    accepted_at BIGINT,
    paid_at BIGINT,
    sent_at BIGINT,
    delivered_at BIGINT,
    received_at BIGINT,
    ended_at BIGINT,
    PRIMARY KEY (county, id),
    CHECK (held_minor + paid_out_minor + refunded_minor <= paid_minor)
);
CREATE INDEX aid_pledge_request ON aid_pledge (county, request, id);
CREATE INDEX aid_pledge_donor ON aid_pledge (county, donor, id);
CREATE INDEX aid_pledge_wish ON aid_pledge (place_path, id) WHERE state = 'pledged' AND gift = 'goods' AND accepted_at IS NULL;
CREATE INDEX aid_pledge_awaited ON aid_pledge (place_path, id) WHERE state IN ('dispatched', 'delivered', 'disputed');
CREATE INDEX aid_pledge_custody ON aid_pledge (place_path, county, request) WHERE state = 'paid';
CREATE INDEX aid_pledge_due ON aid_pledge (due_at) WHERE due_at IS NOT NULL;

-- Whose address a donor looked at: so many households a day, each of them in a slot until then, however the pledges end.
-- Kept with the account, not with the county.
CREATE TABLE aid_address_look (
    account BIGINT NOT NULL,
    slot BIGINT NOT NULL,
    household_county BIGINT NOT NULL,
    household BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (account, slot)
);

-- Where an account gave: its own overview over all counties. Kept with the account, not with the county.
CREATE TABLE aid_gift_index (
    account BIGINT NOT NULL,
    pledge BIGINT NOT NULL,
    county BIGINT NOT NULL,
    PRIMARY KEY (account, pledge)
);
