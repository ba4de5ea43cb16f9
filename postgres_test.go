package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"honglinh/catalog/store/postgrestest"
)

// TestTheCatalogueLivesInPostgreSQL takes content in, serves it, signs somebody in at the desk
// and turns others away, with all that lasts in a database.
func TestTheCatalogueLivesInPostgreSQL(t *testing.T) {
	db := postgrestest.New(t)
	src, data, at := writePackage(t, "id,ten\na,Chùa Thiên Tượng\nb,Núi Hồng\n"), t.TempDir(), db.Place()
	args := []string{"--store", at, "--data", data, "--no-embedded", "--packages", src}
	if status, said, errs := command(t.Context(), append([]string{"ingest"}, args...)...); status != 0 || !strings.Contains(said, "3 records added") {
		t.Fatalf("ingest: %d %s %s", status, said, errs)
	}
	addr, admin, stop := server(t, args...)
	until(t, time.Minute, "http://"+admin+"/readyz", "ready")
	until(t, time.Minute, "http://"+addr+"/api/v1/search?q=thien+tuong", "place/a")
	until(t, time.Minute, "http://"+addr+"/api/v1/records/place/b", "Núi Hồng")
	until(t, time.Minute, "http://"+addr+"/api/v1/site", `"postgres 1"`)
	signsIn(t, addr, at, data)
	turnedAway(t, admin, at, src)

	// The server goes and comes back: so does the catalogue, and the lease stays where it was.
	db.Stop(t, postgrestest.Immediate)
	if status, said := get(t, "http://"+addr+"/api/v1/records/place/a/versions?lang=en"); status != http.StatusBadGateway || !strings.Contains(said, "PostgreSQL server does not answer") || strings.Contains(said, db.Host()) {
		t.Errorf("without its database it answers %d %s", status, said)
	}
	db.Start(t)
	until(t, time.Minute, "http://"+addr+"/api/v1/search?q=hong", "place/b")
	if err := os.WriteFile(filepath.Join(src, "diem.csv"), []byte("id,ten\na,Chùa Thiên Tượng\nb,Núi Hồng\nc,Đền Củi\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	res, err := http.Post("http://"+admin+"/ingest", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	until(t, time.Minute, "http://"+addr+"/api/v1/records/place/c", "Đền Củi")
	turnedAway(t, admin, at, src)
	if status := stop(); status != 0 {
		t.Errorf("the server ended with %d", status)
	}
	afterwards(t, at, data)
}

var tokenIn = regexp.MustCompile(`token=(\S+)`)

// signsIn has the operator add an account, and its person set the password and sign in.
func signsIn(t *testing.T, addr, at, data string) {
	t.Helper()
	status, said, errs := command(t.Context(), "user", "add", "lan", "--store", at, "--data", data, "--role", "contributor", "--unit", "bac-hong-linh", "--person", "Người thử")
	found := tokenIn.FindStringSubmatch(said)
	if status != 0 || found == nil {
		t.Fatalf("user add: %d %s %s", status, said, errs)
	}
	token, err := url.QueryUnescape(found[1])
	if err != nil {
		t.Fatal(err)
	}
	jar, _ := cookiejar.New(nil)
	client := &http.Client{Jar: jar}
	const password = "một mật khẩu đủ dài để thử"
	var res *http.Response
	for _, form := range []struct {
		path   string
		values url.Values
	}{
		{"/desk/vi/link", url.Values{"token": {token}, "password": {password}}},
		{"/desk/vi/sign-in", url.Values{"name": {"lan"}, "password": {password}}},
	} {
		if res, err = client.PostForm("http://"+addr+form.path, form.values); err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
	}
	res, err = client.Get("http://" + addr + "/desk/vi/me")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusOK || strings.Contains(res.Request.URL.Path, "sign-in") {
		t.Errorf("who signed in gets %d at %s", res.StatusCode, res.Request.URL)
	}
}

// turnedAway begins a second writer, in a data folder of its own.
func turnedAway(t *testing.T, admin, at, src string) {
	t.Helper()
	time.Sleep(3 * time.Second) // the server came back: its writer tries twice a second to hold the lease again
	begun := time.Now()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second) // for one that is let in
	defer cancel()
	status, _, errs := command(ctx, "serve", "--addr", "127.0.0.1:0", "--admin-addr", "127.0.0.1:0", "--store", at, "--data", t.TempDir(), "--no-embedded", "--packages", src)
	if status != 1 || time.Since(begun) > 5*time.Second || !strings.Contains(errs, "honglinh serve") || !strings.Contains(errs, "POST http://"+admin+"/ingest") {
		t.Errorf("a second writer ended with %d after %v: %s", status, time.Since(begun), errs)
	}
}

// afterwards looks at what lasts with the other commands.
func afterwards(t *testing.T, at, data string) {
	t.Helper()
	if status, said, errs := command(t.Context(), "check", "--store", at, "--data", data); status != 0 || !strings.Contains(said, "0 damaged, 0 heal") {
		t.Errorf("check: %d %s %s", status, said, errs)
	}
	out := filepath.Join(t.TempDir(), "out")
	if status, said, errs := command(t.Context(), "export", "--store", at, "--data", data, "--out", out); status != 0 || !strings.Contains(said, "1 packages") {
		t.Errorf("export: %d %s %s", status, said, errs)
	}
	for name, args := range map[string][]string{
		"a backup":                     {"backup", "--store", at, "--data", data, "--out", out + ".zip"},
		"a backup without the address": {"backup", "--data", data, "--out", out + ".zip"},
		"a check without the address":  {"check", "--data", data},
		"an ingest into files":         {"ingest", "--data", data, "--no-embedded"},
		"another store":                {"ingest", "--store", at + "x", "--data", data, "--no-embedded"},
		"another store, anew":          {"ingest", "--store", at + "x", "--data", data, "--no-embedded", "--start-anew"},
	} {
		want := map[string]string{"a backup": "pg_dump", "another store": "made from another store", "another store, anew": "made from another store"}[name]
		if want == "" {
			want = "say --store"
		}
		if status, _, errs := command(t.Context(), args...); status != 1 || !strings.Contains(errs, want) {
			t.Errorf("%s: status %d, %s; want %q", name, status, errs, want)
		}
	}
	if files, err := filepath.Glob(filepath.Join(data, "*.sqlite")); err != nil || len(files) > 0 {
		t.Errorf("the data folder holds %v, %v", files, err)
	}
	raw, err := os.ReadFile(filepath.Join(data, "store.json"))
	if err != nil || !json.Valid(raw) || strings.Contains(string(raw), "password") {
		t.Errorf("the note of the store: %s, %v", raw, err)
	}
}
