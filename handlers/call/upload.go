package call

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"

	"photogram/models"
	"photogram/models/post"
	"photogram/models/shopfile"
)

// Intake checks what programs upload and keeps it.
type Intake interface {
	MaxFileBytes() int64 // of a photo or a video
	Receive(ctx context.Context, owner models.ID, name string, r io.Reader) (post.Upload, error)
	Discard(ctx context.Context, owner models.ID, up post.Upload)
	// Spool is a file that is gone when it is closed.
	Spool() (*os.File, error)
}

// Tables keeps files of products.
type Tables interface {
	ReceiveTable(ctx context.Context, owner models.ID, name string, r io.Reader) (post.Upload, error)
	DiscardTable(ctx context.Context, owner models.ID, up post.Upload)
	JoinTables(ctx context.Context, owner models.ID, ups []post.Upload) (post.Upload, error)
	Spool() (*os.File, error)
}

// TablesOnly is the Intake of a call that sends files of products.
type TablesOnly struct{ Tables }

func (TablesOnly) MaxFileBytes() int64 { return shopfile.DefaultLimits.Bytes }

func (t TablesOnly) Receive(ctx context.Context, owner models.ID, name string, r io.Reader) (post.Upload, error) {
	return t.ReceiveTable(ctx, owner, name, r)
}

func (t TablesOnly) Discard(ctx context.Context, owner models.ID, up post.Upload) {
	t.DiscardTable(ctx, owner, up)
}

const (
	maxField = 64 << 10          // of one text field of a form, in bytes
	maxParts = 3 * post.MaxItems // of a form
)

// Receive reads the body of a call that uploads as it arrives, so that nothing
// is kept of a caller without a token, and claims the call's key. admit looks at
// the token, once; check at what the call takes, when all of it is there and some
// files among it. Calls that send no files get none.
func (c *Call) Receive(in Intake, admit func(token string) error, check func(files int) error) ([]post.Upload, error) {
	bad := c.Read(true)
	f := &form{Call: c, intake: in, look: admit, check: check, fields: url.Values{}, files: sha256.New()}
	if token := c.FindToken(); token != "" || bad != nil {
		if err := f.authenticate(token); err != nil {
			return nil, err
		}
	}
	if bad != nil {
		return nil, bad
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, post.MaxItems*in.MaxFileBytes()+1<<20)
	parts, err := c.Request.MultipartReader()
	if err != nil {
		// Not multipart, so the other kinds of form may carry the token.
		if err := f.authenticate(c.FindToken()); err != nil {
			return nil, err
		}
		if err := check(0); err != nil {
			return nil, err
		}
		return nil, c.Begin()
	}
	defer f.clearAside()
	if err := f.read(parts); err != nil {
		for _, up := range f.uploads {
			in.Discard(c.Ctx(), c.Viewer(), up)
		}
		return nil, err
	}
	return f.uploads, nil
}

// form is a multipart form that is still coming.
type form struct {
	*Call
	intake   Intake
	look     func(token string) error
	check    func(files int) error
	admitted bool
	fields   url.Values
	files    hash.Hash // of those that came so far
	uploads  []post.Upload

	aside      []early
	asideBytes int64
}

func (f *form) authenticate(token string) error {
	if f.Token != nil {
		return nil
	}
	return f.look(token)
}

// admit is asked before anything is kept. Any field may carry the token.
func (f *form) admit() error {
	if f.admitted {
		return nil
	}
	if err := f.authenticate(f.fields.Get("access_token")); err != nil {
		return err
	}
	f.admitted = true
	return f.begin(nil)
}

func (f *form) read(parts *multipart.Reader) error {
	for n := 0; ; n++ {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return errors.Join(f.admit(), badForm(err))
		}
		if n == maxParts {
			return errors.Join(f.admit(), models.Invalidf("file",
				"call.error.form-more-than-parts-post", "maxParts", maxParts, "maxItems", post.MaxItems))
		}
		switch name := plain(part.FormName()); {
		case name != "file" || part.FileName() == "":
			err = f.field(part.FormName(), part)
		case f.Token == nil && f.fields.Get("access_token") == "":
			err = f.putAside(part)
		default:
			err = f.file(part)
		}
		if err != nil {
			return err
		}
	}
	if err := f.admit(); err != nil {
		return err
	}
	if err := f.takeAside(); err != nil {
		return err
	}
	if err := f.check(len(f.uploads)); err != nil {
		return err
	}
	f.files.Write(f.hash()) // fields in any order, for clients that keep none
	return f.claimBody(f.files.Sum(nil))
}

func (f *form) field(name string, part *multipart.Part) error {
	text, err := io.ReadAll(io.LimitReader(part, maxField))
	if err != nil {
		return errors.Join(f.admit(), badForm(err))
	}
	f.fields.Add(name, string(text))
	f.Values[name] = f.fields[name]
	return nil
}

func (f *form) file(part *multipart.Part) error {
	if err := f.admit(); err != nil {
		return err
	}
	if err := f.takeAside(); err != nil {
		return err
	}
	return f.take(part.FileName(), part)
}

// take takes in a file of who is known by now.
func (f *form) take(name string, file io.Reader) error {
	if len(f.uploads) == post.MaxItems {
		return models.Invalidf("file", "call.error.post-at-most-photos", "maxItems", post.MaxItems)
	}
	if f.replays() {
		bytes := sha256.New()
		if _, err := io.Copy(bytes, file); err != nil {
			return badForm(err)
		}
		f.files.Write(bytes.Sum(nil))
		return nil
	}
	up, err := f.intake.Receive(f.Ctx(), f.Viewer(), name, file)
	if err != nil {
		return cutOff(err)
	}
	f.uploads = append(f.uploads, up)
	f.files.Write(up.SHA256)
	return nil
}

// badForm is for bodies that are no form, or not all of it.
func badForm(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) || models.KindOf(err) == models.Unavailable {
		return err
	}
	return fmt.Errorf("%w: %w", models.Invalidf("file", "call.error.upload-ended-before-was-complete"), err)
}

// cutOff names what is wrong with a body that ended too early.
func cutOff(err error) error {
	if models.KindOf(err) != 0 {
		return err
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: %w", models.Invalidf("file", "call.error.upload-ended-before-file-was"), err)
	}
	return err
}
