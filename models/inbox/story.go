package inbox

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/story"
	"photogram/models/tally"
)

// Reactions are the quick answers to a story, and to a message.
var Reactions = []string{"❤️", "😂", "😮", "😍", "😢", "👏", "🔥", "🎉"}

var errNoReply = models.Say(models.Error{Kind: models.Forbidden, Field: "text"}, "inbox.error.story-takes-no-replies")

// RepliesLimited says who may reply where not everybody may.
func RepliesLimited(from access.Circle) string {
	switch from {
	case access.FromFollowers:
		return "inbox.error.story-followers"
	case access.FromFollowing:
		return "inbox.error.story-following"
	}
	return errNoReply.ID
}

// StoryReply is what somebody says to a story: a text, or one of Reactions.
type StoryReply struct{ Text, Reaction string }

func (r *StoryReply) clean() (err error) {
	if r.Reaction == "" {
		r.Text, err = cleanMessage(r.Text)
		return err
	}
	if r.Text != "" {
		return models.Invalidf("reaction", "inbox.error.send-text-reaction-not-both")
	}
	if !slices.Contains(Reactions, r.Reaction) {
		return models.Invalidf("reaction", "inbox.error.reaction-one", "join", strings.Join(Reactions, " "))
	}
	return nil
}

// ReplyToStory says something to the owner of a live story, in what the two write to each
// other. Who may is the story's choice, which invites to it: it is no request.
func ReplyToStory(ctx context.Context, s *models.Store, viewer, storyID models.ID, in StoryReply) (*Message, error) {
	if err := in.clean(); err != nil {
		return nil, err
	}
	var m *Message
	err := s.InTx(ctx, func(t *models.Tx) error {
		owner, err := story.Touch(ctx, t, viewer, storyID)
		if err != nil {
			return err
		}
		m = &Message{UserID: viewer, ToStory: true, Text: in.Text, Reaction: in.Reaction, CardKind: StoryCard, CardOwnerID: owner,
			CardID: storyID}
		return m.reply(ctx, t)
	})
	if models.HasCode(err, models.CodeForeignKey) { // one of the accounts is deleted at this moment
		err = story.ErrNoStory
	}
	if err != nil && models.KindOf(err) == 0 {
		err = fmt.Errorf("reply to story %d: %w", storyID, err)
	}
	return m, err
}

func (m *Message) reply(ctx context.Context, t *models.Tx) error {
	owner, storyID := m.CardOwnerID, m.CardID
	tag, err := t.PG.Exec(ctx, `UPDATE story_views v SET replies = v.replies + 1 FROM stories st JOIN users so ON so.id = st.owner_id
		WHERE v.owner_id = $1 AND v.story_id = $2 AND v.viewer_id = $3 AND st.owner_id = v.owner_id AND st.id = v.story_id
		AND `+access.ForViewerAt(access.LiveStory, "$3", "$4")+` AND `+access.ForViewerAt(access.MayReplyStory, "$3", "$4"),
		owner, storyID, m.UserID, t.Store.Now())
	if err != nil {
		return err
	}
	if tag.RowsAffected() == 0 {
		return noReply(ctx, t, owner, storyID)
	}
	th, err := mainThread(ctx, t, m.UserID, owner, side{OwnerID: owner, StoryID: storyID, State: Open})
	if err != nil {
		return err
	}
	if err := th.add(ctx, t, m); err != nil {
		return err
	}
	if err := tally.Write(ctx, t, tally.Mark{Owner: owner, Post: storyID, Actor: m.UserID, Metric: tally.Replies, N: 1}); err != nil {
		return err
	}
	return t.Use(ctx, models.BudgetMessage, m.UserID, 1)
}

func noReply(ctx context.Context, t *models.Tx, owner, storyID models.ID) error {
	var from access.Circle
	err := models.Take(ctx, t.PG, &from, `SELECT replies_from FROM stories WHERE owner_id = @owner AND id = @story
		AND state = 'published' AND expires_at > @now`, models.Args{"owner": owner, "story": storyID, "now": t.Store.Now()})
	if models.IsNoRows(err) {
		return story.ErrNoStory
	}
	if err != nil {
		return err
	}
	return models.Say(models.Error{Kind: models.Forbidden, Field: "text"}, RepliesLimited(from))
}
