package ui

import (
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"photogram/static"
)

// A page hands its scripts what they ask for, and nothing else.
func TestPagesHaveTheWordsOfTheirScripts(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../static/dist/*.js")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	asked := regexp.MustCompile(`\("(app|composer|console|editor|keeper|mark|upload|viewer)\.[a-z-]+"`)
	for _, file := range files {
		name, want := filepath.Base(file), map[string]bool{}
		for _, m := range asked.FindAllSubmatch(static.Script(name), -1) {
			want[string(m[1])] = true
		}
		got := Chrome{}.On("", name).parts()
		if len(want) == 0 && len(got) == 1 {
			continue
		}
		want["app"] = true // every page has app.js
		if slices.Sort(got); !slices.Equal(got, slices.Sorted(maps.Keys(want))) {
			t.Errorf("%s asks for %v and gets %v", name, slices.Sorted(maps.Keys(want)), got)
		}
	}
}
