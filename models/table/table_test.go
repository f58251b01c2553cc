package table_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"photogram/models"
	"photogram/models/table"
)

func sources(file string, limits table.Limits) ([]*table.Source, error) {
	return table.Sources(strings.NewReader(file), int64(len(file)), &limits, func(cells []string) int {
		return min(1, slices.Index(cells, "id")+1)
	})
}

// rows are all rows of a file's first table, cells parted by ¦.
func rows(t *testing.T, file string) (*table.Source, []string) {
	t.Helper()
	all, err := sources(file, table.DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	r, err := all[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var out []string
	for {
		cells, n, err := r.Next()
		if err == io.EOF {
			return all[0], out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprint(n, " ", strings.Join(cells, "¦")))
	}
}

func TestSeparatorsQuotesAndEndsOfLines(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		file, separator string
		want            []string
	}{
		"commas":           {"a,b\n1,\"x, y\"\n", ",", []string{"1 a¦b", "2 1¦x, y"}},
		"semicolons":       {"a;b;c\n1;2,5;x, y, z\n2;3,5;u\n", ";", []string{"1 a¦b¦c", "2 1¦2,5¦x, y, z", "3 2¦3,5¦u"}},
		"tabs":             {"a\tb\r\n1\tx, y\r\n", "\t", []string{"1 a¦b", "2 1¦x, y"}},
		"pipes":            {"a|b\n1|x\n", "|", []string{"1 a¦b", "2 1¦x"}},
		"sep line":         {"sep=|\na|b,c;d\n1|x\n", "|", []string{"1 a¦b,c;d", "2 1¦x"}},
		"quoted sep line":  {"\"SEP=;\"\r\na;b\r\n", ";", []string{"1 a¦b"}},
		"doubled quotes":   {"a,b\n\"say \"\"hi\"\"\",2\n", ",", []string{"1 a¦b", "2 say \"hi\"¦2"}},
		"stray quotes":     {"a,b\n12\" disc,2\n\"12\" disc\",3\n", ",", []string{"1 a¦b", "2 12\" disc¦2", "3 12\" disc¦3"}},
		"isn’t closed":     {"a,b\n\"open,2\n3,4\n", ",", []string{"1 a¦b", "2 \"open¦2", "3 3¦4"}},
		"space and quotes": {"a, \"b\" ,c\n1, \"x,y\" ,2\n", ",", []string{"1 a¦b ¦c", "2 1¦x,y ¦2"}},
		"returns alone":    {"a;b\r1;line\nfeed\r2;y", ";", []string{"1 a¦b", "2 1¦line\nfeed", "3 2¦y"}},
		"feeds in cells":   {"a;b;c\r\n1;line\nfeed;x\r\n2;y;z\r\n", ";", []string{"1 a¦b¦c", "2 1¦line\nfeed¦x", "3 2¦y¦z"}},
		"marks inside":     {"\n\ufeffa,b\n1,\ufeff2\n", ",", []string{"1 ", "2 a¦b", "3 1¦2"}},
		"lines in quotes":  {"a,b\n\"1\n2\",3", ",", []string{"1 a¦b", "2 1\n2¦3"}},
	} {
		s, got := rows(t, c.file)
		if s.Separator != c.separator || !slices.Equal(got, c.want) {
			t.Errorf("%s: %q %q, not %q", name, s.Separator, got, c.want)
		}
	}
}

func TestEncodings(t *testing.T) {
	t.Parallel()
	const german = "id;name;preis\n1;Tasse Möwe groß;12,90 €\n2;Küchenstühle für draußen;9,00 €\n"
	const french = "id;nom;prix\n1;Théière émaillée;12,90\n2;Été à Nîmes, forêt;9,00\n"
	const polish = "id;nazwa;cena\n1;Żółta łyżka i miska;12,90\n2;Kubek śniadaniowy, część;9,00\n"
	const czech = "id;název;cena\n1;Žlutý hrnek s víčkem;129\n2;Dřevěná lžíce, příbor;99\n"
	const russian = "id;название;цена\n1;Кружка белая с ручкой;900\n2;Тарелка глубокая;700\n"
	const japan = "id;商品名;価格\n1;マグカップ 青い;1200\n2;お皿と茶わんのセット;900\n"
	for _, c := range []struct {
		name, text string
		enc        encoding.Encoding
		mark       string
	}{
		{"UTF-8", german, encoding.Nop, ""}, {"UTF-8", german, encoding.Nop, "\xef\xbb\xbf"}, {"UTF-8", japan, encoding.Nop, ""},
		{"UTF-16LE", german, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "\xff\xfe"},
		{"UTF-16BE", german, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "\xfe\xff"},
		{"UTF-16LE", russian, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), ""},
		{"UTF-16BE", french, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), ""},
		{"UTF-32LE", german, utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), "\xff\xfe\x00\x00"},
		{"UTF-32BE", german, utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), ""},
		{"UTF-32LE", russian, utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), ""},
		{"Windows-1252", german, charmap.Windows1252, ""}, {"ISO-8859-1", french, charmap.ISO8859_1, ""},
		{"Mac Roman", german, charmap.Macintosh, ""}, {"Mac Roman", strings.ReplaceAll(french, "\n", "\r"), charmap.Macintosh, ""},
		{"Windows-1250", polish, charmap.Windows1250, ""}, {"Windows-1250", czech, charmap.Windows1250, ""},
		{"ISO-8859-2", polish, charmap.ISO8859_2, ""}, {"Windows-1251", russian, charmap.Windows1251, ""},
		{"KOI8-R", russian, charmap.KOI8R, ""}, {"Shift JIS", japan, japanese.ShiftJIS, ""},
	} {
		file, err := c.enc.NewEncoder().String(c.text)
		if err != nil {
			t.Fatal(err)
		}
		s, got := rows(t, c.mark+file)
		want := strings.FieldsFunc(c.text, func(r rune) bool { return r == '\n' || r == '\r' })
		for i := range want {
			want[i] = fmt.Sprint(i+1, " ", strings.ReplaceAll(want[i], ";", "¦"))
		}
		if s.Encoding != c.name || !slices.Equal(got, want) {
			t.Errorf("%s (%q): %s %q, not %q", c.name, c.mark, s.Encoding, got, want)
		}
	}
}

