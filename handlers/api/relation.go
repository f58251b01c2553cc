package api

import (
	"context"

	"photogram/models"
	"photogram/models/people"
	"photogram/models/post"
)

type ownLister func(ctx context.Context, s *models.Store, viewer, after models.ID, limit int) ([]people.PersonRow, models.ID, error)

// ownList answers with one page of a list of people that belongs to the token's account alone.
func (a *API) ownList(list ownLister) call {
	return func(r *request) (any, *page, error) {
		return a.cursorPage(r, func(after models.ID, n int) ([]people.PersonRow, models.ID, error) {
			return list(r.ctx(), a.Store, r.viewer(), after, n)
		})
	}
}

type suggestion struct {
	shortUser
	FollowsYou    bool     `json:"follows_you"`
	FollowedBy    []string `json:"followed_by"` // usernames of people that you follow, at most two
	FollowedCount int      `json:"followed_by_count"`
}

func (a *API) suggestions(r *request) (any, *page, error) {
	n, err := r.count()
	if err != nil {
		return nil, nil, err
	}
	rows, err := people.SuggestedPeople(r.ctx(), a.Store, r.viewer(), n)
	if err != nil {
		return nil, nil, err
	}
	out := make([]suggestion, len(rows))
	for i, s := range rows {
		out[i] = suggestion{a.shortUser(s.Author), s.FollowsMe, append([]string{}, s.Via...), s.ViaCount}
	}
	return out, nil, nil
}

func (a *API) mutedWords(r *request) (any, *page, error) {
	rows, err := people.MutedWords(r.ctx(), a.Store, r.viewer())
	if err != nil {
		return nil, nil, err
	}
	out := make([]string, len(rows))
	for i, w := range rows {
		out[i] = w.Word
	}
	return out, nil, nil
}

func (a *API) muteWord(r *request) (any, *page, error) {
	if err := people.MuteWord(r.ctx(), a.Store, r.viewer(), r.text("word")); err != nil {
		return nil, nil, err
	}
	return a.mutedWords(r)
}

func (a *API) unmuteWord(r *request) (any, *page, error) {
	if err := people.UnmuteWord(r.ctx(), a.Store, r.viewer(), r.text("word")); err != nil {
		return nil, nil, err
	}
	return a.mutedWords(r)
}

func (a *API) archivedMedia(r *request) (any, *page, error) {
	return a.mediaPage(r, func(p models.Page) ([]post.View, models.ID, error) {
		return post.ListArchived(r.ctx(), a.Store, r.viewer(), p)
	})
}

func (a *API) archive(r *request) (any, *page, error)   { return a.setArchived(r, post.Archive) }
func (a *API) unarchive(r *request) (any, *page, error) { return a.setArchived(r, post.Unarchive) }

func (a *API) setArchived(r *request, change func(context.Context, *models.Store, models.ID, models.ID) error) (any, *page, error) {
	p, err := a.own(r)
	if err != nil {
		return nil, nil, err
	}
	if err := change(r.ctx(), a.Store, p.OwnerID, p.ID); err != nil {
		return nil, nil, err
	}
	return a.again(r, p.ID)
}
