package story

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	editorpages "photogram/handlers/editor"
	"photogram/models"
	"photogram/models/access"
	"photogram/models/story"
	storyview "photogram/views/story"
)

// sentStory is a story as the form says it is.
type sentStory struct {
	edit     story.Edit
	items    []storyview.OverlayForm
	options  [][]int // of each overlay: in which field its options stand
	problems models.Problems
}

// readStory reads the composer's form.
func readStory(c *gin.Context, st *story.View) sentStory {
	var s sentStory
	name, err := models.CleanZone(strings.TrimSpace(c.PostForm("time_zone")))
	zone := time.UTC
	if err == nil {
		zone, err = time.LoadLocation(name)
	}
	s.wrong(err)
	removed := c.PostForm("remove")
	list := []story.Overlay{}
	for _, id := range c.PostFormArray("overlay") {
		if id == removed || len(list) > story.MaxOverlays || slices.ContainsFunc(list, func(o story.Overlay) bool { return o.ID == id }) {
			continue
		}
		o, options := s.overlay(c, id, zone)
		list, s.options = append(list, o), append(s.options, options)
	}
	s.edit.Overlays = &list
	if c.PostForm("action") == "add" && len(list) < story.MaxOverlays {
		o := storyview.NewOverlay(freeOverlay(list), c.PostForm("add"))
		list, s.options = append(list, o), append(s.options, nil)
		s.items = append(s.items, storyview.FieldsOf(o, name))
	}
	if st.Kind != story.Text {
		p := st.Placement
		for field, into := range map[string]*float64{"x": &p.X, "y": &p.Y, "scale": &p.Scale, "rotation": &p.Rotation} {
			s.number(c, "picture."+field, field, into)
		}
		switch c.PostForm("action") {
		case "fit":
			p = story.Centred
		case "fill":
			p = story.Centred
			p.Scale = storyview.FillScale(*st)
		}
		s.edit.Placement = &p
	}
	text := func(field string) *string {
		if v, ok := c.GetPostForm(field); ok {
			return &v
		}
		return nil
	}
	s.edit.Background, s.edit.AltText = text("background"), text("alt_text")
	s.edit.Audience, s.edit.RepliesFrom = (*access.Audience)(text("audience")), (*access.Circle)(text("replies_from"))
	return s
}

func (s *sentStory) wrong(err error) { s.problems = append(s.problems, models.ProblemsOf(err)...) }

// number reads a number as people write it: places and sizes in per cent.
func (s *sentStory) number(c *gin.Context, name, kind string, into *float64) {
	text := strings.TrimSpace(c.PostForm(name))
	if text == "" {
		return
	}
	low, high := 0., 100.
	switch kind {
	case "scale":
		low, high = 20, 500
	case "rotation":
		low, high = -180, 180
	}
	n, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	if err != nil || math.IsNaN(n) || n < low || n > high {
		s.wrong(models.Invalidf(name, "story.error.number-from", "low", fmt.Sprintf("%g", low), "high", fmt.Sprintf("%g", high)))
		return
	}
	if kind != "rotation" {
		n /= 100
	}
	*into = n
}

// freeOverlay is an id that no overlay has.
func freeOverlay(list []story.Overlay) string {
	for n := len(list) + 1; ; n++ {
		id := fmt.Sprintf("o%d", n)
		if !slices.ContainsFunc(list, func(o story.Overlay) bool { return o.ID == id }) {
			return id
		}
	}
}

// overlay reads one overlay, and says in which fields its options stand.
func (s *sentStory) overlay(c *gin.Context, id string, zone *time.Location) (story.Overlay, []int) {
	values := map[string]string{}
	get := func(name string) string {
		v := c.PostForm(storyview.OverlayField(id, name))
		values[name] = v
		return v
	}
	o := storyview.NewOverlay(id, get("type"))
	for _, field := range []struct {
		name string
		into *float64
	}{{"x", &o.X}, {"y", &o.Y}, {"scale", &o.Scale}, {"rotation", &o.Rotation}} {
		get(field.name)
		s.number(c, storyview.OverlayField(id, field.name), field.name, field.into)
	}
	o.Text, o.Font, o.Color, o.Background, o.Align = get("text"), get("font"), get("color"), get("background"), get("align")
	o.Username, o.Tag, o.URL, o.Price, o.Emoji = strings.TrimSpace(get("username")), get("tag"), get("url"), get("price"), get("emoji")
	o.Currency = strings.ToUpper(get("currency"))
	var options []int
	for i := range storyview.MaxOptions {
		if option := get("option" + strconv.Itoa(i)); strings.TrimSpace(option) != "" {
			o.Options, options = append(o.Options, option), append(options, i)
		}
	}
	if at, err := strconv.Atoi(get("correct")); err == nil {
		if at = slices.Index(options, at); at >= 0 {
			o.Correct = &at
		}
	}
	if text := get("ends_at"); text != "" {
		at, err := editorpages.LocalTime(storyview.OverlayField(id, "ends_at"), text, zone)
		s.wrong(err)
		if err == nil {
			o.EndsAt = &at
		}
	}
	s.items = append(s.items, storyview.OverlayForm{ID: id, Type: o.Type, Values: values})
	return o, options
}

var overlayProblem = regexp.MustCompile(`^overlays\[(\d+)\](?:\.([a-z_]+))?(?:\[(\d+)\])?$`)

// beside says problems in the form's names instead of the model's.
func (s *sentStory) beside(err error) error {
	problems := models.ProblemsOf(err)
	if problems == nil || errors.Is(err, models.ErrMeanwhile) {
		return err
	}
	var out models.Problems
	for _, p := range problems {
		named := *p
		if m := overlayProblem.FindStringSubmatch(p.Field); m != nil {
			i, _ := strconv.Atoi(m[1])
			if i < len(s.items) {
				field := m[2]
				switch {
				case field == "options" && m[3] != "":
					n, _ := strconv.Atoi(m[3])
					field = "option" + strconv.Itoa(s.options[i][n])
				case field == "options":
					field = "option0"
				case field == "id" || field == "type":
					field = "text"
				}
				named.Field = storyview.OverlayField(s.items[i].ID, field)
			}
		}
		if rest, ok := strings.CutPrefix(p.Field, "placement."); ok {
			named.Field = "picture." + rest
		}
		out = append(out, &named)
	}
	return out
}
