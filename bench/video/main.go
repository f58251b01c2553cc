// Command video measures what one video costs: looking at it and making its two
// files, against ffmpeg alone making the same two files in the same run, in
// processor time and by the clock, and the most memory that one process had.
//
//	go run ./bench/video [-video file] [-seconds n] [-rounds n]
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"

	"photogram/media"
	"photogram/media/look"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == "render-child" {
		os.Exit(media.ChildMain())
	}
	video := flag.String("video", "", "a video of 1920 × 1080; default: one that ffmpeg makes")
	length := flag.Int("seconds", 10, "length of the video that is made")
	rounds := flag.Int("rounds", 3, "interleaved rounds")
	flag.Parse()
	dir, err := os.MkdirTemp("", "bench-video-*")
	check(err)
	defer os.RemoveAll(dir)
	if *video == "" {
		*video = filepath.Join(dir, "source.mp4")
		d := strconv.Itoa(*length)
		check(exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "mandelbrot=size=1920x1080:rate=30", "-f", "lavfi", "-i",
			"sine=frequency=440",
			"-t", d, "-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-pix_fmt", "yuv420p", "-c:a", "aac", *video).Run())
	}
	videos := media.NewVideos(media.VideoOptions{})
	var plain, ours, looked []cost
	var memory int64
	for n := range *rounds {
		out := filepath.Join(dir, strconv.Itoa(n))
		plain = append(plain, measure(func() { check(alone(*video, made(out+"-plain"))) }))
		for name, r := range map[string]look.Recipe{"-ours": {}, "-look": {Filter: "Alder", Vignette: 40}} {
			c := measure(func() {
				_, err := videos.Inspect(context.Background(), *video)
				check(err)
				result, err := videos.Transcode(context.Background(), media.VideoJob{Path: *video, Recipe: r, OutDir: made(out + name)})
				check(err)
				memory = max(memory, result.Memory)
			})
			if name == "-ours" {
				ours = append(ours, c)
			} else {
				looked = append(looked, c)
			}
		}
	}
	fmt.Printf("video                      %s\n", filepath.Base(*video))
	fmt.Printf("ffmpeg alone               %.2f s of processor, %.2f s by the clock (medians of %d)\n", cpu(plain), wall(plain), *rounds)
	fmt.Printf("checked and made           %.2f s, %.2f s: ratio %.2f, %.2f\n", cpu(ours), wall(ours), cpu(ours)/cpu(plain),
		wall(ours)/wall(plain))
	fmt.Printf("the same with a look       %.2f s, %.2f s: ratio %.2f, %.2f\n", cpu(looked), wall(looked), cpu(looked)/cpu(plain),
		wall(looked)/wall(plain))
	fmt.Printf("memory of one ffmpeg       %.0f MB at most\n", float64(memory)/1e6)
}

// alone makes the same files with one plain command.
func alone(in, out string) error {
	args := []string{"-v", "error", "-threads", "2", "-i", in, "-filter_complex",
		"[0:v]fps=30,split[a][b];[b]scale=854:480:flags=bicubic[s]"}
	for _, o := range [][]string{{"a", "23", "8M", "video.mp4"}, {"s", "26", "1500k", "small.mp4"}} {
		args = append(args, "-map", "["+o[0]+"]", "-map", "0:a?", "-c:a", "aac", "-b:a", "128k", "-c:v", "libx264", "-preset",
			"veryfast", "-crf", o[1],
			"-maxrate", o[2], "-bufsize", o[2], "-g", "60", "-threads", "2", "-movflags", "+faststart", filepath.Join(out, o[3]))
	}
	cmd := exec.Command("nice", append([]string{"-n", "10", "ffmpeg"}, args...)...)
	cmd.Stderr = os.Stderr
	return cmd.Run()
}

type cost struct{ cpu, wall float64 } // seconds

func measure(do func()) cost {
	before, began := used(), time.Now()
	do()
	return cost{(used() - before).Seconds(), time.Since(began).Seconds()}
}

func used() time.Duration {
	var sum time.Duration
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		check(syscall.Getrusage(who, &u))
		sum += time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	return sum
}

func median(list []cost, of func(cost) float64) float64 {
	values := make([]float64, len(list))
	for i, c := range list {
		values[i] = of(c)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

func cpu(list []cost) float64  { return median(list, func(c cost) float64 { return c.cpu }) }
func wall(list []cost) float64 { return median(list, func(c cost) float64 { return c.wall }) }

func made(dir string) string {
	check(os.Mkdir(dir, 0o700))
	return dir
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench/video:", err)
		os.Exit(1)
	}
}
