// Package notify tells people and programs what they asked to be told: subscriptions, the digests of what changed, and the outbox that carries messages by mail and webhook.
package notify
