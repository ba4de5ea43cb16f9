package client

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"honglinh/catalog/alert"
	"honglinh/catalog/text/notice"
)

// transport asks the addresses that names lead to at the moment of dialling: what a
// name led to before, or will later, plays no part. No proxy of the environment
// stands between, since it would dial in our place.
func (c *Client) transport() *http.Transport {
	return &http.Transport{DialContext: c.dial, TLSHandshakeTimeout: dialTime, ResponseHeaderTimeout: c.opt.Limits.Answer,
		MaxResponseHeaderBytes: 256 << 10, DisableCompression: true, // unpacked here, within limits
		MaxIdleConnsPerHost: 1, IdleConnTimeout: time.Minute, ForceAttemptHTTP2: true, ExpectContinueTimeout: time.Second}
}

// dial connects to host:port, which stands as the address was written.
func (c *Client) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	d := net.Dialer{Timeout: dialTime, Resolver: c.opt.Resolver}
	if !c.allowed[addr] {
		d.Control = public
	}
	return d.DialContext(ctx, network, addr)
}

// public refuses a resolved address that is not one of the public Internet:
// loopback, private, link-local (the metadata services of clouds), multicast.
func public(_, address string, _ syscall.RawConn) error {
	a, err := netip.ParseAddrPort(address)
	if err != nil || !alert.Public(a.Addr()) {
		return &notPublic{address}
	}
	return nil
}

// notPublic is met where a name leads into a network.
type notPublic struct{ address string }

func (e *notPublic) Error() string {
	return notice.Of("portal-inside", e.address).Error()
}
