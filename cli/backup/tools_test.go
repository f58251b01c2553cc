package backup

import (
	"strings"
	"testing"

	"photogram/models/embedded"
)

func TestPasswordsAreNoArguments(t *testing.T) {
	t.Parallel()
	cmd, _, err := Tool(t.Context(), embedded.Program{Path: "/bin/true"},
		"postgres://me:hidden@host/name?pool_max_conns=3&sslmode=disable&default_query_exec_mode=exec", "--x")
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Join(cmd.Args, " ")
	if strings.Contains(all, "hidden") || strings.Contains(all, "pool_") || strings.Contains(all, "exec_mode") ||
		!strings.Contains(all, "sslmode=disable") {
		t.Errorf("arguments: %s", all)
	}
	if !strings.Contains(strings.Join(cmd.Env, "\n"), "PGPASSWORD=hidden") {
		t.Error("the password is not passed on")
	}
	for _, p := range [][3]string{{"file:///a/b", "file:///a/b", "yes"}, {"file:///a", "file:///a/b", "yes"},
		{"file:///a/b", "file:///a/bc", ""}, {"s3://x?region=r", "s3://x?region=r&prefix=p/", "yes"},
		{"s3://x?prefix=q/", "s3://x?prefix=p/", ""}, {"s3://x", "s3://y", ""},
		{"s3://x?endpoint=http://a", "s3://x?endpoint=http://b", ""}} {
		if Overlap(p[0], p[1]) != (p[2] == "yes") || Overlap(p[1], p[0]) != (p[2] == "yes") {
			t.Errorf("%v", p)
		}
	}
}
