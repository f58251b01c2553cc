package story

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/text"
)

// Limits of what is put on a story; texts are in characters.
const (
	MaxOverlays        = 20
	MaxOverlayText     = 500
	MaxOverlayQuestion = 80
	MaxOverlayOption   = 30
	MaxOverlayLabel    = 40
	MaxOverlayURL      = 1000
	MaxAnswer          = 300
	MaxCountdown       = 365 * 24 * time.Hour
)

// Overlay is something put on a story: a text, a link, a question. Its place
// is that of its centre, as fractions of the canvas.
type Overlay struct {
	ID       string  `json:"id"` // unique in its story
	Type     string  `json:"type"`
	X        float64 `json:"x"`
	Y        float64 `json:"y"`
	Scale    float64 `json:"scale"`    // 1 is as large as usual
	Rotation float64 `json:"rotation"` // clockwise, in degrees

	// Text is a text's text, a link's label, a place's or a product's name, what
	// a countdown counts to, and the question of what can be answered.
	Text       string `json:"text,omitempty"`
	Font       string `json:"font,omitempty"`
	Color      string `json:"color,omitempty"`
	Background string `json:"background,omitempty"`
	Align      string `json:"align,omitempty"`

	Username string     `json:"username,omitempty"` // mention
	UserID   models.ID  `json:"user_id,omitempty"`  // mention; found by the username
	Tag      string     `json:"tag,omitempty"`      // hashtag
	PlaceID  models.ID  `json:"place_id,omitempty"` // location; found by its name
	URL      string     `json:"url,omitempty"`      // link and product
	Price    string     `json:"price,omitempty"`    // product: a decimal number
	Currency string     `json:"currency,omitempty"` // product: an ISO 4217 code
	Options  []string   `json:"options,omitempty"`  // poll and quiz
	Correct  *int       `json:"correct,omitempty"`  // quiz: which option is right, from 0
	Emoji    string     `json:"emoji,omitempty"`    // slider
	EndsAt   *time.Time `json:"ends_at,omitempty"`  // countdown
}

// What an overlay can be and how it can look.
var (
	OverlayTypes = []string{"text", "mention", "hashtag", "location", "link", "product", "poll", "question", "quiz", "slider",
		"countdown"}
	OverlayFonts       = []string{"classic", "serif", "mono", "display", "hand"}
	OverlayColors      = []string{"white", "black", "red", "orange", "yellow", "green", "blue", "purple", "pink"}
	OverlayBackgrounds = []string{"none", "solid", "soft"}
	OverlayAligns      = []string{"center", "left", "right"}
	// Backgrounds are what fills the canvas around a picture. Blur is the picture itself.
	Backgrounds = []string{"blur", "black", "white", "dusk", "sea", "forest", "sand", "rose", "night"}
)

// Asks is whether the overlay can be answered.
func (o *Overlay) Asks() bool {
	return o.Type == "poll" || o.Type == "question" || o.Type == "quiz" || o.Type == "slider"
}

// Placement is where the picture stands on the canvas. At scale 1 it just fits.
type Placement struct {
	X        float64 `json:"x"`
	Y        float64 `json:"y"`
	Scale    float64 `json:"scale"`
	Rotation float64 `json:"rotation"`
}

// Centred is where a picture stands unless it is moved.
var Centred = Placement{0.5, 0.5, 1, 0}

func (p Placement) clean(field string) error {
	for _, v := range []struct {
		name      string
		value     float64
		low, high float64
	}{{"x", p.X, 0, 1}, {"y", p.Y, 0, 1}, {"scale", p.Scale, 0.2, 5}, {"rotation", p.Rotation, -180, 180}} {
		if math.IsNaN(v.value) || v.value < v.low || v.value > v.high {
			return models.Invalidf(field+"."+v.name, "story.error.number-from", "low", fmt.Sprintf("%g", v.low), "high",
				fmt.Sprintf("%g", v.high))
		}
	}
	return nil
}

// ParsePlacement reads a placement from JSON; what is left out is as usual.
func ParsePlacement(raw string) (Placement, error) {
	p := Centred
	if strings.TrimSpace(raw) == "" {
		return p, nil
	}
	if err := json.Unmarshal([]byte(raw), &p); err != nil {
		return p, models.Invalidf("placement", "story.error.no-json-object-x-y")
	}
	return p, p.clean("placement")
}

