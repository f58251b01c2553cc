package post

import (
	"github.com/a-h/templ"

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

var tagsFrom = []ui.Choice{{Value: "everyone", Label: "people.everyone"}, {Value: "following", Label: "people.i-follow"},
	{Value: "nobody", Label: "people.nobody"}}

// tagged are the tags on one photo of a post; lists of posts carry no items.
func tagged(p post.View, n int) []post.PersonTag {
	if len(p.Items) == 0 {
		return p.People
	}
	return p.PeopleIn(p.Items[n].ID)
}

// sold are the products on an item.
func sold(p post.View, n int) []post.ProductTag {
	if len(p.Items) < 2 {
		return p.Products
	}
	var out []post.ProductTag
	for _, t := range p.Products {
		if t.MediaID == p.Items[n].ID || t.MediaID == 0 && n == 0 {
			out = append(out, t)
		}
	}
	return out
}

// place is where a product stands, for the script that puts it there.
func place(t *post.ProductTag) templ.Attributes {
	if t.X == nil {
		return templ.Attributes{}
	}
	return templ.Attributes{"data-x": ui.Fraction(*t.X), "data-y": ui.Fraction(*t.Y)}
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
