// Package httpkit is the HTTP manners every face shares: the one table from
// fault to status, negotiation, language, caching, limits and middleware.
package httpkit
