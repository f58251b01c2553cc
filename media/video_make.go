package media

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"photogram/media/look"
	"photogram/models/post"
)

// VideoJob asks for the files of one video.
type VideoJob struct {
	Path     string      // the video, a file that the caller made and named
	Recipe   look.Recipe // must be valid
	OutDir   string      // an existing directory of the caller's; files appear in it
	Progress func(percent int)
}

// VideoResult describes the files that were written.
type VideoResult struct {
	Width, Height int // of the larger file
	Duration      time.Duration
	Files         []File
	CPU           time.Duration // what it took
	Memory        int64         // bytes, of one process at most; never less than the caller has
}

// Budgets. The processor time of a video grows with its length.
const (
	baseTime      = 2 * time.Minute
	timePerSecond = 30 * time.Second
	mostTime      = 45 * time.Minute
	maxVideoFile  = 512 << 20 // bytes of a file that is written
	maxPixels     = 4096 * 4096
)

func budget(d time.Duration) time.Duration {
	return min(mostTime, baseTime+time.Duration(d.Seconds()*float64(timePerSecond)))
}

// The coding of the video files.
const (
	videoPreset = "veryfast"
	videoCRF    = "23"
	smallCRF    = "26"
	videoRate   = "8M" // bits a second at most
	smallRate   = "1500k"
	soundRate   = "128k"

	// mostBroken is the share of packets that may be beyond decoding. Versions of
	// ffmpeg differ in what they conceal, so what was made is measured as well.
	mostBroken = "0.3"
)

// transcodeArgs make both files in one run, so the video is decoded once.
func transcodeArgs(info VideoInfo, f filters, extra []string, limit time.Duration, threads int) []string {
	n := strconv.Itoa(threads)
	args := []string{"-hide_banner", "-nostdin", "-y", "-v", "error", "-progress", "pipe:1", "-nostats", "-stats_period", "0.5",
		"-max_error_rate", mostBroken,
		"-filter_complex_threads", n, "-threads", n, "-max_pixels", strconv.Itoa(maxPixels)}
	args = append(append(args, inputArgs(info.Format)...), extra...)
	graph := fmt.Sprintf("[0:%d]%s", info.stream.Index, f.join())
	sw, sh := post.SmallVideo(f.width, f.height)
	if sw > 0 {
		graph += fmt.Sprintf(",split[a][b];[b]scale=%d:%d:flags=bicubic[s]", sw, sh)
	} else {
		graph += "[a]"
	}
	args = append(args, "-filter_complex", graph)
	out := func(label, crf, rate, name string) {
		args = append(args, "-map", "["+label+"]")
		if info.HasSound {
			args = append(args, "-map", "0:"+strconv.Itoa(info.sound), "-c:a", "aac", "-b:a", soundRate, "-ac", "2", "-ar", "48000")
		}
		args = append(args, "-c:v", "libx264", "-preset", videoPreset, "-crf", crf, "-maxrate", rate, "-bufsize", rate,
			"-profile:v", "high", "-pix_fmt", "yuv420p", "-g", "60", "-threads", n,
			"-t", seconds(limit), "-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn", "-fflags", "+bitexact", "-flags:v",
			"+bitexact",
			"-movflags", "+faststart", "-f", "mp4", "file:"+name)
	}
	out("a", videoCRF, videoRate, post.VideoName)
	if sw > 0 {
		out("s", smallCRF, smallRate, post.SmallVideoName)
	}
	return args
}

