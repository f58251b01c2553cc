package api

import (
	"encoding/json"
	"iter"
	"strings"

	"photogram/handlers/call"
	"photogram/models"
	"photogram/models/post"
	"photogram/models/shop"
	"photogram/models/shopfile"
)

var catalogRoutes = []route{
	{"GET", "/catalogs", "shopping", "", (*API).catalogs},
	{"POST", "/catalogs", "shopping", "name currency language?", (*API).createCatalog},
	{"GET", "/catalogs/:catalog", "shopping", "", (*API).catalog},
	{"PATCH", "/catalogs/:catalog", "shopping", "name currency language low_stock", (*API).updateCatalog},
	{"DELETE", "/catalogs/:catalog", "shopping", "", (*API).deleteCatalog},
	{"POST", "/catalogs/:catalog/import", "shopping", "file* url? dry_run mode mapping?", (*API).importFile},
	{"GET", "/catalogs/:catalog/imports", "shopping", "", (*API).imports},
	{"GET", "/imports/:import", "shopping", "", (*API).importState},
	{"GET", "/imports/:import/lines", "shopping", "", (*API).importLines},
	{"GET", "/imports/:import/errors.csv", "shopping", "", (*API).importErrors},
	{"POST", "/imports/:import/again", "shopping", "dry_run mapping?", (*API).importAgain},
	{"GET", "/catalogs/:catalog/feeds", "shopping", "", (*API).feeds},
	{"POST", "/catalogs/:catalog/feeds", "shopping", "name url interval hour time_zone? mode", (*API).createFeed},
	{"PATCH", "/feeds/:feed", "shopping", "name url? interval? hour time_zone? mode", (*API).updateFeed},
	{"DELETE", "/feeds/:feed", "shopping", "", (*API).deleteFeed},
	{"GET", "/catalogs/:catalog/export", "shopping", "", (*API).exportLink},
	{"POST", "/catalogs/:catalog/export", "shopping", "", (*API).newExportLink},
	{"DELETE", "/catalogs/:catalog/export", "shopping", "", (*API).noExportLink},
}

type catalogObject struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	Currency     string `json:"currency"`
	Language     string `json:"language"`
	ProductCount int64  `json:"product_count"`
	CreatedTime  string `json:"created_time"`
	LowStock     int64  `json:"low_stock"`
}

func showCatalog(c *shop.Catalog) catalogObject {
	return catalogObject{c.ID.String(), c.Name, c.Currency, c.Language, c.ProductsCount, seconds(c.CreatedAt), c.LowStock}
}

var (
	errNoCatalog = models.Say(models.Error{Kind: models.NotFound}, "api.error.catalog-does-not-exist")
	errNoProduct = models.Say(models.Error{Kind: models.NotFound}, "api.error.product-does-not-exist")
	errNoImport  = models.Say(models.Error{Kind: models.NotFound}, "api.error.import-does-not-exist")
	errNoFeed    = models.Say(models.Error{Kind: models.NotFound}, "api.error.feed-does-not-exist")
)

// hide words an error about what does not exist as the dialect does.
func hide(err error, as *models.Error) error {
	if models.KindOf(err) == models.NotFound {
		return as
	}
	return err
}

// named reads an id that the path names.
func (r *request) idOf(name string, missing *models.Error) (models.ID, error) {
	id, err := models.ParseID(r.Param(name))
	if err != nil {
		return 0, missing
	}
	return id, nil
}

func (a *API) catalogs(r *request) (any, *page, error) {
	return keyPage(r, "cursor", each(showCatalog), func(before models.ID, n int) ([]shop.Catalog, models.ID, error) {
		return shop.Catalogs(r.Ctx(), a.Store, r.Viewer(), before, n)
	})
}

func (a *API) createCatalog(r *request) (any, *page, error) {
	id, err := shop.CreateCatalog(r.Ctx(), a.Store, r.Viewer(), r.Text("name"), r.Text("currency"), r.Text("language"))
	if err != nil {
		return nil, nil, err
	}
	return a.catalogNow(r, id)
}

func (a *API) catalogNow(r *request, id models.ID) (any, *page, error) {
	c, err := shop.OwnCatalog(r.Ctx(), a.Store, r.Viewer(), id)
	if err != nil {
		return nil, nil, hide(err, errNoCatalog)
	}
	return showCatalog(c), nil, nil
}

func (a *API) catalog(r *request) (any, *page, error) {
	id, err := r.idOf("catalog", errNoCatalog)
	if err != nil {
		return nil, nil, err
	}
	return a.catalogNow(r, id)
}

