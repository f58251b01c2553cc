package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"photogram/media/mediatest"
	"photogram/models"
)

// patch overwrites what follows the last occurrence of a mark.
func patch(t testing.TB, data []byte, mark string, skip int, with ...byte) []byte {
	t.Helper()
	data = bytes.Clone(data)
	at := bytes.LastIndex(data, []byte(mark))
	if at < 0 {
		t.Fatalf("there is no %q", mark)
	}
	copy(data[at+len(mark)+skip:], with)
	return data
}

func be32(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }

// badVideo is a file that is refused with a reason.
type badVideo struct {
	name string
	data []byte
	code string
	says string
}

func badVideos(t testing.TB) []badVideo {
	card := mediatest.Clip(t, "a.mp4", append(mediatest.Card("320x240", "25"), mediatest.H264()...)...)
	front := mediatest.Clip(t, "front.mp4",
		append(append(mediatest.Card("320x240", "25"), mediatest.H264()...), "-movflags", "+faststart")...)
	webm := mediatest.Clip(t, "a.webm", append(mediatest.Card("160x120", "10"), "-c:v", "libvpx", "-deadline", "realtime", "-c:a",
		"libopus")...)
	long := mediatest.Clip(t, "long.mp4", "-f", "lavfi", "-i", "color=size=32x32:rate=1/60:duration=14400", "-c:v", "libx264",
		"-preset", "ultrafast")
	sound := mediatest.Clip(t, "sound.mp4", "-f", "lavfi", "-i", "sine=duration=1", "-c:a", "aac")
	huge := mediatest.Clip(t, "huge.mp4", "-f", "lavfi", "-i", "color=size=8192x4320:rate=1:duration=1", "-c:v", "libx264",
		"-preset", "ultrafast")
	ffv1 := mediatest.Clip(t, "a.mkv", "-f", "lavfi", "-i", "testsrc2=size=64x48:duration=1:rate=5", "-c:v", "ffv1")
	return []badVideo{
		{"sound alone", sound, NoVideo, "sound alone"},
		{"four hours, a frame a minute", long, TooLong, "4:00 hours long; videos may be at most 1:30 minutes"},
		{"says it lasts a second, lasts four hours", patch(t, patch(t, long, "mvhd", 16, be32(1000)...), "tkhd", 20, be32(1000)...),
			TooLong, "at most 1:30"},
		{"MP4 cut off behind its index", front[:len(front)/2], Damaged, "damaged or incomplete"},
		{"MP4 cut off before its index", card[:len(card)/2], Damaged, "damaged"},
		{"WebM cut in half", webm[:200], Damaged, "damaged"},
		{"MP4 of 16 bytes", card[:16], Damaged, "damaged"},
		{"index of noise", patch(t, card, "moov", 0, bytes.Repeat([]byte{0xa5}, 600)...), NoVideo, "nothing that can be shown"},
		{"boxes without end", append(bytes.Clone(card[:32]), bytes.Repeat([]byte("\x00\x00\x00\x08free"), 200_000)...), Damaged, "damaged"},
		{"frame of 8192 × 4320", huge, TooBigDimensions, "at most 4096"},
		{"a coding that is not read", ffv1, Unsupported, "ffv1"},
		{"16 bytes of EBML", webm[:16], Damaged, "damaged"},
		{"playlist", []byte("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"), Unsupported, "playlist"},
		{"playlist behind a brand", append([]byte("\x00\x00\x00\x10ftypisom\x00\x00\x00\x00"),
			"\n#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"...), Damaged, "damaged"},
		{"concat script", []byte("ffconcat version 1.0\nfile /etc/passwd\n"), Unsupported, "text"},
		{"subtitles", []byte("WEBVTT\n\n00:00.000 --> 00:01.000\nx\n"), Unsupported, "text"},
		{"stream list", []byte("<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"/>"), Unsupported, "XML"},
		{"GIF that is an MP4 behind its first bytes", append([]byte("GIF89a\x40\x00\x40\x00\x00\x00\x00;"), card...), Damaged, "damaged"},
	}
}

// watchMemory gives, at the end, the most memory that one ffmpeg or ffprobe of
// this process had, in bytes. What the kernel tells of an ended child counts
// this process in, as it was when it started the child.
func watchMemory() (stop func() int64) {
	done, most := make(chan struct{}), make(chan int64)
	parent := fmt.Sprintf("PPid:\t%d\n", os.Getpid())
	go func() {
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		var top int64
		for {
			select {
			case <-done:
				most <- top
				return
			case <-tick.C:
			}
			files, _ := filepath.Glob("/proc/[0-9]*/status")
			for _, f := range files {
				status, err := os.ReadFile(f)
				if err != nil || !bytes.HasPrefix(status, []byte("Name:\tff")) || !bytes.Contains(status, []byte(parent)) {
					continue
				}
				_, rest, _ := strings.Cut(string(status), "VmHWM:")
				var kb int64
				if _, err := fmt.Sscan(rest, &kb); err == nil {
					top = max(top, kb<<10)
				}
			}
		}
	}()
	return func() int64 { close(done); return <-most }
}

func TestBadVideosAreRefused(t *testing.T) {
	t.Parallel()
	v := NewVideos(VideoOptions{Logger: slog.New(slog.DiscardHandler)})
	files := badVideos(t)
	stop := watchMemory()
	var table strings.Builder
	tab := tabwriter.NewWriter(&table, 2, 8, 2, ' ', 0)
	for _, f := range files {
		t.Run(f.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "upload")
			if err := os.WriteFile(path, f.data, 0o600); err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			_, err := v.Inspect(context.Background(), path)
			if err == nil {
				t.Fatal("it was taken")
			}
			if codeOf(err) != f.code || !strings.Contains(err.Error(), f.says) {
				t.Errorf("%s: %v", codeOf(err), err)
			}
			if entries, _ := os.ReadDir(dir); len(entries) != 1 {
				t.Errorf("left behind: %v", entries)
			}
			message, _, _ := strings.Cut(err.Error(), " (")
			fmt.Fprintf(tab, "%s\t%d ms\t%s\n", f.name, time.Since(began).Milliseconds(), message)
		})
	}
	_ = tab.Flush()
	top := stop()
	t.Logf("\n%sno process used more than %d MB", table.String(), top>>20)
	if top == 0 || top > 300<<20 {
		t.Errorf("a process used %d MB", top>>20)
	}
}

