-- What a learner hands in for a case study of a run, from draft to result. What reading it takes is frozen when it is handed in.
create table case_submissions (
  id $id,
  code text not null unique,
  run_id bigint not null references course_runs (id) deferrable initially deferred,
  block text not null,
  ordinal integer not null,
  persona bytea not null,
  language text not null,
  parts text not null,
  link text,
  revision integer not null,
  changed_at bigint not null,
  state text not null,
  act bytea,
  handed_in_at bigint,
  late_percent integer not null,
  must_give integer not null,
  needed integer not null,
  taken integer not null,
  received integer not null,
  possible integer not null,
  patient_until bigint,
  promised_at bigint,
  earned integer,
  basis text,
  medians text,
  settled_at bigint,
  appeal text,
  appealed_at bigint,
  appeal_answer text,
  appeal_answered_at bigint,
  unique (run_id, block, persona)
);

-- The copies that still want a reader, in the order in which they are handed out: fewest readers first, then oldest.
create index case_submissions_wanting on case_submissions (run_id, block, language, taken, handed_in_at, id)
  where state = 'WithPeers' and taken < needed;
create index case_submissions_read on case_submissions (run_id, block, taken, handed_in_at, id) where handed_in_at is not null;
create index case_submissions_with_team on case_submissions (run_id, promised_at) where state = 'WithTeam' or (appealed_at is not null and appeal_answered_at is null);

create table case_files (
  id $id,
  code text not null unique,
  submission_id bigint not null references case_submissions (id) deferrable initially deferred,
  extension text not null,
  digest bytea not null,
  length bigint not null
);

create index case_files_of on case_files (submission_id);

-- A reading of a copy: by a peer, by its author, or by the team, which signs with no name.
create table case_reviews (
  id $id,
  code text not null unique,
  submission_id bigint not null references case_submissions (id) deferrable initially deferred,
  run_id bigint not null,
  block text not null,
  reader bytea,
  kind text not null,
  begun_at bigint not null,
  leased_until bigint,
  judgements text not null,
  note text not null,
  act bytea,
  done_at bigint,
  counts boolean not null,
  helpful integer,
  distance integer
);

create unique index case_reviews_open on case_reviews (run_id, block, reader) where kind = 'Peer' and done_at is null;
create unique index case_reviews_once on case_reviews (submission_id, reader, kind);
create index case_reviews_leased on case_reviews (run_id, block, leased_until) where leased_until is not null;
create index case_reviews_of_reader on case_reviews (reader, run_id, block);
