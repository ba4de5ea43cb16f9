package httpkit

import (
	"log/slog"
	"net/http"

	"time"
)

// Server returns an http.Server with every timeout and limit set: slow headers,
// slow bodies and slow readers are cut off, streams move their own deadline.
func Server(addr string, h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Addr:              addr,
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second, // a slow mobile line sends 48 kB in 5 s
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      90 * time.Second, // DefaultTimeout to think and a minute to send
		IdleTimeout:       2 * time.Minute,  // longer than the minute for which proxies keep connections
		MaxHeaderBytes:    MaxHeader,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}
