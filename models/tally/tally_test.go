package tally

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// A sketch is exact up to its limit, and above it within four standard deviations.
func TestSketch(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{0, 1, 2, 100, 256, 257, 300, 1000, 5000, 20_000, 300_000} {
		k := &Sketch{}
		for range n {
			h := r.Uint64()
			k.Add(h)
			k.Add(h)
		}
		got := k.Count()
		if n <= exactMost && (!k.Exact() || got != int64(n)) {
			t.Errorf("%d are counted as %d", n, got)
		}
		if off := math.Abs(float64(got)/float64(max(n, 1)) - 1); n > 0 && off > 4*Error {
			t.Errorf("%d are counted as %d", n, got)
		}
		back, err := ReadSketch(k.Bytes())
		if err != nil || back.Count() != got || len(k.Bytes()) > 1537 {
			t.Errorf("%d: read back as %v, %v", n, back, err)
		}
	}
}

// The error is the one that is stated: over many sets its spread fits.
func TestSketchError(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	const sets, size = 300, 4000
	var squares, sum float64
	for range sets {
		k := &Sketch{}
		for range size {
			k.Add(r.Uint64())
		}
		off := float64(k.Count())/size - 1
		squares, sum = squares+off*off, sum+off
	}
	if spread := math.Sqrt(squares / sets); spread > 1.15*Error {
		t.Errorf("the spread is %.4f, and %.4f is stated", spread, Error)
	}
	if bias := sum / sets; math.Abs(bias) > 4*Error/math.Sqrt(sets) {
		t.Errorf("the bias is %.4f", bias)
	}
}

// Merging is the same as having put all in one, in any order and form.
func TestSketchMerge(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 6))
	for _, sizes := range [][2]int{{10, 20}, {200, 200}, {256, 1}, {10, 5000}, {5000, 10}, {4000, 4000}} {
		one, a, b := &Sketch{}, &Sketch{}, &Sketch{}
		for i, into := range []*Sketch{a, b} {
			for range sizes[i] {
				h := r.Uint64()
				one.Add(h)
				into.Add(h)
				if h%3 == 0 { // both saw them
					a.Add(h)
					b.Add(h)
				}
			}
		}
		ab, ba := &Sketch{}, &Sketch{}
		ab.Merge(a)
		ab.Merge(b)
		ba.Merge(b)
		ba.Merge(a)
		if ab.Count() != one.Count() || ba.Count() != one.Count() {
			t.Errorf("%v: %d and %d, not %d", sizes, ab.Count(), ba.Count(), one.Count())
		}
	}
}

func TestBadSketches(t *testing.T) {
	t.Parallel()
	for _, b := range [][]byte{nil, {}, {3}, {1, 2}, {2, 2}, make([]byte, 1537), append([]byte{1}, make([]byte, 6*257)...)} {
		if k, err := ReadSketch(b); err == nil {
			t.Errorf("%d bytes are a sketch of %d", len(b), k.Count())
		}
	}
}

func TestCounts(t *testing.T) {
	t.Parallel()
	c := Counts{
		{Metric: Views, Source: Feed, Follower: IsFollower, Kind: Reel}: 7, {Metric: Views, Source: API, Follower: NonFollower}: 1 << 40,
		{Metric: Likes, Kind: Story}: -3, {Metric: ViewLanguage, Detail: lang(t, "en-GB")}: 2, {Metric: ViewHours, Detail: 23}: 5,
		{Metric: metricsEnd - 1, Source: sourcesEnd - 1, Follower: followersEnd - 1, Kind: kindsEnd - 1, Detail: 1023}: 9,
	}
	back := Counts{}
	if err := back.Read(c.Bytes()); err != nil || fmt.Sprint(back) != fmt.Sprint(c) {
		t.Errorf("%v, %v", back, err)
	}
	if n := c.Sum(Views); n != 7+1<<40 {
		t.Errorf("%d views", n)
	}
	if n := c.Sum(Views, func(k Key) bool { return k.Source == Feed }); n != 7 {
		t.Errorf("%d views in feeds", n)
	}
	back.Add(Counts{{Metric: Likes, Kind: Story}: 3})
	if _, there := back[Key{Metric: Likes, Kind: Story}]; there {
		t.Error("0 is kept")
	}
	for _, b := range [][]byte{{255}, {1}, {1, 255}} {
		if err := (Counts{}).Read(b); err == nil {
			t.Errorf("%v are counts", b)
		}
	}
	tops := Tops{{Post: 9, Kind: Reel, Views: 100, Interactions: -2, Follows: 3}, {Post: 1 << 62, Views: 1}}
	if got, err := ReadTops(tops.Bytes()); err != nil || fmt.Sprint(got) != fmt.Sprint(tops) {
		t.Errorf("%v, %v", got, err)
	}
}

func lang(t *testing.T, tag string) uint16 {
	t.Helper()
	n, ok := Language(tag)
	if !ok || LanguageName(n) != tag[:2] {
		t.Fatalf("%s is read as %s", tag, LanguageName(n))
	}
	return n
}

func TestLanguages(t *testing.T) {
	t.Parallel()
	lang(t, "de")
	lang(t, "zu")
	lang(t, "zh-Hant")
	for _, bad := range []string{"", "e", "*", "i-klingon", "e1", "deu"} {
		if _, ok := Language(bad); ok {
			t.Errorf("%q is a language", bad)
		}
	}
}
