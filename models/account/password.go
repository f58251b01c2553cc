package account

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"photogram/models"
)

// Password lengths, in characters and bytes.
const (
	MinPassword = 8
	MaxPassword = 256
)

// argon2id parameters: the second recommendation of RFC 9106, section 4.
const (
	argonTime    = 3
	argonMemory  = 64 << 10 // KiB
	argonThreads = 4
	argonKey     = 32
)

//go:embed passwords.txt.gz
var commonPasswordsGz []byte

// commonPasswords are the most used passwords of published breaches.
var commonPasswords = sync.OnceValue(func() map[string]struct{} {
	set := map[string]struct{}{}
	r, err := gzip.NewReader(bytes.NewReader(commonPasswordsGz))
	if err != nil {
		panic(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		panic(err)
	}
	for line := range strings.Lines(string(text)) {
		set[strings.TrimSpace(line)] = struct{}{}
	}
	return set
})

// CheckPassword says whether a password is good enough for an account with
// these other words in it.
func CheckPassword(password string, words ...string) error {
	if utf8.RuneCountInString(password) < MinPassword {
		return models.Invalidf("password", "account.error.password-needs-at-least-characters", "minPassword", MinPassword)
	}
	if len(password) > MaxPassword {
		return models.Invalidf("password", "account.error.password-at-most-bytes", "maxPassword", MaxPassword)
	}
	plain := strings.ToLower(norm.NFKC.String(password))
	_, common := commonPasswords()[plain]
	_, padded := commonPasswords()[strings.TrimRight(plain, "0123456789!.?")]
	if common || padded && utf8.RuneCountInString(plain) < 12 || uniform(plain) {
		return models.Invalidf("password", "account.error.password-lists-common-leaked-passwords")
	}
	for _, word := range words {
		word, _, _ = strings.Cut(strings.ToLower(word), "@")
		if len(word) >= 4 && strings.Contains(plain, word) && len(plain)-len(word) < 6 {
			return models.Invalidf("password", "account.error.password-too-much-like-username")
		}
	}
	return nil
}

// uniform is true for one character or a run of neighbours, such as aaaaaaaa and 23456789.
func uniform(s string) bool {
	r := []rune(s)
	for step := rune(-1); step <= 1; step++ {
		same := true
		for i := 1; i < len(r); i++ {
			same = same && r[i]-r[i-1] == step
		}
		if same {
			return true
		}
	}
	return false
}

// hashPassword makes a PHC string. Only so many run at once, since each takes
// argonMemory.
func hashPassword(ctx context.Context, s *models.Store, password string) (string, error) {
	salt := make([]byte, 16)
	if _, err := rand.Read(salt); err != nil {
		return "", fmt.Errorf("make a salt: %w", err)
	}
	key, err := argon(ctx, s, password, salt, argonTime, argonMemory, argonThreads, argonKey)
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonThreads, b64(salt),
		b64(key)), nil
}

// checkPassword compares in constant time. An empty hash costs as much as a
// wrong password, so that unknown accounts cannot be told from known ones.
func checkPassword(ctx context.Context, s *models.Store, hash, password string) (bool, error) {
	absent := hash == ""
	if absent {
		hash = fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
			argon2.Version, argonMemory, argonTime, argonThreads)
	}
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false, fmt.Errorf("unknown password hash")
	}
	var version, memory, time, threads int
	if _, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &memory, &time, &threads); err != nil {
		return false, fmt.Errorf("read a password hash: %w", err)
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, fmt.Errorf("read a password hash: %w", err)
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil {
		return false, fmt.Errorf("read a password hash: %w", err)
	}
	if len(password) > MaxPassword {
		password = ""
	}
	got, err := argon(ctx, s, password, salt, uint32(time), uint32(memory), uint8(threads), uint32(len(want)))
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1 && !absent, nil
}

func argon(ctx context.Context, s *models.Store, password string, salt []byte, time, memory uint32, threads uint8,
	length uint32) ([]byte, error) {
	leave, err := s.Hashing.Enter(ctx, models.NetworkFrom(ctx))
	if err != nil {
		return nil, err
	}
	defer leave()
	return argon2.IDKey([]byte(norm.NFKC.String(password)), salt, time, memory, threads, length), nil
}
