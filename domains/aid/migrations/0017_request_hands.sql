-- Who else had a hand in writing a request: whoever had printed the card that its household was signed in with. Only added to.
-- down: DROP TABLE aid_request_hand;
CREATE TABLE aid_request_hand (
    county BIGINT NOT NULL,
    request BIGINT NOT NULL,
    account BIGINT NOT NULL,
    PRIMARY KEY (county, request, account)
);