// ParseOverlays reads what is put on a story from a JSON array.
func ParseOverlays(raw string) ([]Overlay, error) {
	if strings.TrimSpace(raw) == "" {
		return nil, nil
	}
	if len(raw) > 64<<10 {
		return nil, models.Invalidf("overlays", "story.error.overlays-more-than-64-kib")
	}
	var parts []json.RawMessage
	if err := json.Unmarshal([]byte(raw), &parts); err != nil {
		return nil, models.Invalidf("overlays", "story.error.no-json-array-overlays")
	}
	if len(parts) > MaxOverlays {
		return nil, models.Invalidf("overlays", "story.error.story-at-most-overlays-these", "maxOverlays", MaxOverlays, "parts", len(parts))
	}
	var out []Overlay
	for i, part := range parts {
		o := Overlay{X: 0.5, Y: 0.5, Scale: 1}
		d := json.NewDecoder(strings.NewReader(string(part)))
		d.DisallowUnknownFields()
		if err := d.Decode(&o); err != nil {
			return nil, models.Invalidf(fmt.Sprintf("overlays[%d]", i), "story.error.no-overlay", "trimPrefix",
				strings.TrimPrefix(err.Error(), "json: "))
		}
		out = append(out, o)
	}
	return out, nil
}

var (
	overlayIDPattern = regexp.MustCompile(`^[A-Za-z0-9_-]{1,20}$`)
	pricePattern     = regexp.MustCompile(`^[0-9]{1,9}(\.[0-9]{1,3})?$`)
	currencyPattern  = regexp.MustCompile(`^[A-Z]{3}$`)
)

