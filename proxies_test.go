package main

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// TestProxiesAreSetByFlagVariableOrFile asks who the client of one request is.
func TestProxiesAreSetByFlagVariableOrFile(t *testing.T) {
	for name, tt := range map[string]struct {
		args      []string
		env, file string
		want      string
	}{
		"none":                   {nil, "", "", "10.0.0.1"},
		"a bare flag":            {[]string{"--trust-proxy"}, "", "", "10.0.0.2"},
		"two hops":               {[]string{"--trust-proxy=2"}, "", "", "198.51.100.7"},
		"networks":               {[]string{"--trust-proxy=10.0.0.0/8"}, "", "", "198.51.100.7"},
		"a variable":             {nil, "true", "", "10.0.0.2"},
		"networks in a variable": {nil, "10.0.0.0/30", "", "198.51.100.7"},
		"the file":               {nil, "", "trust-proxy: true", "10.0.0.2"},
		"a number in the file":   {nil, "", "trust-proxy: 2", "198.51.100.7"},
		"the flag beats":         {[]string{"--trust-proxy=false"}, "true", "", "10.0.0.1"},
	} {
		t.Run(name, func(t *testing.T) {
			if tt.env != "" {
				t.Setenv("HONGLINH_TRUST_PROXY", tt.env)
			}
			var o struct {
				Serve serveCmd `cmd:""`
			}
			values, err := readConfig(strings.NewReader(tt.file))
			if err != nil {
				t.Fatal(err)
			}
			parser, err := kong.New(&o, vars(), kong.Resolvers(values))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := parser.Parse(append([]string{"serve"}, tt.args...)); err != nil {
				t.Fatal(err)
			}
			r := httptest.NewRequest("GET", "/", nil)
			r.RemoteAddr = "10.0.0.1:4711"
			r.Header.Set("X-Forwarded-For", "198.51.100.7, 10.0.0.2")
			if got := o.Serve.TrustProxy.Network(r); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}
