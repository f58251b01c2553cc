package media

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"time"
)

// ffmpeg reads no animated WebP, so a render child makes an APNG of one, which
// then goes the way of any other.

// movingPixels bounds an animated WebP: the pixels of all its frames.
const movingPixels = 160_000_000

// shortFrame is what browsers do not show a frame for; they take slowFrame then.
const (
	shortFrame = 10 * time.Millisecond
	slowFrame  = 100 * time.Millisecond
)

// webpDelays are how long the frames of an animated WebP stay (RFC 9649, 2.7.1.1).
func webpDelays(data []byte) (delays []time.Duration) {
	le := binary.LittleEndian
	for at := 12; at+8 <= len(data); {
		size := int(le.Uint32(data[at+4:]))
		if string(data[at:at+4]) == "ANMF" && at+8+16 <= len(data) {
			stays := time.Duration(le.Uint32(data[at+8+12:])&0xffffff) * time.Millisecond
			if stays <= shortFrame {
				stays = slowFrame
			}
			delays = append(delays, stays)
		}
		at += 8 + size + size%2
	}
	return delays
}

// MovingName is the file name of what Unpack makes.
const MovingName = "moving.png"

// Unpack gives the path of a file that ffmpeg can read of an animation: the file
// itself, or what is made of it in dir.
func (p *Pool) Unpack(ctx context.Context, path, dir string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	head := make([]byte, SniffLen)
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	if kind, err := Sniff(head[:n]); err != nil || kind != WebP {
		return path, nil
	}
	if _, err := p.run(ctx, request{Op: "unpack", Path: path, OutDir: dir}); err != nil {
		return "", err
	}
	made := filepath.Join(dir, MovingName)
	return made, os.Chmod(made, 0o644) // its directory lets nobody else in
}

// unpack writes the frames of an animated WebP as an APNG, on white. Only the child
// process may call it.
func unpack(f *os.File, create func(name string) (*os.File, error), limits Limits) error {
	o, err := open(f, limits)
	if err != nil {
		return err
	}
	delays := webpDelays(o.data)
	w, h := o.header.width, o.header.height
	if len(delays) < 2 || o.header.frames != len(delays) || int64(w)*int64(h)*int64(len(delays)) > movingPixels {
		return damaged(fmt.Errorf("%d frames of %d × %d, %d delays", o.header.frames, w, h, len(delays)))
	}
	pages, err := openPages(o.data)
	if err != nil {
		return damaged(err)
	}
	defer pages.close()
	file, err := create(MovingName)
	if err != nil {
		return err
	}
	out := &apng{w: bufio.NewWriter(file)}
	frame := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i, stays := range delays {
		if err = pages.frame(i, frame); err != nil {
			err = damaged(err)
			break
		}
		if err = out.add(frame, len(delays), stays); err != nil {
			break
		}
	}
	out.chunk("IEND", nil)
	return errors.Join(err, out.err, out.w.Flush(), file.Close())
}

// apng writes an animation (PNG, third edition, 4.9 and 11.3.6).
type apng struct {
	w        *bufio.Writer
	sequence uint32
	err      error
}

func (a *apng) chunk(kind string, body []byte) {
	be := binary.BigEndian
	sum := crc32.Update(crc32.ChecksumIEEE([]byte(kind)), crc32.IEEETable, body)
	for _, part := range [][]byte{be.AppendUint32(nil, uint32(len(body))), []byte(kind), body, be.AppendUint32(nil, sum)} {
		if _, err := a.w.Write(part); err != nil {
			a.err = err
		}
	}
}

// next is a number that fcTL and fdAT chunks share.
func (a *apng) next() []byte {
	a.sequence++
	return binary.BigEndian.AppendUint32(nil, a.sequence-1)
}

func (a *apng) add(frame *image.NRGBA, frames int, stays time.Duration) error {
	be := binary.BigEndian
	var coded bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&coded, frame); err != nil {
		return err
	}
	data, first := coded.Bytes(), a.sequence == 0
	if first {
		if _, err := a.w.Write(data[:8]); err != nil {
			return err
		}
		a.chunk("IHDR", data[16:29])
		a.chunk("acTL", be.AppendUint32(be.AppendUint32(nil, uint32(frames)), 0))
	}
	size := frame.Rect.Size()
	control := be.AppendUint32(be.AppendUint32(a.next(), uint32(size.X)), uint32(size.Y))
	control = append(control, make([]byte, 8)...) // at the corner
	control = be.AppendUint16(be.AppendUint16(control, uint16(min(stays.Milliseconds(), 65535))), 1000)
	a.chunk("fcTL", append(control, 0, 0))
	for rest := data[8:]; len(rest) >= 12; {
		n := int(be.Uint32(rest))
		if body := rest[8 : 8+n]; string(rest[4:8]) == "IDAT" && first {
			a.chunk("IDAT", body)
		} else if string(rest[4:8]) == "IDAT" {
			a.chunk("fdAT", append(a.next(), body...))
		}
		rest = rest[12+n:]
	}
	return a.err
}

// inspectWebP says what an animated WebP would be as a video.
func (v *Videos) inspectWebP(path string, photo Info) (VideoInfo, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return VideoInfo{}, err
	}
	info := VideoInfo{Format: WebP, Bytes: photo.Bytes, Width: photo.Width, Height: photo.Height, Loop: true, sound: -1}
	for _, stays := range webpDelays(data) {
		info.Duration += stays
	}
	l := v.options.Limits
	switch {
	case info.Duration > l.MaxDuration+slack:
		return info, tooLong(info.Duration, l.MaxDuration)
	case max(info.Width, info.Height) > l.MaxSide:
		return info, sideTooLong(info.Width, info.Height, l.MaxSide)
	case int64(info.Width)*int64(info.Height)*int64(photo.Frames) > movingPixels:
		return info, errMovesTooMuch
	}
	return info, v.ready()
}

var errMovesTooMuch = &Error{Unsupported, fmt.Sprintf("its frames have more than %g megapixels together", movingPixels/1e6)}
