package sample

import (
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/comment"
	"photogram/models/post"
	commentview "photogram/views/comment"
	peopleview "photogram/views/people"
	postview "photogram/views/post"
	"photogram/views/ui"
)

// threads gives comments everything that can stand at one.
func (s *sampler) threads(p post.View, list []comment.View) []comment.View {
	at := s.c.Now.Add(-3 * time.Minute)
	reply := func(to comment.View, person int, text string) comment.View {
		a, id := s.author(person), to.ID
		return comment.View{Author: a, Comment: comment.Comment{OwnerID: p.OwnerID, ID: s.id(), PostID: p.ID, ParentID: &id,
			UserID: a.ID, Text: text, CreatedAt: at, LikesCount: int64(person)}}
	}
	list[1].EditedAt = &at
	list[1].RepliesCount, list[1].More = 12, true
	list[1].Replies = []comment.View{reply(list[1], 1, "Two hours, and then it rained."),
		reply(list[1], 0, "@tomwhitlock worth every minute")}
	list[2].PinnedAt = &at
	list[3].Hidden = "words"
	list[3].Replies = []comment.View{reply(list[3], 2, "It is open from the tenth on.")}
	return list
}

// thread is one comment with its page of replies.
func (s *sampler) thread(p post.View) commentview.ThreadDetail {
	talk := s.talk(p)
	p.MayComment = true
	return commentview.ThreadDetail{Post: p, Thread: talk[1], ReplyTo: talk[1].Replies[0], Editing: talk[1].Replies[1].ID,
		EditForm: ui.Form{Problems: map[string]string{"text": "Write something first."}}}
}

// tagged gives a post people in its photos.
func (s *sampler) tagged(p post.View, item models.ID) post.View {
	for i, at := range [][2]float64{{.3, .4}, {.62, .55}} {
		p.People = append(p.People, post.PersonTag{Author: s.author(i), PostID: p.ID, MediaID: item, X: at[0], Y: at[1],
			State: []string{"pending", "approved"}[i]})
	}
	p.PeopleCount = len(p.People)
	return p
}

func (s *sampler) talkPages(c ui.Chrome) []samplePage {
	post := s.tagged(s.post(1, 5), 0)
	post.MayComment = true
	talk := s.talk(post)
	closed := s.post(2, 3)
	closed.CommentsFrom = "followers"
	profile := account.Profile{User: *s.user(1), PostsVisible: true}
	words := ui.Form{Values: map[string]string{"words": "spam\nbuy now\n#ad"}}
	rules := ui.Form{Values: map[string]string{"tags_from": "following", "tags_by_hand": "on"}}
	return []samplePage{
		{"post-talk", postview.PostPage(c, postview.PostDetail{Discussion: commentview.Discussion{Post: post, Pinned: talk[2:3],
			Comments: append(talk[:2:2], talk[3:]...),
			ReplyTo:  &talk[1].Replies[0]}})},
		{"post-limited", postview.PostPage(c,
			postview.PostDetail{Discussion: commentview.Discussion{Post: closed, Comments: s.talk(closed)}})},
		{"thread", commentview.ThreadPage(c, s.thread(s.post(0, 0)))},
		{"tagged", peopleview.TaggedPage(c, peopleview.Tagged{Profile: profile, Grid: ui.Grid{Posts: s.posts(7)}})},
		{"tagged-empty", peopleview.TaggedPage(c, peopleview.Tagged{Profile: profile})},
		{"comment-rules", commentview.CommentRulesPage(c, ui.Settings{Form: words})},
		{"tag-rules", postview.TagRulesPage(c, postview.TagRules{Form: rules, Pending: s.posts(2), Older: "/dev/views?page=tag-rules"})},
		{"tag-rules-empty", postview.TagRulesPage(c, postview.TagRules{})},
	}
}
