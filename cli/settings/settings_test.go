package settings

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// Tests of settings run one after the other: the working directory and the
// environment are the process's.

// load reads settings in an empty working directory with an .env of the given text.
func load(t *testing.T, file string, environ ...string) (Config, error) {
	t.Helper()
	dir := t.TempDir()
	t.Chdir(dir)
	if file != "" {
		if err := os.WriteFile(dotEnv, []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return Load(append([]string{"PHOTOGRAM_DATA_DIR=" + dir + "/data"}, environ...))
}

func TestConfigDefaults(t *testing.T) {
	c, err := load(t, "")
	if err != nil {
		t.Fatal(err)
	}
	if c.Listen != "127.0.0.1:8080" || c.BaseURL != "http://localhost:8080" || c.Secure() {
		t.Errorf("addresses: %q %q", c.Listen, c.BaseURL)
	}
	if c.Storage != "file://"+c.DataDir+"/blobs" || !filepath.IsAbs(c.DataDir) {
		t.Errorf("places: %q %q", c.Storage, c.DataDir)
	}
	if c.UploadMaxBytes != 30<<20 || c.APIRateLimit != 5000 || !c.APIQueryToken || c.SiteName != "Photogram" || c.Signups != "open" {
		t.Errorf("%+v", c)
	}
	if c.RenderWorkers != runtime.NumCPU() || c.DatabasePool < 4 || c.LogLevel != slog.LevelInfo || c.MailFrom != "no-reply@localhost" {
		t.Errorf("%+v", c)
	}
}

func TestConfigSources(t *testing.T) {
	c, err := load(t, "PHOTOGRAM_SITE_NAME='From file'\nPHOTOGRAM_SIGNUPS=closed\nUNRELATED=1\n",
		"PHOTOGRAM_SITE_NAME=From environment", "PHOTOGRAM_LISTEN=", "PHOTOGRAM_TRUSTED_PROXIES=10.0.0.0/8, ::1",
		"PHOTOGRAM_BASE_URL=https://pics.example/", "PHOTOGRAM_LOG_LEVEL=debug")
	if err != nil {
		t.Fatal(err)
	}
	if c.SiteName != "From environment" || c.Signups != "closed" || c.Listen != "127.0.0.1:8080" {
		t.Errorf("%+v", c)
	}
	if !slices.Equal(c.TrustedProxies, []string{"10.0.0.0/8", "::1"}) {
		t.Errorf("proxies %q", c.TrustedProxies)
	}
	if c.BaseURL != "https://pics.example" || !c.Secure() || c.MailFrom != "no-reply@pics.example" || c.LogLevel != slog.LevelDebug {
		t.Errorf("%+v", c)
	}
}

func TestConfigBaseURL(t *testing.T) {
	for listen, want := range map[string]string{
		":8080":             "http://localhost:8080",
		"0.0.0.0:80":        "http://localhost",
		"[::]:8080":         "http://localhost:8080",
		"192.168.1.5:8080":  "http://192.168.1.5:8080",
		"photos.lan:3000":   "http://photos.lan:3000",
		"[2001:db8::1]:443": "http://[2001:db8::1]:443",
	} {
		if c, err := load(t, "", "PHOTOGRAM_LISTEN="+listen); err != nil || c.BaseURL != want {
			t.Errorf("%s: %q, want %q: %v", listen, c.BaseURL, want, err)
		}
	}
}

func TestConfigProblems(t *testing.T) {
	for _, test := range []struct{ environ, want string }{
		{"PHOTOGRAM_LISTEN=8080", `PHOTOGRAM_LISTEN: "8080" is not an address and a port`},
		{"PHOTOGRAM_LISTEN=:99999", "no port between"},
		{"PHOTOGRAM_BASE_URL=pics.example", "PHOTOGRAM_BASE_URL"},
		{"PHOTOGRAM_BASE_URL=https://pics.example/photos", "more than a host"},
		{"PHOTOGRAM_DEV=maybe", `PHOTOGRAM_DEV: "maybe" is not true or false`},
		{"PHOTOGRAM_RENDER_WORKERS=many", `PHOTOGRAM_RENDER_WORKERS: "many" is not a whole number`},
		{"PHOTOGRAM_RENDER_WORKERS=0", "less than 1"},
		{"PHOTOGRAM_LOG_LEVEL=loud", `PHOTOGRAM_LOG_LEVEL: "loud" is not one of debug`},
		{"PHOTOGRAM_LOG_FORMAT=xml", "neither text nor json"},
		{"PHOTOGRAM_SIGNUPS=maybe", "neither open nor closed"},
		{"PHOTOGRAM_LISTNE=:80", "PHOTOGRAM_LISTNE (environment): there is no such setting; did you mean PHOTOGRAM_LISTEN?"},
		{"PHOTOGRAM_DATABASE_URL=postgres://h/d", "did you mean DATABASE_URL?"},
		{"PHOTOGRAM_SOMETHING_ELSE=1", "there is no such setting"},
		{"DATABASE_URL=mysql://u:hunter2@h/d", "DATABASE_URL: it is not a URL that begins with postgres://"},
		{"DATABASE_URL=postgres://u:hunter2@:bad port/d", "DATABASE_URL: it is not a URL"},
		{"PHOTOGRAM_DATABASE_DIRECT_URL=postgres://u:hunter2@h/d", "DATABASE_URL is not"},
		{"PHOTOGRAM_SMTP_URL=http://u:hunter2@h", "PHOTOGRAM_SMTP_URL: it is not a URL that begins with smtp://"},
		{"PHOTOGRAM_MAIL_FROM=nobody", "not a mail address"},
		{"PHOTOGRAM_TRUSTED_PROXIES=10.0.0.0/8,proxy", `"proxy" is not an address`},
		{"PHOTOGRAM_STORAGE_URL=file://relative/dir", "absolute directory"},
		{"PHOTOGRAM_STORAGE_URL=ftp://x", "begins with file:/// or s3://"},
		{"PHOTOGRAM_STORAGE_URL=s3://key:hunter2@bucket", "it holds a password"},
		{"PHOTOGRAM_GOOGLE_CLIENT_ID=x", "set PHOTOGRAM_GOOGLE_CLIENT_SECRET too"},
		{"PHOTOGRAM_GITLAB_URL=https://git.example", "PHOTOGRAM_GITLAB_CLIENT_ID and PHOTOGRAM_GITLAB_CLIENT_SECRET"},
		{"PHOTOGRAM_OIDC_CLIENT_ID=x", "PHOTOGRAM_OIDC_CLIENT_SECRET and PHOTOGRAM_OIDC_DISCOVERY_URL"},
		{"PHOTOGRAM_APPLE_PRIVATE_KEY=hunter2", "not a PEM private key"},
		{"PHOTOGRAM_DATA_DIR=/dev/null/x", "PHOTOGRAM_DATA_DIR"},
	} {
		_, err := load(t, "", test.environ)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: want %q, got: %v", test.environ, test.want, err)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: the message tells a secret: %v", test.environ, err)
		}
	}
}

