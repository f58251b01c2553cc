package editor

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"photogram/models"
	"photogram/models/post"
	editorview "photogram/views/editor"
)

// readPeople turns what was sent of all photos into what is kept.
func readPeople(c *gin.Context, p *post.View) (map[models.ID][]post.PersonInput, error) {
	out := map[models.ID][]post.PersonInput{}
	for _, m := range p.Items {
		rows, sent := sentPeople(c, m.ID)
		if !sent {
			continue
		}
		out[m.ID] = nil
		for _, r := range rows {
			x, y, found := strings.Cut(r.At, ",")
			left, err1 := strconv.ParseFloat(strings.TrimSpace(x), 64)
			top, err2 := strconv.ParseFloat(strings.TrimSpace(y), 64)
			if !found || err1 != nil || err2 != nil {
				return nil, models.Invalidf(itemField(m.ID, "people"), "editor.error.say-where-photo", "username", r.Username)
			}
			out[m.ID] = append(out[m.ID], post.PersonInput{Username: r.Username, X: left / 100, Y: top / 100})
		}
	}
	return out, nil
}

// besidePeople tells what is wrong with the people in photos beside the photo, or
// beside the first one.
func besidePeople(p *post.View, people map[models.ID][]post.PersonInput, err error) error {
	problems := models.ProblemsOf(err)
	if len(people) == 0 || !slices.ContainsFunc(problems, func(e *models.Error) bool { return e.Field == post.PeopleField }) {
		return err
	}
	var out models.Problems
	for _, e := range problems {
		beside := *e
		if e.Field == post.PeopleField {
			beside.Field = itemField(photoWith(p, people, e.Message()), "people")
		}
		out = append(out, &beside)
	}
	return out
}

// shownPeople are the people of a photo as the editor shows them: as they were
// sent with a form that is refused, or as they are kept.
func shownPeople(c *gin.Context, p *post.View, item models.ID) []editorview.EditorPerson {
	if rows, sent := sentPeople(c, item); sent {
		return rows
	}
	if p == nil { // a story mentions people on it
		return nil
	}
	var out []editorview.EditorPerson
	for _, t := range p.PeopleIn(item) {
		out = append(out, editorview.EditorPerson{Username: t.Username, At: editorview.PlaceOf(t.X, t.Y), State: t.State})
	}
	return out
}

// sentPeople reads the people of one photo from the editor's form; sent is
// whether the form had that part.
func sentPeople(c *gin.Context, item models.ID) (rows []editorview.EditorPerson, sent bool) {
	if !slices.Contains(c.PostFormArray("fields"), itemField(item, "people")) {
		return nil, false
	}
	places := c.PostFormArray(itemField(item, "at"))
	for i, name := range c.PostFormArray(itemField(item, "person")) {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		row := editorview.EditorPerson{Username: name}
		if i < len(places) {
			row.At = places[i]
		}
		rows = append(rows, row)
	}
	return rows, true
}

// photoWith is the photo with the person whom a message names.
func photoWith(p *post.View, people map[models.ID][]post.PersonInput, message string) models.ID {
	for id, list := range people {
		for _, in := range list {
			if strings.Contains(message, "@"+strings.ToLower(strings.TrimLeft(in.Username, "@＠"))) {
				return id
			}
		}
	}
	return p.Items[0].ID
}
