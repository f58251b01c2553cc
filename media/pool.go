package media

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"slices"
	"sync"
	"syscall"
	"time"

	"photogram/models"
)

// PoolOptions configure a Pool. Zero fields mean their defaults.
type PoolOptions struct {
	Executable string        // default: this program
	Args       []string      // default: "render-child"
	Env        []string      // added to the few variables a child gets; it never inherits ours
	Workers    int           // checks at a time, and as many renders beside them; default 2
	JobTimeout time.Duration // processor time of one job; default 30 s
	Stall      time.Duration // a child that is not done by then is stalled; default four times JobTimeout
	Quiet      time.Duration // a child that does nothing at all for as long hangs; default half a minute
	IdleExit   time.Duration // an idle child ends after this; default one minute
	Memory     uint64        // bytes of private memory of one child; default 1 GiB
	Limits     Limits
	// MayCheck is asked before a file is looked at for somebody, and CheckTook hears
	// of the processor time. The context knows for whom (models.PersonOf).
	MayCheck  func(ctx context.Context) error
	CheckTook func(ctx context.Context, took time.Duration) error
	Logger    *slog.Logger // default: slog.Default()
}

// ErrClosed answers jobs that come after Close.
var ErrClosed = errors.New("media: pool is closed")

// ErrNotMade is wrapped by the error of a job that a child did not manage, though
// nothing is known to be wrong with the file. More tries will hardly help.
var ErrNotMade = errors.New("not made")

// ErrKilled is wrapped by the error of a job whose child was killed from outside:
// by a system short of memory, which may be the file's fault or not.
var ErrKilled = errors.New("the process was killed")

// ErrNoSpace is wrapped by the error of a job that found the disk full.
var ErrNoSpace = errors.New("no space left on the disk")

// queuePatience is how long an upload waits for its turn.
const queuePatience = time.Minute

// Pool keeps the child processes that decode. It is safe for concurrent use.
type Pool struct {
	options PoolOptions
	checks  *models.Turns // somebody waits for these, so they wait for no render
	renders *models.Turns
	pieces  *models.Turns // of files that are being received

	mu     sync.Mutex
	idle   []*child
	closed bool
}

