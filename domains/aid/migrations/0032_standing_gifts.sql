-- Standing gifts: what somebody gives again and again, every due day as a run, and the pledges a run made. Kept with the account.
-- Days are YYYYMMDD of the installation's local time, 0 where there is none.
-- down: DROP TABLE aid_standing_line; DROP TABLE aid_standing_run; DROP TABLE aid_standing_gift;
CREATE TABLE aid_standing_gift (
    account BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL,
    period TEXT NOT NULL CHECK (period IN ('once', 'monthly', 'quarterly')),
    -- '': any.
    purpose TEXT NOT NULL,
    -- 0: anywhere.
    place BIGINT NOT NULL,
    anonymous SMALLINT NOT NULL CHECK (anonymous IN (0, 1)),
    day BIGINT NOT NULL CHECK (day >= 1 AND day <= 31),
    first_day BIGINT NOT NULL,
    until_day BIGINT NOT NULL,
    -- How often in all; 0: no number was said.
    times BIGINT NOT NULL CHECK (times >= 0),
    state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'ended')),
    -- Why it is paused or has ended, a word; '' while it is active.
    reason TEXT NOT NULL,
    -- Runs so far, the last one's day, how many have failed one after the other, and what the last one could not place.
    runs BIGINT NOT NULL CHECK (runs >= 0),
    last_day BIGINT NOT NULL,
    failed BIGINT NOT NULL CHECK (failed >= 0),
    carried BIGINT NOT NULL CHECK (carried >= 0),
    -- The mandate at the payments, 0: none.
    mandate BIGINT NOT NULL,
    next_day BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (account, id)
);
CREATE INDEX aid_standing_gift_next ON aid_standing_gift (next_at) WHERE next_at > 0;

-- One due day of a gift: whoever comes second finds the row there. What was wished when it fell due is kept in it.
CREATE TABLE aid_standing_run (
    account BIGINT NOT NULL,
    gift BIGINT NOT NULL,
    day BIGINT NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('placing', 'charging', 'waiting', 'done')),
    amount BIGINT NOT NULL CHECK (amount > 0),
    carried_in BIGINT NOT NULL CHECK (carried_in >= 0),
    currency TEXT NOT NULL,
    purpose TEXT NOT NULL,
    place BIGINT NOT NULL,
    anonymous SMALLINT NOT NULL CHECK (anonymous IN (0, 1)),
    -- By what its pledges are charged, 0: they are paid by hand.
    mandate BIGINT NOT NULL,
    placed BIGINT NOT NULL CHECK (placed >= 0),
    carried_out BIGINT NOT NULL CHECK (carried_out >= 0),
    paid BIGINT NOT NULL CHECK (paid >= 0),
    -- Why nothing (more) was placed or charged: the key of a message, '' when there is nothing to say.
    note TEXT NOT NULL,
    failed SMALLINT NOT NULL CHECK (failed IN (0, 1)),
    made_at BIGINT NOT NULL,
    -- When somebody is to work on it, 0: nothing is left to do.
    work_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    PRIMARY KEY (account, gift, day),
    CHECK (placed <= amount + carried_in),
    CHECK (paid <= placed)
);
CREATE INDEX aid_standing_run_work ON aid_standing_run (work_at) WHERE work_at > 0;

-- A pledge that a run made.
CREATE TABLE aid_standing_line (
    account BIGINT NOT NULL,
    gift BIGINT NOT NULL,
    day BIGINT NOT NULL,
    pos BIGINT NOT NULL,
    county BIGINT NOT NULL,
    request BIGINT NOT NULL,
    part BIGINT NOT NULL,
    pledge BIGINT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    state TEXT NOT NULL CHECK (state IN ('made', 'charging', 'paid', 'failed', 'released', 'lapsed')),
    -- The payment order by which it is charged, 0: none.
    payment BIGINT NOT NULL,
    PRIMARY KEY (account, gift, day, pos)
);
CREATE UNIQUE INDEX aid_standing_line_part ON aid_standing_line (account, gift, day, county, part);
