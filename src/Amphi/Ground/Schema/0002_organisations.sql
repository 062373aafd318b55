create table organisations (
  id $id,
  slug text not null unique,
  name text not null,
  created_at bigint not null
);

-- A person as they sign in. What they learn is not reachable from here.
create table persons (
  id bigint primary key,
  organisation_id bigint not null references organisations (id) deferrable initially deferred,
  email text not null,
  email_folded text not null unique,
  name text not null,
  language text not null,
  time_zone text not null,
  password_hash text,
  security_stamp text not null,
  email_confirmed_at bigint,
  disabled_at bigint,
  failed_sign_ins integer not null default 0,
  locked_until bigint,
  created_at bigint not null
);

create table passkeys (
  credential_id bytea primary key,
  person_id bigint not null references persons (id) on delete cascade deferrable initially deferred,
  name text not null,
  data text not null,
  created_at bigint not null
);

create index passkeys_of on passkeys (person_id);

-- What someone may do, in the whole organisation or for one course.
create table memberships (
  id $id,
  person_id bigint not null references persons (id) on delete cascade deferrable initially deferred,
  organisation_id bigint not null references organisations (id) deferrable initially deferred,
  role text not null,
  course_id bigint,
  created_at bigint not null
);

create index memberships_of on memberships (person_id);

create table sessions (
  token_hash bytea primary key,
  id text not null unique,
  person_id bigint not null references persons (id) on delete cascade deferrable initially deferred,
  device text not null,
  created_at bigint not null,
  seen_at bigint not null,
  ends_at bigint not null,
  revoked_at bigint
);

create index sessions_of on sessions (person_id);

-- One-time secrets sent by mail: to confirm an address, to choose a new password.
create table tokens (
  token_hash bytea primary key,
  person_id bigint not null references persons (id) on delete cascade deferrable initially deferred,
  purpose text not null,
  ends_at bigint not null,
  used_at bigint
);