func (a *API) updateCatalog(r *request) (any, *page, error) {
	id, err := r.idOf("catalog", errNoCatalog)
	in := shop.CatalogEdit{Name: r.Optional("name"), Currency: r.Optional("currency"), Language: r.Optional("language")}
	if err == nil && r.Has("low_stock") {
		var few int64
		few, err = r.whole("low_stock", 0)
		in.LowStock = &few
	}
	if err == nil {
		err = shop.EditCatalog(r.Ctx(), a.Store, r.Viewer(), id, in)
	}
	if err != nil {
		return nil, nil, hide(err, errNoCatalog)
	}
	return a.catalogNow(r, id)
}

func (a *API) deleteCatalog(r *request) (any, *page, error) {
	id, err := r.idOf("catalog", errNoCatalog)
	if err == nil {
		err = shop.DeleteCatalog(r.Ctx(), a.Store, r.Viewer(), id)
	}
	return nil, nil, hide(err, errNoCatalog)
}

// importFile takes files of products, or the address of one.
func (a *API) importFile(r *request) (any, *page, error) {
	admit := func(token string) error {
		if err := r.authenticate(token); err != nil {
			return err
		}
		return a.Store.MayUse(r.Ctx(), models.BudgetUpload, r.Viewer())
	}
	check := func(files int) error {
		if err := r.checkTaken(); err != nil {
			return err
		}
		if files > 0 && r.Has("url") {
			return models.Invalidf("url", "api.error.send-either-files-address-not")
		}
		return nil
	}
	ups, err := r.Receive(call.TablesOnly{Tables: a.Intake}, admit, check)
	if err != nil {
		return nil, nil, err
	}
	id, err := a.beginImport(r, ups)
	if err != nil {
		for _, up := range ups {
			a.Intake.DiscardTable(r.Ctx(), r.Viewer(), up)
		}
		return nil, nil, hide(err, errNoCatalog)
	}
	return map[string]string{"id": id.String(), "state": string(shop.Running)}, nil, nil
}

func (a *API) beginImport(r *request, ups []post.Upload) (models.ID, error) {
	catalog, err := r.idOf("catalog", errNoCatalog)
	if err != nil {
		return 0, err
	}
	dry, err := r.Boolean("dry_run")
	if err != nil {
		return 0, err
	}
	in := shop.ImportInput{Catalog: catalog, Mode: shop.Mode(r.Text("mode")), DryRun: dry != nil && *dry, Source: r.Text("url"),
		Mapping: r.Text("mapping")}
	if len(ups) > 0 {
		joined, err := a.Intake.JoinTables(r.Ctx(), r.Viewer(), ups)
		if err != nil {
			return 0, err
		}
		in.FileID, in.FileName = joined.ID, joined.FileName
	}
	id, err := shop.BeginImport(r.Ctx(), a.Store, r.Viewer(), in)
	if err != nil && len(ups) > 1 {
		a.Intake.DiscardTable(r.Ctx(), r.Viewer(), post.Upload{ID: in.FileID})
	}
	return id, err
}

// importError is what is wrong with a row of a file.
type importError struct {
	File     string `json:"file,omitempty"`
	Row      int    `json:"row"`
	Field    string `json:"field"`
	Message  string `json:"message"`
	Severity string `json:"severity"`
}

type importCounts struct {
	Rows     int `json:"rows"`
	Done     int `json:"done"`
	Created  int `json:"created"`
	Updated  int `json:"updated"`
	Same     int `json:"unchanged"`
	Removed  int `json:"archived"`
	Refused  int `json:"refused"`
	Warnings int `json:"warnings"`
}

type importObject struct {
	ID          string             `json:"id"`
	CatalogID   string             `json:"catalog_id"`
	State       string             `json:"state"`
	Mode        string             `json:"mode"`
	DryRun      bool               `json:"dry_run"`
	URL         string             `json:"url,omitempty"`
	FileName    string             `json:"file_name,omitempty"`
	Failure     string             `json:"failure,omitempty"`
	Counts      importCounts       `json:"counts"`
	Errors      []importError      `json:"errors,omitempty"`
	MoreErrors  bool               `json:"more_errors,omitempty"`
	Mapping     *shopfile.Mapping  `json:"mapping,omitempty"`
	Detected    *shopfile.Detected `json:"detected,omitempty"`
	CreatedTime string             `json:"created_time"`
	DoneTime    *string            `json:"done_time"`
}

func showImport(i *shop.Import) importObject {
	return importObject{ID: i.ID.String(), CatalogID: i.CatalogID.String(), State: string(i.State), Mode: string(i.Mode), DryRun: i.DryRun,
		URL: i.Source, FileName: i.FileName, Failure: i.Failure, Counts: importCounts{i.Total, i.Position, i.Created, i.Updated, i.Same,
			i.Removed, i.Refused, i.Warnings}, CreatedTime: seconds(i.CreatedAt), DoneTime: secondsOrNull(i.DoneAt)}
}

