package settings

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/caarlos0/env/v11"

	"photogram/models"
)

// check returns every problem of a config with its defaults filled in.
// No message tells a secret's value.
func (c *Config) check() []error {
	var problems []error
	bad := func(key, format string, args ...any) {
		problems = append(problems, fmt.Errorf(key+": "+format, args...))
	}
	if err := checkListen(c.Listen); err != nil {
		bad("PHOTOGRAM_LISTEN", "%q %w", c.Listen, err)
	}
	if u, err := checkURL(c.BaseURL, "http", "https"); err != nil {
		bad("PHOTOGRAM_BASE_URL", "%q %w", c.BaseURL, err)
	} else if u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		bad("PHOTOGRAM_BASE_URL", "%q has more than a host and a port", c.BaseURL)
	}
	if err := CheckWritable(c.DataDir); err != nil {
		bad("PHOTOGRAM_DATA_DIR", "%w", err)
	}
	if err := CheckStorage(c.Storage); err != nil {
		bad("PHOTOGRAM_STORAGE_URL", "%w", err)
	}
	for _, s := range []struct{ key, value string }{{"DATABASE_URL", c.Database}, {"PHOTOGRAM_DATABASE_DIRECT_URL", c.DatabaseDirect}} {
		if s.value == "" {
			continue
		}
		if _, err := checkURL(s.value, "postgres", "postgresql"); err != nil {
			bad(s.key, "it %w", err)
		}
	}
	if c.DatabaseDirect != "" && c.Database == "" {
		bad("PHOTOGRAM_DATABASE_DIRECT_URL", "it is set and DATABASE_URL is not")
	}
	if c.SMTP != "" {
		if u, err := checkURL(c.SMTP, "smtp", "smtps"); err != nil {
			bad("PHOTOGRAM_SMTP_URL", "it %w", err)
		} else if u.Hostname() == "" {
			bad("PHOTOGRAM_SMTP_URL", "it names no host")
		}
	}
	if _, err := mail.ParseAddress(c.MailFrom); err != nil {
		bad("PHOTOGRAM_MAIL_FROM", "%q is not a mail address", c.MailFrom)
	}
	for _, p := range c.TrustedProxies {
		_, err1 := netip.ParseAddr(p)
		_, err2 := netip.ParsePrefix(p)
		if err1 != nil && err2 != nil {
			bad("PHOTOGRAM_TRUSTED_PROXIES", "%q is not an address or a network such as 10.0.0.0/8", p)
		}
	}
	for _, s := range []struct {
		key, value string
		allowed    [2]string
	}{
		{"PHOTOGRAM_SIGNUPS", c.Signups, [2]string{"open", "closed"}},
		{"PHOTOGRAM_LOG_FORMAT", c.LogFormat, [2]string{"text", "json"}},
	} {
		if s.value != s.allowed[0] && s.value != s.allowed[1] {
			bad(s.key, "%q is neither %s nor %s", s.value, s.allowed[0], s.allowed[1])
		}
	}
	for _, s := range []struct {
		key   string
		value int64
	}{
		{"PHOTOGRAM_DATABASE_POOL", int64(c.DatabasePool)},
		{"PHOTOGRAM_RENDER_WORKERS", int64(c.RenderWorkers)},
		{"PHOTOGRAM_UPLOAD_MAX_BYTES", c.UploadMaxBytes},
		{"PHOTOGRAM_VIDEO_MAX_BYTES", c.VideoMaxBytes},
		{"PHOTOGRAM_VIDEO_MAX_SECONDS", int64(c.VideoMaxSeconds)},
		{"PHOTOGRAM_VIDEO_WORKERS", int64(c.VideoWorkers)},
		{"PHOTOGRAM_API_RATE_LIMIT", int64(c.APIRateLimit)},
		{"PHOTOGRAM_STOP_SECONDS", int64(c.StopSeconds)},
	} {
		if s.value < 1 {
			bad(s.key, "%d is less than 1", s.value)
		}
	}
	if c.AccountMaxBytes < 0 {
		bad("PHOTOGRAM_ACCOUNT_MAX_BYTES", "%d is less than 0", c.AccountMaxBytes)
	}
	if c.VideoMaxSeconds > 600 {
		bad("PHOTOGRAM_VIDEO_MAX_SECONDS", "%d is more than 600", c.VideoMaxSeconds)
	}
	return append(problems, c.checkLogins()...)
}

