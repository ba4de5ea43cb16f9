package tables

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"testing/fstest"
	"time"
)

// BenchmarkFiftyClientsOf1000000Rows is 50 clients over HTTP on a table of
// 1,000,000 rows and 12 columns, each with pages, aggregates and an export in
// turn. Any answer but 200 in full is a fault; reported are the times of first
// pages with their exact total and of all the others.
func BenchmarkFiftyClientsOf1000000Rows(b *testing.B) {
	const clients, rounds = 50, 8
	s := newStand(b)
	s.wide(1_000_000)
	server := httptest.NewServer(s.handler)
	defer server.Close()
	server.Client().Transport.(*http.Transport).MaxIdleConnsPerHost = clients
	notes := server.URL + "/api/v1/datasets/khu/tables/ghi-chu"
	var mu sync.Mutex
	first, groups, files := []time.Duration{}, []time.Duration{}, []time.Duration{}
	ask := func(took *[]time.Duration, target string) {
		start := time.Now()
		answer, err := server.Client().Get(notes + target)
		if err != nil {
			b.Error(err)
			return
		}
		defer answer.Body.Close()
		if _, err := io.Copy(io.Discard, answer.Body); err != nil || answer.StatusCode != http.StatusOK {
			b.Errorf("%s: %d %v", target, answer.StatusCode, err)
		}
		mu.Lock()
		*took = append(*took, time.Since(start))
		mu.Unlock()
	}
	for n := 0; b.Loop(); n++ {
		var wg sync.WaitGroup
		for c := range clients {
			wg.Go(func() {
				for i := range rounds {
					k := (n*clients+c)*rounds + i // no question twice: nothing is answered from before
					switch (c + i) % 8 {
					case 0:
						ask(&groups, fmt.Sprintf("/rows?group_by=phuong&select=phuong,count(),avg(von),sum(dien_tich)&nam__ge=%d&von__ne=%d", 1990+k%30, k))
					case 1:
						ask(&files, fmt.Sprintf("/exports/%s?ma=%06d&nam__ne=%d", []string{"csv", "xlsx", "parquet", "json"}[k%4], k%1000, k))
					default:
						ask(&first, fmt.Sprintf("/rows?phuong=%d&nam__gt=%d&von__ne=%d", 18115+3*(k%69), 1990+k%30, k))
					}
				}
			})
		}
		wg.Wait()
	}
	for name, took := range map[string][]time.Duration{"first-page": first, "aggregate": groups, "export": files} {
		slices.Sort(took)
		b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, name+"-p50-ms")
		b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, name+"-p99-ms")
	}
}

// wide gives the second table many rows of twelve columns.
func (s *stand) wide(rows int) {
	s.t.Helper()
	var b bytes.Buffer
	b.WriteString("id,ma,ten,phuong,nam,ngay,von,dien_tich,don_vi,nguon,tin_cay,ghi_chu\n")
	for i := range rows {
		h := i * 7919 % 1_000_003
		fmt.Fprintf(&b, "%d,%06d,Cụm công nghiệp %d,%d,%d,2%03d-%02d-%02d,%d.%02d,%d,ha,nguồn %d,high,ghi chú %d\n", i, h%1000, h%977, 18115+3*(h%69), 1990+h%36, h%26, 1+h%12, 1+h%28, h%100_000, h%100, h%977, h%40, h%977)
	}
	s.files["notes.csv"] = &fstest.MapFile{Data: b.Bytes()}
	s.pack.Resources[1].Schema.Fields = nil
	s.sync()
}
