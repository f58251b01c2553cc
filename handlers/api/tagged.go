package api

import (
	"context"

	"photogram/models"
	"photogram/models/comment"
	"photogram/models/post"
)

// taggedMedia lists the media that show an account.
func (a *API) taggedMedia(r *request) (any, *page, error) {
	id, err := r.userID()
	if err != nil {
		return nil, nil, err
	}
	if err := r.needFor(id); err != nil {
		return nil, nil, err
	}
	u, err := a.target(r)
	if err != nil {
		return nil, nil, err
	}
	if !u.PostsVisible {
		return nil, nil, errPrivate
	}
	return a.mediaPage(r, func(p models.Page) ([]post.View, models.ID, error) {
		return post.Tagged(r.ctx(), a.Store, r.viewer(), u.ID, p)
	})
}

// tagRequests lists the media whose owners ask to name the token's account.
func (a *API) tagRequests(r *request) (any, *page, error) {
	return a.mediaPage(r, func(p models.Page) ([]post.View, models.ID, error) {
		return post.PendingTags(r.ctx(), a.Store, r.viewer(), p)
	})
}

func (a *API) approveTag(r *request) (any, *page, error) { return a.answerTag(r, post.ApproveTag) }
func (a *API) removeTag(r *request) (any, *page, error)  { return a.answerTag(r, post.RemoveTag) }

func (a *API) answerTag(r *request, answer func(context.Context, *models.Store, models.ID, models.ID) error) (any, *page, error) {
	id, err := a.named(r)
	if err != nil {
		return nil, nil, err
	}
	if err := answer(r.ctx(), a.Store, r.viewer(), id); err != nil {
		return nil, nil, hideMedia(err)
	}
	return nil, nil, nil
}

type tagSettings struct {
	TagsFrom   string `json:"tags_from"` // everyone, following or nobody
	TagsByHand bool   `json:"tags_by_hand"`
}

func (a *API) tagSettings(r *request) (any, *page, error) {
	set, err := post.TagSettingsOf(r.ctx(), a.Store, r.viewer())
	return tagSettings{set.TagsFrom, set.TagsByHand}, nil, err
}

func (a *API) setTagSettings(r *request) (any, *page, error) {
	set, err := post.TagSettingsOf(r.ctx(), a.Store, r.viewer())
	if err != nil {
		return nil, nil, err
	}
	if from := r.optional("tags_from"); from != nil {
		set.TagsFrom = *from
	}
	hand, err := r.boolean("tags_by_hand")
	if err != nil {
		return nil, nil, err
	}
	if hand != nil {
		set.TagsByHand = *hand
	}
	if err := post.SetTagSettings(r.ctx(), a.Store, r.viewer(), set); err != nil {
		return nil, nil, err
	}
	return a.tagSettings(r)
}

// commentWords are the words that hide comments below the account's media.
func (a *API) commentWords(r *request) (any, *page, error) {
	words, err := comment.Words(r.ctx(), a.Store, r.viewer())
	return append([]string{}, words...), nil, err
}

func (a *API) setCommentWords(r *request) (any, *page, error) {
	if err := comment.SetWords(r.ctx(), a.Store, r.viewer(), r.list("words")); err != nil {
		return nil, nil, err
	}
	return a.commentWords(r)
}
