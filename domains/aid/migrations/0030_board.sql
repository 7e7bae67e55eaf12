-- What the live allocator is fed with, what donors declared, and what they were shown.
-- down: DROP the tables of this file; nothing older refers to them.

-- One row per request that asks or asked for help lately: what the allocator needs, and when it changed. Requests that were open before this
-- table are entered by the job aid.board-sweep.
CREATE TABLE aid_board (
    county BIGINT NOT NULL,
    request BIGINT NOT NULL,
    -- The way to the county that keeps its books now.
    area_path TEXT NOT NULL,
    household_county BIGINT NOT NULL,
    household BIGINT NOT NULL,
    publisher BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    -- 1: it takes pledges. 0: it does not any more.
    asks SMALLINT NOT NULL CHECK (asks IN (0, 1)),
    -- 1: a part that asks for goods is open.
    goods SMALLINT NOT NULL CHECK (goods IN (0, 1)),
    -- How much of it is pledged, in thousandths; 1,000 only where it is pledged whole or further.
    share BIGINT NOT NULL CHECK (share >= 0 AND share <= 1000),
    opened_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (county, request)
);
CREATE INDEX aid_board_changed ON aid_board (changed_at);
CREATE INDEX aid_board_opened ON aid_board (opened_at, request);
CREATE INDEX aid_board_area ON aid_board (area_path);

-- What a donor declared. Kept with the account, as everything below.
CREATE TABLE aid_interest (
    account BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    -- Up to three purposes, parted by spaces; '' for any.
    purposes TEXT NOT NULL,
    -- 0: anywhere.
    place BIGINT NOT NULL,
    -- 1: requests are put in this donor's own order; 0: newest first.
    personal SMALLINT NOT NULL CHECK (personal IN (0, 1)),
    -- 1: what they did counts where they declared nothing.
    learn SMALLINT NOT NULL CHECK (learn IN (0, 1)),
    changed_at BIGINT NOT NULL
);

-- What a donor gave to, by purpose and county: counted, faded, deleted with one press.
CREATE TABLE aid_taste (
    account BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    area BIGINT NOT NULL,
    shown BIGINT NOT NULL CHECK (shown >= 0),
    taken BIGINT NOT NULL CHECK (taken >= 0),
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (account, purpose, area)
);

-- What a donor was shown in their own order in one visit, and what came of it. Kept 30 days.
CREATE TABLE aid_shown (
    account BIGINT NOT NULL,
    -- The visit.
    session BIGINT NOT NULL,
    county BIGINT NOT NULL,
    request BIGINT NOT NULL,
    at BIGINT NOT NULL,
    -- In what it matched what the donor was looked for: 1 purpose, 2 area, 3 both, 0 neither.
    matched SMALLINT NOT NULL CHECK (matched >= 0 AND matched <= 3),
    -- What else spoke for it, as a sum: 1 near its sum, 2 ends soon, 4 lifted for its area or group.
    why SMALLINT NOT NULL CHECK (why >= 0 AND why <= 7),
    taken SMALLINT NOT NULL CHECK (taken IN (0, 1)),
    PRIMARY KEY (account, session, county, request)
);
CREATE INDEX aid_shown_at ON aid_shown (at);
CREATE INDEX aid_shown_request ON aid_shown (county, request, at);
