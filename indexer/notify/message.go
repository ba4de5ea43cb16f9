package notify

import (
	"context"
	"encoding/json"
	"time"

	"honglinh/catalog/enquiry"
	"honglinh/catalog/store/private"
)

// Channel is how a message travels.
type Channel string

// The channels.
const (
	Email   Channel = "email"
	Webhook Channel = "webhook"
)

// Message is one message on its way. Its ID is given when it is written and goes
// with every try, so that the receiver knows one that comes twice.
type Message struct {
	ID      string  `json:"id"`
	Channel Channel `json:"channel"`
	To      string  `json:"to"`
	// Regarding is the document that is told of the message's fate: "enquiries/2026-0001".
	Regarding string `json:"regarding,omitempty"`
	// Subject and Text are of mail, in plain text; Leave is the address that ends a
	// subscription by one click.
	Subject string `json:"subject,omitempty"`
	Text    string `json:"text,omitempty"`
	Leave   string `json:"leave,omitempty"`
	// Body is of a webhook.
	Body    json.RawMessage `json:"body,omitempty"`
	Created time.Time       `json:"created"`
	Tries   int             `json:"tries,omitempty"`
	Next    time.Time       `json:"next"`
	// Last is what the last try met with.
	Last string `json:"last,omitempty"`
}

// keepUnsent is how long a message may stay when nobody can send it: what it says
// is old then.
const keepUnsent = 14 * 24 * time.Hour

func outbox() private.Collection[Message] {
	return private.Collection[Message]{Name: "outbox",
		Subject: func(m Message) string { return m.To },
		Due:     func(m Message) time.Time { return m.Next },
		Expires: func(m Message) time.Time { return m.Created.Add(keepUnsent) }}
}

// Put writes a message into the outbox in a transaction: it is sent if, and only
// if, the rest of the transaction is kept.
func Put(ctx context.Context, tx private.Tx, m Message) error {
	if m.Next.IsZero() {
		m.Next = m.Created
	}
	_, err := outbox().Save(ctx, tx, private.Item[Message]{ID: m.ID, Value: m})
	return err
}

// Fate tells the document that a message regards what became of it.
type Fate func(ctx context.Context, tx private.Tx, id string, d enquiry.Delivery) error
