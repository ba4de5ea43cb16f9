package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// How long the cluster runs under load and faults: CLUSTER_LASTS says otherwise (make cluster).
const clusterLasts = 12 * time.Second

// places is how many records the cluster has, of which each edition changes some.
const places = 40

// edition is the n-th content of the package: each record says which edition changed it last,
// and how many there are of it.
func edition(n int) string {
	var b strings.Builder
	b.WriteString("id,ten\n")
	for i := range places {
		if i%7 == 6 && n%3 == i%3 {
			continue // it is gone in this edition
		}
		fmt.Fprintf(&b, "p%d,Điểm %d lần %d\n", i, i, lastChange(i, n))
	}
	return b.String()
}

// lastChange is the last edition up to n that changed a record.
func lastChange(i, n int) int { return max(0, n-(n+i)%3) }

// node is a server of the cluster as a process of its own.
type node struct {
	t           *testing.T
	name        string
	addr, admin string
	args        []string
	program     string
	log         *os.File

	mu  sync.Mutex
	cmd *exec.Cmd
}

// openPort is a port that nobody listens at now.
func openPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func newNode(t *testing.T, name string, args ...string) *node {
	t.Helper()
	n := &node{t: t, name: name, addr: openPort(t), admin: openPort(t), program: asProcess.program(t)}
	n.args = append([]string{"serve", "--addr", n.addr, "--admin-addr", n.admin, "--base-url", "http://cluster.example", "--rate-limit", "0", "--trust-proxy=127.0.0.0/8"}, args...)
	var err error
	if n.log, err = os.Create(filepath.Join(t.TempDir(), name+".log")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		n.kill()
		if t.Failed() {
			b, _ := os.ReadFile(n.log.Name())
			for line := range bytes.Lines(b) {
				if !bytes.Contains(line, []byte("op=http")) {
					t.Logf("%s: %s", name, bytes.TrimSpace(line))
				}
			}
		}
	})
	return n
}

func (n *node) start() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.cmd = exec.Command(n.program, n.args...)
	n.cmd.Stdout, n.cmd.Stderr = n.log, n.log
	if err := n.cmd.Start(); err != nil {
		n.t.Error(err)
	}
}

// kill ends the process as a power cut would.
func (n *node) kill() {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.cmd != nil {
		_ = n.cmd.Process.Kill() // it may have ended
		_ = n.cmd.Wait()
		n.cmd = nil
	}
}

func (n *node) signal(s syscall.Signal) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.cmd != nil {
		_ = n.cmd.Process.Signal(s)
	}
}

// wire stands between a reader and its writer, and can be cut.
type wire struct {
	url string
	cut atomic.Bool
}

func newWire(t *testing.T, to string) *wire {
	t.Helper()
	w := &wire{}
	proxy := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: to})
	proxy.ErrorLog = nil
	proxy.ErrorHandler = func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) }
	s := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if w.cut.Load() {
			panic(http.ErrAbortHandler)
		}
		proxy.ServeHTTP(rw, r)
	}))
	t.Cleanup(s.Close)
	w.url = s.URL
	return w
}

// balancer gives each question to the next member that is well, and asks another where one
// does not answer.
type balancer struct {
	members []*node
	well    []atomic.Bool
	next    atomic.Int64
	client  *http.Client
	probe   *http.Client
}

func newBalancer(members []*node) *balancer {
	return &balancer{members: members, well: make([]atomic.Bool, len(members)), client: &http.Client{Timeout: 3 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 16}}, probe: &http.Client{Timeout: 500 * time.Millisecond}}
}

// watch asks the members how they are until ctx ends.
func (b *balancer) watch(ctx context.Context) {
	for ctx.Err() == nil {
		for i, m := range b.members {
			res, err := b.probe.Get("http://" + m.admin + "/readyz")
			if err == nil {
				res.Body.Close()
			}
			b.well[i].Store(err == nil && res.StatusCode == http.StatusOK)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// get answers from some member; of those that do not answer each is asked once.
func (b *balancer) get(path string) (status int, body []byte, from string, err error) {
	first := int(b.next.Add(1))
	for _, wantWell := range []bool{true, false} {
		for k := range b.members {
			i := (first + k) % len(b.members)
			if b.well[i].Load() != wantWell {
				continue
			}
			m := b.members[i]
			status, body, err = ask(b.client, "http://"+m.addr+path)
			if err == nil {
				return status, body, m.name, nil
			}
			b.well[i].Store(false)
		}
	}
	return 0, nil, "", cmp.Or(err, errors.New("no member answers"))
}

func ask(c *http.Client, url string) (int, []byte, error) {
	res, err := c.Get(url)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return res.StatusCode, body, err
}

// asking asks through the balancer and holds each answer against what was ever published.
type asking struct {
	b         *balancer
	published atomic.Int64 // the edition that was published last, or is about to be
	asked     atomic.Int64
	mu        sync.Mutex
	wrong     []string
}

func (l *asking) complain(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.wrong) < 20 {
		l.wrong = append(l.wrong, fmt.Sprintf(format, args...))
	}
}

func (l *asking) run(ctx context.Context, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 18))
	for ctx.Err() == nil {
		i := r.IntN(places)
		if r.IntN(2) == 0 {
			l.record(i)
		} else {
			l.search(i)
		}
		l.asked.Add(1)
	}
}

