package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"honglinh/catalog/store/postgrestest"
)

// rewrite has the package of writePackage hold other rows.
func rewrite(t *testing.T, src, csv string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(src, "diem.csv"), []byte(csv), 0o644); err != nil {
		t.Fatal(err)
	}
}

// ingestAt asks a server to take its sources in.
func ingestAt(t *testing.T, admin string) {
	t.Helper()
	res, err := http.Post("http://"+admin+"/ingest", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusAccepted {
		t.Fatalf("ingest: %s", res.Status)
	}
}

const (
	secret  = "mã của bên đọc"
	twoRows = "id,ten\na,Chùa Thiên Tượng\nb,Núi Hồng\n"
)

// TestAReaderFollowsItsWriter has a reader show what its writer publishes, go on without it,
// and hand on to it what people write.
func TestAReaderFollowsItsWriter(t *testing.T) {
	for name, place := range map[string]func() string{
		"records copied": func() string { return "" }, "records in PostgreSQL": postgrestest.New(t).Place,
	} {
		t.Run(name, func(t *testing.T) { followsItsWriter(t, place()) })
	}
}

func followsItsWriter(t *testing.T, store string) {
	src, wData, rData := writePackage(t, twoRows), t.TempDir(), t.TempDir()
	writes := []string{"--store", store, "--data", wData, "--no-embedded", "--packages", src, "--replica-token", secret, "--trust-proxy=127.0.0.0/8", "--refresh", "0"}
	addr, admin, stop := server(t, writes...)
	until(t, time.Minute, "http://"+admin+"/readyz", "ready")
	reads := []string{"--store", store, "--data", rData, "--replica-token", secret, "--follow", "http://" + admin, "--writer", "http://" + addr}
	rAddr, rAdmin, rStop := server(t, reads...)
	until(t, time.Minute, "http://"+rAdmin+"/readyz", `"behind":0`)
	until(t, time.Second, "http://"+rAddr+"/api/v1/search?q=thien+tuong", "place/a")
	until(t, time.Second, "http://"+rAddr+"/vi/place/b", "Núi Hồng")
	until(t, time.Second, "http://"+rAddr+"/api/v1/datasets/diem/tables/diem/rows", "Chùa Thiên Tượng")

	rewrite(t, src, "id,ten\na,Chùa Thiên Tượng cổ\nc,Đền Củi\n")
	ingestAt(t, admin)
	until(t, time.Minute, "http://"+addr+"/api/v1/search?q=den+cui", "place/c")
	until(t, 15*time.Second, "http://"+rAddr+"/api/v1/search?q=den+cui", "place/c")
	for path, want := range map[string]int{"/api/v1/records/place/b": http.StatusGone, "/api/v1/records/place/a?version=1": http.StatusOK, "/desk/vi/sign-in": http.StatusOK,
		"/api/v1/freshness": http.StatusOK, "/vi/coverage": http.StatusOK, "/vi/enquiry": http.StatusOK} {
		if status, said := get(t, "http://"+rAddr+path); status != want {
			t.Errorf("%s: the reader answers %d, want %d: %.300s", path, status, want, said)
		}
	}
	if status, _ := get(t, "http://"+admin+"/replica/v1/publication"); status != http.StatusUnauthorized {
		t.Errorf("without the token what is published is handed over with %d", status)
	}

	if status := stop(); status != 0 {
		t.Errorf("the writer ended with %d", status)
	}
	time.Sleep(1200 * time.Millisecond)
	servesOn(t, rAddr, rAdmin)
	if status := rStop(); status != 0 {
		t.Errorf("the reader ended with %d", status)
	}
	rAddr, rAdmin, rStop = server(t, reads...)
	defer rStop()
	until(t, 10*time.Second, "http://"+rAdmin+"/readyz", `"trouble"`)
	servesAlone(t, rAddr)

	back := append([]string{"--addr", addr, "--admin-addr", admin}, writes...)
	rewrite(t, src, "id,ten\na,Chùa Thiên Tượng cổ\nd,Suối Tiên\n")
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan string, 1)
	go func() {
		status, _, errs := command(ctx, append([]string{"serve"}, back...)...)
		ended <- fmt.Sprint(status, " ", errs)
	}()
	defer func() {
		end()
		if said := <-ended; t.Failed() {
			t.Logf("the writer that came back: %s", said)
		}
	}()
	until(t, time.Minute, "http://"+rAddr+"/api/v1/search?q=suoi+tien", "place/d")
	turnsAway(t, wData, rData, src, "http://"+admin)
}

// servesOn looks at a reader whose writer has just gone.
func servesOn(t *testing.T, addr, admin string) {
	t.Helper()
	servesAlone(t, addr)
	res, err := http.Get("http://" + addr + "/api/v1/records/place/a")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.Header.Get("Age") == "" {
		t.Error("without its writer the answers of a reader have no age")
	}
	until(t, 5*time.Second, "http://"+admin+"/metrics", "honglinh_replica_following 0")
}

// servesAlone looks at a reader without a writer.
func servesAlone(t *testing.T, addr string) {
	t.Helper()
	until(t, time.Second, "http://"+addr+"/api/v1/search?q=den+cui", "place/c")
	until(t, time.Second, "http://"+addr+"/vi/place/a", "Chùa Thiên Tượng cổ")
	res, err := http.Get("http://" + addr + "/desk/vi/sign-in")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" {
		t.Errorf("the desk is answered with %s, Retry-After %q", res.Status, res.Header.Get("Retry-After"))
	}
}

// turnsAway begins a writer in a reader's folder, and a reader in a writer's.
func turnsAway(t *testing.T, wData, rData, src, writer string) {
	t.Helper()
	for name, c := range map[string]struct {
		want string
		args []string
	}{
		"a writer in a reader's folder": {"is the copy of a reader", []string{"ingest", "--data", rData, "--no-embedded", "--packages", src}},
		"a reader in a writer's folder": {"is a writer's", []string{"serve", "--data", wData, "--follow", writer, "--replica-token", secret}},
		"a reader without a token":      {"--replica-token", []string{"serve", "--data", t.TempDir(), "--follow", writer}},
		"a reader of nowhere":           {"want the operator's address", []string{"serve", "--data", t.TempDir(), "--follow", "nowhere", "--replica-token", secret}},
	} {
		if status, _, errs := command(t.Context(), c.args...); status != 1 || !strings.Contains(errs, c.want) {
			t.Errorf("%s: %d %s, want %q", name, status, errs, c.want)
		}
	}
}
