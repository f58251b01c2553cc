package main

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

// stalledKind is a way of holding a connection open without getting on.
type stalledKind struct {
	name  string
	count int
	begin string
	drip  bool // a byte each second
	small bool // a small window to read into
}

func (n *neighbour) stalledKinds() []stalledKind {
	upload := "POST /v1/media/upload HTTP/1.1\r\nHost: " + n.address + "\r\nAuthorization: Bearer " + n.mallory +
		"\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 5000000\r\n\r\n" +
		"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n\xff\xd8\xff"
	form := "POST /login HTTP/1.1\r\nHost: " + n.address +
		"\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\nlogin=a"
	page := "GET /developers/docs HTTP/1.1\r\nHost: " + n.address + "\r\n\r\n"
	return []stalledKind{
		{name: "dripping uploads", count: 300, begin: upload, drip: true},
		{name: "stalled forms", count: 20, begin: form},
		{name: "clients that never read", count: 20, begin: strings.Repeat(page, 60), small: true},
		{name: "stalled headers", count: 20, begin: "GET / HTTP/1.1\r\nHost: " + n.address + "\r\nX-Slow: "},
	}
}

// stalled opens all four kinds and leaves them open.
func (n *neighbour) stalled(ctx context.Context, name string) error {
	ctx, cancel := context.WithCancel(ctx)
	var all sync.WaitGroup
	defer all.Wait()
	defer cancel()
	open := map[string]map[string]bool{}
	kinds := n.stalledKinds()
	began := time.Now()
	for i, kind := range kinds {
		open[kind.name] = map[string]bool{}
		for range kind.count {
			c, err := n.dial("127.7.0." + strconv.Itoa(i+1))
			if err != nil {
				return err
			}
			defer func() { _ = c.Close() }()
			if kind.small {
				_ = c.SetReadBuffer(4096)
			}
			open[kind.name][asListed(c.LocalAddr().(*net.TCPAddr))] = true
			all.Go(func() { kind.keep(ctx, c) })
		}
	}
	time.Sleep(2 * time.Second)
	first := n.stillOpen(open)
	w, err := n.measure(ctx, *samples)
	if err != nil {
		return err
	}
	during := n.stillOpen(open)
	n.row(name, w)
	gone := map[string]time.Duration{}
	for time.Since(began) < 150*time.Second && len(gone) < len(kinds) && ctx.Err() == nil {
		now := n.stillOpen(open)
		for _, kind := range kinds {
			if _, ok := gone[kind.name]; !ok && now[kind.name] == 0 {
				gone[kind.name] = time.Since(began)
			}
		}
		time.Sleep(500 * time.Millisecond)
	}
	for _, kind := range kinds {
		took, ok := gone[kind.name]
		words := "all cut after " + seconds(took)
		if !ok {
			words = fmt.Sprintf("%d are STILL OPEN after %s", n.stillOpen(open)[kind.name], seconds(time.Since(began)))
			n.failed = true
		}
		fmt.Printf("    %d %s: %d open at first, %d after the measurement, %s\n", kind.count, kind.name, first[kind.name],
			during[kind.name], words)
	}
	return nil
}

func (n *neighbour) dial(address string) (*net.TCPConn, error) {
	to, err := net.ResolveTCPAddr("tcp", n.address)
	if err != nil {
		return nil, err
	}
	return net.DialTCP("tcp", &net.TCPAddr{IP: net.ParseIP(address)}, to)
}

// keep begins and then stalls. It never reads.
func (k stalledKind) keep(ctx context.Context, c *net.TCPConn) {
	_ = c.SetWriteDeadline(time.Now().Add(5 * time.Second)) // whose answers nobody reads is not read either
	_, err := io.WriteString(c, k.begin)
	_ = c.SetWriteDeadline(time.Time{})
	for k.drip && err == nil {
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Second):
		}
		_, err = c.Write([]byte{0})
	}
	<-ctx.Done()
}

// stillOpen counts connections that the server has not ended, as the system knows them.
func (n *neighbour) stillOpen(open map[string]map[string]bool) map[string]int {
	local := ""
	if to, err := net.ResolveTCPAddr("tcp", n.address); err == nil {
		local = asListed(to)
	}
	raw, _ := os.ReadFile("/proc/net/tcp")
	out := map[string]int{}
	for line := range strings.Lines(string(raw)) {
		f := strings.Fields(line)
		if len(f) < 4 || f[3] != "01" || f[1] != local { // 01 is established
			continue
		}
		for name, list := range open {
			if list[f[2]] {
				out[name]++
			}
		}
	}
	return out
}

// asListed is an address as /proc/net/tcp writes it.
func asListed(a *net.TCPAddr) string {
	return fmt.Sprintf("%08X:%04X", binary.NativeEndian.Uint32(a.IP.To4()), a.Port)
}

// textBomb is a PNG of about so many bytes, most of them compressed texts.
func textBomb(size int) (file []byte, inflated int, err error) {
	var small bytes.Buffer
	if err := png.Encode(&small, image.NewGray(image.Rect(0, 0, 640, 480))); err != nil {
		return nil, 0, err
	}
	const each = 64 << 20
	var text bytes.Buffer
	text.WriteString("Comment\x00\x00")
	z, err := zlib.NewWriterLevel(&text, zlib.BestCompression)
	if err != nil {
		return nil, 0, err
	}
	for zeros := make([]byte, 1<<20); inflated < each; inflated += len(zeros) {
		if _, err := z.Write(zeros); err != nil {
			return nil, 0, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, 0, err
	}
	chunk := binary.BigEndian.AppendUint32(nil, uint32(text.Len()))
	chunk = append(append(chunk, "zTXt"...), text.Bytes()...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	const head = 8 + 25 // the signature and IHDR
	file = append(file, small.Bytes()[:head]...)
	inflated = 0
	for len(file)+len(chunk) < size {
		file = append(file, chunk...)
		inflated += each
	}
	return append(file, small.Bytes()[head:]...), inflated, nil
}
