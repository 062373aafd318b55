-- Who a persona is. Both columns mean nothing without the vault's key, and rows lie in the order of random words.
create table vault_personas (
  persona bytea primary key,
  sealed bytea not null
)$keyed;

-- The personas of a person, in one sealed and padded list under a keyed word.
create table vault_people (
  keyed bytea primary key,
  sealed bytea not null
)$keyed;
