-- Requests, what they ask, their story, and what limits them.
-- down: DROP the tables of this file; nothing older refers to them.
-- Money in minor units, times in milliseconds UTC, NULL in a time: it has not happened.

CREATE TABLE aid_request (
    county BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    -- The version of the state machine that last moved this row.
    lifecycle_version BIGINT NOT NULL,
    household_county BIGINT NOT NULL,
    household BIGINT NOT NULL,
    publisher BIGINT NOT NULL,
    relationship TEXT NOT NULL,
    place BIGINT NOT NULL,
    place_path TEXT NOT NULL,
    purpose TEXT NOT NULL,
    reason_code TEXT NOT NULL,
    title TEXT NOT NULL,
    story TEXT NOT NULL,
    language TEXT NOT NULL,
    -- JSON: the household as the public may see it, as it was when the request was last saved.
    masked TEXT NOT NULL,
    currency TEXT NOT NULL,
    state TEXT NOT NULL,
    -- Sums over the money parts.
    asked_minor BIGINT NOT NULL CHECK (asked_minor >= 0),
    pledged_minor BIGINT NOT NULL CHECK (pledged_minor >= 0 AND pledged_minor <= asked_minor),
    received_minor BIGINT NOT NULL CHECK (received_minor >= 0 AND received_minor <= asked_minor),
    -- Estimated value of the goods parts; never added to money.
    goods_value_minor BIGINT NOT NULL CHECK (goods_value_minor >= 0),
    parts BIGINT NOT NULL CHECK (parts >= 0),
    parts_pledged BIGINT NOT NULL CHECK (parts_pledged >= 0 AND parts_pledged <= parts),
    parts_met BIGINT NOT NULL CHECK (parts_met >= 0 AND parts_met <= parts),
    -- Where goods go; empty when none was given. Purpose "aid.request.address", row id: id.
    address_sealed BLOB NOT NULL,
    -- The review's or appeal's case in the procedures, 0 while there is none.
    review_case BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    -- Handed in last, and for the first time: figures count the first.
    submitted_at BIGINT,
    first_submitted_at BIGINT,
    opened_at BIGINT,
    expires_at BIGINT,
    met_at BIGINT,
    ended_at BIGINT,
    -- Why it was refused, closed or failed: a reason code, '' otherwise.
    end_reason TEXT NOT NULL,
    PRIMARY KEY (county, id)
);
CREATE INDEX aid_request_household ON aid_request (county, household, id);
-- A household that moved has requests in several counties.
CREATE INDEX aid_request_home ON aid_request (household, household_county);
CREATE INDEX aid_request_publisher ON aid_request (publisher, id);
CREATE INDEX aid_request_place ON aid_request (county, place_path);
CREATE INDEX aid_request_expiry ON aid_request (expires_at) WHERE expires_at IS NOT NULL;

-- What a request asks, part by part. Money: asked in minor units. Goods: asked in whole units.
CREATE TABLE aid_part (
    county BIGINT NOT NULL,
    id BIGINT NOT NULL,
    request BIGINT NOT NULL,
    version BIGINT NOT NULL,
    position BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('money', 'goods')),
    label TEXT NOT NULL,
    unit TEXT NOT NULL,
    asked BIGINT NOT NULL CHECK (asked > 0),
    pledged BIGINT NOT NULL CHECK (pledged >= 0 AND pledged <= asked),
    -- Of what is pledged: on its way or further, there, confirmed. Each later number is part of the one before.
    sent BIGINT NOT NULL CHECK (sent >= 0 AND sent <= pledged),
    delivered BIGINT NOT NULL CHECK (delivered >= 0 AND delivered <= sent),
    received BIGINT NOT NULL CHECK (received >= 0 AND received <= delivered),
    -- Goods: the estimated value of one unit. Money: 0.
    unit_value_minor BIGINT NOT NULL CHECK (unit_value_minor >= 0),
    state TEXT NOT NULL,
    PRIMARY KEY (county, id)
);
CREATE INDEX aid_part_request ON aid_part (county, request, position);

-- The story so far, one row per event. `args` is JSON of message arguments and never holds personal data.
CREATE TABLE aid_story_event (
    county BIGINT NOT NULL,
    id BIGINT NOT NULL,
    request BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    actor_role TEXT NOT NULL,
    args TEXT NOT NULL,
    -- 1: everyone may read it; 0: only those concerned.
    shown SMALLINT NOT NULL CHECK (shown IN (0, 1)),
    PRIMARY KEY (county, id)
);
CREATE INDEX aid_story_event_request ON aid_story_event (county, request, id);

