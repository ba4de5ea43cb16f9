package web

import (
	"net/http"
	"os"
	"testing"
)

func TestDevServe(t *testing.T) {
	addr := os.Getenv("WEBDEV")
	if addr == "" {
		t.Skip("dev")
	}
	s := shipped(t)
	t.Fatal(http.ListenAndServe(addr, s.handler))
}
