package editor

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/media/look"
	"photogram/models"
	"photogram/models/access"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/text"
	"photogram/urls"
	editorview "photogram/views/editor"
	postview "photogram/views/post"
	"photogram/views/ui"
)

func (a Pages) editPage(c *gin.Context) error {
	id, err := page.PostID(c)
	if err != nil {
		return err
	}
	form := ui.Form{}
	if err := a.Begin(c, &form, id); err != nil {
		return err
	}
	ed, to, err := a.ownEdited(c)
	if err != nil {
		return err
	}
	if to != "" {
		c.Redirect(http.StatusSeeOther, to)
		return nil
	}
	if shared, p := c.Query("caption"), ed.post; shared != "" && p != nil && p.State == post.Draft && p.Caption == "" &&
		len(shared) <= 4*models.MaxCaption {
		form.Values = map[string]string{"caption": shared}
	}
	return a.showEditor(c, http.StatusOK, ed, form)
}

// edited is what the editor is asked to edit: a post, or the photo or video of a story.
type edited struct {
	post  *post.View
	story *story.View
	items []post.Media // without those that another takes the place of
}

func (ed edited) id() models.ID {
	if ed.story != nil {
		return ed.story.ID
	}
	return ed.post.ID
}

// ownEdited finds what the editor is asked to edit. Of a story it edits the
// photo or video until it is shared; else it says where to go instead.
func (a Pages) ownEdited(c *gin.Context) (ed edited, elsewhere string, err error) {
	ed.post, ed.story, err = a.OwnPostOrStory(c)
	switch {
	case err != nil:
		return ed, "", err
	case ed.post != nil:
		ed.items = heads(ed.post.Items)
	case ed.story.Media == nil || ed.story.State != post.Draft && ed.story.State != post.Scheduled:
		return ed, page.StoryURL(ed.story), nil
	default:
		ed.items = []post.Media{*ed.story.Media}
	}
	return ed, "", nil
}

func (a Pages) showEditor(c *gin.Context, status int, what edited, form ui.Form) error {
	ed := editorview.Editor{Form: form, Story: what.story, Now: a.Store.Now()}
	title := text.T(page.Context(c), "editor.title-story")
	if p := what.post; p != nil {
		ed.Post = *p
		title = text.T(page.Context(c), "editor.title-post")
		if p.State != post.Published {
			title = text.T(page.Context(c), "editor.title-draft")
		}
	}
	for _, m := range what.items {
		r, err := readRecipe(m.Recipe)
		if err != nil {
			return fmt.Errorf("recipe of media %d: %w", m.ID, err)
		}
		ed.Items = append(ed.Items, editorview.EditorItem{Media: m, Recipe: showRecipe(r, m), People: shownPeople(c, what.post, m.ID)})
	}
	normal, err := json.Marshal(look.Compile(look.Recipe{}))
	if err != nil {
		return err
	}
	ed.Looks = []editorview.EditorLook{{Name: look.NormalFilter, Description: text.T(page.Context(c), "editor.normal"), Grade: normal}}
	for _, l := range look.Looks() {
		grade, err := json.Marshal(look.Compile(look.Recipe{Filter: l.Name}))
		if err != nil {
			return err
		}
		definition, err := json.Marshal(l.Definition())
		if err != nil {
			return err
		}
		ed.Looks = append(ed.Looks, editorview.EditorLook{Name: l.Name, Description: l.Description, Grade: grade, Definition: definition})
	}
	return a.Page(c, status, editorview.EditorPage(a.Titled(c, title), ed), nil)
}

func readRecipe(raw json.RawMessage) (look.Recipe, error) {
	var r look.Recipe
	err := json.Unmarshal(raw, &r)
	return r, err
}

