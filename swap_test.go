package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// glossary writes a package of concepts; other concepts need another generation of
// the index.
func glossary(t *testing.T, dir, synonym string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	shipped := os.DirFS("datasets/packages/glossary")
	if err := os.CopyFS(dir, shipped); err != nil && !os.IsExist(err) {
		t.Fatal(err)
	}
	concepts, err := os.ReadFile("datasets/packages/glossary/concepts.csv")
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(concepts), "mời gọi đầu tư", "mời gọi đầu tư; "+synonym, 1)
	if err := os.WriteFile(filepath.Join(dir, "concepts.csv"), []byte(changed), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestNoRequestFailsWhileContentIsTakenIn(t *testing.T) {
	hup := make(chan os.Signal, 1) // should the server not listen yet, the signal must not end the tests
	signal.Notify(hup, syscall.SIGHUP)
	defer signal.Stop(hup)
	root := t.TempDir()
	places, words := writePackage(t, "id,ten\na,Chùa Thiên Tượng\n"), filepath.Join(root, "glossary")
	glossary(t, words, "đầu tiên")
	addr, admin, stop := server(t, "--data", filepath.Join(root, "data"), "--no-embedded", "--packages", places, "--packages", words, "--refresh", "200ms")
	defer stop()
	until(t, 30*time.Second, "http://"+admin+"/readyz", "ready")
	until(t, 30*time.Second, "http://"+addr+"/api/v1/datasets/diem/tables/diem/rows", "Chùa")

	over := make(chan struct{})
	var asked atomic.Int64
	var readers sync.WaitGroup
	for _, path := range []string{"/api/v1/search?q=chua+thien+tuong&facets=kind,place", "/vi/search?q=chua", "/en/place/a", "/api/v1/suggest?q=chu",
		"/api/v1/records/place/a", "/api/v1/changes?since=0", "/api/v1/datasets/diem/tables/diem/rows", "/ogc/collections?f=json", "/readyz"} {
		host := addr
		if path == "/readyz" {
			host = admin
		}
		readers.Go(func() {
			for {
				select {
				case <-over:
					return
				default:
				}
				res, err := http.Get("http://" + host + path)
				if err != nil {
					t.Errorf("%s: %v", path, err)
					return
				}
				body, err := io.ReadAll(res.Body)
				res.Body.Close()
				if err != nil || res.StatusCode != http.StatusOK {
					t.Errorf("%s: %d, %v, %s", path, res.StatusCode, err, tail(string(body)))
					return
				}
				asked.Add(1)
			}
		})
	}
	for i, told := range []func(){
		func() {}, // the refresh sees it
		func() {
			if err := syscall.Kill(os.Getpid(), syscall.SIGHUP); err != nil {
				t.Error(err)
			}
		},
		func() {
			res, err := http.Post("http://"+admin+"/ingest", "", nil)
			if err != nil || res.StatusCode != http.StatusAccepted {
				t.Errorf("POST /ingest: %v, %v", res, err)
				return
			}
			res.Body.Close()
		},
	} {
		name := fmt.Sprintf("Đền số %d", i)
		csv := "id,ten\na,Chùa Thiên Tượng\nmoi," + name + "\n"
		if err := os.WriteFile(filepath.Join(places, "diem.csv"), []byte(csv), 0o644); err != nil {
			t.Fatal(err)
		}
		glossary(t, words, fmt.Sprintf("lần %d", i))
		told()
		until(t, 30*time.Second, "http://"+addr+"/api/v1/search?q=den+so&kind=place", name)
	}
	close(over)
	readers.Wait()
	generations, err := os.ReadDir(filepath.Join(root, "data", "index"))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d requests while %d things stood in the index's folder", asked.Load(), len(generations))
	current, err := os.ReadFile(filepath.Join(root, "data", "index", "CURRENT"))
	if err != nil || strings.Contains(string(current), `"generation":1,`) {
		t.Errorf("the index is still of its first generation, so that nothing was swapped: %s, %v", current, err)
	}
}

func TestASecondProcessOnAHeldFolderEndsAtOnce(t *testing.T) {
	src, data := writePackage(t, "id,ten\na,Chùa\n"), t.TempDir()
	args := []string{"--data", data, "--no-embedded", "--packages", src}
	_, admin, stop := server(t, args...)
	defer stop()
	for _, second := range []string{"serve", "ingest"} {
		more := args
		if second == "serve" {
			more = append([]string{"--addr", "127.0.0.1:0", "--admin-addr", "127.0.0.1:0"}, args...)
		}
		begun := time.Now()
		status, _, errs := command(t.Context(), append([]string{second}, more...)...)
		if status != 1 || time.Since(begun) > 5*time.Second {
			t.Errorf("a second %s ended with %d after %v", second, status, time.Since(begun))
		}
		for _, want := range []string{data, fmt.Sprint(os.Getpid()), "honglinh serve", "POST http://" + admin + "/ingest"} {
			if !strings.Contains(errs, want) {
				t.Errorf("a second %s does not say %q: %s", second, want, errs)
			}
		}
	}
}

func TestAServerToldToStopSaysSoAndFinishesWhatIsUnderWay(t *testing.T) {
	src := writePackage(t, "id,ten\na,Chùa Thiên Tượng\n")
	addr, admin, stop := server(t, "--data", t.TempDir(), "--no-embedded", "--packages", src, "--refresh", "0")
	until(t, 30*time.Second, "http://"+admin+"/readyz", "ready")
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	const form = "q=chua+thien+tuong"
	fmt.Fprintf(conn, "POST /api/v1/search HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", addr, len(form), form[:3])
	time.Sleep(200 * time.Millisecond) // the request is under way once its head was read
	ended := make(chan int, 1)
	go func() { ended <- stop() }()
	deadline := time.Now().Add(10 * time.Second)
	for {
		res, err := http.Get("http://" + admin + "/readyz")
		if err != nil {
			t.Fatalf("the operator's address closed before the request under way was answered: %v", err)
		}
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode == http.StatusServiceUnavailable {
			if res.Header.Get("Retry-After") == "" || !strings.Contains(string(body), "shutting down") {
				t.Errorf("readyz while stopping: Retry-After %q, %s", res.Header.Get("Retry-After"), body)
			}
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("readyz never says that the server stops")
		}
		time.Sleep(10 * time.Millisecond)
	}
	if _, err := io.WriteString(conn, form[3:]); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("the request under way was cut off: %v", err)
	}
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK || !strings.Contains(string(body), "place/a") {
		t.Errorf("the request under way: %d, %v, %s", res.StatusCode, err, body)
	}
	if status := <-ended; status != 0 {
		t.Errorf("the server ended with status %d", status)
	}
}

func TestBeforeItIsReadyAServerAnswers503AndWhenToAskAgain(t *testing.T) {
	addr, admin, stop := server(t, "--data", t.TempDir(), "--refresh", "0")
	defer stop()
	for _, url := range []string{"http://" + admin + "/readyz", "http://" + addr + "/api/v1/search?q=x", "http://" + addr + "/vi/search?q=x"} {
		res, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" {
			t.Errorf("%s: %d, Retry-After %q", url, res.StatusCode, res.Header.Get("Retry-After"))
		}
	}
}