// cleanOverlays checks overlays and brings their texts into the form in which
// they are kept. All that is wrong is said at once.
func cleanOverlays(list []Overlay, now time.Time) ([]Overlay, error) {
	if len(list) > MaxOverlays {
		return nil, models.Invalidf("overlays", "story.error.story-at-most-overlays-these-2", "maxOverlays", MaxOverlays, "list", len(list))
	}
	out := slices.Clone(list)
	seen := map[string]bool{}
	var problems models.Problems
	for i := range out {
		field := fmt.Sprintf("overlays[%d]", i)
		o := &out[i]
		if o.ID == "" {
			o.ID = fmt.Sprintf("o%d", i+1)
		}
		switch {
		case !overlayIDPattern.MatchString(o.ID):
			problems = append(problems, models.Invalidf(field+".id", "story.error.id-1-20-letters-digits"))
		case seen[o.ID]:
			problems = append(problems, models.Invalidf(field+".id", "story.error.two-overlays-id", "id", o.ID))
		}
		seen[o.ID] = true
		clean, err := o.clean(field, now)
		problems = append(problems, models.ProblemsOf(err)...)
		problems = append(problems, models.ProblemsOf(Placement{o.X, o.Y, o.Scale, o.Rotation}.clean(field))...)
		out[i] = clean
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return out, nil
}

// clean keeps of an overlay what belongs to its type.
func (o *Overlay) clean(field string, now time.Time) (Overlay, error) {
	c := Overlay{ID: o.ID, Type: o.Type, X: o.X, Y: o.Y, Scale: o.Scale, Rotation: o.Rotation}
	var problems models.Problems
	must := func(err error) {
		if err != nil {
			problems = append(problems, models.ProblemsOf(err)...)
		}
	}
	written := func(name, value string, limit int, lines, needed bool) string {
		clean, err := models.CleanText(field+"."+name, value, limit, lines)
		must(err)
		if err == nil && needed && clean == "" {
			problems = append(problems, models.Invalidf(field+"."+name, "story.error.cannot-empty"))
		}
		return clean
	}
	one := func(name, value string, of []string) string {
		if value == "" {
			return of[0]
		}
		if !slices.Contains(of, value) {
			problems = append(problems, models.Invalidf(field+"."+name, "story.error.one-2", "of", text.English.List(of)))
		}
		return value
	}
	address := func(needed bool) string {
		link, err := cleanLink(field+".url", o.URL, needed)
		must(err)
		return link
	}
	options := func() []string {
		if len(o.Options) < 2 || len(o.Options) > 4 {
			problems = append(problems, models.Invalidf(field+".options", "story.error.2-4-options-choose-from"))
			return nil
		}
		var out []string
		for i, option := range o.Options {
			clean := written(fmt.Sprintf("options[%d]", i), option, MaxOverlayOption, false, true)
			if slices.Contains(out, clean) && clean != "" {
				problems = append(problems, models.Invalidf(fmt.Sprintf("%s.options[%d]", field, i), "story.error.option-twice"))
			}
			out = append(out, clean)
		}
		return out
	}
	switch o.Type {
	case "text":
		c.Text = written("text", o.Text, MaxOverlayText, true, true)
		c.Font, c.Color = one("font", o.Font, OverlayFonts), one("color", o.Color, OverlayColors)
		c.Background, c.Align = one("background", o.Background, OverlayBackgrounds), one("align", o.Align, OverlayAligns)
	case "mention":
		name, err := account.CleanUsername(o.Username)
		if err != nil {
			problems = append(problems, models.Invalidf(field+".username", "story.error.no-username"))
		}
		c.Username = name
	case "hashtag":
		name := strings.TrimLeft(strings.TrimSpace(o.Tag), models.HashSigns)
		tags := models.TagsIn("#" + name)
		if len(tags) != 1 || len(models.Tokenize("#"+name)) != 1 {
			problems = append(problems, models.Invalidf(field+".tag", "story.error.no-hashtag-letters-digits-underscores"))
		} else {
			c.Tag = tags[0]
		}
	case "location":
		c.Text = written("text", o.Text, models.MaxLocation, false, true)
	case "link":
		c.Text, c.URL = written("text", o.Text, MaxOverlayLabel, false, false), address(true)
	case "product":
		c.Text, c.URL = written("text", o.Text, MaxOverlayQuestion, false, true), address(false)
		c.Price, c.Currency = strings.TrimSpace(o.Price), strings.TrimSpace(o.Currency)
		if c.Price != "" && !pricePattern.MatchString(c.Price) {
			problems = append(problems, models.Invalidf(field+".price", "story.error.price-number-12-50"))
		}
		if (c.Price != "") != (c.Currency != "") || c.Currency != "" && !currencyPattern.MatchString(c.Currency) {
			problems = append(problems, models.Invalidf(field+".currency", "story.error.price-goes-currency-three-letters"))
		}
	case "poll":
		c.Text, c.Options = written("text", o.Text, MaxOverlayQuestion, false, true), options()
	case "quiz":
		c.Text, c.Options = written("text", o.Text, MaxOverlayQuestion, false, true), options()
		if o.Correct == nil || *o.Correct < 0 || *o.Correct >= len(o.Options) {
			problems = append(problems, models.Invalidf(field+".correct", "story.error.say-which-option-right-from"))
		}
		c.Correct = o.Correct
	case "question":
		c.Text = written("text", o.Text, MaxOverlayQuestion, false, true)
	case "slider":
		c.Text, c.Emoji = written("text", o.Text, MaxOverlayQuestion, false, true), written("emoji", o.Emoji, 1, false, true)
	case "countdown":
		c.Text, c.EndsAt = written("text", o.Text, MaxOverlayLabel, false, true), o.EndsAt
		if o.EndsAt == nil || o.EndsAt.After(now.Add(MaxCountdown)) {
			problems = append(problems, models.Invalidf(field+".ends_at", "story.error.countdown-ends-at-time-next"))
		}
	default:
		problems = append(problems, models.Invalidf(field+".type", "story.error.one-3", "overlayTypes", text.English.List(OverlayTypes)))
	}
	if len(problems) > 0 {
		return c, problems
	}
	return c, nil
}

// cleanLink checks an address that may be left out unless it is needed.
func cleanLink(field, s string, needed bool) (string, error) {
	s, err := models.CleanText(field, s, MaxOverlayURL, false)
	if err != nil || s == "" {
		if err == nil && needed {
			err = models.Invalidf(field, "story.error.cannot-empty")
		}
		return "", err
	}
	return account.CleanAddress(field, s)
}

// checkAnswer says what is wrong with an answer to the overlay.
func (o *Overlay) checkAnswer(value int, text string) error {
	switch o.Type {
	case "poll", "quiz":
		if value < 0 || value >= len(o.Options) {
			return models.Invalidf("value", "story.error.choose-option-from-0", "options", len(o.Options)-1)
		}
	case "slider":
		if value < 0 || value > 100 {
			return models.Invalidf("value", "story.error.number-from-0-100")
		}
	case "question":
		if text == "" {
			return models.Invalidf("text", "story.error.write-answer")
		}
	default:
		return models.Invalidf("overlay", "story.error.cannot-answered")
	}
	return nil
}
