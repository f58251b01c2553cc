// Package settings reads what the operator chose, from the environment and .env,
// checks it, and prints it. It knows nothing of what the settings are for.
package settings

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"

	"github.com/caarlos0/env/v11"
	"github.com/joho/godotenv"
)

// Config is every setting. The tags are the one source of names, defaults and
// descriptions: env and envDefault are read by the parser, default describes a
// default that is worked out here, secret hides the value wherever it is shown.
type Config struct {
	Listen  string `env:"PHOTOGRAM_LISTEN" envDefault:"127.0.0.1:8080" help:"address and port to listen on"`
	BaseURL string `env:"PHOTOGRAM_BASE_URL" default:"http:// and the address of PHOTOGRAM_LISTEN" help:"address that people use, without a path; https:// turns on secure cookies"`
	DataDir string `env:"PHOTOGRAM_DATA_DIR" default:"/var/lib/photogram for root, else var" help:"directory of the built-in database and of the files"`
	Storage string `env:"PHOTOGRAM_STORAGE_URL" default:"file:// and PHOTOGRAM_DATA_DIR/blobs" help:"where photos and videos are kept: file:///directory or s3://bucket?region=…; S3 keys come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"`
	Dev     bool   `env:"PHOTOGRAM_DEV" envDefault:"false" help:"development mode: readable errors, nothing cached"`

	Database       string `env:"DATABASE_URL" secret:"true" default:"the built-in database" help:"PostgreSQL to use: postgres://user:password@host/name"`
	DatabaseDirect string `env:"PHOTOGRAM_DATABASE_DIRECT_URL" secret:"true" default:"DATABASE_URL" help:"the same database past a transaction pooler such as PgBouncer, for what needs a session: migrations, notifications and backups"`
	DatabasePool   int    `env:"PHOTOGRAM_DATABASE_POOL" default:"3 for each core, at least 4" help:"database connections at most"`

	SiteName        string     `env:"PHOTOGRAM_SITE_NAME" envDefault:"Photogram" help:"name shown on pages and in mails"`
	Signups         string     `env:"PHOTOGRAM_SIGNUPS" envDefault:"open" help:"open: anyone can make an account; closed: only the administrator makes accounts"`
	SMTP            string     `env:"PHOTOGRAM_SMTP_URL" secret:"true" default:"mails are kept in PHOTOGRAM_DATA_DIR/mail" help:"mail server: smtp://user:password@host:port, or smtps:// for TLS from the start"`
	MailFrom        string     `env:"PHOTOGRAM_MAIL_FROM" default:"no-reply@ and the host of PHOTOGRAM_BASE_URL" help:"sender of mails"`
	UploadMaxBytes  int64      `env:"PHOTOGRAM_UPLOAD_MAX_BYTES" envDefault:"31457280" help:"largest photo that people can upload, in bytes"`
	AccountMaxBytes int64      `env:"PHOTOGRAM_ACCOUNT_MAX_BYTES" envDefault:"21474836480" help:"what the files that one account sent may take together, in bytes, unfinished uploads included; 0 for no limit"`
	UploadDir       string     `env:"PHOTOGRAM_UPLOAD_DIR" default:"PHOTOGRAM_DATA_DIR/uploads" help:"directory for files that are still being uploaded; several servers either share it or keep each visitor on one server"`
	VideoMaxBytes   int64      `env:"PHOTOGRAM_VIDEO_MAX_BYTES" envDefault:"209715200" help:"largest video that people can upload, in bytes"`
	VideoMaxSeconds int        `env:"PHOTOGRAM_VIDEO_MAX_SECONDS" envDefault:"90" help:"longest video that people can upload, in seconds; at most 600"`
	VideoWorkers    int        `env:"PHOTOGRAM_VIDEO_WORKERS" envDefault:"1" help:"videos made at a time, beside the photos"`
	RenderWorkers   int        `env:"PHOTOGRAM_RENDER_WORKERS" default:"1 for each core" help:"photos rendered at a time"`
	AVIF            bool       `env:"PHOTOGRAM_AVIF" envDefault:"true" help:"offer photos as AVIF too where that is smaller; it is made when nothing else is to do"`
	TrustedProxies  []string   `env:"PHOTOGRAM_TRUSTED_PROXIES" default:"none" help:"addresses or networks of reverse proxies whose X-Forwarded-For is believed, with commas"`
	APIRateLimit    int        `env:"PHOTOGRAM_API_RATE_LIMIT" envDefault:"5000" help:"API calls an hour for each app and person"`
	APIActionLimit  int        `env:"PHOTOGRAM_API_ACTION_LIMIT" envDefault:"60" help:"how many likes, comments, follows and messages an hour one app may make for a person; each kind has its own number"`
	APIPublishLimit int        `env:"PHOTOGRAM_API_PUBLISH_LIMIT" envDefault:"50" help:"posts that an account can publish in 24 hours through the Graph dialect of the API"`
	APIQueryToken   bool       `env:"PHOTOGRAM_API_QUERY_TOKEN" envDefault:"true" help:"accept ?access_token= on the API, as older programs send it"`
	FetchHosts      []string   `env:"PHOTOGRAM_FETCH_HOSTS" default:"none" help:"hosts that this server may call although their addresses are private, with commas; for development"`
	StripeURL       string     `env:"PHOTOGRAM_STRIPE_URL" envDefault:"https://api.stripe.com" help:"where Stripe answers; another address is for development"`
	StopSeconds     int        `env:"PHOTOGRAM_STOP_SECONDS" envDefault:"25" help:"how long requests may take to finish after a stop signal, and then jobs, in seconds; a longer upload is told to go on later"`
	LogFormat       string     `env:"PHOTOGRAM_LOG_FORMAT" envDefault:"text" help:"text or json"`
	LogLevel        slog.Level `env:"PHOTOGRAM_LOG_LEVEL" envDefault:"INFO" help:"debug, info, warn or error"`

	Google   ClientConfig `envPrefix:"PHOTOGRAM_GOOGLE_" help:"login with Google"`
	GitHub   ClientConfig `envPrefix:"PHOTOGRAM_GITHUB_" help:"login with GitHub"`
	GitLab   GitLabConfig `envPrefix:"PHOTOGRAM_GITLAB_" help:"login with GitLab"`
	Facebook ClientConfig `envPrefix:"PHOTOGRAM_FACEBOOK_" help:"login with Facebook"`
	Discord  ClientConfig `envPrefix:"PHOTOGRAM_DISCORD_" help:"login with Discord"`
	Apple    AppleConfig  `envPrefix:"PHOTOGRAM_APPLE_" help:"login with Apple"`
	OIDC     OIDCConfig   `envPrefix:"PHOTOGRAM_OIDC_" help:"login with any OpenID Connect provider"`

	sources map[string]string // where each variable that is set comes from
}

