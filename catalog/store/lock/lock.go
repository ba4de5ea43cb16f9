package lock

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// fileName is the lock file in a data folder.
const fileName = "lock"

// Holder says who holds a data folder; it is written into the lock file.
type Holder struct {
	PID int `json:"pid"`
	// Host is the machine of a holder that may be on another; "" for this one.
	Host  string    `json:"host,omitempty"`
	Since time.Time `json:"since"`
	// Doing is the command that holds the folder: "serve", "ingest".
	Doing string `json:"doing,omitempty"`
	// Addr and AdminAddr are the addresses of a server, "" for other commands.
	Addr      string `json:"addr,omitempty"`
	AdminAddr string `json:"admin_addr,omitempty"`
}

// Lock is an advisory lock on a data folder that the kernel drops when the process
// dies, so that a crash never leaves a folder locked.
type Lock struct {
	file   *os.File
	holder Holder
}

// Take locks the data folder dir, made if absent, for as long as this process
// lives or until Release. Fault: Busy, at once, with who holds it.
func Take(dir string, me Holder) (*Lock, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("create the data folder: %w", err)
	}
	file, err := os.OpenFile(filepath.Join(dir, fileName), os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("open the lock of %s: %w", dir, err)
	}
	if err := unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		defer file.Close()
		if err == unix.EWOULDBLOCK {
			return nil, Busy(dir, text.New("thư mục "+dir, "folder "+dir), read(file))
		}
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	l := &Lock{file: file, holder: me}
	if err := l.write(); err != nil {
		l.Release()
		return nil, err
	}
	return l, nil
}

// Announce writes a server's addresses into the lock file, so that a command
// that finds the folder held can say where to ask.
func (l *Lock) Announce(addr, adminAddr string) error {
	l.holder.Addr, l.holder.AdminAddr = addr, adminAddr
	return l.write()
}

func (l *Lock) write() error {
	b, err := json.Marshal(l.holder)
	if err == nil {
		err = l.file.Truncate(0)
	}
	if err == nil {
		_, err = l.file.WriteAt(append(b, '\n'), 0)
	}
	if err != nil {
		return fmt.Errorf("write the lock file: %w", err)
	}
	return nil
}

// Release gives the folder to others.
func (l *Lock) Release() {
	// Closing drops the lock; the emptied file says that nobody holds it.
	_ = l.file.Truncate(0)
	_ = l.file.Close()
}

// maxHolder bounds what is read of a lock file: ours are under 300 bytes.
const maxHolder = 4096

func read(r io.ReaderAt) Holder {
	var h Holder
	b := make([]byte, maxHolder)
	n, _ := r.ReadAt(b, 0) // a lock file being rewritten names nobody
	_ = json.Unmarshal(b[:n], &h)
	return h
}

// HolderOf reads who held or holds the data folder dir; the zero Holder if nobody does.
func HolderOf(dir string) Holder {
	f, err := os.Open(filepath.Join(dir, fileName))
	if err != nil {
		return Holder{}
	}
	defer f.Close()
	return read(f)
}

// Busy is the fault of what another process holds: where is it, what names it in a sentence.
func Busy(where string, what text.Text, h Holder) error {
	if h.PID == 0 {
		return catalog.NewFault(catalog.Busy, where, what[text.VI]+" đang được một tiến trình khác dùng; hãy đợi nó xong",
			what[text.EN]+" is held by another process; wait until it is done")
	}
	vi, en := fmt.Sprintf("%s đang được tiến trình %d dùng", what[text.VI], h.PID), fmt.Sprintf("%s is held by process %d", what[text.EN], h.PID)
	if h.Host != "" {
		vi, en = vi+" trên máy "+h.Host, en+" on "+h.Host
	}
	if h.Doing != "" {
		vi, en = vi+" (honglinh "+h.Doing+")", en+" (honglinh "+h.Doing+")"
	}
	if h.AdminAddr != "" {
		vi += fmt.Sprintf("; hãy gửi POST http://%s/ingest để máy chủ đó tự nạp", h.AdminAddr)
		en += fmt.Sprintf("; ask that server to take new content in: POST http://%s/ingest", h.AdminAddr)
	} else {
		vi, en = vi+"; hãy đợi nó xong", en+"; wait until it is done"
	}
	return catalog.NewFault(catalog.Busy, where, vi, en)
}

// Held reports whether some process holds the data folder dir now.
func Held(dir string) bool {
	f, err := os.Open(filepath.Join(dir, fileName))
	if err != nil {
		return false
	}
	defer f.Close()
	if err := unix.Flock(int(f.Fd()), unix.LOCK_SH|unix.LOCK_NB); err != nil {
		return err == unix.EWOULDBLOCK
	}
	return false
}