func showRecipe(r look.Recipe, m post.Media) editorview.Recipe {
	v := editorview.Recipe{Filter: look.NormalFilter, Strength: 100, Rotate: r.Rotate, FlipH: r.FlipH, FlipV: r.FlipV,
		Straighten:   r.Straighten,
		PerspectiveV: r.PerspectiveV, PerspectiveH: r.PerspectiveH,
		Adjust: map[string]int{"brightness": r.Brightness, "contrast": r.Contrast, "saturation": r.Saturation, "warmth": r.Warmth,
			"tint":       r.Tint,
			"highlights": r.Highlights, "shadows": r.Shadows, "fade": r.Fade, "vignette": r.Vignette, "sharpen": r.Sharpen,
			"structure": r.Structure}}
	if r.Filter != "" {
		v.Filter = r.Filter
	}
	if r.Strength != nil {
		v.Strength = *r.Strength
	}
	v.Ratio = "original"
	if r.Crop != nil {
		v.Crop = fmt.Sprintf("%.6g,%.6g,%.6g,%.6g", r.Crop.X, r.Crop.Y, r.Crop.W, r.Crop.H)
		v.Ratio = "free"
		if hasRatio(r.Crop, "original", r.Rotate, m) {
			v.Ratio = "original"
		}
		for _, shape := range editorview.Ratios {
			if v.Ratio == "free" && hasRatio(r.Crop, shape.Name, r.Rotate, m) {
				v.Ratio = shape.Name
			}
		}
	}
	return v
}

// turned is the size of an item after quarter turns.
func turned(rotate int, m post.Media) (w, h int) {
	if rotate%180 != 0 {
		return m.SourceHeight, m.SourceWidth
	}
	return m.SourceWidth, m.SourceHeight
}

func findRatio(name string) (editorview.Ratio, bool) {
	for _, r := range editorview.Ratios {
		if r.Name == name {
			return r, true
		}
	}
	return editorview.Ratio{}, false
}

func hasRatio(crop *look.Crop, name string, rotate int, m post.Media) bool {
	w, h := turned(rotate, m)
	r, ok := findRatio(name)
	if name == "original" {
		r, ok = editorview.Ratio{W: w, H: h}, true
	}
	if !ok {
		return false
	}
	shape := crop.W * float64(w) / (crop.H * float64(h))
	return math.Abs(shape/(float64(r.W)/float64(r.H))-1) < 0.02
}

// edit saves the form and, when asked to, publishes the post.
func (a Pages) edit(c *gin.Context) error {
	ed, to, err := a.ownEdited(c)
	if err != nil {
		return err
	}
	if to != "" {
		return a.Done(c, to, "", nil)
	}
	if err := c.Request.ParseForm(); err != nil {
		return err
	}
	form, status, err := a.FormAt(c, a.applyForm(c, ed), ed.id())
	if err != nil {
		return err
	}
	if len(form.Problems) > 0 || form.Problem != "" {
		// Nothing is lost: the form shows what was sent.
		for i := range ed.items {
			if alt, ok := form.Values[itemField(ed.items[i].ID, "alt_text")]; ok {
				ed.items[i].AltText = alt
			}
		}
		return a.showEditor(c, status, ed, form)
	}
	action := c.PostForm("action")
	if action == "keep" {
		c.Status(http.StatusNoContent)
		return nil
	}
	applied := text.T(page.Context(c), "editor.applied")
	if st := ed.story; st != nil && action == "preview" {
		return a.Done(c, urls.PostAction(st.ID, "edit"), applied, nil)
	} else if st != nil {
		return a.Done(c, urls.StoryAction(st.ID, "edit"), "", nil)
	}
	p, edit := ed.post, urls.PostAction(ed.post.ID, "edit")
	switch action {
	case "publish":
		c.Redirect(http.StatusSeeOther, urls.Post(p.ID))
		return nil
	case "preview":
		return a.Done(c, edit, applied, nil)
	case "save":
		if p.State == post.Published {
			return a.Done(c, urls.Post(p.ID), text.T(page.Context(c), "site.changes-saved"), nil)
		}
		return a.Done(c, urls.Drafts, text.T(page.Context(c), "editor.draft-kept"), nil)
	}
	return a.Done(c, edit, "", nil)
}

func itemField(id models.ID, name string) string { return "i" + id.String() + "." + name }

// applyForm saves all that the form holds, or nothing.
func (a Pages) applyForm(c *gin.Context, ed edited) error {
	in, err := a.readChange(c, ed)
	if err != nil {
		return err
	}
	if st := ed.story; st != nil {
		return page.Save(c, func(ctx context.Context, revision string) (string, error) {
			return story.Save(ctx, a.Store, st.OwnerID, st.ID, revision,
				story.Changes{ShareInput: story.ShareInput{Wrong: in.Wrong}, Items: in.Items})
		})
	}
	p := ed.post
	return besidePeople(p, in.People, page.Save(c, func(ctx context.Context, revision string) (string, error) {
		return post.Save(ctx, a.Store, p.OwnerID, p.ID, revision, in)
	}))
}

