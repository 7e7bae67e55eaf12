-- Thanks, updates and stories.
-- down: DROP the table of this file.

CREATE TABLE aid_post (
    county BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    request BIGINT NOT NULL,
    place_path TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('thanks', 'update', 'story')),
    body TEXT NOT NULL,
    by_account BIGINT NOT NULL,
    by_role TEXT NOT NULL CHECK (by_role IN ('household', 'publisher')),
    -- A story: the household's consent to have it told. Who gave it, 0 while nobody did.
    consent_by BIGINT NOT NULL,
    -- A photo, 0 when there is none.
    photo BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('shown', 'held', 'refused')),
    at BIGINT NOT NULL,
    decided_by BIGINT NOT NULL,
    decided_at BIGINT,
    PRIMARY KEY (county, id),
    CHECK (kind <> 'story' OR state <> 'shown' OR consent_by <> 0)
);
CREATE INDEX aid_post_request ON aid_post (county, request, id);
CREATE INDEX aid_post_held ON aid_post (place_path, id) WHERE state = 'held';
