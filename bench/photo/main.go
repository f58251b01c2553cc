// Command photo measures what one photo costs: the processor time of Pool.Render
// against one native libvips pass and against the libvips command line in the same
// run, photos per second with one and two workers, and the memory of two.
// The command line makes the same files without the look, which it can't do.
//
//	go run ./bench/photo [-photo file] [-rounds n]
//
// Goals: at most 1.3 times the native pass, two workers within 200 MB.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"photogram/bench/photo/native"
	"photogram/media"
	"photogram/media/look"
	"photogram/models"
)

const perRound = 4

// Colours only: the native pass knows no vignette.
var recipe = look.Recipe{Filter: "Alder"}

func main() {
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case "render-child":
			os.Exit(media.ChildMain())
		case "native-child":
			for range perRound {
				check(native.Pass(os.Args[2], look.Compile(recipe)))
			}
			return
		}
	}
	photo := flag.String("photo", "", "a JPEG at least 2048 pixels wide; default: a 12-megapixel phone photo that the bimg module ships")
	rounds := flag.Int("rounds", 5, "interleaved rounds")
	flag.Parse()
	if *photo == "" {
		dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/h2non/bimg").Output()
		check(err)
		*photo = filepath.Join(strings.TrimSpace(string(dir)), "testdata", "test_exif_full.jpg")
	}

	var ours, plain, ratios, tools, toTools []float64
	rates := [3][]float64{}
	for range *rounds {
		o := cpu(func() { check(renders(*photo, 1, perRound)) })
		n := cpu(func() {
			cmd := exec.Command("/proc/self/exe", "native-child", *photo)
			cmd.Env = append(os.Environ(), "MALLOC_ARENA_MAX=2", "VIPS_CONCURRENCY=1", "VIPS_WARNING=0")
			cmd.Stderr = os.Stderr
			check(cmd.Run())
		})
		ours, plain, ratios = append(ours, o/perRound), append(plain, n/perRound), append(ratios, o/n)
		if _, err := exec.LookPath("vipsthumbnail"); err == nil {
			c := cpu(func() { check(commandLine(*photo)) })
			tools, toTools = append(tools, c), append(toTools, o/perRound/c)
		}
		for _, workers := range []int{1, 2} {
			began := time.Now()
			check(renders(*photo, workers, 2*perRound))
			rates[workers] = append(rates[workers], 2*perRound/time.Since(began).Seconds())
		}
	}
	proportional, resident := peak(func() { check(renders(*photo, 2, 2*perRound)) })

	fmt.Printf("photo                        %s\n", filepath.Base(*photo))
	fmt.Printf("native pass, processor time  %.0f ms (median of %d rounds of %d)\n", median(plain), *rounds, perRound)
	fmt.Printf("Pool.Render, processor time  %.0f ms\n", median(ours))
	fmt.Printf("ratio                        %.2f (goal: at most 1.30)\n", median(ratios))
	if len(tools) > 0 {
		fmt.Printf("libvips command line         %.0f ms\n", median(tools))
		fmt.Printf("ratio to it                  %.2f\n", median(toTools))
	} else {
		fmt.Println("libvips command line         not here: install libvips-tools")
	}
	fmt.Printf("photos per second            %.2f with one worker, %.2f with two\n", median(rates[1]), median(rates[2]))
	fmt.Printf("two workers, peak            %.0f MB with shared libraries counted once (goal: at most 200 MB)\n",
		float64(proportional)/1e6)
	fmt.Printf("                             %.0f MB with them counted in each worker\n", float64(resident)/1e6)
}

// renders does n renders with some workers, from the start of the pool to its end.
func renders(photo string, workers, n int) error {
	pool := media.NewPool(media.PoolOptions{Workers: workers})
	defer pool.Close()
	errs := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			dir, err := os.MkdirTemp("", "bench-photo-*")
			if err != nil {
				errs[i] = err
				return
			}
			defer os.RemoveAll(dir)
			_, errs[i] = pool.Render(context.Background(), media.RenderJob{Path: photo, Recipe: recipe, OutDir: dir})
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

// commandLine makes all renditions of a photo with the programs of libvips, one
// call for each file, as scripts do.
func commandLine(photo string) error {
	dir, err := os.MkdirTemp("", "bench-photo-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	run := func(name, size string, more ...string) error {
		for _, format := range []string{".webp[Q=80,effort=2,strip]", ".jpg[Q=82,strip]"} {
			args := append([]string{photo, "--size", size, "--eprofile", "srgb", "-o", filepath.Join(dir, name+format)}, more...)
			cmd := exec.Command("vipsthumbnail", args...)
			cmd.Env = append(os.Environ(), "VIPS_CONCURRENCY=1")
			if out, err := cmd.CombinedOutput(); err != nil {
				return fmt.Errorf("vipsthumbnail %s: %w: %s", name, err, out)
			}
		}
		return nil
	}
	for _, w := range models.PageWidths {
		if err := run(strconv.Itoa(w), strconv.Itoa(w)+"x>"); err != nil {
			return err
		}
	}
	for _, side := range models.SquareSizes {
		if err := run("sq"+strconv.Itoa(side), fmt.Sprintf("%dx%d", side, side), "--smartcrop", "centre"); err != nil {
			return err
		}
	}
	return nil
}

// cpu is the processor time in milliseconds that f and the children it waited for took.
func cpu(f func()) float64 {
	used := func() (total time.Duration) {
		for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
			var u syscall.Rusage
			check(syscall.Getrusage(who, &u))
			total += time.Duration(u.Utime.Nano() + u.Stime.Nano())
		}
		return total
	}
	before := used()
	f()
	return float64((used() - before).Microseconds()) / 1000
}

// peak samples the memory of our children in bytes while f runs: proportional set
// sizes, and resident set sizes.
func peak(f func()) (proportional, resident int64) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	tick := time.NewTicker(3 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return proportional, resident
		case <-tick.C:
			var pss, rss int64
			for _, pid := range children() {
				p, r := memory(pid)
				pss, rss = pss+p, rss+r
			}
			proportional, resident = max(proportional, pss), max(resident, rss)
		}
	}
}

func children() (pids []string) {
	tasks, _ := filepath.Glob("/proc/self/task/*/children")
	for _, t := range tasks {
		b, _ := os.ReadFile(t)
		pids = append(pids, strings.Fields(string(b))...)
	}
	return pids
}

func memory(pid string) (pss, rss int64) {
	b, _ := os.ReadFile("/proc/" + pid + "/smaps_rollup")
	for line := range strings.Lines(string(b)) {
		f := strings.Fields(line)
		if len(f) < 2 {
			continue
		}
		kib, _ := strconv.ParseInt(f[1], 10, 64)
		switch f[0] {
		case "Pss:":
			pss = kib << 10
		case "Rss:":
			rss = kib << 10
		}
	}
	return pss, rss
}

func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench/photo:", err)
		os.Exit(1)
	}
}
