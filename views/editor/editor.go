package editor

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/post"
	"photogram/text"
	"photogram/urls"
	"photogram/views/ui"
)

// adjustment is a slider of the editor.
type adjustment struct {
	name, label, group string // label and group are messages
	low, plain         int    // the lowest value, and the one that changes nothing
}

var adjustments = []adjustment{
	{"brightness", "editor.brightness", "editor.light", -100, 0},
	{"contrast", "editor.contrast", "editor.light", -100, 0},
	{"highlights", "editor.highlights", "editor.light", -100, 0},
	{"shadows", "editor.shadows", "editor.light", -100, 0},
	{"fade", "editor.fade", "editor.light", 0, 0},
	{"saturation", "editor.saturation", "editor.colour", -100, 0},
	{"warmth", "editor.warmth", "editor.colour", -100, 0},
	{"tint", "editor.tint", "editor.colour", -100, 0},
	{"structure", "editor.structure", "editor.detail", 0, 0},
	{"sharpen", "editor.sharpen", "editor.detail", 0, 0},
	{"vignette", "editor.vignette", "editor.detail", 0, 0},
}

// editorTools are the tabs that the script makes of the form's sections; labels are messages.
var editorTools = []ui.Choice{
	{Value: "look", Label: "editor.looks", Icon: "aperture"}, {Value: "adjust", Label: "editor.adjust", Icon: "sliders-horizontal"},
	{Value: "crop", Label: "editor.crop", Icon: "crop"}, {Value: "text", Label: "editor.text", Icon: "pencil"},
}

// Ratio is a shape of a crop.
type Ratio struct {
	Name string
	W, H int
}

// Ratios are the shapes of crops that the editor offers by name.
var Ratios = []Ratio{{"1:1", 1, 1}, {"4:5", 4, 5}, {"3:4", 3, 4}, {"2:3", 2, 3}, {"9:16", 9, 16}, {"5:4", 5, 4}, {"4:3", 4, 3},
	{"3:2", 3, 2}, {"16:9", 16, 9}, {"1.91:1", 191, 100}}

func ratioChoices(ctx context.Context) []ui.Choice {
	list := []ui.Choice{{Value: "original", Label: text.T(ctx, "editor.original"), Icon: "image"},
		{Value: "free", Label: text.T(ctx, "editor.free"), Icon: "crop"}}
	for _, r := range Ratios {
		list = append(list, ui.Choice{Value: r.Name, Label: r.Name})
	}
	return list
}

var quarterTurns = []ui.Choice{{Value: "0", Label: "0°"}, {Value: "90", Label: "90°"}, {Value: "180", Label: "180°"},
	{Value: "270", Label: "270°"}}

// field is the form's name of a value of this photo.
func (i EditorItem) field(name string) string { return "i" + i.ID.String() + "." + name }

// id is the page's id for a control of this photo.
func (i EditorItem) id(name string) string { return "i" + i.ID.String() + "-" + name }

func (i EditorItem) ratio() string {
	if i.Recipe.Ratio == "" {
		return "original"
	}
	return i.Recipe.Ratio
}

func (i EditorItem) look() string {
	if i.Recipe.Filter == "" {
		return "Normal"
	}
	return i.Recipe.Filter
}

// public is whether everybody may fetch the item's files.
func (i EditorItem) public(e Editor) bool { return e.Post.Public() && !i.Staged }

// shown is what stands in the stage until a script draws there: the finished
// photo, or the plain one while there is none, or nothing before that is made.
func (i EditorItem) shown(c ui.Chrome, e Editor) (src string, w, h int) {
	if i.RenderKey != "" && i.Width > 0 {
		return ui.PlainSource(c, i.Picture(), i.public(e)), i.Width, i.Height
	}
	return i.preview(e), max(i.SourceWidth, 1), max(i.SourceHeight, 1)
}

func (i EditorItem) waits(ctx context.Context) string {
	if i.IsVideo() {
		return text.T(ctx, "editor.video-waits")
	}
	return text.T(ctx, "editor.photo-waits")
}

// keeps is whether the page saves itself while somebody works on it: nobody
// sees it yet, and it is not planned either.
func (e Editor) keeps() bool { return e.Post.State == post.Draft || e.story() }

// preview is the address of the unedited photo, or nothing before it is made.
func (i EditorItem) preview(e Editor) string {
	if !i.HasPreview {
		return ""
	}
	return urls.Item(e.id(), i.ID, "preview.jpg")
}

// thumb is a small square of the photo.
func (i EditorItem) thumb(c ui.Chrome, e Editor) string {
	if i.RenderKey != "" {
		return c.Files.Rendition(i.RenderKey, models.SquareName(150, "jpg"), i.public(e))
	}
	return i.preview(e)
}

// lookData is what the live preview needs of the looks: their definitions.
func lookData(looks []EditorLook) map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	for _, l := range looks {
		if len(l.Definition) > 0 {
			out[l.Name] = l.Definition
		}
	}
	return out
}

// svgGrade is a look as SVG filter primitives, for the strip of small
// pictures: tables, a colour matrix, and tables again.
type svgGrade struct {
	Pre, Post [3]string
	Matrix    string
}

