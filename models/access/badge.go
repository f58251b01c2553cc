package access

import (
	"photogram/models"
)

// Badge is what the navigation says of notifications. Numbers stop at 100.
type Badge struct {
	Seq      models.ID // of the newest notification
	Unread   int
	Requests int // people who ask to follow
	Messages int // conversations with something unread
	// MessageID is of the newest message or change to one, whoever made it, by which
	// open pages know that there is one.
	MessageID models.ID
}
