package graph_test

import (
	"testing"

	"photogram/handlers/apitest"
	"photogram/web/webtest"
)

func TestMain(m *testing.M) { webtest.Main(m) }

const allScopes = apitest.AllScopes

type world struct{ *apitest.World }

func newWorld(t *testing.T) *world {
	t.Helper()
	return &world{apitest.New(t)}
}
