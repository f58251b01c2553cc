package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// trouble is one thing that breaks, and how it is brought back by whoever runs
// the machines: what is ours must come to itself.
type trouble struct {
	name  string
	disk  string // that it needs
	lasts time.Duration
	begin func() error
	end   func() error
	note  func() string
}

func (s *site) troubles() []trouble {
	nothing := func() error { return nil }
	killed := func(name string, p *process) trouble {
		return trouble{name: name, lasts: *hold, begin: func() error { p.kill(); return nil }, end: p.start}
	}
	stopped := func(name string, p *process) trouble {
		sent := func(sig syscall.Signal) func() error {
			return func() error { return signalFamily(p.pid(), sig) }
		}
		return trouble{name: name, lasts: *hang, begin: sent(syscall.SIGSTOP), end: sent(syscall.SIGCONT)}
	}
	disk := func(name, which string) trouble {
		b := &balloon{path: filepath.Join(s.disks[which], "balloon")}
		return trouble{name: name, disk: which, lasts: *hold, begin: b.blow, end: b.burst}
	}
	var rolled string
	return []trouble{
		{name: "nothing", lasts: *hold, begin: nothing, end: nothing},
		killed("a server, kill -9", s.servers[0]),
		killed("the worker, kill -9", s.worker),
		{name: "a session of PostgreSQL, kill -9", lasts: *hold, begin: s.killSession, end: nothing},
		killed("PostgreSQL, kill -9", s.postgres),
		{name: "PostgreSQL, immediate stop", lasts: *hold, end: s.postgres.start,
			begin: func() error { s.postgres.end(syscall.SIGQUIT, time.Minute); return nil }},
		stopped("PostgreSQL hangs", s.postgres),
		killed("PgBouncer, kill -9", s.pooler),
		stopped("S3 hangs", s.s3),
		killed("S3, kill -9", s.s3),
		disk("the disk of all servers is full", "servers"),
		disk("the disk of S3 is full", "s3"),
		disk("the disk of PostgreSQL is full", "database"),
		{name: "every program restarted in turn", end: nothing, begin: func() (err error) { rolled, err = s.roll(); return err },
			note: func() string { return rolled }},
	}
}

// family is a process and its children.
func family(pid int) []int {
	pids := []int{pid}
	found, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range found {
		raw, err := os.ReadFile(path)
		if err != nil {
			continue // it ended
		}
		fields := strings.Fields(string(raw[strings.LastIndexByte(string(raw), ')')+1:]))
		if len(fields) > 1 && fields[1] == strconv.Itoa(pid) {
			child, _ := strconv.Atoi(filepath.Base(filepath.Dir(path)))
			pids = append(pids, child)
		}
	}
	return pids
}

func signalFamily(pid int, sig syscall.Signal) error {
	if pid == 0 {
		return errors.New("it does not run")
	}
	for _, one := range family(pid) {
		if err := syscall.Kill(one, sig); err != nil && !errors.Is(err, syscall.ESRCH) {
			return err
		}
	}
	return nil
}

// killSession kills one of the database's processes that serve us, upon which
// the database ends all of them.
func (s *site) killSession() error {
	for _, pid := range family(s.postgres.pid())[1:] {
		raw, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
		if strings.HasPrefix(string(raw), "postgres: photogram photogram") {
			return syscall.Kill(pid, syscall.SIGKILL)
		}
	}
	return errors.New("the database has no session")
}

// balloon is a file that takes all of a disk, and what others give back, too.
type balloon struct {
	path string
	file *os.File
	stop chan struct{}
	done sync.WaitGroup
}

func (b *balloon) blow() (err error) {
	if b.file, err = os.Create(b.path); err != nil {
		return err
	}
	if err := b.fill(1 << 20); err != nil {
		return err
	}
	b.stop = make(chan struct{})
	b.done.Go(func() {
		for {
			select {
			case <-b.stop:
				return
			case <-time.After(time.Millisecond):
				_ = b.fill(4 << 10)
			}
		}
	})
	return nil
}

// fill writes until there is no space.
func (b *balloon) fill(piece int) (err error) {
	for block := make([]byte, piece); err == nil; {
		_, err = b.file.Write(block)
	}
	if errors.Is(err, syscall.ENOSPC) {
		return nil
	}
	return err
}

func (b *balloon) burst() error {
	close(b.stop)
	b.done.Wait()
	return errors.Join(b.file.Close(), os.Remove(b.path))
}

