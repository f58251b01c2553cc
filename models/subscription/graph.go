package subscription

import (
	"photogram/models/activity"
)

// Fields are what a subscription in the Graph dialect can name. Of some nothing ever
// comes; they are there since programs name them all.
var Fields = []string{"comments", "live_comments", "mentions", "story_insights", "messages", "message_reactions", "message_edit",
	"messaging_seen", "messaging_postbacks", "messaging_referral", "standby"}

// FieldOf is the field of the Graph dialect that a kind belongs to, or "".
func FieldOf(kind activity.Kind) string {
	switch kind {
	case activity.ActComment, activity.ActReply:
		return "comments"
	case activity.ActMention, activity.ActStoryMention:
		return "mentions"
	case activity.ActMessage, activity.ActStoryReply:
		return "messages"
	case activity.ActStoryReaction, activity.ActReaction:
		return "message_reactions"
	case activity.ActStoryPeriod:
		return "story_insights"
	}
	return ""
}
