package web_test

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"

	"honglinh/web/webtest"
)

// scales is a listener that counts what its connections send.
type scales struct {
	net.Listener
	sent *atomic.Int64
}

func (s scales) Accept() (net.Conn, error) {
	c, err := s.Listener.Accept()
	return weighed{c, s.sent}, err
}

type weighed struct {
	net.Conn
	sent *atomic.Int64
}

func (w weighed) Write(b []byte) (int, error) {
	n, err := w.Conn.Write(b)
	w.sent.Add(int64(n))
	return n, err
}

// weigh puts scales before a server: what they count are all bytes over the wire, heads included.
func weigh(t *testing.T, target string) (address string, sent *atomic.Int64) {
	t.Helper()
	to, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	sent = &atomic.Int64{}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(to) }, Transport: &http.Transport{DisableCompression: true}}
	front := httptest.NewUnstartedServer(proxy)
	front.Listener = scales{front.Listener, sent}
	front.Start()
	t.Cleanup(front.Close)
	return front.URL, sent
}

// The weights that the first view of the map may have: the page with its static picture, and what a live map adds to it.
const (
	mostStatic  = 60_000
	mostWebGL   = 600_000
	mostLeaflet = 150_000
)

func TestTheWeightOfTheFirstViewOfTheMap(t *testing.T) {
	server := webtest.Serve(t)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/vi/map", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "gzip, deflate, br, zstd")
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	static, err := io.Copy(io.Discard, answer.Body)
	if err != nil || static > mostStatic {
		t.Errorf("the page with its picture has %d bytes, %v; %d are enough", static, err, mostStatic)
	}
	for _, c := range []struct {
		library string
		gl      bool
		most    int64
	}{{"maplibre", true, mostWebGL}, {"leaflet", false, mostLeaflet}} {
		t.Run(c.library, func(t *testing.T) {
			ctx := drawingBrowser(t, c.gl)
			address, sent := weigh(t, server.URL)
			if err := chromedp.Do(ctx, chromedp.Navigate(address+"/vi/")); err != nil { // brings the site's style sheet, letters and scripts
				t.Fatal(err)
			}
			before := sent.Load()
			openMap(t, ctx, address+"/vi/map", c.library)
			if c.gl {
				becomes(t, ctx, `document.getElementById("map").map.library.areTilesLoaded()`)
			}
			got := sent.Load() - before - static
			t.Logf("%d bytes over the wire after the page of %d", got, static)
			if got > c.most {
				t.Errorf("the live map takes %d bytes; %d are enough", got, c.most)
			}
		})
	}
}
