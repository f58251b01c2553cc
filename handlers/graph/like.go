package graph

import (
	"photogram/models/post"
)

var likeRoutes = []route{{"GET", "/{ig-media-id}/likes", "basic", "", (*API).likes}}

// likes lists who likes a post, the newest like first. It pages forwards only.
func (a *API) likes(g *request) (any, error) {
	p, err := g.media()
	if err != nil {
		return nil, err
	}
	fields, err := g.fields("id,username")
	if err != nil {
		return nil, err
	}
	of, err := g.part()
	if err != nil {
		return nil, err
	}
	after, before, err := of.keys()
	if err == nil && before != 0 {
		err = badField("before", "This list is read forwards only.")
	}
	if err != nil {
		return nil, err
	}
	people, next, err := post.Likers(g.Ctx(), a.Store, g.Viewer(), p.ID, after, of.limit)
	if err != nil {
		return nil, err
	}
	data := []any{}
	for i := range people {
		node := map[string]any{"id": people[i].ID.String()}
		for _, f := range fields {
			switch f.name {
			case "id":
			case "username":
				node["username"] = people[i].Username
			case "name":
				node["name"] = people[i].FullName
			case "profile_picture_url":
				node["profile_picture_url"] = a.AbsoluteFiles().Avatar(people[i].Author, 150)
			default:
				return nil, noField(f.name, userNodeType)
			}
		}
		data = append(data, node)
	}
	out := list{Data: data}
	if p.LikesShown() {
		out.Summary = total(g.Text, p.LikesCount)
	}
	if next != 0 {
		cursor := cursorOf(next.String())
		out.Paging = &paging{Cursors: &cursors{After: cursor}, Next: g.link(of.limit)("after", cursor)}
	}
	return out, nil
}
