package soda

import (
	"os"
	"testing"
)

var tempDir string

func mustTemp() string { return tempDir }

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "soda-test-*")
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
