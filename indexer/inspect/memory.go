package inspect

import (
	"bytes"
	"io/fs"
	"time"
)

// Memory is one file in memory as a file system.
type Memory struct {
	Name    string
	Content []byte
}

var _ fs.FS = Memory{}

// Open implements fs.FS.
func (m Memory) Open(name string) (fs.File, error) {
	if name != m.Name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &memoryFile{bytes.NewReader(m.Content), m}, nil
}

// memoryFile can be read from anywhere, as workbooks are.
type memoryFile struct {
	*bytes.Reader
	m Memory
}

func (f *memoryFile) Stat() (fs.FileInfo, error) { return memoryInfo{f.m}, nil }

func (f *memoryFile) Close() error { return nil }

type memoryInfo struct{ m Memory }

func (i memoryInfo) Name() string       { return i.m.Name }
func (i memoryInfo) Size() int64        { return int64(len(i.m.Content)) }
func (i memoryInfo) Mode() fs.FileMode  { return 0o444 }
func (i memoryInfo) ModTime() time.Time { return time.Time{} }
func (i memoryInfo) IsDir() bool        { return false }
func (i memoryInfo) Sys() any           { return nil }
