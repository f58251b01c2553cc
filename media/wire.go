package media

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"photogram/media/look"
)

// request is one job for the child.
type request struct {
	Op      string        `json:"op"` // "inspect", "render" or "unpack"
	Path    string        `json:"-"`  // the child gets it opened
	Limits  Limits        `json:"limits"`
	CPU     time.Duration `json:"cpu"` // processor time the job may use
	Recipe  look.Recipe   `json:"recipe"`
	OutDir  string        `json:"-"` // the child asks for each file
	Preview bool          `json:"preview"`
	Full    bool          `json:"full"`
	Enlarge bool          `json:"enlarge"`
	AVIF    bool          `json:"avif"`
	Width   int           `json:"width"`
	Height  int           `json:"height"`

	file *os.File // Path
}

// isJob says that this waited in the queue of jobs; nobody waits for an answer.
func (r *request) isJob() bool { return r.Op == "render" || r.Op == "unpack" }

// started is the child's first answer to a request, before it touches the file.
type started struct{}

// response carries Info or Result when the job was done, or asks for a file.
type response struct {
	Create  string  `json:"create,omitempty"` // a name in OutDir
	Info    *Info   `json:"info,omitempty"`
	Result  *Result `json:"result,omitempty"`
	Refused *Error  `json:"refused,omitempty"` // the file is at fault
	Failure string  `json:"failure,omitempty"` // why, for the log; alone when we or the machine are at fault
	NoSpace bool    `json:"no_space,omitempty"`

	Took time.Duration `json:"took,omitempty"` // processor time
}

// created answers a response that asks for a file, which comes along.
type created struct {
	Failure string `json:"failure,omitempty"`
	NoSpace bool   `json:"no_space,omitempty"`
}

// maxMessage bounds a message in bytes; real ones are a few thousand.
const maxMessage = 1 << 20

// send writes a message behind its length, four bytes, big endian.
func send(w io.Writer, message any) error {
	frame, err := framed(message)
	if err != nil {
		return err
	}
	_, err = w.Write(frame)
	return err
}

func framed(message any) ([]byte, error) {
	body, err := json.Marshal(message)
	if err != nil {
		return nil, err
	}
	if len(body) > maxMessage {
		return nil, fmt.Errorf("message of %d bytes is too long", len(body))
	}
	return append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), body...), nil
}

func receive(r io.Reader, message any) error {
	var length [4]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return err
	}
	n := binary.BigEndian.Uint32(length[:])
	if n > maxMessage {
		return fmt.Errorf("message of %d bytes is too long", n)
	}
	body := make([]byte, n)
	if _, err := io.ReadFull(r, body); err != nil {
		return err
	}
	return json.Unmarshal(body, message)
}
