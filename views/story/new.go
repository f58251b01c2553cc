package story

import (
	"context"
	"strconv"

	"photogram/models/post"
	"photogram/models/story"
	"photogram/text"
	"photogram/urls"
	"photogram/views/ui"
)

// Composer is the page where a story is made. Story is as it was sent or kept,
// so the stage shows it.
type Composer struct {
	Story story.View
	Items []OverlayForm
	Form  ui.Form
	Zone  string // in which times are shown; empty is for the script to fill in
	Added string // the overlay that was just added
	Wait  []story.View
}

// OverlayForm is an overlay as its fields show it, whatever was typed in them.
type OverlayForm struct {
	ID, Type string
	Values   map[string]string
}

// StoryPlan is the page that plans one story.
type StoryPlan struct {
	Story story.View
	Zone  string
	Form  ui.Form
}

// OverlayChoices are the types of overlays, as people know them; here and below labels are messages.
var OverlayChoices = []ui.Choice{
	{Value: "text", Label: "story.text", Icon: "type"}, {Value: "mention", Label: "story.mention", Icon: "at-sign"},
	{Value: "hashtag", Label: "story.hashtag", Icon: "hash"}, {Value: "location", Label: "story.place", Icon: "map-pin"},
	{Value: "link", Label: "story.link", Icon: "link"}, {Value: "product", Label: "story.product", Icon: "tag"},
	{Value: "poll", Label: "story.poll", Icon: "chart-bar"},
	{Value: "question", Label: "story.question", Icon: "message-circle-question-mark"},
	{Value: "quiz", Label: "story.quiz", Icon: "list-checks"}, {Value: "slider", Label: "story.slider", Icon: "smile"},
	{Value: "countdown", Label: "story.countdown", Icon: "clock"},
}

var (
	fontChoices = []ui.Choice{{Value: "classic", Label: "story.font-classic"}, {Value: "serif", Label: "story.font-serif"}, {Value: "mono", Label: "story.font-mono"},
		{Value: "display", Label: "story.font-display"}, {Value: "hand", Label: "story.font-hand"}}
	colourChoices = []ui.Choice{{Value: "white", Label: "story.white"}, {Value: "black", Label: "story.black"}, {Value: "red", Label: "story.red"},
		{Value: "orange", Label: "story.orange"},
		{Value: "yellow", Label: "story.yellow"},
		{Value: "green", Label: "story.green"}, {Value: "blue", Label: "story.blue"}, {Value: "purple", Label: "story.purple"},
		{Value: "pink", Label: "story.pink"}}
	backingChoices = []ui.Choice{{Value: "none", Label: "story.backing-none"}, {Value: "solid", Label: "story.backing-solid"}, {Value: "soft", Label: "story.backing-soft"}}
	alignChoices   = []ui.Choice{{Value: "center", Label: "story.centred"}, {Value: "left", Label: "story.left"}, {Value: "right", Label: "story.right-side"}}
	groundChoices  = []ui.Choice{{Value: "blur", Label: "story.ground-blur"}, {Value: "black", Label: "story.black"},
		{Value: "white", Label: "story.white"},
		{Value: "dusk", Label: "story.dusk"}, {Value: "sea", Label: "story.sea"},
		{Value: "forest", Label: "story.forest"}, {Value: "sand", Label: "story.sand"}, {Value: "rose", Label: "story.rose"},
		{Value: "night", Label: "story.night"}}
	repliesFrom = []ui.Choice{{Value: "everyone", Label: "story.from-everyone"}, {Value: "followers", Label: "story.from-followers"},
		{Value: "following", Label: "story.from-following"}, {Value: "nobody", Label: "people.nobody"}}
	rightAnswer = []ui.Choice{{Value: "0", Label: "story.option-1"}, {Value: "1", Label: "story.option-2"}, {Value: "2", Label: "story.option-3"},
		{Value: "3", Label: "story.option-4"}}
)

// MaxOptions is how many options a poll or a quiz has at most.
const MaxOptions = 4

// OverlayField is the name of an overlay's field in the form.
func OverlayField(id, name string) string { return "ov." + id + "." + name }

