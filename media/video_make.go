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
	"photogram/models"
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
func transcodeArgs(path string, info VideoInfo, f filters, extra []string, limit time.Duration, threads int) []string {
	n := strconv.Itoa(threads)
	args := []string{"-hide_banner", "-nostdin", "-y", "-v", "error", "-progress", "pipe:1", "-nostats", "-stats_period", "0.5",
		"-max_error_rate", mostBroken,
		"-filter_complex_threads", n, "-threads", n, "-max_pixels", strconv.Itoa(maxPixels)}
	args = append(append(args, inputArgs(path, info.Format)...), extra...)
	graph := fmt.Sprintf("[0:%d]%s", info.stream.Index, f.join())
	sw, sh := models.SmallVideo(f.width, f.height)
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
			"-t", seconds(limit), "-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn", "-fflags", "+bitexact", "-flags:v", "+bitexact",
			"-movflags", "+faststart", "-f", "mp4", "file:"+name)
	}
	out("a", videoCRF, videoRate, models.VideoName)
	if sw > 0 {
		out("s", smallCRF, smallRate, models.SmallVideoName)
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
	info, path, err := v.reopen(ctx, job.Path)
	if err != nil {
		return VideoResult{}, err
	}
	r := VideoRecipe(job.Recipe)
	f := videoFilters(info, r, v.tools.zscale)
	if min(f.width, f.height) < v.options.Limits.MinSide {
		return VideoResult{}, &Error{TooSmall, fmt.Sprintf("The crop is %d × %d pixels; each side must be at least %d pixels.", f.width, f.height, v.options.Limits.MinSide)}
	}
	extra, err := f.inputs(job.OutDir, r)
	if err != nil {
		return VideoResult{}, err
	}
	defer func() {
		_ = os.Remove(filepath.Join(job.OutDir, cubeName))
		_ = os.Remove(filepath.Join(job.OutDir, shadeName))
	}()
	limit := v.options.Limits.MaxDuration + 2*time.Second
	if info.holdsLast() {
		limit = min(limit, info.Duration)
	}
	var at time.Duration
	_, used, err := v.run(ctx, command{program: v.tools.ffmpeg, args: transcodeArgs(path, info, f, extra, limit, v.options.Threads), dir: job.OutDir,
		time: budget(info.Duration), cpu: budget(info.Duration), fileSize: maxVideoFile, quiet: time.Minute, gentle: true,
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
	names := []string{models.VideoName}
	if sw, _ := models.SmallVideo(f.width, f.height); sw > 0 {
		names = append(names, models.SmallVideoName)
	}
	for _, name := range names {
		stat, err := os.Stat(filepath.Join(job.OutDir, name))
		if err != nil {
			return VideoResult{}, fmt.Errorf("transcode: %w", err)
		}
		w, h := f.width, f.height
		if name == models.SmallVideoName {
			w, h = models.SmallVideo(w, h)
		}
		result.Files = append(result.Files, File{name, w, h, stat.Size()})
	}
	// What was made is looked at too: broken frames do not stop ffmpeg.
	made, err := v.probe(ctx, filepath.Join(job.OutDir, models.VideoName))
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
func (v *Videos) reopen(ctx context.Context, path string) (VideoInfo, string, error) {
	info, err := v.probe(ctx, path)
	if err != nil {
		return info, path, err
	}
	if err := v.measure(ctx, path, &info); err != nil {
		return info, path, err
	}
	path, err = filepath.Abs(path)
	return info, path, err
}

// posterArgs write one frame. Seeking goes to the last key frame before, then decodes.
func posterArgs(path string, info VideoInfo, f filters, at time.Duration, out string, threads int) []string {
	n := strconv.Itoa(threads)
	args := []string{"-hide_banner", "-nostdin", "-y", "-v", "error", "-filter_complex_threads", n, "-threads", n, "-max_pixels", strconv.Itoa(maxPixels), "-ss", seconds(at)}
	args = append(args, inputArgs(path, info.Format)...)
	return append(args, "-filter_complex", fmt.Sprintf("[0:%d]%s[a]", info.stream.Index, f.join()), "-map", "[a]", "-frames:v", "1",
		"-map_metadata", "-1", "-c:v", "mjpeg", "-q:v", "1", "-qmin", "1", "-threads", "1", "-f", "image2", "-update", "1", "file:"+out)
}

// Frame writes the whole, upright frame at a time as a JPEG. A time at the end
// gives the last frame that there is.
func (v *Videos) Frame(ctx context.Context, path string, at time.Duration, out string) error {
	if err := v.ready(); err != nil {
		return err
	}
	info, path, err := v.reopen(ctx, path)
	if err != nil {
		return err
	}
	if out, err = filepath.Abs(out); err != nil {
		return err
	}
	f := posterFilters(info, v.tools.zscale)
	at = max(0, min(at, info.Duration-20*time.Millisecond))
	for {
		_, _, err = v.run(ctx, command{program: v.tools.ffmpeg, args: posterArgs(path, info, f, at, out, v.options.Threads), dir: filepath.Dir(out),
			time: time.Minute, cpu: time.Minute, fileSize: maxVideoFile})
		stat, statErr := os.Stat(out)
		if err == nil && statErr == nil && stat.Size() > 0 {
			return nil
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
