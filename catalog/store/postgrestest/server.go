package postgrestest

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"honglinh/catalog/proof"
)

// Server is a PostgreSQL server of its own, on a port of this machine's loopback, that lets
// its user in without a password. It ends with the test, and with the test's process.
type Server struct {
	bin, dir string
	port     int
	as       *syscall.Credential // nil for who runs the test
	life     io.Closer           // of the process that ends the server
	done     chan struct{}
	log      string
	places   atomic.Int64
}

// How a server is stopped.
const (
	// Fast ends the sessions and then the server, in order.
	Fast = syscall.SIGINT
	// Immediate is as a crash: the server recovers when it starts again.
	Immediate = syscall.SIGQUIT
)

// patience is how long a server may take to start or stop.
const patience = 60 * time.Second

// New makes and starts a server. Without a PostgreSQL on this machine the test is not proved.
func New(t testing.TB) *Server {
	t.Helper()
	dir, err := os.MkdirTemp("", "pg") // a path of the test's name is too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{bin: binaries(t), dir: filepath.Join(dir, "data"), port: freePort(t), as: ordinary(t), log: filepath.Join(dir, "log")}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if s.as != nil {
		if err := os.Chown(dir, int(s.as.Uid), int(s.as.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	s.run(t, "initdb", "--pgdata="+s.dir, "--username=honglinh", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
	s.Start(t)
	t.Cleanup(func() {
		if s.life != nil {
			s.Stop(t, Immediate)
		}
	})
	return s
}

// binaries is the folder of the server's programs: Debian keeps them off the path.
func binaries(t testing.TB) string {
	t.Helper()
	if found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres"); len(found) > 0 {
		return filepath.Dir(found[len(found)-1])
	}
	return filepath.Dir(proof.Tool(t, "postgres", "postgresql"))
}

// ordinary is a user without rights, where the test has all of them: the server refuses to run
// as root.
func ordinary(t testing.TB) *syscall.Credential {
	t.Helper()
	if os.Getuid() != 0 {
		return nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err1 == nil && err2 == nil {
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		}
	}
	t.Fatal("there is neither a user postgres nor nobody to run the server as")
	return nil
}

func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

func (s *Server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = filepath.Dir(s.dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.as, Setpgid: true}
	return cmd
}

func (s *Server) run(t testing.TB, program string, args ...string) {
	t.Helper()
	if out, err := s.command(filepath.Join(s.bin, program), args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
}

// Start starts a server that was stopped, and waits until it answers.
func (s *Server) Start(t testing.TB) {
	t.Helper()
	// The shell ends the server when the pipe ends, which it does with the test's process.
	const script = `"$@" & server=$!; cat >/dev/null; kill -QUIT $server 2>/dev/null; wait $server`
	cmd := s.command("sh", "-c", script, "sh", filepath.Join(s.bin, "postgres"), "-D", s.dir, "-p", strconv.Itoa(s.port),
		"-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="+filepath.Dir(s.dir), "-c", "max_connections=300", "-c", "lc_messages=C")
	life, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	log, err := os.OpenFile(s.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s.life, s.done = life, make(chan struct{})
	go func() { defer close(s.done); _ = cmd.Wait() }()
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		if err := s.command(filepath.Join(s.bin, "pg_isready"), "-q", "-h", "127.0.0.1", "-p", strconv.Itoa(s.port)).Run(); err == nil {
			return
		}
		if time.Now().After(end) {
			said, _ := os.ReadFile(s.log)
			t.Fatalf("the server does not start:\n%s", said)
		}
	}
}

// Stop stops the server, Fast or Immediate, and waits until it is gone.
func (s *Server) Stop(t testing.TB, how syscall.Signal) {
	t.Helper()
	pid := s.pid(t)
	if err := syscall.Kill(pid, how); err != nil {
		t.Errorf("stop the server: %v", err)
	}
	for end := time.Now().Add(patience); syscall.Kill(pid, 0) == nil; time.Sleep(10 * time.Millisecond) {
		if raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid)); err == nil && bytes.Contains(raw, []byte(") Z ")) {
			break // gone, and its parent waits for the pipe
		}
		if time.Now().After(end) {
			t.Fatal("the server does not stop")
		}
	}
	_ = s.life.Close()
	<-s.done
	s.life = nil
}

// Pause stops the server's processes without a word to anybody, and returns how to let them go on.
func (s *Server) Pause(t testing.TB) (resume func()) {
	t.Helper()
	all := s.processes(t)
	for _, pid := range all {
		_ = syscall.Kill(pid, syscall.SIGSTOP)
	}
	return func() {
		for _, pid := range all {
			_ = syscall.Kill(pid, syscall.SIGCONT)
		}
	}
}

// processes are the server with all that it has begun.
func (s *Server) processes(t testing.TB) []int {
	t.Helper()
	pids := []int{s.pid(t)}
	entries, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		raw, err := os.ReadFile(e)
		if err != nil {
			continue // it is gone
		}
		rest := strings.Fields(string(raw[bytes.LastIndexByte(raw, ')')+1:]))
		if len(rest) > 1 && rest[1] == strconv.Itoa(pids[0]) {
			pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(e)))
			pids = append(pids, pid)
		}
	}
	return pids
}

// pid is that of the server.
func (s *Server) pid(t testing.TB) int {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(s.dir, "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	line, _, _ := strings.Cut(string(raw), "\n")
	pid, err := strconv.Atoi(line)
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

// Host is the address of the server's port.
func (s *Server) Host() string { return fmt.Sprintf("127.0.0.1:%d", s.port) }

// Place is the address of a store that nobody has used yet.
func (s *Server) Place() string {
	return fmt.Sprintf("postgres://honglinh@%s/postgres?sslmode=disable&schema=place%d", s.Host(), s.places.Add(1))
}

// Database is the address of the server without a schema, for whoever looks behind the program's back.
func (s *Server) Database() string {
	return fmt.Sprintf("postgres://honglinh@%s/postgres?sslmode=disable", s.Host())
}
