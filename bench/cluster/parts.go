package main

import (
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
	"strings"
	"syscall"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/jackc/pgx/v5"

	"photogram/models/embedded"
)

// startPostgres lets the built-in database be made, and runs it as a process
// of its own afterwards, which nobody but us starts again.
func (s *site) startPostgres(ctx context.Context) error {
	home, err := s.disk("database", "1500")
	if err != nil {
		return err
	}
	made, err := embedded.Start(ctx, embedded.Options{DataDir: home, Settings: map[string]string{"max_wal_size": "256MB"}})
	if err != nil {
		return err
	}
	s.direct = made.DSN()
	data := filepath.Join(home, "postgres", "data")
	command, owner, err := commandOf(data)
	if err = errors.Join(err, made.Stop(ctx)); err != nil {
		return err
	}
	s.postgres = &process{name: "postgres", path: command[0], args: command[1:],
		env: []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C"}, dir: s.dir, owner: owner}
	if err := s.postgres.start(); err != nil {
		return err
	}
	return until(ctx, "PostgreSQL answers", func() error { return answers(ctx, s.direct) })
}

// commandOf is how the server of a data directory was started, and as whom.
func commandOf(data string) (command []string, owner *syscall.Credential, err error) {
	raw, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if err != nil {
		return nil, nil, err
	}
	pid, _, _ := strings.Cut(string(raw), "\n")
	if raw, err = os.ReadFile("/proc/" + pid + "/cmdline"); err != nil {
		return nil, nil, err
	}
	var st syscall.Stat_t
	if err := syscall.Stat(data, &st); err != nil {
		return nil, nil, err
	}
	if int(st.Uid) != os.Geteuid() {
		owner = &syscall.Credential{Uid: st.Uid, Gid: st.Gid}
	}
	return strings.Split(strings.TrimRight(string(raw), "\x00"), "\x00"), owner, nil
}

func answers(ctx context.Context, dsn string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, "SELECT 1", pgx.QueryExecModeSimpleProtocol)
	return err
}

// until asks over and over, for a minute.
func until(ctx context.Context, what string, ask func() error) error {
	for end := time.Now().Add(time.Minute); ; {
		err := ask()
		if err == nil {
			return nil
		}
		if time.Now().After(end) || ctx.Err() != nil {
			return fmt.Errorf("waited in vain: %s: %w", what, err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// startPooler runs PgBouncer as README says.
func (s *site) startPooler(ctx context.Context) error {
	u, err := url.Parse(s.direct)
	if err != nil {
		return err
	}
	address, err := freeAddress()
	if err != nil {
		return err
	}
	host, port, _ := net.SplitHostPort(address)
	password, _ := u.User.Password()
	name := strings.TrimPrefix(u.Path, "/")
	ini := filepath.Join(s.dir, "pgbouncer.ini")
	text := fmt.Sprintf(`[databases]
%s = host=%s port=%s user=%s password=%s
[pgbouncer]
listen_addr = %s
listen_port = %s
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 12
server_login_retry = 1
max_client_conn = 200
`, name, u.Query().Get("host"), u.Query().Get("port"), u.User.Username(), password, host, port)
	if err := os.WriteFile(ini, []byte(text), 0o600); err != nil {
		return err
	}
	program := "/usr/sbin/pgbouncer" // not in everybody's PATH
	if found, err := exec.LookPath("pgbouncer"); err == nil {
		program = found
	}
	s.pooler = &process{name: "pgbouncer", path: program, args: []string{ini}, dir: s.dir, owner: s.postgres.owner}
	if o := s.pooler.owner; o != nil {
		if err := os.Chown(ini, int(o.Uid), int(o.Gid)); err != nil {
			return err
		}
	}
	if err := s.pooler.start(); err != nil {
		return err
	}
	s.pooled = "postgres://anybody@" + address + "/" + name
	return until(ctx, "PgBouncer answers", func() error { return answers(ctx, s.pooled+"?default_query_exec_mode=simple_protocol") })
}

func (s *site) startS3(ctx context.Context) error {
	from, err := root()
	if err != nil {
		return err
	}
	program := filepath.Join(from, "build", "tools", "versitygw")
	if _, err := os.Stat(program); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is missing: ./test builds it", program)
	}
	home, err := s.disk("s3", "600")
	if err != nil {
		return err
	}
	buckets, marks := filepath.Join(home, "buckets"), filepath.Join(home, "marks")
	address, err := freeAddress()
	if err = errors.Join(err, os.Mkdir(buckets, 0o700), os.Mkdir(marks, 0o700)); err != nil {
		return err
	}
	s.s3 = &process{name: "s3", path: program, dir: s.dir,
		env:  []string{"ROOT_ACCESS_KEY=" + accessKey, "ROOT_SECRET_KEY=" + secretKey, "HOME=" + home},
		args: []string{"--quiet", "--region", region, "--port", address, "posix", "--sidecar", marks, buckets}}
	if err := s.s3.start(); err != nil {
		return err
	}
	client := s3.New(s3.Options{Region: region, BaseEndpoint: aws.String("http://" + address), UsePathStyle: true,
		Credentials: credentials.NewStaticCredentialsProvider(accessKey, secretKey, ""),
		HTTPClient:  &http.Client{Timeout: 30 * time.Second}})
	s.storage = "s3://photos?" + url.Values{"endpoint": {"http://" + address}, "region": {region}, "use_path_style": {"true"}}.Encode()
	return until(ctx, "S3 answers", func() error {
		_, err := client.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: aws.String("photos")})
		return err
	})
}
