package api_test

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"photogram/models/app"
	"photogram/models/comment"
	"photogram/models/subscription"
	"photogram/web/webtest"
)

// clientOfOthers runs a client that is not ours, and returns what it prints.
func clientOfOthers(t *testing.T, script, input string, env ...string) string {
	t.Helper()
	dir := filepath.Join("..", "..", "testdata", "clients")
	if _, err := os.Stat(filepath.Join(dir, "node_modules", "standardwebhooks")); err != nil {
		t.Fatal("the clients are not installed; ./test does that, or: cd testdata/clients && npm ci --ignore-scripts")
	}
	ctx, cancel := context.WithTimeout(t.Context(), webtest.Patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", script)
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(input)
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH")}, env...)
	var problems strings.Builder
	cmd.Stderr = &problems
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", script, err, problems.String())
	}
	return string(out)
}

// Two libraries of others verify deliveries, and refuse them with one byte changed
// or another secret.
func TestSignaturesForOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Digest()
	w.Work()
	r := webtest.NewReceiver(t)
	sub, secret, err := subscription.Create(t.Context(), w.DB.Store, subscription.Holder{UserID: w.Ada.ID}, subscription.Input{
		Way: subscription.Webhook, Activities: []string{"comments"}, Target: &subscription.Target{CallbackURL: r.URL}})
	w.Must(err)
	_, err = comment.Add(t.Context(), w.DB.Store, w.Bo.ID, w.Adas, "Größe 😀 </script>")
	w.Must(err)
	one := r.Wait(t, 1)[0]
	headers := map[string]string{}
	for name := range one.Header {
		headers[strings.ToLower(name)] = one.Header.Get(name)
	}
	_, other, err := subscription.Create(t.Context(), w.DB.Store, subscription.Holder{UserID: w.Bo.ID}, subscription.Input{
		Way: subscription.Webhook, Activities: []string{"comments"}, Target: &subscription.Target{CallbackURL: r.URL}})
	w.Must(err)
	type sent struct {
		Secret  string            `json:"secret"`
		Headers map[string]string `json:"headers"`
		Body    string            `json:"body"`
	}
	input, err := json.Marshal([]sent{{secret, headers, one.Body}, {secret, headers, one.Body + " "}, {other, headers, one.Body}})
	w.Must(err)
	said := clientOfOthers(t, "webhooks.mjs", string(input))
	for i, want := range []bool{true, false, false} {
		for _, library := range []string{"standard", "octokit"} {
			if got := gjson.Get(said, strings.Join([]string{string(rune('0' + i)), library}, ".")).Bool(); got != want {
				t.Errorf("%s says %v of the %d., want %v", library, got, i+1, want)
			}
		}
	}
	t.Logf("subscription %s: %s", sub.ID, said)
}

// instagram-node subscribes here as it did there.
func TestSubscriptionsOfAnOldClient(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	row, secret, err := app.Create(t.Context(), w.DB.Store, w.Ada.ID, app.Input{Name: "Prints", Scopes: "basic", Confidential: true,
		QueryToken: true})
	w.Must(err)
	r := webtest.NewReceiver(t)
	said := clientOfOthers(t, "instagram-node.js", "", "BASE="+w.URL, "CLIENT_ID="+row.ClientID(), "CLIENT_SECRET="+secret,
		"CALLBACK="+r.URL)
	for path, want := range map[string]string{"user.object": "user", "user.type": "subscribe", "tag.object_id": "larch",
		"area.object": "geography", "list": "3", "left": "2", "none": "0"} {
		if got := gjson.Get(said, path).String(); got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
	if n := len(r.Got()); n != 3 {
		t.Errorf("%d challenges", n)
	}
	t.Logf("instagram-node 0.5.8: %s", said)
}
