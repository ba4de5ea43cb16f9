package httpkit

import (
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/maypok86/otter/v2"
	"golang.org/x/time/rate"

	"honglinh/catalog"
)

// RateLimited is the refusal of a client that asks faster than the limit.
const RateLimited catalog.FaultKind = "rate-limited"

// Rate is a token bucket: PerMinute tokens in the long run, Burst at once. What an answer
// costs says its Class.
type Rate struct {
	PerMinute int
	Burst     int
}

// LimiterOptions of a Limiter.
type LimiterOptions struct {
	// Anonymous is the limit of a client without a key; a PerMinute of 0 limits nobody.
	Anonymous Rate
	// Keyed is the limit of a client with one of Keys.
	Keyed Rate
	Keys  []string
	// Proxies tell who asks.
	Proxies Proxies
	Now     func() time.Time
}

// maxClients bounds the buckets kept, about 200 bytes each; the client that
// asked longest ago is forgotten first and starts with a full bucket.
const maxClients = 100_000

// Limiter gives each client a token bucket. Addresses are kept only as salted
// hashes in memory and never written down.
type Limiter struct {
	opt     LimiterOptions
	keys    map[[32]byte]bool
	salt    [16]byte
	buckets *otter.Cache[[32]byte, *rate.Limiter]
	mu      sync.Mutex // makes one bucket a client
}

// NewLimiter returns a Limiter. The error is of the source of randomness, which salts the
// hashes.
func NewLimiter(o LimiterOptions) (*Limiter, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	l := &Limiter{opt: o, keys: map[[32]byte]bool{}}
	if _, err := rand.Read(l.salt[:]); err != nil {
		return nil, err
	}
	for _, k := range o.Keys {
		if k != "" {
			l.keys[l.hash("key", k)] = true
		}
	}
	var err error
	l.buckets, err = otter.New(&otter.Options[[32]byte, *rate.Limiter]{MaximumSize: maxClients})
	return l, err
}

func (l *Limiter) hash(kind, s string) [32]byte {
	return sha256.Sum256([]byte(string(l.salt[:]) + kind + "\x00" + s))
}

// client tells who asks and by which rate: a known key, else the address.
func (l *Limiter) client(r *http.Request) ([32]byte, Rate) {
	if key := apiKey(r); key != "" {
		if h := l.hash("key", key); l.keys[h] {
			return h, l.opt.Keyed
		}
	}
	return l.hash("address", l.opt.Proxies.Network(r)), l.opt.Anonymous
}

// apiKey reads a key where the known protocols put it.
func apiKey(r *http.Request) string {
	for _, h := range []string{"X-Api-Key", "X-App-Token", "X-Ckan-Api-Key"} {
		if v := r.Header.Get(h); v != "" {
			return v
		}
	}
	v := r.Header.Get("Authorization")
	for _, scheme := range []string{"Bearer ", "ApiKey ", "Apikey "} {
		if key, ok := strings.CutPrefix(v, scheme); ok {
			return strings.TrimSpace(key)
		}
	}
	return v
}

func (l *Limiter) bucket(id [32]byte, limit Rate) *rate.Limiter {
	if b, ok := l.buckets.GetIfPresent(id); ok {
		return b
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if b, ok := l.buckets.GetIfPresent(id); ok {
		return b
	}
	b := rate.NewLimiter(rate.Limit(part*float64(limit.PerMinute)/60), part*max(limit.Burst, 1))
	l.buckets.Set(id, b)
	return b
}

// take spends parts of tokens and writes the RateLimit fields (the widely used three
// of draft-ietf-httpapi-ratelimit-headers before version 7). It returns how
// long to wait, 0 if the request may go on, and the rate of the client.
func (l *Limiter) take(w http.ResponseWriter, r *http.Request, parts int) (time.Duration, Rate) {
	id, limit := l.client(r)
	if limit.PerMinute <= 0 {
		return 0, limit
	}
	b, now := l.bucket(id, limit), l.opt.Now()
	burst := max(limit.Burst, 1)
	parts = min(parts, part*burst)
	ok := b.AllowN(now, parts)
	left := max(0, b.TokensAt(now)) / part
	perSecond := float64(limit.PerMinute) / 60
	h := w.Header()
	h.Set("RateLimit-Limit", strconv.Itoa(burst))
	h.Set("RateLimit-Remaining", strconv.Itoa(int(left)))
	h.Set("RateLimit-Reset", strconv.Itoa(int(math.Ceil((float64(burst)-left)/perSecond))))
	if ok {
		return 0, limit
	}
	return max(time.Millisecond, time.Duration((float64(parts)/part-left)/perSecond*float64(time.Second))), limit
}

// throttle refuses clients that ask faster than the limit. Preflights are free; all that
// is known of a request before its route is that it was sent.
func (k *Kit) throttle(next http.Handler) http.Handler {
	if k.limiter == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodOptions {
			next.ServeHTTP(w, r)
			return
		}
		spend := func(parts int) error {
			if wait, limit := k.limiter.take(w, r, parts); wait > 0 {
				return k.tooFast(w, wait, limit)
			}
			return nil
		}
		if err := spend(costRequest); err != nil {
			k.metrics.refused(Asset, "tokens")
			k.Error(w, r, err)
			return
		}
		stateOf(r.Context()).spend = spend
		next.ServeHTTP(w, r)
	})
}

// tooFast is the refusal of a client that has too few tokens; it says when to come again.
func (k *Kit) tooFast(w http.ResponseWriter, wait time.Duration, limit Rate) error {
	seconds := max(int(math.Ceil(wait.Seconds())), 1)
	w.Header().Set("Retry-After", strconv.Itoa(seconds))
	unit := "seconds"
	if seconds == 1 {
		unit = "second"
	}
	refused := catalog.NewFault(RateLimited, "", fmt.Sprintf("Quá nhiều yêu cầu; hãy thử lại sau %d giây.", seconds),
		fmt.Sprintf("Too many requests; try again in %d %s.", seconds, unit))
	return WithMembers(refused, map[string]any{"call_limit": limit.PerMinute, "limit_time_unit": "minute",
		"reset_time": k.limiter.opt.Now().Add(time.Duration(seconds) * time.Second).UTC().Format(time.RFC3339)})
}
