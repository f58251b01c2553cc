package sample

import (
	"slices"
	"time"

	"photogram/models/access"
	"photogram/models/activity"
	"photogram/models/notify"
	"photogram/urls"
	notifyview "photogram/views/notify"
	"photogram/views/ui"
)

// noticed is a viewer with so many new notifications, and requests.
func noticed(c ui.Chrome, unread int) ui.Chrome {
	viewer := *c.Viewer
	viewer.Unread, viewer.Requests, viewer.Messages = unread, 3, unread/2
	c.Viewer = &viewer
	return c
}

// notifications are some of every kind, the first of them new.
func (s *sampler) notifications(filter string) notifyview.Notifications {
	kinds := []activity.Kind{activity.ActLike, activity.ActComment, activity.ActFollow, activity.ActRequest, activity.ActMention,
		activity.ActLike, activity.ActApproved,
		activity.ActReply, activity.ActTag, activity.ActFollow, activity.ActCommentLike, activity.ActTagRequest, activity.ActLike,
		activity.ActStoryMention, activity.ActLowStock, activity.ActBackInStock}
	p := notifyview.Notifications{Filter: filter, First: true, Unread: 4, Older: urls.WithQuery(urls.DevViews, "page", "notifications")}
	for i, kind := range kinds {
		follow := kind == activity.ActFollow || kind == activity.ActRequest || kind == activity.ActApproved
		if filter == "follows" && !follow {
			continue
		}
		at := s.c.Now.Add(-time.Duration(i*i*i)*40*time.Minute - time.Minute)
		n := notify.View{At: at, New: i < 4 && filter == "", Actors: []access.Author{s.author(i + 1)}}
		n.Kind, n.Seq, n.UpdatedAt = kind, s.id(), at
		if slices.Contains(activity.OfProducts, kind) {
			thing := s.product(i)
			n.PostID, n.Product, n.Picture = thing.ID, thing.Title, thing.CoverKey
		} else if kind == activity.ActStoryMention {
			n.PostID = s.id()
		} else if !follow {
			post := s.post(0, i)
			n.OwnerID, n.PostID, n.Post = post.OwnerID, post.ID, &post
		}
		switch kind {
		case activity.ActComment, activity.ActReply:
			n.CommentID, n.Comment = s.id(), sampleTalk[i%len(sampleTalk)]
		case activity.ActLike, activity.ActCommentLike:
			n.Actors = append(n.Actors, s.author(i+2), s.author(i+3))[:1+i%3+i/12]
			if i == 0 || i == 12 {
				n.Actors, n.Others = []access.Author{s.author(5), s.author(2), s.author(3)}, int64(9+i*100)
			}
		case activity.ActFollow:
			if i > 5 {
				n.Outgoing = access.Following
			}
		}
		p.List = append(p.List, n)
	}
	p.Upto = p.List[0].Seq
	return p
}