// ClientConfig is this site's registration with a login provider; empty when
// that login is not offered.
type ClientConfig struct {
	ClientID     string `env:"CLIENT_ID" help:"client id"`
	ClientSecret string `env:"CLIENT_SECRET" secret:"true" help:"client secret"`
}

type GitLabConfig struct {
	ClientConfig
	URL string `env:"URL" default:"GitLab's public site" help:"address of your own GitLab"`
}

type AppleConfig struct {
	ClientID   string `env:"CLIENT_ID" help:"services id"`
	TeamID     string `env:"TEAM_ID" help:"team id"`
	KeyID      string `env:"KEY_ID" help:"key id"`
	PrivateKey string `env:"PRIVATE_KEY" secret:"true" help:"private key, PEM; \\n stands for a line break"`
}

type OIDCConfig struct {
	ClientConfig
	DiscoveryURL string `env:"DISCOVERY_URL" help:"address that ends in /.well-known/openid-configuration"`
	Name         string `env:"NAME" envDefault:"Single sign-on" help:"name on the login button"`
}

// Secure tells whether people reach the site by TLS.
func (c Config) Secure() bool { return strings.HasPrefix(c.BaseURL, "https://") }

const dotEnv = ".env"

// Load reads the settings from environ (as os.Environ gives it) and from
// the file .env in the working directory, which yields to it. An empty
// variable counts as not set. The error lists every problem, one a line.
func Load(environ []string) (Config, error) {
	var problems []error
	file, err := readDotEnv()
	if err != nil {
		problems = append(problems, err)
	}
	values, sources := make(map[string]string), make(map[string]string)
	for _, from := range []struct {
		name   string
		values map[string]string
	}{{dotEnv, file}, {"environment", env.ToMap(environ)}} {
		for key, value := range from.values {
			if value = strings.TrimSpace(value); value != "" {
				values[key], sources[key] = value, from.name
			}
		}
	}
	problems = append(problems, unknownSettings(sources)...)

	c := Config{sources: sources}
	if err := env.ParseWithOptions(&c, env.Options{Environment: values}); err != nil {
		problems = append(problems, parseProblems(err, values)...)
	}
	problems = append(problems, c.fillDefaults()...)
	problems = append(problems, c.check()...)
	return c, errors.Join(problems...)
}

func readDotEnv() (map[string]string, error) {
	file, err := godotenv.Read(dotEnv)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", dotEnv, err)
	}
	return file, nil
}

