-- A donor's name is shown to those who chose so. Until now it was shown unless its donor had ticked a box: what was promised before was
-- not a choice, and is unnamed from now on.
-- down: nothing; which of them were shown before is not kept.
UPDATE aid_pledge SET anonymous = 1 WHERE anonymous = 0;
