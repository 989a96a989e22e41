-- All that the simulated platform remembers. Times are milliseconds since 1970 by the simulator's clock.

create table if not exists residents (
    user_id text primary key,
    slug text not null,
    name text not null,
    friend integer not null default 1,
    blocked integer not null default 0,
    wrote_at integer,               -- the last message to the municipality: a push to a non-friend needs it
    loading_until integer,
    created_at integer not null
) strict;

create table if not exists messages (
    seq integer primary key,        -- the order in the chat
    id text not null unique,
    user_id text not null references residents,
    sender text not null,           -- resident | bot
    via text not null,              -- webhook | reply | push | multicast | shown (a postback's display text)
    sent_at integer not null,
    body text not null,             -- the message as JSON, as it was sent
    quote_token text,
    unsent integer not null default 0
) strict;
create index if not exists messages_of_a_resident on messages (user_id, seq);

create table if not exists contents (
    message_id text primary key references messages (id),
    mime text not null,
    data blob not null,
    ready_at integer not null       -- until then the platform answers 202
) strict;

create table if not exists reply_tokens (
    token text primary key,
    user_id text not null,
    slug text not null,
    event_at integer not null,
    delivered_at integer,           -- the latest delivery: the minute counts from here
    used_at integer
) strict;

create table if not exists retry_keys (
    slug text not null,
    key text not null,
    digest text not null,           -- of the path and the raw body: a retry must be identical
    request_id text not null,
    sent_messages text not null,
    accepted_at integer not null,
    primary key (slug, key)
) strict;

create table if not exists quotas (slug text primary key, monthly integer) strict;
create table if not exists usage (slug text, month text, used integer not null, primary key (slug, month)) strict;
create table if not exists endpoints (slug text primary key, url text not null) strict;

create table if not exists calls (
    id integer primary key,
    at integer not null,
    slug text not null,
    method text not null,
    path text not null,
    status integer not null,        -- 0: the connection was cut before an answer
    outcome text not null,          -- accepted | refused (the body or a header broke a rule) | rejected | fault
    body text,                      -- the raw body, when there was one
    answer text,                    -- what was answered to a call that was not accepted
    request_id text not null
) strict;

create table if not exists deliveries (
    id integer primary key,
    slug text not null,
    lane text not null,             -- deliveries of one lane keep their order
    events text not null,
    state text not null,            -- pending | delivered | failed
    redelivery integer not null default 0,
    again integer not null default 0,  -- deliver once more, flagged as redelivery, even after a success
    created_at integer not null,
    attempts text not null default '[]'
) strict;
create index if not exists deliveries_by_state on deliveries (state);
