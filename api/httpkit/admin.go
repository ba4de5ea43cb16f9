package httpkit

import (
	"net/http"
	"time"

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
	// Trigger asks for an ingest run now; it returns at once. Asking again while
	// one runs is harmless.
	Trigger func()
	// Report returns the last ingest's report and when it ended; a zero time is none yet.
	Report   func() (any, time.Time)
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
	return k.Wrap(http.NewCrossOriginProtection().Handler(router))
}

type adminStatus struct {
	Status  string `json:"status"`
	Version string `json:"version,omitempty"`
}

// health says that the process answers; it touches nothing else, so that a busy
// disk does not get the process killed.
func (o AdminOptions) health(w http.ResponseWriter, r *http.Request) error {
	return WriteJSON(w, r, adminStatus{"ok", o.Version}, Validator{CacheControl: CacheNever})
}

func (o AdminOptions) ready(w http.ResponseWriter, r *http.Request) error {
	if o.Stopping != nil && o.Stopping() {
		return catalog.NewFault(catalog.Busy, "", "Máy chủ đang dừng.", "The server is shutting down.")
	}
	if !o.Ready() {
		return catalog.NewFault(catalog.Busy, "", "Đang nạp dữ liệu lần đầu.", "Still loading for the first time.")
	}
	return WriteJSON(w, r, adminStatus{Status: "ready"}, Validator{CacheControl: CacheNever})
}

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

func (o AdminOptions) ingest(w http.ResponseWriter, _ *http.Request) error {
	o.Trigger()
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
