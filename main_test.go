package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"honglinh/api/httpkit"
)

// command runs the program in this process.
func command(ctx context.Context, args ...string) (status int, out, errs string) {
	var o, e bytes.Buffer
	status = run(&commandLine{ctx: ctx, out: &o, err: &e, now: time.Now}, args)
	return status, o.String(), e.String()
}

// parse reads arguments as main does, without running the command.
func parse(t *testing.T, args ...string) *commands {
	t.Helper()
	var c commands
	p, err := kong.New(&c, vars(), kong.Configuration(readConfig))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Parse(args); err != nil {
		t.Fatal(err)
	}
	return &c
}

func TestFlagsBeatEnvironmentBeatsFileBeatsDefault(t *testing.T) {
	file := filepath.Join(t.TempDir(), "c.yaml")
	if err := os.WriteFile(file, []byte("addr: file:1\nadmin_addr: file:2\nrefresh: 1h\npackages: [a, b]\nno-embedded: true\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv("HONGLINH_ADDR", "env:1")
	t.Setenv("HONGLINH_REFRESH", "2h")
	got := parse(t, "serve", "--config", file, "--refresh", "3h").Serve
	want := serveCmd{Addr: "env:1", AdminAddr: "file:2", Refresh: 3 * time.Hour, RateLimit: 12000, RateBurst: 10000, KeptAnswers: 32, KeyRateLimit: 60000, KeepEnquiries: 365, LogFormat: "text"}
	want.Data, want.Packages, want.NoEmbedded = "./data", []string{"a", "b"}, true
	want.RemovalLimit, want.PackageBytes, want.PackageRows, want.PackageTime, want.ImportArea = 20, 16<<30, 20_000_000, 30*time.Minute, box{Min: orb.Point{102, 6}, Max: orb.Point{118, 24}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(serveCmd{}, httpkit.Proxies{})); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
}

func TestAnUnknownKeyOfTheFileNamesTheNearest(t *testing.T) {
	file := filepath.Join(t.TempDir(), "c.yaml")
	if err := os.WriteFile(file, []byte("adr: x\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	status, _, errs := command(t.Context(), "serve", "--config", file)
	if status == 0 || !strings.Contains(errs, `"adr"`) || !strings.Contains(errs, `"addr"`) {
		t.Errorf("status %d: %s", status, errs)
	}
}

func TestEveryFlagIsInTheTableOfSettingsAndTheOtherWayRound(t *testing.T) {
	var c commands
	p, err := kong.New(&c, vars(), kong.Configuration(readConfig))
	if err != nil {
		t.Fatal(err)
	}
	flags := map[string]string{} // name → commands
	for _, cmd := range p.Model.Children {
		seen := map[string]bool{}
		for _, f := range flagsOf(cmd) {
			if !seen[f.Name] {
				flags[f.Name] = strings.TrimSpace(flags[f.Name] + " " + cmd.Name)
			}
			seen[f.Name] = true
			s := find(f.Name)
			if len(f.Envs) != 1 || f.Envs[0] != s.variable() || f.Help != s.help || s.fallback != "" && s.fallback != "false" && f.Default != s.fallback {
				t.Errorf("flag --%s of %s does not follow the table", f.Name, cmd.Name)
			}
		}
	}
	table := map[string]string{}
	for _, s := range settings() {
		table[s.name] = s.commands
	}
	if diff := cmp.Diff(table, flags); diff != "" {
		t.Errorf("flags (-table +program):\n%s", diff)
	}
}

// flagsOf are the flags of a command and of those below it.
func flagsOf(cmd *kong.Node) []*kong.Flag {
	out := cmd.Flags
	for _, below := range cmd.Children {
		out = append(out, flagsOf(below)...)
	}
	return out
}

func find(name string) setting {
	for _, s := range settings() {
		if s.name == name {
			return s
		}
	}
	return setting{}
}

func TestTheReadmeListsTheSettings(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if os.IsNotExist(err) {
		t.Skip("SKIPPED: there is no README.md yet")
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(settingsTable()), "\n") {
		if !bytes.Contains(readme, []byte(line)) {
			t.Errorf("README.md lacks the line (print them with `honglinh settings`):\n%s", line)
		}
	}
}

const onePlace = `{"name":"diem","title":"Điểm","resources":[{"name":"diem","path":"diem.csv","format":"csv","type":"table",
"schema":{"fields":[{"name":"id","type":"string"},{"name":"ten","type":"string"}]},"honglinh":{"kind":"place","id":"id","title":{"vi":"ten"}}}]}`

func writePackage(t *testing.T, csv string) string {
	t.Helper()
	dir := t.TempDir()
	for name, body := range map[string]string{"datapackage.json": onePlace, "diem.csv": csv} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestIngestCheckAndExportTellByTheirStatus(t *testing.T) {
	src, data, dir := writePackage(t, "id,ten\na,Chùa\nb,\n"), t.TempDir(), t.TempDir()
	report, out := filepath.Join(dir, "r.json"), filepath.Join(dir, "out")
	status, said, errs := command(t.Context(), "ingest", "--data", data, "--no-embedded", "--packages", src, "--report", report)
	if status != 1 || !strings.Contains(errs, "diem.csv row 3 column ten") || !strings.Contains(said, "2 records added") {
		t.Errorf("ingest with a wrong row: status %d, %s %s", status, said, errs)
	}
	raw, err := os.ReadFile(report)
	var rep struct {
		Read, Added int
		Refused     []struct {
			File, Column, Reason string
			Row                  int
		}
	}
	if err != nil || json.Unmarshal(raw, &rep) != nil || rep.Read != 2 || rep.Added != 2 || len(rep.Refused) != 1 || rep.Refused[0].Row != 3 {
		t.Errorf("report: %v %s", err, raw)
	}
	if status, said, errs := command(t.Context(), "check", "--data", data); status != 0 {
		t.Errorf("check: status %d, %s %s", status, said, errs)
	}
	if status, said, errs := command(t.Context(), "export", "--data", data, "--out", out); status != 0 {
		t.Errorf("export: status %d, %s %s", status, said, errs)
	}
	if status, _, _ := command(t.Context(), "export", "--data", data, "--out", out); status == 0 {
		t.Error("export wrote into a folder that holds something")
	}
	if err := os.RemoveAll(filepath.Join(data, "index")); err != nil {
		t.Fatal(err)
	}
	if status, said, _ := command(t.Context(), "check", "--data", data); status != 0 || !strings.Contains(said, "heals index-missing") || !strings.Contains(said, "0 damaged, 1 heal") {
		t.Errorf("check without an index, which the next run builds: status %d, %s", status, said)
	}
	if err := os.RemoveAll(filepath.Join(data, "packages")); err != nil {
		t.Fatal(err)
	}
	if status, said, _ := command(t.Context(), "check", "--data", data); status != 1 || !strings.Contains(said, "DAMAGE copy-missing") {
		t.Errorf("check without a copy: status %d, %s", status, said)
	}
	if status, said, _ := command(t.Context(), "check", "--repair", "--packages", src, "--data", data); status != 0 || !strings.Contains(said, "0 damaged, 0 heal") {
		t.Errorf("check --repair: status %d, %s", status, said)
	}
}

// server starts the program and returns its addresses; it ends with the test.
func server(t *testing.T, args ...string) (addr, admin string, stop func() int) {
	t.Helper()
	return serverAt(t, time.Now, args...)
}

// serverAt starts the program with a clock of its own.
func serverAt(t *testing.T, now func() time.Time, args ...string) (addr, admin string, stop func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe()
	done := make(chan int, 1)
	go func() {
		args := append([]string{"serve", "--addr", "127.0.0.1:0", "--admin-addr", "127.0.0.1:0"}, args...)
		done <- run(&commandLine{ctx: ctx, out: io.Discard, err: w, now: now}, args)
		w.Close()
	}()
	stop = func() int { cancel(); return <-done }
	t.Cleanup(cancel)
	line := make([]byte, 0, 4096)
	listening := regexp.MustCompile(` addr=(\S+) admin_addr=(\S+) `)
	for b := make([]byte, 4096); ; {
		n, err := r.Read(b)
		line = append(line, b[:n]...)
		if m := listening.FindSubmatch(line); m != nil {
			go io.Copy(io.Discard, r)
			return string(m[1]), string(m[2]), stop
		}
		if err != nil {
			t.Fatalf("the server ended: %s", line)
		}
	}
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

// until asks until the answer holds what is wanted.
func until(t *testing.T, within time.Duration, url, want string) {
	t.Helper()
	deadline := time.Now().Add(within)
	for {
		status, body := get(t, url)
		if status == http.StatusOK && strings.Contains(body, want) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s: after %v still %d %s", url, within, status, body)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func TestServeTakesNewContentInByItself(t *testing.T) {
	src, data := writePackage(t, "id,ten\na,Chùa Thiên Tượng\n"), t.TempDir()
	args := []string{"--data", data, "--no-embedded", "--packages", src, "--refresh", "0"}
	addr, admin, stop := server(t, args...)
	if status, _ := get(t, "http://"+admin+"/healthz"); status != http.StatusOK {
		t.Errorf("healthz: %d", status)
	}
	until(t, 10*time.Second, "http://"+admin+"/readyz", "ready")
	until(t, 10*time.Second, "http://"+addr+"/api/v1/search?q=chua+thien+tuong", "place/a")

	status, _, errs := command(t.Context(), "ingest", "--data", data)
	if status == 0 || !strings.Contains(errs, "POST http://"+admin+"/ingest") {
		t.Errorf("ingest beside a server: status %d, %s", status, errs)
	}
	if err := os.WriteFile(filepath.Join(src, "diem.csv"), []byte("id,ten\na,Chùa Thiên Tượng\nmoi,Đền Cả\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	res, err := http.Post("http://"+admin+"/ingest", "", nil)
	if err != nil || res.StatusCode != http.StatusAccepted {
		t.Fatalf("POST /ingest: %v, %v", res, err)
	}
	res.Body.Close()
	until(t, 10*time.Second, "http://"+addr+"/api/v1/search?q=den+ca", "place/moi")
	if _, metrics := get(t, "http://"+admin+"/metrics"); !strings.Contains(metrics, `honglinh_records{kind="place"} 2`) {
		t.Error("metrics do not count the two places")
	}
	if status, page := get(t, "http://"+addr+"/vi/search?q=den+ca"); status != http.StatusOK || !strings.Contains(page, "Đền Cả") {
		t.Errorf("the page of the search: %d", status)
	}
	if status := stop(); status != 0 {
		t.Errorf("the server ended with status %d", status)
	}

	start := time.Now()
	_, admin, stop = server(t, args...)
	if status, _ := get(t, "http://"+admin+"/readyz"); status != http.StatusOK || time.Since(start) > 20*time.Second {
		t.Errorf("a later start: readyz %d after %v, want 200 without a new build of the index", status, time.Since(start))
	}
	stop()
}
