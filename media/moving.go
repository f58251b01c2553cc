package media

import (
	"encoding/binary"
	"errors"
)

// framesOf counts the frames of an animation in formats of which libvips reads the
// first only; 0 for a still.
func framesOf(data []byte, f Format) int {
	switch f {
	case PNG: // acTL (PNG, third edition, 11.3.6.1)
		if b := pngHead(data)["acTL"]; len(b) == 8 {
			return int(min(binary.BigEndian.Uint32(b), 1<<30))
		}
	case AVIF, HEIF: // the samples of a track (ISO/IEC 14496-12, 8.7.3)
		movie, _ := findBox(data, "moov")
		most := 0
		_ = eachBox(movie, func(kind string, body []byte) error {
			if kind == "trak" {
				most = max(most, samplesIn(body))
			}
			return nil
		})
		return most
	}
	return 0
}

func samplesIn(track []byte) int {
	for _, kind := range []string{"mdia", "minf", "stbl", "stsz"} {
		track, _ = findBox(track, kind)
	}
	r := &fields{rest: track}
	r.version()
	r.uint(4)
	return int(min(r.uint(4), 1<<30))
}

// stillNotice says why an animation is shown as a still, for its sender; err is
// what is wrong with it as a video, nil where none are taken.
func stillNotice(err error) (string, error) {
	var e *Error
	switch {
	case errors.Is(err, errMovesTooMuch):
		return "This animation is too large to move here: " + errMovesTooMuch.Message +
			". People will see its first picture. Send it smaller, or as MP4, for it to move.", nil
	case err == nil || errors.As(err, &e) && e.Code == Unavailable:
		return "This site can't take videos, so this animation does not move here: people will see its first picture.", nil
	case errors.As(err, &e) && (e.Code == Unsupported || e.Code == NoVideo || e.Code == Damaged):
		return "The movement of this picture can't be read, so people will see its first picture. Send it as GIF or MP4 for it " +
			"to move.", nil
	}
	return "", err
}
