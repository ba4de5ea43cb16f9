package folder_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"honglinh/datasets/files"
	"honglinh/datasets/files/filestest"
	"honglinh/datasets/files/folder"
)

// killed names the folder into which this binary puts files until it is killed.
const killed = "HONGLINH_TEST_FILES_FOLDER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(killed); dir != "" {
		putForEver(dir)
	}
	os.Exit(m.Run())
}

func open(t testing.TB) files.Store {
	t.Helper()
	s, err := folder.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestFolder(t *testing.T) { filestest.Run(t, open) }

// putForEver puts new files, and one that is replaced again and again; each begins
// with the checksum of what follows, and is printed once it is put.
func putForEver(dir string) {
	s, err := folder.Open(dir)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for i := 0; ; i++ {
		for _, c := range []struct {
			name string
			o    files.PutOptions
		}{{fmt.Sprintf("new/%06d", i), files.PutOptions{}}, {"state", files.PutOptions{Replace: true}}} {
			body := bytes.Repeat([]byte(fmt.Sprintf("%d %s;", i, c.name)), 20_000)
			h := sha256.Sum256(body)
			if _, err := s.Put(context.Background(), c.name, bytes.NewReader(append([]byte(hex.EncodeToString(h[:])), body...)), c.o); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			fmt.Println(c.name)
		}
	}
}

func TestAKillAtAnyInstantLeavesWholeFilesOnly(t *testing.T) {
	dir := t.TempDir()
	for round := range 6 {
		dir := filepath.Join(dir, fmt.Sprint(round))
		told := killAfter(t, dir, time.Duration(20+13*round)*time.Millisecond)
		s, err := folder.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		there := map[string]bool{}
		for info, err := range s.List(t.Context(), "") {
			if err != nil {
				t.Fatal(err)
			}
			there[info.Name] = true
			raw, err := os.ReadFile(filepath.Join(s.Folder(), filepath.FromSlash(info.Name)))
			if err != nil {
				t.Fatal(err)
			}
			if len(raw) < 64 {
				t.Fatalf("%s is cut off", info.Name)
			}
			if h := sha256.Sum256(raw[64:]); hex.EncodeToString(h[:]) != string(raw[:64]) {
				t.Errorf("%s is not whole: %d bytes", info.Name, len(raw))
			}
		}
		for _, name := range told {
			if !there[name] {
				t.Errorf("%s was put and is not there", name)
			}
		}
		if left, err := os.ReadDir(filepath.Join(dir, ".incoming")); err != nil || len(left) > 0 {
			t.Errorf("left behind after opening: %v %v", left, err)
		}
	}
}

// killAfter runs putForEver for a while after its first file and returns what it
// said it had put.
func killAfter(t *testing.T, dir string, while time.Duration) []string {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), killed+"="+dir)
	var fault strings.Builder
	cmd.Stderr = &fault
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var told []string
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if told = append(told, lines.Text()); len(told) == 1 {
			time.AfterFunc(while, func() { _ = cmd.Process.Kill() }) // it may have ended by itself, which Wait tells
		}
	}
	_ = cmd.Wait() // the signal that killed it
	if len(told) == 0 || fault.Len() > 0 {
		t.Fatalf("it put nothing, or failed: %s", fault.String())
	}
	return told
}

func TestAFolderKeepsWhatIsNotItsOwn(t *testing.T) {
	dir := t.TempDir()
	other := filepath.Join(dir, ".cache", "x.duckdb")
	if err := os.MkdirAll(filepath.Dir(other), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(other, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	s, err := folder.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for info := range s.List(t.Context(), "") {
		t.Errorf("lists %s", info.Name)
	}
	if _, err := os.Stat(other); err != nil {
		t.Error(err)
	}
}
