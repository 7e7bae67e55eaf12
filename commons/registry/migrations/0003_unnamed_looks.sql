-- Whether the household is told who looked: a donor who gave without a name stays without one in its list of looks, too. Officers and
-- auditors of the place are told.
-- down: ALTER TABLE household_look DROP COLUMN unnamed;
ALTER TABLE household_look ADD COLUMN unnamed SMALLINT NOT NULL DEFAULT 0 CHECK (unnamed IN (0, 1));

-- Of donors who saw an address before, nobody had asked whether the household may read their name.
UPDATE household_look SET unnamed = 1 WHERE role = 'donor' AND act = 'opened' AND task = 'delivery';
