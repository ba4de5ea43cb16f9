package httpkit

import (
	"fmt"
	"net/http"
	"time"

	"golang.org/x/time/rate"

	"honglinh/catalog"
)

// GateOptions of a Gate.
type GateOptions struct {
	// Burst is how often a client may pass at once, Every after how long once more.
	Burst int
	Every time.Duration
	// All is how often everybody together may pass in a minute; 0 is no bound.
	All     int
	Proxies Proxies
	Now     func() time.Time
}

// Gate bounds how often a client may leave something with us: far less often than it
// may read. Addresses are kept only as salted hashes in memory and never written down.
type Gate struct {
	clients *Limiter
	opt     GateOptions
	all     *rate.Limiter
}

// NewGate returns a Gate. The error is of the source of randomness, which salts the hashes.
func NewGate(o GateOptions) (*Gate, error) {
	l, err := NewLimiter(LimiterOptions{Proxies: o.Proxies, Now: o.Now})
	g := &Gate{clients: l, opt: o, all: rate.NewLimiter(rate.Inf, 0)}
	if o.All > 0 {
		g.all = rate.NewLimiter(rate.Limit(float64(o.All)/60), o.All)
	}
	return g, err
}

// Pass lets a request through, or says why not. Faults: RateLimited; Busy when
// everybody together sends too much.
func (g *Gate) Pass(w http.ResponseWriter, r *http.Request) error {
	l, now := g.clients, g.clients.opt.Now()
	id := l.hash("gate", l.opt.Proxies.Network(r))
	l.mu.Lock()
	b, ok := l.buckets.GetIfPresent(id)
	if !ok {
		b = rate.NewLimiter(rate.Every(g.opt.Every), max(g.opt.Burst, 1))
		l.buckets.Set(id, b)
	}
	l.mu.Unlock()
	if !b.AllowN(now, 1) {
		wait := time.Duration((1 - b.TokensAt(now)) * float64(g.opt.Every)).Round(time.Second)
		seconds := max(int(wait.Seconds()), 1)
		w.Header().Set("Retry-After", fmt.Sprint(seconds))
		minutes := (seconds + 59) / 60
		return catalog.NewFault(RateLimited, "", fmt.Sprintf("Từ mạng của bạn đã gửi nhiều; hãy thử lại sau %d phút.", minutes), fmt.Sprintf("Much was sent from your network; try again in %d min.", minutes))
	}
	if !g.all.AllowN(now, 1) {
		return catalog.NewFault(catalog.Busy, "", "Đang có quá nhiều tin gửi đến; hãy thử lại sau.", "Too much is being sent just now; try again later.")
	}
	return nil
}
