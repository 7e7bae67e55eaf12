-- Whether anything was counted in some months is asked before a year is added up over the whole country.
-- down: DROP INDEX aid_cohort_month

CREATE INDEX aid_cohort_month ON aid_cohort (month);
