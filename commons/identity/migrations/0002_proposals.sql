-- Roles that answer for others' data or money are proposed by one officer and held once another confirms them.
-- down: DROP TABLE role_proposal;

CREATE TABLE role_proposal (
    account BIGINT NOT NULL,
    id BIGINT NOT NULL,
    role TEXT NOT NULL,
    place BIGINT NOT NULL,
    path TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'confirmed', 'withdrawn', 'refused', 'lapsed')),
    proposed_by BIGINT NOT NULL,
    proposed_at BIGINT NOT NULL,
    -- Who confirmed, refused or withdrew it; 0 before.
    decided_by BIGINT NOT NULL,
    decided_at BIGINT NOT NULL,
    -- Why it was refused or withdrawn; an empty text else. Purpose "identity.proposal.reason", row id: id.
    reason_sealed BLOB NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (account, id),
    CHECK (state <> 'confirmed' OR (decided_by <> 0 AND decided_by <> proposed_by AND decided_by <> account))
);
CREATE INDEX role_proposal_open ON role_proposal (state, path);
