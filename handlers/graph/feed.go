package graph

import (
	"encoding/json"
	"strconv"
	"strings"

	"photogram/handlers/call"
	"photogram/models"
	"photogram/models/post"
	"photogram/models/shop"
)

var feedRoutes = []route{
	{"GET", "/{catalog-id}/product_feeds", "shopping", "", (*API).feeds},
	{"POST", "/{catalog-id}/product_feeds", "shopping", "name schedule update_schedule default_currency country deletion_enabled",
		(*API).createFeed},
	{"GET", "/{feed-id}", "shopping", "", (*API).feed},
	{"POST", "/{feed-id}", "shopping", "name schedule? update_schedule? default_currency deletion_enabled", (*API).updateFeed},
	{"DELETE", "/{feed-id}", "shopping", "", (*API).deleteFeed},
	{"GET", "/{feed-id}/uploads", "shopping", "", (*API).uploads},
	{"POST", "/{feed-id}/uploads", "shopping", "url update_only", func(a *API, g *request) (any, error) { return a.upload(g) }},
	{"GET", "/{upload-id}", "shopping", "", (*API).uploadNode},
	{"GET", "/{upload-id}/errors", "shopping", "", (*API).uploadErrors},
	{"POST", "/{upload-id}/error_report", "shopping", "", (*API).errorReport},
}

const (
	feedNodeType   = "ProductFeed"
	uploadNodeType = "ProductFeedUpload"
)

// schedule is when a feed is fetched.
type schedule struct {
	Interval string          `json:"interval"`
	URL      string          `json:"url"`
	Hour     json.RawMessage `json:"hour"`
	Timezone string          `json:"timezone"`
}

// feedEdit reads name and one of schedule, which replaces, and update_schedule.
func (g *request) feedEdit() (in shop.FeedEdit, err error) {
	in.Name = g.Optional("name")
	if g.Text("schedule") != "" && g.Text("update_schedule") != "" {
		return in, badField("update_schedule", "A feed has one schedule here. Make another feed for the other.")
	}
	for name, mode := range map[string]shop.Mode{"schedule": shop.Replace, "update_schedule": shop.UpdateOnly} {
		raw := g.Optional(name)
		if raw == nil {
			continue
		}
		none := ""
		if in.Every = &none; *raw == "" {
			continue
		}
		var s schedule
		if json.Unmarshal([]byte(*raw), &s) != nil {
			return in, badField(name, `Send an object such as {"interval":"DAILY","url":"https://example.org/products.csv","hour":4}.`)
		}
		every := strings.ToLower(s.Interval)
		if every == "" {
			every = "daily"
		}
		hour := 0
		if text := textOf(s.Hour); text != "" {
			if hour, err = strconv.Atoi(text); err != nil {
				return in, badField(name, "The hour is a number from 0 to 23.")
			}
		}
		if in.Every, in.Hour, in.Zone, in.Mode = &every, &hour, &s.Timezone, &mode; s.URL != "" {
			in.URL = &s.URL
		}
	}
	return in, nil
}

func (a *API) createFeed(g *request) (any, error) {
	if _, err := g.catalogOf(); err != nil {
		return nil, err
	}
	in, err := g.feedEdit()
	if err != nil {
		return nil, err
	}
	id, err := shop.CreateFeed(g.Ctx(), a.Store, g.Viewer(), g.id, in)
	if err != nil {
		return nil, err
	}
	return map[string]string{"id": id.String()}, nil
}

func (g *request) feedNode(f *shop.Feed, fields []field) (map[string]any, error) {
	out := map[string]any{"id": f.ID.String()}
	for _, of := range fields {
		switch of.name {
		case "id":
		case "name":
			out["name"] = f.Name
		case "created_time":
			out["created_time"] = isoTime(f.CreatedAt)
		case "deletion_enabled":
			out["deletion_enabled"] = f.Mode == shop.Replace
		case "schedule", "update_schedule":
			if f.Every != "" && (of.name == "schedule") == (f.Mode == shop.Replace) {
				out[of.name] = map[string]any{"interval": strings.ToUpper(f.Every), "url": f.URL, "hour": f.Hour, "timezone": f.Zone}
			}
		case "product_count", "latest_upload":
			list, err := shop.FeedImports(g.Ctx(), g.api.Store, g.Viewer(), f.ID, 1)
			if err != nil {
				return nil, err
			}
			if len(list) > 0 && of.name == "latest_upload" {
				out["latest_upload"] = map[string]string{"id": list[0].ID.String()}
			} else if len(list) > 0 {
				out["product_count"] = list[0].Created + list[0].Updated + list[0].Same
			}
		default:
			return nil, noField(of.name, feedNodeType)
		}
	}
	return out, nil
}

