// Package catalog is the domain: records, their validity in time, their
// provenance, and the faults that all faces answer with. It does no I/O.
package catalog
