-- Procedures: definitions, running cases, decisions.
-- down: DROP the tables of this file; no other module's table refers to them.

-- A definition as it stood when its first case was opened: running cases keep to it when a newer one comes.
CREATE TABLE procedure_definition (
    name TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (name, version)
);

CREATE TABLE procedure_case (
    county BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    definition TEXT NOT NULL,
    definition_version BIGINT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject BIGINT NOT NULL,
    path TEXT NOT NULL,
    -- What the threshold rules look at; 0 where there is nothing to compare.
    amount_minor BIGINT NOT NULL,
    step BIGINT NOT NULL,
    step_role TEXT NOT NULL,
    -- The least wide level at which this case may be decided, whatever its steps say; '' for none.
    floor_level TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'approved', 'returned', 'refused', 'stopped')),
    opened_by BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    -- When the present step should have been decided; NULL where the step has no clock.
    due_at BIGINT,
    closed_at BIGINT,
    PRIMARY KEY (county, id)
);
CREATE INDEX procedure_case_queue ON procedure_case (definition, path, opened_at, id) WHERE state = 'running';
CREATE INDEX procedure_case_subject ON procedure_case (county, subject_kind, subject, id);

-- Decisions are never changed. One per case and step, so that two people cannot both decide it.
CREATE TABLE procedure_decision (
    county BIGINT NOT NULL,
    id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    step BIGINT NOT NULL,
    actor BIGINT NOT NULL,
    actor_level TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('approve', 'return', 'refuse')),
    reasons TEXT NOT NULL,
    note TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (county, id)
);
CREATE UNIQUE INDEX procedure_decision_step ON procedure_decision (county, case_id, step);
