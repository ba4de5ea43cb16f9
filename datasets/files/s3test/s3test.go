// Package s3test serves S3 in the process of a test.
package s3test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

// Bucket is the one bucket of a server.
const Bucket = "danh-muc"

// Keys let servers know the test.
func Keys(t *testing.T) {
	t.Helper()
	for k, v := range map[string]string{"AWS_ACCESS_KEY_ID": "tester", "AWS_SECRET_ACCESS_KEY": "tester-secret", "AWS_ENDPOINT_URL": "", "AWS_REGION": ""} {
		t.Setenv(k, v)
	}
}

// Serve starts a server with an empty bucket, and returns its endpoint. What before makes
// of its handler, nil for nothing, has the requests first.
func Serve(t *testing.T, before func(http.Handler) http.Handler) (endpoint string) {
	t.Helper()
	Keys(t)
	backend := s3mem.New()
	if err := backend.CreateBucket(Bucket); err != nil {
		t.Fatal(err)
	}
	h := gofakes3.New(backend).Server()
	if before != nil {
		h = before(h)
	}
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return srv.URL
}
