package media

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// The accepted video formats. An animated GIF becomes a video too.
const (
	MP4  Format = "mp4"
	MOV  Format = "mov"
	WebM Format = "webm" // Matroska too
)

// IsVideo is whether the format holds videos.
func (f Format) IsVideo() bool { return f == MP4 || f == MOV || f == WebM }

// VideoMIME is the media type of a video format.
func (f Format) VideoMIME() string {
	if f == MOV {
		return "video/quicktime"
	}
	return "video/" + string(f)
}

// More codes of an Error.
const (
	NoVideo     = "no_video"    // nothing to see in it
	TooLong     = "too_long"    // over the limit of length
	Unavailable = "unavailable" // this machine cannot do it
)

// VideoLimits bound the videos that are accepted. A zero field means its default.
type VideoLimits struct {
	MaxBytes    int64         // default 200 MB
	MaxDuration time.Duration // default 90 s
	MaxSide     int           // pixels; default 4096
	MinSide     int           // pixels; default 16
}

func (l VideoLimits) withDefaults() VideoLimits {
	if l.MaxBytes == 0 {
		l.MaxBytes = 200_000_000
	}
	if l.MaxDuration == 0 {
		l.MaxDuration = 90 * time.Second
	}
	if l.MaxSide == 0 {
		l.MaxSide = 4096
	}
	if l.MinSide == 0 {
		l.MinSide = 16
	}
	return l
}

// VideoOptions configure Videos. Zero fields mean their defaults.
type VideoOptions struct {
	Limits  VideoLimits
	Memory  uint64 // bytes of private memory of one ffmpeg; default 1 GiB
	Threads int    // of one ffmpeg for each of decoding, filters and coding; default 2
	Probes  int    // videos that are looked at at a time; default 2
	Logger  *slog.Logger
}

// Videos reads and makes videos with ffmpeg, each in a process of its own that
// has limits on memory, time and files, and no network where the system allows
// that. It is safe for concurrent use.
type Videos struct {
	options VideoOptions
	probes  chan struct{}
	find    sync.Once
	tools   tools
}

// tools is what this machine's ffmpeg can do.
type tools struct {
	ffmpeg, ffprobe string
	zscale          bool // needed for HDR
	confinement     Confinement
	missing         error
}

// NewVideos prepares; ffmpeg is looked for when it is needed.
func NewVideos(o VideoOptions) *Videos {
	o.Limits = o.Limits.withDefaults()
	if o.Memory == 0 {
		o.Memory = 1 << 30
	}
	if o.Threads < 1 {
		o.Threads = 2
	}
	if o.Probes < 1 {
		o.Probes = 2
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	return &Videos{options: o, probes: make(chan struct{}, o.Probes)}
}

// Limits are the limits in force, defaults filled in.
func (v *Videos) Limits() VideoLimits { return v.options.Limits }

var errNoFFmpeg = &Error{Unavailable, "This site can't take videos: ffmpeg is not installed where it runs."}

// ready finds ffmpeg once and sees what it can do.
func (v *Videos) ready() error {
	v.find.Do(func() {
		t := &v.tools
		for name, into := range map[string]*string{"ffmpeg": &t.ffmpeg, "ffprobe": &t.ffprobe} {
			path, err := exec.LookPath(name)
			if err != nil {
				v.options.Logger.Error("videos can't be taken", "error", err)
				t.missing = errNoFFmpeg
				return
			}
			*into = path
		}
		var err error
		if t.confinement, err = Confine(); err != nil {
			v.options.Logger.Error("videos can't be taken", "error", err)
			t.missing = errNoFFmpeg
			return
		}
		filters, _, err := v.run(context.Background(), command{program: t.ffmpeg, args: []string{"-hide_banner", "-filters"},
			time: patience * probeTime, cpu: probeTime})
		if err != nil {
			v.options.Logger.Error("videos can't be taken", "error", err)
			t.missing = errNoFFmpeg
			return
		}
		t.zscale = strings.Contains(string(filters), " zscale ") && strings.Contains(string(filters), " tonemap ")
		if !t.zscale {
			v.options.Logger.Warn("this ffmpeg has no zscale filter: HDR videos come out too flat")
		}
	})
	return v.tools.missing
}

// VideoInfo is what is known of a video.
type VideoInfo struct {
	Format        Format
	Bytes         int64
	Width, Height int // pixels, upright and square
	Duration      time.Duration
	HasSound      bool
	Loop          bool // an animated picture
	stream        stream
	sound         int           // the stream's index; -1 without
	pictures      time.Duration // when the last picture ends
	last          time.Duration // when it begins
	begin         time.Duration // what the file calls the beginning, where ffmpeg's output starts
	said          time.Duration // how long the file says it is
}

// Inspect says what a video is. One that is refused gives an *Error; other
// errors are ours or the machine's.
func (v *Videos) Inspect(ctx context.Context, path string) (VideoInfo, error) {
	stat, err := os.Stat(path)
	if err != nil {
		return VideoInfo{}, err
	}
	l := v.options.Limits
	if stat.Size() > l.MaxBytes {
		return VideoInfo{}, &Error{TooLarge,
			fmt.Sprintf("The file is %s; videos may be at most %s.", megabytes(stat.Size()), megabytes(l.MaxBytes))}
	}
	if err := v.ready(); err != nil {
		return VideoInfo{}, err
	}
	select {
	case v.probes <- struct{}{}:
		defer func() { <-v.probes }()
	case <-ctx.Done():
		return VideoInfo{}, ctx.Err()
	}
	if err := checkContainer(path); err != nil {
		return VideoInfo{}, err
	}
	f, err := v.tools.confinement.lend(path)
	if err != nil {
		return VideoInfo{}, err
	}
	defer func() { _ = f.Close() }()
	info, err := v.probe(ctx, f, l)
	if err != nil {
		return VideoInfo{}, err
	}
	// The header may say anything, so the packets are counted.
	if err := v.measure(ctx, f, &info); err != nil {
		return VideoInfo{}, err
	}
	if info.Duration > l.MaxDuration+slack {
		return VideoInfo{}, tooLong(info.Duration, l.MaxDuration)
	}
	info.Bytes = stat.Size()
	return info, nil
}

// slack forgives a last frame that goes a little beyond the limit.
const slack = 500 * time.Millisecond

// sideTooLong refuses a video for its size.
func sideTooLong(w, h, limit int) error {
	return &Error{TooBigDimensions, fmt.Sprintf("The video is %d × %d pixels; each side may be at most %d pixels.", w, h, limit)}
}

func tooLong(d, limit time.Duration) error {
	return &Error{TooLong, fmt.Sprintf("The video is %s long; videos may be at most %s. Cut it and send it again.", length(d),
		length(limit))}
}

// length writes a duration for people.
func length(d time.Duration) string {
	d = d.Round(time.Second)
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d seconds", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d:%02d minutes", int(d.Minutes()), int(d.Seconds())%60)
	}
	return fmt.Sprintf("%d:%02d hours", int(d.Hours()), int(d.Minutes())%60)
}

func damagedVideo(reason error) error {
	return fmt.Errorf("%w (%w)", &Error{Damaged, "This video is damaged or incomplete. Please send the original file again."}, reason)
}

var errNoVideo = &Error{NoVideo, "There is no moving picture in this file: it holds sound alone, or nothing that can be shown."}
