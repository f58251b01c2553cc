package media

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// stream is what ffprobe says of one stream of a file.
type stream struct {
	Index          int    `json:"index"`
	Type           string `json:"codec_type"`
	Codec          string `json:"codec_name"`
	Width          int    `json:"width"`
	Height         int    `json:"height"`
	PixelShape     string `json:"sample_aspect_ratio"`
	Rate           string `json:"r_frame_rate"`
	AverageRate    string `json:"avg_frame_rate"`
	Frames         string `json:"nb_frames"`
	Seconds        string `json:"duration"`
	ColorSpace     string `json:"color_space"`
	ColorTransfer  string `json:"color_transfer"`
	ColorPrimaries string `json:"color_primaries"`
	FieldOrder     string `json:"field_order"`
	Disposition    struct {
		Attached int `json:"attached_pic"`
	} `json:"disposition"`
	SideData []struct {
		Rotation float64 `json:"rotation"`
	} `json:"side_data_list"`
}

type probed struct {
	Streams []stream `json:"streams"`
	Format  struct {
		Seconds string `json:"duration"`
		Start   string `json:"start_time"`
	} `json:"format"`
}

// demuxers are ffmpeg's names of the one demuxer that may read a format.
var demuxers = map[Format]string{
	MP4: "mov,mp4,m4a,3gp,3g2,mj2", MOV: "mov,mp4,m4a,3gp,3g2,mj2", WebM: "matroska,webm", GIF: "gif",
	PNG: "apng", AVIF: "mov,mp4,m4a,3gp,3g2,mj2", HEIF: "mov,mp4,m4a,3gp,3g2,mj2",
}

// The codings that are read; others are too rare to be worth their risk.
var (
	videoCodecs = []string{"h264", "hevc", "vp8", "vp9", "av1", "mpeg4", "h263", "mjpeg", "prores", "mpeg2video", "gif", "apng"}
	soundCodecs = []string{"aac", "mp3", "opus", "vorbis", "ac3", "eac3", "alac", "flac", "amr_nb", "amr_wb"}
)

// inputArgs open a file with nothing but its own demuxer and no protocol but files.
func inputArgs(f Format) []string {
	return []string{"-protocol_whitelist", "file", "-format_whitelist", demuxers[f], "-i", "file:" + inputFile}
}

func probeArgs(f Format) []string {
	return append([]string{"-v", "error", "-of", "json", "-show_streams", "-show_format"}, inputArgs(f)...)
}

// measureArgs read every packet and decode none.
func measureArgs(info VideoInfo) []string {
	args := []string{"-v", "error", "-of", "csv=p=0", "-show_entries", "packet=stream_index,pts_time,duration_time"}
	return append(args, inputArgs(info.Format)...)
}

func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 3, 64) }

const probeTime = 30 * time.Second

func (v *Videos) probe(ctx context.Context, f *os.File, l VideoLimits) (VideoInfo, error) {
	info := VideoInfo{sound: -1}
	head := make([]byte, SniffLen)
	n, err := f.ReadAt(head, 0)
	if n == 0 {
		return info, err
	}
	if info.Format = SniffVideo(head[:n]); info.Format == "" {
		kind, err := Sniff(head[:n])
		if err != nil {
			return info, err
		}
		if demuxers[kind] == "" {
			return info, errNoVideo
		}
		info.Format, info.Loop = kind, true
	}
	out, _, err := v.run(ctx, command{program: v.tools.ffprobe, args: probeArgs(info.Format), input: f, time: patience * probeTime,
		cpu: probeTime})
	if err != nil {
		return info, err
	}
	var p probed
	if err := json.Unmarshal(out, &p); err != nil {
		return info, damagedVideo(err)
	}
	return info, info.take(p, l)
}

func (s stream) frames() int {
	n, _ := strconv.Atoi(s.Frames)
	return n
}

