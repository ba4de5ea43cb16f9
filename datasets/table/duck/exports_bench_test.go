package duck_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"honglinh/datasets/export"
	"honglinh/datasets/export/encode"
	"honglinh/datasets/table"
)

// BenchmarkExportOf1000000Rows writes a table of 1,000,000 rows and 9 columns
// in every format, whole and sorted, and reports how much the process grew at
// most: the driver keeps the result of a statement in memory, an export must not.
func BenchmarkExportOf1000000Rows(b *testing.B) {
	const rows = 1_000_000
	e, ref, r := stand(b, rows)
	ctx := context.Background()
	for _, form := range export.For(export.Tables) {
		for name, q := range map[string]table.Query{"whole": {Ref: ref}, "sorted": {Ref: ref, Order: []table.Order{{By: "ten"}, {By: "von", Desc: true}}}} {
			b.Run(form.Name+" "+name, func(b *testing.B) {
				debug.FreeOSMemory()
				e.Trim()
				before := resident(b, "VmRSS:")
				if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
					b.Skip("SKIPPED: the peak of memory cannot be read here: ", err)
				}
				n, start := 0, time.Now()
				for b.Loop() {
					var err error
					if n, err = (encode.Encoder{}).Table(ctx, form, e, q, export.About{Resource: r}, export.Options{}, io.Discard); err != nil || n != rows {
						b.Fatal(n, err)
					}
				}
				b.ReportMetric(rows*float64(b.N)/time.Since(start).Seconds(), "rows/s")
				b.ReportMetric(float64(resident(b, "VmHWM:")-before)/1024, "MB-grown")
			})
		}
	}
}

// resident reads a line of /proc/self/status in kB.
func resident(b *testing.B, line string) int {
	b.Helper()
	raw, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skip("SKIPPED: memory is read from /proc, which this system has not: ", err)
	}
	_, rest, _ := strings.Cut(string(raw), line)
	var kb int
	if _, err := fmt.Sscan(rest, &kb); err != nil {
		b.Fatal(err)
	}
	return kb
}
