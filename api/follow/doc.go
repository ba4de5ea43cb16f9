// Package follow takes subscriptions to what changes, and lets their receivers confirm and leave; its routes are documented with the native API.
package follow
