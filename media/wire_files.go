package media

import (
	"errors"
	"fmt"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// sendFile sends a message and an open file with it.
func sendFile(c *net.UnixConn, message any, f *os.File) error {
	frame, err := framed(message)
	if err != nil {
		return err
	}
	n, _, err := c.WriteMsgUnix(frame, unix.UnixRights(int(f.Fd())), nil)
	if err == nil && n < len(frame) {
		_, err = c.Write(frame[n:])
	}
	return err
}

// inbox reads from a connection and keeps the files that come along. Only a child
// has one: its parent lets the kernel close whatever a child sends it.
type inbox struct {
	conn  *net.UnixConn
	files []*os.File
}

func (in *inbox) Read(b []byte) (int, error) {
	rights := make([]byte, unix.CmsgSpace(4))
	n, m, _, _, err := in.conn.ReadMsgUnix(b, rights)
	if err != nil {
		return n, err
	}
	messages, err := unix.ParseSocketControlMessage(rights[:m])
	if err != nil {
		return n, fmt.Errorf("read a file's descriptor: %w", err)
	}
	for i := range messages {
		fds, err := unix.ParseUnixRights(&messages[i])
		if err != nil {
			return n, fmt.Errorf("read a file's descriptor: %w", err)
		}
		for _, fd := range fds {
			in.files = append(in.files, os.NewFile(uintptr(fd), "given"))
		}
	}
	return n, nil
}

// file is the one that came with the message that was read last.
func (in *inbox) file() (*os.File, error) {
	if len(in.files) != 1 {
		return nil, fmt.Errorf("%d files came with a message", len(in.files))
	}
	f := in.files[0]
	in.files = nil
	return f, nil
}

// socketPair is a connection, and the end of it that a child gets.
func socketPair() (*net.UnixConn, *os.File, error) {
	ends, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, nil, err
	}
	ours, theirs := os.NewFile(uintptr(ends[0]), "parent"), os.NewFile(uintptr(ends[1]), "child")
	conn, err := unixConn(ours)
	if err != nil {
		return nil, nil, errors.Join(err, theirs.Close())
	}
	return conn, theirs, nil
}

// unixConn takes over an open socket.
func unixConn(f *os.File) (*net.UnixConn, error) {
	conn, err := net.FileConn(f)
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	c, ok := conn.(*net.UnixConn)
	if !ok {
		return nil, fmt.Errorf("%s is not a socket between processes", conn.LocalAddr().Network())
	}
	return c, nil
}