// Names say nothing: a WebM that is called MP4 is what it is.
func TestVideoNamesSayNothing(t *testing.T) {
	t.Parallel()
	data := mediatest.Clip(t, "a.webm", append(mediatest.Card("160x120", "10"), "-c:v", "libvpx", "-deadline", "realtime", "-c:a",
		"libopus")...)
	path := filepath.Join(t.TempDir(), "a.mp4")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	info, err := NewVideos(VideoOptions{}).Inspect(context.Background(), path)
	if err != nil || info.Format != WebM {
		t.Errorf("%+v, %v", info, err)
	}
}

// ffmpeg reads the file that it is given and nothing else, whatever it finds in it.
func TestFFmpegReadsNothingElse(t *testing.T) {
	t.Parallel()
	v := NewVideos(VideoOptions{Logger: slog.New(slog.DiscardHandler)})
	if err := v.ready(); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	called := make(chan struct{}, 10)
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			called <- struct{}{}
			c.Close()
		}
	}()
	secret := mediatest.ClipFile(t, "secret.mp4", append(mediatest.Card("64x48", "5"), mediatest.H264()...)...)
	for name, text := range map[string]string{
		"playlist of a file": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://" + secret + "\n#EXT-X-ENDLIST\n",
		"playlist of a server": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://" + listener.Addr().String() +
			"/a.ts\n#EXT-X-ENDLIST\n",
		"concat of a file":   "ffconcat version 1.0\nfile '" + secret + "'\n",
		"concat of a server": "ffconcat version 1.0\nfile 'http://" + listener.Addr().String() + "/a.mp4'\n",
		"session description": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP " +
			"96\na=rtpmap:96 H264/90000\n",
		"image sequence script": "file:" + secret + "|subfile,,start,0,end,0,,:" + secret,
	} {
		path := writeTemp(t, []byte(text))
		for _, format := range []Format{MP4, WebM, GIF} { // even if the sniffer were fooled
			out, _, err := v.run(context.Background(),
				command{program: v.tools.ffprobe, args: probeArgs(format), input: fileOf(t, path), time: 10 * time.Second,
					cpu: 10 * time.Second})
			if err == nil && bytes.Contains(out, []byte("codec_name")) {
				t.Errorf("%s as %s: %s", name, format, out)
			}
		}
	}
	// A server that is asked for by name.
	_, _, err = v.run(context.Background(),
		command{program: v.tools.ffprobe, args: []string{"-v", "error", "-show_format",
			"http://" + listener.Addr().String() + "/a.mp4"}, time: 10 * time.Second, cpu: 10 * time.Second})
	if err == nil {
		t.Error("a server was read")
	}
	select {
	case <-called:
		t.Error("a server was called")
	default:
	}
	t.Logf("%+v", v.tools.confinement)
}

