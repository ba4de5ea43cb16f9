package main

import (
	"bufio"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// releaseProgram lets go of the pages of the program's own code and constants, which
// the start and the first ingest touched nearly all of: a server answers from a small
// part of them, which comes back from the page cache as it is asked for. Pages that
// anybody wrote to are left alone. That it cannot be done is no fault: memory stays as
// it was.
func releaseProgram() {
	f, err := os.Open("/proc/self/smaps")
	if err != nil {
		return
	}
	defer f.Close()
	var at mapping
	var clean []mapping
	for s := bufio.NewScanner(f); s.Scan(); {
		if m, ok := parseMapping(s.Text()); ok {
			at = m
		} else if rest, ok := strings.CutPrefix(s.Text(), "Anonymous:"); ok && at.constant && strings.TrimSpace(rest) == "0 kB" {
			clean = append(clean, at)
		}
	}
	for _, m := range clean {
		_, _, _ = unix.Syscall(unix.SYS_MADVISE, m.start, m.end-m.start, unix.MADV_DONTNEED)
	}
}

// mapping is a piece of the address space.
type mapping struct {
	start, end uintptr
	constant   bool // from a file, private, not to be written
}

// parseMapping reads the first line of an entry of /proc/self/smaps.
func parseMapping(line string) (mapping, bool) {
	fields := strings.Fields(line)
	if len(fields) < 5 {
		return mapping{}, false
	}
	from, to, ok := strings.Cut(fields[0], "-")
	start, errFrom := strconv.ParseUint(from, 16, 64)
	end, errTo := strconv.ParseUint(to, 16, 64)
	if !ok || errFrom != nil || errTo != nil {
		return mapping{}, false
	}
	rights := fields[1]
	return mapping{uintptr(start), uintptr(end), len(fields) == 6 && strings.HasPrefix(fields[5], "/") && rights[0] == 'r' && rights[1] == '-' && strings.HasSuffix(rights, "p")}, true
}
