package shop_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/modelstest"
	"photogram/models/shop"
	"photogram/models/shopfile"
)

// importing reads a file into a catalogue as the job does.
func importing(t testing.TB, db *modelstest.DB, owner, in models.ID, file string, input shop.ImportInput) *shop.Import {
	t.Helper()
	input.Catalog = in
	if input.FileID == 0 {
		input.FileID = db.NewID()
	}
	id, err := shop.BeginImport(t.Context(), db.Store, owner, input)
	must(t, err)
	return reading(t, db, owner, id, file)
}

func reading(t testing.TB, db *modelstest.DB, owner, id models.ID, file string) *shop.Import {
	t.Helper()
	i, err := shop.OwnImport(t.Context(), db.Store, owner, id)
	must(t, err)
	f, err := shopfile.Open(strings.NewReader(file), int64(len(file)), shopfile.DefaultLimits)
	if err != nil {
		must(t, shop.FailImport(t.Context(), db.Store, i, err))
	} else {
		must(t, shop.RunImport(t.Context(), db.Store, i, f))
	}
	i, err = shop.OwnImport(t.Context(), db.Store, owner, id)
	must(t, err)
	return i
}

func counts(i *shop.Import) string {
	return fmt.Sprintf("%s %d: +%d ~%d =%d -%d !%d", i.State, i.Total, i.Created, i.Updated, i.Same, i.Removed, i.Refused)
}

func lines(t testing.TB, db *modelstest.DB, i *shop.Import) (out []string) {
	t.Helper()
	list, _, err := shop.Lines(t.Context(), db.Store, i.OwnerID, i.ID, false, 0, 1000)
	must(t, err)
	for _, l := range list {
		out = append(out, fmt.Sprintf("%d %s %s %s: %s", l.RowNo, l.Kind, l.Item, l.Field, l.Message))
	}
	return out
}

const mugs = "id,title,description,price,availability,quantity,image_link,brand\n" +
	"a,Blue mug,Holds tea,5.99 EUR,in stock,7,https://example.org/a.jpg,Acme\n" +
	"b,Red mug,Holds coffee,\"6,99 EUR\",in stock,0,,Acme\n" +
	"c,Green mug,,-1 EUR,in stock,1,,Acme\n" +
	"d,Black mug,,12.00 USD,in stock,1,,Acme\n"

func TestImports(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ada, bo := db.User("ada"), db.User("bo")
	in := catalog(t, db, ada.ID)
	i := importing(t, db, ada.ID, in, mugs, shop.ImportInput{DryRun: true})
	equal(t, "a dry run", counts(i), "done 4: +2 ~0 =0 -0 !2")
	equal(t, "changes nothing", found(t, db, ada.ID, shop.Query{Owner: ada.ID}), []string(nil))
	told := strings.Join(lines(t, db, i), "\n")
	for _, want := range []string{"2 create a : Blue mug, 5.99 EUR", "3 create b : Red mug, 6.99 EUR", "4 error c price:",
		"5 error d price:"} {
		if !strings.Contains(told, want) {
			t.Errorf("%q is not in\n%s", want, told)
		}
	}
	i = importing(t, db, ada.ID, in, mugs, shop.ImportInput{})
	equal(t, "the good rows", counts(i), "done 4: +2 ~0 =0 -0 !2")
	equal(t, "are there", found(t, db, ada.ID, shop.Query{Owner: ada.ID}), []string{"b", "a"})
	var csv bytes.Buffer
	must(t, shopfile.WriteProblems(&csv, func(yield func(shopfile.Problem) bool) {
		must(t, shop.Problems(ctx, db.Store, ada.ID, i.ID, yield))
	}))
	if rows := strings.Split(strings.TrimSpace(csv.String()), "\n"); len(rows) != 3 || !strings.HasPrefix(rows[1], ",4,price,error,") {
		t.Errorf("%s", csv.String())
	}
	equal(t, "again", counts(importing(t, db, ada.ID, in, mugs, shop.ImportInput{})), "done 4: +0 ~0 =2 -0 !2")
	// What a file does not have stays, and what was changed by hand meanwhile too.
	list, _, err := shop.List(ctx, db.Store, ada.ID, shop.Query{Owner: ada.ID, Words: "blue"}, shop.Place{}, 1)
	must(t, err)
	must(t, shop.Update(ctx, db.Store, ada.ID, list[0].ID, shop.Change{GTIN: new("4006381333931"), State: new(shop.Draft)}))
	i = importing(t, db, ada.ID, in, "id,title,price\na,Blue mug,7.99\n", shop.ImportInput{DryRun: true})
	equal(t, "a change", lines(t, db, i), []string{"2 change a price: 5.99 EUR → 7.99 EUR"})
	i = importing(t, db, ada.ID, in, "id,title,price\na,Blue mug,7.99\n", shop.ImportInput{})
	equal(t, "a part", counts(i), "done 1: +0 ~1 =0 -0 !0")
	v, err := shop.Visible(ctx, db.Store, ada.ID, list[0].ID)
	must(t, err)
	if v.Price != 799 || v.GTIN != "4006381333931" || v.State != shop.Draft || v.Stock != 7 || !v.Counted || v.Description != "Holds tea" ||
		len(v.Images) != 1 {
		t.Errorf("%+v", v.Product)
	}
	_, err = shop.OwnImport(ctx, db.Store, bo.ID, i.ID)
	wantKind(t, "another's", err, models.NotFound)
	_, err = shop.BeginImport(ctx, db.Store, bo.ID, shop.ImportInput{Catalog: in, FileID: 1})
	wantKind(t, "into another's", err, models.NotFound)
	_, err = shop.BeginImport(ctx, db.Store, ada.ID, shop.ImportInput{Catalog: in, Source: "ftp://x", Mode: "all", Mapping: "{}"})
	wantFields(t, err, "mode", "url", "mapping")
}

