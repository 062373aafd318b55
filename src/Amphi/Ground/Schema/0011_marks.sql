-- The marks of a learner in a run, in one row: block number, earned, possible, state, penalty and time of each.
create table mark_sheets (
  persona bytea primary key,
  run_id bigint not null,
  marks bytea not null
)$keyed;

create index mark_sheets_of_run on mark_sheets (run_id);
