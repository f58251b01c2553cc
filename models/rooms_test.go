package models_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// floors are the rooms of models from the ground up: each may use those before it.
var floors = []string{"", "money", "table", "shopfile", "access", "activity", "tally", "index", "account", "people", "post", "comment",
	"feed", "story", "inbox", "discover", "app", "subscription", "notify", "saved", "insight", "container", "shop", "making", "leave",
	"upkeep"}

// beside are no rooms: the built-in PostgreSQL, and what makes rows for tests.
var beside = []string{"embedded", "modelstest"}

// A room is small enough to know, says what it is for, and uses only what is below it.
func TestRooms(t *testing.T) {
	t.Parallel()
	const most, lines = 25, 4000
	loaded, err := packages.Load(&packages.Config{Mode: packages.NeedName | packages.NeedFiles | packages.NeedImports},
		"photogram/models/...")
	if err != nil {
		t.Fatal(err)
	}
	room := func(path string) string { return strings.TrimPrefix(strings.TrimPrefix(path, "photogram/models"), "/") }
	found := 0
	for _, p := range loaded {
		name := room(p.PkgPath)
		if first, _, _ := strings.Cut(name, "/"); slices.Contains(beside, first) {
			continue
		}
		floor := slices.Index(floors, name)
		if floor < 0 {
			t.Errorf("%s has no floor: put it into the order", p.PkgPath)
			continue
		}
		found++
		for path := range p.Imports {
			if !strings.HasPrefix(path, "photogram/") || path == "photogram/text" {
				continue
			}
			if below := slices.Index(floors, room(path)); !strings.HasPrefix(path, "photogram/models") || below < 0 || below >= floor {
				t.Errorf("%s imports %s, which is not below it", p.PkgPath, path)
			}
		}
		n, doc := 0, false
		for _, file := range p.GoFiles {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			n += bytes.Count(src, []byte("\n"))
			doc = doc || bytes.HasPrefix(src, []byte("// Package "+filepath.Base(p.PkgPath)+" "))
		}
		if len(p.GoFiles) > most+3 || n > lines {
			t.Errorf("%s has %d files and %d lines; a room has some %d files and %d lines", p.PkgPath, len(p.GoFiles), n, most, lines)
		}
		if !doc {
			t.Errorf("%s does not say what it is for", p.PkgPath)
		}
	}
	if found != len(floors) {
		t.Errorf("%d of %d rooms were found", found, len(floors))
	}
}
