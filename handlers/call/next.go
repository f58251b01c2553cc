package call

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"net/url"
	"slices"
	"time"
)

// Programs that send their token in a header send it again with next_url. Old
// ones put it into the query, and follow next_url as it is, since it used to
// carry their token. An access token must not stand in a link, so theirs gets
// this parameter: the token sealed so that only this site can read it, bound to
// that one address, for an hour or two.
const nextParam = "page_token"

const nextLife = time.Hour

// proofs say who asks, and are no part of what is asked: whoever follows an address signs it anew.
var proofs = []string{nextParam, "access_token", "sig", "appsecret_proof", "appsecret_time"}

func (c *Call) nextSeal() cipher.AEAD {
	mac := hmac.New(sha256.New, c.kit.Store.Secret())
	mac.Write([]byte("next_url"))
	block, _ := aes.NewCipher(mac.Sum(nil)) // 32 bytes are a key
	seal, _ := cipher.NewGCM(block)
	return seal
}

// nextAddress is what a page token is bound to.
func nextAddress(path string, q url.Values) []byte {
	bound := url.Values{}
	for name, values := range q {
		if !slices.Contains(proofs, name) {
			bound[name] = values
		}
	}
	return []byte(path + "?" + bound.Encode())
}

func (c *Call) sealNext(token, path string, q url.Values) string {
	seal, bound := c.nextSeal(), nextAddress(path, q)
	plain := binary.BigEndian.AppendUint64(nil, uint64(c.kit.Store.Now().Add(2*nextLife).Truncate(nextLife).Unix()))
	plain = append(plain, token...)
	// Made of what is sealed, so that the same page has the same ETag for a while.
	mac := hmac.New(sha256.New, c.kit.Store.Secret())
	mac.Write([]byte("next_url nonce\x00" + string(plain) + "\x00"))
	mac.Write(bound)
	nonce := mac.Sum(nil)[:seal.NonceSize()]
	return base64.RawURLEncoding.EncodeToString(seal.Seal(nonce, nonce, plain, bound))
}

// openNext is the token of a page token, or "" when it is not for this address or too old.
func (c *Call) openNext(sealed, path string, q url.Values) string {
	raw, err := base64.RawURLEncoding.DecodeString(sealed)
	seal := c.nextSeal()
	if err != nil || len(raw) < seal.NonceSize() {
		return ""
	}
	plain, err := seal.Open(nil, raw[:seal.NonceSize()], raw[seal.NonceSize():], nextAddress(path, q))
	if err != nil || len(plain) < 8 || c.kit.Store.Now().Unix() >= int64(binary.BigEndian.Uint64(plain)) {
		return ""
	}
	return string(plain[8:])
}

// NextURL is the absolute address of another page, with parameters as names and
// values in turn. It keeps the others but never the token: see nextParam.
func (c *Call) NextURL(pairs ...string) string {
	q := url.Values{}
	for key, values := range c.Request.URL.Query() {
		if !slices.Contains(proofs, key) {
			q[key] = values
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	path := url.URL{Path: c.Request.URL.Path}
	if c.inQuery != "" {
		q.Set(nextParam, c.sealNext(c.inQuery, path.Path, q))
	}
	return fmt.Sprintf("%s%s?%s", c.kit.Site.BaseURL, path.EscapedPath(), q.Encode())
}
