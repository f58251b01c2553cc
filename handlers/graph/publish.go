package graph

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"photogram/handlers/call"
	"photogram/models"
	"photogram/models/container"
	"photogram/models/discover"
	"photogram/models/post"
)

var publishRoutes = []route{
	{"GET", "/{ig-user-id}/content_publishing_limit", "publish", "", (*API).publishingLimit},
	{"POST", "/{ig-user-id}/media", "publish",
		"caption? alt_text? media_type image_url video_url is_carousel_item children* user_tags* product_tags*" +
			" thumb_offset location_id share_to_feed publish_at published" +
			" upload_type",
		(*API).createContainer},
	{"POST", "/{ig-user-id}/media_publish", "publish", "creation_id? publish_at published", (*API).publish},
	{"GET", "/{container-id}", "publish", "", (*API).container},
}

const containerNodeType = "IGContainer"

// publishWait is how long media_publish waits for photos that are still made.
// Programs publish photos right after they made the container, without asking
// how far it is; for videos they ask.
const (
	publishWait = 20 * time.Second
	publishPoll = 100 * time.Millisecond
)

// containerOf finds a container of the token's account.
func (g *request) containerOf(id models.ID) (*container.View, error) {
	c, err := container.Find(g.Ctx(), g.api.Store, g.Viewer(), id)
	if errors.Is(err, container.ErrNone) {
		err = g.absent()
	}
	return c, err
}

// container says how far a container is. Once it is published it is media as well.
func (a *API) container(g *request) (any, error) {
	c, err := g.containerOf(g.id)
	if err != nil {
		return nil, err
	}
	fields, err := g.fields("id")
	if err != nil {
		return nil, err
	}
	out := map[string]any{"id": c.ID.String()}
	var rest []field
	for _, f := range fields {
		switch f.name {
		case "id":
		case "status_code":
			out["status_code"] = c.Status
		case "status":
			out["status"] = statusText(c)
		case "video_status":
			if status := g.videoStatus(c); status != nil {
				out["video_status"] = status
			}
		default:
			if !slices.Contains(silentOfContainers, f.name) {
				rest = append(rest, f)
			}
		}
	}
	if len(rest) == 0 {
		return out, nil
	}
	if c.Status != container.Published && c.Status != container.Scheduled {
		return nil, noField(rest[0].name, containerNodeType)
	}
	var node map[string]any
	if c.Story {
		node, err = g.story(g.id, rest)
	} else if p, failed := g.read(g.id); failed != nil {
		err = failed
	} else {
		node, err = g.postNode(p, rest)
	}
	if err != nil {
		return nil, err
	}
	maps.Copy(node, out)
	return node, nil
}

// fetchErrors are the numbers under which tools know why a container failed.
var fetchErrors = map[string]int{container.FetchUnreachable: 2207052, container.FetchTooLarge: 2207004,
	container.FetchNoPhoto: 2207005, container.FetchNoVideo: 2207026}

func errorNumber(c *container.View) int {
	if n := fetchErrors[c.Reason]; n != 0 {
		return n
	}
	return 2207032
}

func statusText(c *container.View) string {
	switch c.Status {
	case container.InProgress:
		return "In Progress: Media is still being processed."
	case container.Finished:
		return "Finished: Media has been uploaded and it is ready to be published."
	case container.Published:
		return "Published: Media has been already published."
	case container.Scheduled:
		return "Scheduled: Media will be published at its time."
	case container.Expired:
		return "Expired: Media was not published within 24 hours."
	}
	return "Error: Media upload has failed with error code " + strconv.Itoa(errorNumber(c)) + ": " + c.Failure
}

// madeOf is what only containers of a kind are made of.
var madeOf = map[post.MediaKind][]string{post.Image: {"image_url"}, post.Video: {"video_url", "thumb_offset"},
	post.Carousel: {"children"}}

// notInStories are parameters that stories do not take. A caption is taken and
// left out, since programs send one with everything.
var notInStories = []string{"user_tags", "location_id"}

