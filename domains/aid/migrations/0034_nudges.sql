-- Words to donors who agreed to them.
-- down: DROP TABLE aid_nudge; DROP INDEX aid_interest_nudges; ALTER TABLE aid_interest DROP COLUMN nudges;

-- How often in 30 days a donor agreed to be written to; 0: never.
ALTER TABLE aid_interest ADD COLUMN nudges SMALLINT NOT NULL DEFAULT 0 CHECK (nudges >= 0 AND nudges <= 4);
CREATE INDEX aid_interest_nudges ON aid_interest (nudges, account) WHERE nudges > 0;

-- When a donor was written to. Kept 60 days, with the account.
CREATE TABLE aid_nudge (
    account BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (account, at)
);
CREATE INDEX aid_nudge_at ON aid_nudge (at);