// checkLogins finds login providers that are set up only in part.
func (c *Config) checkLogins() []error {
	required := map[string][]string{
		"APPLE": {"CLIENT_ID", "TEAM_ID", "KEY_ID", "PRIVATE_KEY"},
		"OIDC":  {"CLIENT_ID", "CLIENT_SECRET", "DISCOVERY_URL"},
	}
	var problems []error
	for _, name := range []string{"GOOGLE", "GITHUB", "GITLAB", "FACEBOOK", "DISCORD", "APPLE", "OIDC"} {
		keys := required[name]
		if keys == nil {
			keys = []string{"CLIENT_ID", "CLIENT_SECRET"}
		}
		prefix := "PHOTOGRAM_" + name + "_"
		some := c.isSet(prefix+"URL") || c.isSet(prefix+"NAME")
		var missing []string
		for _, key := range keys {
			if c.isSet(prefix + key) {
				some = true
			} else {
				missing = append(missing, prefix+key)
			}
		}
		if some && len(missing) > 0 {
			problems = append(problems, fmt.Errorf("%s*: this login is set up only in part: set %s too, or none of them", prefix,
				strings.Join(missing, " and ")))
		}
	}
	for key, value := range map[string]string{"PHOTOGRAM_GITLAB_URL": c.GitLab.URL, "PHOTOGRAM_OIDC_DISCOVERY_URL": c.OIDC.DiscoveryURL} {
		if _, err := checkURL(value, "http", "https"); value != "" && err != nil {
			problems = append(problems, fmt.Errorf("%s: %q %w", key, value, err))
		}
	}
	if key := c.Apple.PrivateKey; key != "" {
		block, _ := pem.Decode([]byte(key))
		if block == nil {
			return append(problems, errors.New("PHOTOGRAM_APPLE_PRIVATE_KEY: it is not a PEM private key"))
		}
		if _, err := x509.ParsePKCS8PrivateKey(block.Bytes); err != nil {
			problems = append(problems, errors.New("PHOTOGRAM_APPLE_PRIVATE_KEY: it is not a PKCS #8 private key"))
		}
	}
	return problems
}

func checkListen(listen string) error {
	_, port, err := net.SplitHostPort(listen)
	if err != nil {
		return errors.New("is not an address and a port, such as 127.0.0.1:8080 or :8080")
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return errors.New("has no port between 0 and 65535")
	}
	return nil
}

// checkURL wants an absolute URL of one of two schemes. Its errors do not
// repeat the text, which may hold a password.
func checkURL(text, scheme1, scheme2 string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != scheme1 && u.Scheme != scheme2 {
		return nil, fmt.Errorf("is not a URL that begins with %s:// or %s://", scheme1, scheme2)
	}
	if u.Host == "" && u.Query().Get("host") == "" {
		return nil, errors.New("names no host")
	}
	return u, nil
}

// CheckStorage wants an absolute directory as a file:// address, or an s3:// one.
func CheckStorage(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Scheme != "file" && u.Scheme != "s3":
		return errors.New("it is not a URL that begins with file:/// or s3://")
	case u.User != nil:
		return errors.New("it holds a password: give S3's keys by AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
	case u.Scheme == "s3" && u.Host == "":
		return errors.New("it names no bucket")
	case u.Scheme == "file" && (u.Host != "" || !filepath.IsAbs(u.Path)):
		return errors.New("it names no absolute directory: write file:/// and the path")
	case u.Scheme == "file":
		return CheckWritable(u.Path)
	}
	return nil
}

// CheckWritable wants a directory that we can write to, or that we can make.
func CheckWritable(dir string) error {
	const writeAndEnter = 2 | 1 // W_OK | X_OK of access(2)
	for at := dir; ; at = filepath.Dir(at) {
		info, err := os.Stat(at)
		if errors.Is(err, os.ErrNotExist) && at != filepath.Dir(at) {
			continue
		}
		if err != nil {
			return err
		}
		if !info.IsDir() {
			return fmt.Errorf("%s is not a directory", at)
		}
		if err := syscall.Access(at, writeAndEnter); err != nil {
			return fmt.Errorf("%s cannot be written to by user %d: %w", at, os.Geteuid(), err)
		}
		return nil
	}
}

// parseProblems words the parser's errors by the variables' names.
func parseProblems(err error, values map[string]string) []error {
	var all env.AggregateError
	if !errors.As(err, &all) {
		return []error{err}
	}
	keys := make(map[string]string)
	for _, s := range settings(Config{}) {
		keys[s.field] = s.key
	}
	var problems []error
	for _, err := range all.Errors {
		var parse env.ParseError
		if !errors.As(err, &parse) || keys[parse.Name] == "" {
			problems = append(problems, err)
			continue
		}
		key, kind := keys[parse.Name], "one of debug, info, warn, error"
		switch parse.Type.Kind().String() {
		case "bool":
			kind = "true or false"
		case "int", "int64":
			if parse.Name != "LogLevel" {
				kind = "a whole number"
			}
		}
		problems = append(problems, fmt.Errorf("%s: %q is not %s", key, values[key], kind))
	}
	return problems
}

// nearest finds the name that a mistyped one most likely means, or "".
func nearest(name string, known []string) string {
	best, bestDistance := "", 5
	for _, k := range known {
		d := models.EditDistance(strings.TrimPrefix(name, "PHOTOGRAM_"), strings.TrimPrefix(k, "PHOTOGRAM_"))
		if d < bestDistance && d < len(k)/2 {
			best, bestDistance = k, d
		}
	}
	return best
}