// Limits end what does not end by itself.
func TestVideoLimitsHold(t *testing.T) {
	long(t)
	t.Parallel()
	v := NewVideos(VideoOptions{Logger: slog.New(slog.DiscardHandler), Memory: 256 << 20})
	if err := v.ready(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	stop := watchMemory()
	endless := []string{"-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=640x480:rate=30"}
	for name, c := range map[string]struct {
		args []string
		set  command
		code string
	}{
		"silence": {[]string{"-nostdin", "-v", "error", "-f", "lavfi", "-i", "color=size=16000x16000:rate=1", "-f", "null",
			"-"}, command{time: time.Minute, cpu: time.Minute, quiet: 3 * time.Second, line: func(string) {}}, TooHeavy},
		"processor time": {append(endless, "-f", "null", "-"), command{time: time.Minute, cpu: time.Second}, TooSlow},
		// ffmpeg's threads wait for each other for ever where one of them gets no memory.
		"memory": {[]string{"-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=8000x8000:rate=1", "-c:v",
			"libx264", "file:big.mp4"}, command{time: time.Minute, cpu: time.Minute, fileSize: 1 << 30, quiet: 3 * time.Second,
			line: func(string) {}}, TooHeavy},
		"file size": {append(endless, "-c:v", "rawvideo", "-f", "rawvideo", "file:big"),
			command{time: time.Minute, cpu: time.Minute, fileSize: 1 << 20}, TooHeavy},
	} {
		c.set.program, c.set.args, c.set.dir = v.tools.ffmpeg, c.args, dir
		_, _, err := v.run(context.Background(), c.set)
		if codeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A busy machine is no fault of the video's.
	_, _, err := v.run(context.Background(),
		command{program: v.tools.ffmpeg, args: append(endless, "-f", "null", "-"), time: 500 * time.Millisecond, cpu: time.Minute})
	if codeOf(err) != "" || models.KindOf(err) != models.Unavailable {
		t.Errorf("wall clock: %v", err)
	}
	if top := stop(); top == 0 || top > 300<<20 {
		t.Errorf("a process used %d MB", top>>20)
	}
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(300*time.Millisecond, cancel)
	_, _, err = v.run(ctx, command{program: v.tools.ffmpeg, args: append(endless, "-f", "null", "-"), time: time.Minute, cpu: time.Minute})
	if err != context.Canceled {
		t.Errorf("called off: %v", err)
	}
}

// inside replaces a box within boxes and corrects their lengths.
func inside(t testing.TB, data []byte, path []string, body []byte) []byte {
	t.Helper()
	for at := 0; at+8 <= len(data); {
		size := int(binary.BigEndian.Uint32(data[at:]))
		if size < 8 || at+size > len(data) {
			break
		}
		if string(data[at+4:at+8]) == path[0] {
			if len(path) > 1 {
				body = inside(t, data[at+8:at+size], path[1:], body)
			}
			box := append(append(be32(uint32(8+len(body))), path[0]...), body...)
			return append(append(bytes.Clone(data[:at]), box...), data[at+size:]...)
		}
		at += size
	}
	t.Fatalf("there is no box %q", path[0])
	return nil
}

// alias is a data reference (QuickTime) to another file.
func alias(path string) []byte {
	entry := append([]byte("alis"), make([]byte, 4+10+28+12+64+16+4+16)...)
	entry = binary.BigEndian.AppendUint16(entry, 2)
	entry = binary.BigEndian.AppendUint16(entry, uint16(len(path)))
	entry = append(entry, path...)
	if len(path)%2 == 1 {
		entry = append(entry, 0)
	}
	entry = append(entry, 0xff, 0xff, 0, 0)
	entry = append(be32(uint32(4+len(entry))), entry...)
	return append([]byte{0, 0, 0, 0, 0, 0, 0, 1}, entry...)
}

// A film whose data are said to be in another file shows nothing of that file.
func TestVideoDataInAnotherFile(t *testing.T) {
	t.Parallel()
	secret := mediatest.ClipFile(t, "secret.mov", "-f", "lavfi", "-i", "testsrc2=size=64x48:duration=1:rate=5", "-c:v", "libx264",
		"-preset", "ultrafast", "-pix_fmt", "yuv420p")
	data, err := os.ReadFile(secret)
	if err != nil {
		t.Fatal(err)
	}
	data = inside(t, data, []string{"moov", "trak", "mdia", "minf", "dinf", "dref"}, alias(secret))
	at := bytes.Index(data, []byte("mdat"))
	size := int(binary.BigEndian.Uint32(data[at-4:])) - 8
	clear(data[at+4 : at+4+size]) // of its own it has nothing
	path := filepath.Join(filepath.Dir(secret), "upload")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	open, err := exec.Command("ffmpeg", "-v", "error", "-enable_drefs", "1", "-use_absolute_path", "1", "-i", path, "-f",
		"framemd5", "-").CombinedOutput()
	if err != nil || !bytes.Contains(open, []byte("\n0, ")) {
		t.Fatalf("the file does not do what it should where that is allowed: %v: %s", err, open)
	}
	v := NewVideos(VideoOptions{Logger: slog.New(slog.DiscardHandler)})
	if _, err = v.Inspect(context.Background(), path); err == nil {
		_, err = v.Transcode(context.Background(), VideoJob{Path: path, OutDir: t.TempDir()})
	}
	if codeOf(err) != Damaged {
		t.Errorf("%v", err)
	}
}
