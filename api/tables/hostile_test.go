package tables

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"honglinh/datasets/table/duck"
)

// grow gives the table many rows.
func (s *stand) grow(rows int) {
	s.t.Helper()
	var b bytes.Buffer
	b.WriteString("ma,ten,von,tt,lon,lat,unit_ref\n")
	for i := range rows {
		fmt.Fprintf(&b, "%07d,Cụm %d,%d.5,a,105.7,18.5,unit/n\n", i, i%977, i)
	}
	s.files["cum.csv"] = &fstest.MapFile{Data: b.Bytes()}
	s.sync()
}

func TestAReaderOfOneByteAtATimeHoldsNobodyUpAndGetsItAll(t *testing.T) {
	s := newStand(t)
	s.grow(150_000)
	server := httptest.NewServer(s.handler)
	defer server.Close()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET %s/exports/csv HTTP/1.1\r\nHost: x.example\r\nConnection: close\r\n\r\n", cum)
	var slow bytes.Buffer
	for range 20 {
		if _, err := io.CopyN(&slow, conn, 1); err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Millisecond)
	}
	for i := range 20 { // while it waits, the others are answered, and the table changes
		r, err := http.Get(server.URL + cum + fmt.Sprintf("/rows?von__gt=%d&total=true&limit=5", i*1000))
		if err != nil || r.StatusCode != http.StatusOK {
			t.Fatal(i, err, r)
		}
		r.Body.Close()
	}
	sum := s.state().SHA256
	s.grow(10)
	if _, err := io.Copy(&slow, conn); err != nil {
		t.Fatal(err)
	}
	r, err := http.ReadResponse(bufio.NewReader(&slow), nil)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r.Body)
	if got := fmt.Sprintf("%x", sha256.Sum256(body)); err != nil || got != sum || r.ContentLength != int64(len(body)) {
		t.Errorf("got %d bytes with sum %s, want %d with %s (%v)", len(body), got, r.ContentLength, sum, err)
	}
}

func TestAReaderThatHangsUpEndsItsQueryAndLeavesNoFile(t *testing.T) {
	s := newStand(t)
	s.grow(150_000)
	before, err := os.ReadDir(s.engine.Scratch())
	if err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{"/exports/xlsx?order=-ten,ma", "/exports/csv?q=9", "/exports/parquet?order=-ten", "/exports/arrow", "/exports/gpkg", "/cite?order=-ten", "/rows?group_by=ma,ten&order=-ten", "/diff?format=csv&from=1.0.0"} {
		ctx, cancel := context.WithCancel(context.Background())
		time.AfterFunc(15*time.Millisecond, cancel)
		done := make(chan struct{})
		go func() {
			defer close(done)
			defer func() { _ = recover() }() // an answer already begun is broken off
			s.handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", base+cum+target, nil).WithContext(ctx))
		}()
		select {
		case <-done:
		case <-time.After(20 * time.Second):
			t.Errorf("%s goes on without a reader", target)
		}
		cancel()
	}
	s.face.spool.mu.Lock()
	kept := map[string]bool{}
	for _, f := range s.face.spool.files {
		kept[f.name] = true // finished before the reader left: good for the next one
	}
	s.face.spool.mu.Unlock()
	after, err := os.ReadDir(s.engine.Scratch())
	if err != nil {
		t.Fatal(err)
	}
	old := map[string]bool{}
	for _, f := range before {
		old[f.Name()] = true
	}
	for _, f := range after {
		// What the engine spilled it removes by itself, when it is closed at the latest.
		if !old[f.Name()] && !kept[filepath.Join(s.engine.Scratch(), f.Name())] && !strings.HasPrefix(f.Name(), "duckdb_temp") {
			t.Errorf("%s is left", f.Name())
		}
	}
	if got, _ := codesOf(t, s.get(cum+"/rows?limit=2")); got != "0000000 0000001" {
		t.Errorf("afterwards: %s", got)
	}
}

