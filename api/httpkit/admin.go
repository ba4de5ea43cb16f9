package httpkit

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/mux"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"honglinh/catalog"
)

// AdminOptions are what the administration address shows and starts.
type AdminOptions struct {
	Kit *Kit
	// Ready reports whether the catalogue can answer readers.
	Ready func() bool
	// Stopping reports whether the program was told to stop; nil never is.
	Stopping func() bool
	// Trigger asks for an ingest run now, which may remove as much as its sources
	// say or not; it returns at once. Asking again while one runs is harmless.
	Trigger func(allowRemoval bool)
	// Detail is what the operator should know though readers are served; nil, and
	// a nil result, are nothing.
	Detail func() any
	// Token is the secret of the operator; "" asks for none.
	Token string
	// Hosts are the names that the address may be asked by, beside IP addresses and
	// localhost; a port is left out.
	Hosts []string
	// Report returns the last ingest's report and when it ended; a zero time is none yet.
	Report func() (any, time.Time)
	// Also adds further pages of the operator; nil adds none.
	Also     func(router *mux.Router)
	Gatherer prometheus.Gatherer
	Version  string
}

// Admin serves /healthz, /readyz, /metrics and /ingest: GET shows the last run,
// POST starts one. It must only listen where readers cannot reach it; pages of
// other sites open in an administrator's browser are refused.
func Admin(o AdminOptions) http.Handler {
	k, router := o.Kit, o.Kit.NewRouter()
	read := []string{http.MethodGet, http.MethodHead}
	router.Handle("/healthz", k.Handle(o.health)).Methods(read...).Name("admin.health")
	router.Handle("/readyz", k.Handle(o.ready)).Methods(read...).Name("admin.ready")
	router.Handle("/metrics", promhttp.HandlerFor(o.Gatherer, promhttp.HandlerOpts{EnableOpenMetrics: true})).Methods(read...).Name("admin.metrics")
	router.Handle("/ingest", k.Handle(o.report)).Methods(read...).Name("admin.report")
	router.Handle("/ingest", k.Handle(o.ingest)).Methods(http.MethodPost).Name("admin.ingest")
	if o.Also != nil {
		o.Also(router)
	}
	return k.Wrap(o.known(http.NewCrossOriginProtection().Handler(o.secret(router))))
}

// known refuses requests for another host: a page whose name was made to lead
// here (DNS rebinding) is of the same origin to the browser, and only the name
// tells.
func (o AdminOptions) known(next http.Handler) http.Handler {
	names := map[string]bool{"localhost": true}
	for _, h := range o.Hosts {
		names[hostOnly(h)] = true
	}
	return o.Kit.Handle(func(w http.ResponseWriter, r *http.Request) error {
		host := hostOnly(r.Host)
		if _, err := netip.ParseAddr(host); err != nil && !names[host] {
			return catalog.NewFault(Misdirected, "Host", fmt.Sprintf("Địa chỉ quản trị không trả lời dưới tên %q; hãy gọi bằng địa chỉ IP, hoặc thêm tên vào --admin-hosts.", host),
				fmt.Sprintf("The operator's address does not answer to the name %q; ask it by its IP address, or add the name to --admin-hosts.", host))
		}
		next.ServeHTTP(w, r)
		return nil
	})
}

// hostOnly is a host without port and brackets, in lower case.
func hostOnly(s string) string {
	if host, _, err := net.SplitHostPort(s); err == nil {
		s = host
	}
	return strings.ToLower(strings.TrimSuffix(strings.Trim(s, "[]"), "."))
}

// secret wants the operator's token for all but the two addresses that a
// supervisor polls.
func (o AdminOptions) secret(next http.Handler) http.Handler {
	if o.Token == "" {
		return next
	}
	want := sha256.Sum256([]byte(o.Token))
	return o.Kit.Handle(func(w http.ResponseWriter, r *http.Request) error {
		given := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		if _, password, ok := r.BasicAuth(); ok {
			given = password // a browser asks its user
		}
		got := sha256.Sum256([]byte(given))
		if open := r.URL.Path == "/healthz" || r.URL.Path == "/readyz"; !open && subtle.ConstantTimeCompare(got[:], want[:]) != 1 {
			w.Header().Add("WWW-Authenticate", `Bearer realm="operator"`)
			w.Header().Add("WWW-Authenticate", `Basic realm="operator", charset="UTF-8"`)
			return catalog.NewFault(Unauthorized, "Authorization", "Cần mã của người vận hành: Authorization: Bearer <mã của --admin-token>.",
				"This wants the operator's token: Authorization: Bearer <the value of --admin-token>.")
		}
		next.ServeHTTP(w, r)
		return nil
	})
}

type adminStatus struct {
	Status  string `json:"status"`
	Version string `json:"version,omitempty"`
	Detail  any    `json:"detail,omitempty"`
}

// health says that the process answers; it touches nothing else, so that a busy
// disk does not get the process killed.
func (o AdminOptions) health(w http.ResponseWriter, r *http.Request) error {
	return WriteJSON(w, r, adminStatus{Status: "ok", Version: o.Version}, Validator{CacheControl: CacheNever})
}

func (o AdminOptions) ready(w http.ResponseWriter, r *http.Request) error {
	if o.Stopping != nil && o.Stopping() {
		return catalog.NewFault(catalog.Busy, "", "Máy chủ đang dừng.", "The server is shutting down.")
	}
	if !o.Ready() {
		return catalog.NewFault(catalog.Busy, "", "Đang nạp dữ liệu lần đầu.", "Still loading for the first time.")
	}
	answer := adminStatus{Status: "ready"}
	if o.Detail != nil {
		answer.Detail = o.Detail()
	}
	return WriteJSON(w, r, answer, Validator{CacheControl: CacheNever})
}

// allowRemoval lets the run that is asked for remove as much as its sources say.
const allowRemoval = "allow_removal"

type adminReport struct {
	Ended  *time.Time `json:"ended"`
	Report any        `json:"report"`
}

func (o AdminOptions) report(w http.ResponseWriter, r *http.Request) error {
	report, ended := o.Report()
	answer := adminReport{Report: report}
	if !ended.IsZero() {
		answer.Ended = &ended
	}
	return WriteJSON(w, r, answer, Validator{CacheControl: CacheNever})
}

func (o AdminOptions) ingest(w http.ResponseWriter, r *http.Request) error {
	allow := false
	for name, values := range r.URL.Query() {
		var err error
		if name != allowRemoval {
			f := catalog.NewFault(catalog.Invalid, name, "Không có tham số này.", "There is no such parameter.")
			f.Nearest = allowRemoval
			return f
		}
		if allow, err = strconv.ParseBool(values[0]); err != nil {
			return catalog.NewFault(catalog.Invalid, name, "Chỉ nhận true hoặc false.", "Want true or false.")
		}
	}
	o.Trigger(allow)
	w.Header().Set("Content-Type", JSONMedia)
	w.Header().Set("Location", "/ingest")
	w.WriteHeader(http.StatusAccepted)
	b, err := Marshal(adminStatus{Status: "started"})
	if err != nil {
		return err
	}
	_, err = w.Write(append(b, '\n'))
	return err
}
