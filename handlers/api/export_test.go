package api

// RouteNames lists the method, path and scope of every call, for tests.
func (a *API) RouteNames() map[string]string {
	out := map[string]string{}
	for _, r := range a.table() {
		out[r.method+" "+r.path] = r.scope
	}
	return out
}
