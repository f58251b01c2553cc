package api

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"photogram/handlers/call"
	"photogram/media/look"
	"photogram/models"
	"photogram/models/access"
	"photogram/models/post"
)

var editRoutes = []route{
	{"POST", "/media/:media/edit", "publish",
		"item filter? strength? rotate? flip? straighten? perspective_v? perspective_h? crop*?" +
			" brightness? contrast? saturation? warmth? tint? highlights? shadows? fade? vignette? sharpen? structure?" +
			" alt_text? caption? location? latitude longitude audience comments_enabled comments_from likes_hidden allow_original" +
			" order* cover apply_items users_in_photo*? product_tags*? poster captions? captions_lang captions_label?" +
			" publish_at? time_zone",
		(*API).editMedia},
}

// editMedia changes what the call names and leaves the rest as it is.
func (a *API) editMedia(r *request) (any, *page, error) {
	p, st, err := a.ownHolder(r)
	if err != nil {
		return nil, nil, err
	}
	if st != nil {
		return a.editStoryMedia(r, st)
	}
	all, err := post.Own(r.Ctx(), a.Store, r.Viewer(), p.ID)
	if err != nil {
		return nil, nil, err
	}
	in, err := r.postChange(p, all.Items)
	if err != nil {
		return nil, nil, err
	}
	if err := post.Change(r.Ctx(), a.Store, p.OwnerID, p.ID, in); err != nil {
		return nil, nil, err
	}
	return a.again(r, p.ID)
}

// postChange reads a change of a post, with all that is wrong with it. Ids may also name
// what is to become part of it, among all its items; places count what is.
func (r *request) postChange(p *post.View, all []post.Media) (in post.Changes, err error) {
	in.Caption, in.Location, in.Audience = r.Optional("caption"), r.Optional("location"), (*access.Audience)(r.Optional("audience"))
	in.CommentsFrom, in.Zone, in.Replan = (*access.Circle)(r.Optional("comments_from")), r.Text("time_zone"), r.Has("publish_at")
	item, err := chooseItem(r, p, all)
	if err != nil {
		item = &p.Items[0]
	}
	change := post.ItemChange{ID: item.ID}
	change.AltText = r.Optional("alt_text")
	for _, err := range []error{
		err,
		r.readRecipe(item, &change.MediaEdit),
		r.readVideo(&change),
		r.read(&in.CommentsEnabled, "comments_enabled"),
		r.read(&in.LikesHidden, "likes_hidden"),
		r.read(&in.AllowOriginal, "allow_original"),
		r.readOrder(p, all, &in.Edit),
		r.readApply(&in.Edit),
		r.readCoordinates(&in.Edit),
		r.readPeople(item.ID, &in),
		r.readProducts(&in.Products),
		r.readPublishAt(&in.PublishAt),
	} {
		if err := in.Wrong.Add(err); err != nil {
			return in, err
		}
	}
	in.Items = []post.ItemChange{change}
	return in, nil
}

func (r *request) read(into **bool, name string) (err error) {
	*into, err = r.Boolean(name)
	return err
}

// readApply is whether items that were added or replaced become part of a shared post.
func (r *request) readApply(in *post.Edit) error {
	apply, err := r.Boolean("apply_items")
	in.Unstage = apply != nil && *apply
	return err
}

func (r *request) readCoordinates(in *post.Edit) (err error) {
	in.Coordinates, err = r.coordinates("latitude", "longitude")
	return err
}

func (r *request) readPublishAt(at *time.Time) (err error) {
	*at, err = r.Plan()
	return err
}

func (r *request) readPeople(item models.ID, in *post.Changes) error {
	if !r.Has("users_in_photo") {
		return nil
	}
	people, err := r.people()
	in.People = map[models.ID][]post.PersonInput{item: people}
	return err
}

// readProducts reads the products that are to be shown.
func (r *request) readProducts(into **[]post.ProductInput) error {
	if !r.Has("product_tags") {
		return nil
	}
	list, err := call.ProductTags(r.Values["product_tags"])
	*into = &list
	return err
}

// readOrder reads the new order of an album, and which photo is its cover, by
// ids or by places counted from 0.
func (r *request) readOrder(p *post.View, all []post.Media, text *post.Edit) error {
	item := func(name, s string) (models.ID, error) {
		if m := itemAt(p, all, s); m != nil {
			return m.ID, nil
		}
		return 0, models.Invalidf(name, "api.error.post-name-each-id-place", "items", photos(len(p.Items)))
	}
	for _, s := range r.List("order") {
		id, err := item("order", s)
		if err != nil {
			return err
		}
		text.Order = append(text.Order, id)
	}
	if s := r.Text("cover"); s != "" {
		id, err := item("cover", s)
		if err != nil {
			return err
		}
		text.Cover = &id
	}
	return nil
}

// itemAt finds an item by its place among those that are shown, or by its id.
func itemAt(p *post.View, all []post.Media, s string) *post.Media {
	for i := range p.Items {
		if s == strconv.Itoa(i) {
			return &p.Items[i]
		}
	}
	for i := range all {
		if s == all[i].ID.String() {
			return &all[i]
		}
	}
	return nil
}

