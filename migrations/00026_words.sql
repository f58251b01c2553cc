-- +goose Up

-- Names are found by several of their words at a time, from the index alone.
CREATE INDEX people_keys_words ON people_keys (key text_pattern_ops) INCLUDE (user_id);
DROP INDEX people_keys_prefix;

-- Of a hashtag, the dotless i is an i, and the vowel am of Thai and Lao is one
-- character; two that become one are put together.
CREATE TEMPORARY TABLE renamed_tags ON COMMIT DROP AS
  SELECT id, followers_count, regexp_replace(regexp_replace(replace(name, 'ı', 'i'), U&'\0E4D([\0E48-\0E4B]?)\0E32', E'\\1\u0E33', 'g'),
    U&'\0ECD([\0EC8-\0ECB]?)\0EB2', E'\\1\u0EB3', 'g') AS name
  FROM tags WHERE name ~ U&'\0131|\0E4D|\0ECD';
DELETE FROM renamed_tags r USING tags t WHERE t.id = r.id AND t.name = r.name;
UPDATE tags t SET name = r.name FROM (SELECT DISTINCT ON (name) id, name FROM renamed_tags ORDER BY name, id) r
  WHERE t.id = r.id AND NOT EXISTS (SELECT 1 FROM tags o WHERE o.name = r.name);
INSERT INTO tag_follows (user_id, tag_id, id, created_at)
  SELECT f.user_id, t.id, f.id, f.created_at FROM tag_follows f JOIN renamed_tags r ON r.id = f.tag_id JOIN tags t ON t.name = r.name AND t.id <> r.id
  ON CONFLICT DO NOTHING;
DELETE FROM tag_follows f USING renamed_tags r JOIN tags t ON t.name = r.name AND t.id <> r.id WHERE f.tag_id = r.id;
UPDATE tags t SET followers_count = (SELECT count(*) FROM tag_follows f WHERE f.tag_id = t.id)
  WHERE t.id IN (SELECT id FROM renamed_tags) OR t.name IN (SELECT name FROM renamed_tags);

UPDATE muted_words w SET word = replace(word, 'ı', 'i'), pattern = replace(pattern, 'ı', '[iıİ]')
  WHERE word LIKE '#%ı%' AND NOT EXISTS (SELECT 1 FROM muted_words o WHERE o.user_id = w.user_id AND o.word = replace(w.word, 'ı', 'i'));
DELETE FROM muted_words WHERE word LIKE '#%ı%';
UPDATE users u SET muted_pattern = coalesce((SELECT string_agg(pattern, '|' ORDER BY word) FROM muted_words w WHERE w.user_id = u.id), '')
  WHERE muted_pattern LIKE '%ı%';

-- Mails that an account can do without are switched like notifications, and counted by themselves.
ALTER TABLE notification_settings DROP CONSTRAINT notification_settings_kind_check;
ALTER TABLE notification_settings ADD CONSTRAINT notification_settings_kind_check
  CHECK (kind IN ('like', 'comment_like', 'comment', 'reply', 'mention', 'story_mention', 'follow', 'request', 'approved', 'tag', 'mail'));
ALTER TABLE mail_log DROP CONSTRAINT mail_log_kind_check;
ALTER TABLE mail_log ADD CONSTRAINT mail_log_kind_check CHECK (kind IN ('asked', 'notice', 'news'));

-- Everything is indexed anew: what a hashtag is and how words are folded has changed.
INSERT INTO search_backfill (what) SELECT 'people' WHERE EXISTS (SELECT 1 FROM users) ON CONFLICT (what) DO UPDATE SET after_id = 0;
INSERT INTO search_backfill (what) SELECT 'tags' WHERE EXISTS (SELECT 1 FROM tags) ON CONFLICT (what) DO UPDATE SET after_id = 0;
INSERT INTO search_backfill (what) SELECT 'posts' WHERE EXISTS (SELECT 1 FROM posts) ON CONFLICT (what) DO UPDATE SET after_id = 0;
