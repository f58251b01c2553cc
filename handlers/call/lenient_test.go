package call_test

import (
	"testing"

	"photogram/handlers/call"
)

func TestLenientTags(t *testing.T) {
	t.Parallel()
	for _, s := range []string{`[{"product_id":"3","x":0.5,"y":0.25}]`, `[{product_id:'3',x:0.5,y:0.25}]`, `{product_id:3,x:0.5,y:0.25}`,
		`[ { product_id : 3 , 'x' : 0.5, y: 2.5e-1 } ]`} {
		got, err := call.ProductTags([]string{s})
		if err != nil || len(got) != 1 || got[0].ProductID != 3 || *got[0].X != 0.5 || *got[0].Y != 0.25 {
			t.Errorf("%s: %+v, %v", s, got, err)
		}
	}
	for _, s := range []string{`[{`, `[{x:0.5}]`, `[{product_id:'a'}]`, `7`, `[{product_id:3,x:'left'}]`} {
		if got, err := call.ProductTags([]string{s}); err == nil {
			t.Errorf("%s: %+v", s, got)
		}
	}
	if got := call.Lenient(`{a:'it\'s "so"',b:"x:y",c:true}`); got != `{"a":"it's \"so\"","b":"x:y","c":true}` {
		t.Error(got)
	}
}
