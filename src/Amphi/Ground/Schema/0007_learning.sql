-- What a learner has done, in one row: bits by block number, and where they stopped.
create table progress (
  persona bytea primary key,
  run_id bigint not null,
  done bytea not null,
  done_count integer not null,
  places text not null,
  lesson text,
  seen_at bigint not null
)$keyed;

create index progress_of_run on progress (run_id);

create table bookmarks (
  persona bytea not null,
  block text not null,
  lesson text not null,
  at bigint not null,
  primary key (persona, block)
)$keyed;