func (a *API) createContainer(g *request) (any, error) {
	if err := g.own(); err != nil {
		return nil, err
	}
	c := container.Container{Caption: g.Text("caption"), AltText: g.Text("alt_text")}
	item, err := g.Boolean("is_carousel_item")
	if err != nil {
		return nil, err
	}
	c.Item = item != nil && *item
	var children []models.ID
	source := "image_url"
	switch kind := strings.ToUpper(g.Text("media_type")); kind {
	case "", "IMAGE":
		if c.Kind = post.Image; kind == "" && g.Text("image_url") == "" {
			switch {
			case g.Text("video_url") != "":
				c.Kind, source = post.Video, "video_url"
			case len(g.Values["children"]) > 0:
				c.Kind = post.Carousel
			}
		}
	case "VIDEO", "REELS":
		c.Kind, source = post.Video, "video_url"
	case "CAROUSEL", "CAROUSEL_ALBUM":
		c.Kind = post.Carousel
	case "STORIES":
		if err := g.Need("stories"); err != nil {
			return nil, err
		}
		c.Story, c.Kind = true, post.Image
		if g.Text("image_url") == "" && g.Text("video_url") != "" {
			c.Kind, source = post.Video, "video_url"
		}
		for _, name := range notInStories {
			if g.Text(name) != "" {
				return nil, badField(name, "A story has none.")
			}
		}
	default:
		return nil, publishError(100, 2207023, "(#100) media_type: The media type "+kind+" is unknown", "Media type unknown",
			"The media type is one of IMAGE, VIDEO, REELS, STORIES and CAROUSEL.")
	}
	for _, name := range slices.Concat(madeOf[post.Image], madeOf[post.Video], madeOf[post.Carousel]) {
		if g.Has(name) && !slices.Contains(madeOf[c.Kind], name) {
			return nil, badField(name, "This does not go with a container of this media_type.")
		}
	}
	if s := g.Text("share_to_feed"); s != "" && s != "true" && s != "1" {
		return nil, badField("share_to_feed", "Every video appears in the feed here. Send true, or leave it out.")
	}
	if c.Story && c.Item {
		return nil, badField("is_carousel_item", "A story can't be part of a carousel.")
	}
	if c.Kind == post.Carousel {
		if c.Item {
			return nil, badField("is_carousel_item", "A carousel can't be part of another.")
		}
		if g.Has("upload_type") {
			return nil, badField("upload_type", "A carousel is made of its children.")
		}
		children, err = g.children()
	} else {
		if err = g.source(&c, source); err == nil {
			err = g.details(&c)
		}
	}
	if err != nil {
		return nil, err
	}
	people, err := g.people("user_tags")
	if err != nil {
		return nil, err
	}
	if c.Kind == post.Carousel && len(people) > 0 {
		return nil, badField("user_tags", "People are tagged in the children of a carousel.")
	}
	if c.Products, err = call.ProductTags(g.Values["product_tags"]); err != nil {
		return nil, err
	}
	if c.Kind == post.Carousel && len(c.Products) > 0 {
		return nil, badField("product_tags", "Products are tagged in the children of a carousel.")
	}
	if err := g.setLocation(&c); err != nil {
		return nil, err
	}
	if c.PublishAt, err = g.plan(); err != nil {
		return nil, err
	}
	id, err := container.Create(g.Ctx(), a.Store, g.Viewer(), c, people, children)
	var e *models.Error
	switch {
	case errors.As(err, &e) && e.Field == "caption":
		return nil, publishError(36004, 2207010, "The caption is too long or can't be used", "Caption can't be used", e.Message())
	case errors.As(err, &e) && e.Field == "children":
		return nil, publishError(100, 2207028, "(#100) children: "+e.Message(), "Carousel validation failed", e.Message())
	case err != nil:
		return nil, userLimit(err)
	}
	if c.Resumable {
		return map[string]string{"id": id.String(), "uri": a.Site.BaseURL + "/ig-api-upload" + g.version + "/" + id.String()}, nil
	}
	return map[string]string{"id": id.String()}, nil
}

// source reads where the file of a container comes from: an address, or parts.
func (g *request) source(c *container.Container, name string) error {
	switch kind := g.Text("upload_type"); kind {
	case "":
		if c.Source = g.Text(name); c.Source == "" {
			return required(name)
		}
	case "resumable":
		if c.Resumable = true; g.Text(name) != "" {
			return badField(name, "The file comes in parts, as upload_type says.")
		}
	default:
		return badField("upload_type", "The only type is resumable. Leave it out for a file at an address.")
	}
	return nil
}

// plan reads when something is to be published; nil for at once.
func (g *request) plan() (*time.Time, error) {
	at, err := g.Plan()
	if err != nil || at.IsZero() {
		return nil, err
	}
	return &at, nil
}

