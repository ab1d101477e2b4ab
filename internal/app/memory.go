package app

import (
	"bytes"
	"os"
	"strconv"
)

// memory returns the bytes that this process and its neighbours share: the
// container's, or the machine's, or a guess where neither can be read.
func memory() int64 {
	const guess = 4 << 30
	machine := int64(guess)
	if b, err := os.ReadFile("/proc/meminfo"); err == nil {
		if fields := bytes.Fields(b); len(fields) > 1 { // MemTotal: 24576000 kB
			if kb, err := strconv.ParseInt(string(fields[1]), 10, 64); err == nil {
				machine = kb << 10
			}
		}
	}
	for _, path := range []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"} {
		b, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		if limit, err := strconv.ParseInt(string(bytes.TrimSpace(b)), 10, 64); err == nil && limit > 0 {
			machine = min(machine, limit)
		}
	}
	return machine
}
