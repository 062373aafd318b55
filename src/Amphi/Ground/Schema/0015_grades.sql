-- What the team set by hand over a learner's marks, or took back: only added to. Who did it is in the audit log.
create table mark_changes (
  id $id,
  run_id bigint not null,
  persona bytea not null,
  lesson text not null,
  hundredths integer,
  kind text not null,
  reason text not null,
  audit_sequence bigint not null,
  at bigint not null
);

create index mark_changes_of on mark_changes (run_id, persona);

-- Who has finished a run. It stays when a lesson is opened again.
create table finishers (
  persona bytea primary key,
  run_id bigint not null,
  finished_on integer not null
)$keyed;

create index finishers_of_run on finishers (run_id);