// chooseItem reads which photo of an album is meant, by its id or by its
// place, counted from 0.
func chooseItem(r *request, p *post.View, all []post.Media) (*post.Media, error) {
	if m := itemAt(p, all, cmp.Or(r.Text("item"), "0")); m != nil {
		return m, nil
	}
	return nil, models.Invalidf("item", "api.error.post-name-one-id-place", "items", photos(len(p.Items)))
}

// readRecipe puts the call's edit on top of the present one.
func (r *request) readRecipe(item *post.Media, edit *post.MediaEdit) error {
	var recipe look.Recipe
	if err := json.Unmarshal(item.Recipe, &recipe); err != nil {
		return fmt.Errorf("recipe of media %d: %w", item.ID, err)
	}
	var wrong models.Problems
	changed := false
	set := func(name string, read func() error) {
		if !r.Has(name) {
			return
		}
		changed = true
		_ = wrong.Add(read()) // all of them are about the input
	}
	for name, into := range map[string]*int{"rotate": &recipe.Rotate, "perspective_v": &recipe.PerspectiveV,
		"perspective_h": &recipe.PerspectiveH,
		"brightness":    &recipe.Brightness, "contrast": &recipe.Contrast, "saturation": &recipe.Saturation, "warmth": &recipe.Warmth,
		"tint":       &recipe.Tint,
		"highlights": &recipe.Highlights, "shadows": &recipe.Shadows, "fade": &recipe.Fade, "vignette": &recipe.Vignette,
		"sharpen": &recipe.Sharpen, "structure": &recipe.Structure} {
		set(name, func() error {
			n, err := strconv.ParseFloat(r.Text(name), 64)
			if err != nil || n != math.Trunc(n) || math.Abs(n) > 1e6 {
				return models.Invalidf(name, "api.error.send-whole-number")
			}
			*into = int(n)
			return nil
		})
	}
	set("filter", func() error {
		recipe.Filter = r.Text("filter")
		return nil
	})
	set("strength", func() error {
		n, err := strconv.Atoi(r.Text("strength"))
		if err != nil {
			return models.Invalidf("strength", "api.error.send-whole-number-from-0")
		}
		recipe.Strength = &n
		return nil
	})
	set("straighten", func() error {
		n, err := strconv.ParseFloat(r.Text("straighten"), 64)
		if err != nil || math.IsNaN(n) {
			return models.Invalidf("straighten", "api.error.send-number-from-45-45")
		}
		recipe.Straighten = n
		return nil
	})
	set("flip", func() error {
		flip := r.Text("flip")
		if !slices.Contains([]string{"", "none", "h", "v", "hv", "vh"}, flip) {
			return models.Invalidf("flip", "api.error.send-h-v-none")
		}
		recipe.FlipH = strings.Contains(flip, "h") || recipe.FlipH && flip == "v"
		recipe.FlipV = strings.Contains(flip, "v") || recipe.FlipV && flip == "h"
		return nil
	})
	set("crop", func() (err error) {
		recipe.Crop, err = r.crop()
		return err
	})
	if !changed {
		return nil
	}
	if err := recipe.Validate(); err != nil {
		for _, e := range look.Problems(err) {
			wrong = append(wrong, models.InvalidText(e.Field, e.Message))
		}
	}
	if len(wrong) > 0 {
		return wrong
	}
	recipe = recipe.Normalized()
	edit.Recipe, edit.Filter = recipe.Canonical(), recipe.Filter
	if edit.Filter == "" {
		edit.Filter = look.NormalFilter
	}
	return nil
}

// crop reads x,y,w,h as text or as a JSON list; an empty text takes the crop away.
func (r *request) crop() (*look.Crop, error) {
	parts := r.Values["crop"]
	if len(parts) == 1 {
		if parts[0] == "" || parts[0] == "none" {
			return nil, nil
		}
		parts = strings.Split(parts[0], ",")
	}
	var v [4]float64
	bad := models.Invalidf("crop", "api.error.send-x-y-w-h")
	if len(parts) != 4 {
		return nil, bad
	}
	for i, part := range parts {
		n, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || math.IsNaN(n) {
			return nil, bad
		}
		v[i] = n
	}
	return &look.Crop{X: v[0], Y: v[1], W: v[2], H: v[3]}, nil
}

func photos(n int) string {
	if n == 1 {
		return "one photo"
	}
	return fmt.Sprintf("%d photos", n)
}

// readVideo reads what only videos have: the poster, and captions in one language.
func (r *request) readVideo(change *post.ItemChange) error {
	if r.Has("captions") {
		change.Caption = &post.CaptionFile{Lang: r.Text("captions_lang"), Label: r.Text("captions_label"), Text: r.Text("captions")}
	}
	if !r.Has("poster") {
		return nil
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(r.Text("poster")), 64)
	if err != nil || !(n >= 0 && n <= 1e6) {
		return models.Invalidf("poster", "api.error.send-seconds-frame-1-5")
	}
	at := time.Duration(n * float64(time.Second))
	change.Poster = &at
	return nil
}
