-- How donors' attention and help are spread: what is kept of who asks, sealed, and counters without names.
-- down: DROP the tables and the index of this file; nothing older refers to them.

-- Who asks, coarsely, as it was when the request opened: age band and sex of the head, the severest disability, the language. Opened by the
-- job that counts and by the allocator's floors, and by nobody else. Goes with the household that is forgotten, and a year after the request
-- ended.
CREATE TABLE aid_coarse (
    county BIGINT NOT NULL,
    request BIGINT NOT NULL,
    -- Always of one length. Purpose "aid.coarse", row id: request.
    coarse_sealed BLOB NOT NULL,
    PRIMARY KEY (county, request)
);

-- What opened in a county in a month is counted anew.
CREATE INDEX aid_request_opened ON aid_request (county, opened_at, id) WHERE opened_at IS NOT NULL;

-- Of the requests that were made in a county and opened in a month (year * 100 + month): how many, and what became of them.
CREATE TABLE aid_fairness (
    county BIGINT NOT NULL,
    month BIGINT NOT NULL,
    -- 1: told of whoever asks, as of the beginning of a month; 0: of the requests, as of the count.
    guarded SMALLINT NOT NULL CHECK (guarded IN (0, 1)),
    dimension TEXT NOT NULL,
    -- '' for all.
    band TEXT NOT NULL,
    -- The county that keeps their books now, and its path.
    books BIGINT NOT NULL,
    county_path TEXT NOT NULL,
    opened BIGINT NOT NULL,
    -- How often they were looked at: the sum, the sum of squares, and how many of them 0, 1, 2, 4, 8, 16, 32, 64 times or more.
    looks BIGINT NOT NULL,
    looks_sq BIGINT NOT NULL,
    looks_0 BIGINT NOT NULL,
    looks_1 BIGINT NOT NULL,
    looks_2 BIGINT NOT NULL,
    looks_4 BIGINT NOT NULL,
    looks_8 BIGINT NOT NULL,
    looks_16 BIGINT NOT NULL,
    looks_32 BIGINT NOT NULL,
    looks_64 BIGINT NOT NULL,
    -- How often they stood on a donor's own slate.
    shown BIGINT NOT NULL,
    -- Anything was ever promised; met; ended without being met.
    pledged BIGINT NOT NULL,
    met BIGINT NOT NULL,
    ended BIGINT NOT NULL,
    -- Hours from opening to the first promise and to being met: sums and sums of squares over those that came so far.
    first_wait BIGINT NOT NULL,
    first_wait_sq BIGINT NOT NULL,
    met_wait BIGINT NOT NULL,
    met_wait_sq BIGINT NOT NULL,
    PRIMARY KEY (county, month, guarded, dimension, band, books)
);
CREATE INDEX aid_fairness_month ON aid_fairness (month);
CREATE INDEX aid_fairness_path ON aid_fairness (county_path);

-- When a county was counted last, and in which month those who ask were.
CREATE TABLE aid_fairness_run (
    county BIGINT NOT NULL PRIMARY KEY,
    counted_at BIGINT NOT NULL,
    groups_month BIGINT NOT NULL
);
CREATE INDEX aid_fairness_run_at ON aid_fairness_run (counted_at);

-- How often a request stood on a donor's own slate, added up before who saw it is forgotten.
CREATE TABLE aid_slate_count (
    county BIGINT NOT NULL,
    request BIGINT NOT NULL,
    shown BIGINT NOT NULL,
    PRIMARY KEY (county, request)
);

-- The same of all requests by day, in days since 1970: how many places there were on donors' own slates, and how many of them went to
-- requests that were lifted for their area or group. Kept 30 days.
CREATE TABLE aid_slate_day (
    day BIGINT NOT NULL PRIMARY KEY,
    places BIGINT NOT NULL,
    lifted BIGINT NOT NULL
);

-- Up to when that is added up: one row.
CREATE TABLE aid_slate_counted (
    one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    until BIGINT NOT NULL
);
