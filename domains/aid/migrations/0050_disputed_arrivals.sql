-- When goods were said to be there that are disputed: the pledge forgets it while nobody knows, their donor is told of it afterwards as well.
-- NULL: nobody had said so, or it was disputed before this was kept.
-- down: ALTER TABLE aid_dispute DROP COLUMN there_at;
ALTER TABLE aid_dispute ADD COLUMN there_at BIGINT;
