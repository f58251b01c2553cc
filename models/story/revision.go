package story

import (
	"context"

	"photogram/models"
)

// Revision names what the composer's and the editor's forms are made from: see post.Revision.
func Revision(ctx context.Context, q models.Querier, owner, id models.ID) (string, error) {
	var revision string
	err := models.Take(ctx, q, &revision, `SELECT md5(jsonb_build_array(st.state, st.publish_at, st.background, st.placement, st.overlays,
			st.audience, st.replies_from,
			(SELECT jsonb_agg(jsonb_build_array(m.id, m.recipe, m.alt_text) ORDER BY m.id)
				FROM media m WHERE m.owner_id = st.owner_id AND m.story_id = st.id)
		)::text)
		FROM stories st
		WHERE st.owner_id = @owner AND st.id = @id`, models.Args{"owner": owner, "id": id})
	if models.IsNoRows(err) {
		return "", ErrNoStory
	}
	return revision, err
}
