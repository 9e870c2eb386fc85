-- The schedules' own place: what makes and changes its tables is pg-boss, as the app's role.
CREATE SCHEMA IF NOT EXISTS "jobs";
