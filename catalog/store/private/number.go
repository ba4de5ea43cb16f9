package private

import (
	"fmt"
	"io"
	"time"
)

// Number is the id of something new: the day and 40 random bits, which do not meet
// by chance within a day.
func Number(now time.Time, random io.Reader) (string, error) {
	b := make([]byte, 5)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s-%x", now.UTC().Format("20060102"), b), nil
}