// readChange reads the editor's form.
func (a Pages) readChange(c *gin.Context, ed edited) (in post.Changes, err error) {
	for _, m := range ed.items {
		change := post.ItemChange{ID: m.ID, Prefix: itemField(m.ID, "")}
		if change.Poster, err = readPoster(c, m); err != nil {
			if err := in.Wrong.Add(err); err != nil {
				return in, err
			}
		}
		change.MediaEdit, err = readItem(c, m)
		wrong := look.Problems(err)
		if err != nil && wrong == nil {
			return in, err
		}
		for _, e := range wrong {
			in.Wrong = append(in.Wrong, models.InvalidText(itemField(m.ID, e.Field), e.Message))
		}
		in.Items = append(in.Items, change)
	}
	text, err := readText(c)
	if err := in.Wrong.Add(err); err != nil {
		return in, err
	}
	at, zone, err := PublishTime(c)
	if err := in.Wrong.Add(err); err != nil || ed.story != nil {
		return in, err
	}
	if text.Order, err = readOrder(c, ed.items); err != nil {
		if err := in.Wrong.Add(err); err != nil {
			return in, err
		}
	}
	if in.People, err = readPeople(c, ed.post); err != nil {
		if err := in.Wrong.Add(err); err != nil {
			return in, err
		}
	}
	action := c.PostForm("action")
	// Leaving the page for another of the post's keeps what was added apart.
	text.Unstage = action == "save"
	in.Edit = text
	if action == "publish" {
		in.Publish, in.PublishAt, in.Zone = true, at, zone
	}
	return in, nil
}

func readText(c *gin.Context) (post.Edit, error) {
	var text post.Edit
	if s, ok := c.GetPostForm("caption"); ok {
		text.Caption = &s
	}
	if s, ok := c.GetPostForm("location"); ok {
		text.Location = &s
	}
	if s, ok := c.GetPostForm("audience"); ok {
		text.Audience = (*access.Audience)(&s)
	}
	if slices.Contains(c.PostFormArray("fields"), "comments_enabled") {
		on := c.PostForm("comments_enabled") == "on"
		text.CommentsEnabled = &on
	}
	if s, ok := c.GetPostForm("comments_from"); ok {
		text.CommentsFrom = (*access.Circle)(&s)
	}
	if slices.Contains(c.PostFormArray("fields"), "allow_original") {
		on := c.PostForm("allow_original") == "on"
		text.AllowOriginal = &on
	}
	if slices.Contains(c.PostFormArray("fields"), "likes_hidden") {
		on := c.PostForm("likes_hidden") == "on"
		text.LikesHidden = &on
	}
	if s := c.PostForm("cover"); s != "" {
		id, err := models.ParseID(s)
		if err != nil {
			return text, models.Invalidf("cover", "editor.error.cover-one-photos-post")
		}
		text.Cover = &id
	}
	return text, nil
}

// PublishTime reads the time of a planned post and the zone that it is in.
func PublishTime(c *gin.Context) (time.Time, string, error) {
	s := c.PostForm("publish_at")
	if s == "" {
		return time.Time{}, "", nil
	}
	name, err := models.CleanZone(strings.TrimSpace(c.PostForm("time_zone")))
	if err != nil {
		return time.Time{}, "", err
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.Time{}, "", err
	}
	at, err := LocalTime("publish_at", s, zone)
	return at, name, err
}

// LocalTime reads a date and time of a zone.
func LocalTime(field, s string, zone *time.Location) (time.Time, error) {
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05"} {
		at, err := time.ParseInLocation(layout, s, zone)
		switch {
		case err != nil:
			continue
		case at.Format(layout) != s: // the clocks go forward over it
			return time.Time{}, models.Invalidf(field, "editor.error.no-time-on-day-clocks", "zone", zone)
		}
		return at, nil
	}
	return time.Time{}, models.Invalidf(field, "editor.error.not-date-time-should-look")
}

