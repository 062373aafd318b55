-- The answers of a learner to one question: how often they tried, the last answer and what it earned.
create table answers (
  persona bytea not null,
  question text not null,
  block text not null,
  tries integer not null,
  answer text not null,
  earned integer not null,
  possible integer not null,
  verdict text not null,
  answered_at bigint not null,
  primary key (persona, question)
)$keyed;
