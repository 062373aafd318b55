-- Append-only. One line: who did what to which block, when, with what result.
create table statements (
  id bytea primary key,
  run_id bigint not null,
  persona bytea not null,
  verb integer not null,
  object text not null,
  result text,
  at bigint not null
)$keyed;

create index statements_of on statements (persona, at);
