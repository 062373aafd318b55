-- How many hints a learner took to a question, or to a whole quiz under its own id.
alter table answers add column hints integer not null default 0;

-- A learner's attempts at a test: when it began and must end, what was asked, what was saved, what it earned.
create table quiz_attempts (
  persona bytea not null,
  block text not null,
  number integer not null,
  run_id bigint not null,
  version_id bigint not null,
  started_at bigint not null,
  closes_at bigint,
  handed_in_at bigint,
  questions text not null,
  answers text not null,
  earned integer not null,
  possible integer not null,
  primary key (persona, block, number)
)$keyed;

create index quiz_attempts_open on quiz_attempts (closes_at) where handed_in_at is null;