func (o OverlayForm) Name(name string) string { return OverlayField(o.ID, name) }
func (o OverlayForm) id(name string) string   { return "ov-" + o.ID + "-" + name }

func (o OverlayForm) words() ui.Choice {
	for _, c := range OverlayChoices {
		if c.Value == o.Type {
			return c
		}
	}
	return ui.Choice{Value: o.Type, Label: o.Type, Icon: "type"}
}

func (o OverlayForm) or(name, usual string) string {
	if v := o.Values[name]; v != "" {
		return v
	}
	return usual
}

// NewOverlay is an overlay as it begins.
func NewOverlay(id, kind string) story.Overlay {
	o := story.Overlay{ID: id, Type: kind, X: .5, Y: .5, Scale: 1}
	if kind == "slider" {
		o.Emoji = "😍"
	}
	return o
}

// FieldsOf fills the fields of an overlay that is kept. Times are in a zone.
func FieldsOf(o story.Overlay, zone string) OverlayForm {
	v := map[string]string{"x": ui.Decimal(o.X * 100), "y": ui.Decimal(o.Y * 100), "scale": ui.Decimal(o.Scale * 100),
		"rotation": ui.Decimal(o.Rotation),
		"text":     o.Text, "font": o.Font, "color": o.Color, "background": o.Background, "align": o.Align, "username": o.Username,
		"tag": o.Tag,
		"url": o.URL, "price": o.Price, "currency": o.Currency, "emoji": o.Emoji}
	if o.Tag != "" {
		v["tag"] = "#" + o.Tag
	}
	for i, option := range o.Options {
		v["option"+strconv.Itoa(i)] = option
	}
	if o.Correct != nil {
		v["correct"] = strconv.Itoa(*o.Correct)
	}
	if o.EndsAt != nil {
		v["ends_at"] = o.EndsAt.In(text.Zone(zone)).Format("2006-01-02T15:04")
	}
	return OverlayForm{o.ID, o.Type, v}
}

// overlayFields are the fields whose problems stand beside them.
var overlayFields = []string{"x", "y", "scale", "rotation", "text", "font", "color", "background", "align", "username", "tag",
	"url", "price", "currency",
	"emoji", "option0", "option1", "option2", "option3", "correct", "ends_at"}

// shownFields are all fields of the composer.
func (p Composer) shownFields() []string {
	out := []string{"publish_at", "time_zone", "alt_text", "picture.x", "picture.y", "picture.scale", "picture.rotation", "replies_from"}
	for _, o := range p.Items {
		for _, name := range overlayFields {
			out = append(out, o.Name(name))
		}
	}
	return out
}

// wrong is whether one of an overlay's fields is.
func (p Composer) wrong(o OverlayForm, names ...string) bool {
	for _, name := range names {
		if p.Form.Problems[o.Name(name)] != "" {
			return true
		}
	}
	return false
}

// fields is the form with an overlay's values.
func (p Composer) fields(o OverlayForm) ui.Form {
	f := ui.Form{Values: map[string]string{}, Problems: p.Form.Problems}
	for name, v := range o.Values {
		f.Values[o.Name(name)] = v
	}
	return f
}

// form is the form with the kept values where nothing was sent.
func (p Composer) form() ui.Form {
	f := p.Form
	at := p.value("publish_at", "")
	if _, sent := p.Form.Values["publish_at"]; !sent && p.Story.PublishAt != nil {
		at = p.Story.PublishAt.In(text.Zone(p.Story.ScheduleZone)).Format("2006-01-02T15:04")
	}
	alt := ""
	if p.Story.Media != nil {
		alt = p.Story.Media.AltText
	}
	f.Values = map[string]string{"publish_at": at, "alt_text": p.value("alt_text", alt)}
	pl := p.Story.Placement
	for name, v := range map[string]float64{"x": pl.X * 100, "y": pl.Y * 100, "scale": pl.Scale * 100, "rotation": pl.Rotation} {
		f.Values["picture."+name] = p.value("picture."+name, ui.Decimal(v))
	}
	return f
}

func (p Composer) value(name, kept string) string {
	if v, ok := p.Form.Values[name]; ok {
		return v
	}
	return kept
}

