-- Bytes by their SHA-256; the files themselves are in the storage.
create table assets (
  id $id,
  digest bytea not null unique,
  length bigint not null,
  media_type text not null,
  created_at bigint not null
);
