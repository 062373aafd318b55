-- What a learner chose of a run: the ids of a path and of tracks, a space between. Its history is in the journal.
alter table enrolments add column audiences text not null default '';
