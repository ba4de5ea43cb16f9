// Package strptime reads dates and times in the notation of strptime (POSIX), in
// which Table Schema writes formats.
package strptime
