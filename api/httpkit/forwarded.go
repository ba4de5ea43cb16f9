package httpkit

import (
	"net/http"
	"net/netip"
	"strings"
)

// network is what the asking client commands: an IPv4 address, or the /64 of an
// IPv6 one. A proxy that is trusted tells the address; what it tells counts only
// if it is one, else the proxy itself is the client.
func (l *Limiter) network(r *http.Request) string {
	if l.opt.TrustProxy {
		if a, ok := address(lastHop(r.Header)); ok {
			return subscriber(a)
		}
	}
	if a, ok := address(r.RemoteAddr); ok {
		return subscriber(a)
	}
	return r.RemoteAddr // a Unix socket
}

// lastHop is the end of X-Forwarded-For: the lines of a field are one list in
// their order (RFC 9110, 5.3), and each proxy adds its client at the end. All that
// stands before may be the client's own invention.
func lastHop(h http.Header) string {
	lines := h.Values("X-Forwarded-For")
	if len(lines) == 0 {
		return ""
	}
	last := lines[len(lines)-1]
	return strings.TrimSpace(last[strings.LastIndex(last, ",")+1:])
}

// address reads an address with or without a port, in the forms that proxies
// write: 192.0.2.7, 192.0.2.7:4711, 2001:db8::1, [2001:db8::1], [2001:db8::1]:4711.
func address(s string) (netip.Addr, bool) {
	if a, err := netip.ParseAddrPort(s); err == nil {
		return a.Addr(), true
	}
	if inner, ok := strings.CutPrefix(s, "["); ok {
		s = strings.TrimSuffix(inner, "]")
	}
	a, err := netip.ParseAddr(s)
	return a, err == nil
}

func subscriber(a netip.Addr) string {
	a = a.Unmap().WithZone("")
	if a.Is4() {
		return a.String()
	}
	n, err := a.Prefix(64) // what a subscriber is given at least (RFC 6177)
	if err != nil {
		return a.String()
	}
	return n.String()
}

// Network returns the caller's network, for throttling only: an IPv4 address, or
// the /64 of an IPv6 one. trust takes the last hop of X-Forwarded-For.
func Network(r *http.Request, trust bool) string {
	l := &Limiter{opt: LimiterOptions{TrustProxy: trust}}
	return l.network(r)
}
