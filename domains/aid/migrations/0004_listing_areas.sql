-- PostgreSQL plans a statement that runs often without its values. It takes an area for a small one, since most are, collects
-- all that is listed there and sorts it; for the whole country that is everything. Told that areas are large it reads in the
-- order of the index and stops at the end of the page, which is right for small ones, too.
-- down: ALTER TABLE aid_listing ALTER COLUMN area RESET (n_distinct) on PostgreSQL

-- only: postgres
ALTER TABLE aid_listing ALTER COLUMN area SET (n_distinct = 8);
-- only: both
