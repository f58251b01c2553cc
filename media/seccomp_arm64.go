package media

import "golang.org/x/sys/unix"

const (
	auditArch    = unix.AUDIT_ARCH_AARCH64
	otherNumbers = 1 << 30 // none
)

var deniedHere = []int{unix.SYS_KEXEC_FILE_LOAD}
