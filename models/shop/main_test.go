package shop_test

import (
	"reflect"
	"testing"

	"photogram/models/modelstest"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

var (
	must     = modelstest.Must
	wantKind = modelstest.WantKind
)

func equal(t testing.TB, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: %v, not %v", what, got, want)
	}
}
