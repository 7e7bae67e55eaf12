-- Photos of requests that were over before photos could rest (commons/media 0002): only here it is known which these are.
-- down: nothing; the column goes with the migration that made it.
UPDATE media SET resting = 1 WHERE owner_kind = 'aid.request' AND EXISTS (SELECT 1 FROM aid_request r WHERE r.county = media.county
    AND r.id = media.owner AND r.state IN ('refused', 'expired', 'withdrawn', 'failed', 'closed'));
UPDATE media SET resting = 1 WHERE owner_kind IN ('aid-post', 'aid-receipt') AND EXISTS (SELECT 1 FROM aid_request r
    WHERE r.county = media.county AND r.id = media.owner AND r.state IN ('refused', 'withdrawn', 'closed'));
