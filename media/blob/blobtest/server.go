// Package blobtest runs a real S3 server for tests: versitygw, which ./test
// builds into build/tools. It is imported by tests only.
package blobtest

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"photogram/scripts/tooltest"
)

const (
	accessKey = "photogram-test"
	secretKey = "quiet-harbour-lantern"
	region    = "us-east-1"
)

// Server is an S3 server of one test on a loopback address.
type Server struct {
	*tooltest.Tool
	t   testing.TB
	dir string
}

// setKeys gives this process the keys, which every server here has: clients
// read them from the environment.
var setKeys = sync.OnceValue(func() error {
	return errors.Join(os.Setenv("AWS_ACCESS_KEY_ID", accessKey), os.Setenv("AWS_SECRET_ACCESS_KEY", secretKey))
})

// Start runs a server until the test ends.
func Start(t testing.TB) *Server {
	t.Helper()
	if err := setKeys(); err != nil {
		t.Fatal(err)
	}
	s := &Server{t: t, dir: t.TempDir()}
	marks, buckets := filepath.Join(s.dir, "marks"), filepath.Join(s.dir, "buckets")
	if err := errors.Join(os.Mkdir(marks, 0o700), os.Mkdir(buckets, 0o700)); err != nil {
		t.Fatal(err)
	}
	env := []string{"ROOT_ACCESS_KEY=" + accessKey, "ROOT_SECRET_KEY=" + secretKey, "HOME=" + s.dir}
	s.Tool = tooltest.Start(t, "versitygw", env, func(address string) []string {
		// What it knows of files stands beside them, since not every disk keeps attributes.
		return []string{"--quiet", "--region", region, "--port", address, "posix", "--sidecar", marks, buckets}
	})
	return s
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
