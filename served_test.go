package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// judged are the queries of the judged list.
func judged(b *testing.B) []string {
	b.Helper()
	f, err := os.Open("indexer/testdata/judged.tsv")
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	var out []string
	for s := bufio.NewScanner(f); s.Scan(); {
		if query, _, ok := strings.Cut(s.Text(), "\t"); ok && !strings.HasPrefix(query, "#") {
			out = append(out, query)
		}
	}
	return out
}

// searches are n different searches of 20 hits with 3 facets: no answer that was
// kept serves another of them.
func searches(queries []string, n int) []string {
	facets := []string{"kind,topic,place", "kind,status,year", "topic,place,confidence", "kind,sector,licence"}
	var out []string
	for i := range n {
		v := url.Values{"q": {queries[i%len(queries)]}, "facets": {facets[i/len(queries)%len(facets)]}}
		out = append(out, "/api/v1/search?"+v.Encode())
	}
	return out
}

// load asks for every path in turn over one connection and reports how long the
// answers took to their last byte, their size, and the processor time of the server.
func load(b *testing.B, s served, coding string, paths []string) {
	b.Helper()
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}}
	defer client.CloseIdleConnections()
	before := s.cpu()
	var took []time.Duration
	size := int64(0)
	for _, path := range paths {
		req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, "http://"+s.addr+path, nil)
		if err != nil {
			b.Fatal(err)
		}
		req.Header.Set("Accept-Encoding", coding)
		start := time.Now()
		res, err := client.Do(req)
		if err != nil {
			b.Fatal(err)
		}
		n, err := io.Copy(io.Discard, res.Body)
		took = append(took, time.Since(start))
		res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK {
			b.Fatalf("%s: %d, %v", path, res.StatusCode, err)
		}
		size += n
	}
	slices.Sort(took)
	n := len(took)
	b.ReportMetric(ms(took[n/2]), "p50-ms")
	b.ReportMetric(ms(took[n*99/100]), "p99-ms")
	b.ReportMetric(ms(s.cpu()-before)/float64(n), "cpu-ms/op")
	b.ReportMetric(float64(size)/float64(n)/1000, "kB/op")
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// served is a program that serves.
type served struct {
	addr string
	pid  int
}

// cpu is the time that the process spent on its processors, without the kernel's.
func (s served) cpu() time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest)
	ticks, _ := strconv.Atoi(fields[11]) // utime, in hundredths of a second on Linux
	return time.Duration(ticks) * time.Second / 100
}

// BenchmarkServedSearch asks the built program over HTTP: 20 hits and 3 facets of
// the shipped catalogue. "different" asks no search twice.
func BenchmarkServedSearch(b *testing.B) {
	const requests = 1000
	program, queries := asProcess.program(b), judged(b)
	addr, _, pid := startProgram(b, program, b.TempDir(), "--rate-limit", "0")
	s := served{addr, pid}
	for _, run := range []struct {
		name, coding string
		paths        []string
	}{
		{"different, first time", "gzip", searches(queries, requests)},
		{"different, gzip", "gzip", searches(queries, requests)},
		{"different, plain", "identity", searches(queries, requests)},
		{"different, any coding", "gzip, br, zstd", searches(queries, requests)},
		{"eight again and again, gzip", "gzip", slices.Repeat(searches(queries[:8], 8), requests/8)},
	} {
		b.Run(run.name, func(b *testing.B) {
			for range b.N {
				load(b, s, run.coding, run.paths)
			}
		})
	}
}
