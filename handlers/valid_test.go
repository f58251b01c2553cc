package handlers_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"photogram/web/webtest"
)

// Every page is valid HTML, and so are the pieces that replace a part of one.
func TestEveryPageIsValid(t *testing.T) {
	t.Parallel()
	s, ada, all := everyPage(t)
	dir, from := t.TempDir(), map[string]string{}
	keep := func(who string, p page, a *webtest.Answer) {
		if a.Type() != "text/html" {
			return
		}
		body := string(a.Body)
		if !a.IsPage() {
			if strings.HasPrefix(strings.TrimSpace(body), "<li") {
				body = "<ul>" + body + "</ul>"
			}
			body = "<!DOCTYPE html>\n<html lang=\"en\"><head><title>A piece</title></head><body>" + body + "</body></html>"
		}
		name := filepath.Join(dir, fmt.Sprintf("%d.html", len(from)))
		from[name] = who + " at " + p.path
		must(t, os.WriteFile(name, []byte(body), 0o600))
	}
	for _, p := range all {
		keep("visitor", p, s.Visitor().Get(p.path))
		keep("member", p, s.As(ada).Get(p.path))
		keep("member, a piece", p, s.As(ada).Get(p.path, "HX-Request", "true"))
	}
	clients, err := filepath.Abs(filepath.Join("..", "testdata", "clients"))
	must(t, err)
	if _, err := os.Stat(filepath.Join(clients, "node_modules", "html-validate")); err != nil {
		t.Fatal("html-validate is not installed; ./test does that, or: cd testdata/clients && npm ci --ignore-scripts")
	}
	report := filepath.Join(t.TempDir(), "report.json")
	program := filepath.Join(clients, "node_modules", "html-validate", "bin", "html-validate.mjs")
	said, err := exec.CommandContext(t.Context(), "node", program, "--config", filepath.Join(clients, "htmlvalidate.json"),
		"--formatter", "json="+report, dir).CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	out, err := os.ReadFile(report)
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	var found []struct {
		FilePath string
		Messages []struct {
			RuleID, Message, Selector string
			Line, Column              int
		}
	}
	if err := json.Unmarshal(out, &found); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	for _, f := range found {
		for _, m := range f.Messages {
			if sample := strings.HasSuffix(from[f.FilePath], "/dev/views"); sample && strings.HasPrefix(m.Selector, "#c-") ||
				sample && m.RuleID == "unique-landmark" { // parts stand there by themselves, many times
				continue
			}
			t.Errorf("%s: %s (%s) at %s, line %d", from[f.FilePath], m.Message, m.RuleID, m.Selector, m.Line)
		}
	}
	if len(from) < 150 {
		t.Errorf("only %d documents", len(from))
	}
	t.Logf("%d documents", len(from))
}
