package api

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"photogram/models"
	"photogram/models/account"
)

// What each call that writes takes. A name with ? may be empty, which empties
// something or is refused further on; one with * may be sent several times, or
// as a list. Everything else is refused by name, since a program that misspells
// publish_at must not publish.
var taken = map[string]string{
	"PATCH /users/self":                        "username full_name? bio? website? is_private is_business",
	"DELETE /users/self":                       "password?",
	"POST /users/self/password":                "current_password? password? tokens apps",
	"DELETE /users/self/sessions":              "tokens apps",
	"PATCH /users/self/tag-settings":           "tags_from tags_by_hand",
	"PATCH /users/self/comment-words":          "words*?",
	"POST /users/self/muted-words":             "word",
	"DELETE /users/self/muted-words":           "word",
	"POST /users/self/notifications/seen":      "upto",
	"PATCH /users/self/notifications/settings": notificationNames(),
	"DELETE /users/self/searches":              "id",
	"POST /users/:user/relationship":           "action",

	"POST /media/upload": "file* url? alt_text*?",
	"POST /media/:media/edit": "item filter? strength? rotate? flip? straighten? perspective_v? perspective_h? crop*?" +
		" brightness? contrast? saturation? warmth? tint? highlights? shadows? fade? vignette? sharpen? structure?" +
		" alt_text? caption? location? latitude longitude audience comments_enabled comments_from allow_original order* cover" +
		" users_in_photo*? poster captions? captions_lang captions_label? publish_at? time_zone",
	"POST /media/:media/publish": "caption? location? latitude longitude audience comments_enabled comments_from children*" +
		" publish_at time_zone",

	"POST /media/:media/comments":                           "text parent_id",
	"PATCH /media/:media/comments/:comment":                 "text",
	"POST /stories/:story/replies":                          "text reaction",
	"POST /threads/:thread/messages":                        "text",
	"POST /threads/:thread/seen":                            "upto",
	"POST /users/self/collections":                          "name description?",
	"PATCH /users/self/collections/:collection":             "name description? cover? shared new_link to beside",
	"POST /users/self/collections/:collection/media/:media": "to beside",

	"POST /media/:media/stories":   "overlays*? placement background audience replies_from alt_text? publish_at time_zone",
	"POST /stories":                "overlays*? placement background audience replies_from publish_at time_zone",
	"PATCH /stories/:story":        "overlays*? placement background audience replies_from alt_text? publish_at? time_zone",
	"POST /stories/:story/taps":    "tap",
	"POST /stories/:story/answers": "overlay value text",
	"POST /highlights":             "title? stories*",
	"PATCH /highlights/:highlight": "title? cover? add* remove* to beside",

	// The Graph dialect.
	"POST /{ig-user-id}/media": "caption? alt_text? media_type image_url video_url is_carousel_item children* user_tags*" +
		" thumb_offset location_id share_to_feed",
	"POST /{ig-user-id}/media_publish": "creation_id?",
	"POST /{ig-media-id}":              "comment_enabled",
	"POST /{ig-media-id}/comments":     "message",
	"POST /{ig-comment-id}":            "hide",
	"POST /{ig-comment-id}/replies":    "message",
}

func notificationNames() string {
	names := make([]string, len(account.NotificationKinds))
	for i, k := range account.NotificationKinds {
		names[i] = string(k.Kind)
	}
	return strings.Join(names, " ")
}

// saysHow are parameters of every call, in either dialect: who asks, and how the
// answer is to be shaped. Kits of others send them with whatever they do.
var saysHow = strings.Fields("access_token sig client_id client_secret appsecret_proof appsecret_time _method method" +
	" callback _ format pretty locale fields debug metadata summary suppress_http_code suppress_response_codes" +
	" include_headers return_ssl_resources date_format sdk sdk_version xref transport origin return_structure")

// goesWith are parameters that mean nothing without another.
var goesWith = map[string]string{
	"time_zone": "publish_at", "captions_lang": "captions", "captions_label": "captions", "beside": "to",
}

// otherNames are names that other programs have for what a call takes.
var otherNames = map[string]string{
	"scheduled_publish_time": "publish_at", "publish_time": "publish_at", "scheduled_at": "publish_at", "timezone": "time_zone",
	"message": "text", "comment": "text", "comment_text": "text", "text": "message", "reply_to_comment_id": "parent_id",
	"name": "full_name", "biography": "bio", "url": "website", "private": "is_private",
	"title": "caption", "description": "caption", "custom_accessibility_caption": "alt_text", "comment_enabled": "comments_enabled",
	"user_tags": "users_in_photo", "usertags": "users_in_photo", "image": "file", "photo": "file", "media": "file",
}

// A profile's picture is a file, which this call does not take.
var pictureNames = strings.Fields("picture profile_picture profile_picture_url profile_pic avatar photo image file")

