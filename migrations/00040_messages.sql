-- +goose Up

-- A conversation: between two people, or of a group. Whoever writes to it or changes
-- it locks this row first. Ids of its messages and of changes to them follow the order of commits.
CREATE TABLE threads (
  id         bigint PRIMARY KEY,
  kind       text NOT NULL CHECK (kind IN ('direct', 'group')),
  name       text NOT NULL DEFAULT '',     -- of a group that has one
  maker_id   bigint NOT NULL DEFAULT 0,    -- who made a group, and may remove people
  members    bigint[] NOT NULL,            -- in the order in which they came
  last_id    bigint NOT NULL DEFAULT 0,    -- the newest message or change
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK (cardinality(members) BETWEEN 1 AND 32),
  CHECK (kind = 'group' OR cardinality(members) = 2)
);

ALTER TABLE thread_members
  ADD COLUMN kind text NOT NULL DEFAULT 'direct' CHECK (kind IN ('direct', 'group')),
  ADD COLUMN main boolean NOT NULL DEFAULT false,   -- where what these two write to each other goes
  ADD COLUMN state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'request')),
  ADD COLUMN muted boolean NOT NULL DEFAULT false,
  ADD COLUMN change_id bigint NOT NULL DEFAULT 0;   -- the newest message or change

ALTER TABLE messages
  ADD COLUMN card_kind text NOT NULL DEFAULT '' CHECK (card_kind IN ('', 'post', 'story')),
  ADD COLUMN card_owner_id bigint NOT NULL DEFAULT 0,
  ADD COLUMN card_id bigint NOT NULL DEFAULT 0,
  ADD COLUMN photos integer NOT NULL DEFAULT 0,
  ADD COLUMN event text NOT NULL DEFAULT '' CHECK (event IN ('', 'made', 'named', 'added', 'removed', 'left')),
  ADD COLUMN about_id bigint NOT NULL DEFAULT 0,    -- whom an event is about
  ADD COLUMN gone boolean NOT NULL DEFAULT false,   -- taken back: only its place is left
  ADD COLUMN change_id bigint NOT NULL DEFAULT 0;

-- Every conversation there was stays, with its id; of those between the same two the newest goes on.
INSERT INTO threads (id, kind, members, last_id, created_at)
  SELECT thread_id, 'direct', array_agg(user_id ORDER BY user_id), max(message_id), min(created_at)
  FROM thread_members GROUP BY thread_id;
UPDATE thread_members SET change_id = message_id;
UPDATE thread_members m SET main = true FROM (
  SELECT DISTINCT ON (user_id, other_id) user_id, thread_id FROM thread_members ORDER BY user_id, other_id, message_id DESC, thread_id DESC) x
  WHERE m.user_id = x.user_id AND m.thread_id = x.thread_id;
-- A reply says itself to which story it was written.
UPDATE messages x SET card_kind = 'story', card_owner_id = m.owner_id, card_id = m.story_id FROM thread_members m
  WHERE x.to_story AND m.user_id = x.user_id AND m.thread_id = x.thread_id;
UPDATE messages SET change_id = id;

ALTER TABLE thread_members
  DROP CONSTRAINT thread_members_user_id_owner_id_story_id_other_id_key,
  DROP CONSTRAINT thread_members_check,
  ADD CONSTRAINT thread_members_people CHECK (user_id <> other_id AND (kind = 'group') = (other_id = 0)
    AND (owner_id = 0 OR owner_id IN (user_id, other_id)) AND NOT (main AND kind = 'group'));
CREATE UNIQUE INDEX thread_members_main ON thread_members (user_id, other_id) WHERE main;
DROP INDEX thread_members_list;
CREATE INDEX thread_members_list ON thread_members (user_id, state, message_id DESC);
CREATE INDEX thread_members_change ON thread_members (user_id, state, change_id DESC);

ALTER TABLE messages
  DROP CONSTRAINT messages_check,
  DROP CONSTRAINT messages_check1,
  ADD CONSTRAINT messages_said CHECK (gone OR event <> '' OR text <> '' OR reaction <> '' OR photos > 0 OR card_kind <> ''),
  ADD CONSTRAINT messages_reaction CHECK (reaction = '' OR to_story),
  ADD CONSTRAINT messages_card CHECK ((card_kind = '') = (card_id = 0));
CREATE INDEX messages_change ON messages (thread_id, change_id DESC);
CREATE INDEX messages_writer ON messages (user_id);
CREATE INDEX messages_about ON messages (about_id) WHERE about_id <> 0;
CREATE INDEX messages_card ON messages (card_owner_id) WHERE card_owner_id <> 0;

-- What somebody feels about a message.
CREATE TABLE message_reactions (
  thread_id  bigint NOT NULL,
  message_id bigint NOT NULL,
  user_id    bigint NOT NULL,
  reaction   text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (thread_id, message_id, user_id)
);
CREATE INDEX message_reactions_user ON message_reactions (user_id);

-- From whom somebody takes messages: everyone (as requests, of those whom they do not follow),
-- their followers, whom they follow, nobody.
ALTER TABLE users ADD COLUMN messages_from text NOT NULL DEFAULT 'everyone'
  CHECK (messages_from IN ('everyone', 'followers', 'following', 'nobody'));

-- Photos of messages, for those who are in the conversation.
ALTER TABLE media
  ADD COLUMN thread_id bigint,
  ADD COLUMN message_id bigint,
  DROP CONSTRAINT media_holder,
  ADD CONSTRAINT media_holder CHECK (num_nonnulls(post_id, story_id, container_id, product_id, message_id) = 1),
  ADD CONSTRAINT media_thread CHECK ((thread_id IS NULL) = (message_id IS NULL));
CREATE INDEX media_message ON media (owner_id, message_id) WHERE message_id IS NOT NULL;
