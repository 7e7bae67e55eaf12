-- The history of roles names both officers of a giving: who proposed it, and who confirmed it. Proposals go with an account that
-- is erased, the history stays.
-- down: ALTER TABLE grant_event DROP COLUMN confirmed_by;

-- 0: given at once, without a second officer, or taken.
ALTER TABLE grant_event ADD COLUMN confirmed_by BIGINT NOT NULL DEFAULT 0;

-- What was confirmed so far: the giving was noted in the same unit of work, a moment before the decision.
UPDATE grant_event SET confirmed_by = COALESCE((SELECT MAX(p.decided_by) FROM role_proposal p WHERE p.account = grant_event.account
    AND p.state = 'confirmed' AND p.role = grant_event.role AND p.place = grant_event.place
    AND p.proposed_by = grant_event.by_account AND p.decided_at >= grant_event.at AND p.decided_at < grant_event.at + 10000), 0)
    WHERE what = 'given';