func (a *API) feeds(g *request) (any, error) {
	if _, err := g.catalogOf(); err != nil {
		return nil, err
	}
	fields, err := g.fields("id,name")
	if err != nil {
		return nil, err
	}
	list, err := shop.Feeds(g.Ctx(), a.Store, g.Viewer(), g.id)
	if err != nil {
		return nil, err
	}
	data := []any{}
	for i := range list {
		node, err := g.feedNode(&list[i], fields)
		if err != nil {
			return nil, err
		}
		data = append(data, node)
	}
	return listOf(data, nil), nil
}

func (g *request) feedOf() (*shop.Feed, error) {
	f, err := shop.OwnFeed(g.Ctx(), g.api.Store, g.Viewer(), g.id)
	if models.KindOf(err) == models.NotFound {
		return nil, g.absent()
	}
	return f, err
}

func (a *API) feed(g *request) (any, error) {
	f, err := g.feedOf()
	if err != nil {
		return nil, err
	}
	fields, err := g.fields("id,name")
	if err != nil {
		return nil, err
	}
	return g.feedNode(f, fields)
}

func (a *API) updateFeed(g *request) (any, error) {
	in, err := g.feedEdit()
	if err != nil {
		return nil, err
	}
	return done(shop.EditFeed(g.Ctx(), a.Store, g.Viewer(), g.id, in))
}

func (a *API) deleteFeed(g *request) (any, error) {
	return done(shop.DeleteFeed(g.Ctx(), a.Store, g.Viewer(), g.id))
}

func (a *API) uploads(g *request) (any, error) {
	if _, err := g.feedOf(); err != nil {
		return nil, err
	}
	fields, err := g.fields("id,start_time,end_time")
	if err != nil {
		return nil, err
	}
	list, err := shop.FeedImports(g.Ctx(), a.Store, g.Viewer(), g.id, maxCount)
	if err != nil {
		return nil, err
	}
	data := []any{}
	for i := range list {
		node, err := g.importNode(&list[i], fields)
		if err != nil {
			return nil, err
		}
		data = append(data, node)
	}
	return listOf(data, nil), nil
}

// uploadFiles has a feed read from files that come with the call. The token is asked for
// before anything is kept.
func (a *API) uploadFiles(g *request) (any, error) {
	admit := func(token string) error {
		err := g.Authenticate(token)
		if err == nil {
			err = g.Need("basic")
		}
		if err == nil {
			err = g.checkApp(token)
		}
		if err == nil {
			_, err = g.resolve()
		}
		if err == nil {
			_, err = g.feedOf()
		}
		if err == nil {
			err = a.Store.MayUse(g.Ctx(), models.BudgetUpload, g.Viewer())
		}
		return err
	}
	check := func(files int) error {
		if files > 0 && g.Text("url") != "" {
			return badField("url", "Send either files or an address, not both.")
		}
		_, err := g.resolve()
		return err
	}
	ups, err := g.Receive(call.TablesOnly{Tables: a.Tables}, admit, check)
	if err != nil {
		return nil, err
	}
	out, err := a.upload(g, ups...)
	if err != nil {
		for _, up := range ups {
			a.Tables.DiscardTable(g.Ctx(), g.Viewer(), up)
		}
	}
	return out, err
}

