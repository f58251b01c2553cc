package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"photogram/media/look"
	"photogram/models"
)

// editMedia changes what the call names and leaves the rest as it is.
func (a *API) editMedia(r *request) (any, *page, error) {
	p, err := a.own(r)
	if err != nil {
		return nil, nil, err
	}
	item, err := chooseItem(r, p)
	if err != nil {
		return nil, nil, err
	}
	edit := models.MediaEdit{AltText: r.optional("alt_text")}
	if err := r.readRecipe(item, &edit); err != nil {
		return nil, nil, err
	}
	text := models.PostEdit{Caption: r.optional("caption"), Location: r.optional("location"), Audience: r.optional("audience"),
		CommentsFrom: r.optional("comments_from")}
	if text.CommentsEnabled, err = r.boolean("comments_enabled"); err != nil {
		return nil, nil, err
	}
	if text.AllowOriginal, err = r.boolean("allow_original"); err != nil {
		return nil, nil, err
	}
	if err := r.readOrder(p, &text); err != nil {
		return nil, nil, err
	}
	if text.Coordinates, err = r.coordinates("latitude", "longitude"); err != nil {
		return nil, nil, err
	}
	if text.Caption != nil {
		if _, err := models.CleanCaption(*text.Caption); err != nil {
			return nil, nil, err
		}
	}
	if text.Location != nil {
		if _, err := models.CleanText("location", *text.Location, models.MaxLocation, false); err != nil {
			return nil, nil, err
		}
	}
	if r.has("users_in_photo") {
		people, err := r.people()
		if err != nil {
			return nil, nil, err
		}
		if err := a.Store.SetPeople(r.ctx(), p.OwnerID, p.ID, map[models.ID][]models.PersonInput{item.ID: people}); err != nil {
			return nil, nil, err
		}
	}
	if edit.AltText != nil || edit.Recipe != nil {
		if err := a.Store.EditMedia(r.ctx(), p.OwnerID, p.ID, item.ID, edit); err != nil {
			return nil, nil, err
		}
	}
	if err := a.editVideo(r, p, item); err != nil {
		return nil, nil, err
	}
	if err := a.Store.EditPost(r.ctx(), p.OwnerID, p.ID, text); err != nil {
		return nil, nil, err
	}
	if r.has("publish_at") {
		if err := a.replan(r, p); err != nil {
			return nil, nil, err
		}
	}
	return a.again(r, p.ID)
}

// replan moves a planned post or a draft to another time; an empty one makes it a draft.
func (a *API) replan(r *request, p *models.PostView) error {
	at, err := r.publishAt()
	if err != nil {
		return err
	}
	if at.IsZero() {
		return a.Store.Unschedule(r.ctx(), p.OwnerID, p.ID)
	}
	return a.Store.MovePlanned(r.ctx(), p.OwnerID, p.ID, at, r.text("time_zone"))
}

// readOrder reads the new order of an album, and which photo is its cover, by
// ids or by places counted from 0.
func (r *request) readOrder(p *models.PostView, text *models.PostEdit) error {
	item := func(name, s string) (models.ID, error) {
		for i := range p.Items {
			if s == strconv.Itoa(i) || s == p.Items[i].ID.String() {
				return p.Items[i].ID, nil
			}
		}
		return 0, models.Invalidf(name, "This post has %d photos; name each by its id, or by its place from 0 on.", len(p.Items))
	}
	for _, s := range r.list("order") {
		id, err := item("order", s)
		if err != nil {
			return err
		}
		text.Order = append(text.Order, id)
	}
	if s := r.text("cover"); s != "" {
		id, err := item("cover", s)
		if err != nil {
			return err
		}
		text.Cover = &id
	}
	return nil
}

// chooseItem reads which photo of an album is meant, by its id or by its
// place, counted from 0.
func chooseItem(r *request, p *models.PostView) (*models.Media, error) {
	s := r.text("item")
	for i := range p.Items {
		if s == "" && i == 0 || s == strconv.Itoa(i) || s == p.Items[i].ID.String() {
			return &p.Items[i], nil
		}
	}
	return nil, models.Invalidf("item", "This post has %d photos; name one by its id, or by its place from 0 on.", len(p.Items))
}

// readRecipe puts the call's edit on top of the present one.
func (r *request) readRecipe(item *models.Media, edit *models.MediaEdit) error {
	var recipe look.Recipe
	if err := json.Unmarshal(item.Recipe, &recipe); err != nil {
		return fmt.Errorf("recipe of media %d: %w", item.ID, err)
	}
	changed := false
	for name, into := range map[string]*int{"rotate": &recipe.Rotate, "perspective_v": &recipe.PerspectiveV, "perspective_h": &recipe.PerspectiveH, "brightness": &recipe.Brightness, "contrast": &recipe.Contrast,
		"saturation": &recipe.Saturation, "warmth": &recipe.Warmth, "tint": &recipe.Tint, "highlights": &recipe.Highlights, "shadows": &recipe.Shadows,
		"fade": &recipe.Fade, "vignette": &recipe.Vignette, "sharpen": &recipe.Sharpen, "structure": &recipe.Structure} {
		if !r.has(name) {
			continue
		}
		n, err := strconv.ParseFloat(r.text(name), 64)
		if err != nil || n != math.Trunc(n) || math.Abs(n) > 1e6 {
			return models.Invalidf(name, "Send a whole number.")
		}
		*into, changed = int(n), true
	}
	if r.has("filter") {
		recipe.Filter, changed = r.text("filter"), true
	}
	if r.has("strength") {
		n, err := strconv.Atoi(r.text("strength"))
		if err != nil {
			return models.Invalidf("strength", "Send a whole number from 0 to 100.")
		}
		recipe.Strength, changed = &n, true
	}
	if r.has("straighten") {
		n, err := strconv.ParseFloat(r.text("straighten"), 64)
		if err != nil || math.IsNaN(n) {
			return models.Invalidf("straighten", "Send a number from -45 to 45.")
		}
		recipe.Straighten, changed = n, true
	}
	if r.has("flip") {
		switch r.text("flip") {
		case "h":
			recipe.FlipH = true
		case "v":
			recipe.FlipV = true
		case "hv", "vh":
			recipe.FlipH, recipe.FlipV = true, true
		case "", "none":
			recipe.FlipH, recipe.FlipV = false, false
		default:
			return models.Invalidf("flip", "Send h, v or none.")
		}
		changed = true
	}
	if r.has("crop") {
		crop, err := r.crop()
		if err != nil {
			return err
		}
		recipe.Crop, changed = crop, true
	}
	if !changed {
		return nil
	}
	if err := recipe.Validate(); err != nil {
		var field *look.FieldError
		if errors.As(err, &field) {
			return models.Invalidf(field.Field, "%s", field.Message)
		}
		return err
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
	parts := r.params["crop"]
	if len(parts) == 1 {
		if parts[0] == "" || parts[0] == "none" {
			return nil, nil
		}
		parts = strings.Split(parts[0], ",")
	}
	var v [4]float64
	bad := models.Invalidf("crop", "Send x,y,w,h as fractions of the upright picture, such as 0.1,0,0.8,1.")
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
