package media

import (
	"fmt"
	"os"
)

// opened is a file that passed the guards up to its header.
type opened struct {
	data    []byte
	format  Format
	header  header
	colours *colours // nil for those of sRGB, and for those of the profile
	moves   bool     // is an animation
	strict  bool     // its end was put right, so the pixels have to be without a fault
}

func (o *opened) info() Info {
	w, h := exifTurn(o.header.orientation).size(o.header.width, o.header.height)
	return Info{Format: o.format, Width: w, Height: h, Frames: o.header.frames, Moves: o.moves, Orientation: o.header.orientation,
		Bytes: int64(len(o.data))}
}

// checkFile is the part of the guards that needs no decoder: size, then first bytes.
func checkFile(path string, limits Limits) (Format, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	stat, err := f.Stat()
	if err != nil {
		return "", err
	}
	if !stat.Mode().IsRegular() {
		return "", fmt.Errorf("open %s: not a regular file", path)
	}
	if err := limits.checkBytes(stat.Size()); err != nil {
		return "", err
	}
	head := make([]byte, SniffLen)
	n, err := f.ReadAt(head, 0)
	if n == 0 {
		return "", err
	}
	return Sniff(head[:n])
}

// spareBytes are room for what puts the end of a file right.
const spareBytes = 64

// open reads a file and its header. Only the child process may call it.
func open(f *os.File, limits Limits) (*opened, error) {
	stat, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if err := limits.checkBytes(stat.Size()); err != nil {
		return nil, err
	}
	data := make([]byte, stat.Size(), stat.Size()+spareBytes)
	if _, err := f.ReadAt(data, 0); err != nil {
		return nil, err
	}
	format, err := Sniff(data[:min(len(data), SniffLen)])
	if err != nil {
		return nil, err
	}
	strict := false
	var looks *colours
	var shape jpegShape
	moving := framesOf(data, format)
	switch format {
	case JPEG:
		shape = shapeOf(data)
		data, strict = mendJPEG(data, shape)
	case GIF:
		data, err = mendGIF(data)
	case WebP:
		data, err = mendWebP(data)
	case PNG:
		looks = pngColours(data)
		if data, err = mendPNG(data); err == nil {
			err = checkPNG(data)
		}
	case TIFF:
		err = onlyTIFFPage(data)
	case HEIF, AVIF:
		err = limits.checkHEIFSize(data)
	}
	if err != nil {
		return nil, err
	}
	h, err := probeHeader(data, format)
	if err != nil {
		return nil, damaged(err)
	}
	if format == GIF || format == WebP {
		moving = h.frames
	}
	h.frames = max(h.frames, moving)
	if err := limits.checkSize(h.width, h.height, h.frames); err != nil {
		return nil, err
	}
	if format == JPEG {
		if err := shape.check(); err != nil {
			return nil, err
		}
	}
	if format == HEIF || format == AVIF {
		looks = heifColours(data, h.profile)
	}
	return &opened{data: data, format: format, header: h, colours: looks, moves: moving > 1, strict: strict}, nil
}

// inspect runs all guards, the decoding of every pixel last.
func inspect(f *os.File, limits Limits) (Info, error) {
	o, err := open(f, limits)
	if err != nil {
		return Info{}, err
	}
	if err := checkWhole(o.data, o.format); err != nil {
		return Info{}, err
	}
	if err := verifyPixels(o.data, o.format, o.strict); err != nil {
		return Info{}, damaged(err)
	}
	return o.info(), nil
}