// ExportDotEnv gives the process the AWS_* variables of .env: the S3 client
// reads them from the environment by itself.
func ExportDotEnv() error {
	file, err := readDotEnv()
	if err != nil {
		return err
	}
	for key, value := range file {
		if _, set := os.LookupEnv(key); set || !strings.HasPrefix(key, "AWS_") {
			continue
		}
		if err := os.Setenv(key, value); err != nil {
			return fmt.Errorf("%s: %w", dotEnv, err)
		}
	}
	return nil
}

// fillDefaults sets the defaults that depend on the machine or on other settings.
func (c *Config) fillDefaults() []error {
	var problems []error
	if c.DataDir == "" {
		c.DataDir = "var"
		if os.Geteuid() == 0 {
			c.DataDir = "/var/lib/photogram"
		}
	}
	dir, err := filepath.Abs(c.DataDir)
	if err != nil {
		problems = append(problems, fmt.Errorf("PHOTOGRAM_DATA_DIR: %w", err))
	}
	c.DataDir = dir
	if c.UploadDir == "" {
		c.UploadDir = filepath.Join(dir, "uploads")
	}
	if c.UploadDir, err = filepath.Abs(c.UploadDir); err != nil {
		problems = append(problems, fmt.Errorf("PHOTOGRAM_UPLOAD_DIR: %w", err))
	}
	if c.Storage == "" {
		c.Storage = (&url.URL{Scheme: "file", Path: filepath.Join(dir, "blobs")}).String()
	}
	c.BaseURL = strings.TrimSuffix(c.BaseURL, "/")
	if c.BaseURL == "" {
		c.BaseURL = "http://" + publicAddress(c.Listen)
	}
	if u, err := url.Parse(c.BaseURL); err == nil && c.MailFrom == "" {
		c.MailFrom = "no-reply@localhost"
		if host := u.Hostname(); net.ParseIP(host) == nil {
			c.MailFrom = "no-reply@" + host
		}
	}
	if !c.isSet("PHOTOGRAM_DATABASE_POOL") {
		c.DatabasePool = max(4, 3*runtime.NumCPU())
	}
	if !c.isSet("PHOTOGRAM_RENDER_WORKERS") {
		c.RenderWorkers = runtime.NumCPU()
	}
	for i, p := range c.TrustedProxies {
		c.TrustedProxies[i] = strings.TrimSpace(p)
	}
	c.TrustedProxies = slices.DeleteFunc(c.TrustedProxies, func(p string) bool { return p == "" })
	c.Apple.PrivateKey = strings.ReplaceAll(c.Apple.PrivateKey, `\n`, "\n")
	return problems
}

func (c *Config) isSet(key string) bool { return c.sources[key] != "" }

// publicAddress turns a listening address into one that a browser here can use.
func publicAddress(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return "localhost"
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && (ip.IsUnspecified() || ip.IsLoopback()) {
		host = "localhost"
	}
	if port == "80" {
		return host
	}
	return net.JoinHostPort(host, port)
}

// setting is one variable and the field that holds it.
type setting struct {
	key    string
	def    string // for people
	help   string
	secret bool
	field  string
	value  reflect.Value
}

// settings lists a config's settings in the order of its fields.
func settings(c Config) []setting {
	return fieldSettings(reflect.ValueOf(c), "", "")
}

func fieldSettings(v reflect.Value, prefix, topic string) []setting {
	var list []setting
	for i := range v.NumField() {
		f := v.Type().Field(i)
		help := f.Tag.Get("help")
		if topic != "" && help != "" {
			help = topic + ": " + help
		}
		key := f.Tag.Get("env")
		switch {
		case key != "":
			def := f.Tag.Get("envDefault") + f.Tag.Get("default")
			list = append(list, setting{prefix + key, def, help, f.Tag.Get("secret") == "true", f.Name, v.Field(i)})
		case f.Anonymous:
			list = append(list, fieldSettings(v.Field(i), prefix, topic)...)
		case f.Type.Kind() == reflect.Struct:
			list = append(list, fieldSettings(v.Field(i), f.Tag.Get("envPrefix"), help)...)
		}
	}
	return list
}

// unknownSettings finds variables that look like ours and are not.
func unknownSettings(sources map[string]string) []error {
	var known []string
	for _, s := range settings(Config{}) {
		known = append(known, s.key)
	}
	var problems []error
	for _, key := range slices.Sorted(maps.Keys(sources)) {
		if !strings.HasPrefix(key, "PHOTOGRAM_") || slices.Contains(known, key) {
			continue
		}
		problem := fmt.Errorf("%s (%s): there is no such setting", key, sources[key])
		if near := nearest(key, known); near != "" {
			problem = fmt.Errorf("%w; did you mean %s?", problem, near)
		}
		problems = append(problems, problem)
	}
	return problems
}
