-- What donors offer in kind, what was pledged of it, and which new requests it may fit.
-- down: DROP the tables of this file; nothing older refers to them.

CREATE TABLE aid_offer (
    -- The county where the goods lay when the offer was made; never changes.
    county BIGINT NOT NULL,
    id BIGINT NOT NULL,
    -- Counts what its donor changed. What is pledged of it, and what comes back, does not count.
    version BIGINT NOT NULL,
    account BIGINT NOT NULL,
    -- The county where the goods lie now.
    place BIGINT NOT NULL,
    place_path TEXT NOT NULL,
    label TEXT NOT NULL,
    kind TEXT NOT NULL,
    sizes TEXT NOT NULL,
    details TEXT NOT NULL,
    quality TEXT NOT NULL CHECK (quality IN ('new', 'used')),
    -- The class of weight of one item.
    weight TEXT NOT NULL CHECK (weight IN ('light', 'medium', 'heavy', 'bulky')),
    -- Whole items.
    quantity BIGINT NOT NULL CHECK (quantity > 0 AND quantity <= 100000),
    -- Of these, how many no pledge holds: a guarded counter.
    rest BIGINT NOT NULL,
    -- What one item is worth, as its donor estimates.
    unit_value_minor BIGINT NOT NULL CHECK (unit_value_minor > 0),
    currency TEXT NOT NULL,
    -- The most that its donor pays to send to one family. NULL: no bound. 0: nothing, they bring it themselves within the county.
    carry_minor BIGINT CHECK (carry_minor >= 0),
    -- Until when it stands.
    until_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('standing', 'paused', 'withdrawn', 'ended')),
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (county, id),
    CHECK (rest >= 0 AND rest <= quantity)
);
CREATE INDEX aid_offer_place ON aid_offer (place_path, id);
CREATE INDEX aid_offer_due ON aid_offer (until_at) WHERE state IN ('standing', 'paused');

-- Where an account offers: its own list over all counties. Kept with the account, not with the county.
CREATE TABLE aid_offer_index (
    account BIGINT NOT NULL,
    offer BIGINT NOT NULL,
    county BIGINT NOT NULL,
    PRIMARY KEY (account, offer)
);

-- So many offers may stand for one account at a time: each in a slot until its time is over. Kept with the account.
CREATE TABLE aid_offer_slot (
    account BIGINT NOT NULL,
    slot BIGINT NOT NULL,
    county BIGINT NOT NULL,
    offer BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    PRIMARY KEY (account, slot)
);

-- Which pledge was made of which offer, and how many items it holds now. Lies where the pledge lies.
CREATE TABLE aid_offer_pledge (
    county BIGINT NOT NULL,
    pledge BIGINT NOT NULL,
    offer_county BIGINT NOT NULL,
    offer BIGINT NOT NULL,
    held BIGINT NOT NULL CHECK (held >= 0),
    PRIMARY KEY (county, pledge)
);
CREATE INDEX aid_offer_pledge_offer ON aid_offer_pledge (offer_county, offer, pledge);

-- Requests that opened while an offer stood that may fit them, until its donor looked, or they ask no more.
CREATE TABLE aid_offer_fit (
    offer_county BIGINT NOT NULL,
    offer BIGINT NOT NULL,
    county BIGINT NOT NULL,
    request BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (offer_county, offer, county, request)
);
CREATE INDEX aid_offer_fit_request ON aid_offer_fit (county, request);
