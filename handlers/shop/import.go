package shop

import (
	"iter"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/post"
	"photogram/models/shop"
	"photogram/models/shopfile"
	"photogram/urls"
	shopview "photogram/views/shop"
	"photogram/web"
)

// linesPage is how many rows of an import a page tells of.
const linesPage = 200

var errNoImport = models.NotFoundf("shop.error.import-does-not-exist")

// begin takes the form of a file to import.
func (a Pages) begin(c *gin.Context) error {
	id, err := coded(c, "catalog", shop.ErrNoCatalog)
	if err != nil {
		return err
	}
	ctx, viewer := page.Context(c), web.ViewerID(c)
	if err := a.Store.MayUse(ctx, models.BudgetUpload, viewer); err != nil {
		return err
	}
	form, err := a.files(c, viewer)
	if err != nil {
		return err
	}
	in := shop.ImportInput{Catalog: id, Mode: shop.Mode(form.text["mode"]), DryRun: form.text["dry_run"] != "", Source: form.text["url"]}
	if len(form.ups) > 0 {
		joined, err := a.Intake.JoinTables(ctx, viewer, form.ups)
		if err != nil {
			return err
		}
		in.FileID, in.FileName, in.Source = joined.ID, joined.FileName, ""
	}
	read, err := shop.BeginImport(ctx, a.Store, viewer, in)
	if err != nil {
		if in.FileID != 0 {
			a.Intake.DiscardTable(ctx, viewer, post.Upload{ID: in.FileID})
		}
		return err
	}
	return a.Done(c, urls.Import(read), "", nil)
}

// sentFiles is a form with files of products.
type sentFiles struct {
	text map[string]string
	ups  []post.Upload
}

// maxFiles is how many files belong together at most.
const maxFiles = 10

// files reads a form as it arrives and keeps its files.
func (a Pages) files(c *gin.Context, viewer models.ID) (f sentFiles, err error) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, shopfile.DefaultLimits.Bytes+1<<20)
	parts, err := c.Request.MultipartReader()
	if err != nil {
		return f, models.Invalidf("file", "shop.error.send-form-file")
	}
	f.text = map[string]string{}
	defer func() {
		if err != nil {
			for _, up := range f.ups {
				a.Intake.DiscardTable(page.Context(c), viewer, up)
			}
		}
	}()
	err = web.EachPart(parts, func(name, file string, body web.Part) error {
		switch {
		case name == "file" && file != "":
			if len(f.ups) == maxFiles {
				return models.Invalidf("file", "shop.error.at-most-files-can-sent", "maxFiles", maxFiles)
			}
			up, err := a.Intake.ReceiveTable(page.Context(c), viewer, file, body)
			if err == nil {
				f.ups = append(f.ups, up)
			}
			return err
		case name != "file":
			text, err := body.Text()
			f.text[name] = text
			return err
		}
		return nil
	})
	return f, err
}

func (a Pages) read(c *gin.Context) error {
	id, err := coded(c, "import", errNoImport)
	if err != nil {
		return err
	}
	ctx, viewer := page.Context(c), web.ViewerID(c)
	i, err := shop.OwnImport(ctx, a.Store, viewer, id)
	if err != nil {
		return err
	}
	d := shopview.Read{Import: *i}
	if i.State != shop.Running {
		lines, next, err := shop.Lines(ctx, a.Store, viewer, id, false, 0, linesPage)
		if err != nil {
			return err
		}
		d.Lines, d.More = lines, next != 0
	}
	return a.Page(c, http.StatusOK, shopview.ReadPage(a.PrivateChrome(c, word(c, "shop.import-title")), d), shopview.ReadState(d))
}

// again reads the file once more, with columns as they were corrected.
func (a Pages) again(c *gin.Context) error {
	id, err := coded(c, "import", errNoImport)
	if err != nil {
		return err
	}
	ctx, viewer := page.Context(c), web.ViewerID(c)
	i, err := shop.OwnImport(ctx, a.Store, viewer, id)
	if err != nil {
		return err
	}
	mapping := ""
	if found := i.Found(); found != nil {
		changed := false
		m := found.Mapping
		for _, column := range m.Columns {
			field := c.PostForm("c" + strconv.Itoa(column.Index))
			if shopfile.Field(field) != column.Field {
				m.Set(column.Index, shopfile.Field(field))
				changed = true
			}
		}
		if changed {
			mapping = jsonText(m)
		} else if string(i.Mapping) != "null" {
			mapping = string(i.Mapping)
		}
	}
	next, err := shop.Again(ctx, a.Store, viewer, id, c.PostForm("do") != "import", mapping)
	if err != nil {
		return err
	}
	return a.Done(c, urls.Import(next), "", nil)
}

// errors is what is wrong with the rows of a file, as a table.
func (a Pages) errors(c *gin.Context) error {
	id, err := coded(c, "import", errNoImport)
	if err == nil {
		_, err = shop.OwnImport(page.Context(c), a.Store, web.ViewerID(c), id)
	}
	if err != nil {
		return err
	}
	c.Header("Content-Type", "text/csv; charset=utf-8")
	c.Header("Content-Disposition", `attachment; filename="errors.csv"`)
	var problems iter.Seq[shopfile.Problem] = func(yield func(shopfile.Problem) bool) {
		err = shop.Problems(page.Context(c), a.Store, web.ViewerID(c), id, yield)
	}
	if wrong := shopfile.WriteProblems(c.Writer, problems); wrong != nil {
		return nil // nobody reads any more
	}
	return err
}

// feedNames are the feeds of a catalogue by the ends of their addresses.
var feedNames = []string{"meta.csv", "google.tsv", "rss.xml"}

// feed is a catalogue as others fetch it, at an address that is secret.
func (a Pages) feed(c *gin.Context) error {
	catalog, err := shop.ByLink(page.Context(c), a.Store, c.Param("link"))
	if err != nil {
		return err
	}
	files := a.AbsoluteFiles()
	files.Viewer = catalog.OwnerID
	var items iter.Seq[shopfile.Item] = func(yield func(shopfile.Item) bool) {
		err = shop.Export(page.Context(c), a.Store, catalog, func(list []shop.View) bool {
			for i := range list {
				v := &list[i]
				images := v.Images
				if len(v.Photos) > 0 && v.Public() {
					images = nil
					for _, m := range v.Photos {
						images = append(images, files.Rendition(m.RenderKey, models.WidthName(m.Width, "jpg"), true))
					}
				}
				if !yield(v.Item(a.ProductURL(v.ID), images)) {
					return false
				}
			}
			return true
		})
	}
	var wrong error
	switch c.Param("name") {
	case feedNames[0]:
		c.Header("Content-Type", "text/csv; charset=utf-8")
		wrong = shopfile.WriteMeta(c.Writer, items)
	case feedNames[1]:
		c.Header("Content-Type", "text/tab-separated-values; charset=utf-8")
		wrong = shopfile.WriteGoogle(c.Writer, items)
	case feedNames[2]:
		c.Header("Content-Type", "application/rss+xml; charset=utf-8")
		wrong = shopfile.WriteRSS(c.Writer, shopfile.Channel{Title: catalog.Name, Link: a.Site.BaseURL, Description: catalog.Name}, items)
	default:
		return shop.ErrNoCatalog
	}
	if wrong != nil {
		return nil // nobody reads any more
	}
	return err
}
