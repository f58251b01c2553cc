package main

import (
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Every package is drawn once, above what it imports, in text and as a graph.
func TestEveryRoomIsDrawn(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-f", "{{if .GoFiles}}{{.ImportPath}}{{end}}", "photogram/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	h, err := look("photogram")
	if err != nil {
		t.Fatal(err)
	}
	var text, dot strings.Builder
	if err := h.text(&text); err != nil {
		t.Fatal(err)
	}
	if err := h.dot(&dot); err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + text.String())
	all := strings.Fields(string(out))
	if len(all) < 40 {
		t.Fatalf("only %d packages", len(all))
	}
	for _, path := range all {
		name := short("photogram", path)
		line := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(name) + ` +[0-9]+ files? +[0-9]+ lines`)
		if n := len(line.FindAllString(text.String(), -1)); n != 1 {
			t.Errorf("%s is drawn %d times", name, n)
		}
		if !strings.Contains(dot.String(), `"`+name+`" [label=`) {
			t.Errorf("%s is not in the graph", name)
		}
	}
	layers := h.layers()
	for i, layer := range layers {
		for _, r := range layer {
			for _, below := range r.imports {
				if !slices.ContainsFunc(layers[i+1:], func(l []*room) bool { return slices.Contains(l, h.rooms[below]) }) {
					t.Errorf("%s is not drawn below %s", below, r.name)
				}
			}
		}
	}
	for _, kind := range []string{"file", "function", "statement"} {
		if len(h.longest[kind]) < 100 {
			t.Errorf("only %d %ss", len(h.longest[kind]), kind)
		}
	}
}