const (
	notOffered  = "This is not offered here."
	noPlanGraph = "Posts are not planned by this call. POST /v1/media/{media_id}/publish with publish_at does that."
)

// refusals are what is said of names that programs know from elsewhere.
var refusals = map[string]map[string]string{
	"POST /{ig-user-id}/media": {
		"collaborators": notOffered, "product_tags": notOffered, "upload_type": notOffered, "cover_url": notOffered,
		"audio_name": notOffered, "trial_params": notOffered, "branded_content_sponsors": notOffered,
		"scheduled_publish_time": noPlanGraph, "published": noPlanGraph, "publish_at": noPlanGraph,
	},
	"POST /{ig-user-id}/media_publish": {
		"scheduled_publish_time": noPlanGraph, "published": noPlanGraph, "publish_at": noPlanGraph,
	},
}

// takesAll is whether a route takes all that was sent, of what others take too.
func (r *request) takesAll(route string) bool {
	takes := parametersOf(route)
	for name := range r.params {
		known := slices.Contains(saysHow, name) || name == ""
		plain := strings.TrimSuffix(name, "[]")
		if !known && !slices.ContainsFunc(takes, func(p parameter) bool { return p.name == plain }) {
			return false
		}
	}
	return true
}

// parameter is one name that a call takes.
type parameter struct {
	name            string
	empty, repeated bool
}

func parametersOf(route string) []parameter {
	var out []parameter
	for _, s := range strings.Fields(taken[route]) {
		name := strings.TrimRight(s, "*?")
		out = append(out, parameter{name, strings.Contains(s, "?"), strings.Contains(s, "*")})
	}
	return out
}

// TakenBy lists the names of the parameters of a call that writes; strict ones may not be empty.
func (a *API) TakenBy(route string) (names, strict []string) {
	for _, p := range parametersOf(route) {
		names = append(names, p.name)
		if !p.empty {
			strict = append(strict, p.name)
		}
	}
	return names, strict
}

// checkTaken refuses a call that writes with a parameter that it does not take,
// or that is empty where that says nothing. Of several the first by name is told.
func (r *request) checkTaken(routes ...string) error {
	if r.Request.Method == http.MethodGet {
		return nil
	}
	var takes []parameter
	for _, route := range routes {
		takes = append(takes, parametersOf(route)...)
	}
	route := routes[0]
	for _, name := range slices.Sorted(maps.Keys(r.params)) {
		if slices.Contains(saysHow, name) || name == "" && allEmpty(r.params[name]) {
			continue
		}
		if message := r.refusal(route, takes, name); message != "" {
			return models.Invalidf(name, "%s", message)
		}
		if r.params[name] == nil {
			delete(r.params, name) // null, of what may be left out
		}
	}
	return nil
}

// refusal says what is wrong with a parameter by its name, or "".
func (r *request) refusal(route string, takes []parameter, name string) string {
	plain := strings.TrimSuffix(name, "[]")
	at := slices.IndexFunc(takes, func(p parameter) bool { return p.name == plain && (p.repeated || plain == name) })
	if at < 0 {
		return unknown(route, takes, plain)
	}
	p, values := takes[at], r.params[name]
	switch other := goesWith[name]; {
	case values == nil && !p.empty:
		return "null says nothing here. Send a value, or leave it out."
	case values == nil:
		return ""
	case len(values) > 1 && !p.repeated:
		return "This was sent more than once. Send one value."
	case r.files[name]:
		return "Send this as a text, not as a file."
	case !p.empty && allEmpty(values):
		return "This is empty. Send a value, or leave it out."
	case other != "" && !r.has(other):
		return "This goes with " + other + ", which is missing."
	}
	return ""
}

func allEmpty(values []string) bool {
	return !slices.ContainsFunc(values, func(s string) bool { return s != "" })
}

// listed is how many names an error lists.
const listed = 14

func unknown(route string, takes []parameter, name string) string {
	if message := refusals[route][name]; message != "" {
		return message
	}
	if route == "PATCH /users/self" && slices.Contains(pictureNames, name) {
		return "This call takes no picture. Change it on the page where you edit your profile, /settings."
	}
	const no = "This call takes no such parameter."
	if len(takes) == 0 {
		return "This call takes no parameters."
	}
	names := make([]string, len(takes))
	for i, p := range takes {
		names[i] = p.name
	}
	if other := otherNames[strings.ToLower(name)]; slices.Contains(names, other) {
		return no + " Did you mean " + other + "?"
	}
	best, distance := "", 1+min(3, len(name)/3)
	for _, other := range names {
		if d := models.EditDistance(strings.ToLower(name), other); d < distance {
			best, distance = other, d
		}
	}
	switch {
	case best != "":
		return no + " Did you mean " + best + "?"
	case len(names) <= listed:
		return no + " It takes " + strings.Join(names, ", ") + "."
	}
	return no + " What it takes is in the reference, /developers/docs."
}
