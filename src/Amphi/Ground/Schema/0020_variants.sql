-- The numbers that a learner drew for a question, as they were first answered; and the version of the course an answer
-- was given in, 0 for those from before it was kept.
alter table answers add column drawn text;
alter table answers add column version_id bigint not null default 0;
alter table quiz_attempts add column drawn text not null default '{}';
