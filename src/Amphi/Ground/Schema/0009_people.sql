-- Name and address, folded: what a search among people looks through, and the order of their list. What is here before
-- is folded when it changes next; until then it is found by its plain letters.
alter table persons add column searched text not null default '';
update persons set searched = lower(name || ' ' || email);
create index persons_searched on persons (organisation_id, searched);
