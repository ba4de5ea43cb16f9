package httpkit

import (
	"errors"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Metrics counts requests. Labels are from closed sets: route name, method,
// status class. A nil *Metrics counts nothing.
type Metrics struct {
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
	bytes    *prometheus.CounterVec
	flying   prometheus.Gauge
	panics   prometheus.Counter
	refusals *prometheus.CounterVec
	ready    *prometheus.CounterVec
}

// NewMetrics registers the HTTP metrics, or takes over those already registered.
func NewMetrics(reg prometheus.Registerer) *Metrics {
	labels := []string{"route", "method", "class"}
	return &Metrics{
		requests: register(reg, prometheus.NewCounterVec(prometheus.CounterOpts{Name: "honglinh_http_requests_total", Help: "HTTP requests answered."}, labels)),
		took: register(reg, prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "honglinh_http_request_seconds", Help: "Time to answer an HTTP request.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 60}}, labels)),
		bytes:    register(reg, prometheus.NewCounterVec(prometheus.CounterOpts{Name: "honglinh_http_response_bytes_total", Help: "Bytes of response bodies as sent."}, []string{"route"})),
		flying:   register(reg, prometheus.NewGauge(prometheus.GaugeOpts{Name: "honglinh_http_requests_in_flight", Help: "HTTP requests being answered."})),
		refusals: register(reg, prometheus.NewCounterVec(prometheus.CounterOpts{Name: "honglinh_http_refused_total", Help: "Requests refused, by the class of the answer and for want of tokens (429) or of a place in the queue (503)."}, []string{"class", "want"})),
		ready:    register(reg, prometheus.NewCounterVec(prometheus.CounterOpts{Name: "honglinh_http_kept_answers_total", Help: "Answers that could be kept: ready ones (hit), and those that were made (miss)."}, []string{"found"})),
		panics:   register(reg, prometheus.NewCounter(prometheus.CounterOpts{Name: "honglinh_http_panics_total", Help: "Panics caught in HTTP handlers."})),
	}
}

func register[C prometheus.Collector](reg prometheus.Registerer, c C) C {
	err := reg.Register(c)
	var already prometheus.AlreadyRegisteredError
	if errors.As(err, &already) {
		if old, ok := already.ExistingCollector.(C); ok {
			return old
		}
	}
	return c
}

func (m *Metrics) begin() {
	if m != nil {
		m.flying.Inc()
	}
}

func (m *Metrics) end(s *state, verb string, took time.Duration) {
	if m == nil {
		return
	}
	m.flying.Dec()
	class := strconv.Itoa(s.status/100) + "xx"
	m.requests.WithLabelValues(s.route, method(verb), class).Inc()
	m.took.WithLabelValues(s.route, method(verb), class).Observe(took.Seconds())
	m.bytes.WithLabelValues(s.route).Add(float64(s.bytes))
}

func (m *Metrics) panicked() {
	if m != nil {
		m.panics.Inc()
	}
}

func (m *Metrics) refused(c Class, want string) {
	if m != nil {
		m.refusals.WithLabelValues(c.String(), want).Inc()
	}
}

func (m *Metrics) kept(found string) {
	if m != nil {
		m.ready.WithLabelValues(found).Inc()
	}
}
