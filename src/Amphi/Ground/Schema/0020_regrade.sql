-- Questions of an attempt that are marked by a corrected key, and the version that has it.
alter table quiz_attempts add column rekeyed text not null default '{}';

-- What a corrected key changed of a learner's marks: only added to. Who corrected it is in the audit log.
create table mark_corrections (
  id $id,
  run_id bigint not null,
  persona bytea not null,
  lesson text not null,
  question text not null,
  attempt integer not null,
  earned_before integer not null,
  earned integer not null,
  reason text not null,
  audit_sequence bigint not null,
  at bigint not null
);

create index mark_corrections_of on mark_corrections (persona, id);
