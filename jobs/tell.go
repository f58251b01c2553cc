package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"github.com/riverqueue/river"

	"photogram/models"
	"photogram/models/app"
	"photogram/models/subscription"
)

// tellApp tells an app that somebody left it, until it has answered.
type tellApp struct {
	river.WorkerDefaults[models.TellApp]
	Deps
}

func (w *tellApp) Work(ctx context.Context, job *river.Job[models.TellApp]) error {
	address, signed, err := app.Farewell(ctx, w.Store, job.Args)
	if err != nil || address == "" {
		return err
	}
	header := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "User-Agent": {subscription.UserAgent},
		"Accept": {"application/json"}}
	reply, err := w.Call.Call(ctx, http.MethodPost, address, header, []byte(url.Values{"signed_request": {signed}}.Encode()))
	switch {
	case err != nil:
		return fmt.Errorf("tell app %d: %w", job.Args.AppID, err)
	case reply.Status == http.StatusGone:
		return river.JobCancel(fmt.Errorf("app %d answered 410", job.Args.AppID))
	case reply.Status < 200 || reply.Status > 299:
		return fmt.Errorf("tell app %d: it answered %d", job.Args.AppID, reply.Status)
	case job.Args.Deletion == 0:
		return nil
	}
	var said struct {
		URL  string          `json:"url"`
		Code json.RawMessage `json:"confirmation_code"`
	}
	if json.Unmarshal(reply.Body, &said) != nil {
		said.URL, said.Code = "", nil
	}
	var code string
	if json.Unmarshal(said.Code, &code) != nil {
		code = string(said.Code) // a number
	}
	return app.NoteDeletion(ctx, w.Store, job.Args, said.URL, code)
}
