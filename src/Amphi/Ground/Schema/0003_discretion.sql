-- A chain: each entry's hash covers the entry before it.
create table audit_entries (
  sequence bigint primary key,
  at bigint not null,
  actor_person_id bigint,
  act text not null,
  subject text not null,
  detail text not null,
  previous bytea not null,
  hash bytea not null
);
