package order_test

import (
	"testing"

	"photogram/models/modelstest"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

var (
	must     = modelstest.Must
	wantKind = modelstest.WantKind
)
