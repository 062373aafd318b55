-- A persona in a run. The day it came is kept, not the minute: a minute could tell who it was.
create table enrolments (
  persona bytea primary key,
  run_id bigint not null references course_runs (id) deferrable initially deferred,
  seat integer not null,
  shown_name text,
  intent text not null,
  has_acted boolean not null default false,
  enrolled_on integer not null,
  left_on integer,
  unique (run_id, seat)
)$keyed;
