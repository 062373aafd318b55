-- When an attempt was due for its learner, so that it can be marked without them.
alter table quiz_attempts add column due_at bigint;
