-- Learners of a run who hand work in together. A team has a persona of its own, which is nobody's.
create table teams (
  persona bytea primary key,
  run_id bigint not null references course_runs (id) deferrable initially deferred,
  code text not null unique,
  name text not null,
  founded_on integer not null
)$keyed;

-- Who is and was in a team: a row for each stay.
create table team_members (
  id $id,
  team bytea not null references teams (persona) deferrable initially deferred,
  run_id bigint not null,
  persona bytea not null,
  joined_on integer not null,
  left_on integer
);

create unique index team_members_now on team_members (run_id, persona) where left_on is null;
create index team_members_of on team_members (team);

alter table case_submissions add column is_teams boolean not null default false;

-- Whose a team's copy is, from the moment it was handed in, whoever leaves or joins afterwards.
create table case_authors (
  run_id bigint not null,
  block text not null,
  persona bytea not null,
  submission_id bigint not null references case_submissions (id) deferrable initially deferred,
  primary key (persona, run_id, block)
)$keyed;

create index case_authors_of on case_authors (submission_id);

-- What a reader said of the samples of a case, and how far from the team's marks.
create table case_trainings (
  run_id bigint not null,
  block text not null,
  persona bytea not null,
  sample integer not null,
  judgements text not null,
  distance integer not null,
  done_at bigint not null,
  primary key (persona, run_id, block, sample)
)$keyed;

-- Fingerprints of what was handed in, to find passages that two copies of a case share.
create table case_fingerprints (
  run_id bigint not null,
  block text not null,
  hash bigint not null,
  submission_id bigint not null references case_submissions (id) deferrable initially deferred,
  primary key (run_id, block, hash, submission_id)
)$keyed;

create index case_fingerprints_of on case_fingerprints (submission_id);

-- Two copies of a case that are much alike, for the team to look at; the later one stands first.
create table case_likenesses (
  run_id bigint not null,
  submission_id bigint not null references case_submissions (id) deferrable initially deferred,
  other_id bigint not null references case_submissions (id) deferrable initially deferred,
  percent integer not null,
  primary key (submission_id, other_id)
);

create index case_likenesses_to on case_likenesses (other_id);
create index case_likenesses_of on case_likenesses (run_id, percent);
