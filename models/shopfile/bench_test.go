package shopfile_test

import (
	"bufio"
	"encoding/csv"
	"io"
	"os"
	"testing"
	"time"

	"photogram/models/shopfile"
)

// BenchmarkItems says how many rows a second become items, and how many times as long
// as it takes encoding/csv to read them.
func BenchmarkItems(b *testing.B) {
	const rows = 20_000
	name := rowsFile(b, rows)
	plain := func() {
		f, err := os.Open(name)
		if err != nil {
			b.Fatal(err)
		}
		defer f.Close()
		r := csv.NewReader(bufio.NewReader(f))
		r.ReuseRecord = true
		for err == nil {
			_, err = r.Read()
		}
		if err != io.EOF {
			b.Fatal(err)
		}
	}
	began := time.Now()
	for range 5 {
		plain()
	}
	base := time.Since(began) / 5
	for b.Loop() {
		f, err := shopfile.OpenFile(name, shopfile.DefaultLimits)
		if err != nil {
			b.Fatal(err)
		}
		var sum shopfile.Summary
		for item, problems := range f.Items(f.Mapping, shopfile.Options{Currency: "EUR"}) {
			sum.Count(item, problems)
		}
		f.Close()
		if sum.Good != rows {
			b.Fatal(sum)
		}
	}
	each := b.Elapsed() / time.Duration(b.N)
	b.ReportMetric(rows/each.Seconds(), "rows/s")
	b.ReportMetric(float64(each)/float64(base), "×csv")
}