// readItem reads one photo's part of the form. Fields that were not sent stay as they are.
func readItem(c *gin.Context, m post.Media) (post.MediaEdit, error) {
	var edit post.MediaEdit
	get := func(name string) (string, bool) { return c.GetPostForm(itemField(m.ID, name)) }
	if alt, ok := get("alt_text"); ok {
		edit.AltText = &alt
	}
	r, err := readRecipe(m.Recipe)
	if err != nil {
		return edit, fmt.Errorf("recipe of media %d: %w", m.ID, err)
	}
	var wrong look.FieldErrors
	number := func(name string, into *int) {
		s, ok := get(name)
		if !ok || s == "" {
			return
		}
		n, err := strconv.ParseFloat(s, 64)
		if err != nil || n != math.Trunc(n) || math.Abs(n) > 1e6 {
			wrong = append(wrong, &look.FieldError{Field: name, Message: name + " must be a whole number."})
			return
		}
		*into = int(n)
	}
	if s, ok := get("filter"); ok {
		r.Filter = s
		strength := 100
		number("strength", &strength)
		r.Strength = &strength
		// Checkboxes are absent when they are not ticked.
		_, r.FlipH = get("flip_h")
		_, r.FlipV = get("flip_v")
	}
	number("rotate", &r.Rotate)
	for name, into := range map[string]*int{"perspective_v": &r.PerspectiveV, "perspective_h": &r.PerspectiveH, "brightness": &r.Brightness,
		"contrast": &r.Contrast, "saturation": &r.Saturation, "warmth": &r.Warmth, "tint": &r.Tint, "highlights": &r.Highlights,
		"shadows": &r.Shadows,
		"fade":    &r.Fade, "vignette": &r.Vignette, "sharpen": &r.Sharpen, "structure": &r.Structure} {
		number(name, into)
	}
	if s, ok := get("straighten"); ok && s != "" {
		if r.Straighten, err = strconv.ParseFloat(s, 64); err != nil {
			r.Straighten = 0
			wrong = append(wrong, &look.FieldError{Field: "straighten", Message: "straighten must be a number from -45 to 45."})
		}
	}
	if ratio, ok := get("ratio"); ok {
		crop, _ := get("crop")
		r.Crop, err = chooseCrop(ratio, crop, r.Rotate, m)
		wrong = append(wrong, look.Problems(err)...)
	}
	if wrong = append(wrong, look.Problems(r.Validate())...); len(wrong) > 0 {
		return edit, wrong
	}
	r = r.Normalized()
	edit.Recipe, edit.Filter = r.Canonical(), r.Filter
	if edit.Filter == "" {
		edit.Filter = look.NormalFilter
	}
	return edit, nil
}

// chooseCrop takes the rectangle when it has the shape that was chosen, and
// the largest centred one otherwise, as without a script.
func chooseCrop(ratio, rectangle string, rotate int, m post.Media) (*look.Crop, error) {
	crop, err := parseCrop(rectangle)
	if err != nil || ratio == "" {
		return nil, err
	}
	if ratio == "free" || crop != nil && hasRatio(crop, ratio, rotate, m) {
		return crop, nil
	}
	if ratio == "original" {
		return nil, nil
	}
	r, ok := findRatio(ratio)
	if !ok {
		return nil, &look.FieldError{Field: "ratio", Message: "The ratio is original, free, or one such as 4:5."}
	}
	w, h := turned(rotate, m)
	return look.CenterCrop(r.W, r.H, w, h), nil
}

func parseCrop(s string) (*look.Crop, error) {
	if s == "" {
		return nil, nil
	}
	var v [4]float64
	parts := strings.Split(s, ",")
	bad := &look.FieldError{Field: "crop", Message: "crop must be four fractions x,y,w,h of the picture, such as 0.1,0,0.8,1."}
	if len(parts) != 4 {
		return nil, bad
	}
	for i, part := range parts {
		n, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil {
			return nil, bad
		}
		v[i] = n
	}
	return &look.Crop{X: v[0], Y: v[1], W: v[2], H: v[3]}, nil
}

// status shows how far a post on its way is, and leads to it when it is there.
func (a Pages) status(c *gin.Context) error {
	p, err := a.OwnPost(c)
	if err != nil {
		return err
	}
	to := ""
	switch p.State {
	case post.Published:
		to = urls.Post(p.ID)
	case post.Draft, post.Scheduled:
		to = urls.PostAction(p.ID, "edit")
	}
	if to != "" {
		return a.Done(c, to, "", nil)
	}
	chrome := a.Titled(c, text.T(page.Context(c), "editor.sharing"))
	return a.Page(c, http.StatusOK, postview.StatusPage(chrome, *p), postview.StatusPart(chrome, *p))
}
