package models_test

import (
	"testing"

	"photogram/models/modelstest"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