func (a *API) imports(r *request) (any, *page, error) {
	id, err := r.idOf("catalog", errNoCatalog)
	if err == nil {
		_, err = shop.OwnCatalog(r.Ctx(), a.Store, r.Viewer(), id)
	}
	if err != nil {
		return nil, nil, hide(err, errNoCatalog)
	}
	return keyPage(r, "cursor", each(showImport), func(before models.ID, n int) ([]shop.Import, models.ID, error) {
		return shop.Imports(r.Ctx(), a.Store, r.Viewer(), id, before, n)
	})
}

// importShown is how many errors an import tells by itself.
const importShown = 200

func (a *API) importState(r *request) (any, *page, error) {
	id, err := r.idOf("import", errNoImport)
	if err != nil {
		return nil, nil, err
	}
	i, err := shop.OwnImport(r.Ctx(), a.Store, r.Viewer(), id)
	if err != nil {
		return nil, nil, hide(err, errNoImport)
	}
	lines, next, err := shop.Lines(r.Ctx(), a.Store, r.Viewer(), id, true, 0, importShown)
	if err != nil {
		return nil, nil, err
	}
	out := showImport(i)
	out.Errors, out.MoreErrors = []importError{}, next != 0
	for _, l := range lines {
		out.Errors = append(out.Errors, importError{l.File, l.RowNo, l.Field, l.Message, l.Kind})
	}
	if out.Detected = i.Found(); out.Detected != nil {
		out.Mapping = &out.Detected.Mapping
	}
	return struct {
		importObject
		Errors []importError `json:"errors"`
	}{out, out.Errors}, nil, nil
}

type importLine struct {
	Kind       string `json:"kind"`
	File       string `json:"file,omitempty"`
	Row        int    `json:"row"`
	RetailerID string `json:"retailer_id"`
	Field      string `json:"field"`
	Message    string `json:"message"`
}

// importLines lists all that is to be told of rows; of a dry run, what would happen.
func (a *API) importLines(r *request) (any, *page, error) {
	id, err := r.idOf("import", errNoImport)
	if err == nil {
		_, err = shop.OwnImport(r.Ctx(), a.Store, r.Viewer(), id)
	}
	if err != nil {
		return nil, nil, hide(err, errNoImport)
	}
	show := each(func(l *shop.Line) importLine { return importLine{l.Kind, l.File, l.RowNo, l.Item, l.Field, l.Message} })
	return keyPage(r, "cursor", show, func(after models.ID, n int) ([]shop.Line, models.ID, error) {
		list, next, err := shop.Lines(r.Ctx(), a.Store, r.Viewer(), id, false, int(min(after, 1<<30)), n)
		return list, models.ID(next), err
	})
}

// importErrors answers with a table for people.
func (a *API) importErrors(r *request) (any, *page, error) {
	id, err := r.idOf("import", errNoImport)
	if err == nil {
		_, err = shop.OwnImport(r.Ctx(), a.Store, r.Viewer(), id)
	}
	if err != nil {
		return nil, nil, hide(err, errNoImport)
	}
	r.Header("Content-Type", "text/csv; charset=utf-8")
	r.Header("Content-Disposition", `attachment; filename="errors-`+id.String()+`.csv"`)
	var problems iter.Seq[shopfile.Problem] = func(yield func(shopfile.Problem) bool) {
		err = shop.Problems(r.Ctx(), a.Store, r.Viewer(), id, yield)
	}
	if wrong := shopfile.WriteProblems(r.Writer, problems); wrong != nil || err != nil {
		r.Abort() // cut short, which the reader sees
	}
	return nil, nil, call.Streamed
}

func (a *API) importAgain(r *request) (any, *page, error) {
	id, err := r.idOf("import", errNoImport)
	if err != nil {
		return nil, nil, err
	}
	dry, err := r.Boolean("dry_run")
	if err != nil {
		return nil, nil, err
	}
	next, err := shop.Again(r.Ctx(), a.Store, r.Viewer(), id, dry != nil && *dry, r.Text("mapping"))
	if err != nil {
		return nil, nil, hide(err, errNoImport)
	}
	return map[string]string{"id": next.String(), "state": string(shop.Running)}, nil, nil
}

type exportObject struct {
	Meta   *string `json:"meta_csv"`
	Google *string `json:"google_tsv"`
	RSS    *string `json:"rss"`
}

func (a *API) exportObject(link string) exportObject {
	if link == "" {
		return exportObject{}
	}
	address := func(name string) *string {
		s := a.ExportURL(link, name)
		return &s
	}
	return exportObject{address("meta.csv"), address("google.tsv"), address("rss.xml")}
}

func (a *API) exportLink(r *request) (any, *page, error) {
	id, err := r.idOf("catalog", errNoCatalog)
	if err == nil {
		_, err = shop.OwnCatalog(r.Ctx(), a.Store, r.Viewer(), id)
	}
	if err != nil {
		return nil, nil, hide(err, errNoCatalog)
	}
	link, err := shop.Link(r.Ctx(), a.Store, r.Viewer(), id)
	return a.exportObject(link), nil, err
}