func TestConfigTellsAllProblems(t *testing.T) {
	_, err := load(t, "PHOTOGRAM_TYPO_X=1\n", "PHOTOGRAM_LISTEN=x", "PHOTOGRAM_DEV=x", "PHOTOGRAM_SIGNUPS=x")
	if err == nil || strings.Count(err.Error(), "\n") != 3 || !strings.Contains(err.Error(), "PHOTOGRAM_TYPO_X (.env)") {
		t.Errorf("want four lines, got:\n%v", err)
	}
	if _, err := load(t, "a line\n"); err == nil || !strings.HasPrefix(err.Error(), ".env: ") {
		t.Errorf("a broken .env: %v", err)
	}
}

func TestExportDotEnv(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("AWS_REGION", "from environment")
	t.Setenv("AWS_ACCESS_KEY_ID", "") // restores it after the test
	if err := os.Unsetenv("AWS_ACCESS_KEY_ID"); err != nil {
		t.Fatal(err)
	}
	if err := ExportDotEnv(); err != nil {
		t.Errorf("without a file: %v", err)
	}
	text := "AWS_REGION=file\nAWS_ACCESS_KEY_ID=key\nPHOTOGRAM_TEST_ONLY=x\n"
	if err := os.WriteFile(dotEnv, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := ExportDotEnv(); err != nil {
		t.Fatal(err)
	}
	if os.Getenv("AWS_REGION") != "from environment" || os.Getenv("AWS_ACCESS_KEY_ID") != "key" || os.Getenv("PHOTOGRAM_TEST_ONLY") != "" {
		t.Error("the wrong variables were exported")
	}
}

func TestConfigUnwritable(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root can write everywhere")
	}
	if err := CheckWritable("/proc/photogram"); err == nil {
		t.Error("a directory below /proc counts as writable")
	}
}