// A character that tells the encoding may stand anywhere in a file.
func TestOneCharacterFarDown(t *testing.T) {
	t.Parallel()
	file := "id;name\n" + strings.Repeat("1;Just letters here\n", 100_000) + "2;Gr\xfc\xdfe\n"
	s, got := rows(t, file)
	if s.Encoding != "ISO-8859-1" || got[len(got)-1] != "100002 2¦Grüße" {
		t.Errorf("%s %q", s.Encoding, got[len(got)-1])
	}
	s, got = rows(t, "id;name\n1;Größe “M” für alle Füße\n2;old "+"\x80"+"\n")
	if s.Encoding != "UTF-8" || got[2] != "3 2¦old €" {
		t.Errorf("%s %q", s.Encoding, got[2])
	}
}

func book(t *testing.T, sheets map[string][][]any) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for name, cells := range sheets {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, row := range cells {
			if err := f.SetSheetRow(name, fmt.Sprint("A", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestSpreadsheets(t *testing.T) {
	t.Parallel()
	file := book(t, map[string][][]any{
		"Notes":    {{"Read me", "first"}},
		"Products": {{"id", "name", "price", "gtin"}, {}, {"A", "Möwe", 12.9, 4006381333931}, {"B", "x", 0.1 + 0.2, "0401"}},
	})
	want := []string{"1 id¦name¦price¦gtin", "3 A¦Möwe¦12.9¦4006381333931", "4 B¦x¦0.3¦0401"}
	s, got := rows(t, file)
	if s.Format != table.XLSX || !slices.Equal(got, want) {
		t.Errorf("%s %q", s.Format, got)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, _ := z.Create("list.xlsx")
	_, _ = io.WriteString(w, file)
	z.Close()
	if _, got = rows(t, b.String()); !slices.Equal(got, want) {
		t.Errorf("in an archive: %q", got)
	}
}

func TestPagesAndXMLOfSpreadsheets(t *testing.T) {
	t.Parallel()
	for file, want := range map[string][]string{
		"<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><body><table><tr><th>id<th>name</tr><tr><td>1</td><td>a<br>b " +
			"&amp; c</td></tr></table>": {
			"1 id¦name", "2 1¦a\nb & c"},
		"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook " +
			"xmlns:ss=\"urn:x\"><Worksheet><Table><Row><Cell><Data>id</Data></Cell>" +
			"<Cell><Data>name</Data></Cell><Cell><Data>price</Data></Cell></Row><Row><Cell><Data>1</Data></Cell><Cell " +
			"ss:Index=\"3\"><Data>5</Data>" +
			"</Cell></Row><Row><Cell/><Cell><Data>x</Data></Cell></Row></Table></Worksheet></Workbook>": {
			"1 id¦name¦price", "2 1¦¦5", "3 ¦x"},
	} {
		if s, got := rows(t, file); s.Format != table.HTML || !slices.Equal(got, want) {
			t.Errorf("%s %q, not %q", s.Format, got, want)
		}
	}
}

func TestArchives(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	g := gzip.NewWriter(&b)
	_, _ = io.WriteString(g, "a,b\n1,2\n")
	g.Close()
	if _, got := rows(t, b.String()); !slices.Equal(got, []string{"1 a¦b", "2 1¦2"}) {
		t.Errorf("%q", got)
	}
	b.Reset()
	z := zip.NewWriter(&b)
	for _, name := range []string{"__MACOSX/._b.csv", "b.csv", ".hidden.csv", "photos/1.jpg", "a.tsv"} {
		w, _ := z.Create(name)
		_, _ = io.WriteString(w, "a,b\n")
	}
	z.Close()
	all, err := sources(b.String(), table.DefaultLimits)
	if err != nil || len(all) != 2 || all[0].Name != "a.tsv" || all[1].Name != "b.csv" {
		t.Errorf("%v %v", all, err)
	}
}

func TestFilesThatAreRefused(t *testing.T) {
	t.Parallel()
	bomb := func(size int) string {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, _ := z.Create("bomb.csv")
		_, _ = w.Write(bytes.Repeat([]byte("0,"), size/2))
		z.Close()
		return b.String()
	}
	var gz bytes.Buffer
	g := gzip.NewWriter(&gz)
	_, _ = g.Write(make([]byte, 16<<20))
	g.Close()
	small := table.DefaultLimits
	small.Unpacked, small.Ratio, small.Bytes = 4<<20, 1<<40, 2<<20
	var many bytes.Buffer
	z := zip.NewWriter(&many)
	for i := range 21 {
		_, _ = z.Create(fmt.Sprint(i, ".csv"))
	}
	z.Close()
	for name, c := range map[string]struct {
		file   string
		limits table.Limits
		kind   models.Kind
		words  string
	}{
		"nothing":       {"", table.DefaultLimits, models.Invalid, "empty"},
		"a mark alone":  {"PK\x05\x06" + strings.Repeat("\x00", 18), table.DefaultLimits, models.Invalid, "no table"},
		"zip bomb":      {bomb(16 << 20), table.DefaultLimits, models.TooLarge, "200 times its size"},
		"gzip bomb":     {gz.String(), table.DefaultLimits, models.TooLarge, "200 times its size"},
		"too much":      {bomb(8 << 20), small, models.TooLarge, "unpacks to more than 4"},
		"too large":     {strings.Repeat("x", 3<<20), small, models.TooLarge, "at most 2 MB"},
		"many tables":   {many.String(), table.DefaultLimits, models.TooLarge, "at most 20"},
		"old Excel":     {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", table.DefaultLimits, models.Invalid, "(.xls)"},
		"PDF":           {"%PDF-1.7 …", table.DefaultLimits, models.Invalid, "PDF"},
		"truncated zip": {bomb(1 << 10)[:60], table.DefaultLimits, models.Invalid, "damaged"},
	} {
		_, err := sources(c.file, c.limits)
		if models.KindOf(err) != c.kind || !strings.Contains(err.Error(), c.words) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := sources(strings.Repeat(",", 1500)+"\n", table.DefaultLimits); err != nil {
		t.Error(err)
	} else if all, _ := sources(strings.Repeat(",", 1500)+"\n", table.DefaultLimits); all != nil {
		r, err := all[0].Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err = r.Next(); models.KindOf(err) != models.TooLarge {
			t.Errorf("1,501 columns: %v", err)
		}
	}
}

// A cell of any length takes no more memory than is kept of it, and costs no other row.
func TestLongCells(t *testing.T) { // alone: it counts what is allocated
	name := filepath.Join(t.TempDir(), "long.csv")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	_, _ = io.WriteString(f, "id,text\n1,\"")
	for range 100 {
		_, _ = f.Write(bytes.Repeat([]byte("long "), 100_000))
	}
	_, _ = io.WriteString(f, "\"\n2,short\n")
	info, _ := f.Stat()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	limits := table.DefaultLimits
	all, err := table.Sources(f, info.Size(), &limits, func([]string) int { return 0 })
	if err != nil {
		t.Fatal(err)
	}
	r, err := all[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	_, _, _ = r.Next()
	cells, _, err := r.Next()
	if err != nil || len(cells[1]) != limits.Cell || len(r.Long()) != 1 || r.Long()[0].Bytes != 50_000_000 {
		t.Errorf("%d %v %v", len(cells[1]), r.Long(), err)
	}
	if cells, n, err := r.Next(); err != nil || n != 3 || cells[1] != "short" || len(r.Long()) != 0 {
		t.Errorf("%v %v %v", cells, n, err)
	}
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 32<<20 {
		t.Errorf("50 MB took %d MB", used>>20)
	}
}

// Whatever is read, nothing panics, and what is wrong is said in words for people.
func TestDamagedFiles(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	w, _ := z.Create("a.csv")
	_, _ = io.WriteString(w, strings.Repeat("id;name;price\n1;Möwe;\"12,90\"\n", 50))
	z.Close()
	whole := []string{
		book(t, map[string][][]any{"Sheet1": {{"id", "name"}, {1, "x"}, {2, "y"}}}), packed.String(),
		`<rss xmlns:g="http://base.google.com/ns/1.0"><channel><item><g:id>1</g:id>` +
			`<title>x &amp; <![CDATA[y]]></title></item></channel></rss>`,
		"<html><table><tr><td>id<td>name<tr><td>1<td>x</table>", `[{"id":1,"a":{"b":[1,"2",{"url":"x"}]}},{"id":2}]`,
		"id;name\n1;\"M\xf6we \"\"x\"\"\"\n", "\xff\xfei\x00d\x00;\x00n\x00\n\x00", "\x1f\x8b\x08\x00",
	}
	rnd := rand.New(rand.NewPCG(5, 6))
	try := func(file string) {
		all, err := sources(file, table.DefaultLimits)
		for _, s := range all {
			r, openErr := s.Open()
			if err = openErr; err != nil {
				continue
			}
			for err == nil {
				_, _, err = r.Next()
			}
			r.Close()
		}
		if err != nil && !errors.Is(err, io.EOF) && models.KindOf(err) == 0 {
			t.Errorf("%.60q: %v", file, err)
		}
	}
	for _, file := range whole {
		for range 150 {
			b := []byte(file[:rnd.IntN(len(file)+1)])
			for range rnd.IntN(8) {
				if len(b) > 0 {
					b[rnd.IntN(len(b))] = byte(rnd.IntN(256))
				}
			}
			try(string(b))
		}
	}
	for range 400 {
		b := make([]byte, rnd.IntN(3000))
		for i := range b {
			b[i] = byte(rnd.IntN(256)) >> rnd.IntN(3)
		}
		try(string(b))
	}
}

func FuzzSources(f *testing.F) {
	for _, s := range []string{"a;b\n1;\"2", "<rss><item><id>1</id></item></rss>", "{\"id\":1}", "<table><tr><td>1", "\xff\xfea\x00",
		"PK\x03\x04"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(_ *testing.T, b []byte) {
		all, _ := sources(string(b), table.DefaultLimits)
		for _, s := range all {
			if r, err := s.Open(); err == nil {
				for err == nil {
					_, _, err = r.Next()
				}
				r.Close()
			}
		}
	})
}