// Transcode makes the files of a video that Inspect accepted: models.VideoName
// and, beside a large one, models.SmallVideoName. After an error OutDir may hold
// some of the files.
func (v *Videos) Transcode(ctx context.Context, job VideoJob) (VideoResult, error) {
	if err := job.Recipe.Validate(); err != nil {
		return VideoResult{}, err
	}
	if err := v.ready(); err != nil {
		return VideoResult{}, err
	}
	input, err := v.tools.confinement.lend(job.Path)
	if err != nil {
		return VideoResult{}, err
	}
	defer func() { _ = input.Close() }()
	info, err := v.reopen(ctx, input)
	if err != nil {
		return VideoResult{}, err
	}
	r := VideoRecipe(job.Recipe)
	f := videoFilters(info, r, v.tools.zscale)
	if w, h := r.FinishedSize(info.Width, info.Height); min(w, h) < v.options.Limits.MinSide {
		return VideoResult{}, &Error{TooSmall,
			fmt.Sprintf("The crop is %d × %d pixels; each side must be at least %d pixels.", w, h, v.options.Limits.MinSide)}
	}
	work, err := os.MkdirTemp(job.OutDir, scratchName)
	if err != nil {
		return VideoResult{}, fmt.Errorf("transcode: %w", err)
	}
	defer func() { _ = os.RemoveAll(work) }()
	extra, err := f.inputs(work, r)
	if err != nil {
		return VideoResult{}, err
	}
	limit := v.options.Limits.MaxDuration + 2*time.Second
	if info.holdsLast() {
		limit = min(limit, info.Duration)
	}
	var at time.Duration
	_, used, err := v.run(ctx, command{program: v.tools.ffmpeg, args: transcodeArgs(info, f, extra, limit, v.options.Threads),
		input: input, dir: work,
		time: min(mostTime, patience*budget(info.Duration)), cpu: budget(info.Duration), fileSize: maxVideoFile, quiet: time.Minute,
		gentle: true,
		line: func(line string) {
			if to := progressAt(line); to > at {
				at = to
				if job.Progress != nil && info.Duration > 0 {
					job.Progress(min(99, int(100*at/info.Duration)))
				}
			}
		}})
	if err != nil {
		return VideoResult{}, err
	}
	result := VideoResult{Width: f.width, Height: f.height, CPU: used.cpu, Memory: used.memory}
	names := []string{post.VideoName}
	if sw, _ := post.SmallVideo(f.width, f.height); sw > 0 {
		names = append(names, post.SmallVideoName)
	}
	for _, name := range names {
		size, err := takeOut(work, name, job.OutDir)
		if err != nil {
			return VideoResult{}, fmt.Errorf("transcode: %w", err)
		}
		w, h := f.width, f.height
		if name == post.SmallVideoName {
			w, h = post.SmallVideo(w, h)
		}
		result.Files = append(result.Files, File{name, w, h, size})
	}
	limits := v.options.Limits
	limits.MinSide = 2 // of a very wide one that was shrunk
	// What was made is looked at too: broken frames do not stop ffmpeg.
	output, err := v.tools.confinement.lend(filepath.Join(job.OutDir, post.VideoName))
	if err != nil {
		return VideoResult{}, fmt.Errorf("transcode: %w", err)
	}
	defer func() { _ = output.Close() }()
	made, err := v.probe(ctx, output, limits)
	switch out := made.Duration; {
	case err != nil:
		return VideoResult{}, err
	case out > v.options.Limits.MaxDuration+slack:
		return VideoResult{}, tooLong(out, v.options.Limits.MaxDuration)
	case out < info.pictures*7/10-slack/5:
		return VideoResult{}, damagedVideo(fmt.Errorf("%s of %s could be read", out, info.pictures))
	}
	result.Duration = made.Duration
	return result, nil
}

// reopen looks again at a video that was accepted before.
func (v *Videos) reopen(ctx context.Context, f *os.File) (VideoInfo, error) {
	info, err := v.probe(ctx, f, v.options.Limits)
	if err != nil {
		return info, err
	}
	return info, v.measure(ctx, f, &info)
}

// takeOut moves a file out of the directory that a confined process wrote in, and
// gives its size. It must be a file: what leads elsewhere is not ours to follow.
func takeOut(from, name, to string) (int64, error) {
	stat, err := os.Lstat(filepath.Join(from, name))
	if err != nil {
		return 0, err
	}
	if !stat.Mode().IsRegular() {
		return 0, fmt.Errorf("%s is not a file", name)
	}
	return stat.Size(), os.Rename(filepath.Join(from, name), filepath.Join(to, name))
}

// posterArgs write one frame. Seeking goes to the last key frame before, then decodes.
func posterArgs(info VideoInfo, f filters, at time.Duration, threads int) []string {
	n := strconv.Itoa(threads)
	args := []string{"-hide_banner", "-nostdin", "-y", "-v", "error", "-filter_complex_threads", n, "-threads", n, "-max_pixels",
		strconv.Itoa(maxPixels), "-ss", seconds(at)}
	args = append(args, inputArgs(info.Format)...)
	return append(args, "-filter_complex", fmt.Sprintf("[0:%d]%s[a]", info.stream.Index, f.join()), "-map", "[a]", "-frames:v", "1",
		"-map_metadata", "-1", "-c:v", "mjpeg", "-q:v", "1", "-qmin", "1", "-threads", "1", "-f", "image2", "-update", "1",
		"file:"+frameName)
}

// frameName is how ffmpeg calls the frame.
const frameName = "frame.jpg"

// Frame writes the whole, upright frame at a time as a JPEG. A time at the end
// gives the last frame that there is.
func (v *Videos) Frame(ctx context.Context, path string, at time.Duration, out string) error {
	if err := v.ready(); err != nil {
		return err
	}
	input, err := v.tools.confinement.lend(path)
	if err != nil {
		return err
	}
	defer func() { _ = input.Close() }()
	info, err := v.reopen(ctx, input)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp(filepath.Dir(out), scratchName)
	if err != nil {
		return fmt.Errorf("take a frame: %w", err)
	}
	defer func() { _ = os.RemoveAll(work) }()
	f := posterFilters(info, v.tools.zscale)
	at = max(0, min(at, info.Duration-20*time.Millisecond))
	for {
		_ = os.Remove(filepath.Join(work, frameName)) // of an earlier try, by another user
		_, _, err = v.run(ctx, command{program: v.tools.ffmpeg, args: posterArgs(info, f, at, v.options.Threads), input: input, dir: work,
			time: patience * time.Minute, cpu: time.Minute, fileSize: maxVideoFile})
		if stat, none := os.Lstat(filepath.Join(work, frameName)); err == nil && none == nil && stat.Size() > 0 && stat.Mode().IsRegular() {
			return os.Rename(filepath.Join(work, frameName), out)
		}
		if at == 0 {
			if err == nil {
				err = damagedVideo(errors.New("no frame could be read"))
			}
			return err
		}
		if at = at - max(at/4, 250*time.Millisecond); at < 100*time.Millisecond {
			at = 0
		}
	}
}
