package commission

import (
	"slices"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
)

// Act is what happens to a commission. The set is closed.
type Act string

// The acts. Ask and Link are noted, not asked for.
const (
	Ask      Act = "ask"
	Link     Act = "link"
	Accept   Act = "accept"
	Decline  Act = "decline"
	Deliver  Act = "deliver"
	Withdraw Act = "withdraw"
)

// row says of an act from where it leads whereto, who does it, and whether a reason
// is asked.
type row struct {
	act    Act
	from   []State
	to     State
	asker  bool // the board's, else of who is asked
	reason bool
}

func rows() []row {
	return []row{
		{Accept, []State{Open}, Accepted, false, false},
		{Deliver, []State{Open, Accepted}, Delivered, false, false},
		{Decline, []State{Open, Accepted}, Declined, false, true},
		{Withdraw, []State{Open, Accepted}, Withdrawn, true, true},
	}
}

// Reasoned reports whether the act asks for a reason.
func (a Act) Reasoned() bool {
	return slices.ContainsFunc(rows(), func(r row) bool { return r.act == a && r.reason })
}

// Offered are the acts that the actor may do now.
func (c *Commission) Offered(who account.Actor) []Act {
	var out []Act
	for _, r := range rows() {
		if c.allows(r, who) == nil {
			out = append(out, r.act)
		}
	}
	return out
}

func (c *Commission) allows(r row, who account.Actor) error {
	may := c.For(who)
	if r.asker {
		may = who.Has(account.Secretary, account.Head)
	}
	switch {
	case !slices.Contains(r.from, c.State):
		return bad("state", "Yêu cầu này không còn chờ việc đó.", "The commission does not wait for that any more.")
	case !may:
		return bad("role", "Vai trò của bạn không làm được việc này với yêu cầu này.", "Your role may not do this to this commission.")
	case r.act == Deliver && len(c.Editions)+len(c.Records) == 0:
		return bad("edition", "Hãy gắn bài đã viết trước khi giao.", "Link what was written before it is delivered.")
	case len(c.Steps) >= maxSteps:
		return bad("steps", "Yêu cầu có quá 200 bước.", "The commission has over 200 steps.")
	}
	return nil
}

// Do moves the commission on, or says why not (Invalid). It is changed only if nil
// is returned.
func (c *Commission) Do(act Act, why string, who account.Actor, now time.Time) error {
	why = strings.TrimSpace(why)
	all := rows()
	at := slices.IndexFunc(all, func(r row) bool { return r.act == act })
	if at < 0 {
		return bad("act", "Không có việc này.", "There is no such act.")
	}
	if err := c.allows(all[at], who); err != nil {
		return err
	}
	if all[at].reason && why == "" || len(why) > maxDetail {
		return bad("why", "Hãy ghi lý do, nhiều nhất 4.000 byte.", "Say why, in at most 4,000 bytes.")
	}
	c.State = all[at].to
	c.Steps = append(slices.Clone(c.Steps), Step{At: now, By: who.Name, Act: act, To: c.State, Why: why})
	return nil
}

// Attach notes an edition or a record that came of the commission; of what is
// attached already it notes nothing. Fault: Invalid.
func (c *Commission) Attach(edition, record string, who account.Actor, now time.Time) error {
	switch {
	case !c.For(who) && !who.Board():
		return bad("role", "Yêu cầu này không đặt cho bạn.", "You were not asked.")
	case c.State == Withdrawn || c.State == Declined:
		return bad("state", "Yêu cầu này đã khép lại.", "The commission is closed.")
	case edition == "" && catalog.CheckID(record) != nil:
		return bad("edition", "Hãy ghi số bản thảo, hoặc mã hay địa chỉ trang của bản ghi.", "Write the number of the draft, or the id or address of the record.")
	case len(c.Editions)+len(c.Records) >= maxLinks || len(c.Steps) >= maxSteps:
		return bad("edition", "Một yêu cầu gắn nhiều nhất 50 bài.", "A commission has at most 50 links.")
	case edition != "" && slices.Contains(c.Editions, edition), edition == "" && slices.Contains(c.Records, record):
		return nil
	}
	what := edition
	if edition != "" {
		c.Editions = append(slices.Clone(c.Editions), edition)
	} else {
		c.Records, what = append(slices.Clone(c.Records), record), record
	}
	c.Steps = append(slices.Clone(c.Steps), Step{At: now, By: who.Name, Act: Link, To: c.State, What: what})
	return nil
}