func TestPrintConfig(t *testing.T) {
	c, err := load(t, "PHOTOGRAM_SITE_NAME=Pics\n", "DATABASE_URL=postgres://u:hunter2@h/d", "PHOTOGRAM_TRUSTED_PROXIES=10.0.0.1,10.0.0.2",
		"PHOTOGRAM_GITLAB_CLIENT_ID=abc", "PHOTOGRAM_GITLAB_CLIENT_SECRET=hunter2")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Print(&out, c); err != nil {
		t.Fatal(err)
	}
	lines := make(map[string]string)
	for line := range strings.Lines(out.String()) {
		lines[strings.Fields(line)[0]] = strings.Join(strings.Fields(line), " ")
	}
	for key, want := range map[string]string{
		"DATABASE_URL":                   "DATABASE_URL set environment the built-in database",
		"PHOTOGRAM_SITE_NAME":            "PHOTOGRAM_SITE_NAME Pics .env Photogram",
		"PHOTOGRAM_LISTEN":               "PHOTOGRAM_LISTEN 127.0.0.1:8080 default 127.0.0.1:8080",
		"PHOTOGRAM_SMTP_URL":             "PHOTOGRAM_SMTP_URL not set default",
		"PHOTOGRAM_TRUSTED_PROXIES":      "PHOTOGRAM_TRUSTED_PROXIES 10.0.0.1,10.0.0.2 environment none",
		"PHOTOGRAM_GITLAB_CLIENT_ID":     "PHOTOGRAM_GITLAB_CLIENT_ID abc environment - login with GitLab: client id",
		"PHOTOGRAM_GITLAB_CLIENT_SECRET": "PHOTOGRAM_GITLAB_CLIENT_SECRET set environment",
	} {
		if !strings.HasPrefix(lines[key], want) {
			t.Errorf("%q, want %q", lines[key], want)
		}
	}
	if strings.Contains(out.String(), "hunter2") {
		t.Error("a secret is printed")
	}
}

func TestEverySettingIsDocumented(t *testing.T) {
	all := settings(Config{})
	seen := make(map[string]bool)
	for _, s := range all {
		if s.help == "" || seen[s.key] || s.key != "DATABASE_URL" && !strings.HasPrefix(s.key, "PHOTOGRAM_") {
			t.Errorf("%+v", s)
		}
		seen[s.key] = true
	}
}

const makeSettings = "go run . config -markdown >docs/settings.md"

func TestSettingsPageIsFresh(t *testing.T) {
	var page strings.Builder
	if err := PrintMarkdown(&page); err != nil {
		t.Fatal(err)
	}
	kept, err := os.ReadFile("../../docs/settings.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(kept) != page.String() {
		t.Errorf("docs/settings.md is not what the program says of its settings; make it again: %s", makeSettings)
	}
	if got, want := strings.Count(page.String(), "\n| `"), len(settings(Config{})); got != want {
		t.Errorf("%d rows for %d settings", got, want)
	}
}

// README names the settings that most sites need, in the same words.
func TestReadmeNamesSettings(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, part, _ := strings.Cut(string(readme), "\n## Settings\n")
	part, _, _ = strings.Cut(part, "\n## ")
	if !strings.Contains(part, "(docs/settings.md)") {
		t.Error("README.md does not say where all settings are")
	}
	var rows []string
	for _, s := range settings(Config{}) {
		rows = append(rows, s.row())
	}
	found := 0
	for line := range strings.Lines(part) {
		if strings.HasPrefix(line, "| `") {
			if found++; !slices.Contains(rows, line) {
				t.Errorf("README.md says of a setting what the program does not: %s", line)
			}
		}
	}
	if found < 8 {
		t.Errorf("README.md names %d settings", found)
	}
}
