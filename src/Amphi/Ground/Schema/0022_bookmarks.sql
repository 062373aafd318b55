-- A learner's bookmarks stand in their one row, so that setting one and its line in the journal are one write.
alter table progress add column bookmarks text not null default '';

update progress set bookmarks = coalesce((select string_agg(b.lesson, ' ') from bookmarks b where b.persona = progress.persona), '');

drop table bookmarks;
