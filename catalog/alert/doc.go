// Package alert holds the rules of subscriptions: what can be followed, who must confirm it, and what a digest says of a change.
package alert
