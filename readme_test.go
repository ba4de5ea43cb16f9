package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"honglinh/catalog/site"
	"honglinh/catalog/text"
)

// readmeBlocks returns the fenced blocks of the README in the language.
func readmeBlocks(t *testing.T, lang string) []string {
	t.Helper()
	b, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	var blocks []string
	for _, part := range strings.Split(string(b), "```"+lang+"\n")[1:] {
		block, _, ok := strings.Cut(part, "\n```")
		if !ok {
			t.Fatalf("a block of %s is not closed", lang)
		}
		blocks = append(blocks, block)
	}
	return blocks
}

// TestEveryCommandOfTheReadmeRuns builds the program and runs each command block in a
// folder of its own against a server of its own.
func TestEveryCommandOfTheReadmeRuns(t *testing.T) {
	dir := t.TempDir()
	program := filepath.Join(dir, "honglinh")
	if err := os.Symlink(asProcess.program(t), program); err != nil {
		t.Fatal(err)
	}
	public, admin, _ := startProgram(t, program, filepath.Join(dir, "data"))
	ports := strings.NewReplacer("127.0.0.1:8080", public, "127.0.0.1:9080", admin, "127.0.0.1:8081", freePort(t), "127.0.0.1:9081", freePort(t))
	blocks := readmeBlocks(t, "sh")
	if len(blocks) < 3 {
		t.Fatalf("%d command blocks, want at least 3", len(blocks))
	}
	for i, block := range blocks {
		cmd := exec.Command("bash", "-euo", "pipefail", "-c", ports.Replace(block))
		cmd.Dir = dir
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		cmd.SysProcAttr, cmd.WaitDelay = &syscall.SysProcAttr{Setpgid: true}, 10*time.Second
		err := cmd.Run()
		if cmd.Process != nil {
			_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // what a block that failed left running
		}
		if err != nil {
			t.Errorf("block %d: %v\n%s\n%s", i+1, err, block, tail(out.String()))
		}
	}
}

func tail(s string) string { return s[max(0, len(s)-2000):] }

// startProgram serves the shipped catalogue on free ports until the test ends
// and waits until it is ready.
func startProgram(t testing.TB, program, data string, more ...string) (public, admin string, pid int) {
	t.Helper()
	public, admin = freePort(t), freePort(t)
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, program, append([]string{"serve", "--addr", public, "--admin-addr", admin, "--data", data}, more...)...)
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &log, &log
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 30 * time.Second
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		cmd.Wait()
		if t.Failed() {
			t.Logf("the server said: %s", tail(log.String()))
		}
	})
	for range 1800 {
		if res, err := http.Get("http://" + admin + "/readyz"); err == nil {
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return public, admin, cmd.Process.Pid
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("the server was not ready within three minutes")
	return "", "", 0
}

// freePort returns an address that nobody listens at, below those that the system
// gives to outgoing connections: one of these may take it before its server does.
func freePort(t testing.TB) string {
	t.Helper()
	for range 100 {
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", 20000+rand.IntN(12000)))
		if err == nil {
			defer l.Close()
			return l.Addr().String()
		}
	}
	t.Fatal("no port is free")
	return ""
}

func TestReadmeListsTheSettingsThereAre(t *testing.T) {
	b, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if code := run(&commandLine{ctx: context.Background(), out: &out, err: &out, now: time.Now}, []string{"settings"}); code != 0 {
		t.Fatalf("settings ended with %d: %s", code, out.String())
	}
	if want := strings.TrimSpace(out.String()); !strings.Contains(string(b), want) {
		t.Errorf("README.md does not hold the table of `honglinh settings`:\n%s", want)
	}
}

func TestReadmeNamesNoFileThatIsMissing(t *testing.T) {
	for _, file := range []string{"CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "screenshot.png", "Makefile"} {
		if _, err := os.Stat(file); err != nil {
			t.Error(fmt.Errorf("the README names %s: %w", file, err))
		}
	}
}

func TestReadmeListsTheKeysOfTheSite(t *testing.T) {
	b, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	want := "| key of `site` | |\n|---|---|\n"
	for _, k := range site.Keys() {
		want += "| `" + k.Name + "` | " + k.Help.In(text.EN) + " |\n"
	}
	if !strings.Contains(string(b), want+"\n") {
		t.Errorf("README.md does not hold the keys of the site:\n%s", want)
	}
}
