-- Accounts, the ways to sign in, sessions, tokens, roles at places, recovery. Everything is keyed by account, not by
-- county; what is unique in the nation (an address, a card's number) is claimed in a table keyed by its blind index.
-- down: DROP TABLE recovery; DROP TABLE card; DROP TABLE ceremony; DROP TABLE passkey; DROP TABLE token; DROP TABLE session;
-- down: DROP TABLE lockout; DROP TABLE attempt; DROP TABLE one_time_code; DROP TABLE grant_event; DROP TABLE role_grant;
-- down: DROP TABLE contact_key; DROP TABLE contact; DROP TABLE account;

-- An erased account keeps its row, without a name, so that books that mention it hold.
CREATE TABLE account (
    id BIGINT PRIMARY KEY,
    name_sealed BLOB NOT NULL,
    locale TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'erased')),
    household_county BIGINT NOT NULL,
    household_id BIGINT NOT NULL,
    -- Second factors count from this moment on; later than now while the first one that its owner added is new.
    second_from BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX account_household ON account (household_county, household_id);

CREATE TABLE contact (
    account BIGINT NOT NULL,
    id BIGINT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('sms', 'email')),
    shown_sealed BLOB NOT NULL,
    key BLOB NOT NULL,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (account, id)
);

CREATE TABLE contact_key (
    key BLOB PRIMARY KEY,
    account BIGINT NOT NULL
);

CREATE TABLE role_grant (
    account BIGINT NOT NULL,
    role TEXT NOT NULL,
    place BIGINT NOT NULL,
    path TEXT NOT NULL,
    given_by BIGINT NOT NULL,
    given_at BIGINT NOT NULL,
    PRIMARY KEY (account, role, place)
);
CREATE INDEX role_grant_place ON role_grant (path, account, role);

CREATE TABLE grant_event (
    account BIGINT NOT NULL,
    id BIGINT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('given', 'taken')),
    role TEXT NOT NULL,
    place BIGINT NOT NULL,
    path TEXT NOT NULL,
    by_account BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (account, id)
);

CREATE TABLE one_time_code (
    id BIGINT PRIMARY KEY,
    secret BLOB NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('sign-in', 'second', 'contact')),
    account BIGINT NOT NULL,
    session BIGINT NOT NULL,
    channel TEXT NOT NULL,
    address_sealed BLOB NOT NULL,
    address_key BLOB NOT NULL,
    code BLOB NOT NULL,
    tries BIGINT NOT NULL,
    proved SMALLINT NOT NULL CHECK (proved IN (0, 1)),
    next TEXT NOT NULL,
    sent_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX one_time_code_expiry ON one_time_code (expires_at);

-- How often something was done within a window; the key is a blind index of what is counted.
CREATE TABLE attempt (
    key BLOB PRIMARY KEY,
    since_at BIGINT NOT NULL,
    n BIGINT NOT NULL
);
CREATE INDEX attempt_since ON attempt (since_at);

-- Wrong codes for an address or a card, and until when it is locked.
CREATE TABLE lockout (
    key BLOB PRIMARY KEY,
    fails BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);
CREATE INDEX lockout_last ON lockout (last_at);

CREATE TABLE session (
    account BIGINT NOT NULL,
    id BIGINT NOT NULL,
    secret BLOB NOT NULL,
    device TEXT NOT NULL,
    factor TEXT NOT NULL CHECK (factor IN ('sms', 'email', 'card', 'passkey')),
    -- Who issued the card that opened it; 0 for every other factor.
    card_by BIGINT NOT NULL,
    second_at BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (account, id)
);
CREATE INDEX session_used ON session (used_at);

CREATE TABLE token (
    account BIGINT NOT NULL,
    id BIGINT NOT NULL,
    secret BLOB NOT NULL,
    label TEXT NOT NULL,
    scopes TEXT NOT NULL,
    second_factor SMALLINT NOT NULL CHECK (second_factor IN (0, 1)),
    made_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (account, id)
);
CREATE INDEX token_expiry ON token (expires_at);

CREATE TABLE passkey (
    account BIGINT NOT NULL,
    id BIGINT NOT NULL,
    credential BLOB NOT NULL,
    label TEXT NOT NULL,
    key_sealed BLOB NOT NULL,
    made_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    PRIMARY KEY (account, id)
);
CREATE UNIQUE INDEX passkey_credential ON passkey (account, credential);

CREATE TABLE ceremony (
    id BIGINT PRIMARY KEY,
    secret BLOB NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('register', 'sign-in', 'second')),
    account BIGINT NOT NULL,
    state_sealed BLOB NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX ceremony_expiry ON ceremony (expires_at);

CREATE TABLE card (
    key BLOB PRIMARY KEY,
    id BIGINT NOT NULL,
    account BIGINT NOT NULL,
    pin BLOB NOT NULL,
    salt BLOB NOT NULL,
    hardened SMALLINT NOT NULL CHECK (hardened IN (0, 1)),
    -- Who printed it and has read its PIN.
    issued_by BIGINT NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE INDEX card_account ON card (account);

CREATE TABLE recovery (
    account BIGINT NOT NULL,
    id BIGINT NOT NULL,
    path TEXT NOT NULL,
    channel TEXT NOT NULL,
    shown_sealed BLOB NOT NULL,
    lost SMALLINT NOT NULL CHECK (lost IN (0, 1)),
    reason_sealed BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'consented', 'done', 'cancelled', 'refused', 'lapsed')),
    asked_by BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    consent_by BIGINT NOT NULL,
    consent_at BIGINT NOT NULL,
    ready_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (account, id)
);
CREATE INDEX recovery_open ON recovery (state, path);
