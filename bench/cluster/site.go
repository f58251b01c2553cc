package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"photogram/migrations"
	"photogram/models"
)

const (
	accessKey = "photogram-bench"
	secretKey = "quiet-harbour-lantern"
	region    = "us-east-1"
)

// site is all that runs.
type site struct {
	dir, program string
	direct       string // the database's own address
	pooled       string
	storage      string
	postgres     *process
	pooler       *process
	s3           *process
	servers      []*process
	addresses    []string // of the servers
	worker       *process
	balancer     *balancer
	disks        map[string]string // name → place of a small disk of its own
}

// ours are the programs of Photogram, the worker last.
func (s *site) ours() []*process { return slices.Concat(s.servers, []*process{s.worker}) }

// freeAddress is a loopback address that nobody listens on.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String(), nil
}

// disk gives a directory a small disk of its own, where that is allowed.
func (s *site) disk(name, megabytes string) (string, error) {
	path := filepath.Join(s.dir, name)
	if err := os.Mkdir(path, 0o755); err != nil {
		return "", err
	}
	if err := syscall.Mount("tmpfs", path, "tmpfs", 0, "mode=0755,size="+megabytes+"m"); err == nil {
		s.disks[name] = path
	}
	return path, nil
}

func open(ctx context.Context, dir, program string) (s *site, err error) {
	s = &site{dir: dir, program: program, disks: map[string]string{}}
	defer func() {
		if err != nil {
			s.close()
		}
	}()
	for _, step := range []func(context.Context) error{s.startPostgres, s.startPooler, s.startS3, s.startServers} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// env are the settings of a program of ours with a directory of its own.
func (s *site) env(home, address string) []string {
	return []string{"PATH=" + os.Getenv("PATH"), "PHOTOGRAM_LISTEN=" + address, "PHOTOGRAM_BASE_URL=" + s.balancer.base,
		"PHOTOGRAM_DATA_DIR=" + home,
		"DATABASE_URL=" + s.pooled, "PHOTOGRAM_DATABASE_DIRECT_URL=" + s.direct, "PHOTOGRAM_DATABASE_POOL=8",
		"PHOTOGRAM_STORAGE_URL=" + s.storage, "AWS_ACCESS_KEY_ID=" + accessKey, "AWS_SECRET_ACCESS_KEY=" + secretKey,
		"PHOTOGRAM_TRUSTED_PROXIES=127.0.0.1", "PHOTOGRAM_API_RATE_LIMIT=100000000", "PHOTOGRAM_API_ACTION_LIMIT=100000000",
		"PHOTOGRAM_AVIF=false"}
}

const serverCount = 3

func (s *site) startServers(ctx context.Context) error {
	homes, err := s.disk("servers", "200")
	if err != nil {
		return err
	}
	for range serverCount {
		address, err := freeAddress()
		if err != nil {
			return err
		}
		s.addresses = append(s.addresses, address)
	}
	front, err := freeAddress()
	if err != nil {
		return err
	}
	if s.balancer, err = newBalancer(front, s.addresses); err != nil {
		return err
	}
	for i, address := range s.addresses {
		name := "server" + strconv.Itoa(i+1)
		s.servers = append(s.servers, &process{name: name, path: s.program, args: []string{"serve"},
			env: s.env(filepath.Join(homes, name), address), dir: s.dir})
	}
	s.worker = &process{name: "worker", path: s.program, args: []string{"work"},
		env: s.env(filepath.Join(homes, "worker"), s.addresses[0]), dir: s.dir}
	for _, p := range s.ours() {
		if err := p.start(); err != nil {
			return err
		}
	}
	return until(ctx, "all servers are ready", s.ready)
}

// ready is whether every server is, and nothing is wrong in its words.
func (s *site) ready() error {
	client := &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	for i, address := range s.addresses {
		for _, path := range []string{"/readyz", "/statusz"} {
			if err := isOK(client, "http://"+address+path); err != nil {
				return fmt.Errorf("server %d: %s: %w", i+1, path, err)
			}
		}
	}
	if !s.worker.alive() {
		return errors.New("the worker is not there")
	}
	return nil
}

// isOK asks for a page, which is to be answered with 200.
func isOK(client *http.Client, at string) error {
	res, err := client.Get(at)
	if err != nil {
		return err
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return errors.New(res.Status)
	}
	return nil
}

// run carries out a command of the program beside the servers.
func (s *site) run(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, s.program, args...)
	cmd.Dir, cmd.Env = s.dir, s.env(filepath.Join(s.dir, "command"), s.addresses[0])
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if err != nil {
		err = fmt.Errorf("photogram %s: %w\n%s%s", strings.Join(args, " "), err, out.String(), errs.String())
	}
	return strings.TrimSpace(out.String()), err
}

// store opens the database past the pooler, to make accounts.
func store(ctx context.Context, dsn string) (*models.Store, func(), error) {
	pool, err := models.NewPool(ctx, dsn, 4)
	if err != nil {
		return nil, nil, err
	}
	if _, err := migrations.Up(ctx, pool); err != nil {
		pool.Close()
		return nil, nil, err
	}
	st, err := models.Open(ctx, pool, models.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		pool.Close()
		return nil, nil, err
	}
	return st, func() { _ = st.Close(); pool.Close() }, nil
}

// close ends everything, the database last.
func (s *site) close() {
	if s.balancer != nil {
		s.balancer.close()
	}
	for _, p := range append(s.ours(), s.s3, s.pooler) {
		if p != nil {
			p.signal(syscall.SIGCONT)
			p.kill()
		}
	}
	if s.postgres != nil {
		_ = signalFamily(s.postgres.pid(), syscall.SIGCONT)
		s.postgres.end(syscall.SIGINT, 20*time.Second)
	}
	for _, path := range s.disks {
		_ = syscall.Unmount(path, syscall.MNT_DETACH)
	}
}
