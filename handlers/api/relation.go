package api

import (
	"context"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/discover"
	"photogram/models/people"
	"photogram/models/post"
)

var relationRoutes = []route{
	{"GET", "/users/self/requested-by", "follower_list", "", (*API).requestedBy},
	{"GET", "/users/self/blocked", "follower_list", "", ownList(people.Blocked)},
	{"GET", "/users/self/restricted", "follower_list", "", ownList(people.Restricted)},
	{"GET", "/users/self/muted", "follower_list", "", ownList(people.Muted)},
	{"GET", "/users/self/close-friends", "follower_list", "", ownList(people.CloseFriends)},
	{"GET", "/users/self/suggestions", "follower_list", "", (*API).suggestions},
	{"GET", "/users/self/muted-words", "relationships", "", (*API).mutedWords},
	{"POST", "/users/self/muted-words", "relationships", "word", (*API).muteWord},
	{"DELETE", "/users/self/muted-words", "relationships", "word", (*API).unmuteWord},
	{"GET", "/users/:user/follows", "follower_list", "", (*API).follows},
	{"GET", "/users/:user/followed-by", "follower_list", "", (*API).followedBy},
	{"GET", "/users/:user/relationship", "follower_list", "", (*API).relationship},
	{"POST", "/users/:user/relationship", "relationships", "action media_id", (*API).changeRelationship},
	{"DELETE", "/users/:user/relationship", "relationships", "", (*API).unfollow},
	{"GET", "/users/self/stories/hidden-from", "follower_list", "", ownList(people.StoriesHiddenFrom)},
}

type ownLister func(ctx context.Context, s *models.Store, viewer, after models.ID, limit int) ([]people.PersonRow, models.ID, error)

// ownList answers with one page of a list of people that belongs to the token's account alone.
func ownList(list ownLister) handler {
	return func(a *API, r *request) (any, *page, error) {
		return a.cursorPage(r, func(after models.ID, n int) ([]people.PersonRow, models.ID, error) {
			return list(r.Ctx(), a.Store, r.Viewer(), after, n)
		})
	}
}

type suggestion struct {
	shortUser
	FollowsYou    bool     `json:"follows_you"`
	FollowedBy    []string `json:"followed_by"` // usernames of people that you follow, at most two
	FollowedCount int      `json:"followed_by_count"`
	Media         []glance `json:"media"` // the newest that the viewer may see, at most three
}

// glance is as much of a post as a list of something else shows.
type glance struct {
	ID     string         `json:"id"`
	Type   post.MediaKind `json:"type"`
	Link   string         `json:"link"`
	Images images         `json:"images"`
}

func (a *API) suggestions(r *request) (any, *page, error) {
	n, err := r.count()
	if err != nil {
		return nil, nil, err
	}
	rows, err := people.SuggestedPeople(r.Ctx(), a.Store, r.Viewer(), n)
	if err != nil {
		return nil, nil, err
	}
	photos, err := discover.Photos(r.Ctx(), a.Store, r.Viewer(), rows)
	if err != nil {
		return nil, nil, err
	}
	files := a.AbsoluteFiles()
	files.Viewer = r.Viewer()
	out := make([]suggestion, len(rows))
	for i, s := range rows {
		out[i] = suggestion{a.shortUser(s.Author), s.FollowsMe, append([]string{}, s.Via...), s.ViaCount, []glance{}}
		for _, p := range photos[s.ID] {
			pictures, _ := imagesOf(files, p.Cover(), p.Public())
			out[i].Media = append(out[i].Media, glance{mediaID(&p.Post), p.Kind, a.PostURL(p.ID) + "/", pictures})
		}
	}
	return out, nil, nil
}

func (a *API) mutedWords(r *request) (any, *page, error) {
	rows, err := people.MutedWords(r.Ctx(), a.Store, r.Viewer())
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
	if err := people.MuteWord(r.Ctx(), a.Store, r.Viewer(), r.Text("word")); err != nil {
		return nil, nil, err
	}
	return a.mutedWords(r)
}

func (a *API) unmuteWord(r *request) (any, *page, error) {
	if err := people.UnmuteWord(r.Ctx(), a.Store, r.Viewer(), r.Text("word")); err != nil {
		return nil, nil, err
	}
	return a.mutedWords(r)
}