// upload has a feed read at once: from files, from an address, or from its own where
// nothing is sent.
func (a *API) upload(g *request, ups ...post.Upload) (any, error) {
	f, err := g.feedOf()
	if err != nil {
		return nil, err
	}
	only, err := g.Boolean("update_only")
	if err != nil {
		return nil, err
	}
	in := shop.ImportInput{Catalog: f.CatalogID, Feed: f.ID, Mode: f.Mode, Source: g.Text("url")}
	if len(ups) > 0 {
		joined, err := a.Tables.JoinTables(g.Ctx(), g.Viewer(), ups)
		if err != nil {
			return nil, err
		}
		in.FileID, in.FileName = joined.ID, joined.FileName
	} else if in.Source == "" {
		in.Source = f.URL
	}
	if only != nil && *only {
		in.Mode = shop.UpdateOnly
	}
	id, err := shop.BeginImport(g.Ctx(), a.Store, g.Viewer(), in)
	if err != nil {
		return nil, err
	}
	return map[string]string{"id": id.String()}, nil
}

func (g *request) importNode(i *shop.Import, fields []field) (map[string]any, error) {
	out := map[string]any{"id": i.ID.String()}
	for _, f := range fields {
		switch f.name {
		case "id":
		case "start_time":
			out["start_time"] = isoTime(i.CreatedAt)
		case "end_time":
			if i.DoneAt != nil {
				out["end_time"] = isoTime(*i.DoneAt)
			}
		case "url":
			out["url"] = i.Source
		case "filename":
			out["filename"] = i.FileName
		case "input_method":
			out["input_method"] = map[bool]string{true: "Manual Upload", false: "Server Fetch"}[i.Source == ""]
		case "num_detected_items":
			out["num_detected_items"] = i.Total
		case "num_persisted_items":
			out["num_persisted_items"] = i.Created + i.Updated + i.Same
		case "num_invalid_items", "error_count":
			out[f.name] = i.Refused
		case "num_deleted_items":
			out["num_deleted_items"] = i.Removed
		case "warning_count":
			out["warning_count"] = i.Warnings
		case "error_report":
			out["error_report"] = map[string]string{"report_status": map[bool]string{true: "WRITE_FINISHED",
				false: "NOT_REQUESTED"}[i.State != shop.Running],
				"file_handle": g.api.Site.BaseURL + "/v1/imports/" + i.ID.String() + "/errors.csv"}
		default:
			return nil, noField(f.name, uploadNodeType)
		}
	}
	return out, nil
}

func (g *request) importOf() (*shop.Import, error) {
	i, err := shop.OwnImport(g.Ctx(), g.api.Store, g.Viewer(), g.id)
	if models.KindOf(err) == models.NotFound {
		return nil, g.absent()
	}
	return i, err
}

func (a *API) uploadNode(g *request) (any, error) {
	i, err := g.importOf()
	if err != nil {
		return nil, err
	}
	fields, err := g.fields("id,start_time,end_time")
	if err != nil {
		return nil, err
	}
	return g.importNode(i, fields)
}

// uploadErrors lists what is wrong with rows: a fatal one is refused, of a warning a
// field was left out.
func (a *API) uploadErrors(g *request) (any, error) {
	i, err := g.importOf()
	if err != nil {
		return nil, err
	}
	p, err := g.part()
	if err != nil {
		return nil, err
	}
	after, _, err := p.keys()
	if err != nil {
		return nil, err
	}
	lines, next, err := shop.Lines(g.Ctx(), a.Store, g.Viewer(), i.ID, true, int(min(after, 1<<30)), p.limit)
	if err != nil {
		return nil, err
	}
	data := []any{}
	if i.Failure != "" && after == 0 {
		data = append(data, map[string]any{"id": i.ID.String() + "_0", "summary": i.Failure, "description": i.Failure, "severity": "fatal",
			"total_count": 1})
	}
	first, last := "", ""
	for _, l := range lines {
		severity := map[string]string{"error": "fatal", "warning": "warning"}[l.Kind]
		data = append(data, map[string]any{"id": i.ID.String() + "_" + strconv.Itoa(l.N), "summary": l.Message, "description": l.Message,
			"severity": severity, "total_count": 1, "samples": map[string]any{"data": []any{map[string]any{"id": i.ID.String() + "_" +
				strconv.Itoa(l.N), "retailer_id": l.Item, "row_number": l.RowNo}}}})
		if last = strconv.Itoa(l.N); first == "" {
			first = last
		}
	}
	return listOf(data, p.paging(first, last, next != 0, g.link(p.limit))), nil
}

// errorReport is there as soon as the upload is read.
func (a *API) errorReport(g *request) (any, error) {
	_, err := g.importOf()
	return done(err)
}
