package api

import "photogram/models/post"

type storageUse struct {
	Used  int64 `json:"used_bytes"`  // by what was sent, unfinished uploads included
	Limit int64 `json:"limit_bytes"` // 0 for none
}

// storage says how much room the files of the account take.
func (a *API) storage(r *request) (any, *page, error) {
	s, err := post.StorageOf(r.ctx(), a.Store, r.viewer())
	return storageUse(s), nil, err
}
