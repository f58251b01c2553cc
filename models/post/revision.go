package post

import (
	"context"

	"photogram/models"
)

// Revision names what the editor's form is made from, so that a change that was
// made meanwhile elsewhere is noticed.
func Revision(ctx context.Context, q models.Querier, owner, id models.ID) (string, error) {
	var revision string
	err := models.Take(ctx, q, &revision, `SELECT md5(jsonb_build_array(p.state, p.publish_at, p.caption, p.location, p.audience,
			p.comments_enabled, p.comments_from, p.allow_original, p.likes_hidden, p.cover_item,
			(SELECT jsonb_agg(jsonb_build_array(m.id, m.recipe, m.alt_text) ORDER BY m.pos, m.id)
				FROM media m WHERE m.owner_id = p.owner_id AND m.post_id = p.id),
			(SELECT jsonb_agg(jsonb_build_array(t.media_id, t.user_id, t.x, t.y) ORDER BY t.media_id, t.user_id)
				FROM post_people t WHERE t.owner_id = p.owner_id AND t.post_id = p.id AND t.state <> 'removed')
		)::text)
		FROM posts p
		WHERE p.owner_id = @owner AND p.id = @id`, models.Args{"owner": owner, "id": id})
	if models.IsNoRows(err) {
		return "", models.ErrNoPost
	}
	return revision, err
}
