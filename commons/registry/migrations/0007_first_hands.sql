-- Who let an account in is its first hand: not the account of the household that put the phone in, but whoever had let that one in, however
-- many lie between. An account has a row for each who may be behind it, and one of nobody where nobody is: so it is known as the
-- household's own also when it has been erased.
-- down: no table changes; which accounts lay between is not known any more.
UPDATE household_joining SET phone_by = (
    WITH RECURSIVE back (account, steps) AS (
        SELECT household_joining.phone_by, 0
        UNION ALL
        SELECT earlier.phone_by, back.steps + 1 FROM back JOIN household_joining earlier ON earlier.account = back.account
            AND earlier.county = household_joining.county AND earlier.household = household_joining.household
        WHERE back.account <> 0 AND back.steps < 1000
    )
    SELECT account FROM back ORDER BY steps DESC LIMIT 1)
    WHERE phone_by <> 0;