-- A coarse, unnamed row about who asked, so that fairness can be measured without opening anything sealed.
-- Nothing leads from a row to its request: the id is drawn by lot, the time is a month, and the rows lie in the order of
-- their ids.
CREATE TABLE aid_stat_row (
    county BIGINT NOT NULL,
    id BIGINT NOT NULL,
    month BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    size_band TEXT NOT NULL,
    age_band TEXT NOT NULL,
    sex TEXT NOT NULL,
    disability TEXT NOT NULL,
    language TEXT NOT NULL,
    proxy SMALLINT NOT NULL CHECK (proxy IN (0, 1)),
    PRIMARY KEY (county, id)
) WITHOUT ROWID;

-- Which public request is found under which area: one row per area that contains it (0: everywhere).
-- stage: 1 asks for help, 2 is under way, 3 met, 4 ended otherwise. rank: the fair order, smallest first.
CREATE TABLE aid_listing (
    county BIGINT NOT NULL,
    area BIGINT NOT NULL,
    request BIGINT NOT NULL,
    stage SMALLINT NOT NULL,
    purpose TEXT NOT NULL,
    rank BIGINT NOT NULL,
    PRIMARY KEY (county, request, area)
);
CREATE INDEX aid_listing_all ON aid_listing (area, stage, rank, request);
CREATE INDEX aid_listing_purpose ON aid_listing (area, stage, purpose, rank, request);

-- How often a request was looked at; the fair order puts the less looked at first.
CREATE TABLE aid_attention (
    county BIGINT NOT NULL,
    request BIGINT NOT NULL,
    looks BIGINT NOT NULL,
    PRIMARY KEY (county, request)
);

-- Cohorts: what was submitted and opened in a month (year * 100 + month), and what became of what opened then.
CREATE TABLE aid_cohort (
    county BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    month BIGINT NOT NULL,
    county_path TEXT NOT NULL,
    submitted BIGINT NOT NULL,
    opened BIGINT NOT NULL,
    met BIGINT NOT NULL,
    -- Ended without being met: expired, withdrawn, failed, closed.
    ended BIGINT NOT NULL,
    -- Milliseconds from opening to being met, summed over the met ones.
    wait_sum BIGINT NOT NULL,
    PRIMARY KEY (county, purpose, month)
);
CREATE INDEX aid_cohort_path ON aid_cohort (county_path);

-- The most one household may ask in money for a purpose in a year; the lowest one upwards counts.
CREATE TABLE aid_cap (
    place BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    year BIGINT NOT NULL,
    version BIGINT NOT NULL,
    place_path TEXT NOT NULL,
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    changed_by BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (place, purpose, year)
);

-- What a household has asked of its cap: a guarded counter.
CREATE TABLE aid_cap_use (
    county BIGINT NOT NULL,
    household BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    year BIGINT NOT NULL,
    used_minor BIGINT NOT NULL CHECK (used_minor >= 0),
    PRIMARY KEY (county, household, purpose, year)
);

-- What a request took of the cap, so that exactly that is given back.
CREATE TABLE aid_cap_taken (
    county BIGINT NOT NULL,
    request BIGINT NOT NULL,
    household BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    year BIGINT NOT NULL,
    amount_minor BIGINT NOT NULL CHECK (amount_minor >= 0),
    PRIMARY KEY (county, request)
);

-- The duplicate window: a household has so many slots per purpose; a submission takes one until `until`.
CREATE TABLE aid_window (
    county BIGINT NOT NULL,
    household BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    slot BIGINT NOT NULL,
    request BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (county, household, purpose, slot)
);

-- Reports of abuse, for the officer.
CREATE TABLE aid_report (
    county BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    request BIGINT NOT NULL,
    place_path TEXT NOT NULL,
    reason TEXT NOT NULL,
    -- What was told; may name people. Purpose "aid.report.note", row id: id.
    note_sealed BLOB NOT NULL,
    -- 0: somebody who was not signed in.
    reporter BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('new', 'dismissed', 'upheld')),
    at BIGINT NOT NULL,
    decided_by BIGINT NOT NULL,
    decided_at BIGINT,
    PRIMARY KEY (county, id)
);
CREATE INDEX aid_report_new ON aid_report (place_path, id) WHERE state = 'new';
CREATE INDEX aid_report_request ON aid_report (county, request);

-- Appeals against a refusal. The grounds may name people: sealed under "aid.appeal.grounds", row id: id.
CREATE TABLE aid_appeal (
    county BIGINT NOT NULL,
    -- The case in the procedures.
    id BIGINT NOT NULL,
    request BIGINT NOT NULL,
    grounds_sealed BLOB NOT NULL,
    appealed_by BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (county, id)
);
-- One appeal per request.
CREATE UNIQUE INDEX aid_appeal_request ON aid_appeal (county, request);

-- What was said when a request was taken back or stopped, beside the reason. May name people: sealed under
-- "aid.request.end-note", row id: id.
CREATE TABLE aid_end_note (
    county BIGINT NOT NULL,
    -- The request.
    id BIGINT NOT NULL,
    note_sealed BLOB NOT NULL,
    by_account BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (county, id)
);
