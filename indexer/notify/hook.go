package notify

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/go-resty/resty/v2"

	"honglinh/catalog/alert"
)

// Secret is what the messages of a subscription are signed with, as Standard Webhooks
// write it. The receiver gets it with the question whether it wants them.
func (f *Follower) Secret(id string) string {
	return "whsec_" + base64.StdEncoding.EncodeToString(f.People.MAC(hooked, id))
}

// Sign is the signature of a message (Standard Webhooks 1.0.0: HMAC-SHA256 over id,
// timestamp and body).
func Sign(key []byte, id string, at time.Time, body []byte) string {
	h := hmac.New(sha256.New, key)
	fmt.Fprintf(h, "%s.%d.", id, at.Unix())
	h.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(h.Sum(nil))
}

// Hooks sends webhooks. The zero value needs Key and Now.
type Hooks struct {
	// Key is what the messages to a subscription are signed with.
	Key func(subscription string) []byte
	Now func() time.Time
	// allowed reports whether an address may be asked; nil is alert.Public. Tests ask
	// servers of this machine.
	allowed func(netip.Addr) bool
	// root trusts the certificates of tests.
	transport *http.Transport
}

// errPrivate is met where a name leads to an address that is none of the Internet.
var errPrivate = errors.New("the name leads to an address that is not on the public Internet")

// maxAnswer is read of an answer, so that the connection can be used again.
const maxAnswer = 4 << 10

func (h *Hooks) client() *resty.Client {
	allowed := h.allowed
	if allowed == nil {
		allowed = alert.Public
	}
	t := &http.Transport{}
	if h.transport != nil {
		t = h.transport.Clone()
	}
	// The address is looked at when it is dialled, after the name was resolved: a name
	// that changes its mind between the two gains nothing.
	t.DialContext = (&net.Dialer{Timeout: 10 * time.Second, Control: func(_, address string, _ syscall.RawConn) error {
		a, err := netip.ParseAddrPort(address)
		if err != nil || !allowed(a.Addr()) {
			return errPrivate
		}
		return nil
	}}).DialContext
	t.Proxy, t.DisableKeepAlives, t.TLSHandshakeTimeout, t.ResponseHeaderTimeout = nil, true, 10*time.Second, 15*time.Second
	return resty.NewWithClient(&http.Client{Transport: t, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }})
}

// Send posts a message. A redirect is not followed; 410 Gone ends the subscription.
func (h *Hooks) Send(ctx context.Context, m Message) error {
	if err := alert.Hook(m.To); err != nil && h.allowed == nil {
		return Final{err}
	}
	at := h.Now()
	_, id, _ := strings.Cut(m.Regarding, "/")
	resp, err := h.client().R().SetContext(ctx).SetDoNotParseResponse(true).SetBody(m.Body).SetHeaders(map[string]string{
		"Content-Type": "application/json", "User-Agent": "honglinh-webhook/1", "webhook-id": m.ID,
		"webhook-timestamp": strconv.FormatInt(at.Unix(), 10), "webhook-signature": Sign(h.Key(id), m.ID, at, m.Body)}).Post(m.To)
	if errors.Is(err, errPrivate) {
		return Final{errPrivate}
	}
	if err != nil {
		return err
	}
	defer resp.RawBody().Close()
	_, _ = io.CopyN(io.Discard, resp.RawBody(), maxAnswer) // only to be polite
	switch {
	case resp.StatusCode()/100 == 2:
		return nil
	case resp.StatusCode() == http.StatusGone:
		return Final{fmt.Errorf("the receiver answers %s", resp.Status())}
	case resp.StatusCode()/100 == 3:
		return fmt.Errorf("the receiver redirects (%s), which is not followed", resp.Status())
	}
	return fmt.Errorf("the receiver answers %s", resp.Status())
}
