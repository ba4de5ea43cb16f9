// Package profile holds the rules of a ward's profile: what Decree 224/2026 asks of it, and which records show it.
package profile
