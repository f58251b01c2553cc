package api

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"photogram/handlers/call"
	"photogram/models"
	"photogram/models/index"
	"photogram/models/post"
)

var vocabulary = &call.Vocabulary{GoesWith: goesWith, Others: otherNames, Same: call.SameTime, Refuse: refuse}

// checkTaken refuses what the call does not take.
func (r *request) checkTaken() error { return r.CheckTaken(vocabulary, r.route.name(), r.route.takes) }

// goesWith are parameters that mean nothing without another.
var goesWith = map[string]string{
	"time_zone": "publish_at", "captions_lang": "captions", "captions_label": "captions", "beside": "to",
}

// otherNames are names that other programs have for what a call takes.
var otherNames = map[string]string{
	"publish_time": "publish_at", "scheduled_at": "publish_at", "timezone": "time_zone",
	"message": "text", "comment": "text", "comment_text": "text", "reply_to_comment_id": "parent_id",
	"name": "full_name", "biography": "bio", "url": "website", "private": "is_private",
	"title": "caption", "description": "caption", "custom_accessibility_caption": "alt_text", "comment_enabled": "comments_enabled",
	"user_tags": "users_in_photo", "usertags": "users_in_photo", "image": "file", "photo": "file", "media": "file",
}

// A profile's picture is a file, which this call does not take.
var pictureNames = strings.Fields("picture profile_picture profile_picture_url profile_pic avatar photo image file")

func refuse(route, name string) string {
	if route == "PATCH /users/self" && slices.Contains(pictureNames, name) {
		return "This call takes no picture. Send it as file to POST /v1/users/self/picture."
	}
	return ""
}

// Sizes of lists.
const (
	defaultCount = 20
	maxCount     = 100
)

func (r *request) count() (int, error) {
	s := r.Text("count")
	if s == "" {
		return defaultCount, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 0, models.Invalidf("count", "api.error.send-whole-number-from-1", "maxCount", maxCount)
	}
	return min(n, maxCount), nil
}

// mediaKey reads a media id such as 901_7 or 901; the owner is 0 when it is not named.
func mediaKey(s string) (id, owner models.ID, err error) {
	if id, owner, err = call.ParseKey(s); err != nil {
		err = errNoMedia
	}
	return id, owner, err
}

// pageOf reads count, max_id, min_id, min_timestamp and max_timestamp; the
// names of the keys differ between lists.
func (r *request) pageOf(maxName, minName string) (models.Page, error) {
	var p models.Page
	var err error
	if p.Limit, err = r.count(); err != nil {
		return p, err
	}
	for name, into := range map[string]*models.ID{maxName: &p.Before, minName: &p.After} {
		s := r.Text(name)
		if s == "" || s == "0" {
			continue
		}
		id, _, err := mediaKey(s)
		if err != nil {
			return p, models.Invalidf(name, "api.error.not-media-id-2")
		}
		if *into, err = post.PageKey(r.Ctx(), r.api.Store, id); err != nil {
			return p, err
		}
	}
	for name, into := range map[string]*time.Time{"min_timestamp": &p.Since, "max_timestamp": &p.Until} {
		s := r.Text(name)
		if s == "" {
			continue
		}
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || n < 0 || n > 1<<40 {
			return p, models.Invalidf(name, "api.error.send-time-seconds-since-1970")
		}
		*into = time.Unix(n, 0)
	}
	return p, nil
}

// cursor reads the key of a list of people.
func (r *request) cursor(name string) (models.ID, error) {
	s := r.Text(name)
	if s == "" {
		return 0, nil
	}
	id, err := models.ParseID(s)
	if err != nil {
		return 0, models.Invalidf(name, "api.error.not-place-list")
	}
	return id, nil
}

// next is the pagination with one key; at the end of the list it is empty.
func (r *request) next(param, out, value string) *page {
	if value == "" {
		return &page{}
	}
	return &page{out: value, "next_url": r.NextURL(param, value)}
}

// keyPage answers with one page of a list whose places are named by one key.
func keyPage[T any](r *request, key string, show func([]T) (any, error),
	read func(from models.ID, n int) ([]T, models.ID, error)) (any, *page, error) {
	n, err := r.count()
	if err != nil {
		return nil, nil, err
	}
	from, err := r.cursor(key)
	if err != nil {
		return nil, nil, err
	}
	rows, next, err := read(from, n)
	if err != nil {
		return nil, nil, err
	}
	out, err := show(rows)
	return out, r.next(key, "next_"+key, keyText(next)), err
}

// each shows the rows of a list one by one.
func each[T, O any](show func(*T) O) func([]T) (any, error) {
	return func(rows []T) (any, error) {
		out := make([]O, len(rows))
		for i := range rows {
			out[i] = show(&rows[i])
		}
		return out, nil
	}
}

// coordinates reads a point; nil when neither number was sent.
func (r *request) coordinates(latitude, longitude string) (*index.Coordinates, error) {
	if !r.Has(latitude) && !r.Has(longitude) {
		return nil, nil
	}
	var v [2]float64
	for i, name := range []string{latitude, longitude} {
		n, err := strconv.ParseFloat(r.Text(name), 64)
		if err != nil {
			return nil, models.Invalidf(name, "api.error.send-number-degrees-52-52")
		}
		v[i] = n
	}
	at, err := index.CleanCoordinates(v[0], v[1])
	return &at, err
}

// query reads the text of a search.
func (r *request) query() (string, error) {
	if q := r.Text("q"); q != "" {
		return q, nil
	}
	return "", models.Invalidf("q", "api.error.send-text-search")
}
