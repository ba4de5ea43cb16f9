package ckan

import (
	"os"
	"testing"
	"time"
)

var tempDir string

func mustTemp() string { return tempDir }

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "ckan-test-*")
	if err != nil {
		panic(err)
	}
	tempDir = dir
	code := m.Run()
	if err := os.RemoveAll(dir); err != nil {
		panic(err)
	}
	os.Exit(code)
}

var fixed = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
