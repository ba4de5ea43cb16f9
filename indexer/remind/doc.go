// Package remind writes to people at the desk, once a day at most, what waits for them.
package remind
