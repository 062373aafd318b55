create table announcements (
  id $id,
  kind text not null,
  body text not null,
  due_at bigint not null,
  mark text unique,
  tries integer not null default 0,
  leased_until bigint,
  failure text
);

create index announcements_due on announcements (due_at) where failure is null;
