package inbox

import (
	"context"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/access"
	"photogram/models/discover"
	"photogram/models/inbox"
	"photogram/models/people"
	"photogram/models/post"
	inboxview "photogram/views/inbox"
	"photogram/views/ui"
	"photogram/web"
)

// sent is what came with a message's form.
type sent struct {
	values map[string][]string
	say    inbox.Say
}

func (f *sent) text(name string) string {
	if list := f.values[name]; len(list) > 0 {
		return list[0]
	}
	return ""
}

// receive reads a message's form as it arrives and keeps its photos. What could not be
// kept is an error beside all texts of the form.
func (a Pages) receive(c *gin.Context) (*sent, error) {
	ctx, viewer := page.Context(c), web.ViewerID(c)
	f := &sent{values: map[string][]string{}}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, inbox.MaxPhotos*a.Intake.MaxBytes()+1<<20)
	if !strings.HasPrefix(c.ContentType(), "multipart/") {
		if err := web.ParseForm(c.Writer, c.Request, 1<<20); err != nil {
			return f, err
		}
		f.values = c.Request.PostForm
		f.say.Text = f.text("text")
		return f, nil
	}
	parts, err := c.Request.MultipartReader()
	if err != nil {
		return f, models.Invalidf("file", "inbox.error.form-cant-read-send-again")
	}
	var bad error
	err = web.EachPart(parts, func(name, file string, body web.Part) error {
		switch {
		case name == "file" && file != "" && bad == nil:
			var up post.Upload
			if len(f.say.Photos) == inbox.MaxPhotos {
				bad = models.Invalidf("file", "inbox.error.message-takes-at-most-photos", "maxPhotos", inbox.MaxPhotos)
			} else if up, bad = a.Intake.Receive(ctx, viewer, file, body); bad == nil {
				f.say.Photos = append(f.say.Photos, up)
			}
			if models.KindOf(bad) == 0 {
				return bad
			}
		case name != "file":
			value, err := body.Text()
			f.values[name] = append(f.values[name], value)
			return err
		}
		return nil
	})
	if err == nil {
		err = bad
	}
	f.say.Text = f.text("text")
	if err != nil {
		a.discard(ctx, viewer, f)
	}
	return f, err
}

// discard removes the files of what was not said.
func (a Pages) discard(ctx context.Context, viewer models.ID, f *sent) {
	for _, up := range f.say.Photos {
		a.Intake.Discard(ctx, viewer, up)
	}
}

// form shows what was sent again, with what is wrong with it.
func (f *sent) form(c *gin.Context, err error) (ui.Form, error) {
	form, err := web.FormOf(c, err)
	for _, name := range []string{"text", "name", "q"} {
		form.Values[name] = models.SafeLines(f.text(name))
	}
	return form, err
}

// ids reads codes of accounts or conversations.
func ids(codes []string, field string) ([]models.ID, error) {
	var out []models.ID
	for _, s := range codes {
		id, err := models.ParseCode(s)
		if err != nil {
			return nil, models.Invalidf(field, "inbox.error.choose-from-list")
		}
		out = append(out, id)
	}
	return out, nil
}

// Sizes of what can be chosen from.
const (
	pickedPeople = 12
	pickedGroups = 8
)

// pick is who can be chosen: those who are already, then whom a search finds, or whom
// the viewer wrote to and follows.
func (a Pages) pick(c *gin.Context, path, query string, to, in []models.ID, groups bool) (p inboxview.Pick, err error) {
	ctx, viewer := page.Context(c), web.ViewerID(c)
	p = inboxview.Pick{Path: path, To: to, In: in, Query: query}
	seen := map[models.ID]bool{viewer: true}
	add := func(u access.Author) {
		if !seen[u.ID] {
			seen[u.ID] = true
			p.People = append(p.People, u)
		}
	}
	chosen, err := inbox.People(ctx, a.Store, viewer, to)
	if err != nil {
		return p, err
	}
	for _, u := range chosen {
		add(u)
	}
	var found []people.PersonRow
	if query != "" {
		found, err = discover.SearchPeople(ctx, a.Store, viewer, query, pickedPeople)
	} else {
		found, _, err = people.Following(ctx, a.Store, viewer, viewer, 0, pickedPeople)
	}
	if err != nil {
		return p, err
	}
	recent, _, err := inbox.Short(ctx, a.Store, viewer, pickedPeople)
	if err != nil {
		return p, err
	}
	for _, th := range recent {
		switch {
		case th.IsGroup():
			if groups && len(p.Threads) < pickedGroups {
				p.Threads = append(p.Threads, th)
			}
		case query == "":
			add(th.Other)
		}
	}
	for _, row := range found {
		add(row.Author)
	}
	return p, nil
}