// tableStep thins the tables: filters interpolate, and small pictures show no difference.
const tableStep = 15

func (l EditorLook) svg() (svgGrade, bool) {
	var grade struct {
		Pre, Post []byte
		Matrix    [9]float64
		Offset    [3]float64
	}
	if json.Unmarshal(l.Grade, &grade) != nil || len(grade.Pre) != 768 || len(grade.Post) != 768 {
		return svgGrade{}, false
	}
	var out svgGrade
	var rows []string
	for channel := range 3 {
		out.Pre[channel] = svgTable(grade.Pre[channel*256:])
		out.Post[channel] = svgTable(grade.Post[channel*256:])
		for column := range 3 {
			rows = append(rows, ui.Decimal(grade.Matrix[3*channel+column]))
		}
		rows = append(rows, "0", ui.Decimal(grade.Offset[channel]/255))
	}
	out.Matrix = strings.Join(append(rows, "0", "0", "0", "1", "0"), " ")
	return out, true
}

func svgTable(values []byte) string {
	var out []string
	for i := 0; i < 256; i += tableStep {
		out = append(out, ui.Decimal(float64(values[i])/255))
	}
	return strings.Join(out, " ")
}

// filterID names a look's SVG filter.
func filterID(name string) string {
	return "look-" + base64.RawURLEncoding.EncodeToString([]byte(name))
}

// scheduled is a post's time of publication as the form shows it, in the zone that it was chosen in.
func scheduled(e Editor) string {
	if v, ok := e.Form.Values["publish_at"]; ok || e.Post.PublishAt == nil {
		return v
	}
	return e.Post.PublishAt.In(text.Zone(e.Post.ScheduleZone)).Format("2006-01-02T15:04")
}

// zone is the time zone that the form shows; empty is for the script to fill in.
func (e Editor) zone() string {
	if v, ok := e.Form.Values["time_zone"]; ok {
		return v
	}
	if e.Post.PublishAt != nil && e.Post.ScheduleZone == "" {
		return "UTC"
	}
	return e.Post.ScheduleZone
}

// value is what stands in a field of the post: what was sent, or what is kept.
func (e Editor) value(name, kept string) string {
	if v, ok := e.Form.Values[name]; ok {
		return v
	}
	return kept
}

// form is the form with the kept values where nothing was sent.
func (e Editor) form() ui.Form {
	f := e.Form
	f.Values = map[string]string{
		"caption":    e.value("caption", e.Post.Caption),
		"location":   e.value("location", e.Post.Location),
		"publish_at": scheduled(e),
	}
	return f
}

// published is whether this is a post that others see already.
func (e Editor) published() bool {
	return e.Post.State != post.Draft && e.Post.State != post.Scheduled && !e.story()
}

// story is whether this is the photo or video of a story.
func (e Editor) story() bool { return e.Story != nil }

// id is of the post or the story whose media are edited.
func (e Editor) id() models.ID {
	if e.Story != nil {
		return e.Story.ID
	}
	return e.Post.ID
}

func (e Editor) author() access.Author {
	if e.Story != nil {
		return e.Story.Author
	}
	return e.Post.Author
}

// itemProblems are the fields of a photo whose problems are told beside it.
var itemProblems = func() []string {
	names := []string{"filter", "strength", "ratio", "crop", "rotate", "flip_h", "flip_v", "straighten", "perspective_v", "perspective_h"}
	for _, a := range adjustments {
		names = append(names, a.name)
	}
	return names
}()

// likesHidden is the switch for the number of likes: as it was sent, or as it is kept.
func (e Editor) likesHidden() bool {
	if _, sent := e.Form.Values["fields"]; sent {
		return e.Form.Values["likes_hidden"] == "on"
	}
	return e.Post.LikesHidden
}

// commentsOn is the switch for comments: as it was sent, or as it is kept.
func (e Editor) commentsOn() bool {
	if _, sent := e.Form.Values["fields"]; sent {
		return e.Form.Values["comments_enabled"] == "on"
	}
	return e.Post.CommentsEnabled
}

// sent is a photo with the edit that was sent and refused, so that nothing is lost.
func (e Editor) sent(item EditorItem) EditorItem {
	get := func(name string) (string, bool) {
		v, ok := e.Form.Values[item.field(name)]
		return v, ok
	}
	if _, ok := get("filter"); !ok {
		return item
	}
	number := func(name string, into *int) {
		if v, ok := get(name); ok {
			if n, err := strconv.Atoi(v); err == nil {
				*into = n
			}
		}
	}
	r := Recipe{Adjust: map[string]int{}}
	r.Filter, _ = get("filter")
	r.Ratio, _ = get("ratio")
	r.Crop, _ = get("crop")
	_, r.FlipH = get("flip_h")
	_, r.FlipV = get("flip_v")
	number("strength", &r.Strength)
	number("rotate", &r.Rotate)
	if v, ok := get("straighten"); ok {
		r.Straighten, _ = strconv.ParseFloat(v, 64)
	}
	number("perspective_v", &r.PerspectiveV)
	number("perspective_h", &r.PerspectiveH)
	for _, a := range adjustments {
		n := 0
		number(a.name, &n)
		r.Adjust[a.name] = n
	}
	item.Recipe = r
	return item
}
