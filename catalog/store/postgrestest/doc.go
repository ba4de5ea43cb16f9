// Package postgrestest starts and stops a real PostgreSQL server for tests.
package postgrestest
