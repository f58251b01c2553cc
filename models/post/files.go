package post

import (
	"photogram/models"
)

// File is a file that must be in storage, as rows say, and whose it is.
type File struct {
	Key   string
	Owner models.ID
	Media models.ID // the item that it is of, or 0
	App   models.ID // the app whose icon it is of, or 0
	Image string    // the key of the account's picture or of the icon that it is of, or ""
	// Optional is set where it may be that there never was one: earlier versions
	// did not keep the originals of pictures of accounts.
	Optional bool
}

// Original is where the file is from which this one can be made again; its own
// key when it is one that somebody sent.
func (f File) Original() string {
	if f.Image != "" {
		return models.AvatarOriginalKey(f.Owner, f.Image)
	}
	return models.OriginalKey(f.Owner, f.Media)
}

// IsOriginal is whether the file cannot be made again.
func (f File) IsOriginal() bool { return f.Key == f.Original() }

func (m *Media) Files() []File {
	keys := []string{models.OriginalKey(m.OwnerID, m.ID)}
	if m.HasPreview {
		keys = append(keys, models.PreviewKey(m.OwnerID, m.ID))
	}
	if m.HasFull {
		keys = append(keys, FullKey(m.OwnerID, m.ID))
	}
	if m.RenderKey != "" {
		keys = append(keys, models.RenditionKeys(m.RenderKey, m.Width)...)
		if m.AVIF {
			keys = append(keys, models.AVIFKeys(m.RenderKey, m.Width)...)
		}
	}
	if m.VideoKey != "" {
		keys = append(keys, VideoKeys(m.VideoKey, m.VideoWidth, m.VideoHeight)...)
	}
	out := make([]File, len(keys))
	for i, key := range keys {
		out[i] = File{Key: key, Owner: m.OwnerID, Media: m.ID}
	}
	return out
}
