create table courses (
  id $id,
  organisation_id bigint not null references organisations (id) deferrable initially deferred,
  slug text not null unique,
  title text not null,
  subtitle text,
  language text not null,
  summary text not null,
  cloth text not null,
  hours integer,
  weeks integer,
  searched text not null,
  is_listed boolean not null,
  current_version_id bigint,
  created_at bigint not null
);

-- Immutable: a version is the folder as it was published.
create table course_versions (
  id $id,
  course_id bigint not null references courses (id) deferrable initially deferred,
  number integer not null,
  digest bytea not null,
  files text not null,
  outline text not null,
  published_at bigint not null,
  unique (course_id, number)
);

-- The words of courses by their SHA-256, shared by versions.
create table course_texts (
  digest bytea primary key,
  body text not null
)$keyed;

-- A block keeps its number for the life of the course, so that progress survives new versions.
create table course_blocks (
  course_id bigint not null references courses (id) deferrable initially deferred,
  block text not null,
  ordinal integer not null,
  primary key (course_id, block),
  unique (course_id, ordinal)
);

create table course_runs (
  id $id,
  course_id bigint not null references courses (id) deferrable initially deferred,
  version_id bigint not null references course_versions (id) deferrable initially deferred,
  code text not null unique,
  title text not null,
  time_zone text not null,
  is_self_paced boolean not null,
  starts_at bigint,
  ends_at bigint,
  enrolment_opens_at bigint,
  enrolment_closes_at bigint,
  capacity integer,
  taken integer not null default 0,
  created_at bigint not null
);

create index course_runs_of on course_runs (course_id);
