-- Pledges of money that are not paid: so many at a time from one account, each of them in a slot until it is paid, and for a day
-- when it is not. Kept with the account, not with the county.
-- down: DROP TABLE aid_unpaid;
CREATE TABLE aid_unpaid (
    account BIGINT NOT NULL,
    slot BIGINT NOT NULL,
    county BIGINT NOT NULL,
    pledge BIGINT NOT NULL,
    -- When it is free again.
    until BIGINT NOT NULL,
    -- Whether a pledge that was in it has ever been paid.
    paid SMALLINT NOT NULL CHECK (paid IN (0, 1)),
    PRIMARY KEY (account, slot)
);