// said is what a record says: which it is, and by which edition.
func said(title string) (i, n int, ok bool) {
	found, err := fmt.Sscanf(title, "Điểm %d lần %d", &i, &n)
	return i, n, err == nil && found == 2
}

func (l *asking) record(i int) {
	status, body, from, err := l.b.get(fmt.Sprintf("/api/v1/records/place/p%d", i))
	if err != nil {
		l.complain("record %d: %v", i, err)
		return
	}
	var rec struct{ Title map[string]string }
	switch {
	case status == http.StatusGone && i%7 == 6:
	case status == http.StatusNotFound && i%7 == 6: // gone in the first edition
	case status != http.StatusOK || json.Unmarshal(body, &rec) != nil:
		l.complain("record %d: %s answers %d %.200s", i, from, status, body)
	default:
		if which, n, ok := said(rec.Title["vi"]); !ok || which != i || int64(n) > l.published.Load() || lastChange(i, n) != n {
			l.complain("record %d: %s says %q", i, from, rec.Title["vi"])
		}
	}
}

func (l *asking) search(i int) {
	status, body, from, err := l.b.get("/api/v1/search?limit=100&q=" + url.QueryEscape(fmt.Sprintf("điểm %d", i)))
	if err != nil {
		l.complain("search %d: %v", i, err)
		return
	}
	var found struct {
		Total int
		Items []struct {
			Record struct{ Title map[string]string }
		}
	}
	if status != http.StatusOK || json.Unmarshal(body, &found) != nil {
		l.complain("search %d: %s answers %d %.200s", i, from, status, body)
		return
	}
	if found.Total == 0 && i%7 != 6 {
		l.complain("search %d: %s finds nothing", i, from)
	}
}

// lasts is for how long the load runs.
func lasts(t *testing.T) time.Duration {
	t.Helper()
	s := os.Getenv("CLUSTER_LASTS")
	if s == "" {
		return clusterLasts
	}
	d, err := time.ParseDuration(s)
	if err != nil {
		t.Fatalf("CLUSTER_LASTS: %v", err)
	}
	return d
}

// TestAClusterServesWhateverHappensToItsMembers has a writer publish and three readers serve
// behind a balancer, while members are killed, paused and cut off.
func TestAClusterServesWhateverHappensToItsMembers(t *testing.T) {
	src := writePackage(t, edition(0))
	writer := newNode(t, "writer", "--data", t.TempDir(), "--no-embedded", "--packages", src, "--replica-token", secret, "--refresh", "0")
	writer.start()
	var readers []*node
	var wires []*wire
	for i := range 3 {
		w := newWire(t, writer.admin)
		r := newNode(t, fmt.Sprintf("reader-%d", i), "--data", t.TempDir(), "--replica-token", secret, "--follow", w.url, "--writer", "http://"+writer.addr)
		r.start()
		readers, wires = append(readers, r), append(wires, w)
	}
	for _, n := range append([]*node{writer}, readers...) {
		ready(t, n)
	}
	l := &asking{b: newBalancer(readers)}
	ctx, stop := context.WithCancel(t.Context())
	var all sync.WaitGroup
	all.Go(func() { l.b.watch(ctx) })
	time.Sleep(300 * time.Millisecond)
	for i := range 4 {
		all.Go(func() { l.run(ctx, uint64(i)) })
	}
	f := &faults{t: t, writer: writer, readers: readers, wires: wires, load: l, src: src}
	f.run(time.Now().Add(lasts(t)))
	last := int(l.published.Load())
	agreed(t, writer, readers, last)
	stop()
	all.Wait()
	t.Logf("%d questions, %d editions, %d faults", l.asked.Load(), last, f.done)
	for _, w := range l.wrong {
		t.Error(w)
	}
	if l.asked.Load() < 100 || f.done < 4 {
		t.Errorf("only %d questions and %d faults", l.asked.Load(), f.done)
	}
}

