-- +goose Up

-- A photo or a video belongs to one of three: a post, a story, or a container
-- that is not published yet. Neither a story nor a container is a post.
ALTER TABLE media
  ALTER COLUMN post_id DROP NOT NULL,
  ADD COLUMN story_id bigint,
  ADD COLUMN container_id bigint;

-- What the demo says of a photo, which the post of a story held.
ALTER TABLE stories ADD COLUMN credit text NOT NULL DEFAULT '';
UPDATE stories st SET credit = p.credit FROM posts p
  WHERE p.owner_id = st.owner_id AND p.id = st.id AND p.state = 'story' AND p.credit <> '';

-- A container whose draft was shared as a post of its own is published.
UPDATE containers c SET published_at = p.published_at FROM posts p
  WHERE p.owner_id = c.owner_id AND p.id = c.id AND p.state IN ('published', 'archived')
  AND c.published_at IS NULL AND c.used_by IS NULL;

UPDATE media m SET post_id = NULL, story_id = m.post_id FROM posts p
  WHERE p.owner_id = m.owner_id AND p.id = m.post_id AND p.state = 'story';
UPDATE media m SET post_id = NULL, container_id = m.post_id FROM posts p JOIN containers c ON c.owner_id = p.owner_id AND c.id = p.id
  WHERE p.owner_id = m.owner_id AND p.id = m.post_id AND p.state = 'draft';

-- Ids stay: what was the post of a story or of a container has the id of that.
DELETE FROM post_owners o USING posts p
  WHERE p.id = o.post_id AND p.owner_id = o.owner_id AND (p.state = 'story' OR p.state = 'draft'
  AND EXISTS (SELECT 1 FROM containers c WHERE c.owner_id = p.owner_id AND c.id = p.id));
DELETE FROM posts p
  WHERE p.state = 'story' OR p.state = 'draft'
  AND EXISTS (SELECT 1 FROM containers c WHERE c.owner_id = p.owner_id AND c.id = p.id);

ALTER TABLE posts DROP CONSTRAINT posts_state_check;
ALTER TABLE posts ADD CONSTRAINT posts_state_check
  CHECK (state IN ('draft', 'publishing', 'scheduled', 'published', 'archived'));
ALTER TABLE media
  ADD CONSTRAINT media_holder CHECK (num_nonnulls(post_id, story_id, container_id) = 1),
  ADD FOREIGN KEY (owner_id, story_id) REFERENCES stories (owner_id, id) ON DELETE CASCADE,
  ADD FOREIGN KEY (owner_id, container_id) REFERENCES containers (owner_id, id) ON DELETE CASCADE;
CREATE UNIQUE INDEX media_story ON media (owner_id, story_id) WHERE story_id IS NOT NULL;
CREATE INDEX media_container ON media (owner_id, container_id) WHERE container_id IS NOT NULL;
