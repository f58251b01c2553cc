package models_test

import (
	"testing"

	"photogram/models"
)

func TestNetworks(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{"192.0.2.7": "192.0.2.7", "::ffff:192.0.2.7": "192.0.2.7",
		"2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
		"fe80::1%eth0":         "fe80::/64", "::1": "::/64", "": "", "nonsense": "nonsense"} {
		if got := models.NetworkOf(address); got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
}