func TestMonstrousQueriesAreAnsweredOrRefusedClearly(t *testing.T) {
	s := newStand(t)
	s.grow(20_000)
	deep := strings.Repeat(`{"not":`, 200) + `{"column":"von","op":"gt","value":1}` + strings.Repeat(`}`, 200)
	member := `{"column":"ten","op":"contains","value":"` + strings.Repeat("x", 80) + `"}`
	wide := `{"or":[` + strings.TrimSuffix(strings.Repeat(member+",", 900), ",") + `]}` // more than 100 kB
	huge := `{"or":[` + strings.TrimSuffix(strings.Repeat(member+",", 4000), ",") + `]}`
	for name, tc := range map[string]struct {
		body   map[string]any
		status []int
		param  string
	}{
		"nested 200 deep":           {map[string]any{"filter": json.RawMessage(deep)}, []int{413}, "filter"},
		"a filter of 100 kB":        {map[string]any{"filter": json.RawMessage(wide), "limit": 1}, []int{200}, ""},
		"a filter of 500 kB":        {map[string]any{"filter": json.RawMessage(huge)}, []int{413}, ""},
		"group by everything":       {map[string]any{"group_by": "ma,ten,von,tt,lon,lat,unit_ref", "total": true}, []int{200}, ""},
		"a huge offset":             {map[string]any{"offset": 1 << 40}, []int{200}, ""},
		"an offset beyond numbers":  {map[string]any{"offset": json.RawMessage("1e400")}, []int{400}, "offset"},
		"ten thousand words":        {map[string]any{"q": strings.Repeat("cum ", 10_000)}, []int{200, 413}, ""},
		"text where a number is":    {map[string]any{"filter": json.RawMessage(`{"column":"von","op":"gt","value":"nhiều"}`)}, []int{400}, "filter"},
		"a list where one is":       {map[string]any{"filter": json.RawMessage(`{"column":"von","op":"gt","value":[1,2]}`)}, []int{400}, "filter"},
		"an object where a text is": {map[string]any{"filter": json.RawMessage(`{"column":{"a":1},"op":"eq","value":1}`)}, []int{400}, "filter"},
		"NaN":                       {map[string]any{"filter": json.RawMessage(`{"column":"von","op":"gt","value":"NaN"}`)}, []int{400}, "filter"},
		"a quantile beyond 1":       {map[string]any{"select": "quantile(von,2)"}, []int{400}, "select"},
		"select of 5,000 columns":   {map[string]any{"select": strings.TrimSuffix(strings.Repeat("von,", 5000), ",")}, []int{413}, "select"},
	} {
		b, err := json.Marshal(tc.body)
		if err != nil {
			t.Fatal(err)
		}
		w := s.do("POST", cum+"/rows", string(b), "Content-Type", "application/json")
		var p struct{ Parameter, TitleVI string }
		_ = json.Unmarshal(w.Body.Bytes(), &p) // an answer has none
		ok := false
		for _, want := range tc.status {
			ok = ok || w.Code == want
		}
		if !ok || tc.param != "" && p.Parameter != tc.param {
			t.Errorf("%s: %d %.300s", name, w.Code, w.Body)
		}
	}
	if w := s.get(cum + "/rows?filter=" + url.QueryEscape(wide)); w.Code != 200 && w.Code != 413 && w.Code != 414 {
		t.Errorf("100 kB in an address: %d", w.Code)
	}
}

func TestColumnsNamedLikeKeywordsAndInVietnameseAreOrdinary(t *testing.T) {
	s := newStand(t)
	names := []string{"select", "ORDER", "Diện tích (ha)", `a"b`, "x, y", "count", "từ-ngày", "'; DROP TABLE t; --"}
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = `"` + strings.ReplaceAll(n, `"`, `""`) + `"`
	}
	s.files["notes.csv"] = &fstest.MapFile{Data: []byte(strings.Join(quoted, ",") + "\n1,2,3.5,4,5,6,2024-01-02,8\n9,8,7,6,5,4,2025-01-02,2\n")}
	s.pack.Resources[1].Schema.Fields = nil
	s.sync()
	notes := "/api/v1/datasets/khu/tables/ghi-chu"
	for _, n := range names {
		q := url.Values{"select": {`"` + strings.ReplaceAll(n, `"`, `""`) + `"`}, n + "__notnull": {"true"}, "order": {`-"` + strings.ReplaceAll(n, `"`, `""`) + `"`}, "total": {"true"}}
		w := s.get(notes + "/rows?" + q.Encode())
		var page struct {
			Total int
			Items []map[string]any
		}
		if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil || w.Code != 200 || page.Total != 2 || len(page.Items) != 2 || page.Items[0][n] == nil {
			t.Errorf("%s: %d %s", n, w.Code, w.Body)
		}
	}
	for _, form := range []string{"csv", "json", "xlsx", "parquet", "arrow"} {
		if w := s.get(notes + "/exports/" + form); w.Code != 200 {
			t.Errorf("%s: %d %s", form, w.Code, w.Body)
		}
	}
	if w := s.get(notes + "/rows?" + url.Values{"group_by": {`year("từ-ngày")`}, "select": {`year("từ-ngày") as nam,sum("Diện tích (ha)") as tong`}}.Encode()); !strings.Contains(w.Body.String(), `{"nam":"2024","tong":3.5}`) {
		t.Errorf("groups: %s", w.Body)
	}
}

func TestAQueryBeyondItsMemoryIsBusyAndNoFault(t *testing.T) {
	s := newStand(t)
	data := t.TempDir()
	for _, memory := range []int{512, 24} { // the table comes in with room, and is asked without
		s.engine.Close()
		var err error
		if s.engine, err = duck.Open(context.Background(), data, duck.Options{MemoryMB: memory, Timeout: 20 * time.Second}); err != nil {
			t.Fatal(err)
		}
		s.face.src.Engine = s.engine
		if memory > 24 {
			s.grow(150_000)
		}
	}
	t.Cleanup(func() { s.engine.Close() })
	for _, query := range []string{"group_by=ma,ten,von&select=ma,ten,von,median(lon),distinct(unit_ref)&order=-ten", "distinct=true&order=ten&total=true", "order=ten,-von&offset=140000"} {
		w := s.get(cum + "/rows?" + query)
		if w.Code != 200 && (w.Code != 503 || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), "detail_vi")) {
			t.Errorf("%s: %d %.300s", query, w.Code, w.Body)
		}
		t.Logf("%s: %d", query, w.Code)
	}
	if w := s.get(cum + "/rows?limit=1"); w.Code != 200 {
		t.Errorf("afterwards: %d", w.Code)
	}
}
