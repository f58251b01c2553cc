package jobs

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/json"
	"math/big"
	"strings"
	"testing"
	"time"

	"photogram/models/modelstest"
	"photogram/models/subscription"
)

// The example of RFC 8291, section 5.
func TestPushesAreEncryptedAsTheStandardSays(t *testing.T) {
	t.Parallel()
	raw := func(s string) []byte {
		out, err := b64.DecodeString(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	own, err := ecdh.P256().NewPrivateKey(raw("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))
	if err != nil {
		t.Fatal(err)
	}
	to, err := subscription.ReadBrowser(json.RawMessage(`{"endpoint":"https://push.example.net/x","keys":{"auth":"BTBZMqHH6r4Tts7J_aSIgg",
		"p256dh":"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"}}`))
	if err != nil {
		t.Fatal(err)
	}
	got, err := encryptedWith(own, raw("DGv6ra1nlYgDCS1FRnbzlw"), to, []byte("When I grow up, I want to be a watermelon"), 0)
	if err != nil {
		t.Fatal(err)
	}
	const want = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK" +
		"6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
	if b64.EncodeToString(got) != want {
		t.Errorf("%s\n%s", b64.EncodeToString(got), want)
	}
	long, err := encrypted(to, []byte("x"))
	if err != nil || len(long) != 86+padded+1+16 {
		t.Errorf("%d bytes, %v", len(long), err)
	}
}

// The token names the service, ends within a day and is signed with the site's key.
func TestTheSiteSaysWhoItIs(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	key := db.PushKey()
	auth, err := vapid(key, "https://push.example.net/some/token", "https://prints.example", db.Now())
	if err != nil {
		t.Fatal(err)
	}
	token, public, _ := strings.Cut(strings.TrimPrefix(auth, "vapid t="), ", k=")
	part := strings.Split(token, ".")
	if public != key.Public || len(part) != 3 {
		t.Fatal(auth)
	}
	text, _ := b64.DecodeString(part[1])
	var claims struct {
		Aud, Sub string
		Exp      int64
	}
	if err := json.Unmarshal(text, &claims); err != nil || claims.Aud != "https://push.example.net" ||
		claims.Sub != "https://prints.example" ||
		claims.Exp <= db.Now().Unix() || claims.Exp > db.Now().Add(24*time.Hour).Unix() {
		t.Errorf("%s, %v", text, err)
	}
	point, _ := b64.DecodeString(public)
	signature, _ := b64.DecodeString(part[2])
	sum := sha256.Sum256([]byte(part[0] + "." + part[1]))
	verify, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil || len(signature) != 64 {
		t.Fatal(err)
	}
	if !ecdsa.Verify(verify, sum[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])) {
		t.Error("the signature is not the site's")
	}
}
