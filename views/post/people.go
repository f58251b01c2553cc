package post

import (
	"photogram/models/post"
	"photogram/views/ui"
)

// TagRules is the settings page about being tagged, with the tags that wait
// for an answer.
type TagRules struct {
	Form    ui.Form
	Pending []post.View
	Older   string
}

var tagsFrom = []ui.Choice{{Value: "everyone", Label: "Everyone"}, {Value: "following", Label: "People I follow"},
	{Value: "nobody", Label: "Nobody"}}

// tagged are the tags on one photo of a post; lists of posts carry no items.
func tagged(p post.View, n int) []post.PersonTag {
	if len(p.Items) == 0 {
		return p.People
	}
	return p.PeopleIn(p.Items[n].ID)
}

// ownTag is the viewer's tag in a post, or nil.
func ownTag(c ui.Chrome, p post.View) *post.PersonTag {
	for i := range p.People {
		if c.Is(p.People[i].ID) {
			return &p.People[i]
		}
	}
	return nil
}