// ready waits until a server is.
func ready(t *testing.T, n *node) {
	t.Helper()
	for end := time.Now().Add(90 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if status, _, err := ask(http.DefaultClient, "http://"+n.admin+"/readyz"); err == nil && status == http.StatusOK {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%s is not ready", n.name)
		}
	}
}

// faults publishes and does harm in turns.
type faults struct {
	t       *testing.T
	writer  *node
	readers []*node
	wires   []*wire
	load    *asking
	src     string
	done    int
}

// run does so until the end, and leaves all well.
func (f *faults) run(end time.Time) {
	r := rand.New(rand.NewPCG(18, 17))
	harms := []func(int){f.killReader, f.cutOff, f.killWriter, f.pauseReader, f.pauseWriter}
	for i := 0; time.Now().Before(end) || f.done < len(harms); i++ {
		f.publish()
		harms[i%len(harms)](r.IntN(len(f.readers)))
		f.done++
	}
	f.publish()
}

// publish brings the next edition in, if the writer takes it.
func (f *faults) publish() {
	n := int(f.load.published.Add(1))
	rewrite(f.t, f.src, edition(n))
	res, err := http.Post("http://"+f.writer.admin+"/ingest", "", nil)
	if err == nil {
		res.Body.Close()
	}
	time.Sleep(300 * time.Millisecond)
}

func (f *faults) killReader(i int) {
	f.readers[i].kill()
	time.Sleep(500 * time.Millisecond)
	f.publish()
	f.readers[i].start()
	ready(f.t, f.readers[i])
}

func (f *faults) pauseReader(i int) {
	f.readers[i].signal(syscall.SIGSTOP)
	time.Sleep(time.Second)
	f.publish()
	f.readers[i].signal(syscall.SIGCONT)
}

func (f *faults) cutOff(i int) {
	f.wires[i].cut.Store(true)
	f.publish()
	time.Sleep(700 * time.Millisecond)
	f.wires[i].cut.Store(false)
}

func (f *faults) killWriter(int) {
	f.writer.kill() // while it takes an edition in
	time.Sleep(700 * time.Millisecond)
	f.writer.start()
	ready(f.t, f.writer)
	f.publish()
}

func (f *faults) pauseWriter(int) {
	f.writer.signal(syscall.SIGSTOP)
	time.Sleep(time.Second)
	f.writer.signal(syscall.SIGCONT)
	f.publish()
}

// agreed waits until writer and readers say the same of everything.
func agreed(t *testing.T, writer *node, readers []*node, last int) {
	t.Helper()
	end := time.Now().Add(30 * time.Second)
	for {
		want := summary(writer)
		same := strings.Contains(want, fmt.Sprintf("lần %d\"", last))
		for _, r := range readers {
			same = same && summary(r) == want
		}
		if same {
			return
		}
		if time.Now().After(end) {
			for _, n := range append([]*node{writer}, readers...) {
				t.Errorf("%s says at the end: %s", n.name, summary(n))
			}
			return
		}
		time.Sleep(200 * time.Millisecond)
	}
}

// summary is what a server says of all records, their number, and its table.
func summary(n *node) string {
	var b strings.Builder
	for _, path := range []string{"/api/v1/search?limit=1&sort=title&facets=kind", "/api/v1/changes?limit=1000", "/api/v1/datasets/diem/tables/diem/rows?limit=100"} {
		status, body, err := ask(http.DefaultClient, "http://"+n.addr+path)
		var v map[string]any
		if json.Unmarshal(body, &v) == nil {
			for _, own := range []string{"took_ms", "request_id", "next", "links"} {
				delete(v, own) // of this answer
			}
		}
		fmt.Fprintln(&b, path, status, err, v)
	}
	for i := range places {
		status, body, err := ask(http.DefaultClient, fmt.Sprintf("http://%s/api/v1/records/place/p%d", n.addr, i))
		var rec struct {
			Title   map[string]string
			Version int
		}
		_ = json.Unmarshal(body, &rec)
		fmt.Fprintf(&b, "%d: %d %v %q v%d\n", i, status, err, rec.Title["vi"], rec.Version)
	}
	return b.String()
}