type peopleLister func(ctx context.Context, s *models.Store, viewer, user, after models.ID, limit int) ([]people.PersonRow,
	models.ID, error)

// peoplePage answers with one page of an account's list of people.
func (a *API) peoplePage(r *request, list peopleLister) (any, *page, error) {
	u, err := a.target(r)
	if err != nil {
		return nil, nil, err
	}
	if !u.PostsVisible {
		return nil, nil, errPrivate
	}
	return a.cursorPage(r, func(after models.ID, n int) ([]people.PersonRow, models.ID, error) {
		return list(r.Ctx(), a.Store, r.Viewer(), u.ID, after, n)
	})
}

// cursorPage answers with one page of a list of people.
func (a *API) cursorPage(r *request, read func(after models.ID, n int) ([]people.PersonRow, models.ID, error)) (any, *page, error) {
	return keyPage(r, "cursor", func(rows []people.PersonRow) (any, error) { return a.people(rows), nil }, read)
}

func (a *API) follows(r *request) (any, *page, error)    { return a.peoplePage(r, people.Following) }
func (a *API) followedBy(r *request) (any, *page, error) { return a.peoplePage(r, people.Followers) }

func (a *API) requestedBy(r *request) (any, *page, error) {
	return a.cursorPage(r, func(after models.ID, n int) ([]people.PersonRow, models.ID, error) {
		return people.Requesters(r.Ctx(), a.Store, r.Viewer(), after, n)
	})
}

func (a *API) relationship(r *request) (any, *page, error) {
	u, err := a.target(r)
	if err != nil {
		return nil, nil, err
	}
	return relationshipOf(u.Relationship), nil, nil
}

func relationshipOf(rel access.Relationship) relationship {
	out := relationship{"none", "none", rel.TargetPrivate, rel.MutesPosts, rel.MutesStories, rel.Restricted, rel.CloseFriend,
		rel.HidesStories}
	if rel.Outgoing != "" {
		out.Outgoing = string(rel.Outgoing)
	}
	switch {
	case rel.Blocked:
		out.Incoming = "blocked_by_you"
	case rel.Incoming == access.Following:
		out.Incoming = "followed_by"
	case rel.Incoming == access.Requested:
		out.Incoming = "requested_by"
	}
	return out
}

func (a *API) changeRelationship(r *request) (any, *page, error) {
	name, from := r.Text("action"), models.ID(0)
	if name == "" {
		name = "follow"
	}
	if post := r.Text("media_id"); post != "" {
		var err error
		if from, _, err = mediaKey(post); err != nil || name != "follow" {
			return nil, nil, models.Invalidf("media_id", "api.error.id-post-brought-follow-goes")
		}
	}
	actions := map[string]func(context.Context, *models.Store, models.ID, models.ID) error{
		"follow": func(ctx context.Context, s *models.Store, viewer, target models.ID) error {
			return people.FollowFrom(ctx, s, viewer, target, from)
		},
		"unfollow": people.Unfollow, "approve": people.ApproveFollow,
		"ignore": people.RemoveFollower, "deny": people.RemoveFollower, "remove": people.RemoveFollower, "block": people.Block,
		"unblock": people.Unblock,
		"mute":    people.MutePosts, "unmute": people.UnmutePosts, "mute_stories": people.MuteStories,
		"unmute_stories": people.UnmuteStories,
		"restrict":       people.Restrict, "unrestrict": people.Unrestrict, "add_close_friend": people.AddCloseFriend,
		"remove_close_friend": people.RemoveCloseFriend,
		"hide_stories":        people.HideStories, "show_stories": people.ShowStories,
	}
	action, ok := actions[name]
	if !ok {
		return nil, nil, models.Invalidf("action",
			"api.error.action-one-follow-unfollow-approve")
	}
	return a.relate(r, action)
}

func (a *API) unfollow(r *request) (any, *page, error) { return a.relate(r, people.Unfollow) }

func (a *API) relate(r *request, change func(context.Context, *models.Store, models.ID, models.ID) error) (any, *page, error) {
	u, err := a.target(r)
	if err != nil {
		return nil, nil, err
	}
	if err := change(r.Ctx(), a.Store, r.Viewer(), u.ID); err != nil {
		return nil, nil, err
	}
	return a.relationship(r)
}
