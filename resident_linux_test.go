package main

import (
	"os"
	"regexp"
	"strconv"
	"testing"
)

func TestOnlyUnwrittenPagesOfFilesAreLetGo(t *testing.T) {
	for line, constant := range map[string]bool{
		"00a9a000-04b8c000 r-xp 0069a000 fe:00 1234  /srv/honglinh":             true,
		"04b8c000-07bc3000 r--p 0478c000 fe:00 1234  /srv/honglinh":             true,
		"07c42000-07f41000 rw-p 07842000 fe:00 1234  /srv/honglinh":             false,
		"7f6f14e00000-7f6f15091000 r--s 00000000 fe:00 99 /data/index/1.zap":    false,
		"3bba9f400000-3bbaaa800000 rw-p 00000000 00:00 0":                       false,
		"7ffd1c9f0000-7ffd1c9f4000 r--p 00000000 00:00 0                [vvar]": false,
	} {
		if m, ok := parseMapping(line); !ok || m.constant != constant || m.end <= m.start {
			t.Errorf("%s: %+v, %v, want constant %v", line, m, ok, constant)
		}
	}
	if _, ok := parseMapping("Anonymous:          304 kB"); ok {
		t.Error("a figure was taken for a mapping")
	}
}

func TestTheProgramRunsOnAfterItsPagesAreLetGo(t *testing.T) {
	before := fileBacked(t)
	releaseProgram()
	if after := fileBacked(t); after >= before {
		t.Errorf("%d kB of files in memory, %d before", after, before)
	}
	if status, out, errs := command(t.Context(), "settings"); status != 0 || out != settingsTable() {
		t.Errorf("status %d, %s", status, errs)
	}
}

// fileBacked is the memory of this process that is pages of files, in kB.
func fileBacked(t *testing.T) int {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`RssFile:\s+(\d+) kB`).FindSubmatch(status)
	if m == nil {
		t.Skip("SKIPPED: this system does not tell the pages of files apart")
	}
	n, err := strconv.Atoi(string(m[1]))
	if err != nil {
		t.Fatal(err)
	}
	return n
}