// details reads what only photos and videos have.
func (g *request) details(c *container.Container) error {
	s := g.Text("thumb_offset")
	if s == "" || c.Kind != post.Video {
		return nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 3_600_000 {
		return badField("thumb_offset", "Send the milliseconds of the frame, such as 1500.")
	}
	c.PosterMs = &n
	return nil
}

// children reads the ids of a carousel's containers: with commas, as a list in JSON, or repeated.
func (g *request) children() ([]models.ID, error) {
	var out []models.ID
	for _, s := range g.List("children") {
		s = strings.Trim(s, `[]" `)
		if s == "" {
			continue
		}
		id, err := models.ParseID(s)
		if err != nil {
			return nil, badField("children", strconv.Quote(s)+" is not the id of a container.")
		}
		out = append(out, id)
	}
	if len(out) == 0 {
		return nil, required("children")
	}
	return out, nil
}

// people reads a list of {"username","x","y"} in JSON.
func (g *request) people(name string) ([]post.PersonInput, error) {
	const shape = `Send a list such as [{"username":"ada","x":0.5,"y":0.5}].`
	var out []post.PersonInput
	for _, s := range g.Values[name] {
		if strings.TrimSpace(s) == "" {
			continue
		}
		if !strings.HasPrefix(strings.TrimSpace(s), "[") {
			s = "[" + s + "]"
		}
		var tags []struct {
			Username string   `json:"username"`
			X        *float64 `json:"x"`
			Y        *float64 `json:"y"`
		}
		if json.Unmarshal([]byte(s), &tags) != nil {
			return nil, badField(name, shape)
		}
		for _, tag := range tags {
			p := post.PersonInput{Username: tag.Username, X: 0.5, Y: 0.5}
			if p.Username == "" {
				return nil, badField(name, shape)
			}
			for from, to := range map[*float64]*float64{tag.X: &p.X, tag.Y: &p.Y} {
				if from != nil {
					*to = *from
				}
			}
			if !(p.X >= 0 && p.X <= 1 && p.Y >= 0 && p.Y <= 1) {
				return nil, badField(name, "A person's place is two fractions of the photo, from 0 to 1.")
			}
			out = append(out, p)
		}
	}
	if len(out) > post.MaxPeople {
		return nil, badField(name, "At most "+strconv.Itoa(post.MaxPeople)+" people can be tagged.")
	}
	return out, nil
}

// setLocation reads location_id, the id of a place of this site.
func (g *request) setLocation(c *container.Container) error {
	s := g.Text("location_id")
	if s == "" {
		return nil
	}
	const unknown = "There is no such place."
	id, err := models.ParseID(s)
	if err != nil {
		return badField("location_id", unknown)
	}
	pl, err := discover.PlaceByID(g.Ctx(), g.api.Store, g.Viewer(), id)
	if models.KindOf(err) == models.NotFound {
		return badField("location_id", unknown)
	}
	if err == nil {
		c.Location, c.Latitude, c.Longitude = pl.Name, pl.Latitude, pl.Longitude
	}
	return err
}

func (a *API) publish(g *request) (any, error) {
	if err := g.own(); err != nil {
		return nil, err
	}
	s := g.Text("creation_id")
	if s == "" {
		return nil, required("creation_id")
	}
	noBuilder := publishError(24, 2207008, "The media builder with creation id = "+s+" does not exist or has been expired",
		"Media builder does not exist or has expired", container.ErrNone.Message())
	id, err := models.ParseID(s)
	if err != nil {
		return nil, noBuilder
	}
	at, err := g.Plan()
	if err != nil {
		return nil, err
	}
	c, err := g.awaitContainer(id)
	if err == nil {
		err = container.PublishAt(g.Ctx(), a.Store, g.Viewer(), id, at, a.Site.PublishLimit)
	}
	switch {
	case errors.Is(err, container.ErrNone):
		return nil, noBuilder
	case errors.Is(err, container.ErrNotReady):
		return nil, publishError(9007, 2207027, "Media ID is not available", "The media is not ready for publishing",
			container.ErrNotReady.Message())
	case errors.Is(err, container.ErrPublishLimit):
		return nil, publishError(9, 2207042, "Application request limit reached", "The maximum number of posts is reached",
			"At most "+strconv.Itoa(a.Site.PublishLimit)+" posts can be published in 24 hours through the API.")
	case err == nil:
		return map[string]string{"id": id.String()}, nil
	case c != nil && c.Status == container.InError:
		return nil, failedContainer(c)
	}
	return nil, err
}

// failedContainer is the answer to publishing what failed.
func failedContainer(c *container.View) error {
	n := errorNumber(c)
	code := map[int]int{2207052: 9004, 2207004: 36000, 2207005: 36001, 2207026: 352}[n]
	if code == 0 {
		code = -1
	}
	return publishError(code, n, "The media could not be used: "+c.Failure, "Media can't be published", c.Failure)
}

// awaitContainer waits for what is made of photos.
func (g *request) awaitContainer(id models.ID) (*container.View, error) {
	deadline := time.NewTimer(publishWait)
	defer deadline.Stop()
	tick := time.NewTicker(publishPoll)
	defer tick.Stop()
	for {
		c, err := container.Find(g.Ctx(), g.api.Store, g.Viewer(), id)
		if err != nil || c.Status != container.InProgress || c.HasVideo {
			return c, err
		}
		select {
		case <-g.Ctx().Done():
			return c, g.Ctx().Err()
		case <-deadline.C:
			return c, nil
		case <-tick.C:
		}
	}
}

type publishingConfig struct {
	Total    int `json:"quota_total"`
	Duration int `json:"quota_duration"` // seconds
}

func (a *API) publishingLimit(g *request) (any, error) {
	if err := g.own(); err != nil {
		return nil, err
	}
	fields, err := g.fields("quota_usage,config")
	if err != nil {
		return nil, err
	}
	var since time.Time
	if s := g.Text("since"); s != "" {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || n < 0 || n > 1<<40 {
			return nil, badField("since", "Send the time as seconds since 1970, at most 24 hours ago.")
		}
		since = time.Unix(n, 0)
	}
	out := map[string]any{}
	for _, f := range fields {
		switch f.name {
		case "quota_usage":
			if out[f.name], err = container.PublishUsage(g.Ctx(), a.Store, g.Viewer(), since); err != nil {
				return nil, err
			}
		case "config":
			out[f.name] = publishingConfig{a.Site.PublishLimit, int(container.PublishPeriod.Seconds())}
		default:
			return nil, noField(f.name, "IGContentPublishingLimit")
		}
	}
	return list{Data: []any{out}}, nil
}
