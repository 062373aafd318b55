-- The dates a run sets over its course's, as JSON.
alter table course_runs add column dates text not null default '';

-- What was arranged with a learner: dates moved, time given.
create table arrangements (
  persona bytea primary key,
  run_id bigint not null,
  shift_days integer not null,
  extra_days integer not null,
  extra_percent integer not null,
  extra_minutes integer not null,
  extended text not null
)$keyed;

create index arrangements_of_run on arrangements (run_id);

-- A learner asks for more time for one thing, and the team answers.
create table extension_requests (
  id $id,
  run_id bigint not null,
  persona bytea not null,
  thing text not null,
  days integer not null,
  reason text not null,
  asked_at bigint not null,
  granted boolean,
  answer text,
  answered_at bigint
);

create index extension_requests_of on extension_requests (run_id, persona);

-- A secret address under which a person's calendar is read by another program: only its hash is kept.
create table calendar_feeds (
  person_id bigint primary key references persons (id) deferrable initially deferred,
  secret bytea not null unique,
  created_at bigint not null
);
