package feed

import "honglinh/indexer/harvest/client"

// Read reads a feed for the fuzz test; whatever it is, it does not panic.
func Read(b []byte) { _, _, _ = read(&client.Answer{URL: "https://a.example/", Body: b}) }