func (a *API) newExportLink(r *request) (any, *page, error) { return a.relink(r, false) }
func (a *API) noExportLink(r *request) (any, *page, error)  { return a.relink(r, true) }

func (a *API) relink(r *request, none bool) (any, *page, error) {
	id, err := r.idOf("catalog", errNoCatalog)
	if err != nil {
		return nil, nil, err
	}
	link, err := shop.NewLink(r.Ctx(), a.Store, r.Viewer(), id, none)
	if err != nil {
		return nil, nil, hide(err, errNoCatalog)
	}
	return a.exportObject(link), nil, nil
}

type feedObject struct {
	ID        string  `json:"id"`
	CatalogID string  `json:"catalog_id"`
	Name      string  `json:"name"`
	URL       string  `json:"url"`
	Mode      string  `json:"mode"`
	Interval  string  `json:"interval"`
	Hour      int     `json:"hour"`
	TimeZone  string  `json:"time_zone"`
	NextTime  *string `json:"next_time"`
}

func showFeed(f *shop.Feed) feedObject {
	return feedObject{f.ID.String(), f.CatalogID.String(), f.Name, f.URL, string(f.Mode), f.Every, f.Hour, f.Zone, secondsOrNull(f.DueAt)}
}

func (r *request) feedEdit() (in shop.FeedEdit, err error) {
	in = shop.FeedEdit{Name: r.Optional("name"), URL: r.Optional("url"), Every: r.Optional("interval"), Zone: r.Optional("time_zone")}
	if s := r.Optional("mode"); s != nil {
		mode := shop.Mode(strings.ToLower(*s))
		in.Mode = &mode
	}
	if r.Has("hour") {
		n, err := r.whole("hour", 0)
		if err != nil {
			return in, err
		}
		hour := int(min(max(n, -1), 99))
		in.Hour = &hour
	}
	return in, nil
}

func (a *API) feeds(r *request) (any, *page, error) {
	id, err := r.idOf("catalog", errNoCatalog)
	if err == nil {
		_, err = shop.OwnCatalog(r.Ctx(), a.Store, r.Viewer(), id)
	}
	if err != nil {
		return nil, nil, hide(err, errNoCatalog)
	}
	list, err := shop.Feeds(r.Ctx(), a.Store, r.Viewer(), id)
	if err != nil {
		return nil, nil, err
	}
	out, err := each(showFeed)(list)
	return out, &page{}, err
}

func (a *API) createFeed(r *request) (any, *page, error) {
	catalog, err := r.idOf("catalog", errNoCatalog)
	if err != nil {
		return nil, nil, err
	}
	in, err := r.feedEdit()
	if err != nil {
		return nil, nil, err
	}
	id, err := shop.CreateFeed(r.Ctx(), a.Store, r.Viewer(), catalog, in)
	if err != nil {
		return nil, nil, hide(err, errNoCatalog)
	}
	return a.feedNow(r, id)
}

func (a *API) feedNow(r *request, id models.ID) (any, *page, error) {
	f, err := shop.OwnFeed(r.Ctx(), a.Store, r.Viewer(), id)
	if err != nil {
		return nil, nil, hide(err, errNoFeed)
	}
	return showFeed(f), nil, nil
}

func (a *API) updateFeed(r *request) (any, *page, error) {
	id, err := r.idOf("feed", errNoFeed)
	if err != nil {
		return nil, nil, err
	}
	in, err := r.feedEdit()
	if err == nil {
		err = shop.EditFeed(r.Ctx(), a.Store, r.Viewer(), id, in)
	}
	if err != nil {
		return nil, nil, hide(err, errNoFeed)
	}
	return a.feedNow(r, id)
}

func (a *API) deleteFeed(r *request) (any, *page, error) {
	id, err := r.idOf("feed", errNoFeed)
	if err == nil {
		err = shop.DeleteFeed(r.Ctx(), a.Store, r.Viewer(), id)
	}
	return nil, nil, hide(err, errNoFeed)
}

// optionsOf reads options of a variant: a list of objects with name and value, or an
// object of them.
func optionsOf(values []string) (*[]shopfile.Option, error) {
	out := []shopfile.Option{}
	bad := models.Invalidf("options", "api.error.send-list-name-size-value")
	for _, raw := range values {
		if raw == "" {
			continue
		}
		var list []shopfile.Option
		var one shopfile.Option
		if json.Unmarshal([]byte(raw), &list) == nil {
			out = append(out, list...)
		} else if json.Unmarshal([]byte(raw), &one) == nil && one.Name != "" {
			out = append(out, one)
		} else {
			return nil, bad
		}
	}
	return &out, nil
}
