package jobs

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"photogram/media/blob"
	"photogram/models"
	"photogram/models/making"
	"photogram/models/post"
	"photogram/models/upkeep"
)

// ClaimKey is where storage says which site it belongs to.
const ClaimKey = "site.json"

// Claim is what storage says of whose it is.
type Claim struct {
	Site     string    `json:"site"`
	Database string    `json:"database"`
	Since    time.Time `json:"since"`
}

// ForeignError says that storage is not that of this database, and why.
type ForeignError struct{ Reason string }

func (e *ForeignError) Error() string {
	return "this storage is not used with this database, since " + e.Reason + ". Nothing was changed. " +
		"Probably DATABASE_URL or PHOTOGRAM_STORAGE_URL is not the one that you meant; \"photogram config\" tells what is in force. " +
		"If they are right, \"photogram storage adopt\" tells what it would mean to use them together, and does it with --yes"
}

// ReadClaim reads whose storage is; nil when it does not say.
func ReadClaim(ctx context.Context, blobs blob.Store) (*Claim, error) {
	r, err := blobs.Get(ctx, ClaimKey)
	if errors.Is(err, blob.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read whose the storage is: %w", err)
	}
	defer func() { _ = r.Close() }()
	raw, err := io.ReadAll(io.LimitReader(r, 64<<10))
	if err != nil {
		return nil, fmt.Errorf("read whose the storage is: %w", err)
	}
	var c Claim
	if err := json.Unmarshal(raw, &c); err != nil || c.Site == "" {
		return nil, &ForeignError{Reason: "its object " + ClaimKey + " is not one that Photogram wrote"}
	}
	return &c, nil
}

// WriteClaim makes storage that of a site.
func WriteClaim(ctx context.Context, store *models.Store, blobs blob.Store) error {
	id, err := upkeep.ReadSiteID(ctx, store)
	if err != nil {
		return err
	}
	return PutClaim(ctx, blobs, id, store.Now())
}

// PutClaim makes storage that of a site whose database is to be there.
func PutClaim(ctx context.Context, blobs blob.Store, id upkeep.SiteID, now time.Time) error {
	raw, err := json.Marshal(Claim{id.Site, id.Database, now.UTC().Truncate(time.Second)})
	if err != nil {
		return fmt.Errorf("write whose the storage is: %w", err)
	}
	if err := blobs.Put(ctx, ClaimKey, bytes.NewReader(raw), "application/json"); err != nil {
		return fmt.Errorf("write whose the storage is: %w", err)
	}
	return nil
}

// CheckClaim gives a *ForeignError unless storage belongs to this database.
// Storage that does not say whose it is becomes this database's when both are
// empty, or when the database knows what is in it.
func CheckClaim(ctx context.Context, store *models.Store, blobs blob.Store) error {
	claim, err := ReadClaim(ctx, blobs)
	if err != nil {
		return err
	}
	if claim == nil {
		return claimUnmarked(ctx, store, blobs)
	}
	id, err := upkeep.ReadSiteID(ctx, store)
	if err != nil {
		return err
	}
	switch {
	case claim.Site != id.Site:
		return &ForeignError{Reason: fmt.Sprintf("it has belonged to the site %s since %s, and this database is the site %s",
			claim.Site, claim.Since.Format(time.DateTime), id.Site)}
	case claim.Database != id.Database && claim.Database != "" && id.Database != "":
		return &ForeignError{Reason: fmt.Sprintf("it has been used with another database of this site since %s (%s, and this one is %s): "+
			"one that this is a copy of, or was upgraded or restored from", claim.Since.Format(time.DateTime), claim.Database, id.Database)}
	}
	return nil
}

const (
	sampleRows  = 100  // of originals that the database knows
	sampleFiles = 2000 // of files that are there
)

var errEnough = errors.New("enough")

func claimUnmarked(ctx context.Context, store *models.Store, blobs blob.Store) error {
	originals, all, err := upkeep.SampleOriginals(ctx, store, sampleRows)
	if err != nil {
		return err
	}
	there := 0
	for _, key := range originals {
		if _, err := blobs.Stat(ctx, key); err == nil {
			there++
		} else if !errors.Is(err, blob.ErrNotFound) {
			return fmt.Errorf("look whose the storage is: %w", err)
		}
	}
	seen, known := 0, 0
	err = blobs.List(ctx, "", func(e blob.Entry) error {
		if !making.OursKey(e.Key) {
			return nil
		}
		if seen++; seen > sampleFiles {
			seen--
			return errEnough
		}
		used, err := making.FileInUse(ctx, store, e.Key)
		if err == nil && used {
			known++
		}
		return err
	})
	if err != nil && !errors.Is(err, errEnough) {
		return fmt.Errorf("look whose the storage is: %w", err)
	}
	// A site that knows its storage may have lost a little, and have left some files behind.
	strays := 0
	if there > 0 {
		strays = max(3, seen/10)
	}
	switch {
	case len(originals) > 0 && seen == 0:
		return &ForeignError{Reason: fmt.Sprintf("it is empty, and this database knows of %d photos and videos", all)}
	case len(originals)-there > len(originals)/5:
		return &ForeignError{Reason: fmt.Sprintf("it does not say whose it is, and of %d photos and videos that this database "+
			"knows it has %d",
			len(originals), there)}
	case seen-known > strays:
		return &ForeignError{Reason: fmt.Sprintf("it does not say whose it is, and of %d files in it this database knows %d", seen, known)}
	}
	return WriteClaim(ctx, store, blobs)
}

// Survey is what is in storage, beside what a database knows.
type Survey struct {
	Claim              *Claim
	Originals, Derived int // files of our kinds
	Others             int // of no kind of ours
	Bytes              int64
	Known              int // of ours, those that the database refers to
	Rows               int // photos and videos that the database knows
	Lost               int // of these, those whose original is not there
}

// SurveyStorage looks at all of it.
func SurveyStorage(ctx context.Context, store *models.Store, blobs blob.Store) (s Survey, err error) {
	var foreign *ForeignError
	if s.Claim, err = ReadClaim(ctx, blobs); err != nil && !errors.As(err, &foreign) {
		return s, err
	}
	have := map[string]bool{}
	err = blobs.List(ctx, "", func(e blob.Entry) error {
		switch {
		case e.Key == ClaimKey:
			return nil
		case !making.OursKey(e.Key):
			s.Others++
			return nil
		case making.IsOriginalKey(e.Key):
			s.Originals++
			have[e.Key] = true
		default:
			s.Derived++
		}
		s.Bytes += e.Size
		used, err := making.FileInUse(ctx, store, e.Key)
		if used {
			s.Known++
		}
		return err
	})
	if err != nil {
		return s, fmt.Errorf("look at the storage: %w", err)
	}
	err = making.Files(ctx, store, func(f post.File) error {
		if f.IsOriginal() && !f.Optional {
			s.Rows++
			if !have[f.Key] {
				s.Lost++
			}
		}
		return nil
	})
	return s, err
}
