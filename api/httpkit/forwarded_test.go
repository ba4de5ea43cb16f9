package httpkit

import (
	"net/http/httptest"
	"testing"
)

// TestTheClientIsWhomTheOwnProxyNames holds that nothing which a client can
// write itself decides whose bucket is used.
func TestTheClientIsWhomTheOwnProxyNames(t *testing.T) {
	tests := []struct {
		name   string
		trust  string
		remote string
		lines  []string
		want   string
	}{
		{"no proxy", "", "192.0.2.1:4711", nil, "192.0.2.1"},
		{"a proxy that is not trusted is the client", "", "192.0.2.1:4711", []string{"198.51.100.7"}, "192.0.2.1"},
		{"a trusted proxy without the field", "true", "192.0.2.1:4711", nil, "192.0.2.1"},
		{"one hop", "true", "192.0.2.1:4711", []string{"198.51.100.7"}, "198.51.100.7"},
		{"the last hop of a line", "true", "192.0.2.1:4711", []string{"203.0.113.9, 198.51.100.7"}, "198.51.100.7"},
		{"a line of the client's before the proxy's", "true", "192.0.2.1:4711", []string{"203.0.113.9", "198.51.100.7"}, "198.51.100.7"},
		{"lists on several lines", "true", "192.0.2.1:4711", []string{"203.0.113.9, 203.0.113.10", "203.0.113.11,198.51.100.7"}, "198.51.100.7"},
		{"an address with its port", "true", "192.0.2.1:4711", []string{"198.51.100.7:52100"}, "198.51.100.7"},
		{"IPv6 is its network", "true", "192.0.2.1:4711", []string{"2001:db8:0:1::2"}, "2001:db8:0:1::/64"},
		{"IPv6 in brackets", "true", "192.0.2.1:4711", []string{"[2001:db8:0:1::2]"}, "2001:db8:0:1::/64"},
		{"IPv6 with its port", "true", "192.0.2.1:4711", []string{"[2001:db8:0:1::2]:443"}, "2001:db8:0:1::/64"},
		{"IPv4 written as IPv6", "true", "192.0.2.1:4711", []string{"::ffff:198.51.100.7"}, "198.51.100.7"},
		{"a word instead of an address", "true", "192.0.2.1:4711", []string{"unknown"}, "192.0.2.1"},
		{"an empty last hop", "true", "192.0.2.1:4711", []string{"198.51.100.7", ""}, "192.0.2.1"},
		{"two hops of ours", "2", "192.0.2.1:4711", []string{"203.0.113.9, 198.51.100.7", "10.0.0.2"}, "198.51.100.7"},
		{"fewer hops than there should be", "2", "192.0.2.1:4711", []string{"198.51.100.7"}, "198.51.100.7"},
		{"a word before the last hop", "2", "192.0.2.1:4711", []string{"unknown, 10.0.0.2:80"}, "10.0.0.2"},
		{"networks: the last that is none of ours", "10.0.0.0/8, 192.0.2.1", "192.0.2.1:4711", []string{"203.0.113.9, 198.51.100.7", "10.0.0.2, 10.9.0.1:8080"}, "198.51.100.7"},
		{"networks: only ours", "10.0.0.0/8", "10.0.0.1:4711", []string{"10.0.0.3, 10.0.0.2"}, "10.0.0.3"},
		{"networks: who connects is none of ours", "10.0.0.0/8", "192.0.2.1:4711", []string{"198.51.100.7"}, "192.0.2.1"},
		{"networks of IPv6", "2001:db8::/32", "[2001:db8::1]:4711", []string{"2001:db9::5, [2001:db8::2]:443"}, "2001:db9::/64"},
		{"networks of IPv4 in a connection of IPv6", "10.0.0.0/8", "[::ffff:10.0.0.1]:4711", []string{"198.51.100.7"}, "198.51.100.7"},
		{"networks and a Unix socket", "10.0.0.0/8", "@", []string{"198.51.100.7"}, "@"},
		{"an IPv6 connection", "", "[2001:db8::ffff:1]:4711", nil, "2001:db8::/64"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := ParseProxies(tt.trust)
			if err != nil {
				t.Fatal(err)
			}
			r := httptest.NewRequest("GET", "/", nil)
			r.RemoteAddr = tt.remote
			for _, line := range tt.lines {
				r.Header.Add("X-Forwarded-For", line)
			}
			if got := p.Network(r); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

func TestProxiesThatAreNoneAreToldSo(t *testing.T) {
	for _, s := range []string{"10.0.0.0/33", "proxy.example", "-1", "17", "10.0.0.0/8,"} {
		if p, err := ParseProxies(s); err == nil {
			t.Errorf("%q is taken as %+v", s, p)
		}
	}
}