// roll restarts one program after the other as an upgrade does.
func (s *site) roll() (string, error) {
	var longest time.Duration
	for i, p := range s.ours() {
		took, polite := p.end(syscall.SIGTERM, time.Minute)
		if !polite {
			return "", fmt.Errorf("%s does not stop within a minute", p.name)
		}
		longest = max(longest, took)
		if err := p.start(); err != nil {
			return "", err
		}
		for end := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
			if i >= len(s.servers) || s.balancer.backends[i].ready.Load() {
				break
			}
			if time.Now().After(end) {
				return "", fmt.Errorf("%s is not ready again", p.name)
			}
		}
	}
	return "the slowest stop took " + seconds(longest), nil
}

// faults breaks one thing after the other while people go on.
func faults(ctx context.Context, dir, program string, which *regexp.Regexp) error {
	fmt.Println("starting PostgreSQL, PgBouncer, S3, three servers, a worker and a balancer")
	s, err := open(ctx, dir, program)
	if err != nil {
		return err
	}
	defer s.close()
	seen, book := &observed{}, newLedger()
	names := []string{"probe", "friend"}
	for i := range *crowd {
		names = append(names, "person"+strconv.Itoa(i+1))
	}
	people, err := gather(ctx, s, names, seen, book)
	if err != nil {
		return err
	}
	probe, people := people[:2], people[2:]
	stop := together(people)
	defer func() { stop() }()
	time.Sleep(*hold)
	var rows []*outcome
	failed := false
	for _, t := range s.troubles() {
		if !which.MatchString(t.name) {
			continue
		}
		out := &outcome{name: t.name}
		rows = append(rows, out)
		if t.disk != "" && s.disks[t.disk] == "" {
			out.skipped = "skipped: a small disk of its own needs root"
			continue
		}
		if err := s.bring(ctx, t, out, probe); err != nil {
			return err
		}
		seen.sum(out)
		fmt.Printf("%s %-34s %d asked, %d good; well after %s\n", time.Now().Format("15:04:05"), t.name, out.total, out.count[good],
			seconds(out.well.Sub(out.ended)))
		if out.unwell != nil {
			failed = true
			fmt.Println("does not recover by itself:", out.unwell)
			break
		}
	}
	stop()
	stop = func() {}
	fine := s.lookBack(ctx, people, book)
	for _, r := range rows { // anew, since some waited beyond the end of their fault
		seen.sum(r)
	}
	seen.report(rows)
	if !fine || failed {
		return errFailed
	}
	return nil
}

// bring lets one fault happen and waits until all is well.
func (s *site) bring(ctx context.Context, t trouble, out *outcome, probe []*person) error {
	before := s.unasked()
	out.begun = time.Now()
	if err := t.begin(); err != nil {
		return fmt.Errorf("%s: %w", t.name, err)
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(t.lasts):
	}
	out.ended = time.Now()
	if err := t.end(); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: %w", t.name, err)
	}
	for end := out.ended.Add(*patience); ; time.Sleep(100 * time.Millisecond) {
		out.unwell = s.well(probe, end)
		if out.well = time.Now(); out.unwell == nil || out.well.After(end) || ctx.Err() != nil {
			break
		}
	}
	if t.note != nil {
		out.notes = append(out.notes, t.note())
	}
	if after := s.unasked(); after != before {
		out.notes = append(out.notes, "ended by themselves and were started again: "+after)
	}
	return ctx.Err()
}

// unasked names programs that ended by themselves so far.
func (s *site) unasked() string {
	var list []string
	for _, p := range append(s.ours(), s.postgres, s.pooler, s.s3) {
		if n := p.unasked(); n > 0 {
			list = append(list, fmt.Sprintf("%s (%d)", p.name, n))
		}
	}
	return strings.Join(list, ", ")
}

// lookBack wants everything to be there that was acknowledged.
func (s *site) lookBack(ctx context.Context, people []*person, book *ledger) bool {
	began := time.Now()
	end := began.Add(*patience)
	var wrong []string
	left := 0
	for _, p := range people {
		left += len(p.pending)
		if err := p.settle(ctx, end); err != nil {
			wrong = append(wrong, err.Error())
		}
	}
	settled := time.Now()
	wrong = append(wrong, book.verify(ctx, people, end.Add(*patience))...)
	fmt.Printf("\nacknowledged: %s\n%d writes were without an answer at the end and had one after %s; everything was looked up %s later\n",
		book, left, seconds(settled.Sub(began)), seconds(time.Since(settled)))
	out, err := s.run(ctx, "check")
	if err != nil {
		wrong = append(wrong, err.Error())
	}
	fmt.Println("photogram check:", out)
	for _, w := range wrong {
		fmt.Println(w)
	}
	if len(wrong) == 0 {
		fmt.Println("All of it was found again, each once, in feeds too.")
	}
	return len(wrong) == 0
}
