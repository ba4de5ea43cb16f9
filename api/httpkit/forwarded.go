package httpkit

import (
	"fmt"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
)

// Proxies are the hops between readers and us whose word on who asks is taken. The
// zero Proxies are none: whoever connects is the client.
type Proxies struct {
	hops     int            // so many stand before us, whatever their addresses
	networks []netip.Prefix // or those of these networks
}

// maxHops is more than any chain of proxies of one operator has.
const maxHops = 16

// ParseProxies reads how many proxies stand before us ("2"), or in which networks they
// are ("10.0.0.0/8, 2001:db8::7"); "true" is one, "false" and "" are none.
func ParseProxies(s string) (Proxies, error) {
	switch s = strings.TrimSpace(s); strings.ToLower(s) {
	case "", "false", "no":
		return Proxies{}, nil
	case "true", "yes":
		return Proxies{hops: 1}, nil
	}
	if n, err := strconv.Atoi(s); err == nil {
		if n < 0 || n > maxHops {
			return Proxies{}, fmt.Errorf("%d proxies: want 0 to %d", n, maxHops)
		}
		return Proxies{hops: n}, nil
	}
	var p Proxies
	for _, word := range strings.Split(s, ",") {
		word = strings.TrimSpace(word)
		network, err := netip.ParsePrefix(word)
		if a, ok := address(word); ok {
			network, err = a.Prefix(a.BitLen())
		}
		if err != nil {
			return Proxies{}, fmt.Errorf("%q is no network: want true, a number of proxies, or networks such as 10.0.0.0/8,2001:db8::/32", clip(word))
		}
		p.networks = append(p.networks, network.Masked())
	}
	return p, nil
}

// Network is what the asking client commands, for throttling only: an IPv4 address, or
// the /64 of an IPv6 one. What a proxy tells counts only if it is an address, else that
// proxy itself is the client.
func (p Proxies) Network(r *http.Request) string {
	a, ok := address(r.RemoteAddr)
	if told, said := p.told(a, ok, r.Header); said {
		return subscriber(told)
	}
	if !ok {
		return r.RemoteAddr // a Unix socket
	}
	return subscriber(a)
}

// told walks X-Forwarded-For from its end, where the nearest proxy added its client,
// over the hops that are believed. The lines of a field are one list in their order (RFC
// 9110, 5.3). All that stands before the first hop that is not ours may be its own
// invention.
func (p Proxies) told(peer netip.Addr, known bool, h http.Header) (client netip.Addr, ok bool) {
	if p.hops == 0 && (!known || !p.holds(peer)) {
		return client, false
	}
	hop := 0
	for said := range fromTheEnd(h.Values("X-Forwarded-For")) {
		a, isAddress := address(said)
		if !isAddress {
			return client, ok
		}
		client, ok = a, true
		if hop++; hop == p.hops || p.hops == 0 && !p.holds(a) {
			return client, true
		}
	}
	return client, ok
}

func (p Proxies) holds(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	for _, n := range p.networks {
		if n.Contains(a) {
			return true
		}
	}
	return false
}

// fromTheEnd gives the members of a list field, the last first.
func fromTheEnd(lines []string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for i := len(lines) - 1; i >= 0; i-- {
			rest := lines[i]
			for more := true; more; {
				at := strings.LastIndexByte(rest, ',')
				if !yield(strings.TrimSpace(rest[at+1:])) {
					return
				}
				more, rest = at >= 0, rest[:max(at, 0)]
			}
		}
	}
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