func TestReplacing(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	ada := db.User("ada")
	in := catalog(t, db, ada.ID)
	table := func(ids ...string) string {
		s := "id,title,price\n"
		for _, id := range ids {
			s += id + ",Mug " + id + ",5.99 EUR\n"
		}
		return s
	}
	replace := shop.ImportInput{Mode: shop.Replace}
	equal(t, "first", counts(importing(t, db, ada.ID, in, table("a", "b", "c"), replace)), "done 3: +3 ~0 =0 -0 !0")
	for name, file := range map[string]string{"empty": "id,title,price\n", "nothing": "", "broken": table("a") + "x,,\ny,,\n",
		"a page": "<html><body>Not found</body></html>", "prices on request": "id,title,price\na,Mug,ask\n"} {
		i := importing(t, db, ada.ID, in, file, replace)
		if got := found(t, db, ada.ID, shop.Query{Owner: ada.ID}); len(got) != 3 {
			t.Errorf("%s left %v: %s", name, got, counts(i))
		}
	}
	dry := replace
	dry.DryRun = true
	i := importing(t, db, ada.ID, in, table("b", "d"), dry)
	equal(t, "what would happen", counts(i), "done 2: +1 ~0 =1 -2 !0")
	equal(t, "what would go", lines(t, db, i)[1:], []string{"0 remove a : Mug a", "0 remove c : Mug c"})
	equal(t, "replaced", counts(importing(t, db, ada.ID, in, table("b", "d"), replace)), "done 2: +1 ~0 =1 -2 !0")
	equal(t, "is there", found(t, db, ada.ID, shop.Query{Owner: ada.ID}), []string{"d", "b"})
	equal(t, "is archived", found(t, db, ada.ID, shop.Query{Owner: ada.ID, States: []shop.State{shop.Archived}}), []string{"c", "a"})
	// A row that is refused is not one that is gone.
	equal(t, "in part", counts(importing(t, db, ada.ID, in, table("b", "e")+"d,Mug d,-1\n", replace)), "done 3: +1 ~0 =1 -0 !1")
	equal(t, "comes back", counts(importing(t, db, ada.ID, in, table("a", "b", "d", "e"), replace)), "done 4: +0 ~1 =3 -0 !0")
	equal(t, "all", found(t, db, ada.ID, shop.Query{Owner: ada.ID}), []string{"e", "d", "b", "a"})
	c, err := shop.OwnCatalog(t.Context(), db.Store, ada.ID, in)
	must(t, err)
	equal(t, "counted", c.ProductsCount, int64(4))
}

// A mapping that was corrected counts for the next file with the same columns.
func TestMappingsAreRemembered(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	ada := db.User("ada")
	in := catalog(t, db, ada.ID)
	file := "key,what,other,cost\na,Mug,Cup,5.99\n"
	i := importing(t, db, ada.ID, in, file, shop.ImportInput{DryRun: true})
	m := i.Found().Mapping
	for n, field := range []shopfile.Field{shopfile.RetailerID, shopfile.Ignore, shopfile.Title, shopfile.Price} {
		m.Set(n, field)
	}
	again, err := shop.Again(t.Context(), db.Store, ada.ID, i.ID, false, jsonOf(t, m))
	must(t, err)
	i = reading(t, db, ada.ID, again, file)
	equal(t, "as chosen", counts(i), "done 1: +1 ~0 =0 -0 !0")
	title := func() string {
		list, _, err := shop.List(t.Context(), db.Store, ada.ID, shop.Query{Owner: ada.ID}, shop.Place{}, 1)
		must(t, err)
		return list[0].Title
	}
	equal(t, "the title", title(), "Cup")
	importing(t, db, ada.ID, in, "key,what,other,cost\na,Mug,Beaker,5.99\n", shop.ImportInput{})
	equal(t, "the next", title(), "Beaker")
	other, err := shop.Again(t.Context(), db.Store, ada.ID, i.ID, false, jsonOf(t, m))
	must(t, err)
	i = reading(t, db, ada.ID, other, "id,name,price\na,Mug,1\n")
	if i.State != shop.Failed || !strings.Contains(i.Failure, "other columns") {
		t.Errorf("%s %s", i.State, i.Failure)
	}
}

