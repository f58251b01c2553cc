package graph_test

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"photogram/handlers/apitest"
)

// A client of other people, unmodified but for the base address, publishes,
// reads and talks.
func TestClientOfOthers(t *testing.T) {
	t.Parallel()
	dir := filepath.Join("..", "..", "testdata", "clients")
	if _, err := os.Stat(filepath.Join(dir, "node_modules", "instagram-graph-api")); err != nil {
		t.Fatalf("the clients are not installed; ./test does that, or: cd testdata/clients && npm ci --ignore-scripts")
	}
	w := newWorld(t)
	w.Work()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", "instagram-graph-api.js")
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "BASE=" + w.URL, "TOKEN=" + w.Prog.Token, "USER=" + w.Ada.ID.String(),
		"PHOTO=" + apitest.Origin(t) + "/photo.jpg"}
	var problems strings.Builder
	cmd.Stderr = &problems
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, problems.String())
	}
	got := map[string]any{}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	for name, want := range map[string]any{"username": "ada", "status": "PUBLISHED", "type": "IMAGE", "caption": "from #node",
		"children": 2.0, "newest": true, "next": true,
		"text": "well done", "comments": true, "replies": true, "hashtag": true, "usage": 2.0, "removed": true} {
		if got[name] != want {
			t.Errorf("%s is %v, want %v", name, got[name], want)
		}
	}
	t.Logf("instagram-graph-api 7.0.0: %s", out)
	w.Check()
}
