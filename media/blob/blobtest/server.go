// Package blobtest runs a real S3 server for tests: versitygw, which ./test
// builds into build/tools. It is imported by tests only.
package blobtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

const (
	accessKey = "photogram-test"
	secretKey = "quiet-harbour-lantern"
	region    = "us-east-1"
)

// Server is an S3 server of one test on a loopback address.
type Server struct {
	Address string // host and port

	t       testing.TB
	program string
	dir     string
	said    bytes.Buffer
	cmd     *exec.Cmd
	ended   chan struct{}
}

// setKeys gives this process the keys, which every server here has: clients
// read them from the environment.
var setKeys = sync.OnceValue(func() error {
	return errors.Join(os.Setenv("AWS_ACCESS_KEY_ID", accessKey), os.Setenv("AWS_SECRET_ACCESS_KEY", secretKey))
})

// Start runs a server until the test ends.
func Start(t testing.TB) *Server {
	t.Helper()
	program, err := find()
	if err == nil {
		err = setKeys()
	}
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{t: t, program: program, dir: t.TempDir()}
	for _, name := range []string{"buckets", "marks"} {
		if err := os.Mkdir(filepath.Join(s.dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Address = l.Addr().String()
	_ = l.Close()
	s.Resume()
	t.Cleanup(s.Stop)
	return s
}

// find looks for the program in the module that is tested.
func find() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("no go.mod above this package")
		}
	}
	program := filepath.Join(dir, "build", "tools", "versitygw")
	if _, err := os.Stat(program); errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%s is missing: ./test builds it", program)
	}
	return program, nil
}

// Resume lets a server that was stopped answer again, with what it kept.
func (s *Server) Resume() {
	s.t.Helper()
	// What it knows of files stands beside them, since not every disk keeps attributes.
	s.cmd = exec.Command(s.program, "--quiet", "--region", region, "--port", s.Address, "posix", "--sidecar",
		filepath.Join(s.dir, "marks"), filepath.Join(s.dir, "buckets"))
	s.cmd.Env = []string{"ROOT_ACCESS_KEY=" + accessKey, "ROOT_SECRET_KEY=" + secretKey, "HOME=" + s.dir}
	s.cmd.Stdout, s.cmd.Stderr = &s.said, &s.said
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	started, ended := make(chan error), make(chan struct{})
	s.ended = ended
	go func(cmd *exec.Cmd) {
		runtime.LockOSThread() // whose end would be taken for ours
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait()
		}
		close(ended)
	}(s.cmd)
	if err := <-started; err != nil {
		s.t.Fatal(err)
	}
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		conn, err := net.Dial("tcp", s.Address)
		if err == nil {
			_ = conn.Close()
			return
		}
		select {
		case <-ended:
			s.t.Fatalf("the S3 server ended: %s", s.said.String())
		default:
		}
		if time.Now().After(end) {
			s.t.Fatalf("the S3 server does not answer: %v", err)
		}
	}
}

// Stop ends the server: its address refuses connections. Its files stay until
// the test ends.
func (s *Server) Stop() {
	_ = s.cmd.Process.Kill()
	<-s.ended
}

// Hang makes the server take connections and never answer, until Continue.
func (s *Server) Hang() { s.signal(syscall.SIGSTOP) }

// Continue ends a Hang.
func (s *Server) Continue() { s.signal(syscall.SIGCONT) }

func (s *Server) signal(sig syscall.Signal) {
	s.t.Helper()
	if err := s.cmd.Process.Signal(sig); err != nil {
		s.t.Fatal(err)
	}
}

// Bucket makes an empty bucket and gives its address.
func (s *Server) Bucket(name string) string {
	s.t.Helper()
	client := s3.New(s3.Options{Region: region, BaseEndpoint: aws.String("http://" + s.Address), UsePathStyle: true,
		Credentials: credentials.NewStaticCredentialsProvider(accessKey, secretKey, ""),
		HTTPClient:  &http.Client{Timeout: 30 * time.Second}})
	if _, err := client.CreateBucket(context.Background(), &s3.CreateBucketInput{Bucket: aws.String(name)}); err != nil {
		s.t.Fatal(err)
	}
	return s.URL(name)
}

// URL is the address of a bucket, whether it is there or not.
func (s *Server) URL(bucket string) string {
	q := url.Values{"endpoint": {"http://" + s.Address}, "region": {region}, "use_path_style": {"true"}}
	return "s3://" + strings.ToLower(bucket) + "?" + q.Encode()
}

// Dir is where a bucket's files are.
func (s *Server) Dir(bucket string) string { return filepath.Join(s.dir, "buckets", bucket) }

// Env are the variables with the keys, for programs.
func Env() []string {
	return []string{"AWS_ACCESS_KEY_ID=" + accessKey, "AWS_SECRET_ACCESS_KEY=" + secretKey}
}
