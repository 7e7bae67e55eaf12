-- Slots of the duplicate window that are held by requests which ended before they were opened and were not refused: they keep their
-- households from asking no longer.
-- down: nothing; which slots these were is not kept, and each would have come free by itself within 90 days.
DELETE FROM aid_window WHERE EXISTS (SELECT 1 FROM aid_request r WHERE r.household = aid_window.household
    AND r.household_county = aid_window.county AND r.id = aid_window.request AND r.opened_at IS NULL
    AND r.state IN ('withdrawn', 'expired', 'closed')
    AND NOT EXISTS (SELECT 1 FROM aid_appeal a WHERE a.county = r.county AND a.request = r.id));
