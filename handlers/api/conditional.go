package api

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
)

const (
	noStore = "private, no-store"
	// A private answer may be kept by the program that got it, to be asked for again with its ETag.
	askAgain = "private, no-cache"
)

// send writes an answer. What a GET reads has an ETag made of its bytes, and is
// left out when the program has it already.
func send(c *gin.Context, status int, body []byte) {
	h := c.Writer.Header()
	if status == http.StatusOK && c.Request.Method == http.MethodGet { // HEAD arrives as GET
		sum := sha256.Sum256(body)
		tag := `"` + base64.RawURLEncoding.EncodeToString(sum[:15]) + `"`
		h.Set("ETag", tag)
		if h.Get("Cache-Control") == noStore {
			h.Set("Cache-Control", askAgain)
			h.Add("Vary", "Authorization")
		}
		if hasTag(c.Request.Header.Values("If-None-Match"), tag) {
			c.Status(http.StatusNotModified)
			c.Writer.WriteHeaderNow()
			return
		}
	}
	c.Data(status, "application/json; charset=utf-8", body)
}

// hasTag is the weak comparison of RFC 9110, section 13.1.2.
func hasTag(headers []string, tag string) bool {
	for _, header := range headers {
		for part := range strings.SplitSeq(header, ",") {
			part = strings.TrimSpace(part)
			if part == "*" || strings.TrimPrefix(part, "W/") == tag {
				return true
			}
		}
	}
	return false
}
