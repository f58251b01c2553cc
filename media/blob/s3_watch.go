package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/aws/smithy-go"
	gcblob "gocloud.dev/blob"
)

// How long S3 may be silent before it counts as away: when it is asked, and
// while it takes or gives the bytes of a file.
const (
	askPatience = 8 * time.Second
	putPatience = 30 * time.Second
)

// ErrAway says that storage cannot be reached or does not answer.
var ErrAway = errors.New("blob: storage is away")

// watch ends a call of S3 in which nothing happens for some time.
type watch struct {
	ctx     context.Context
	cancel  context.CancelCauseFunc
	timer   *time.Timer
	patient time.Duration
}

func watching(ctx context.Context, patient time.Duration) (context.Context, *watch) {
	w := &watch{patient: patient}
	w.ctx, w.cancel = context.WithCancelCause(ctx)
	w.timer = time.AfterFunc(patient, func() { w.cancel(ErrAway) })
	return w.ctx, w
}

// moved says that something happened.
func (w *watch) moved() { w.timer.Reset(w.patient) }

// rest says that nothing is waited for.
func (w *watch) rest() { w.timer.Stop() }

func (w *watch) end() {
	w.timer.Stop()
	w.cancel(context.Canceled)
}

// explain adds to an error what is known of its cause, in words.
func (w *watch) explain(err error) error {
	if errors.Is(context.Cause(w.ctx), ErrAway) {
		return fmt.Errorf("%w: it did not answer within %s", ErrAway, w.patient)
	}
	var api smithy.APIError
	if errors.As(err, &api) {
		if words := s3Words[api.ErrorCode()]; words != "" {
			return fmt.Errorf("%s: %w", words, err)
		}
	}
	var network net.Error
	var answer interface{ HTTPStatusCode() int }
	switch {
	case errors.As(err, &answer) && (answer.HTTPStatusCode() == http.StatusUnauthorized || answer.HTTPStatusCode() == http.StatusForbidden):
		return fmt.Errorf("%s: %w", refusedKey, err)
	case strings.Contains(err.Error(), "failed to refresh cached credentials"), strings.Contains(err.Error(), "get credentials"):
		return fmt.Errorf("there are no keys for S3: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY: %w", err)
	case errors.As(err, &network):
		return fmt.Errorf("%w: %w", ErrAway, err)
	}
	return err
}

const (
	unknownKey = "S3 does not know this access key: look at AWS_ACCESS_KEY_ID"
	refusedKey = "these keys may not use the bucket: look at AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and at what they are allowed"
)

// s3Words says what S3's codes mean for whoever set it up.
var s3Words = map[string]string{
	"InvalidAccessKeyId":           unknownKey,
	"XAdminUserNotFound":           unknownKey, // as versitygw says it
	"SignatureDoesNotMatch":        "the secret key is not that of the access key: look at AWS_SECRET_ACCESS_KEY",
	"AccessDenied":                 refusedKey,
	"NoSuchBucket":                 "there is no such bucket: make it first, or look at PHOTOGRAM_STORAGE_URL",
	"PermanentRedirect":            "the bucket is in another region: look at region= in PHOTOGRAM_STORAGE_URL",
	"AuthorizationHeaderMalformed": "the bucket is in another region: look at region= in PHOTOGRAM_STORAGE_URL",
}

// noBucket tells a bucket that is not there from a file that is not.
func noBucket(err error) bool {
	var api smithy.APIError
	return errors.As(err, &api) && api.ErrorCode() == "NoSuchBucket"
}

// watched is a source whose bytes show that a call goes on.
type watched struct {
	r io.Reader
	w *watch
}

func (r watched) Read(b []byte) (int, error) {
	r.w.moved()
	n, err := r.r.Read(b)
	r.w.moved()
	return n, err
}

// s3Reader is a file whose bytes must come in time.
type s3Reader struct {
	*gcblob.Reader
	w *watch
}

func (r *s3Reader) Read(b []byte) (int, error) {
	r.w.moved()
	n, err := r.Reader.Read(b)
	r.w.rest()
	return n, err
}

func (r *s3Reader) Close() error {
	r.w.end()
	return r.Reader.Close()
}
