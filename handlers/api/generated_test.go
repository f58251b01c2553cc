package api_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"photogram/media/mediatest"
	"photogram/models"
	"photogram/models/post"
	"photogram/static"
	"photogram/web/webtest"
)

// generators is a copy of testdata/generators with the description of the API beside.
func generators(t *testing.T, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		content, err := os.ReadFile(filepath.Join("..", "..", "testdata", "generators", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "openapi.yaml"), static.OpenAPI(), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "photogram"), 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

// runIn runs a program of others, which has to succeed.
func runIn(t *testing.T, dir string, env []string, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// nodeTool is the path of a program of testdata/generators.
func nodeTool(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("..", "..", "testdata", "generators", "node_modules", ".bin", name))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatal("the generators are not installed; ./test does that, or: cd testdata/generators && npm ci --ignore-scripts")
	}
	return path
}

// A client that oapi-codegen makes of the description publishes a photo.
func TestGeneratedClientPublishes(t *testing.T) {
	t.Parallel()
	dir := generators(t, "go.mod", "go.sum", "go.yaml", "publish.go")
	runIn(t, dir, nil, "go", "tool", "oapi-codegen", "-config", "go.yaml", "openapi.yaml")
	runIn(t, dir, nil, "go", "build", "-o", "publish", ".")
	s := webtest.Start(t, nil)
	s.Work()
	ada := s.User("ada")
	photo := filepath.Join(dir, "photo.jpg")
	if err := os.WriteFile(photo, mediatest.Photo(320, 240), 0o600); err != nil {
		t.Fatal(err)
	}
	out := runIn(t, dir, []string{"SITE=" + s.URL, "TOKEN=" + s.Token(ada, "publish"), "PHOTO=" + photo}, filepath.Join(dir, "publish"))
	if !strings.Contains(out, ada.ID.String()) {
		t.Error(out)
	}
	webtest.Eventually(t, "the photo of the generated client", func() bool {
		posts, _, err := post.ByUser(t.Context(), s.DB.Store, 0, ada.ID, models.Page{Limit: 5})
		if err != nil {
			t.Fatal(err)
		}
		return len(posts) == 1 && posts[0].Caption == "By a generated client" && posts[0].State == post.Published
	})
}

// What openapi-typescript makes of the description holds before TypeScript.
func TestGeneratedTypesHold(t *testing.T) {
	t.Parallel()
	dir := generators(t)
	runIn(t, dir, nil, nodeTool(t, "openapi-typescript"), "openapi.yaml", "-o", "api.ts")
	const call = `import type { components, operations } from "./api";
export const caption = (m: components["schemas"]["Media"]): string | undefined => m.caption?.text;
export type Published = operations["publishMedia"]["responses"][200]["content"]["application/json"]["data"];
export const input: components["schemas"]["PublishMediaInput"] = { caption: "Mostly the sea." };
`
	if err := os.WriteFile(filepath.Join(dir, "call.ts"), []byte(call), 0o600); err != nil {
		t.Fatal(err)
	}
	runIn(t, dir, nil, nodeTool(t, "tsc"), "--noEmit", "--strict", "--target", "es2022", "call.ts", "api.ts")
}

// redocly finds nothing to warn of.
func TestDescriptionIsLinted(t *testing.T) {
	t.Parallel()
	dir := generators(t, "redocly.yaml")
	runIn(t, dir, []string{"REDOCLY_TELEMETRY=off", "REDOCLY_SUPPRESS_UPDATE_NOTICE=true"}, nodeTool(t, "redocly"), "lint", "openapi.yaml")
}