// NewPool prepares a pool; children start when there is work.
func NewPool(o PoolOptions) *Pool {
	if o.Executable == "" {
		o.Executable = "/proc/self/exe" // Also right after the file was replaced by an upgrade.
	}
	if o.Args == nil {
		o.Args = []string{"render-child"}
	}
	if o.Workers < 1 {
		o.Workers = 2
	}
	if o.JobTimeout <= 0 {
		o.JobTimeout = 30 * time.Second
	}
	if o.Stall <= 0 { // a busy machine is no fault of the photo's
		o.Stall = 4 * o.JobTimeout
	}
	if o.Quiet <= 0 {
		o.Quiet = 30 * time.Second
	}
	if o.IdleExit <= 0 {
		o.IdleExit = time.Minute
	}
	if o.Memory == 0 {
		o.Memory = 1 << 30
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	o.Limits = o.Limits.withDefaults()
	return &Pool{options: o, renders: models.NewTurns(models.TurnRules{AtOnce: o.Workers}),
		pieces: models.NewTurns(models.TurnRules{AtOnce: max(runtime.GOMAXPROCS(0), 2), Each: 1, Waiting: 5000, Queue: 1000,
			Patient: queuePatience,
			Full:    "input.error.many-files"}),
		checks: models.NewTurns(models.TurnRules{AtOnce: o.Workers, Each: 1, Waiting: 500, Queue: 100, Patient: queuePatience,
			Full: "input.error.many-photos"})}
}

// Limits are the limits in force, defaults filled in.
func (p *Pool) Limits() Limits { return p.options.Limits }

// Inspect runs every guard over the file at path and tells what it is. A file
// that is refused gives an *Error; other errors are ours or the machine's.
func (p *Pool) Inspect(ctx context.Context, path string) (Info, error) {
	if _, err := checkFile(path, p.options.Limits); err != nil {
		return Info{}, err
	}
	if p.options.MayCheck != nil {
		if err := p.options.MayCheck(ctx); err != nil {
			return Info{}, err
		}
	}
	answer, err := p.run(ctx, request{Op: "inspect", Path: path})
	if errors.Is(err, ErrKilled) {
		answer, err = p.run(ctx, request{Op: "inspect", Path: path})
	}
	p.checkTook(ctx, answer, err)
	if err != nil {
		return Info{}, err
	}
	if answer.Info == nil {
		return Info{}, errors.New("inspect: empty answer")
	}
	return *answer.Info, nil
}

// checkTook counts a check. One whose child died took all that it may.
func (p *Pool) checkTook(ctx context.Context, answer response, err error) {
	took := answer.Took
	var e *Error
	if errors.As(err, &e) && took == 0 {
		took = p.options.JobTimeout
	}
	if p.options.CheckTook == nil || took == 0 {
		return
	}
	if err := p.options.CheckTook(context.WithoutCancel(ctx), took); err != nil {
		p.options.Logger.Error("the time of a check was not counted", "error", err)
	}
}

// Render writes the renditions of a photo that Inspect accepted: for each width
// of models.RenditionWidths and each side of models.SquareSizes a WebP and a JPEG,
// and PreviewName if asked for. They are sRGB and carry no metadata. Of an
// animation the first frame is used. Nothing is enlarged, unless the job says so
// of squares. After an error OutDir may hold some of the files.
func (p *Pool) Render(ctx context.Context, job RenderJob) (Result, error) {
	if err := job.Recipe.Validate(); err != nil {
		return Result{}, err
	}
	if _, err := checkFile(job.Path, p.options.Limits); err != nil {
		return Result{}, err
	}
	answer, err := p.run(ctx, request{Op: "render", Path: job.Path, Recipe: job.Recipe.Normalized(), OutDir: job.OutDir,
		Preview: job.Preview, Full: job.Full, AVIF: job.AVIF, Enlarge: job.Enlarge, Width: job.Width, Height: job.Height})
	if err != nil {
		return Result{}, err
	}
	if answer.Result == nil {
		return Result{}, errors.New("render: empty answer")
	}
	return *answer.Result, nil
}

// Close ends idle children and refuses new jobs; jobs under way finish first.
func (p *Pool) Close() error {
	p.mu.Lock()
	p.closed = true
	idle := p.idle
	p.idle = nil
	p.mu.Unlock()
	for _, c := range idle {
		c.stop()
	}
	for range p.options.Workers {
		for _, turns := range []*models.Turns{p.checks, p.renders} {
			leave, err := turns.Enter(context.Background(), "")
			if err != nil {
				return err
			}
			defer leave()
		}
	}
	return nil
}

func (p *Pool) run(ctx context.Context, req request) (response, error) {
	turns, who := p.checks, models.PersonOf(ctx)
	if req.isJob() {
		turns, who = p.renders, ""
	}
	leave, err := turns.Enter(ctx, who)
	if err != nil {
		return response{}, err
	}
	defer leave()
	if req.file, err = os.Open(req.Path); err != nil {
		return response{}, err
	}
	defer func() { _ = req.file.Close() }()
	req.Limits = p.options.Limits
	req.CPU = p.options.JobTimeout
	answer, err := p.attempt(ctx, req)
	if errors.Is(err, errNotStarted) { // It died while idle, through no fault of this file.
		answer, err = p.attempt(ctx, req)
	}
	if err != nil {
		return response{}, err
	}
	return answer, answer.err(req)
}

// attempt has one child do the job and says what its death, if it dies, means.
func (p *Pool) attempt(ctx context.Context, req request) (response, error) {
	c, err := p.take(req.isJob())
	if err != nil {
		return response{}, err
	}
	patience := p.options.Stall
	if c.gentle { // it lets all else go first
		patience *= 4
	}
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	release := context.AfterFunc(limited, c.kill)
	unwatch := c.watch(p.options.Quiet)
	var answer response
	err = c.ask(req, &answer)
	hung := unwatch()
	if !release() || err != nil {
		c.stop()
	} else {
		p.give(c)
	}
	if answer.Refused != nil {
		p.options.Logger.Info("photo refused", "op", req.Op, "reason", answer.Failure)
	}
	switch {
	case err == nil:
		return answer, nil
	case ctx.Err() != nil:
		return response{}, ctx.Err()
	case limited.Err() != nil:
		p.options.Logger.Warn("render child stalled", "op", req.Op, "after", patience)
		return response{}, models.Say(models.Error{Kind: models.Unavailable, Field: "file", RetryAfter: 60},
			"editor.error.server-very-busy-did-not")
	case errors.Is(err, errNotStarted):
		return response{}, fmt.Errorf("%w (%s) %s", err, c.state(), lastLine(c.stderr.String()))
	case c.endedBy(syscall.SIGXCPU):
		p.options.Logger.Warn("render child took too long", "op", req.Op, "processor", p.options.JobTimeout)
		return response{}, &Error{TooSlow, fmt.Sprintf("This photo takes longer than %s to process. Please send a smaller one.",
			p.options.JobTimeout)}
	}
	p.options.Logger.Warn("render child died", "op", req.Op, "hung", hung, "state", c.state(), "stderr", c.stderr.String())
	heavy := &Error{TooHeavy, "This photo needs more memory or time than we can give it. Please send a smaller or simpler one."}
	if c.endedBy(syscall.SIGKILL) && !hung {
		return response{}, fmt.Errorf("%w (%w)", heavy, ErrKilled)
	}
	return response{}, heavy
}

// err is what a child's answer means to the caller.
func (r *response) err(req request) error {
	switch {
	case r.Refused != nil:
		return r.Refused
	case r.NoSpace:
		return fmt.Errorf("%s: %w: %s", req.Op, ErrNoSpace, r.Failure)
	case r.Failure != "":
		return fmt.Errorf("%s: %w: %s", req.Op, ErrNotMade, r.Failure)
	}
	return nil
}

// take gives an idle child, the last used first, or starts one. A gentle one lets
// everything else on the machine go first.
func (p *Pool) take(gentle bool) (*child, error) {
	for {
		p.mu.Lock()
		if p.closed {
			p.mu.Unlock()
			return nil, ErrClosed
		}
		var c *child
		for i := len(p.idle) - 1; i >= 0 && c == nil; i-- {
			if p.idle[i].gentle == gentle {
				c = p.idle[i]
				p.idle = slices.Delete(p.idle, i, i+1)
			}
		}
		p.mu.Unlock()
		switch {
		case c == nil:
			return p.start(gentle)
		case c.alive():
			c.idle.Stop()
			return c, nil
		}
		c.stop()
	}
}

// give puts a child back, or ends it when the pool was closed meanwhile.
func (p *Pool) give(c *child) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		c.stop()
		return
	}
	c.idle = time.AfterFunc(p.options.IdleExit, func() {
		if p.drop(c) {
			c.stop()
		}
	})
	p.idle = append(p.idle, c)
}

// drop takes a child out of the idle ones, unless a job was faster.
func (p *Pool) drop(c *child) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, other := range p.idle {
		if other == c {
			p.idle = append(p.idle[:i], p.idle[i+1:]...)
			return true
		}
	}
	return false
}

func (p *Pool) start(gentle bool) (*child, error) {
	confinement, err := Confine()
	if err != nil {
		return nil, err
	}
	env := append(passedEnv(),
		"MALLOC_ARENA_MAX=2",
		// Fixed, because glibc raises it by itself and then keeps freed pictures; low, because
		// the aligned buffers of newer libvips leave holes in the heap that add up to 150 MiB.
		"MALLOC_MMAP_THRESHOLD_=131072",
		"MALLOC_TRIM_THRESHOLD_=2097152",
		"VIPS_CONCURRENCY=1",
		"VIPS_WARNING=0",
		fmt.Sprintf("%s=%d", envMemory, p.options.Memory),
	)
	if confinement.Seccomp {
		env = append(env, envSeccomp+"=1")
	}
	return startChild(confinement, stage{Program: p.options.Executable, Args: p.options.Args, Env: append(env, p.options.Env...),
		Gentle: gentle})
}