// Every sample of a shop's file makes products.
func TestSamples(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	ada := db.User("ada")
	files, err := filepath.Glob(filepath.Join("..", "shopfile", "testdata", "[0-9]*"))
	must(t, err)
	more, err := filepath.Glob(filepath.Join("..", "shopfile", "testdata", "own", "*.*"))
	must(t, err)
	files = append(files, more...)
	if len(files) < 4 {
		t.Fatalf("there are %d samples", len(files))
	}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		must(t, err)
		currency := "EUR"
		if other := map[string]string{"google.atom": "GBP", "google.rss": "CHF", "square.csv": "USD"}[filepath.Base(name)]; other != "" {
			currency = other
		}
		in, err := shop.CreateCatalog(t.Context(), db.Store, ada.ID, "Samples", currency, "")
		must(t, err)
		i := importing(t, db, ada.ID, in, string(raw), shop.ImportInput{FileName: filepath.Base(name)})
		t.Logf("%s: %s %s\n%s", filepath.Base(name), counts(i), i.Failure, strings.Join(lines(t, db, i), "\n"))
		if i.State != shop.Done || i.Created == 0 {
			t.Errorf("%s: %s, %s", filepath.Base(name), counts(i), i.Failure)
		}
		same := importing(t, db, ada.ID, in, string(raw), shop.ImportInput{})
		if same.Created+same.Updated > 0 || same.Same != i.Created {
			t.Errorf("%s a second time: %s", filepath.Base(name), counts(same))
		}
		must(t, shop.DeleteCatalog(t.Context(), db.Store, ada.ID, in))
	}
}

func TestFeedsAreReadByTheirSchedule(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ada := db.User("ada")
	in := catalog(t, db, ada.ID)
	_, err := shop.CreateFeed(ctx, db.Store, ada.ID, in, shop.FeedEdit{Every: new("often"), Hour: new(24), Zone: new("Mars/Base")})
	wantFields(t, err, "name", "interval", "url", "hour", "time_zone")
	id, err := shop.CreateFeed(ctx, db.Store, ada.ID, in, shop.FeedEdit{Name: new("Daily"), URL: new("https://example.org/f.csv"),
		Every: new("daily"), Hour: new(4), Zone: new("Europe/Berlin")})
	must(t, err)
	list, err := shop.FeedImports(ctx, db.Store, ada.ID, id, 10)
	must(t, err)
	equal(t, "at once", len(list), 1)
	f, err := shop.OwnFeed(ctx, db.Store, ada.ID, id)
	must(t, err)
	berlin, err := time.LoadLocation("Europe/Berlin")
	must(t, err)
	equal(t, "the hour", f.DueAt.In(berlin).Hour(), 4)
	due := func() models.ID {
		id, err := shop.FetchDue(ctx, db.Store, nil)
		must(t, err)
		return id
	}
	equal(t, "not yet", due(), models.ID(0))
	db.Clock.Move(f.DueAt.Sub(db.Now()))
	equal(t, "due", due(), id)
	equal(t, "once", due(), models.ID(0))
	list, err = shop.FeedImports(ctx, db.Store, ada.ID, id, 10)
	must(t, err)
	equal(t, "read", len(list), 2)
	must(t, shop.EditFeed(ctx, db.Store, ada.ID, id, shop.FeedEdit{Every: new("")}))
	db.Clock.Move(48 * time.Hour)
	equal(t, "without a schedule", due(), models.ID(0))
	must(t, shop.DeleteFeed(ctx, db.Store, ada.ID, id))
	_, err = shop.OwnFeed(ctx, db.Store, ada.ID, id)
	wantKind(t, "deleted", err, models.NotFound)
}

// An import that died goes on where it was, and counts nothing twice.
func TestAnImportGoesOn(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ada := db.User("ada")
	in := catalog(t, db, ada.ID)
	var file strings.Builder
	file.WriteString("id,title,price\n")
	for n := range 2500 {
		price := "5.99"
		if n%100 == 7 {
			price = "-1"
		}
		fmt.Fprintf(&file, "%d,Mug %d,%s\n", n, n, price)
	}
	id, err := shop.BeginImport(ctx, db.Store, ada.ID, shop.ImportInput{Catalog: in, FileID: 7, Mode: shop.Replace})
	must(t, err)
	i, err := shop.OwnImport(ctx, db.Store, ada.ID, id)
	must(t, err)
	f, err := shopfile.Open(strings.NewReader(file.String()), int64(file.Len()), shopfile.DefaultLimits)
	must(t, err)
	dying, kill := contextDyingAfter(t, db, id)
	if err := shop.RunImport(dying, db.Store, i, f); err == nil {
		t.Error("it did not die")
	}
	kill()
	i, err = shop.OwnImport(ctx, db.Store, ada.ID, id)
	must(t, err)
	if i.Position == 0 || i.State != shop.Running {
		t.Fatalf("%s at %d", i.State, i.Position)
	}
	i = reading(t, db, ada.ID, id, file.String())
	equal(t, "in the end", counts(i), "done 2500: +2475 ~0 =0 -0 !25")
	equal(t, "lines", i.Lines, 25)
	c, err := shop.OwnCatalog(ctx, db.Store, ada.ID, in)
	must(t, err)
	equal(t, "products", c.ProductsCount, int64(2475))
}