// path is where the form goes.
// keeps is whether the page saves itself: a planned story is changed by its buttons alone.
func (p Composer) keeps() bool { return p.Story.State == post.Draft }

func (p Composer) path() string { return urls.StoryAction(p.Story.ID, "edit") }

// full is whether no overlay can be added.
func (p Composer) full() bool { return len(p.Items) >= story.MaxOverlays }

// hasPicture is whether there is something to place behind the overlays.
func (p Composer) hasPicture() bool { return p.Story.Kind != story.Text }

// stage is the story as the composer shows it.
func (p Composer) stage(ctx context.Context) StoryFrame {
	st := p.Story
	st.Overlays = nil
	for _, o := range p.Story.Overlays {
		st.Overlays = append(st.Overlays, Filled(ctx, o))
	}
	f := StoryFrame{Story: st, Eager: true, Still: true}
	if m := st.Media; m != nil && !m.IsVideo() && m.RenderKey == "" && m.State != "failed" && m.HasPreview {
		f.Preview = urls.Item(st.ID, m.ID, "preview.jpg")
	}
	return f
}

// Filled has sample words where nothing is written yet.
func Filled(ctx context.Context, o story.Overlay) story.Overlay {
	or := func(v *string, usual string) {
		if *v == "" {
			*v = usual
		}
	}
	switch o.Type {
	case "text":
		or(&o.Text, text.T(ctx, "story.your-text"))
		or(&o.Font, story.OverlayFonts[0])
		or(&o.Color, story.OverlayColors[0])
		or(&o.Background, story.OverlayBackgrounds[0])
		or(&o.Align, story.OverlayAligns[0])
	case "mention":
		or(&o.Username, "username")
	case "hashtag":
		or(&o.Tag, "hashtag")
	case "location":
		or(&o.Text, text.T(ctx, "story.place"))
	case "link":
		if o.URL == "" {
			or(&o.Text, text.T(ctx, "story.link"))
		}
	case "product":
		or(&o.Text, text.T(ctx, "story.product"))
	case "countdown":
		or(&o.Text, text.T(ctx, "story.countdown"))
	default:
		or(&o.Text, text.T(ctx, "story.your-question"))
	}
	if o.Type == "poll" || o.Type == "quiz" {
		options := []string{}
		for i := range max(2, len(o.Options)) {
			option := ""
			if i < len(o.Options) {
				option = o.Options[i]
			}
			or(&option, text.T(ctx, "story.option", "n", i+1))
			options = append(options, option)
		}
		o.Options = options
	}
	if o.Type == "slider" {
		or(&o.Emoji, "😍")
	}
	return o
}

// FillScale is the scale at which a story's picture fills the canvas.
func FillScale(st story.View) float64 {
	w, h := 4., 5.
	if m := st.Media; m != nil && m.SourceWidth > 0 && m.SourceHeight > 0 {
		w, h = float64(m.SourceWidth), float64(m.SourceHeight)
		if m.Width > 0 && m.Height > 0 {
			w, h = float64(m.Width), float64(m.Height)
		}
	}
	ratio := w / h / (9. / 16.)
	return min(5, max(ratio, 1/ratio))
}

// waits is whether the stage will show more in a moment.
func (p Composer) waits() bool {
	m := p.Story.Media
	return m != nil && !m.Ready() && m.State != "failed"
}

// StoryName names a story for those who do not see it.
func StoryName(ctx context.Context, st story.View) string {
	for _, o := range st.Overlays {
		if o.Text != "" {
			return ui.Shorten(o.Text, 40)
		}
	}
	if st.Media != nil && st.Media.AltText != "" {
		return ui.Shorten(st.Media.AltText, 40)
	}
	id := map[story.Kind]string{story.Text: "story.text-story", story.Shared: "story.shared-story", story.Video: "story.video-story",
		story.Image: "story.photo-story"}[st.Kind]
	return text.T(ctx, id)
}

func (p StoryPlan) planForm() ui.PlanForm {
	st := p.Story
	return ui.PlanForm{Path: urls.StoryAction(st.ID, "plan"), Planned: st.State == post.Scheduled, At: st.PublishAt,
		PlanZone: st.ScheduleZone, Zone: p.Zone, Form: p.Form}
}
