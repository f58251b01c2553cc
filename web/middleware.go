package web

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
)

const requestIDKey = "photogram.request_id"

func (k *Kit) requestID(c *gin.Context) {
	b := make([]byte, 8)
	_, _ = rand.Read(b) // never fails on the systems Go supports
	id := hex.EncodeToString(b)
	c.Set(requestIDKey, id)
	c.Header("X-Request-Id", id)
	k.noteProxy(c)
	c.Next()
}

// RequestID names this request in logs and on error pages.
func RequestID(c *gin.Context) string { return c.GetString(requestIDKey) }

// quietPaths are logged only when something goes wrong.
var quietPaths = []string{"/static/", "/media/", "/healthz", "/readyz", "/events"}

func (k *Kit) logRequests(c *gin.Context) {
	start := time.Now()
	c.Next()
	status := c.Writer.Status()
	level := slog.LevelInfo
	awaited := status == http.StatusServiceUnavailable && len(c.Errors) == 0 // such as a file that is being made again
	if status >= 500 && status != http.StatusNotImplemented && !awaited {
		level = slog.LevelError
	} else if quiet(c.Request.URL.Path) {
		level = slog.LevelDebug
	}
	// The query is left out: it may hold tokens.
	attrs := []any{"id", RequestID(c), "method", c.Request.Method, "path", c.Request.URL.Path, "status", status,
		"bytes", c.Writer.Size(), "ms", time.Since(start).Milliseconds()}
	for _, err := range c.Errors {
		attrs = append(attrs, "error", err.Err.Error())
	}
	k.Log.Log(c.Request.Context(), level, "request", attrs...)
}

func quiet(path string) bool {
	for _, p := range quietPaths {
		if strings.HasPrefix(path, p) {
			return true
		}
	}
	return false
}

func (k *Kit) recoverPanics(c *gin.Context) {
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		if p == http.ErrAbortHandler {
			panic(p)
		}
		k.Log.Error("panic", "id", RequestID(c), "panic", p, "stack", string(debug.Stack()))
		if !c.Writer.Written() {
			k.Fail(c, fmt.Errorf("panic: %v", p))
		}
		c.Abort()
	}()
	c.Next()
}

const nonceKey = "photogram.nonce"

// PageHeaders sets the security headers of pages.
func (k *Kit) PageHeaders(c *gin.Context) {
	b := make([]byte, 16)
	_, _ = rand.Read(b)
	nonce := hex.EncodeToString(b)
	c.Set(nonceKey, nonce)
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self' 'nonce-"+nonce+"'; style-src 'self'; img-src 'self' "+
		"data: blob:; media-src 'self' blob:; "+
		"font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors "+
		"'none'; base-uri 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	// Redirects depend on these as much as pages do.
	h.Set("Vary", "HX-Request, HX-Boosted, HX-History-Restore-Request, Cookie")
	k.transportHeaders(h)
	c.Next()
}

// PublicHeaders are those of what is the same for everybody and read by other
// sites and programs. The content security policy is left to each.
func (k *Kit) PublicHeaders(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	k.transportHeaders(h)
}

func (k *Kit) transportHeaders(h http.Header) {
	if k.Site.Secure() {
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
}

// SameOrigin refuses unsafe requests that another site's page makes. The
// patterns are exceptions, in the form of net/http, such as "POST /path".
func (k *Kit) SameOrigin(exceptions ...string) (gin.HandlerFunc, error) {
	guard := http.NewCrossOriginProtection()
	if err := guard.AddTrustedOrigin(k.Site.BaseURL); err != nil {
		return nil, fmt.Errorf("trust the site's own origin: %w", err)
	}
	for _, pattern := range exceptions {
		guard.AddInsecureBypassPattern(pattern)
	}
	return func(c *gin.Context) {
		if err := guard.Check(c.Request); err != nil {
			k.Fail(c, errCrossSite)
			c.Abort()
			return
		}
		c.Next()
	}, nil
}

// FileHeaders are the headers of photos and other files.
func FileHeaders(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	c.Next()
}

// AllowFormTarget lets the answer to this request's form lead to another origin.
func (k *Kit) AllowFormTarget(c *gin.Context, origin string) {
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", strings.Replace(h.Get("Content-Security-Policy"), "form-action 'self'",
		"form-action 'self' "+origin, 1))
}