// take chooses the streams that are shown and checks them against the limits.
func (info *VideoInfo) take(p probed, l VideoLimits) error {
	found := false
	for _, s := range p.Streams {
		switch {
		// Newer versions of ffmpeg show the still of an animated AVIF as a stream of its own.
		case s.Type == "video" && s.Disposition.Attached == 0 && (!found || info.Loop && s.frames() > info.stream.frames()):
			info.stream, found = s, true
		case s.Type == "audio" && info.sound < 0 && (slices.Contains(soundCodecs, s.Codec) || strings.HasPrefix(s.Codec, "pcm_")):
			info.sound, info.HasSound = s.Index, true
		}
	}
	if !found {
		return errNoVideo
	}
	s := info.stream
	if !slices.Contains(videoCodecs, s.Codec) {
		name := s.Codec
		if name == "" {
			name = "of an unknown kind"
		}
		return &Error{Unsupported, fmt.Sprintf("The video's coding (%s) can't be read. H.264, HEVC, VP8, VP9 and AV1 are accepted.", name)}
	}
	info.Width, info.Height = s.Width, s.Height
	if shape := ratio(s.PixelShape, ":"); shape > 0 && shape != 1 {
		info.Width = int(math.Round(float64(s.Width) * shape))
	}
	for _, d := range s.SideData {
		if int(math.Abs(math.Round(d.Rotation)))%180 == 90 {
			info.Width, info.Height = info.Height, info.Width
			break
		}
	}
	switch w, h := info.Width, info.Height; {
	case w <= 0 || h <= 0:
		return damagedVideo(fmt.Errorf("%d × %d pixels", w, h))
	case w < l.MinSide || h < l.MinSide:
		return &Error{TooSmall, fmt.Sprintf("The video is %d × %d pixels; each side must be at least %d pixels.", w, h, l.MinSide)}
	case max(w, s.Width) > l.MaxSide || max(h, s.Height) > l.MaxSide:
		return sideTooLong(w, h, l.MaxSide)
	}
	if begin, err := strconv.ParseFloat(p.Format.Start, 64); err == nil && math.Abs(begin) < 1e9 {
		info.begin = time.Duration(begin * float64(time.Second))
	}
	// The stream's own word first: what the container says of the whole is taken by some versions of ffmpeg only.
	if info.Duration = duration(s.Seconds); info.Duration == 0 {
		info.Duration = max(0, duration(p.Format.Seconds)-max(0, info.begin))
	}
	info.said = duration(p.Format.Seconds)
	if info.Duration > l.MaxDuration+slack {
		return tooLong(info.Duration, l.MaxDuration)
	}
	return nil
}

// ratio reads "30000/1001" or "4:3"; zero when it is none.
func ratio(s, sign string) float64 {
	a, b, ok := strings.Cut(s, sign)
	x, err1 := strconv.ParseFloat(a, 64)
	y, err2 := strconv.ParseFloat(b, 64)
	if !ok || err1 != nil || err2 != nil || x <= 0 || y <= 0 {
		return 0
	}
	return x / y
}

// duration reads seconds; zero when they are none, or absurd.
func duration(s string) time.Duration {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(n) || n <= 0 || n > 1e9 {
		return 0
	}
	return time.Duration(n * float64(time.Second))
}

// measure sets how long the video is by its packets, whatever it says of itself.
func (v *Videos) measure(ctx context.Context, f *os.File, info *VideoInfo) error {
	info.Duration, info.pictures, info.last = 0, 0, 0
	found := false
	_, _, err := v.run(ctx, command{program: v.tools.ffprobe, args: measureArgs(*info), input: f, time: patience * probeTime,
		cpu: probeTime, line: func(line string) {
			fields := strings.Split(line, ",")
			if len(fields) < 3 {
				return
			}
			index, err1 := strconv.Atoi(fields[0])
			at, err2 := strconv.ParseFloat(fields[1], 64)
			if err1 != nil || err2 != nil || math.IsNaN(at) || math.Abs(at) > 1e9 {
				return
			}
			begins, stays := time.Duration(at*float64(time.Second))-info.begin, duration(fields[2])
			if begins < 0 {
				return
			}
			switch index {
			case info.stream.Index:
				if found = true; stays == 0 {
					stays = info.frame()
				}
				info.last = max(info.last, begins)
				info.pictures = max(info.pictures, begins+stays)
			case info.sound:
			default:
				return
			}
			info.Duration = max(info.Duration, begins+stays)
		}})
	if err != nil {
		return err
	}
	if !found || info.Duration == 0 {
		return damagedVideo(fmt.Errorf("no frames"))
	}
	// A last picture that stays is told by the length of the whole alone.
	if said := info.said - max(0, info.begin); info.Format == WebM && said > info.Duration && wholeWebM(f) {
		info.Duration, info.pictures = said, max(info.pictures, said)
	}
	return nil
}

// frame is how long one frame stays, as far as that is known.
func (info *VideoInfo) frame() time.Duration {
	if rate := ratio(info.stream.AverageRate, "/"); rate >= 0.1 {
		return time.Duration(float64(time.Second) / rate)
	}
	return 0
}

// holdsLast is whether the last picture stays longer than ffmpeg shows it by itself.
func (info *VideoInfo) holdsLast() bool {
	once := time.Duration(0)
	if rate := ratio(info.stream.Rate, "/"); rate >= 0.01 {
		once = time.Duration(float64(time.Second) / rate)
	}
	return info.Loop || info.Duration-info.last > once+slack/5
}

// progressAt reads a line of ffmpeg's progress.
func progressAt(line string) time.Duration {
	if s, ok := strings.CutPrefix(line, "out_time_us="); ok {
		if us, err := strconv.ParseInt(s, 10, 64); err == nil && us > 0 {
			return time.Duration(us) * time.Microsecond
		}
	}
	return 0
}
